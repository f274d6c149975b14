"""Row-level security of the council room, and the triggers that keep what was given as it was given.

A council member reads what was released and sent, and nothing of how it was made.
"""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
KEEPERS = f"{HERE} AND {rls.holding('mayor', 'deputy', 'safety_adviser')}"
LEADERS = f"{HERE} AND {rls.holding('mayor', 'deputy')}"
GIVEN = f"{HERE} AND {rls.holding('mayor', 'deputy', 'safety_adviser', 'council')}"
NOT_WITHDRAWN = "release_id NOT IN (SELECT w.release_id FROM council_withdrawal w)"
CONTENT = f"(({KEEPERS}) OR (({GIVEN}) AND {NOT_WITHDRAWN}))"
NEVER = "false"


class Migration(migrations.Migration):
    dependencies = [("council", "0001_initial"), ("access", "0002_walls")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        *(
            rls.by_condition(f"council_{table}", read=KEEPERS, write=KEEPERS)
            for table in ("version", "chosenindicator", "passage", "councilquestion", "fact")
        ),
        rls.by_condition("council_release", read=GIVEN, write=LEADERS, change=NEVER),
        rls.by_condition("council_releasebasis", read=KEEPERS, write=LEADERS, change=NEVER),
        rls.by_condition("council_withdrawal", read=GIVEN, write=LEADERS, change=NEVER),
        rls.by_condition("council_releasecontent", read=CONTENT, write=LEADERS, change=NEVER),
        rls.by_condition("council_sentanswer", read=GIVEN, write=KEEPERS, change=NEVER),
    ]
