"""Notices of return for tests."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.exchange.models import Advice, Part, ReturnNotice
from driehoek.exchange.services import returns as services
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.giving import organisation

SECRET = "De heer Verzonnen, Verzonnen Kade 9, komt na vier jaar terug."
RISK = "Slachtoffers wonen in dezelfde wijk; eerder was er onrust."
QUESTION = "Welke onrust verwacht u bij deze terugkeer in de wijk?"


def facts(returns_on: date, **changes: Any) -> dict[str, Any]:
    """What is answered for a notice that the law allows (bjsg-11a-bij)."""
    found: dict[str, Any] = {
        "final_decision": "conviction_irrevocable",
        "return_offence_ground": "listed_offence",
        "juvenile_law_applied": False,
        "date_return": returns_on.isoformat(),
        "recipient_task_named": True,
    }
    return found | changes


def registered(cast: Cast, theme: Theme, **changes: Any) -> ReturnNotice:
    """A notice of the police that the adviser wrote down."""
    today = timezone.localdate()
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        values: dict[str, Any] = {
            "giver": organisation(OrganisationKind.POLICE, cast),
            "received_on": today,
            "theme": theme,
            "facts": facts(today + timedelta(days=30)),
            "text": SECRET,
            "about": "verzonnen-kenmerk",
        }
        return services.register_notice(
            identity=identity,
            recipient=organisation(OrganisationKind.MUNICIPALITY, cast),
            new=services.NewNotice(**(values | changes)),
        )


def probation(cast: Cast) -> Organisation:
    """The probation service of the home municipality, which the cast does not have."""
    with acting_as_system(municipality=cast.home.pk):
        return Organisation.objects.create(
            municipality=cast.home, name="Reclassering Verzonnen", kind=OrganisationKind.PROBATION
        )


def asked(cast: Cast, notice: ReturnNotice) -> Advice:
    """The question to the police about a notice."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        return services.ask_advice(
            identity=identity,
            notice=notice,
            organisation=organisation(OrganisationKind.POLICE, cast),
            question=QUESTION,
        )


def return_objects(cast: Cast, theme: Theme) -> dict[str, uuid.UUID | int | str]:
    """One of each for the rights table."""
    notice = registered(cast, theme)
    advice = asked(cast, notice)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        part = Part.objects.get(provision=notice.provision_id)
    return {"return_notice": notice.pk, "return_part": part.pk, "return_advice": advice.pk}
