"""Row-level security of the approach, and what must not change.

Definition, weighing, plan and questions to the mayor are seen with an overview of the case. An action in the shared
compartment is too; one in another compartment, and every picture of a group, only by who is let into it.
"""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls
from driehoek.cases.walls import HERE, by_case, by_compartment, open_compartments

SEES, WORKS = rls.granted_problems(1), rls.granted_problems(3)
OWNER = "coalesce(current_setting('app.maintenance', true), '') = 'on'"
SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
for name, text in (("WORKS", WORKS), ("SYSTEM", rls.SYSTEM), ("OWNER", OWNER)):
    SQL = SQL.replace("{" + name + "}", text)

SHARED = (
    "compartment_id IN (SELECT c.id FROM cases_compartment c"  # constants only
    f" WHERE c.kind::text IN ('shared') AND c.case_id IN {SEES})"
)
IN_SIGHT = f"{HERE} AND ({SHARED} OR compartment_id IN {open_compartments()} OR {rls.SYSTEM})"
DOES = f"owner_id IN {rls.OWN_ORGANISATIONS} OR person_id = ANY ({rls.PERSONS}::uuid[])"
WORKS_IN = f"compartment_id IN {open_compartments(3)}"
ACTS = f"{HERE} AND (({WORKS_IN} AND (case_id IN {WORKS} OR {DOES})) OR {rls.SYSTEM})"
HINDERED = f"{HERE} AND ({WORKS_IN} OR {rls.SYSTEM})"
# The mayor decides with an overview of the case.
DECIDES = rls.holding("mayor", "deputy")
RECORDS = f"{HERE} AND ((case_id IN {WORKS} OR (case_id IN {SEES} AND {DECIDES})) OR {rls.SYSTEM})"
ASKS = f"{HERE} AND (case_id IN {WORKS} OR {rls.SYSTEM})"
ANSWERS = (
    f"{HERE} AND (case_id IN {WORKS} OR {rls.SYSTEM}"
    f" OR (case_id IN {SEES} AND to_person_id = ANY ({rls.PERSONS}::uuid[])))"
)
KEEPS = rls.holding("safety_adviser", "case_director", "admin")
WEIGHS = rls.holding("mayor", "deputy", "safety_adviser", "case_director", "prosecutor", "team_chief", "admin")
STATES = f"{HERE} AND ({KEEPS} OR {rls.SYSTEM})"
READS = f"{HERE} AND ({WEIGHS} OR {rls.SYSTEM})"
OF_ACTION = f"{HERE} AND action_id IN (SELECT a.id FROM approach_action a)"


class Migration(migrations.Migration):
    dependencies = [("approach", "0001_initial"), ("cases", "0002_walls"), ("deadlines", "0002_walls")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        by_case("approach_definition"),
        rls.by_condition(
            "approach_prioritisation",
            read=f"{HERE} AND (case_id IN {SEES} OR {rls.SYSTEM})",
            write=RECORDS,
            change="false",
        ),
        rls.by_condition("approach_criterion", read=READS, write=STATES, change=STATES),
        rls.by_condition("approach_capacity", read=READS, write=STATES, change=STATES),
        by_case("approach_score"),
        by_case("approach_demand"),
        by_case("approach_shift"),
        by_case("approach_plan"),
        by_case("approach_planedition"),
        rls.by_condition("approach_action", read=IN_SIGHT, write=ACTS, change=ACTS),
        rls.by_condition("approach_actionstep", read=OF_ACTION, write=OF_ACTION, change="false"),
        rls.by_condition("approach_bottleneck", read=IN_SIGHT, write=HINDERED, change=HINDERED),
        rls.by_condition(
            "approach_escalation",
            read=f"{HERE} AND (case_id IN {SEES} OR {rls.SYSTEM})",
            write=ANSWERS,
            change=ANSWERS,
        ),
        by_compartment("approach_grouppicture"),
        by_case("approach_productmark"),
    ]
