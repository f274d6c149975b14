"""A signal of the police in the closed part for care, one that waits, and hand-overs, for the table of rights."""

from __future__ import annotations

import uuid

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.parties.models import Appointment, Function, Organisation
from driehoek.signals import services
from driehoek.signals.models import HandOver, Signal, SignalState
from driehoek.signals.services import NewSignal, Verdict
from driehoek.signals.services.hand_overs import Item, NewHandOver
from tests.support.cases import MadeCase
from tests.support.cast import Cast

# What the law asks of what goes to a safety house (wgs-zvh-inbreng).
FACTS = {
    "complex_multi_domain": True,
    "admission_criteria_met": True,
    "category_listed": True,
    "contributor_objects": False,
    "medical_secret": False,
}


def signal_objects(cast: Cast, made: MadeCase) -> dict[str, uuid.UUID]:
    """Return the ids that stand in addresses of this room."""
    place = cast.home.pk
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk, municipality=place) as identity:
        waiting, hung = (
            services.send(identity=identity, new=NewSignal(what=text, happened_on=timezone.localdate()))
            for text in ("Er brandt elke nacht licht in de loods", "Iets anders over een gezin")
        )
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=place) as identity:
        services.judge(
            identity=identity,
            signal=hung,
            version=1,
            verdict=Verdict(SignalState.ACCEPTED, "Wij kijken ernaar.", compartment=made.own["Zorg"]),
        )
        giver = Appointment.objects.get(
            municipality=place, person=cast.people[Function.CASE_DIRECTOR]
        ).organisation
        draft = services.draft(
            identity=identity,
            new=NewHandOver(
                giver=giver,
                recipient=Organisation.objects.get(municipality=place, kind="police"),
                purpose="complexe_casus_zvh",
                subject="casuspersoon",
                items=[Item("Wat", "persoonsgegevens", "Tekst")],
                signal=waiting,
            ),
        )
    went = _given(cast, waiting)
    return {"signal": waiting.pk, "hung_signal": hung.pk, "hand_over": draft.pk, "given": went.pk}


def _given(cast: Cast, signal: Signal) -> HandOver:
    """Let the municipality hand a signal over to the safety house, as the law allows."""
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk, municipality=cast.home.pk) as identity:
        made = services.draft(
            identity=identity,
            new=NewHandOver(
                giver=Appointment.objects.get(municipality=cast.home, person=adviser).organisation,
                recipient=Organisation.objects.get(municipality=cast.home, kind="safety_house"),
                purpose="complexe_casus_zvh",
                subject="casuspersoon",
                items=[Item("Wat", "persoonsgegevens", "Tekst")],
                signal=signal,
            ),
        )
        services.answer(identity=identity, hand_over=made, version=made.version, proposal={"facts": FACTS})
        return services.give(
            identity=identity,
            hand_over=made,
            version=made.version,
            confirmation="Samen zorgvuldig afgewogen.",
        )
