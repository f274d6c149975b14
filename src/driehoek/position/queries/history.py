"""The position over time, computed from the tables themselves, never from snapshots.

`measured` gives a few years, `by_period` any periods and, under each, partner by theme; both in one statement.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any, Final

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines.calendar import at_local
from driehoek.position.queries.history_sql import GROUPED, PARTS, PERIODS, STANDINGS
from driehoek.position.queries.matrix import AWAITED
from driehoek.position.queries.measuring import HEADS, Scope, real, rows_of, scope_of

MONTHS: Final = 13


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was needed, agreed and supplied in a period.

    Attributes:
        needed: needs that ran at some time in it; `agreed` those with an agreement then.
        due: deliveries due in it that came or whose grace has passed; `on_time` and `late` make it up.
        received: deliveries that came in it, also at an event.
        rated: items that came in it and were rated by the mayor or who stands in.
        insufficient: those rated other than useful, or below the mark that was wanted.
        marks: how many marks were given for content; `mean_mark` their mean, 1 to 5, None without marks.
        questions: questions asked in it that were answered or whose term has passed.
        answered_in_time: those answered within their term.
        answer_hours: mean time to an answer, in hours; None without answers.
    """

    needed: int = 0
    agreed: int = 0
    due: int = 0
    on_time: int = 0
    received: int = 0
    rated: int = 0
    insufficient: int = 0
    marks: int = 0
    mean_mark: float | None = None
    questions: int = 0
    answered_in_time: int = 0
    answer_hours: float | None = None

    @property
    def late(self) -> int:
        """How many of what was due did not come within its grace."""
        return self.due - self.on_time

    @property
    def share_on_time(self) -> float | None:
        """On time as a share of what was due, 0 to 1; None when nothing was due."""
        return self.on_time / self.due if self.due else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known of the period."""
        return not (self.needed or self.due or self.received or self.rated or self.questions)


@dataclass(frozen=True, kw_only=True)
class YearFigures(Figures):
    """The position in one calendar year; of the running year what has been so far."""

    year: int


@dataclass(frozen=True)
class Period:
    """From a moment up to, not including, another."""

    starts: datetime
    ends: datetime


Key = tuple[uuid.UUID | None, uuid.UUID | None]


@dataclass(frozen=True)
class PeriodFigures:
    """A period as a whole, and each partner and theme in it (theme None: questions, which are about no theme)."""

    period: Period
    whole: Figures
    cells: dict[Key, Figures] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """How many needs there were at a moment, and how many were gaps, by kind."""

    at: datetime
    needed: int
    late: int
    insufficient: int
    not_agreed: int

    @property
    def gaps(self) -> int:
        """All gaps that the parties could close."""
        return self.late + self.insufficient + self.not_agreed


def measured(identity: Identity, years: Sequence[int]) -> list[YearFigures]:
    """Return the position in each of `years`, as far as `identity` may see it, in one statement.

    A year without anything gives zeroes; whether that is shown is for the page.
    """
    found = by_period(identity, [year_of(year) for year in years])
    return [YearFigures(year=year, **vars(one.whole)) for year, one in zip(years, found, strict=True)]


def by_period(
    identity: Identity,
    periods: Sequence[Period],
    *,
    partner: uuid.UUID | None = None,
    theme: uuid.UUID | None = None,
) -> list[PeriodFigures]:
    """Return the position in each period, whole and by partner and theme, in one statement.

    A supplier finds its own part alone; needs, deliveries and questions about a problem count only for who has
    a grant on it; exercises never count.

    Args:
        identity: the reader.
        periods: in any order; what has not begun stays empty.
        partner: only this organisation.
        theme: only this theme; questions are about no theme and then fall outside.
    """
    scope = scope_of(identity)
    values = scope.values(identity) | {
        "numbers": list(range(len(periods))),
        "starts": [one.starts for one in periods],
        "ends": [one.ends for one in periods],
        "first": min((one.starts for one in periods), default=None),
        "last": max((one.ends for one in periods), default=None),
        "partner": partner,
        "theme": theme,
    }
    sums: dict[tuple[int, bool, Key], dict[str, Any]] = {}
    for row in rows_of(_figures_sql(scope, partner, theme), values):
        key = (row["number"], row["whole"], (row["partner"], row["theme"]))
        sums.setdefault(key, {})[row["part"]] = (row["a"], row["b"], row["c"], row["d"])
    found = [PeriodFigures(period, Figures()) for period in periods]
    for (number, whole, cell), parts in sums.items():
        figures = _figures(parts)
        if whole:
            found[number] = PeriodFigures(periods[number], figures, found[number].cells)
        else:
            found[number].cells[cell] = figures
    return found


def year_of(year: int) -> Period:
    """Return a calendar year on the Dutch clock."""
    return Period(at_local(date(year, 1, 1), time.min), at_local(date(year + 1, 1, 1), time.min))


def last_months(number: int = MONTHS, *, today: date | None = None) -> list[Period]:
    """Return the last `number` months, oldest first, the running one included."""
    first = (today or timezone.localdate()).replace(day=1)
    starts = [first - relativedelta(months=back) for back in range(number - 1, -2, -1)]
    moments = [at_local(day, time.min) for day in starts]
    return [Period(begin, end) for begin, end in pairwise(moments)]


def standings(
    identity: Identity,
    moments: Sequence[datetime],
    *,
    partner: uuid.UUID | None = None,
    theme: uuid.UUID | None = None,
) -> list[Standing]:
    """Return how many needs there were and how many were gaps at each moment, in one statement.

    It judges as the matrix of that moment does; what the law bars is left out.
    """
    scope = scope_of(identity)
    values = scope.values(identity) | {
        "numbers": list(range(len(moments))),
        "moments": list(moments),
        "partner": partner,
        "theme": theme,
    }
    found = {row["number"]: row for row in rows_of(_standings_sql(scope, partner, theme), values)}
    kinds = ("needed", "late", "insufficient", "not_agreed")
    return [
        Standing(at, *(found[number][kind] if number in found else 0 for kind in kinds))
        for number, at in enumerate(moments)
    ]


def first_year(identity: Identity) -> int | None:
    """Return the year in which the first need that `identity` may see was stated; None without needs."""
    scope = scope_of(identity)
    sql = (
        "SELECT min(n.stated_at) AS first FROM position_need n"  # noqa: S608 - constants only
        " LEFT JOIN position_agreement a ON a.need_id = n.id"
        f" WHERE n.municipality_id = %(here)s AND {real('n.problem_id')}"
        f" AND {scope.own('coalesce(a.supplier_id, n.partner_id)')}"
    )
    (row,) = rows_of(sql, scope.values(identity))
    return timezone.localtime(row["first"]).year if row["first"] else None


def _figures(parts: dict[str, tuple[Any, ...]]) -> Figures:
    nothing = (0, 0, None, 0)
    needed, due, received, rated, asked = (parts.get(name, nothing) for name in PARTS)
    return Figures(
        needed=needed[0],
        agreed=needed[1],
        due=due[0],
        on_time=due[1],
        received=received[0],
        rated=rated[0],
        insufficient=rated[1],
        marks=rated[3],
        mean_mark=float(rated[2]) / rated[3] if rated[3] else None,
        questions=asked[0],
        answered_in_time=asked[1],
        answer_hours=float(asked[2]) / asked[3] if asked[3] else None,
    )


def _narrowed(scope: Scope, partner: uuid.UUID | None, theme: uuid.UUID | None, rows: str = "x.") -> str:
    conditions = [scope.own(f"{rows}partner")]
    if partner is not None:
        conditions.append(f"{rows}partner = %(partner)s")
    if theme is not None:
        conditions.append(f"{rows}theme = %(theme)s")
    return " AND ".join(conditions)


def _figures_sql(scope: Scope, partner: uuid.UUID | None, theme: uuid.UUID | None) -> str:
    narrowed = _narrowed(scope, partner, theme)
    parts = [
        GROUPED.format(
            part=name, sums=sums, narrowed=narrowed, rows=rows.format(real=real(problem), heads=HEADS)
        )
        for name, (rows, problem, sums) in PARTS.items()
    ]
    return PERIODS + " UNION ALL ".join(parts)


def _standings_sql(scope: Scope, partner: uuid.UUID | None, theme: uuid.UUID | None) -> str:
    return STANDINGS.format(
        awaited=AWAITED,
        real=real("n.problem_id"),
        heads=HEADS,
        narrowed=_narrowed(scope, partner, theme),
    )
