"""Every read about risk moments; all of it begins at `visible_moments`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.queries import visible_problem_ids
from driehoek.areas.models import Area, AreaLevel
from driehoek.deadlines.calendar import at_local
from driehoek.ledger.models import Event
from driehoek.moments.models import Moment, MomentArea, MomentImport, MomentState
from driehoek.moments.recurrence import Span, expand, span_on
from driehoek.moments.rights import INSIDERS, READERS, WRITERS
from driehoek.parties.models import Person
from driehoek.problems.models import Problem, Status
from driehoek.problems.queries import areas_of, visible_to

NEXT_SHOWN = 10
LOOK_AHEAD = timedelta(days=800)


@dataclass(frozen=True)
class MomentFilter:
    """What the calendar can be narrowed to; empty means all."""

    kind: str = ""
    area: int | None = None


@dataclass(frozen=True)
class Occurrence:
    """One time that a moment takes place.

    Attributes:
        moment: which moment.
        day: the day that names this time.
        starts_at, ends_at: from when until when (UTC).
        cancelled: whether it does not take place after all.
        places: names of the areas.
        problem: title of the problem it is about, empty without.
    """

    moment: Moment
    day: date
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    places: tuple[str, ...] = ()
    problem: str = ""


def visible_moments(identity: Identity) -> QuerySet[Moment]:
    """Return the moments that `identity` may see: about no problem or one with a grant, and meant for them."""
    found = Moment.objects.filter(
        Q(problem=None) | Q(problem__in=visible_problem_ids(identity)), municipality=identity.municipality
    )
    if not identity.holds(*READERS):
        return found.none()
    return found if identity.holds(*INSIDERS) else found.filter(confidential=False)


def may_write(identity: Identity) -> bool:
    """Tell whether `identity` keeps the calendar."""
    return identity.holds(*WRITERS)


def coming(identity: Identity, *, days: int, limit: int) -> list[Occurrence]:
    """Return what takes place now or within `days`, soonest first, at most `limit`; one question to the database."""
    now = timezone.now()
    found = occurrences(identity, after=now, before=now + timedelta(days=days), cancelled=False)
    return found[:limit]


def on_days(
    identity: Identity, first: date, last: date, chosen: MomentFilter | None = None
) -> list[Occurrence]:
    """Return what takes place on the days `first` to `last`, soonest first, with what was cancelled."""
    after, before = at_local(first, time(0)), at_local(last + timedelta(days=1), time(0))
    return occurrences(identity, after=after, before=before, chosen=chosen)


def occurrences(
    identity: Identity,
    *,
    after: datetime,
    before: datetime,
    chosen: MomentFilter | None = None,
    cancelled: bool = True,
) -> list[Occurrence]:
    """Return what ends later than `after` and begins earlier than `before`, soonest first, in one query.

    Args:
        identity: for whom.
        after: when the window begins.
        before: when it ends.
        chosen: what it is narrowed to.
        cancelled: whether what does not take place after all stands among it.
    """
    rows = visible_moments(identity).filter(
        Q(reach_until=None) | Q(reach_until__gt=after), reach_from__lt=before
    )
    if not cancelled:
        rows = rows.exclude(state=MomentState.CANCELLED)
    found = [
        _occurrence(row, span)
        for row in _with_places(_narrowed(rows, chosen))
        for span in expand(row.schedule, after=after, before=before)
    ]
    kept = [one for one in found if cancelled or not one.cancelled]
    return sorted(kept, key=lambda one: (one.starts_at, one.moment.title, one.moment.pk))


def next_of(moment: Moment, *, limit: int = NEXT_SHOWN) -> list[Occurrence]:
    """Return the next times of a moment, with what was cancelled; its last time when all of it has passed."""
    now = timezone.now()
    begin = max(now, moment.reach_from - timedelta(minutes=1))
    spans = expand(moment.schedule, after=begin, before=begin + LOOK_AHEAD)[:limit]
    if not spans:
        days = [moment.starts_on, *moment.extra_days]
        spans = [span_on(moment.schedule, max(days))]
    return [_occurrence(moment, span) for span in spans]


def moment_with_places(identity: Identity, moment: uuid.UUID) -> Moment | None:
    """Return a visible moment with its theme, owner, places and the title of its problem."""
    rows = visible_moments(identity).filter(pk=moment).select_related("theme", "owner", "made_by")
    return _with_places(rows).first()


def places_of(moment: Moment) -> list[str]:
    """Return the names of the areas of a moment that was read with its places."""
    return list(getattr(moment, "place_names", ()))


def problem_of(moment: Moment) -> str:
    """Return the title of the problem of a moment that was read with its places; empty without."""
    return getattr(moment, "problem_title", None) or ""


def choosable_problems(identity: Identity) -> QuerySet[Problem]:
    """Return the problems that a moment can be about: running, no exercise."""
    return visible_to(identity).filter(training=False).exclude(status=Status.CLOSED).order_by("title")


def choosable_areas(identity: Identity) -> QuerySet[Area]:
    """Return the districts of the municipality, or its neighbourhoods where it has no districts."""
    areas = areas_of(identity)
    districts = areas.filter(level=AreaLevel.DISTRICT)
    inside = areas.exclude(level__in=(AreaLevel.MUNICIPALITY, AreaLevel.COUNTRY))
    return (districts if districts.exists() else inside).order_by("name")


def taken_over(identity: Identity, uids: Iterable[str]) -> dict[str, Moment]:
    """Return the visible moments that carry one of `uids`, by that name."""
    return {row.uid: row for row in visible_moments(identity).filter(uid__in=list(uids))}


def imports_of(identity: Identity, *, limit: int = 10) -> list[MomentImport]:
    """Return the files that this person offered, newest first; another's are nobody's business."""
    mine = MomentImport.objects.filter(municipality=identity.municipality, by=identity.person)
    return list(mine.defer("content").order_by("-at")[:limit])


def import_or_none(identity: Identity, run: uuid.UUID) -> MomentImport | None:
    """Return a file that this person offered."""
    return MomentImport.objects.filter(municipality=identity.municipality, by=identity.person, pk=run).first()


def last_change(moment: Moment) -> tuple[str, datetime] | None:
    """Return who changed a moment last, and when, for the person whose own change came too late."""
    events = Event.objects.filter(municipality=moment.municipality_id, subject=moment.pk)
    event = events.order_by("-sequence").first()
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at


def _narrowed(rows: QuerySet[Moment], chosen: MomentFilter | None) -> QuerySet[Moment]:
    if chosen and chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen and chosen.area:
        rows = rows.filter(pk__in=MomentArea.objects.filter(area=chosen.area).values("moment"))
    return rows


def _with_places(rows: QuerySet[Moment]) -> QuerySet[Moment]:
    names = MomentArea.objects.filter(moment=OuterRef("pk")).order_by("area__name").values("area__name")
    title = Problem.objects.filter(pk=OuterRef("problem")).values("title")
    return rows.annotate(place_names=ArraySubquery(names), problem_title=Subquery(title))


def _occurrence(moment: Moment, span: Span) -> Occurrence:
    return Occurrence(
        moment=moment,
        day=span.day,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        cancelled=moment.state == MomentState.CANCELLED or span.day in moment.cancelled_days,
        places=tuple(places_of(moment)),
        problem=problem_of(moment),
    )
