"""Row-level security for due dates: those who owe, those who are told, and those who keep watch.

The wall of the contact routes stands here too: parties, where they are kept, lies below the floor of access.
"""

from django.db import migrations

from driehoek.access import rls

HERE = f"municipality_id = {rls.MUNICIPALITY}"
WATCH = rls.holding("mayor", "deputy", "safety_adviser")
TOLD = f"id IN (SELECT n.deadline_id FROM deadlines_notice n WHERE n.person_id = ANY ({rls.PERSONS}::uuid[]))"
OWES = (
    f"organisation_id IN {rls.OWN_ORGANISATIONS} OR responsible_id = ANY ({rls.PERSONS}::uuid[])"
    f" OR substitute_id = ANY ({rls.PERSONS}::uuid[]) OR set_by_id = ANY ({rls.PERSONS}::uuid[])"
)
PROBLEM = rls.of_a_problem_or_none("problem")
WORKS = f"problem IN {rls.granted_problems(3)}"
MINE = f"person_id = ANY ({rls.PERSONS}::uuid[])"
KEEPS_ROUTES = rls.holding("safety_adviser", "admin")


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0001_initial"),
        ("access", "0002_walls"),
        ("parties", "0002_contactstep"),
    ]
    operations = [
        rls.by_condition(
            "deadlines_deadline",
            read=f"{HERE} AND {PROBLEM} AND ({WATCH} OR {OWES} OR {TOLD} OR {WORKS} OR {rls.SYSTEM})",
            write=f"{HERE} AND {PROBLEM}",
        ),
        # Who was told is for those who keep watch and for the person; a supplier does not see who else was.
        rls.by_condition(
            "deadlines_notice",
            read=f"{HERE} AND {PROBLEM} AND ({WATCH} OR {MINE} OR {rls.SYSTEM})",
            write=f"{HERE} AND {PROBLEM} AND ({WATCH} OR {MINE} OR {rls.SYSTEM})",
        ),
        rls.by_condition(
            "parties_contactstep",
            read=f"{HERE} AND ({WATCH} OR {KEEPS_ROUTES} OR {MINE} OR {rls.SYSTEM})",
            write=f"{HERE} AND ({KEEPS_ROUTES} OR {rls.SYSTEM})",
            change=f"{HERE} AND ({KEEPS_ROUTES} OR {rls.SYSTEM})",
        ),
    ]
