"""Which signals someone sees, and which look like the same thing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.cases import queries as cases
from driehoek.cases.models import Case, Compartment, CompartmentKind
from driehoek.signals.likeness import ALIKE, NEAR_DAYS, alike, groups, likeness
from driehoek.signals.models import Judgement, Signal, SignalState
from driehoek.signals.rights import COLLEAGUES, JUDGES

# How many of the newest are compared; a report about the same thing is seldom older than those.
COMPARED: Final = 200
SHOWN: Final = 5


def visible_to(identity: Identity) -> QuerySet[Signal]:
    """Return the signals that `identity` sees: sent by them or their own organisation, to judge, or in an open part."""
    seen = Q(reporter__in=identity.persons) | Q(compartment__in=open_parts(identity))
    if identity.holds(*COLLEAGUES):
        seen |= Q(organisation__in=identity.organisations)
    if identity.holds(*JUDGES):
        seen |= Q(compartment=None)
    return Signal.objects.filter(seen, municipality=identity.municipality).select_related(
        "organisation", "reporter", "area"
    )


def open_parts(identity: Identity) -> QuerySet[Compartment, Any]:
    """Return the ids of the parts of cases that are open to `identity`."""
    shared = Q(kind=CompartmentKind.SHARED, case_id__in=visible_problem_ids(identity, level=Level.FILE))
    return Compartment.objects.filter(Q(pk__in=visible_problem_ids(identity)) | shared).values("pk")


def mine(identity: Identity) -> QuerySet[Signal]:
    """Return what someone sent, with `news`: how many lines about it they did not see yet."""
    rows = visible_to(identity).filter(reporter__in=identity.persons)
    return rows.annotate(news=Count("milestones", filter=Q(milestones__seen_at=None)))


def unseen_by(identity: Identity) -> int:
    """Return about how many of their signals there is news that the sender did not see."""
    rows = visible_to(identity).filter(reporter__in=identity.persons, milestones__seen_at=None)
    return rows.filter(milestones__isnull=False).distinct().count()


def to_judge(identity: Identity) -> QuerySet[Signal]:
    """Return the signals that wait for who judges."""
    return _for_judges(identity).filter(state=SignalState.RECEIVED)


def judged(identity: Identity) -> QuerySet[Signal]:
    """Return the signals that were judged, as far as who judges may still see them."""
    return _for_judges(identity).exclude(state=SignalState.RECEIVED)


def _for_judges(identity: Identity) -> QuerySet[Signal]:
    return visible_to(identity) if identity.holds(*JUDGES) else Signal.objects.none()


def judgements_of(identity: Identity, signal: Signal) -> QuerySet[Judgement]:
    """Return what was decided about a signal, for who judges; newest first."""
    if not identity.holds(*JUDGES):
        return Judgement.objects.none()
    rows = Judgement.objects.filter(signal__in=visible_to(identity).filter(pk=signal.pk))
    return rows.select_related("judged_by", "referred_to")


def of_case(identity: Identity, case: Case) -> QuerySet[Signal]:
    """Return the signals that hang in the parts of a case that are open to `identity`."""
    here = cases.compartments_open_to(identity, case)
    return visible_to(identity).filter(compartment__in=here.values("pk")).select_related("compartment")


@dataclass(frozen=True)
class Alike:
    """Something that may be the same: its words for this reader and its page."""

    title: str
    url: str


def alike_for_sender(
    identity: Identity, *, text: str, area: int | None, day: date, without: uuid.UUID | None = None
) -> list[Alike]:
    """Return signals of the sender's own organisation that may be about the same thing.

    Nothing else is read: whether others reported it, or a case exists, changes neither words, number nor time.
    """
    own = Signal.objects.filter(municipality=identity.municipality)
    ours = Q(reporter__in=identity.persons)
    if identity.holds(*COLLEAGUES):
        ours |= Q(organisation__in=identity.organisations)
    return _alike_signals(own.filter(ours), text, area, day, without)


def alike_for_judge(identity: Identity, signal: Signal) -> list[Alike]:
    """Return signals that this judge sees, and cases that they may see, that may be about the same thing."""
    text = f"{signal.what} {signal.place} {signal.about}"
    found = _alike_signals(_for_judges(identity), text, signal.area_id, signal.happened_on, signal.pk)
    return found + _alike_cases(identity, text)


def _alike_signals(
    rows: QuerySet[Signal], text: str, area: int | None, day: date, without: uuid.UUID | None
) -> list[Alike]:
    near = timedelta(days=NEAR_DAYS)
    listed = rows.filter(happened_on__range=(day - near, day + near)).exclude(
        pk__in=[without] if without else []
    )
    asked = groups(text)
    found: list[tuple[float, Signal]] = []
    for one in listed.order_by("-sent_at")[:COMPARED]:
        share = likeness(asked, groups(f"{one.what} {one.place} {one.about}"))
        same = area is not None and one.area_id == area
        if alike(share, same_area=same, one_day=day, other_day=one.happened_on):
            found.append((share, one))
    found.sort(key=lambda pair: -pair[0])
    return [
        Alike(_("Signaal %(number)s") % {"number": one.number}, reverse("signals:signal", args=[one.pk]))
        for _share, one in found[:SHOWN]
    ]


def _alike_cases(identity: Identity, text: str) -> list[Alike]:
    asked = groups(text)
    listed: Iterable[Case] = cases.visible_to(identity).filter(ended_at=None)[:COMPARED]
    found = [(_covered(asked, groups(one.problem.title)), one) for one in listed]
    near = sorted((pair for pair in found if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [
        Alike(_("Casus: %(title)s") % {"title": one.problem.title}, reverse("cases:page", args=[one.pk]))
        for _share, one in near[:SHOWN]
    ]


def _covered(asked: frozenset[str], title: frozenset[str]) -> float:
    """Return which part of a short title comes back in a longer text."""
    return len(asked & title) / len(title) if title else 0.0
