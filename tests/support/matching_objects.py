"""Pairs and requests of data subjects, for tests of this room and for the table of rights."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.matching import services
from driehoek.matching.models import Pair, RightsRequest
from driehoek.matching.requests import services as requests
from driehoek.parties.models import Function
from driehoek.subjects.models import Subject
from tests.support.cases import MadeCase
from tests.support.cast import Cast
from tests.support.subject_objects import add

ONE = {"given_names": "Youssef", "surname": "Proefkamp", "birth_date": "2004-03-05"}
OTHER = {"given_names": "Jousef", "surname": "Proefcamp", "birth_date": "2004-03-06"}


def look(cast: Cast, made: MadeCase, function: Function = Function.CASE_DIRECTOR) -> services.Found:
    """Let someone look for pairs in a case."""
    with acting_as(person=cast.people[function].pk, municipality=cast.home.pk) as identity:
        return services.find(identity=identity, case=made.case)


def twice(
    cast: Cast, made: MadeCase, *, part: str = "", other_part: str = ""
) -> tuple[Subject, Subject, Pair]:
    """Write one person down twice and find the pair; in the shared compartment or in those that are named."""
    one = add(cast, made.own[part] if part else made.shared, "person", ONE)
    other = add(cast, made.own[other_part] if other_part else made.shared, "person", OTHER)
    look(cast, made)
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        pair = Pair.objects.select_related("left", "right", "left_part", "right_part").get(
            left__in=[one, other], right__in=[one, other]
        )
    return one, other, pair


def asked(cast: Cast, *, kinds: tuple[str, ...] = ("access",), received: date | None = None) -> RightsRequest:
    """Let the case director register a request of the person above."""
    director = cast.people[Function.CASE_DIRECTOR]
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        return requests.register(
            identity=identity,
            new=requests.NewRequest(
                kinds=kinds,
                channel="letter",
                received_on=received or timezone.localdate(),
                about=ONE,
                handler=director,
                address="Proefstraat 12\n1234 AB Voorbeeldstad",
                asked="Welke gegevens hebt u van mij?",
            ),
        )


def matching_objects(cast: Cast, made: MadeCase) -> dict[str, uuid.UUID]:
    """Return the ids that stand in addresses of this room: a pair in the shared part, a request with a place."""
    one, _other, pair = twice(cast, made)
    found = asked(cast)
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk) as identity:
        requests.identify(identity=identity, request=found, version=1, how="desk")
        requests.search(identity=identity, request=found, version=2)
        place = found.places.get(subject=one)
    return {"pair": pair.pk, "rights_request": found.pk, "rights_place": place.pk, "person_twice": one.pk}
