"""Row-level security for the guide: texts are the municipality's, answers of a scan a secret until handed in."""

from django.db import migrations

from driehoek.access import rls

HERE = f"municipality_id = {rls.MUNICIPALITY}"
MEMBERS = rls.holding("mayor", "deputy", "safety_adviser", "prosecutor", "team_chief")
KEEPERS = rls.holding("mayor", "deputy", "safety_adviser")
EDITORS = rls.holding("admin", "safety_adviser")
LEADERS = rls.holding("safety_adviser")


def mine(column: str) -> str:
    return f"{column} = ANY ({rls.PERSONS}::uuid[])"


OPEN_ROUNDS = "(SELECT s.id FROM guide_scan s WHERE s.closed_at IS NULL)"
CLOSED_ROUNDS = "(SELECT s.id FROM guide_scan s WHERE s.closed_at IS NOT NULL)"
# Rounds in which the reader's own seat has been handed in; a deputy looks on from the mayor's seat.
OWN_DONE = (
    "(SELECT t.scan_id FROM guide_scanseat t WHERE t.submitted_at IS NOT NULL"
    f" AND (t.function = ANY ({rls.FUNCTIONS}::text[]) OR (t.function = 'mayor' AND {rls.holding('deputy')})))"
)
SUBMITTED = "(SELECT t.id FROM guide_scanseat t WHERE t.submitted_at IS NOT NULL)"
OWN_OPEN_SEATS = f"(SELECT t.id FROM guide_scanseat t WHERE t.submitted_at IS NULL AND {mine('t.holder_id')})"
# Whoever left their function cannot keep a seat from whoever follows them.
HOLDERS_NOW = (
    "(SELECT a.person_id FROM parties_appointment a WHERE a.valid_from <= statement_timestamp()"
    " AND (a.valid_until IS NULL OR a.valid_until > statement_timestamp())"
    f" AND a.municipality_id = {rls.MUNICIPALITY} AND a.function = guide_scanseat.function)"
)
SEAT_IS_MINE = f"{HERE} AND {mine('holder_id')} AND function = ANY ({rls.FUNCTIONS}::text[]) AND scan_id IN {OPEN_ROUNDS}"
ANSWER_IS_MINE = f"{HERE} AND {mine('person_id')} AND scan_id IN {OPEN_ROUNDS} AND seat_id IN {OWN_OPEN_SEATS}"


class Migration(migrations.Migration):
    dependencies = [("guide", "0001_initial"), ("access", "0002_walls")]
    operations = [
        rls.by_condition("guide_guidetext", read=HERE, write=f"{HERE} AND {EDITORS}", change=f"{HERE} AND {EDITORS}"),
        rls.by_condition(
            "guide_hiddentip",
            read=f"{HERE} AND person_id = {rls.PERSON}",
            write=f"{HERE} AND person_id = {rls.PERSON}",
        ),
        rls.by_condition(
            "guide_scan",
            read=f"{HERE} AND {MEMBERS}",
            write=f"{HERE} AND {KEEPERS}",
            change=f"{HERE} AND {KEEPERS} AND closed_at IS NULL",
        ),
        rls.by_condition(
            "guide_scanseat",
            read=f"{HERE} AND {MEMBERS}",
            write=SEAT_IS_MINE,
            change=f"{HERE} AND submitted_at IS NULL AND ({mine('holder_id')} OR holder_id NOT IN {HOLDERS_NOW})",
        ),
        rls.by_condition(
            "guide_scananswer",
            read=f"{HERE} AND ({mine('person_id')} OR ({MEMBERS} AND seat_id IN {SUBMITTED}"
            f" AND (scan_id IN {OWN_DONE} OR scan_id IN {CLOSED_ROUNDS})))",
            write=ANSWER_IS_MINE,
            change=ANSWER_IS_MINE,
        ),
        rls.by_condition(
            "guide_workshop",
            read=f"{HERE} AND {MEMBERS}",
            write=f"{HERE} AND {LEADERS}",
            change=f"{HERE} AND {LEADERS}",
        ),
        rls.by_condition(
            "guide_workshopoutcome",
            read=f"{HERE} AND {MEMBERS}",
            write=f"{HERE} AND {LEADERS}",
            change=f"{HERE} AND {LEADERS}",
        ),
    ]
