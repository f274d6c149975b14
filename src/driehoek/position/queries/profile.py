"""A need profile: what is wanted from a partner against what was received in the last twelve months."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Organisation
from driehoek.position.gap import URGENCY
from driehoek.position.models import Need, NeedState
from driehoek.position.queries.matrix import matrix
from driehoek.position.queries.matrix_shapes import Line
from driehoek.position.queries.measuring import HEADS, rows_of, scope_of
from driehoek.position.templates_data import ORIGIN, TemplateLine, lines_for
from driehoek.problems.models import Theme
from driehoek.problems.queries import theme_tree

YEAR: Final = timedelta(days=365)
# About 253 working days in a Dutch year.
TIMES_A_YEAR: Final[dict[str, int]] = {
    Rhythm.DAILY: 253,
    Rhythm.WEEKLY: 52,
    Rhythm.FORTNIGHTLY: 26,
    Rhythm.MONTHLY: 12,
    Rhythm.QUARTERLY: 4,
    Rhythm.HALF_YEARLY: 2,
    Rhythm.YEARLY: 1,
}
_RECEIVED: Final = """
SELECT n.id AS need, n.version, n.stated_at, a.supplier_id AS supplier, count(DISTINCT d.id) AS received,
       count(v.mark) AS marks, sum(v.mark) AS total
  FROM position_need n
  LEFT JOIN position_agreement a ON a.need_id = n.id
  LEFT JOIN position_delivery d ON d.agreement_id = a.id AND d.state = 'received' AND d.received_at >= %(since)s
  LEFT JOIN position_item i ON i.delivery_id = d.id
  LEFT JOIN LATERAL (
    SELECT r.mark FROM position_reading r
     WHERE r.item_id = i.id AND r.verdict <> '' AND r.person_id IN {heads}
     ORDER BY r.rated_at DESC LIMIT 1) v ON TRUE
 WHERE n.id = ANY (%(needs)s::uuid[])
 GROUP BY n.id, n.version, n.stated_at, a.supplier_id
"""


@dataclass(frozen=True)
class ProfileLine:
    """One need: wanted against received.

    Attributes:
        line: the need with the kind of its gap.
        version: of the need, for changing it.
        since: from when was counted: a year ago, or when the need was stated if that is later.
        wanted_times: how often it should have come since then; None where the need has no rhythm.
        received_times: how often it did.
        mean_mark: mean mark for content since then; None without marks.
        marks: how many marks that is of.
    """

    line: Line
    version: int
    since: datetime
    wanted_times: int | None
    received_times: int
    mean_mark: float | None
    marks: int


@dataclass(frozen=True)
class Example:
    """A line of the template with the theme it would hang on, and whether such a need is there already."""

    line: TemplateLine
    theme: Theme
    stated: bool


def profile(
    identity: Identity, *, partner: uuid.UUID | None = None, theme: uuid.UUID | None = None
) -> list[ProfileLine]:
    """Return what is wanted against what was received, most urgent first, in two statements.

    Args:
        identity: the reader; a supplier finds what is wanted from its own organisation.
        partner: only from this organisation.
        theme: only on this theme.
    """
    lines = sorted(
        matrix(identity, partner=partner, theme=theme).lines,
        key=lambda line: (URGENCY.index(line.kind), line.since),
    )
    now = timezone.now()
    counted = _counted(identity, [line.need for line in lines], now - YEAR)
    return [_profile_line(line, counted, now) for line in lines]


def wanted_times(rhythm: str, span: timedelta) -> int | None:
    """Return how often something of a rhythm should have come in a span; None where there is no regular rhythm."""
    if rhythm == Rhythm.ONCE:
        return 1
    if rhythm not in TIMES_A_YEAR:
        return None
    return int(TIMES_A_YEAR[rhythm] * (span / YEAR))


def examples(identity: Identity, *, partner: Organisation, theme: Theme | None = None) -> list[Example]:
    """Return the lines of the template for a partner, each with the theme of this municipality it fits.

    A line whose safety field has no theme here is left out; so is, when a theme is chosen, a line about others.
    """
    there = (
        [theme]
        if theme
        else [branch.theme for _field, branches in theme_tree(identity) for branch in branches]
    )
    stated = set(
        Need.objects.filter(municipality=identity.municipality, origin=ORIGIN, partner=partner)
        .exclude(state=NeedState.ENDED)
        .values_list("origin_id", "theme")
    )
    found = []
    for line in lines_for(partner.kind):
        place = line.place(there)
        if place is not None and (theme is None or line.fits(theme)):
            found.append(Example(line, place, (line.key, place.pk) in stated))
    return found


def partners_in_sight(identity: Identity) -> list[Organisation]:
    """Return the running organisations that the reader may look at, by name."""
    scope = scope_of(identity)
    found = Organisation.objects.filter(municipality=identity.municipality, ended_at=None)
    return list(found if scope.everything else found.filter(pk__in=scope.organisations or ()))


def _counted(
    identity: Identity, needs: Sequence[uuid.UUID], since: datetime
) -> dict[tuple[uuid.UUID, uuid.UUID | None], dict[str, Any]]:
    values = scope_of(identity).values(identity) | {"needs": list(needs), "since": since}
    rows = rows_of(_RECEIVED.format(heads=HEADS), values)
    return {(row["need"], row["supplier"]): row for row in rows}


def _profile_line(
    line: Line, counted: dict[tuple[uuid.UUID, uuid.UUID | None], dict[str, Any]], now: datetime
) -> ProfileLine:
    own = counted.get((line.need, line.partner))
    row = own or next((one for (need, _supplier), one in counted.items() if need == line.need), None)
    stated = row["stated_at"] if row else now
    since = max(now - YEAR, stated)
    marks = own["marks"] if own else 0
    return ProfileLine(
        line=line,
        version=row["version"] if row else 0,
        since=since,
        wanted_times=wanted_times(line.rhythm or line.agreed_rhythm, now - since),
        received_times=own["received"] if own else 0,
        mean_mark=float(own["total"]) / marks if own and marks else None,
        marks=marks,
    )
