"""Row-level security of the officer's judgements, and the gate held by the database."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "gate.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
# The agreement's own wall stands in this sub-select too.
WITH_AGREEMENT = "agreement_id IN (SELECT a.id FROM position_agreement a)"
OFFICER = f"{HERE} AND {rls.holding('dpo')}"


class Migration(migrations.Migration):
    dependencies = [
        ("position", "0006_gate"),
        ("access", "0002_walls"),
        ("grounds", "0004_walls_of_keeping"),
    ]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        # What is agreed with personal data in it, the officer judges, also where it is about a problem.
        migrations.RunSQL(
            f"CREATE POLICY position_agreement_officer ON position_agreement FOR SELECT"
            f" USING ({OFFICER} AND personal_data)",
            reverse_sql="DROP POLICY position_agreement_officer ON position_agreement",
        ),
        rls.by_condition(
            "position_gatejudgement",
            read=f"{HERE} AND {WITH_AGREEMENT}",
            write=f"{OFFICER} AND judged_by_id = {rls.PERSON}",
            change="false",
        ),
    ]
