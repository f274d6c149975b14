"""The pages of the scan, as those at the table use them and as someone curious would try."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.recurrence import Rhythm
from driehoek.guide.models import Scan
from driehoek.guide.queries.scans import questions_of
from driehoek.guide.services import scans
from driehoek.guide.services.scans import Given
from driehoek.guide.shapes import GuideKind
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.position.models import Agreement, Need
from driehoek.position.services import NewAgreement, NewNeed, make_agreement, state_need
from driehoek.problems.models import SafetyField
from driehoek.problems.services import ensure_theme
from tests.support.cast import Cast
from tests.support.guide_objects import answer_all, hand_in, open_round

MAYOR, PROSECUTOR, CHIEF = Function.MAYOR, Function.PROSECUTOR, Function.TEAM_CHIEF
ADVISER, DEPUTY = Function.SAFETY_ADVISER, Function.DEPUTY


@pytest.fixture
def scan(cast: Cast) -> Scan:
    return open_round(cast)


def text_of(client: Client, name: str, *about: object, **query: str) -> str:
    answer = client.get(reverse(f"guide:{name}", args=about), query, follow=True)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def answers(scan: Scan, kind: GuideKind, value: str = "3", **different: str) -> dict[str, str]:
    data = {f"answer-{one.key}": value for one in questions_of(scan) if one.kind == kind}
    return data | {f"answer-{key.replace('_', '-')}": given for key, given in different.items()}


@pytest.mark.story("HR01")
def test_the_mayor_takes_the_scan_and_sees_strong_weak_and_why(cast: Cast, scan: Scan) -> None:
    client = cast.client(MAYOR)
    assert "Begin" in text_of(client, "scans")
    page = text_of(client, "scan_block", scan.pk, "standard")
    assert "Vraag 1 van 24" in page
    assert "0 van 24 beantwoord" in page
    # Answer after answer is kept by itself; leaving and coming back goes on where one was.
    address = reverse("guide:scan_block", args=[scan.pk, "standard"])
    kept = client.post(address, {"answer-standard-norms": "5"}, headers={"HX-Request": "true"})
    assert "1 van 24 beantwoord" in kept.content.decode()
    assert "Ga verder" in text_of(client, "scans")
    page = text_of(client, "scan_block", scan.pk, "standard")
    assert re.search(r'name="answer-standard-norms" value="5" checked', page)

    interactions = 0
    for kind, given in (
        (GuideKind.STANDARD, answers(scan, GuideKind.STANDARD, "5", standard_meaning="1", standard_felt="?")),
        (GuideKind.COMPLEX, answers(scan, GuideKind.COMPLEX, "4")),
        (GuideKind.CRISIS, answers(scan, GuideKind.CRISIS, "3")),
        (GuideKind.OM, answers(scan, GuideKind.OM, "2") | {"note-om-list": "Wij horen het uit de krant"}),
    ):
        answer = client.post(reverse("guide:scan_block", args=[scan.pk, kind]), given | {"go": "next"})
        interactions += len(given) + 1
    assert answer["Location"] == reverse("guide:scan_result", args=[scan.pk])
    assert interactions <= 29, "24 answers, a remark and four times next"
    page = text_of(client, "scan_result", scan.pk)
    strong = page[page.index("<dt>Sterk</dt>") : page.index("<dt>Zwak of onbekend</dt>")]
    weak = page[page.index("<dt>Zwak of onbekend</dt>") : page.index("Sterk is gemiddeld")]
    assert "Standaard: rol" in strong
    assert "Complex: informatie" in strong
    assert "Standaard: informatie" in weak
    assert "Delen met het OM: proces" in weak
    assert "Juist deze duiding missen burgemeesters het meest." in page, "says why it is weak"
    assert "weet ik niet" in page
    assert "Maak er een vaste melding van" in page
    assert "Klaar om in te leveren?" in page


@pytest.mark.story("HR02")
def test_four_seats_answer_and_the_differences_become_the_agenda(cast: Cast, scan: Scan) -> None:
    hand_in(cast, scan, MAYOR, 3, om_list=1, crisis_press=5, standard_felt=None)
    hand_in(cast, scan, PROSECUTOR, 3, om_list=5)
    hand_in(cast, scan, CHIEF, 3, crisis_press=2)
    hand_in(cast, scan, ADVISER, 3)
    client = cast.client(PROSECUTOR)
    page = text_of(client, "scan_together", scan.pk)
    apart, alike = page.split("Hier kijken wij ongeveer gelijk")
    assert "Er is een lijst van zaken en momenten" in apart
    assert "stemmen af wat zij zeggen" in apart
    assert "5 van 5" in apart
    assert "Weet het niet: Burgemeester." in alike
    answer = client.post(reverse("guide:scan_agenda", args=[scan.pk]), {"question": "om-list"}, follow=True)
    words = unescape(answer.content.decode())
    assert "Op de agenda gezet" in words
    assert "Draai terug" in words
    answer = client.post(reverse("guide:scan_agenda", args=[scan.pk]), {"question": "all"}, follow=True)
    agenda = unescape(answer.content.decode())
    assert "Wij kijken verschillend naar: Vaste lijst van zaken" in agenda
    assert "Wij kijken verschillend naar: Eén lijn naar buiten" in agenda
    with acting_as(person=cast.people[MAYOR].pk):
        assert AgendaPoint.objects.filter(origin="guide.scan").count() == 2, "the first is not there twice"


def test_no_page_leads_anyone_before_they_have_handed_in(cast: Cast, scan: Scan) -> None:
    hand_in(cast, scan, MAYOR, 3, om_list=1)
    with acting_as(person=cast.people[MAYOR].pk):
        Scan.objects.get(pk=scan.pk)
    for function in (PROSECUTOR, CHIEF, ADVISER):
        client = cast.client(function)
        address = reverse("guide:scan_together", args=[scan.pk])
        assert client.get(address).status_code == 403
        assert (
            client.post(reverse("guide:scan_agenda", args=[scan.pk]), {"question": "all"}).status_code == 403
        )
        page = text_of(client, "scans")
        assert "ingeleverd" in page, "that someone handed in is no secret"
        assert "van 5" not in page + text_of(client, "years") + text_of(client, "scan_result", scan.pk)
    for function in (
        Function.ADMIN,
        Function.DPO,
        Function.ANALYST,
        Function.PARTNER,
        Function.CASE_DIRECTOR,
    ):
        client = cast.client(function)
        for name in ("scan_together", "scan_result"):
            assert client.get(reverse(f"guide:{name}", args=[scan.pk])).status_code == 403


def test_remarks_travel_with_the_answer_and_stay_secret_until_then(cast: Cast, scan: Scan) -> None:
    remark = "Wij horen het uit de krant"
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        answer_all(identity, scan)
        scans.answer(identity=identity, scan=scan, given={"om-list": Given(1, remark)})
    hand_in(cast, scan, CHIEF)
    assert remark not in text_of(cast.client(CHIEF), "scan_together", scan.pk)
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        scans.submit(identity=identity, scan=scan)
    assert remark in text_of(cast.client(CHIEF), "scan_together", scan.pk)


def test_handing_in_too_early_says_how_many_are_left(cast: Cast, scan: Scan) -> None:
    client = cast.client(CHIEF)
    client.post(reverse("guide:scan_block", args=[scan.pk, "om"]), answers(scan, GuideKind.OM))
    answer = client.post(reverse("guide:scan_submit", args=[scan.pk]), follow=True)
    assert "Nog 18 stellingen hebben geen antwoord" in answer.content.decode()


def test_handed_in_means_done(cast: Cast, scan: Scan) -> None:
    hand_in(cast, scan, CHIEF)
    client = cast.client(CHIEF)
    result = reverse("guide:scan_result", args=[scan.pk])
    address = reverse("guide:scan_block", args=[scan.pk, "om"])
    assert client.get(address)["Location"] == result
    assert client.post(address, answers(scan, GuideKind.OM, "1"))["Location"] == result
    assert "1 van 5" not in text_of(client, "scan_result", scan.pk)


def test_nonsense_in_a_form_is_no_answer(cast: Cast, scan: Scan) -> None:
    client = cast.client(CHIEF)
    address = reverse("guide:scan_block", args=[scan.pk, "om"])
    client.post(address, {"answer-om-list": "9", "answer-om-answers": "", "answer-standard-norms": "4"})
    assert "0 van 24 beantwoord" in text_of(client, "scan_block", scan.pk, "om")
    assert client.get(reverse("guide:scan_block", args=[scan.pk, "anders"])).status_code == 404


def test_a_remark_without_an_answer_is_not_thrown_away(cast: Cast, scan: Scan) -> None:
    client = cast.client(CHIEF)
    address = reverse("guide:scan_block", args=[scan.pk, "om"])
    sent = {"note-om-list": "Dat hangt ervan af", "answer-om-answers": "4", "go": "next"}
    answer = client.post(address, sent)
    page = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "Kies ook een antwoord" in page
    assert "Dat hangt ervan af" in page
    assert "1 van 24 beantwoord" in page, "what was answered is kept"
    assert client.post(address, sent | {"answer-om-list": "?"})["Location"] == reverse(
        "guide:scan_result", args=[scan.pk]
    )


def test_going_on_begins_where_one_stopped(cast: Cast, scan: Scan) -> None:
    client = cast.client(CHIEF)
    for kind in (GuideKind.STANDARD, GuideKind.COMPLEX):
        client.post(reverse("guide:scan_block", args=[scan.pk, kind]), answers(scan, kind))
    page = text_of(client, "scans")
    assert reverse("guide:scan_block", args=[scan.pk, "crisis"]) in page
    assert reverse("guide:scan_block", args=[scan.pk, "standard"]) not in page


def test_a_deputy_without_a_seat_is_told_so(cast: Cast, scan: Scan) -> None:
    client = cast.client(DEPUTY)
    assert "U hebt in deze ronde niets ingevuld" in text_of(client, "scan_block", scan.pk, "standard")
    assert client.post(reverse("guide:scan_block", args=[scan.pk, "om"]), {}).status_code == 403
    assert "Begin" not in text_of(client, "scans")


def test_a_round_is_opened_and_closed_by_who_keeps_the_position(cast: Cast) -> None:
    client = cast.client(MAYOR)
    page = text_of(client, "scans")
    assert "Er loopt geen ronde" in page
    year = timezone.localdate().year
    assert f'value="Scan {year}"' in text_of(client, "scan_open")
    client.post(reverse("guide:scan_open"), {"label": "Scan najaar", "year": "2026"})
    assert "Scan najaar (2026)" in text_of(client, "scans")
    again = client.post(reverse("guide:scan_open"), {"label": "Nog een", "year": "2026"})
    assert "Er loopt al een ronde" in again.content.decode()
    with acting_as(person=cast.people[MAYOR].pk):
        scan = Scan.objects.get()
    assert "Daarna kan niemand meer antwoorden" in text_of(client, "scan_close", scan.pk)
    client.post(reverse("guide:scan_close", args=[scan.pk]))
    assert "Eerdere rondes" in text_of(cast.client(CHIEF), "scans")
    answer = cast.client(CHIEF).post(
        reverse("guide:scan_block", args=[scan.pk, "om"]), {"answer-om-list": "1"}, follow=True
    )
    assert "Antwoorden kan niet meer" in answer.content.decode()
    scripted = cast.client(CHIEF).post(
        reverse("guide:scan_block", args=[scan.pk, "om"]), {}, headers={"HX-Request": "true"}
    )
    assert scripted["HX-Redirect"] == reverse("guide:scan_together", args=[scan.pk])


@pytest.mark.story("HR06")
def test_the_mayor_sees_what_was_said_beside_what_came(cast: Cast) -> None:
    year = timezone.localdate().year
    for number, value in ((year - 1, 2), (year, 4)):
        scan = open_round(cast, number)
        hand_in(cast, scan, MAYOR, value)
        hand_in(cast, scan, CHIEF, value)
        with acting_as(person=cast.people[ADVISER].pk) as identity:
            scans.close_scan(identity=identity, scan=scan)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        theme = ensure_theme(municipality=identity.municipality, field=SafetyField.LIVING, path=("Wonen",))
        police = Organisation.objects.get(kind=OrganisationKind.POLICE, municipality=cast.home)
        last_year = datetime(year - 1, 3, 1, 12, tzinfo=UTC)
        for agreed in (True, False):
            need = state_need(
                identity=identity, new=NewNeed("Ik wil weten wat speelt.", theme, police, stated_at=last_year)
            )
            if agreed:
                make_agreement(
                    identity=identity,
                    need=need,
                    new=NewAgreement(
                        police, "Bericht", Rhythm.WEEKLY, date(year - 1, 3, 1), made_at=last_year
                    ),
                )
    page = text_of(cast.client(MAYOR), "years")
    said, came = page.split("Wat er kwam")
    row = said[said.index("Delen met het OM: proces") :]
    assert row.index("2,0 zwak") < row.index("4,0 sterk"), "the oldest round stands first"
    figures = {
        label: tuple(re.findall(r"<td[^>]*><span>(\d+)</span></td>", row))
        for label, row in re.findall(r'<th scope="row"><span>([^<]+)</span></th>(.*?)</tr>', came, re.DOTALL)
    }
    assert figures["Behoeften"] == ("2", "2")
    assert figures["Waarvan afgesproken"] == ("1", "1")
    assert "U ziet hier alleen wat uw eigen organisatie levert" in text_of(cast.client(CHIEF), "years")


def test_an_own_open_round_counts_over_the_years_only_after_handing_in(cast: Cast, scan: Scan) -> None:
    hand_in(cast, scan, CHIEF, 5)
    assert "Nog geen ronde om te laten zien" in text_of(cast.client(MAYOR), "years")
    assert "5,0 sterk" in text_of(cast.client(CHIEF), "years")


def test_the_pages_ask_a_constant_number_of_questions(
    cast: Cast, django_assert_max_num_queries: Callable[..., object]
) -> None:
    counts = []
    for number in (2024, 2025):
        scan = open_round(cast, number)
        for seat in (MAYOR, CHIEF, PROSECUTOR, ADVISER)[: 2 if number == 2024 else 4]:
            hand_in(cast, scan, seat, 3, om_list=1 if seat == MAYOR else 5)
        client = cast.client(MAYOR)
        client.get(reverse("guide:scans"))
        with django_assert_max_num_queries(25) as found:
            client.get(reverse("guide:scan_together", args=[scan.pk]))
            client.get(reverse("guide:scans"))
        counts.append(len(found.captured_queries))
        with acting_as(person=cast.people[ADVISER].pk) as identity:
            scans.close_scan(identity=identity, scan=scan)
    assert counts[0] == counts[1]


def test_one_tap_from_an_answer_to_a_standing_case(cast: Cast, scan: Scan) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        answer_all(identity, scan, 1)
        theme = ensure_theme(municipality=identity.municipality, field=SafetyField.LIVING, path=("Wonen",))
    client = cast.client(ADVISER)
    back = reverse("guide:scan_result", args=[scan.pk])
    answer = client.post(reverse("guide:act", args=["question", "om-list"]), {"next": back})
    form = unescape(client.get(answer["Location"]).content.decode())
    assert "Bericht bij een aanhouding die onrust kan geven" in form
    om = Organisation.objects.filter(municipality=cast.home, kind=OrganisationKind.PROSECUTION)
    with acting_as(person=cast.people[ADVISER].pk):
        supplier = om.get()
    values = {
        "sentence": "Ik wil weten wanneer een aanhouding tot onrust kan leiden.",
        "theme": str(theme.pk),
        "supplier": str(supplier.pk),
        "what": "Bericht bij een aanhouding",
        "info_kind": "operational",
        "rhythm": "event",
        "moment": "arrest",
        "starts_on": (timezone.localdate() + timedelta(days=1)).isoformat(),
        "personal_data": "on",
    }
    answer = client.post(answer["Location"], values)
    with acting_as(person=cast.people[ADVISER].pk):
        agreement = Agreement.objects.get()
        need = Need.objects.get()
    assert answer["Location"] == reverse("position:agreement", args=[agreement.pk])
    assert (agreement.moment, agreement.rhythm, agreement.gate) == ("arrest", "event", "untested")
    assert (need.origin, need.origin_id, agreement.need_id) == ("scan", "om-list", need.pk)
