"""Row-level security of briefings, and the triggers that keep what was sent as it was sent."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
KEEPS = rls.holding("safety_adviser")
KEEP = f"{HERE} AND {KEEPS}"
MINE = f"person_id = ANY ({rls.PERSONS}::uuid[])"
MEANT = f"(SELECT r.briefing_id FROM briefings_reader r WHERE r.{MINE})"  # noqa: S608 - constants only
# The briefing's own wall stands in this sub-select too.
WITH_BRIEFING = "briefing_id IN (SELECT b.id FROM briefings_briefing b)"
PROBLEM = (
    f"(problem IS NULL OR (level <= 1 AND problem IN {rls.granted_problems(1)})"
    f" OR problem IN {rls.granted_problems(2)})"
)
FUNCTION = f"(functions = '{{}}' OR functions::text[] && {rls.FUNCTIONS}::text[])"


class Migration(migrations.Migration):
    dependencies = [("briefings", "0001_initial"), ("access", "0002_walls")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition(
            "briefings_briefing",
            read=f"{HERE} AND ({KEEPS} OR (sent_at IS NOT NULL AND id IN {MEANT}))",
            write=KEEP,
            change=KEEP,
        ),
        rls.by_condition(
            "briefings_line",
            read=f"{HERE} AND {WITH_BRIEFING} AND {PROBLEM} AND {FUNCTION}",
            write=f"{KEEP} AND {PROBLEM}",
            change=f"{KEEP} AND {PROBLEM}",
        ),
        rls.by_condition("briefings_reader", read=f"{HERE} AND ({KEEPS} OR {MINE})", write=KEEP, change=KEEP),
        rls.by_condition(
            "briefings_receipt",
            read=f"{HERE} AND ({KEEPS} OR {MINE})",
            write=f"{HERE} AND person_id = {rls.PERSON} AND {WITH_BRIEFING}",
            change=f"{HERE} AND person_id = {rls.PERSON}",
        ),
    ]
