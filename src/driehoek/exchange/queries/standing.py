"""Every read about the lists of cases that are always shared; all of it begins at `standing_lists`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.exchange.models import StandingCase, StandingList, StandingListState
from driehoek.exchange.parties import home_of
from driehoek.parties.models import Organisation, OrganisationKind

COMPARED: Final = ("moments", "purpose", "subject", "data_categories", "detail", "within_hours", "theme_id")
# With whom the municipality keeps a list: those who inform it as a matter of course.
PARTNERS: Final = (OrganisationKind.PROSECUTION, OrganisationKind.POLICE, OrganisationKind.PROBATION)


@dataclass(frozen=True)
class Line:
    """A line of an edition beside the edition in force.

    Attributes:
        case: the line.
        was: what it was there; None when it is new.
        changed: whether it differs.
        gone: whether it stands in the edition in force and no longer here.
    """

    case: StandingCase
    was: StandingCase | None = None
    changed: bool = False
    gone: bool = False


def standing_lists(identity: Identity) -> QuerySet[StandingList]:
    """Return the editions of the lists to which the reader's organisation is a party."""
    home = home_of(identity).values("pk")
    return StandingList.objects.filter(
        Q(giver__in=home) | Q(recipient__in=home), municipality=identity.municipality
    ).select_related("giver", "recipient")


def overview(identity: Identity, *, ended: bool) -> list[StandingList]:
    """Return the editions that count or are proposed, or those that are over, with how many lines each has."""
    over = Q(state__in=[StandingListState.REPLACED, StandingListState.ENDED])
    found = standing_lists(identity).filter(over if ended else ~over)
    return list(found.annotate(lines=Count("cases")).order_by("giver__name", "-edition")[:60])


def in_force(identity: Identity, edition: StandingList) -> StandingList | None:
    """Return the edition in force between the same parties."""
    return (
        standing_lists(identity)
        .filter(giver=edition.giver_id, recipient=edition.recipient_id, state=StandingListState.IN_FORCE)
        .first()
    )


def cases_of(edition: StandingList) -> list[StandingCase]:
    """Return the lines of an edition, ready to be judged."""
    return list(edition.cases.select_related("theme", "standing_list__giver", "standing_list__recipient"))


def compared(edition: StandingList, current: StandingList | None) -> list[Line]:
    """Put the lines of a proposal beside those in force, matched by name; what is gone comes last."""
    cases = cases_of(edition)
    if current is None or current.pk == edition.pk:
        return [Line(case) for case in cases]
    before = {case.name: case for case in cases_of(current)}
    lines = [Line(case, before.get(case.name), _differs(case, before.get(case.name))) for case in cases]
    names = {case.name for case in cases}
    return lines + [Line(case, case, gone=True) for name, case in before.items() if name not in names]


def running_cases(identity: Identity, *, giver: Sequence[Organisation]) -> QuerySet[StandingCase]:
    """Return the lines in force by which some organisations give."""
    lists = standing_lists(identity).filter(state=StandingListState.IN_FORCE, giver__in=giver)
    return StandingCase.objects.filter(standing_list__in=lists).select_related(
        "theme", "standing_list__giver", "standing_list__recipient"
    )


def possible_partners(identity: Identity) -> QuerySet[Organisation]:
    """Return with whom the reader can agree on a list: the municipality with its informers, they with it."""
    home = list(home_of(identity))
    municipal = any(one.kind == OrganisationKind.MUNICIPALITY for one in home)
    kinds = PARTNERS if municipal else (OrganisationKind.MUNICIPALITY,)
    return (
        Organisation.objects.filter(municipality=identity.municipality, kind__in=kinds, ended_at=None)
        .exclude(pk__in=[one.pk for one in home])
        .order_by("name")
    )


def _differs(case: StandingCase, was: StandingCase | None) -> bool:
    return was is not None and any(getattr(case, name) != getattr(was, name) for name in COMPARED)
