"""Requests of data subjects: the clock, where someone occurs, decisions carried out, the letter, the register."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from driehoek.access.identity import Identity, acting_as
from driehoek.deadlines.models import Deadline
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.matching.models import (
    Informing,
    InformingState,
    Outcome,
    Place,
    RequestPerson,
    RequestState,
    RightsRequest,
)
from driehoek.matching.requests import duties, queries, services, terms
from driehoek.parties.models import Function
from driehoek.subjects.models import Subject
from driehoek.subjects.services import change_subject
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast, make_cast
from tests.support.matching_objects import ONE, asked, twice
from tests.support.modules import checked, kept_for_a_module
from tests.support.subject_objects import PERSON, add

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class World:
    """A person who stands twice in one case, and a request of that person."""

    cast: Cast
    made: MadeCase
    request: RightsRequest


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make it once for the module."""
    with kept_for_a_module(django_db_blocker):
        cast = make_cast()
        made = make_case(cast, own=("Zorg",), partners=[(Function.PARTNER, ())])
        twice(cast, made, other_part="Zorg")
        add(cast, made.shared, "person", PERSON)
        found = asked(cast, kinds=("access", "delete"))
        checked()
        yield World(cast, made, found)


def _acting(world: World, function: Function = Function.CASE_DIRECTOR) -> AbstractContextManager[Identity]:
    return acting_as(person=world.cast.people[function].pk, municipality=world.cast.home.pk)


def _fresh(world: World) -> RightsRequest:
    return RightsRequest.objects.get(pk=world.request.pk)


def _searched(world: World) -> RightsRequest:
    """Identify and search; return the request as it then stands."""
    with _acting(world) as identity:
        services.identify(identity=identity, request=_fresh(world), version=1, how="desk")
        assert services.search(identity=identity, request=_fresh(world), version=2) == 2
        return _fresh(world)


@pytest.mark.parametrize(
    ("received", "by", "extended"),
    [
        (date(2026, 11, 24), date(2026, 12, 24), date(2027, 2, 24)),
        # 31 January has no namesake in February, and 28 February 2026 is a Saturday.
        (date(2026, 1, 31), date(2026, 3, 2), date(2026, 4, 30)),
        # 25 December is a holiday, 26 too, and then it is Sunday.
        (date(2026, 11, 25), date(2026, 12, 28), date(2027, 2, 25)),
        (date(2028, 12, 15), date(2029, 1, 15), date(2029, 3, 15)),
    ],
)
def test_terms_are_those_of_the_law(received: date, by: date, extended: date) -> None:
    assert terms.answer_by(received) == by
    assert terms.extended_by(received) == extended


def test_the_clock_runs_and_is_extended_once_within_the_first_month(world: World) -> None:
    with _acting(world) as identity:
        request = _fresh(world)
        due = Deadline.objects.get(kind="matching.request", subject=request.pk)
        assert due.due_at.date() == request.due_on
        assert due.responsible_id == world.cast.people[Function.CASE_DIRECTOR].pk
        services.extend(identity=identity, request=request, version=1, reason="Veel casussen")
        due.refresh_from_db()
        assert due.due_at.date() == request.due_on == terms.extended_by(request.received_on)
        with pytest.raises(services.NotAtThisStageError):
            services.extend(identity=identity, request=_fresh(world), version=2, reason="Nog meer")
        with pytest.raises(ProgrammingError), transaction.atomic():
            RightsRequest.objects.filter(pk=request.pk).update(due_on=request.due_on + timedelta(days=30))
        old = asked(world.cast, received=timezone.localdate() - timedelta(days=60))
        with pytest.raises(services.TooLateToExtendError):
            services.extend(identity=identity, request=old, version=1, reason="Te laat")


def test_nothing_is_searched_before_it_is_sure_who_asks(world: World) -> None:
    with _acting(world) as identity, pytest.raises(services.NotAtThisStageError):
        services.search(identity=identity, request=_fresh(world), version=1)


def test_who_asks_is_for_who_handles_it_and_the_officer_sees_numbers(world: World) -> None:
    request = _searched(world)
    with _acting(world, Function.DPO) as identity:
        assert queries.visible_requests(identity).filter(pk=request.pk).exists()
        assert not RequestPerson.objects.exists()
        assert not Place.objects.exists()
        counts = queries.counts_for_officer(request)
        assert [(one.places, one.decided, one.refused) for one in counts] == [(2, 0, 0)]
        assert counts[0].logged >= 2
        assert counts[0].number == str(world.made.case.problem.number)
    steps = (
        world.cast.client(Function.DPO).get(reverse("matching:request", args=[request.pk])).context["steps"]
    )
    assert [one.state for one in steps] == ["done", "done", "now", "todo"]
    for function in (Function.PARTNER, Function.SAFETY_ADVISER, Function.MAYOR):
        with _acting(world, function):
            assert not RightsRequest.objects.exists()
            assert queries.counts_for_officer(request) == []
            assert not Event.objects.filter(action__startswith="matching:request").exists()
    with acting_as(person=world.cast.stranger.pk, municipality=world.cast.away.pk):
        assert not RightsRequest.objects.exists()


def test_decisions_are_carried_out_on_the_records(world: World) -> None:
    _searched(world)
    with _acting(world) as identity:
        first, second = queries.places_of(identity, _fresh(world))
        decide = services.PlaceDecision
        with pytest.raises(services.NotCorrectedError):
            services.decide(
                identity=identity, place=first, version=1, decision=decide(Outcome.CORRECTED, "Naam verkeerd")
            )
        with pytest.raises(ValueError, match="ground"):
            services.decide(
                identity=identity, place=first, version=1, decision=decide(Outcome.REFUSED, "Nee")
            )
        services.decide(
            identity=identity, place=first, version=1, decision=decide(Outcome.RESTRICTED, "Betwist")
        )
        assert Subject.objects.get(pk=first.subject_id).restricted_at is not None
        record = Subject.objects.get(pk=first.subject_id)
        change_subject(
            identity=identity, subject=record, version=record.version, details=ONE | {"prefix": "van"}
        )
        first = queries.places_of(identity, _fresh(world)).get(pk=first.pk)
        services.decide(
            identity=identity, place=first, version=2, decision=decide(Outcome.CORRECTED, "Is nu goed")
        )
        assert Subject.objects.get(pk=first.subject_id).restricted_at is None
        with pytest.raises(VersionConflict), transaction.atomic():
            services.decide(identity=identity, place=first, version=2, decision=decide(Outcome.GIVEN, "Toch"))
        services.decide(
            identity=identity, place=second, version=1, decision=decide(Outcome.ERASED, "Niet nodig")
        )
        erased = Subject.objects.get(pk=second.subject_id)
        assert (erased.details, erased.label, erased.ended_at is None) == ("", "Gewist", False)


def test_the_trail_and_what_is_closed_stand(world: World) -> None:
    with _acting(world) as identity:
        services.close(identity=identity, request=_fresh(world), version=1, state=RequestState.WITHDRAWN)
        assert set(Deadline.objects.filter(subject=world.request.pk).values_list("state", flat=True)) == {
            "withdrawn"
        }
        for statement in (
            "UPDATE matching_rightsrequest SET due_on = due_on + 1",
            "DELETE FROM matching_rightsrequest",
            "UPDATE matching_requeststep SET verb = 'x'",
            "DELETE FROM matching_requeststep",
            "UPDATE matching_requestperson SET about_locked = 'x'",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.story("CX22")
def test_from_letter_to_answer(world: World) -> None:
    client = world.cast.client(Function.CASE_DIRECTOR)
    director = world.cast.people[Function.CASE_DIRECTOR]
    form = client.get(reverse("matching:register")).context["form"]
    sent = {
        "key": str(form["key"].value()), "received_on": timezone.localdate().isoformat(), "channel": "desk",
        "kinds": ["access"], "given_names": "Youssef", "surname": "Proefkamp", "birth_date": "2004-03-05",
        "handler": str(director.pk), "asked": "Mijn nummer is 111222333",
    }  # fmt: skip
    refused = client.post(reverse("matching:register"), sent)
    assert refused.status_code == 200
    assert "burgerservicenummer" in refused.content.decode()
    sent["asked"] = "Wat weet u van mij?"
    address = client.post(reverse("matching:register"), sent)["Location"]
    assert client.post(reverse("matching:register"), sent)["Location"] == address
    client.post(f"{address}identiteit/", {"version": "1", "how": "desk"})
    client.post(f"{address}zoeken/", {"version": "2"})
    page = client.get(address)
    places = page.context["places"]
    assert len(places) == 2
    assert "Zorg" in page.content.decode()
    assert (
        client.post(f"{address}antwoord/", {"version": "3"}, follow=True).context["found"].state
        == "identified"
    )
    client.post(places[0].url, {"version": "1", "outcome": "given", "reason": "Eigen gegevens"})
    missing = client.post(places[1].url, {"version": "1", "outcome": "refused", "reason": "Onderzoek loopt"})
    assert "Kies op welke grond u weigert." in missing.content.decode()
    client.post(
        places[1].url,
        {"version": "1", "outcome": "refused", "reason": "Onderzoek loopt", "ground": "uavg_41_1_d"},
    )
    assert "Sluit met dit antwoord" in client.get(f"{address}antwoord/").content.decode()
    client.post(f"{address}antwoord/", {"version": "3"})
    pdf = PdfReader(io.BytesIO(client.get(f"{address}brief.pdf").content))
    said = " ".join(page.extract_text() for page in pdf.pages)
    assert "Youssef" in said
    assert "artikel 41, lid 1, onder d" in said
    # What is refused is not described, and why stays inside.
    assert "Jousef" not in said
    assert "Onderzoek loopt" not in said
    assert "Groep rond" not in said
    paper = Document(io.BytesIO(client.get(f"{address}brief.docx").content))
    assert any("Autoriteit Persoonsgegevens" in one.text for one in paper.paragraphs)
    with _acting(world):
        request = RightsRequest.objects.get(pk=address.rstrip("/").rpartition("/")[2])
        assert request.state == "answered"
        assert not Deadline.objects.filter(subject=request.pk, state="open").exists()
    officer = world.cast.client(Function.DPO)
    register = officer.get(reverse("matching:requests")).content.decode()
    assert "1, waarvan 1 op tijd" in register
    seen = officer.get(address).content.decode()
    assert "Aantallen per casus" in seen
    assert "Proefkamp" not in seen + register
    assert officer.get(f"{address}brief.pdf").status_code == 403


def test_informing_is_planned_put_off_with_a_ground_and_done(world: World) -> None:
    client = world.cast.client(Function.CASE_DIRECTOR)
    listing = reverse("matching:informing", args=[world.made.id])
    shown = client.get(listing)
    assert "nog niets gepland" in shown.content.decode()
    address = next(row.url for row in shown.context["rows"] if "Verzonnen" in row.title)
    soon = (timezone.localdate() + timedelta(days=20)).isoformat()
    wrong = client.post(address, {"version": "0", "state": "postponed", "day": soon})
    assert "Kies op welke grond u uitstelt." in wrong.content.decode()
    client.post(
        address,
        {
            "version": "0", "state": "postponed", "day": soon, "ground": "uavg_41_1_d", "reason": "Onderzoek loopt",
        },
    )  # fmt: skip
    with _acting(world):
        found = Informing.objects.get()
        due = Deadline.objects.get(kind="matching.inform", subject=found.pk)
        assert due.due_at.date().isoformat() == soon
        assert due.problem == world.made.shared.pk
    twice_sent = client.post(address, {"version": "0", "state": "planned", "day": soon}, follow=True)
    assert "Iemand anders heeft dit net gewijzigd" in twice_sent.content.decode()
    client.post(
        address, {"version": "1", "state": "informed", "day": timezone.localdate().isoformat(), "how": "talk"}
    )
    with _acting(world):
        found = Informing.objects.get()
        assert (found.state, found.steps.count(), found.ground) == ("informed", 2, "")
        assert Deadline.objects.get(kind="matching.inform").state == "met"
    mayor = world.cast.client(Function.MAYOR)
    assert mayor.get(listing).status_code == 403
    with _acting(world, Function.PARTNER) as identity:
        hidden = Subject.objects.filter(compartment=world.made.own["Zorg"])
        assert not hidden.exists()
        with pytest.raises(ValueError, match="ground"):
            duties.settle(
                identity=identity,
                subject=Subject.objects.filter(kind="person")[0],
                version=0,
                plan=duties.Plan(state=InformingState.POSTPONED, day=date(2027, 1, 4)),
            )
