"""Row-level security of meetings, and the triggers that keep confirmed minutes as they are."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
KEEPS = rls.holding("mayor", "deputy", "safety_adviser")
TABLE = rls.holding("mayor", "deputy", "safety_adviser", "prosecutor", "team_chief")
MINE = f"person_id = ANY ({rls.PERSONS}::uuid[])"
PROBLEM = rls.of_a_problem_or_none("problem")
SEATED = "(SELECT meetings_seats(false))"
CLOSED = "(SELECT meetings_seats(true))"
# A row of a meeting, by its part: for keepers and for who has a seat in that part.
OF_MEETING = (
    f"({KEEPS} OR (NOT confidential AND meeting_id IN {SEATED}) OR (confidential AND meeting_id IN {CLOSED}))"
)
IN_PART = f"{HERE} AND {PROBLEM} AND {OF_MEETING}"
POINT = (
    f"{HERE} AND {PROBLEM} AND ((meeting_id IS NULL AND {TABLE}) OR (meeting_id IS NOT NULL AND {OF_MEETING}))"
)
SERIES = f"{HERE} AND ({KEEPS} OR id IN (SELECT m.series_id FROM meetings_meeting m))"
MEETING = f"{HERE} AND ({KEEPS} OR id IN {SEATED})"
# meetings_seats reads the seats itself, under the owner's own policy; this one must not ask it again then.
SEAT = (
    f"{HERE} AND CASE WHEN (SELECT coalesce(current_setting('app.maintenance', true), '') = 'on') THEN false"
    f" ELSE ({KEEPS} OR meeting_id IN {SEATED}) END"
)
IN_MEETING = f"{HERE} AND ({KEEPS} OR meeting_id IN {SEATED})"
OWNER = f"owner_id = ANY ({rls.PERSONS}::uuid[])"
ACTION = f"{HERE} AND {PROBLEM} AND ({OWNER} OR {OF_MEETING})"
KEPT = f"{HERE} AND {KEEPS}"
OWN = f"{HERE} AND person_id = {rls.PERSON}"


def redrawn(table: str, condition: str) -> list[migrations.RunSQL]:
    """Replace the policies of a table that has them already."""
    return [
        migrations.RunSQL(
            (
                f"ALTER POLICY {table}_read ON {table} USING ({condition})",
                f"ALTER POLICY {table}_insert ON {table} WITH CHECK ({condition})",
                f"ALTER POLICY {table}_update ON {table} USING ({condition}) WITH CHECK ({condition})",
                f"ALTER POLICY {table}_delete ON {table} USING ({condition})",
            ),
            reverse_sql=migrations.RunSQL.noop,
        )
    ]


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_meetings"), ("access", "0002_walls")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        *redrawn("meetings_agendapoint", POINT),
        rls.by_condition("meetings_series", read=SERIES, write=KEPT, change=KEPT),
        rls.by_condition(
            "meetings_fixedpoint",
            read=f"{HERE} AND series_id IN (SELECT s.id FROM meetings_series s)",
            write=KEPT,
            change=KEPT,
        ),
        rls.by_condition("meetings_member", read=f"{HERE} AND ({KEEPS} OR {MINE})", write=KEPT, change=KEPT),
        rls.by_condition("meetings_meeting", read=MEETING, write=MEETING),
        rls.by_condition("meetings_attendee", read=SEAT, write=SEAT),
        rls.by_condition("meetings_edition", read=IN_MEETING, write=IN_MEETING),
        rls.by_condition("meetings_editionpoint", read=IN_PART, write=IN_PART),
        rls.by_condition("meetings_minuteentry", read=IN_PART, write=IN_PART),
        rls.by_condition("meetings_addition", read=IN_PART, write=IN_PART),
        rls.by_condition("meetings_action", read=ACTION, write=ACTION),
        rls.by_condition(
            "meetings_actionstep",
            read="action_id IN (SELECT a.id FROM meetings_action a)",
            write="action_id IN (SELECT a.id FROM meetings_action a)",
        ),
        rls.by_condition("meetings_feedtoken", read=OWN, write=OWN),
    ]
