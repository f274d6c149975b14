"""Moves, admissions and process models behind their walls; the legal gate as a question to the database."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls
from driehoek.cases.walls import HERE, by_case

KEEPS = f"{HERE} AND ({rls.holding('admin', 'case_director', 'safety_adviser')} OR {rls.SYSTEM})"
WALLS = (
    (Path(__file__).parents[1] / "walls.sql")
    .read_text(encoding="utf-8")
    .replace("__LEADS__", f"NEW.case_id IN {rls.granted_problems(4)}")
    .replace("__SYSTEM__", rls.SYSTEM)
    .replace("__SEEN__", rls.granted_problems(1))
)
MODELS = f"""
DROP POLICY cases_processmodel_municipality ON cases_processmodel;
CREATE POLICY cases_processmodel_read ON cases_processmodel FOR SELECT USING ({HERE});
CREATE POLICY cases_processmodel_insert ON cases_processmodel FOR INSERT WITH CHECK ({KEEPS});
CREATE POLICY cases_processmodel_update ON cases_processmodel FOR UPDATE USING ({KEEPS}) WITH CHECK ({KEEPS});
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_admission"), ("grounds", "0004_walls_of_keeping")]
    operations = [
        by_case("cases_admission"),
        migrations.RunSQL(MODELS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(WALLS, reverse_sql=migrations.RunSQL.noop),
    ]
