"""The wall around links looks up a compartment once when a link and both its ends lie in the same one.

Who sees and writes what is as before (0002_walls): the compartment of the link is open at the level asked, and so, at
all, are those of both ends. An end in the compartment of the link needs no look-up of its own, because what is open at
a level is open at all. PostgreSQL makes the set of open compartments only for a look-up that takes place.
"""

from django.db import migrations

from driehoek.access import rls
from driehoek.access.models import Level
from driehoek.cases import walls

OPEN = walls.open_compartments()


def _both_ends(level: int) -> str:
    """Return a condition: the link and both its ends lie in compartments open at this level (the ends: at all)."""
    return (
        f"{walls.HERE} AND ((compartment_id IN {walls.open_compartments(level)}"
        f" AND (from_part_id = compartment_id OR from_part_id IN {OPEN})"
        f" AND (to_part_id = compartment_id OR to_part_id IN {OPEN})) OR {rls.SYSTEM})"
    )


def _policies(read: str, write: str) -> tuple[str, ...]:
    """Return the statements that put these conditions in the place of those that are there."""
    return (
        f"ALTER POLICY subjects_link_read ON subjects_link USING ({read})",
        f"ALTER POLICY subjects_link_insert ON subjects_link WITH CHECK ({write})",
        f"ALTER POLICY subjects_link_update ON subjects_link USING ({write}) WITH CHECK ({write})",
        f"ALTER POLICY subjects_link_delete ON subjects_link USING ({write})",
    )


class Migration(migrations.Migration):
    dependencies = [("subjects", "0004_walls_of_linking")]
    operations = [
        migrations.RunSQL(
            _policies(_both_ends(Level.OVERVIEW), _both_ends(Level.WORK)),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
