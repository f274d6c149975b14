"""What is closed is absent from every page of the position, in lists and counts too; tested as an enemy."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.parties.models import Function
from driehoek.position import services
from driehoek.position.models import Agreement, Delivery, Item, Need, Reading, Verdict
from driehoek.position.queries.walls import items_readable, readable
from driehoek.problems.models import Classification, Kind, Theme
from driehoek.problems.services import NewProblem, open_problem
from tests.position.support import body
from tests.support.cast import Cast
from tests.support.position_objects import first_delivery, hand_over, make_agreement, make_need

Agree = Callable[..., Agreement]
SENTENCE, WHAT, TITLE, TEXT = (
    "Zin die niemand mag zien",
    "Afspraak die niemand mag zien",
    "Kop die niemand mag zien",
    "Tekst die niemand mag zien",
)
LISTS = ("position:needs", "position:agreements", "position:items", "position:mine", "more", "brief:today")
ABOUT = {
    "need": ("need",),
    "agreement": ("agreement", "report"),
    "delivery": ("delivery", "deliver", "delivery_nothing"),
    "item": ("item",),
}
KEPT = {
    "need": ("need_change", "need_bar", "need_end", "need_reopen", "agreement_new"),
    "agreement": ("agreement_change", "agreement_pause", "agreement_resume", "agreement_end"),
    "delivery": ("delivery_drop",),
    "item": ("item_rate", "item_unrate", "item_seen"),
}


@dataclass(frozen=True)
class Hidden:
    """One of everything, closed to someone."""

    need: Need
    agreement: Agreement
    delivery: Delivery
    item: Item

    def addresses(self, *tables: dict[str, tuple[str, ...]]) -> list[str]:
        return [
            reverse(f"position:{name}", args=[getattr(self, thing).pk])
            for table in tables
            for thing, names in table.items()
            for name in names
        ]


def make_hidden(cast: Cast, theme: Theme, **about: object) -> Hidden:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        need = make_need(identity, theme, sentence=SENTENCE, **about)
        agreement = make_agreement(identity, need, what=WHAT)
        item = hand_over(identity, first_delivery(agreement), title=TITLE, text=TEXT)
        services.rate(identity=identity, item=item, verdict=Verdict.USEFUL, note="Woord dat niemand mag zien")
        return Hidden(need, agreement, first_delivery(agreement), item)


@pytest.fixture
def supplied(cast: Cast, theme: Theme) -> Hidden:
    """What the police supply: nothing for another supplier."""
    return make_hidden(cast, theme)


@pytest.fixture
def of_a_case(cast: Cast, theme: Theme) -> Hidden:
    """What is agreed about a complex case: only the adviser, the mayor and the case director know of it."""
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        problem = open_problem(
            identity=identity,
            new=NewProblem(title="Zaak Nachtvlinder", kind=Kind.COMPLEX, theme=theme, owner=adviser.pk),
        )
    return make_hidden(cast, theme, problem=problem)


def seen_by(client: Client, name: str) -> str:
    return body(client.get(reverse(name), follow=True))


def assert_nothing_in_lists(client: Client, hidden: Hidden) -> None:
    for name in LISTS:
        page = seen_by(client, name)
        for words in (SENTENCE, WHAT, TITLE, TEXT, "niemand mag zien", str(hidden.need.pk)):
            assert words not in page, f"{name} tells of {words}"


@pytest.mark.parametrize("function", [Function.PARTNER, Function.PROSECUTOR, Function.CASE_DIRECTOR])
def test_a_supplier_who_guesses_another_suppliers_addresses_gets_404(
    cast: Cast, supplied: Hidden, function: Function
) -> None:
    client = cast.client(function)
    for address in supplied.addresses(ABOUT):
        assert client.get(address).status_code in {404, 405}, address
        assert client.post(address, {"version": "1", "reason": "Raden"}).status_code in {404, 405}, address
    assert_nothing_in_lists(client, supplied)


def test_no_supplier_keeps_the_position(cast: Cast, supplied: Hidden) -> None:
    for function in (Function.TEAM_CHIEF, Function.PARTNER):
        client = cast.client(function)
        for address in supplied.addresses(KEPT):
            assert client.post(address, {"version": "1", "verdict": "useful"}).status_code == 403, address


def test_the_supplier_itself_sees_its_own(cast: Cast, supplied: Hidden) -> None:
    client = cast.client(Function.TEAM_CHIEF)
    for name in ("need", "agreement", "delivery", "item"):
        address = reverse(f"position:{name}", args=[getattr(supplied, name).pk])
        assert client.get(address).status_code == 200, name


def test_a_supplier_lists_its_own_agreements_and_no_others(cast: Cast, supplied: Hidden) -> None:
    def listed(function: Function) -> list[str]:
        return [
            row.title for row in cast.client(function).get(reverse("position:agreements")).context["rows"]
        ]

    assert listed(Function.TEAM_CHIEF) == [WHAT]
    assert listed(Function.PARTNER) == []


@pytest.mark.parametrize(
    "function",
    [Function.DEPUTY, Function.ANALYST, Function.DPO, Function.TEAM_CHIEF, Function.PARTNER, Function.ADMIN],
)
def test_a_case_without_a_grant_is_absent_for_every_function(
    cast: Cast, of_a_case: Hidden, function: Function
) -> None:
    """Also for the supplier itself: whoever may not know of the case, may not learn of it by what is asked."""
    client = cast.client(function)
    for address in of_a_case.addresses(ABOUT, KEPT):
        for answer in (client.get(address), client.post(address, {"version": "1", "verdict": "useful"})):
            assert answer.status_code in {403, 404, 405}, address
            assert "niemand mag zien" not in body(answer)
    assert_nothing_in_lists(client, of_a_case)
    with acting_as(person=cast.people[function].pk) as identity:
        assert not Need.objects.filter(readable(identity, "partner"), sentence=SENTENCE).exists()
        assert Item.objects.filter(items_readable(identity)).count() == 0


def test_who_has_the_grant_sees_the_case(cast: Cast, of_a_case: Hidden) -> None:
    assert SENTENCE in seen_by(cast.client(Function.MAYOR), "position:needs")
    shown = body(cast.client(Function.MAYOR).get(reverse("position:item", args=[of_a_case.item.pk])))
    assert TEXT in shown


@pytest.mark.parametrize("which", ["supplied", "of_a_case"])
def test_another_municipality_sees_nothing(cast: Cast, which: str, request: pytest.FixtureRequest) -> None:
    hidden: Hidden = request.getfixturevalue(which)
    client = cast.client(person=cast.stranger)
    for address in hidden.addresses(ABOUT, KEPT):
        for answer in (client.get(address), client.post(address, {"version": "1", "verdict": "useful"})):
            assert answer.status_code in {404, 405}, address
    assert_nothing_in_lists(client, hidden)
    elsewhere = {
        "thema": hidden.need.theme_id,
        "partner": hidden.need.partner_id,
        "probleem": hidden.need.problem_id,
    }
    form = client.get(
        reverse("position:need_new"), {key: value for key, value in elsewhere.items() if value}
    ).context["form"]
    assert (form.initial["theme"], form.initial["partner"], form.initial["problem"]) == (None, None, None)


def test_the_officer_reads_what_is_agreed_and_not_what_came(cast: Cast, supplied: Hidden) -> None:
    officer = cast.client(Function.DPO)
    assert WHAT in seen_by(officer, "position:agreements")
    assert officer.get(reverse("position:items")).status_code == 403
    assert officer.get(reverse("position:item", args=[supplied.item.pk])).status_code == 403
    for name in ("need", "agreement", "delivery"):
        shown = body(officer.get(reverse(f"position:{name}", args=[getattr(supplied, name).pk])))
        assert TITLE not in shown
        assert TEXT not in shown
    received = body(officer.get(reverse("position:delivery", args=[supplied.item.delivery_id])))
    assert "U ziet de inhoud niet" in received
    assert "niemand mag zien" not in received.replace(WHAT, "").replace(SENTENCE, "")


@pytest.mark.parametrize("function", [Function.DEPUTY, Function.ANALYST])
def test_personal_data_are_absent_for_who_only_reads(cast: Cast, agree: Agree, function: Function) -> None:
    made = agree(personal_data=True)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        item = hand_over(
            identity,
            first_delivery(made),
            title=TITLE,
            text=TEXT,
            personal_data=True,
            classification=Classification.CONFIDENTIAL,
            expires_on=timezone.localdate() + timedelta(days=9),
        )
    client = cast.client(function)
    for name in ("item", "item_rate", "item_seen", "item_unrate"):
        address = reverse(f"position:{name}", args=[item.pk])
        answer = client.get(address) if name == "item" else client.post(address, {"verdict": "useful"})
        assert answer.status_code == 404, name
    assert TITLE not in seen_by(client, "position:items")
    for address in (
        reverse("position:agreement", args=[made.pk]),
        reverse("position:delivery", args=[item.delivery_id]),
        reverse("position:need", args=[made.need_id]),
    ):
        shown = body(client.get(address))
        assert TITLE not in shown, address
        assert TEXT not in shown, address
    assert TITLE in seen_by(cast.client(Function.MAYOR), "position:items")


@pytest.mark.parametrize("model", [Need, Agreement, Delivery, Item, Reading])
def test_the_database_hides_it_from_a_view_that_forgets_the_first_wall(
    cast: Cast, of_a_case: Hidden, model: type
) -> None:
    for function in (Function.TEAM_CHIEF, Function.DEPUTY, Function.PARTNER, Function.ADMIN):
        with acting_as(person=cast.people[function].pk):
            assert not model.objects.filter(problem=of_a_case.need.problem_id).exists()  # type: ignore[attr-defined]
    with acting_as(person=cast.stranger.pk):
        assert not model.objects.exists()  # type: ignore[attr-defined]
    assert not model.objects.exists()  # type: ignore[attr-defined]


def test_the_two_walls_say_the_same(cast: Cast, supplied: Hidden, of_a_case: Hidden, agree: Agree) -> None:
    """What the first wall lets through is what the database shows, for every function and for personal data too."""
    made = agree(personal_data=True)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        hand_over(
            identity,
            first_delivery(made),
            personal_data=True,
            classification=Classification.STRICT,
            expires_on=timezone.localdate() + timedelta(days=9),
        )
    for function, person in cast.people.items():
        with acting_as(person=person.pk) as identity:
            for model, wall in (
                (Need, readable(identity, "partner")),
                (Agreement, readable(identity)),
                (Delivery, readable(identity)),
                (Item, items_readable(identity)),
            ):
                first: set[uuid.UUID] = set(model.objects.filter(wall).values_list("pk", flat=True))  # type: ignore[attr-defined]
                second: set[uuid.UUID] = set(model.objects.values_list("pk", flat=True))  # type: ignore[attr-defined]
                assert first == second, f"{model.__name__} for {function}"


def test_an_exercise_never_stands_among_the_real_things(cast: Cast, theme: Theme) -> None:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        problem = open_problem(
            identity=identity,
            new=NewProblem(
                title="Oefening", kind=Kind.STANDARD, theme=theme, owner=adviser.pk, training=True
            ),
        )
    hidden = make_hidden(cast, theme, problem=problem)
    client = cast.client(Function.SAFETY_ADVISER)
    for name, words in (
        ("position:needs", SENTENCE),
        ("position:agreements", WHAT),
        ("position:items", TITLE),
    ):
        assert words not in seen_by(client, name)
        assert words in body(client.get(reverse(name), {"oefening": "ja"}))
    assert "oefening" in body(client.get(reverse("position:need", args=[hidden.need.pk]))).lower()
