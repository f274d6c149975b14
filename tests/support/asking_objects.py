"""Requests and what came in, for tests of the asking and receiving side."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Detail, Kind, Part, Provision, Request
from driehoek.exchange.services import provisions
from driehoek.exchange.services.asking import NewRequest, draft_request, submit_request
from driehoek.exchange.services.judging import rule, take_up
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import NewProvision
from driehoek.exchange.urgent import ready_proposal
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.problems.models import Kind as ProblemKind
from driehoek.problems.models import Problem, Theme
from driehoek.problems.services import NewProblem, open_problem
from tests.support.cast import Cast

HEADLINE = "Er is iemand aangehouden in de zaak Nachtegaal."
ESSENTIALS = "Zitting Nachtegaal op vrijdag; bewoners zijn onrustig over de Kolibrie."
TITLE = "Ontwikkeling in een strafzaak in de wijk"
WORDS = {
    "what": "Komt er deze maand een zitting, en wanneer?",
    "decision_for": "Wel of geen extra toezicht op het plein",
    "necessity": "Bewoners kondigen een actie aan. Zonder de datum weet ik niet wanneer toezicht nodig is.",
}
LAW = {
    "purpose": "openbare_orde",
    "subject": "verdachte",
    "data_categories": ("strafvorderlijke_gegevens",),
}


def party(cast: Cast, kind: str) -> Organisation:
    """The organisation of a kind in the home municipality."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        return Organisation.objects.get(municipality=cast.home, kind=kind)


def opened_problem(
    cast: Cast, theme: Theme, *, kind: ProblemKind = ProblemKind.STANDARD, title: str = ""
) -> Problem:
    """A problem that the adviser leads."""
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        return open_problem(
            identity=identity,
            new=NewProblem(
                title=title or "Onrust rond het Proefplein", kind=kind, theme=theme, owner=adviser.pk
            ),
        )


def drafted(cast: Cast, theme: Theme, by: Function = Function.SAFETY_ADVISER, **values: Any) -> Request:
    """A request to the prosecution service that was not submitted."""
    with acting_as(person=cast.people[by].pk) as identity:
        given: dict[str, Any] = {
            "to_organisation": party(cast, OrganisationKind.PROSECUTION),
            "theme": theme,
            "due_at": timezone.now() + timedelta(days=3),
        }
        return draft_request(identity=identity, new=NewRequest(**(given | WORDS | LAW | values)))


def submitted(cast: Cast, theme: Theme, by: Function = Function.SAFETY_ADVISER, **values: Any) -> Request:
    """A request that lies with the prosecution service."""
    request = drafted(cast, theme, by, **values)
    with acting_as(person=cast.people[by].pk) as identity:
        return submit_request(identity=identity, request=request, version=request.version)


def refused(
    cast: Cast, request: Request, *, words: str = "Dit raakt het onderzoek. Vraag het na de zitting."
) -> None:
    """The prosecutor says no."""
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        take_up(identity=identity, request=Request.objects.get(pk=request.pk))
        found = Request.objects.get(pk=request.pk)
        rule(
            identity=identity, request=found, version=found.version, ruling="refuse", words=words,
            refusal_grounds=["investigation"],
        )  # fmt: skip


def given(
    cast: Cast,
    theme: Theme,
    *,
    request: Request | None = None,
    parts: tuple[NewPart, ...] = (NewPart(Detail.HEADLINE, HEADLINE), NewPart(Detail.ESSENTIALS, ESSENTIALS)),
    problem: Problem | None = None,
    **values: Any,
) -> Provision:
    """What the prosecutor gives the municipality, released under a decision of the law."""
    frame = {
        "provider": "om",
        "recipient": "burgemeester",
        "frequency": "incidental",
        "trigger": "on_request" if request else "unprompted",
    } | {**LAW, "data_categories": list(LAW["data_categories"])}
    facts = ready_proposal(frame)["facts"]
    wanted: dict[str, Any] = {
        "theme": theme,
        "title": TITLE,
        "keep_until": timezone.localdate() + timedelta(days=60),
        "kind": Kind.REQUESTED if request else Kind.UNPROMPTED,
        "problem": problem,
        "readers": (Function.MAYOR, Function.SAFETY_ADVISER),
        "conditions": "Alleen voor het toezicht rond de zitting.",
        "facts": facts,
    }
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        asked = Request.objects.get(pk=request.pk) if request else None
        new = NewProvision(
            recipient=party(cast, OrganisationKind.MUNICIPALITY), request=asked, **(wanted | LAW | values)
        )
        made = provisions.draft_provision(identity=identity, new=new, parts=parts)
        made = provisions.release(identity=identity, provision=made, version=made.version)
        if asked is not None:
            asked.refresh_from_db()
            rule(identity=identity, request=asked, version=asked.version, ruling="grant", provision=made)
        return made


def recalled(cast: Cast, provision: Provision, words: str = "De gegevens klopten niet.") -> None:
    """The prosecutor takes it back."""
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        found = Provision.objects.get(pk=provision.pk)
        provisions.recall(identity=identity, provision=found, version=found.version, words=words)


def embargoed(until: datetime) -> tuple[NewPart, ...]:
    """Texts that nobody reads before a moment."""
    return (NewPart(Detail.HEADLINE, HEADLINE, embargo_until=until),)


def asking_objects(cast: Cast, theme: Theme) -> dict[str, uuid.UUID | int | str]:
    """One of each; the names are those of the rights table."""
    provision = given(cast, theme, readers=(Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER))
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        part = Part.objects.get(provision=provision, detail=Detail.ESSENTIALS)
    answered = submitted(cast, theme)
    refused(cast, answered)
    return {
        "own_request": submitted(cast, theme).pk,
        "answered_request": answered.pk,
        "drafted_request": drafted(cast, theme).pk,
        "received_provision": provision.pk,
        "received_part": part.pk,
    }
