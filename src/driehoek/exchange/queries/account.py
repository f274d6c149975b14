"""The rows behind the figures about the exchange, for its parties; as many questions for one row as for thousands."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, TypeVar

from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines.calendar import at_local
from driehoek.exchange.accounting import Answering, Asked, Given, Giving, Period, answering, giving
from driehoek.exchange.models import Kind, ProvisionState, Use
from driehoek.exchange.parties import home_of
from driehoek.exchange.queries import provisions
from driehoek.exchange.queries.requests import requests

MIDNIGHT: Final = time(0, 0)
Counted = TypeVar("Counted")
Sum = TypeVar("Sum")
# By the other party: now, and the same days a year before.
Beside = dict[str, tuple[Sum, Sum]]


@dataclass(frozen=True)
class Account:
    """The exchange of the reader's side in a period and in the same days a year before.

    Attributes:
        we_asked, they_asked: requests by the other party.
        they_gave, we_gave: provisions by the other party.
    """

    period: Period
    before: Period
    we_asked: Beside[Answering]
    they_asked: Beside[Answering]
    they_gave: Beside[Giving]
    we_gave: Beside[Giving]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked or given in either period."""
        return not (self.we_asked or self.they_asked or self.they_gave or self.we_gave)


def account(identity: Identity, period: Period) -> Account:
    """Count the exchange of the reader's side: only what the reader may see is counted."""
    before, now = period.year_before(), timezone.now()
    home = list(home_of(identity).values_list("pk", flat=True))
    asked = _asked(identity, before, period, home)

    def judged(rows: Iterable[Asked]) -> Answering:
        return answering(rows, now=now)

    return Account(
        period=period,
        before=before,
        we_asked=_beside([row for ours, row in asked if ours], judged, period),
        they_asked=_beside([row for ours, row in asked if not ours], judged, period),
        they_gave=_beside(_given(identity, before, period, ours=False), giving, period),
        we_gave=_beside(_given(identity, before, period, ours=True), giving, period),
    )


def first_year(identity: Identity) -> int:
    """Return the year of the first request that the reader may see, or this year."""
    first = requests(identity).aggregate(first=Min("submitted_at"))["first"]
    return timezone.localdate(first).year if first else timezone.localdate().year


def _asked(
    identity: Identity, before: Period, period: Period, home: Collection[uuid.UUID]
) -> list[tuple[bool, tuple[datetime, Asked]]]:
    found = (
        requests(identity)
        .filter(_within("submitted_at", before) | _within("submitted_at", period))
        .values_list(
            "from_organisation", "from_organisation__name", "to_organisation__name", "submitted_at", "due_at",
            "answered_at", "state", "refusal_grounds",
        )
    )  # fmt: skip
    return [
        (ours, (at, Asked(to_name if ours else from_name, at, due, answered, state, grounds)))
        for asker, from_name, to_name, at, due, answered, state, grounds in found
        for ours in (asker in home,)
        if at is not None
    ]


def _given(identity: Identity, before: Period, period: Period, *, ours: bool) -> list[tuple[datetime, Given]]:
    seen = provisions.given(identity) if ours else provisions.received(identity)
    found = (
        seen.filter(_within("released_at", before) | _within("released_at", period))
        .annotate(used=Exists(Use.objects.filter(provision=OuterRef("pk"))))
        .values_list(
            "recipient__name" if ours else "giver__name", "kind", "moment", "moment_at", "released_at",
            "standing_case__within_hours", "received_at", "used", "state",
        )
    )  # fmt: skip
    return [
        (
            released,
            Given(
                other=other,
                kind=kind,
                moment=moment,
                in_time=_in_time(kind, moment_at, released, hours),
                confirmed=confirmed is not None,
                used=used,
                recalled=state == ProvisionState.RECALLED,
                ended=state == ProvisionState.EXPIRED,
            ),
        )
        for other, kind, moment, moment_at, released, hours, confirmed, used, state in found
    ]


def _in_time(kind: str, moment_at: datetime | None, released: datetime, hours: int | None) -> bool | None:
    if kind != Kind.STANDING or moment_at is None or hours is None:
        return None
    return released <= moment_at + timedelta(hours=hours)


def _within(column: str, period: Period) -> Q:
    start, end = at_local(period.start, MIDNIGHT), at_local(period.end, MIDNIGHT)
    return Q(**{f"{column}__gte": start, f"{column}__lt": end})


def _beside(
    rows: Iterable[tuple[datetime, Counted]], count: Callable[[Iterable[Counted]], Sum], period: Period
) -> Beside[Sum]:
    """Count the rows of each other party now and a year before, by name."""
    now: dict[str, list[Counted]] = defaultdict(list)
    earlier: dict[str, list[Counted]] = defaultdict(list)
    for at, row in rows:
        other: str = row.other  # type: ignore[attr-defined]  # both kinds of rows name the other party
        (now if timezone.localdate(at) >= period.start else earlier)[other].append(row)
    return {other: (count(now[other]), count(earlier[other])) for other in sorted({*now, *earlier})}
