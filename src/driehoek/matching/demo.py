"""Demo of this room: records written down twice, a request of a data subject, and the duty to inform. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases.models import Case, CompartmentKind
from driehoek.matching import services
from driehoek.matching.models import Answer, InformingState, Pair, RightsRequest
from driehoek.matching.requests import duties
from driehoek.matching.requests import services as requests
from driehoek.parties.models import Person
from driehoek.subjects.models import Subject
from driehoek.subjects.services import LinkValues, NewSubject, add_link, add_subject

# What a second hand wrote down: of whom (a key of subjects.demo), and how.
AGAIN: Final[Mapping[str, tuple[str, dict[str, str]]]] = {
    "sam": ("person", {"given_names": "S.", "surname": "Versonnen", "birth_date": "2007-04-03"}),
    "home": ("address", {"street": "Proefstr.", "number": "12", "place": "Voorbeeldstad"}),
    "snack": ("organisation", {"name": "Snackbar Voorbeeld B.V."}),
    "scooter": ("vehicle", {"plate": "DXX-99-0", "make": "Proefscooter"}),
}
ABOUT: Final = {"given_names": "Sam", "surname": "Verzonnen", "birth_date": "2007-03-04"}


def make_matching(
    identity: Identity, cases: Mapping[str, Case], subjects: Mapping[str, Subject], director: Person
) -> None:
    """Write some records of the youth group down twice, and let a data subject ask for what is known.

    Args:
        identity: the case director.
        cases: the cases of the demo, "youth" among them.
        subjects: the records of the demo by "case.key" (subjects.demo).
        director: who handles the request.
    """
    case = cases["youth"]
    shared = case.compartments.get(kind=CompartmentKind.SHARED)
    again = {
        key: add_subject(identity=identity, new=NewSubject(shared, kind, details))
        for key, (kind, details) in AGAIN.items()
    }
    add_link(
        identity=identity, one=again["sam"], other=again["scooter"], values=LinkValues("uses", "unverified")
    )
    services.find(identity=identity, case=case)
    _decide(identity, case, subjects["youth.home"], again["home"])
    _inform(identity, subjects)
    _ask(identity, director)


def _decide(identity: Identity, case: Case, lead: Subject, other: Subject) -> None:
    pairs = Pair.objects.select_related("left", "right", "left_part", "right_part").filter(case=case)
    pair = pairs.get(left__in=[lead, other], right__in=[lead, other])
    services.decide(
        identity=identity,
        pair=pair,
        version=pair.version,
        answer=Answer.SAME,
        reason="Zelfde straat en nummer, de afkorting is van de wijkagent.",
        lead=lead,
    )


def _inform(identity: Identity, subjects: Mapping[str, Subject]) -> None:
    today = timezone.localdate()
    duties.settle(
        identity=identity,
        subject=subjects["youth.noor"],
        version=0,
        plan=duties.Plan(InformingState.PLANNED, today + timedelta(days=9)),
    )
    duties.settle(
        identity=identity,
        subject=subjects["youth.daan"],
        version=0,
        plan=duties.Plan(
            InformingState.POSTPONED,
            today + timedelta(days=40),
            ground="uavg_41_1_d",
            reason="Het onderzoek naar de meldingen loopt nog. Daarna informeren.",
        ),
    )


def _ask(identity: Identity, director: Person) -> None:
    today = timezone.localdate()
    made = requests.register(
        identity=identity,
        new=requests.NewRequest(
            kinds=("access", "correct"),
            channel="letter",
            received_on=today - timedelta(days=12),
            about=ABOUT,
            handler=director,
            address="Proefstraat 12\n1234 AC Voorbeeldstad",
            asked="Ik wil weten wat u van mij hebt. Mijn geboortedatum staat verkeerd in uw brief.",
        ),
    )
    requests.identify(identity=identity, request=made, version=1, how="desk")
    requests.search(identity=identity, request=RightsRequest.objects.get(pk=made.pk), version=2)
    requests.register(
        identity=identity,
        new=requests.NewRequest(
            kinds=("object",),
            channel="portal",
            received_on=today - timedelta(days=26),
            about={"given_names": "R.", "surname": "Bedenksel", "birth_date": "1979-05-12"},
            handler=director,
        ),
    )
