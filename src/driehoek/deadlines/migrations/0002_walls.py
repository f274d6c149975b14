"""Row-level security for due dates: those who owe, those who are told, and those who keep watch."""

from django.db import migrations

from driehoek.access import rls

HERE = f"municipality_id = {rls.MUNICIPALITY}"
WATCH = rls.holding("mayor", "deputy", "safety_adviser")
TOLD = f"id IN (SELECT n.deadline_id FROM deadlines_notice n WHERE n.person_id = ANY ({rls.PERSONS}::uuid[]))"
OWES = (
    f"organisation_id IN {rls.OWN_ORGANISATIONS} OR responsible_id = ANY ({rls.PERSONS}::uuid[])"
    f" OR substitute_id = ANY ({rls.PERSONS}::uuid[])"
)
PROBLEM = rls.of_a_problem_or_none("problem")
WORKS = f"problem IN {rls.granted_problems(3)}"


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial"), ("access", "0002_walls")]
    operations = [
        rls.by_condition(
            "deadlines_deadline",
            read=f"{HERE} AND {PROBLEM} AND ({WATCH} OR {OWES} OR {TOLD} OR {WORKS} OR {rls.SYSTEM})",
            write=f"{HERE} AND {PROBLEM}",
        ),
        rls.by_municipality("deadlines_notice"),
    ]
