"""The signals of the demo municipality: some wait, one hangs in the youth case, one was referred, one not taken up."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.cases.models import Case, CompartmentKind
from driehoek.parties.models import Function, Organisation, OrganisationKind, Person
from driehoek.signals import services
from driehoek.signals.models import Credibility, Signal, SignalState, SourceGrade
from driehoek.signals.services import NewSignal, Verdict


@dataclass(frozen=True)
class Report:
    """A report of the demo: who sent it, how long ago, and how sure it is."""

    by: Function
    days: int
    what: str
    place: str = ""
    about: str = ""
    grade: SourceGrade = SourceGrade.MOSTLY
    credibility: Credibility = Credibility.LIKELY
    urgent: bool = False


REPORTS: Final = (
    Report(
        Function.TEAM_CHIEF,
        9,
        "Wijkagent ziet dat de oudere jongens jongere kinderen pakketjes laten brengen.",
        "Hoek Proefplein en Voorbeeldstraat",
        "De groep van het Proefplein, voorop 'de Lange'",
    ),
    Report(
        Function.PARTNER,
        20,
        "Huurder klaagt over muziek in het weekend.",
        "Flat Voorbeeldhof",
        grade=SourceGrade.FAIRLY,
        credibility=Credibility.POSSIBLE,
    ),
    Report(
        Function.PARTNER,
        12,
        "Een leegstaande woning wordt steeds door anderen gebruikt, post stapelt zich op.",
        "Proefkade, tweede portiek",
    ),
    Report(
        Function.TEAM_CHIEF,
        2,
        "Winkelier op het Proefplein is bedreigd omdat hij de politie belde.",
        "Proefplein, bij de winkels",
        "Winkelier V.",
        urgent=True,
    ),
    Report(
        Function.PARTNER,
        1,
        "Bewoners bij het Proefplein zeggen dat jongeren een schuur openbraken en daar slapen.",
        "Schuren achter het Proefplein",
        grade=SourceGrade.FAIRLY,
        credibility=Credibility.POSSIBLE,
    ),
)


def make_signals(home: uuid.UUID, people: Mapping[Function, Person], cases: Mapping[str, Case]) -> None:
    """Report the demo's signals, and judge the oldest.

    Args:
        home: the demo municipality.
        people: who works there.
        cases: the demo's cases (cases.demo).
    """
    youth, music, empty, *_waiting = [_sent(home, people, one) for one in REPORTS]
    with acting_as(person=people[Function.CASE_DIRECTOR].pk, municipality=home) as identity:
        shared = cases["youth"].compartments.get(kind=CompartmentKind.SHARED)
        for signal, verdict in (
            (
                youth,
                Verdict(
                    SignalState.ACCEPTED,
                    "Wij nemen dit mee in de aanpak die al loopt.",
                    note="Past bij wat het jongerenwerk ziet.",
                    compartment=shared,
                ),
            ),
            (
                music,
                Verdict(
                    SignalState.REJECTED, "Dit is een klacht tussen buren. De wijkbeheerder pakt het op."
                ),
            ),
            (
                empty,
                Verdict(
                    SignalState.REFERRED,
                    "De politie kijkt hier verder naar.",
                    referred_to=Organisation.objects.filter(
                        municipality=home, kind=OrganisationKind.POLICE
                    ).first(),
                    basis="Afspraken over melden van leegstand",
                ),
            ),
        ):
            services.judge(identity=identity, signal=signal, version=signal.version, verdict=verdict)
        services.tell(
            identity=identity,
            signal=youth,
            text="Het jongerenwerk is er nu elke middag. Toezicht is uitgebreid tot 23 uur.",
        )


def _sent(home: uuid.UUID, people: Mapping[Function, Person], one: Report) -> Signal:
    at = timezone.now() - timedelta(days=one.days)
    with acting_as(person=people[one.by].pk, municipality=home) as identity:
        return services.send(
            identity=identity,
            new=NewSignal(
                what=one.what,
                happened_on=timezone.localdate(at),
                place=one.place,
                about=one.about,
                grade=one.grade,
                credibility=one.credibility,
                urgent=one.urgent,
                sent_at=at,
            ),
        )
