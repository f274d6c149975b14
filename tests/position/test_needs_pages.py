"""Stating what is needed, on its pages."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.deadlines.recurrence import Rhythm
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from driehoek.position.models import InfoKind, Need, NeedState
from driehoek.problems.models import Kind, Theme
from driehoek.problems.services import NewProblem, open_problem
from tests.position.support import body, count_queries
from tests.support.cast import Cast
from tests.support.position_objects import make_agreement, make_need

SENTENCE = "Waarom blijft het onrustig rond het station?"


def stated(cast: Cast) -> list[Need]:
    with acting_as(person=cast.people[Function.MAYOR].pk):
        return list(Need.objects.select_related("theme", "partner", "problem").order_by("stated_at"))


@pytest.mark.story("ST08")
def test_one_sentence_and_a_theme_are_enough(cast: Cast, theme: Theme) -> None:
    mayor = cast.client(Function.MAYOR)
    page = mayor.get(reverse("position:need_new"))
    given = page.context["form"].initial | {}
    assert given["origin"] == ""
    answer = mayor.post(
        reverse("position:need_new"),
        {"sentence": SENTENCE, "theme": theme.pk, "info_kind": "analytical", "wanted_mark": "4"},
    )
    [need] = stated(cast)
    assert answer["Location"] == reverse("position:need", args=[need.pk])
    assert (need.sentence, need.partner, need.rhythm, need.wanted_mark) == (SENTENCE, None, "", 4)
    shown = body(mayor.get(answer["Location"]))
    assert "niet afgesproken" in shown
    assert "Nog niemand levert dit" in shown
    assert reverse("position:agreement_new", args=[need.pk]) in shown


def test_sent_twice_is_one_need(cast: Cast, theme: Theme) -> None:
    mayor = cast.client(Function.MAYOR)
    sent = {"sentence": SENTENCE, "theme": theme.pk, "info_kind": "analytical", "wanted_mark": "4"}
    first = mayor.post(reverse("position:need_new"), sent)
    assert mayor.post(reverse("position:need_new"), sent)["Location"] == first["Location"]
    assert len(stated(cast)) == 1


def test_without_a_sentence_it_says_what_to_do_and_keeps_the_rest(cast: Cast, theme: Theme) -> None:
    answer = cast.client(Function.MAYOR).post(
        reverse("position:need_new"), {"sentence": "", "theme": theme.pk, "wanted_mark": "9"}
    )
    shown = body(answer)
    assert "Schrijf in één zin wat u wilt weten." in shown
    assert f'value="{theme.pk}" selected' in shown
    # Something wrong inside the fold opens it.
    assert '<details class="dh-more" open>' in shown
    assert not stated(cast)


def test_an_address_fills_in_what_is_known(cast: Cast, theme: Theme, need: Need) -> None:
    known = {
        "thema": theme.pk,
        "partner": need.partner_id,
        "zin": SENTENCE,
        "soort": "operational",
        "ritme": "monthly",
        "herkomst": "tip",
        "herkomst_id": "standard-role-1",
    }
    adviser = cast.client(Function.SAFETY_ADVISER)
    page = adviser.get(reverse("position:need_new") + "?" + urlencode(known))
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent = {name: getattr(value, "pk", value) for name, value in sent.items()}
    adviser.post(reverse("position:need_new"), sent)
    made = next(one for one in stated(cast) if one.sentence == SENTENCE)
    assert (made.theme, made.partner, made.rhythm) == (theme, need.partner, Rhythm.MONTHLY)
    assert made.info_kind == InfoKind.OPERATIONAL
    assert (made.origin, made.origin_id) == ("tip", "standard-role-1")


def test_nonsense_in_an_address_is_no_error(cast: Cast, theme: Theme) -> None:
    query = urlencode({"thema": "x", "partner": "0", "probleem": "y", "ritme": "z", "herkomst": "regime"})
    assert cast.client(Function.MAYOR).get(reverse("position:need_new") + "?" + query).status_code == 200


def test_a_made_up_origin_is_not_kept(cast: Cast, theme: Theme) -> None:
    cast.client(Function.MAYOR).post(
        reverse("position:need_new"),
        {
            "sentence": SENTENCE,
            "theme": theme.pk,
            "info_kind": "analytical",
            "wanted_mark": "4",
            "origin": "regime",
            "origin_id": "x",
        },
    )
    [need] = stated(cast)
    assert (need.origin, need.origin_id) == ("", "")


def test_the_theme_follows_the_problem(cast: Cast, theme: Theme) -> None:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        problem = open_problem(
            identity=identity,
            new=NewProblem(title="Onrust station", kind=Kind.STANDARD, theme=theme, owner=adviser.pk),
        )
    page = cast.client(Function.SAFETY_ADVISER).get(reverse("position:need_new"), {"probleem": problem.pk})
    assert page.context["form"].initial["theme"] == theme
    assert "Onrust station" in body(page)


def test_two_editors_the_second_is_told_and_keeps_the_text(cast: Cast, need: Need) -> None:
    address = reverse("position:need_change", args=[need.pk])
    sent = {
        "theme": need.theme_id,
        "partner": need.partner_id,
        "rhythm": "weekly",
        "info_kind": "analytical",
        "wanted_mark": "4",
        "version": "1",
    }
    first = cast.client(Function.SAFETY_ADVISER).post(address, sent | {"sentence": "Eerste woorden"})
    assert first.status_code == 302
    second = cast.client(Function.MAYOR).post(address, sent | {"sentence": "Tweede woorden"})
    assert second.status_code == 409
    shown = body(second)
    assert "Iemand anders was u voor" in shown
    assert cast.people[Function.SAFETY_ADVISER].name in shown
    assert "Eerste woorden" in shown
    assert "Tweede woorden</textarea>" in shown
    again = sent | {"sentence": "Tweede woorden", "version": second.context["form"]["version"].value()}
    assert cast.client(Function.MAYOR).post(address, again).status_code == 302
    assert [one.sentence for one in stated(cast)] == ["Tweede woorden"]


def test_barred_says_why_and_is_taken_back(cast: Cast, need: Need) -> None:
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:need_bar", args=[need.pk])
    assert "Noem de reden" in body(mayor.post(address, {"version": "1", "reason": ""}))
    mayor.post(address, {"version": "1", "reason": "Artikel 9 Wpg staat dit niet toe."})
    shown = body(mayor.get(reverse("position:need", args=[need.pk])))
    assert "Artikel 9 Wpg staat dit niet toe." in shown
    assert "Maak een afspraak" not in shown
    mayor.post(reverse("position:need_reopen", args=[need.pk]), {"version": "2"})
    [now] = stated(cast)
    assert (now.state, now.barred_reason) == (NeedState.OPEN, "")


def test_ended_and_back_by_the_same_page(cast: Cast, need: Need) -> None:
    mayor = cast.client(Function.MAYOR)
    mayor.post(reverse("position:need_end", args=[need.pk]), {"version": "1"})
    assert stated(cast)[0].state == NeedState.ENDED
    # An old page that still offers to end it changes nothing, and says so.
    late = mayor.post(reverse("position:need_end", args=[need.pk]), {"version": "1"}, follow=True)
    assert "Iemand anders heeft dit net gewijzigd" in body(late)
    mayor.post(reverse("position:need_reopen", args=[need.pk]), {"version": "2"})
    assert stated(cast)[0].state == NeedState.OPEN
    with acting_as(person=cast.people[Function.MAYOR].pk):
        verbs = list(
            Event.objects.filter(subject=need.pk).order_by("sequence").values_list("action", flat=True)
        )
    assert verbs == ["position:need:stated", "position:need:ended", "position:need:reopened"]


def test_no_agreement_on_what_is_not_needed(cast: Cast, need: Need) -> None:
    mayor = cast.client(Function.MAYOR)
    mayor.post(reverse("position:need_end", args=[need.pk]), {"version": "1"})
    answer = mayor.get(reverse("position:agreement_new", args=[need.pk]), follow=True)
    assert "loopt niet meer" in body(answer)


def test_the_list_is_narrowed_by_where_a_need_stands(cast: Cast, theme: Theme, need: Need) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        agreed = make_need(identity, theme, sentence="Afgesproken zin")
        make_agreement(identity, agreed)
        make_need(identity, theme, sentence="Zin zonder partner", partner=None)
    mayor = cast.client(Function.MAYOR)

    def sentences(**query: object) -> list[str]:
        page = mayor.get(reverse("position:needs"), query)
        return [row.title for row in page.context["rows"]]

    assert sentences() == ["Zin zonder partner", "Afgesproken zin", need.sentence]
    assert sentences(staat="afgesproken") == ["Afgesproken zin"]
    assert sentences(staat="niet-afgesproken") == ["Zin zonder partner", need.sentence]
    assert sentences(partner=need.partner_id) == ["Afgesproken zin", need.sentence]
    assert sentences(staat="te-laat") == []
    assert sentences(thema=theme.pk, staat="loopt") == sentences()


def test_the_list_pages_on_without_losing_or_doubling_a_row(cast: Cast, theme: Theme) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for number in range(35):
            make_need(identity, theme, sentence=f"Zin {number}")
    mayor = cast.client(Function.MAYOR)
    first = mayor.get(reverse("position:needs"))
    second = mayor.get(reverse("position:needs") + first.context["next_url"])
    titles = [row.title for page in (first, second) for row in page.context["rows"]]
    assert titles == [f"Zin {number}" for number in reversed(range(35))]
    assert second.context["next_url"] == ""


def test_the_list_asks_the_database_as_often_for_thirty_as_for_three(cast: Cast, theme: Theme) -> None:
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:needs")
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for _number in range(3):
            make_agreement(identity, make_need(identity, theme))
    few = count_queries(mayor, address)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for _number in range(24):
            make_agreement(identity, make_need(identity, theme))
    with CaptureQueriesContext(connection):
        assert len(mayor.get(address).context["rows"]) == 27
    assert count_queries(mayor, address) == few
