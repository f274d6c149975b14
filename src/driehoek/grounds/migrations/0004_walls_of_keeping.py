"""Row-level security of covenants, processing activities, remarks, samples and sources, and what stays as it is."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "keeping.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
OFFICER = f"{HERE} AND {rls.holding('dpo')}"
OFFICER_OR_ADMIN = f"{HERE} AND {rls.holding('dpo', 'admin')}"
KEEPS = f"{HERE} AND {rls.holding('mayor', 'deputy', 'safety_adviser', 'dpo')}"
PROBLEM = rls.of_a_problem_or_none("problem")


class Migration(migrations.Migration):
    dependencies = [("grounds", "0003_keeping"), ("access", "0002_walls")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        # What is said of the law, and which activities there are, is for everyone who works here.
        rls.by_condition(
            "grounds_remark",
            read=HERE,
            write=f"{HERE} AND (made_by_id = {rls.PERSON} OR {rls.holding('dpo', 'admin')})",
            change=OFFICER_OR_ADMIN,
        ),
        rls.by_condition("grounds_signoff", read=HERE, write=OFFICER, change="false"),
        rls.by_condition("grounds_covenant", read=HERE, write=KEEPS, change=KEEPS),
        rls.by_condition("grounds_covenantparty", read=HERE, write=KEEPS, change=KEEPS),
        rls.by_condition(
            "grounds_resting",
            read=f"{HERE} AND {PROBLEM}",
            write=f"{HERE} AND {PROBLEM}"
            f" AND ({rls.holding('mayor', 'deputy', 'safety_adviser', 'dpo')} OR {rls.SYSTEM})",
        ),
        rls.by_condition("grounds_activityversion", read=HERE, write=OFFICER_OR_ADMIN, change="false"),
        rls.by_condition("grounds_sample", read=OFFICER, write=OFFICER, change="false"),
        rls.by_condition("grounds_sampledpurpose", read=OFFICER, write=OFFICER, change=OFFICER),
        rls.by_condition(
            "grounds_source",
            read=f"{HERE} AND (problem_id IN {rls.granted_problems(1)} OR {rls.SYSTEM})",
            write=f"{HERE} AND problem_id IN {rls.granted_problems(3)}",
            change=f"{HERE} AND problem_id IN {rls.granted_problems(3)}",
        ),
    ]
