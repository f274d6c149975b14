"""Row-level security of links between cases and of phenomena."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls
from driehoek.access.models import Level
from driehoek.cases import walls

SQL = (Path(__file__).parent.parent / "linking.sql").read_text(encoding="utf-8")
SEES_BOTH = (
    f"{walls.HERE} AND ((one_part_id IN {walls.open_compartments()}"
    f" AND other_part_id IN {walls.open_compartments()}) OR {rls.SYSTEM})"
)
LEADS_BOTH = (
    f"{SEES_BOTH} AND ((one_case_id IN {rls.granted_problems(Level.LEAD)}"
    f" AND other_case_id IN {rls.granted_problems(Level.LEAD)}) OR {rls.SYSTEM})"
)


class Migration(migrations.Migration):
    dependencies = [("subjects", "0003_linking")]
    operations = [
        rls.by_condition("subjects_caselink", read=SEES_BOTH, write=LEADS_BOTH, change=LEADS_BOTH),
        rls.by_municipality("subjects_phenomenon"),
        walls.by_case("subjects_casetag"),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
