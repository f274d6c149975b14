"""The gap on the screen: who sees what, what each need's next step is, and how it gets on the agenda."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from lxml import html

from driehoek.access.identity import acting_as
from driehoek.ledger.models import Event
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position import services
from driehoek.position.gap import GapKind, Handles, Seat, next_step
from driehoek.position.models import Need, Verdict
from driehoek.problems.models import Kind, SafetyField
from tests.position.measured import Past, ago
from tests.support.cast import Cast

P = OrganisationKind.POLICE
OM = OrganisationKind.PROSECUTION


@pytest.fixture
def past(cast: Cast) -> Past:
    return Past(cast)


def text_of(client: Client, address: str) -> str:
    """The words of a page, with single spaces."""
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:500]
    return re.sub(r"\s+", " ", html.fromstring(response.content.decode()).text_content())


def main_of(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200
    (main,) = html.fromstring(response.content.decode()).xpath("//main")
    return main


def cell_url(theme: object, partner: object = "") -> str:
    address = reverse("position:cell", args=[theme])
    return f"{address}?partner={partner}" if partner else address


@pytest.mark.story("OV03")
def test_the_mayor_sees_the_gap_and_closes_it_step_by_step(cast: Cast, past: Past) -> None:
    """One need goes from nothing agreed to late, insufficient and arrived; each time the page names the step."""
    mayor = cast.client(Function.MAYOR)
    assert "Er is nog niet gezegd wat de burgemeester wil weten" in text_of(mayor, reverse("position:matrix"))
    police, theme = past.organisation(P), past.theme()
    need = past.need("Hoe was het uitgaansweekend?")
    cell = cell_url(theme.pk, police.pk)

    page = text_of(mayor, reverse("position:matrix"))
    assert "De enige behoefte is niet gedekt." in page
    assert f"Het grootste gat: {police.name} bij {theme.name}, 1 niet afgesproken." in page
    assert mayor.get(reverse("position:matrix")).content.decode().count(escape(cell)) == 2
    found = main_of(mayor, cell)
    assert found.xpath("//a[@href=$url]", url=reverse("position:agreement_new", args=[need.pk]))

    delivery = past.due(past.agree(need), 5)
    assert "1 te laat" in text_of(mayor, reverse("position:matrix"))
    assert main_of(mayor, cell).xpath("//a[@href=$url]", url=reverse("position:delivery", args=[delivery.pk]))

    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        (item,) = services.deliver(
            identity=identity, delivery=delivery, version=1, items=[services.NewItem(title="Rustig")]
        )
    assert "De enige behoefte is gedekt." in text_of(mayor, reverse("position:matrix"))
    past.rate(delivery, Verdict.NO_MEANING)
    page = text_of(mayor, cell)
    assert "Oordeel over het laatste bericht: duiding mist" in page
    ask = f"{reverse('position:question_new')}?over=position.item&id={item.pk}"
    assert main_of(mayor, cell).xpath("//a[@href=$url]", url=ask)
    past.rate(delivery, Verdict.USEFUL, mark=5)
    assert "binnen" in text_of(mayor, cell)


def test_the_table_and_the_lists_say_the_same_and_gaps_come_first(cast: Cast, past: Past) -> None:
    nightlife, burglary = past.theme(), past.theme("Woninginbraak", SafetyField.LIVING)
    past.due(past.agree(past.need("Gedekt", theme=burglary)), 5, received=5)
    past.due(past.agree(past.need("Te laat", theme=nightlife)), 5)
    main = main_of(cast.client(Function.MAYOR), reverse("position:matrix"))
    squares = [
        cell.text_content().strip() for cell in main.xpath("//table//td//a//span[contains(@class,'tag')]")
    ]
    assert squares == ["binnen", "te laat"]
    (lists,) = main.xpath("//*[contains(@class,'dh-matrix-lists')]")
    rows = [row.text_content().split()[0] for row in lists.xpath(".//span[@class='dh-row__title']")]
    assert rows == ["Veilig", "Woninginbraak"]
    (folded,) = lists.xpath(".//details")
    assert "1 thema gedekt" in folded.text_content()
    assert "Te laat" not in folded.text_content()


def test_the_filter_narrows_to_a_field_to_gaps_and_to_a_month(cast: Cast, past: Past) -> None:
    burglary = past.theme("Woninginbraak", SafetyField.LIVING)
    past.need("Over inbraak", theme=burglary, stated=400)
    past.due(past.agree(past.need("Over uitgaan", stated=10)), 5, received=5)
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:matrix")
    assert "Woninginbraak" not in text_of(mayor, f"{address}?veld=business").split("Alle velden")[1]
    gaps = text_of(mayor, f"{address}?gaten=1")
    assert "Veilig uitgaan" not in gaps
    assert "1 van de 2 behoeften is gedekt." in gaps
    assert "Hier is geen gat" in text_of(mayor, f"{address}?gaten=1&veld=business")
    assert "Hier is niets gevraagd" in text_of(mayor, f"{address}?veld=physical")
    month = ago(100).date().isoformat()[:7]
    then = text_of(mayor, f"{address}?maand={month}")
    assert "Zo stond het eind" in then
    assert "De enige behoefte is niet gedekt." in then
    for nonsense in ("veld=x", "maand=2026-13", "maand=9999-01", "gaten=nee"):
        assert "1 van de 2 behoeften is gedekt." in text_of(mayor, f"{address}?{nonsense}")


@pytest.mark.parametrize(
    ("covered", "gaps", "words"),
    [
        (0, 2, "Geen van de 2 behoeften is gedekt."),
        (1, 1, "1 van de 2 behoeften is gedekt."),
        (2, 1, "2 van de 3 behoeften zijn gedekt."),
        (2, 0, "Alle 2 behoeften zijn gedekt."),
    ],
)
def test_the_sentence_on_top_counts(cast: Cast, past: Past, covered: int, gaps: int, words: str) -> None:
    for number in range(covered):
        past.agree(past.need(f"Gedekt {number}"))
    for number in range(gaps):
        past.need(f"Gat {number}")
    barred = past.need("Mag niet")
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.bar_need(identity=identity, need=barred, version=1, reason="Het medisch geheim gaat voor.")
    page = text_of(cast.client(Function.MAYOR), reverse("position:matrix"))
    assert words in page
    assert "Daarnaast mag 1 niet van de wet." in page


def test_a_barred_need_says_why_and_what_may_be_asked_instead(cast: Cast, past: Past) -> None:
    need = past.need("Wie is er in behandeling?")
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.bar_need(identity=identity, need=need, version=1, reason="Het medisch geheim gaat voor.")
    page = main_of(cast.client(Function.MAYOR), cell_url(past.theme().pk))
    assert "Het medisch geheim gaat voor. Vraag het anders: aantallen" in page.text_content()
    (instead,) = page.xpath("//a[starts-with(normalize-space(), 'Vraag het anders')]/@href")
    assert instead.startswith(reverse("position:need_new"))
    assert "soort=analytical" in instead


def test_a_resting_agreement_leads_to_itself(cast: Cast, past: Past) -> None:
    agreement = past.agree(past.need())
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.pause_agreement(identity=identity, agreement=agreement, version=1)
    page = main_of(cast.client(Function.MAYOR), cell_url(past.theme().pk))
    assert page.xpath("//a[@href=$url]", url=reverse("position:agreement", args=[agreement.pk]))


def test_a_supplier_sees_its_own_row_and_its_own_step(cast: Cast, past: Past) -> None:
    other, mine = past.need("Geheim van het OM", kind=OM), past.need("Van ons")
    past.due(past.agree(other, kind=OM), 5)
    delivery = past.due(past.agree(mine), 5)
    chief = cast.client(Function.TEAM_CHIEF)
    page = text_of(chief, reverse("position:matrix"))
    assert "De enige behoefte is niet gedekt." in page
    cell = main_of(chief, cell_url(past.theme().pk))
    assert "Van ons" in cell.text_content()
    assert cell.xpath("//a[@href=$url]", url=reverse("position:deliver", args=[delivery.pk]))
    prosecution = past.organisation(OM)
    for where in (page, cell.text_content()):
        assert "Geheim van het OM" not in where
        assert prosecution.name not in where
    assert chief.get(cell_url(past.theme().pk, prosecution.pk)).status_code == 404


def test_readers_are_led_to_the_need_and_the_officer_is_told_what_is_not_shown(
    cast: Cast, past: Past
) -> None:
    need = past.need()
    delivery = past.due(past.agree(need), 5, received=5)
    past.rate(delivery, Verdict.NO_MEANING)
    for function in (Function.ANALYST, Function.DPO):
        cell = main_of(cast.client(function), cell_url(past.theme().pk))
        assert cell.xpath("//a[@href=$url]", url=reverse("position:need", args=[need.pk]))
        assert not cell.xpath(".//form")
    officer = text_of(cast.client(Function.DPO), reverse("position:matrix"))
    assert "Onvoldoende staat daarom als binnen." in officer
    assert "Onvoldoende staat daarom" not in text_of(
        cast.client(Function.ANALYST), reverse("position:matrix")
    )


def test_a_secret_need_is_in_no_page_and_no_count_of_who_has_no_grant(cast: Cast, past: Past) -> None:
    past.due(past.agree(past.need("Over Nachtvlinder", problem=past.problem(Kind.COMPLEX))), 5)
    past.need("Gewoon")
    assert "Geen van de 2 behoeften" in text_of(cast.client(Function.MAYOR), reverse("position:matrix"))
    for function in (Function.DEPUTY, Function.ANALYST, Function.DPO, Function.TEAM_CHIEF):
        client = cast.client(function)
        for address in (reverse("position:matrix"), cell_url(past.theme().pk)):
            page = text_of(client, address)
            assert "Nachtvlinder" not in page, function
            assert "De enige behoefte is niet gedekt." in page, function


def test_a_gap_goes_on_the_agenda_once_and_without_what_not_all_may_see(cast: Cast, past: Past) -> None:
    police = past.organisation(P)
    past.need("Hoe was het weekend?")
    past.need("Over Nachtvlinder", problem=past.problem(Kind.COMPLEX))
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:cell_to_agenda", args=[past.theme().pk])
    for _time in range(2):
        answer = mayor.post(address, {"partner": str(police.pk)})
        assert answer["Location"] == cell_url(past.theme().pk, police.pk)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        (point,) = AgendaPoint.objects.all()
        assert "Hoe was het weekend?" in point.text
        assert "Nachtvlinder" not in point.title + point.text
        (event,) = Event.objects.filter(action="meetings:point:proposed")
        assert "weekend" not in event.data
    assert cast.client(Function.PARTNER).post(address).status_code == 403


def test_nothing_to_discuss_puts_nothing_on_the_agenda(cast: Cast, past: Past) -> None:
    past.agree(past.need())
    mayor = cast.client(Function.MAYOR)
    assert "Zet op de agenda" not in text_of(mayor, cell_url(past.theme().pk))
    mayor.post(reverse("position:cell_to_agenda", args=[past.theme().pk]))
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert not AgendaPoint.objects.exists()


@pytest.mark.parametrize("seat", list(Seat))
@pytest.mark.parametrize("kind", list(GapKind))
def test_every_kind_has_a_step_in_words_for_everyone(kind: GapKind, seat: Seat) -> None:
    need = Need(sentence="x")
    bare, full = Handles(need.pk), Handles(need.pk, need.pk, None, need.pk, need.pk)
    for handles in (bare, full):
        step = next_step(kind, handles, seat=seat)
        assert step.words
        assert step.url.startswith("/") or (seat is Seat.SUPPLIER and not step.url)


@pytest.mark.parametrize("partner", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_partner_that_does_not_exist_is_404(cast: Cast, past: Past, partner: str) -> None:
    assert cast.client(Function.MAYOR).get(cell_url(past.theme().pk, partner)).status_code == 404


def test_constant_queries_with_50_and_500_agreements(cast: Cast, past: Past) -> None:
    """As many rows as fit a quick test; bench/position.py has the 2,000 with 100,000 deliveries."""

    def asked(address: str) -> int:
        client = cast.client(Function.MAYOR)
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    pages = (reverse("position:matrix"), cell_url(past.theme().pk))
    many_agreements(past, 50)
    few = [asked(address) for address in pages]
    many_agreements(past, 450)
    assert [asked(address) for address in pages] == few


def many_agreements(past: Past, number: int) -> None:
    """Make needs with an agreement and a late delivery each, straight into the tables."""
    from driehoek.deadlines.models import Deadline
    from driehoek.position.models import Agreement, Delivery

    theme, police = past.theme(), past.organisation(P)
    adviser = past.cast.people[Function.SAFETY_ADVISER]
    home = past.cast.home
    with acting_as(person=adviser.pk):
        needs = Need.objects.bulk_create(
            Need(
                municipality=home, sentence=f"Behoefte {one}", theme=theme, partner=police,
                stated_by=adviser, stated_at=ago(300),
            )
            for one in range(number)
        )  # fmt: skip
        agreements = Agreement.objects.bulk_create(
            Agreement(
                municipality=home, need=need, supplier=police, what="Bericht", info_kind="analytical",
                rhythm="monthly", rule="FREQ=MONTHLY", starts_on=ago(300).date(), made_by=adviser, made_at=ago(300),
            )
            for need in needs
        )  # fmt: skip
        deliveries = [
            Delivery(
                municipality=home, agreement=one, supplier=police, theme=theme,
                period_start=ago(40).date(), period_end=ago(10).date(),
            )
            for one in agreements
        ]  # fmt: skip
        deadlines = Deadline.objects.bulk_create(
            Deadline(
                municipality=home, kind="position.delivery", subject=one.pk, organisation=police,
                due_at=ago(9), late_after=ago(7),
            )
            for one in deliveries
        )  # fmt: skip
        for one, deadline in zip(deliveries, deadlines, strict=True):
            one.deadline = deadline
        Delivery.objects.bulk_create(deliveries)
