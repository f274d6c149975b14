"""Row-level security of effect studies, and the triggers that keep an outcome as it is."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls
from driehoek.cases import walls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
READS = rls.holding(
    "mayor", "deputy", "safety_adviser", "analyst", "team_chief", "prosecutor", "case_director"
)
KEEPS = rls.holding("safety_adviser", "analyst")
# The sub-select is bound by the policy of the links: only those of cases that the reader may see.
LINKED = "(SELECT l.study_id FROM effects_caselink l)"


class Migration(migrations.Migration):
    dependencies = [("effects", "0001_initial"), ("access", "0002_walls"), ("cases", "0002_walls")]
    operations = [
        rls.by_condition(
            "effects_study",
            read=f"{HERE} AND ({READS} OR id IN {LINKED})",
            write=f"{HERE} AND {KEEPS}",
            change=f"{HERE} AND {KEEPS}",
        ),
        rls.by_condition(
            "effects_run",
            read=f"{HERE} AND ({READS} OR study_id IN {LINKED})",
            write=f"{HERE} AND {KEEPS}",
            change="false",
        ),
        walls.by_case("effects_caselink"),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
