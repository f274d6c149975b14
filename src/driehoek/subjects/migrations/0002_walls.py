"""Row-level security of subjects and links, and what must not change."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls
from driehoek.access.models import Level
from driehoek.cases import walls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")


def _both_ends(level: int) -> str:
    """Return a condition: the link and both its ends lie in compartments open at this level (the ends: at all)."""
    return (
        f"{walls.HERE} AND ((compartment_id IN {walls.open_compartments(level)}"
        f" AND from_part_id IN {walls.open_compartments()} AND to_part_id IN {walls.open_compartments()})"
        f" OR {rls.SYSTEM})"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("subjects", "0001_initial"),
        ("cases", "0004_walls_of_moves"),
        ("grounds", "0004_walls_of_keeping"),
    ]
    operations = [
        walls.by_compartment("subjects_subject"),
        rls.by_condition(
            "subjects_link",
            read=_both_ends(Level.OVERVIEW),
            write=_both_ends(Level.WORK),
            change=_both_ends(Level.WORK),
        ),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
