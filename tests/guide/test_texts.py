"""A municipality's own texts: change, end, add, back to the standard, two editors (HR06)."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.guide.defaults import defaults
from driehoek.guide.forms import FORMS
from driehoek.guide.models import GuideText, Scan
from driehoek.guide.queries import texts as queries
from driehoek.guide.reading import plain, read
from driehoek.guide.services import texts as services
from driehoek.guide.shapes import Case, Section, Tip
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from tests.support.cast import Cast
from tests.support.guide_objects import answer_all, open_round, tip_content

ADMIN, ADVISER, MAYOR = Function.ADMIN, Function.SAFETY_ADVISER, Function.MAYOR
KEY = "om-role-line"
DAY = date(2026, 1, 5)


def address(name: str, section: str = "tip", key: str = KEY) -> str:
    return reverse(f"guide:text_{name}", args=[section, key])


def values_of(section: Section, key: str, **changed: Any) -> dict[str, Any]:
    """Return what the form of a text would send."""
    values = FORMS[section].initial_of(defaults(section)[key])
    return {name: value for name, value in values.items() if value is not None} | {
        "dated_on": "2026-01-05", "version": "0",
    } | changed  # fmt: skip


def send(client: Client, section: Section, key: str, **changed: Any) -> Any:
    return client.post(address("change", section, key), values_of(section, key, **changed))


@pytest.mark.story("HR06")
def test_the_administrator_changes_a_tip_for_this_municipality_alone(cast: Cast) -> None:
    client = cast.client(ADMIN)
    page = unescape(client.get(reverse("guide:texts")).content.decode())
    assert "Spreek één vaste officier af" in page
    assert "R: Nederlands Genootschap van Burgemeesters" in page
    answer = send(
        client, Section.TIP, KEY, text="Bel de vaste officier.", source="Besluit driehoek, 5 januari"
    )
    assert answer.status_code == 302, unescape(answer.content.decode())
    page = unescape(client.get(reverse("guide:texts")).content.decode())
    row = page[page.index("Bel de vaste officier.") :][:900]
    assert "aangepast" in row
    assert "Besluit driehoek, 5 januari" in row
    assert "5 januari 2026" in row
    assert "Bel de vaste officier." in cast.client(MAYOR).get(reverse("guide:overview")).content.decode()
    stranger = cast.client(person=cast.stranger).get(reverse("guide:overview") + "?alle=ja")
    assert "Bel de vaste officier." not in stranger.content.decode()
    assert "Spreek één vaste officier af" in unescape(stranger.content.decode())

    assert address("restore") in client.get(address("change")).content.decode()
    confirm = unescape(client.get(address("restore")).content.decode())
    assert "Uw eigen versie gaat weg" in confirm
    assert confirm.index("Bel de vaste officier.") < confirm.index("Spreek één vaste officier af")
    version = re.search(r'name="version" value="(\d+)"', confirm)
    assert version
    client.post(address("restore"), {"version": version.group(1), "to": "standard"})
    overview = unescape(cast.client(MAYOR).get(reverse("guide:overview")).content.decode())
    assert "Spreek één vaste officier af" in overview
    assert "Bel de vaste officier." not in overview


def test_an_ended_text_is_gone_for_readers_and_comes_back_as_it_was(cast: Cast) -> None:
    client, reader = cast.client(ADVISER), cast.client(MAYOR)
    send(client, Section.TIP, KEY, text="Bel de vaste officier.")
    client.post(address("end"), {"version": "1"})
    assert "Bel de vaste officier." not in reader.get(reverse("guide:overview")).content.decode()
    assert "verborgen" in client.get(address("change")).content.decode()
    assert reader.post(reverse("guide:act", args=["tip", KEY])).status_code == 404
    client.post(address("restore"), {"version": "2", "to": "shown"})
    assert "Bel de vaste officier." in reader.get(reverse("guide:overview")).content.decode()


def test_a_standard_text_can_be_ended_without_having_been_changed(cast: Cast) -> None:
    client = cast.client(ADVISER)
    client.post(address("end"), {"version": "0"})
    assert "Spreek één vaste" not in unescape(
        cast.client(MAYOR).get(reverse("guide:overview")).content.decode()
    )
    assert client.get(address("restore", key="crisis-role-four")).status_code == 404
    client.post(address("restore"), {"version": "1", "to": "shown"})
    assert "Spreek één vaste" in unescape(cast.client(MAYOR).get(reverse("guide:overview")).content.decode())


def test_a_text_of_their_own_is_added_and_named_as_such(cast: Cast) -> None:
    client = cast.client(ADMIN)
    values = values_of(Section.TIP, KEY, text="Loop bij de wijkagent langs.") | {"key": "eigen-wijkagent"}
    new = reverse("guide:text_new") + "?deel=tip"
    assert client.post(new, values).status_code == 302
    again = client.post(new, values)
    assert "al in gebruik" in again.content.decode()
    assert "al in gebruik" in client.post(new, values | {"key": KEY}).content.decode()
    assert "eigen tekst" in client.get(address("change", key="eigen-wijkagent")).content.decode()
    assert "wijkagent langs" in cast.client(MAYOR).get(reverse("guide:overview")).content.decode()
    answer = client.post(address("restore", key="eigen-wijkagent"), {"version": "1", "to": "standard"})
    assert answer.status_code == 302
    with acting_as(person=cast.people[ADMIN].pk):
        assert GuideText.objects.get().ended is False, "a text of their own is never thrown away by this"


def test_errors_stand_at_their_fields_and_say_what_to_do(cast: Cast) -> None:
    client = cast.client(ADMIN)
    answer = send(client, Section.TIP, KEY, text="", action_kind="standing_case", action_sentence="Ik wil.")
    page = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "Vul dit in." in page
    answer = send(
        client,
        Section.TIP,
        KEY,
        action_kind="standing_case",
        action_sentence="Ik wil het weten.",
        action_what="Bericht",
        action_moment="",
    )
    page = unescape(answer.content.decode())
    assert "Kies bij welk moment." in page
    assert 'href="#id_action_moment"' in page
    with acting_as(person=cast.people[ADMIN].pk):
        assert not GuideText.objects.exists()


def test_the_second_of_two_editors_is_told_and_keeps_the_text(cast: Cast) -> None:
    first, second = cast.client(ADMIN), cast.client(ADVISER)
    assert send(first, Section.TIP, KEY, text="Van de eerste.").status_code == 302
    answer = send(second, Section.TIP, KEY, text="Van de tweede.")
    page = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Iemand anders was u voor" in page
    assert "Van de eerste." in page
    assert "Van de tweede." in page
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    assert send(second, Section.TIP, KEY, text="Van de tweede.", version=version).status_code == 302
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        tip = queries.tip_of(identity, KEY)
    assert tip is not None
    assert tip.text == "Van de tweede."


def test_ending_and_restoring_on_an_old_version_change_nothing(cast: Cast) -> None:
    client = cast.client(ADVISER)
    send(client, Section.TIP, KEY, text="Van de eerste.")
    for name, data in (("end", {}), ("restore", {"to": "standard"}), ("restore", {"to": "shown"})):
        answer = client.post(address(name), data | {"version": "7"}, follow=True)
        assert "wijzigde deze tekst net" in answer.content.decode(), name
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        stored = GuideText.objects.get()
        assert (stored.version, stored.ended) == (1, False)
        with pytest.raises(VersionConflict):
            services.bring_back(identity=identity, section=Section.TIP, key="crisis-role-four", version=1)
        with pytest.raises(ValueError, match="no such standard"):
            services.back_to_standard(identity=identity, section=Section.TIP, key="onbekend", version=1)


@pytest.mark.parametrize("section", list(Section))
def test_sending_a_form_unchanged_keeps_the_text_as_it_is(cast: Cast, section: Section) -> None:
    client = cast.client(ADMIN)
    for key in list(defaults(section))[:3]:
        answer = send(client, section, key)
        assert answer.status_code == 302, unescape(answer.content.decode())
        with acting_as(person=cast.people[ADMIN].pk) as identity:
            assert queries.texts(identity, section)[key] == defaults(section)[key]


def test_a_case_gains_a_party_a_step_and_a_proposal_and_loses_one(cast: Cast) -> None:
    client = cast.client(ADVISER)
    case = defaults(Section.CASE)["burglary-wave"]
    assert isinstance(case, Case)
    place, step = len(case.parties) + 1, len(case.steps) + 1
    answer = send(
        client,
        Section.CASE,
        "burglary-wave",
        **{
            f"parties_{place}_name": "Dorpsraad",
            f"parties_{place}_knows": "Er is een avond gepland.",
            f"steps_{step}_title": "Terugblik",
            f"steps_{step}_minutes": "5",
            f"steps_{step}_text": "Wat nemen wij mee?",
            f"steps_{step}_questions": "Wat ging goed?\n\nWat niet?",
            "steps_1_minutes": "15",
            "proposals": ["0", "3"],
            "new_needs": "Ik wil weten wat de dorpsraad hoort.",
        },
    )
    assert answer.status_code == 302, unescape(answer.content.decode())
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        found = queries.texts(identity, Section.CASE)["burglary-wave"]
    assert isinstance(found, Case)
    assert found.parties[-1].name == "Dorpsraad"
    assert found.steps[-1].questions == ("Wat ging goed?", "Wat niet?")
    assert found.steps[0].minutes == 15
    assert [one.sentence or one.title for one in found.proposals] == [
        case.proposals[0].sentence,
        case.proposals[3].title,
        "Ik wil weten wat de dorpsraad hoort.",
    ]


def test_a_case_without_steps_is_refused_by_name(cast: Cast) -> None:
    case = defaults(Section.CASE)["burglary-wave"]
    assert isinstance(case, Case)
    emptied = {
        f"steps_{place}_{name}": ""
        for place in range(1, len(case.steps) + 1)
        for name in ("title", "minutes", "text", "questions")
    }
    answer = send(cast.client(ADVISER), Section.CASE, "burglary-wave", **emptied)
    assert "Stappen: Hier horen 1 tot en met 10 regels te staan." in unescape(answer.content.decode())


def test_a_text_that_no_longer_fits_gives_way_to_the_standard(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with acting_as(person=cast.people[ADMIN].pk) as identity:
        stored = services.change_text(
            identity=identity, section=Section.TIP, key=KEY, version=0, content=tip_content(), dated_on=DAY
        )
        services.add_text(
            identity=identity, section=Section.TIP, key="eigen", content=tip_content(), dated_on=DAY
        )
        GuideText.objects.update(content={"kind": "standard"})
        found = queries.texts(identity, Section.TIP)
        assert found[KEY] == defaults(Section.TIP)[KEY]
        assert "eigen" not in found
        assert "Besluit driehoek" not in caplog.text, "the log names fields, not words"
        assert str(stored.key) in caplog.text


def test_the_administrator_sees_texts_and_no_answers(cast: Cast) -> None:
    scan = open_round(cast)
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        answer_all(identity, scan)
    client = cast.client(ADMIN)
    for name in ("scans", "scan_open", "years", "workshops"):
        assert client.get(reverse(f"guide:{name}")).status_code == 403
    with acting_as(person=cast.people[ADMIN].pk):
        assert not Scan.objects.exists()
    assert "Vragen van de scan" in client.get(reverse("guide:texts") + "?deel=question").content.decode()


@pytest.mark.parametrize("function", [MAYOR, Function.TEAM_CHIEF, Function.PARTNER, Function.DPO])
def test_others_do_not_edit_texts_in_pages_nor_in_the_database(cast: Cast, function: Function) -> None:
    client = cast.client(function)
    assert client.get(reverse("guide:texts")).status_code == 403
    assert send(client, Section.TIP, KEY).status_code == 403
    with acting_as(person=cast.people[function].pk) as identity, pytest.raises(Exception, match="row-level"):
        services.add_text(
            identity=identity, section=Section.TIP, key="eigen", content=tip_content(), dated_on=DAY
        )


def test_the_ledger_names_the_text_and_none_of_its_words(cast: Cast) -> None:
    with acting_as(person=cast.people[ADMIN].pk) as identity:
        services.change_text(
            identity=identity,
            section=Section.TIP,
            key=KEY,
            version=0,
            content=tip_content(text="Geheime woorden."),
            dated_on=DAY,
        )
        event = Event.objects.get(action="guide:text:changed")
    assert event.data == '{"key":"om-role-line","section":"tip"}'


def test_what_a_form_holds_is_what_the_files_hold() -> None:
    tip = defaults(Section.TIP)[KEY]
    assert isinstance(tip, Tip)
    form = FORMS[Section.TIP](values_of(Section.TIP, KEY), key=KEY, current=tip)
    assert form.is_valid(), form.errors
    assert read(Section.TIP, KEY, form.content()) == tip
    assert plain(read(Section.TIP, KEY, form.content())) == plain(tip)
