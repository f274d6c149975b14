"""Row-level security of publications, and the triggers that keep what came out as it is."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
KEEPS = rls.holding("safety_adviser", "analyst")
KEEP = f"{HERE} AND {KEEPS}"
INSIDE = rls.holding("mayor", "deputy", "safety_adviser", "analyst")
FIGURES = rls.holding("mayor", "deputy", "safety_adviser", "analyst", "team_chief", "prosecutor")
CONTENT = rls.holding(
    "mayor",
    "deputy",
    "safety_adviser",
    "analyst",
    "team_chief",
    "prosecutor",
    "case_director",
    "partner",
)
MEANT = (
    f"((audience = 'municipality' AND {INSIDE}) OR (audience = 'figures' AND {FIGURES})"
    f" OR (audience = 'everyone' AND {CONTENT}))"
)


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial"), ("access", "0002_walls")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition(
            "publications_publication",
            read=f"{HERE} AND ({KEEPS} OR (number > 0 AND {MEANT}))",
            write=KEEP,
            change=KEEP,
        ),
        rls.by_condition("publications_draft", read=KEEP, write=KEEP),
        rls.by_condition("publications_draftfigure", read=KEEP, write=KEEP),
        rls.by_condition(
            "publications_edition", read=f"{HERE} AND ({KEEPS} OR {MEANT})", write=KEEP, change="false"
        ),
    ]
