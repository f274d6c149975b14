"""Row-level security of pairs, requests and the duty to inform, and what must not change.

A pair is there for who sees both its records. A request is there for who handles it or wrote it down, and for the
data-protection officer; about whom it is, for the first two only.
"""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls
from driehoek.access.models import Level
from driehoek.cases import walls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = walls.HERE


def _both(level: int) -> str:
    return (
        f"{HERE} AND ((left_part_id IN {walls.open_compartments(level)}"
        f" AND right_part_id IN {walls.open_compartments(level)}) OR {rls.SYSTEM})"
    )


# The wall of the pair stands in it too.
OF_PAIR = f"{HERE} AND pair_id IN (SELECT p.id FROM matching_pair p)"
MINE = f"(handler_id = ANY ({rls.PERSONS}::uuid[]) OR made_by_id = ANY ({rls.PERSONS}::uuid[]))"
OFFICER = rls.holding("dpo")
HANDLERS = rls.holding("case_director", "dpo")
READ = f"{HERE} AND ({MINE} OR {OFFICER} OR {rls.SYSTEM})"
WRITE = f"{HERE} AND ({HANDLERS} AND {MINE} OR {rls.SYSTEM})"
OF_REQUEST = f"{HERE} AND request_id IN (SELECT r.id FROM matching_rightsrequest r)"
OF_OWN_REQUEST = f"request_id IN (SELECT r.id FROM matching_rightsrequest r WHERE {MINE})"
OWN = f"{HERE} AND ({OF_OWN_REQUEST} OR {rls.SYSTEM})"
PLACE = (
    f"{HERE} AND (({OF_OWN_REQUEST} AND compartment_id IN {walls.open_compartments()}) OR {rls.SYSTEM})"
)
PLACE_WRITE = (
    f"{HERE} AND (({OF_OWN_REQUEST} AND compartment_id IN {walls.open_compartments(Level.WORK)})"
    f" OR {rls.SYSTEM})"
)


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_initial"),
        ("subjects", "0002_walls"),
        ("cases", "0002_walls"),
    ]
    operations = [
        rls.by_condition("matching_pair", read=_both(Level.OVERVIEW), write=_both(Level.WORK), change=_both(Level.WORK)),
        rls.by_condition("matching_decision", read=OF_PAIR, write=OF_PAIR),
        rls.by_condition("matching_rightsrequest", read=READ, write=WRITE, change=WRITE),
        rls.by_condition("matching_requestperson", read=OWN, write=OWN),
        rls.by_condition("matching_requeststep", read=OF_REQUEST, write=OF_REQUEST),
        rls.by_condition("matching_place", read=PLACE, write=PLACE_WRITE, change=PLACE_WRITE),
        walls.by_compartment("matching_informing"),
        walls.by_compartment("matching_informingstep"),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
