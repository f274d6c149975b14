"""Row-level security for templates and trails, and what the database itself keeps as it was.

Who makes templates sees all of the municipality's own ones; who takes them over sees what was published. A trail is
for those who keep the position and for the analyst; a step may also be closed by whoever owns it.
"""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

HERE = f"municipality_id = {rls.MUNICIPALITY}"
MAKERS = rls.holding("safety_adviser", "admin")
KEEPERS = rls.holding("mayor", "deputy", "safety_adviser")
READERS = rls.holding("mayor", "deputy", "safety_adviser", "analyst")
OWNER = f"owner_id = ANY ({rls.PERSONS}::uuid[])"
WALLS = (Path(__file__).parents[1] / "walls.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("theme_templates", "0001_initial"), ("access", "0002_walls")]
    operations = [
        rls.by_condition(
            "theme_templates_owntemplate",
            read=f"{HERE} AND ({MAKERS} OR (published IS NOT NULL AND {KEEPERS}))",
            write=f"{HERE} AND {MAKERS}",
            change=f"{HERE} AND {MAKERS}",
        ),
        rls.by_condition(
            "theme_templates_adoption",
            read=f"{HERE} AND ({READERS} OR {rls.SYSTEM})",
            write=f"{HERE} AND {KEEPERS}",
            change=f"{HERE} AND {KEEPERS}",
        ),
        rls.by_condition(
            "theme_templates_made",
            read=f"{HERE} AND ({KEEPERS} OR {rls.SYSTEM})",
            write=f"{HERE} AND {KEEPERS}",
            change="false",
        ),
        rls.by_condition(
            "theme_templates_step",
            read=f"{HERE} AND ({READERS} OR {rls.SYSTEM})",
            write=f"{HERE} AND ({KEEPERS} OR {OWNER})",
            change=f"{HERE} AND ({KEEPERS} OR {OWNER})",
        ),
        migrations.RunSQL(WALLS, reverse_sql=migrations.RunSQL.noop),
    ]
