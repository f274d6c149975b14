"""What the page of a request stands on: who asks, whom, and what is known before a word is typed (OM01)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.exchange import asking, parties
from driehoek.exchange.models import Detail, Request
from driehoek.parties.models import Organisation, OrganisationKind
from driehoek.problems.models import Kind, Problem, Status, Theme
from driehoek.problems.queries import visible_to

# For what each kind of problem is usually asked (domain.md, section 1.3-1.5); the reader can choose otherwise.
USUAL_PURPOSE: Final[dict[str, str]] = {
    Kind.STANDARD: "openbare_orde",
    Kind.COMPLEX: "bestuurlijk_besluit",
    Kind.CRISIS: "openbare_orde",
}
AGGREGATED: Final = "geaggregeerd"
SUSPECT: Final = "verdachte"
# How many of a title's letters fit in the line about the decision.
TITLE_LETTERS: Final = 140


@dataclass(frozen=True)
class RequestScreen:
    """The page of one request.

    Attributes:
        own: the organisation that asks.
        asked: the one that is asked, as far as it was chosen.
        partners, problems, themes: what can be chosen.
        choices: which values of the law fit between these two, per field.
        request: the draft that is being changed; None for a new one.
    """

    own: Organisation
    asked: Organisation | None
    partners: QuerySet[Organisation]
    problems: QuerySet[Problem]
    themes: QuerySet[Theme]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    request: Request | None = None

    def proposal(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the law judges, from what stands in the form; facts are what a draft holds already."""
        found = {name: values.get(name) for name in ("purpose", "subject", "data_categories")}
        recipient = parties.recipient_of(self.own)
        provider = ""
        if self.asked is not None:
            provider = parties.provider_for(
                self.asked, recipient, found["purpose"] or "", found["data_categories"] or ()
            )
        return found | {
            "provider": provider,
            "recipient": recipient,
            "frequency": "incidental",
            "trigger": "on_request",
        }


def own_organisation(identity: Identity) -> Organisation | None:
    """Return the organisation for which the reader asks."""
    return parties.home_of(identity).filter(ended_at=None).order_by("kind", "name").first()


def partners_of(identity: Identity, own: Organisation) -> QuerySet[Organisation]:
    """Return who can be asked: every other party of which the rules know that it may give; the driehoek first."""
    others = Organisation.objects.filter(municipality=identity.municipality, ended_at=None)
    # The council has no part in this: what it gets is made for it and holds no persons.
    others = others.exclude(pk=own.pk).exclude(kind=OrganisationKind.COUNCIL)
    known = [one.pk for one in others if asking.can_give(one, own)]
    first = Case(
        When(kind=OrganisationKind.PROSECUTION, then=Value(0)),
        When(kind=OrganisationKind.MUNICIPALITY, then=Value(1)),
        When(kind=OrganisationKind.POLICE, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return others.filter(pk__in=known).order_by(first, "name")


def screen_for(
    identity: Identity, *, asked: uuid.UUID | None = None, request: Request | None = None
) -> RequestScreen | None:
    """Return the page of a request, or None for who asks for no organisation.

    Args:
        identity: the reader.
        asked: who is asked; the usual partner when none is named, or one that cannot be asked.
        request: the draft that is changed.
    """
    own = request.from_organisation if request else own_organisation(identity)
    if own is None:
        return None
    partners = partners_of(identity, own)
    wanted = asked or (request.to_organisation_id if request else None)
    found = (partners.filter(pk=wanted).first() if wanted else None) or partners.first()
    return RequestScreen(
        own=own,
        asked=found,
        partners=partners,
        problems=visible_to(identity).exclude(status=Status.CLOSED).order_by("title"),
        themes=Theme.objects.filter(municipality=identity.municipality, ended_at=None).order_by(
            "field", "name"
        ),
        choices=asking.fitting(found, own) if found else {},
        request=request,
    )


def initial_of(
    screen: RequestScreen, *, problem: Problem | None, theme: uuid.UUID | None, again: Request | None
) -> dict[str, Any]:
    """Return what stands in the form when it opens: what was kept, else what follows from the problem and the pair.

    Args:
        screen: the page.
        problem: what it is about, when it was asked from there.
        theme: the theme, when it was asked from a place of that theme.
        again: an earlier request that is asked again.
    """
    kept = screen.request or again
    if kept is not None:
        return _kept(kept, again=again is not None)
    usual = USUAL_PURPOSE[problem.kind] if problem else USUAL_PURPOSE[Kind.STANDARD]
    return {
        "to": screen.asked.pk if screen.asked else None,
        "problem": problem.pk if problem else None,
        "theme": problem.theme_id if problem else theme,
        "detail": Detail.HEADLINE,
        "due": "three",
        "decision_for": _about(problem),
    } | fitting_values(screen, {"purpose": usual})


def fitting_values(screen: RequestScreen, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return purpose, data and subject that fit this pair: what was given where it can be, else the usual."""
    purposes = screen.choices.get("purpose", ())
    purpose = given.get("purpose") if given.get("purpose") in purposes else ""
    if not purpose and purposes:
        usual = USUAL_PURPOSE[Kind.STANDARD]
        purpose = usual if usual in purposes else purposes[0]
    kinds = [
        one for one in given.get("data_categories") or () if one in screen.choices.get("data_categories", ())
    ]
    subjects = screen.choices.get("subject", ())
    subject = given.get("subject") if given.get("subject") in subjects else ""
    usual_subject = SUSPECT if SUSPECT in subjects and _is_prosecution(screen) else ""
    return {
        "purpose": purpose,
        "data_categories": kinds or _usual_data(screen, str(purpose)),
        "subject": subject or usual_subject,
    }


def _kept(kept: Request, *, again: bool) -> dict[str, Any]:
    due = {"due": "three"} if again or kept.due_at < timezone.now() else _kept_day(kept.due_at)
    return {
        "to": kept.to_organisation_id,
        "problem": kept.problem_id,
        "theme": kept.theme_id,
        "what": kept.what,
        "detail": kept.detail,
        "purpose": kept.purpose,
        "decision_for": kept.decision_for,
        "necessity": kept.necessity,
        "data_categories": kept.data_categories,
        "subject": kept.subject,
        "urgent": kept.urgent,
    } | due


def _kept_day(moment: datetime) -> dict[str, Any]:
    return {"due": "other", "due_on": timezone.localtime(moment).date()}


def _about(problem: Problem | None) -> str:
    if problem is None:
        return ""
    title = Truncator(problem.title).chars(TITLE_LETTERS)
    return _("Aanpak van: %(title)s") % {"title": title}


def _usual_data(screen: RequestScreen, purpose: str) -> list[str]:
    """Return what this party usually gives for a purpose: the data about persons that most of its bases carry."""
    if screen.asked is None:
        return []
    bases = asking.bases_between(screen.asked, screen.own, purpose)
    carried = [one for basis in bases for one in sorted(basis.categories) if one != AGGREGATED]
    # The first of those that are named as often: the rules put the most particular basis first.
    return [max(dict.fromkeys(carried), key=carried.count)] if carried else [AGGREGATED]


def _is_prosecution(screen: RequestScreen) -> bool:
    return screen.asked is not None and screen.asked.kind == OrganisationKind.PROSECUTION
