"""The pages on which is asked: filled in from what is known, judged while one writes, kept, sent once, taken back."""

from __future__ import annotations

import html
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from driehoek.access.identity import acting_as
from driehoek.exchange.forms.asking import due_moment
from driehoek.exchange.models import Request, RequestState
from driehoek.parties.models import Function, OrganisationKind
from driehoek.problems.models import Kind, Theme
from tests.support.asking_objects import LAW, WORDS, drafted, opened_problem, party, refused, submitted
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
ADVISER = Function.SAFETY_ADVISER
NEW = "exchange:request_new"


def body(answer: Any) -> str:
    """The words of a page, as they are read."""
    return html.unescape(answer.content.decode())


def filled(cast: Cast, theme: Theme, **changes: Any) -> dict[str, Any]:
    """The form as the adviser fills it in, ready to go on."""
    given: dict[str, Any] = {
        "to": str(party(cast, OrganisationKind.PROSECUTION).pk),
        "theme": str(theme.pk),
        "detail": "essentials",
        "due": "three",
        "key": str(uuid.uuid4()),
        "version": "",
        "go": "1",
    }
    law = {**LAW, "data_categories": list(LAW["data_categories"])}
    return {key: value for key, value in (given | WORDS | law | changes).items() if value is not None}


def address(name: str, request: Request | uuid.UUID) -> str:
    return reverse(f"exchange:{name}", args=[request.pk if isinstance(request, Request) else request])


def only(cast: Cast, by: Function = ADVISER) -> Request:
    with acting_as(person=cast.people[by].pk):
        return Request.objects.select_related("to_organisation").get()


def test_what_the_problem_says_is_not_typed_again(cast: Cast, theme: Theme) -> None:
    problem = opened_problem(cast, theme, kind=Kind.COMPLEX, title="Pand met overlast aan de Proefkade")
    page = body(cast.client(ADVISER).get(f"{reverse(NEW)}?probleem={problem.pk}"))
    assert "Over <b>Pand met overlast aan de Proefkade</b> (Drugsoverlast)." in page
    assert 'value="Aanpak van: Pand met overlast aan de Proefkade"' in page
    # A complex problem usually leads to a decision; the usual partner is the prosecution service.
    assert '<option value="bestuurlijk_besluit" selected>' in page
    assert 'value="strafvorderlijke_gegevens" class="utrecht-checkbox utrecht-checkbox--html-input"' in page
    assert "Waarschijnlijk mag dit" in page
    assert 'id="id_theme"' not in page


def test_a_gap_in_the_matrix_leads_to_a_request_to_that_partner_on_that_theme(
    cast: Cast, theme: Theme
) -> None:
    client, police = cast.client(ADVISER), party(cast, OrganisationKind.POLICE)
    cell = f"{reverse('position:cell', args=[theme.pk])}?partner={police.pk}"
    way = f"{reverse(NEW)}?aan={police.pk}&thema={theme.pk}"
    assert way in body(client.get(cell))
    page = body(client.get(way))
    assert f'<option value="{police.pk}" selected>' in page
    assert f'<option value="{theme.pk}" selected>' in page
    # Who supplies itself asks elsewhere.
    assert way not in body(cast.client(Function.TEAM_CHIEF).get(cell))


def test_only_what_the_law_knows_between_the_two_can_be_chosen(cast: Cast, theme: Theme) -> None:
    client = cast.client(ADVISER)
    prosecution = body(client.get(reverse(NEW)))
    assert "vergunning_beoordeling" in prosecution
    assert "woonoverlast" not in prosecution
    police = body(client.get(f"{reverse(NEW)}?aan={party(cast, OrganisationKind.POLICE).pk}"))
    assert "woonoverlast" in police
    assert "vergunning_beoordeling" not in police
    # No key of the vocabulary is ever read by a person.
    assert ">beoordelen van een vergunning<" in prosecution
    assert ">vergunning_beoordeling<" not in prosecution


def test_the_law_is_asked_again_without_judging_what_is_still_empty(cast: Cast, theme: Theme) -> None:
    data = filled(cast, theme, go=None, look="1", what="Halve zin", subject="vergunninghouder")
    page = body(cast.client(ADVISER).post(reverse(NEW), data))
    assert "Hiervoor is geen grondslag" in page
    assert "Geen wet staat dit toe voor gegevens uit een strafzaak" in page
    assert "Is uw doel eigenlijk dit" in page
    assert "Halve zin" in page
    assert "Er is 1 ding dat niet klopt" not in page
    with acting_as(person=cast.people[ADVISER].pk):
        assert not Request.objects.exists()


def test_another_party_brings_choices_that_fit_it(cast: Cast, theme: Theme) -> None:
    data = filled(
        cast, theme, go=None, look="1", to=str(party(cast, OrganisationKind.POLICE).pk),
        narrowed_for=str(party(cast, OrganisationKind.PROSECUTION).pk),
    )  # fmt: skip
    page = body(cast.client(ADVISER).post(reverse(NEW), data))
    # What the prosecution service usually gives makes way for what the police usually give.
    assert "openbare orde · politiegegevens" in page
    assert "gegevens uit een strafzaak ·" not in page
    assert "Vraag aan: Politie" in page
    same = body(cast.client(ADVISER).post(reverse(NEW), data | {"narrowed_for": data["to"]}))
    assert "gegevens uit een strafzaak ·" in same


def test_a_request_goes_from_the_form_by_a_confirmation_and_is_stored_once(cast: Cast, theme: Theme) -> None:
    client, data = cast.client(ADVISER), filled(cast, theme)
    client.post(reverse(NEW), data)
    again = client.post(reverse(NEW), data)
    request = only(cast)
    assert again["Location"] == address("request_submit", request)
    confirm = body(client.get(again["Location"]))
    for words in (*WORDS.values(), "openbare orde", "verdachte", "Dien in"):
        assert words in confirm
    assert request.state == RequestState.DRAFT
    sent = client.post(again["Location"], {"version": str(request.version)})
    assert sent["Location"] == address("request", request)
    client.post(again["Location"], {"version": str(request.version)})
    request = only(cast)
    assert (request.state, request.number[:2]) == (RequestState.SUBMITTED, "V-")
    assert "heeft uw verzoek" in body(client.get(sent["Location"]))


def test_a_draft_may_have_holes_and_is_asked_for_them_only_when_it_goes_on(cast: Cast, theme: Theme) -> None:
    client = cast.client(ADVISER)
    client.post(reverse(NEW), filled(cast, theme, go=None, save="1", what="", necessity=""))
    request = only(cast)
    assert request.what == ""
    to_form = client.get(address("request_submit", request))
    assert to_form["Location"] == address("request_change", request)
    page = body(client.post(to_form["Location"], filled(cast, theme, what="", version=str(request.version))))
    assert "Vul dit in." in page
    client.post(to_form["Location"], filled(cast, theme, version=str(request.version)))
    assert only(cast).what == WORDS["what"]


def test_of_two_editors_the_second_is_told_and_loses_no_text(cast: Cast, theme: Theme) -> None:
    request = drafted(cast, theme)
    version = str(request.version)
    one, two = cast.client(ADVISER), cast.client(Function.MAYOR)
    one.post(address("request_change", request), filled(cast, theme, version=version, what="Eerste versie"))
    answer = two.post(address("request_change", request), filled(cast, theme, version=version, what="Tweede"))
    assert answer.status_code == 409
    page = body(answer)
    assert "Iemand anders was u voor" in page
    assert "Eerste versie" in page
    assert "Tweede" in page
    newer = str(only(cast).version)
    assert f'name="version" value="{newer}"' in page
    two.post(address("request_change", request), filled(cast, theme, version=newer, what="Tweede"))
    assert only(cast).what == "Tweede"


def test_a_service_number_is_refused_and_a_name_is_looked_at_once(cast: Cast, theme: Theme) -> None:
    client = cast.client(ADVISER)
    number = filled(cast, theme, what="Het gaat om 123456782.")
    assert "burgerservicenummer" in body(client.post(reverse(NEW), number))
    assert "burgerservicenummer" in body(client.post(reverse(NEW), number | {"personal_confirmed": "on"}))
    mail = filled(cast, theme, what="Mail naar j.jansen@voorbeeld.nl")
    assert "Dit lijkt een persoonsgegeven" in body(client.post(reverse(NEW), mail))
    assert client.post(reverse(NEW), mail | {"personal_confirmed": "on"}).status_code == 302


def test_a_day_that_is_past_and_a_day_that_is_missing_are_refused(cast: Cast, theme: Theme) -> None:
    client = cast.client(ADVISER)
    past = filled(cast, theme, due="other", due_on=str(timezone.localdate() - timedelta(days=1)))
    assert "Kies vandaag of een dag die nog komt." in body(client.post(reverse(NEW), past))
    assert "Kies de dag waarop u antwoord nodig hebt." in body(
        client.post(reverse(NEW), filled(cast, theme, due="other"))
    )


@pytest.mark.parametrize(
    ("choice", "at", "expected"),
    [
        ("today", "2026-11-23 09:00", "2026-11-23 17:00"),
        ("today", "2026-11-23 18:00", "2026-11-23 23:59"),
        ("tomorrow", "2026-11-27 09:00", "2026-11-28 17:00"),
        ("three", "2026-11-27 09:00", "2026-12-02 17:00"),
        ("week", "2026-12-18 09:00", "2026-12-28 17:00"),
    ],
)
def test_quick_terms_count_working_days(choice: str, at: str, expected: str) -> None:
    now = timezone.make_aware(datetime.fromisoformat(at))
    assert timezone.localtime(due_moment(choice, None, now=now)) == timezone.make_aware(
        datetime.fromisoformat(expected)
    )


def test_a_refusal_says_why_and_asking_again_is_filled_in(cast: Cast, theme: Theme) -> None:
    request = submitted(cast, theme)
    refused(cast, request)
    client = cast.client(ADVISER)
    page = body(client.get(address("request", request)))
    for words in ("Dit raakt het onderzoek.", "Het belang van het onderzoek", "Vraag opnieuw", "Geweigerd",
                  "Vraag alleen de kop, of vraag het opnieuw als het onderzoek verder is."):  # fmt: skip
        assert words in page
    again = body(client.get(f"{reverse(NEW)}?opnieuw={request.pk}"))
    for words in WORDS.values():
        assert words in again
    client.post(address("request_received", request))
    assert "Ontvangst bevestigd" in body(client.get(address("request", request)))
    with acting_as(person=cast.people[ADVISER].pk):
        assert Request.objects.get(pk=request.pk).received_by_id == cast.people[ADVISER].pk


def test_a_request_is_taken_back_and_a_draft_thrown_away(cast: Cast, theme: Theme) -> None:
    client, request, draft = cast.client(ADVISER), submitted(cast, theme), drafted(cast, theme)
    assert "ziet dat u het intrekt" in body(client.get(address("request_withdraw", request)))
    client.post(address("request_withdraw", request), {"version": str(request.version)})
    client.post(address("request_withdraw", draft), {"version": str(draft.version)})
    assert only(cast).state == RequestState.WITHDRAWN
    assert "U hebt dit verzoek ingetrokken." in body(client.get(address("request", request)))


def test_a_draft_exists_for_the_asking_side_alone(cast: Cast, theme: Theme) -> None:
    draft = drafted(cast, theme, decision_for="Geheim besluit Zwaluw")
    assert "Zwaluw" in body(cast.client(Function.MAYOR).get(reverse("exchange:requests")))
    for function in (Function.PROSECUTOR, Function.TEAM_CHIEF, Function.PARTNER):
        client = cast.client(function)
        for name in ("request", "request_change", "request_submit", "request_withdraw"):
            assert client.get(address(name, draft)).status_code == 404
        assert client.get(f"{reverse(NEW)}?opnieuw={draft.pk}").status_code == 404
        for name in ("exchange:front", "exchange:requests", "exchange:inbox", "brief:today"):
            assert "Zwaluw" not in body(client.get(reverse(name)))


def test_a_problem_that_the_reader_may_not_see_cannot_be_asked_about(cast: Cast, theme: Theme) -> None:
    problem = opened_problem(cast, theme, kind=Kind.COMPLEX, title="Zaak die niemand kent")
    client = cast.client(Function.TEAM_CHIEF)
    assert client.get(f"{reverse(NEW)}?probleem={problem.pk}").status_code == 404
    data = filled(cast, theme, problem=str(problem.pk), to=str(party(cast, OrganisationKind.MUNICIPALITY).pk))
    page = body(client.post(reverse(NEW), data))
    assert "Zaak die niemand kent" not in page
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert not Request.objects.exists()


def test_a_list_asks_as_much_for_many_requests_as_for_one(
    cast: Cast, theme: Theme, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client(ADVISER)
    drafted(cast, theme)

    def asks(name: str) -> int:
        with django_assert_max_num_queries(60) as asked:
            client.get(reverse(name))
        return len(asked.captured_queries)

    names = ("exchange:requests", "exchange:front")
    before = [asks(name) for name in names]
    for _number in range(4):
        drafted(cast, theme)
    assert [asks(name) for name in names] == before


def test_the_next_page_begins_after_the_last_row(
    cast: Cast, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("driehoek.web.paging.PAGE", 2)
    numbers = [submitted(cast, theme).number for _number in range(3)]
    client: Client = cast.client(ADVISER)
    first = client.get(reverse("exchange:requests"))
    assert numbers[0] not in body(first)
    assert numbers[0] in body(client.get(f"{reverse('exchange:requests')}{first.context['next_url']}"))
