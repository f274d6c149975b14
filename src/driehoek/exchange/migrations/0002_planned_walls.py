"""Numbers; row-level security for planned powers: the mayor's side sees its own, the prosecution service what was put to it."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

ROOM = Path(__file__).parent.parent
SQL = "".join((ROOM / name).read_text(encoding="utf-8") for name in ("numbers.sql", "planned.sql"))
HERE = f"municipality_id = {rls.MUNICIPALITY}"
KEEPERS = rls.holding("mayor", "deputy", "safety_adviser")
PROSECUTOR = rls.holding("prosecutor")
OWN = f"({KEEPERS} AND organisation_id IN {rls.OWN_ORGANISATIONS} AND {rls.of_a_problem_or_none()})"
PUT_TO_US = f"({PROSECUTOR} AND told_to_id IN {rls.OWN_ORGANISATIONS} AND announced_at IS NOT NULL)"
# Its own wall stands in this look at what was planned.
OF_PLANNED = "planned_id IN (SELECT p.id FROM exchange_plannedpower p)"
ANSWERED_HERE = (
    f"{PROSECUTOR} AND organisation_id IN {rls.OWN_ORGANISATIONS} AND given_by_id = ANY ({rls.PERSONS}::uuid[])"
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("access", "0002_walls")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition(
            "exchange_plannedpower",
            read=f"{HERE} AND ({OWN} OR {PUT_TO_US})",
            write=f"{HERE} AND {OWN}",
            change=f"{HERE} AND {OWN}",
        ),
        rls.by_condition(
            "exchange_objection",
            read=f"{HERE} AND {OF_PLANNED}",
            write=f"{HERE} AND {OF_PLANNED} AND {ANSWERED_HERE}",
        ),
    ]
