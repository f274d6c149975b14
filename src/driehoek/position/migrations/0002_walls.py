"""Row-level security for the position: who keeps it sees it whole, a supplier sees its own part."""

from django.db import migrations

from driehoek.access import rls

HERE = f"municipality_id = {rls.MUNICIPALITY}"
PROBLEM = rls.of_a_problem_or_none()
READERS = rls.holding("mayor", "deputy", "safety_adviser", "analyst", "dpo")
KEEPERS = rls.holding("mayor", "deputy", "safety_adviser")
WORKS = f"problem_id IN {rls.granted_problems(3)}"
LEADS = f"problem_id IN {rls.granted_problems(4)}"


def supplied_by_own(column: str = "supplier_id") -> str:
    return f"{column} IN {rls.OWN_ORGANISATIONS}"


def mine(*columns: str) -> str:
    return "(" + " OR ".join(f"{column} = ANY ({rls.PERSONS}::uuid[])" for column in columns) + ")"


KEEP = f"{HERE} AND {PROBLEM} AND ({KEEPERS} OR {LEADS} OR {rls.SYSTEM})"
DELIVER = f"{HERE} AND {PROBLEM} AND ({KEEPERS} OR {LEADS} OR {supplied_by_own()} OR {rls.SYSTEM})"

# Personal data of an item are for the mayor, the adviser and the supplier; of a problem, for who may read its file.
ITEM_OF_NONE = (
    f"problem_id IS NULL AND ({rls.holding('mayor', 'safety_adviser')} OR {supplied_by_own()}"
    f" OR ({rls.holding('deputy', 'analyst')} AND NOT personal_data))"
)
ITEM_OF_PROBLEM = (
    f"problem_id IN {rls.granted_problems(1)}"
    f" AND ({supplied_by_own()}"
    f" OR ({rls.holding('mayor', 'deputy', 'safety_adviser', 'analyst')} AND NOT personal_data)"
    f" OR (problem_id IN {rls.granted_problems(2)}"
    f" AND {rls.holding('mayor', 'deputy', 'safety_adviser', 'analyst', 'case_director', 'team_chief', 'prosecutor')}))"
)


class Migration(migrations.Migration):
    dependencies = [("position", "0001_initial"), ("access", "0002_walls")]
    operations = [
        rls.by_condition(
            "position_need",
            read=f"{HERE} AND {PROBLEM} AND ({READERS} OR {supplied_by_own('partner_id')} OR {WORKS} OR {rls.SYSTEM})",
            write=KEEP,
            change=KEEP,
        ),
        rls.by_condition(
            "position_agreement",
            read=f"{HERE} AND {PROBLEM} AND ({READERS} OR {supplied_by_own()} OR {WORKS}"
            f" OR {mine('contact_id', 'substitute_id')} OR {rls.SYSTEM})",
            write=KEEP,
            change=KEEP,
        ),
        rls.by_condition(
            "position_delivery",
            read=f"{HERE} AND {PROBLEM} AND ({READERS} OR {supplied_by_own()} OR {WORKS} OR {rls.SYSTEM})",
            write=DELIVER,
            change=DELIVER,
        ),
        rls.by_condition(
            "position_item",
            read=f"{HERE} AND (({ITEM_OF_NONE}) OR ({ITEM_OF_PROBLEM}) OR {rls.SYSTEM})",
            write=DELIVER,
        ),
        rls.by_condition(
            "position_reading",
            read=f"{HERE} AND {PROBLEM} AND ({mine('person_id')} OR {READERS} OR {supplied_by_own()}"
            f" OR {rls.SYSTEM})",
            write=f"{HERE} AND {PROBLEM} AND {mine('person_id')}",
            change=f"{HERE} AND {mine('person_id')}",
        ),
        rls.by_condition(
            "position_question",
            read=f"{HERE} AND {PROBLEM} AND ({mine('asked_by_id', 'to_person_id')}"
            f" OR {supplied_by_own('to_organisation_id')} OR {KEEPERS} OR {rls.SYSTEM})",
            write=f"{HERE} AND {PROBLEM}",
        ),
    ]
