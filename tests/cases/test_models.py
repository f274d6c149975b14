"""Process models as tables: what comes with Driehoek, and adapting one on screen (TZ11)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.cases import requirements, table
from driehoek.cases.models import Phase, ProcessModel
from driehoek.cases.table import PHASES
from driehoek.parties.models import Function
from tests.support.cases import make_case
from tests.support.cast import Cast

# What rooms above tell about; each registers it under this key.
OF_ROOMS_ABOVE = {
    "approach.definition", "approach.group_picture", "approach.prioritised", "approach.plan",
    "course.scale_down", "course.evaluation", "course.aftercare",
    "measures.report_checked", "measures.decided",
}  # fmt: skip


def test_every_model_of_the_field_is_there_and_ends_and_asks_nothing_that_no_room_tells() -> None:
    found = {key: table.read(data) for key, data in table.templates().items()}
    assert set(found) == {"pga", "premises_13b", "problem_oriented", "riec", "youth_group", "zvh"}
    assert set(PHASES) == set(Phase.values)
    asked = {key for one in found.values() for step in one.steps for key in step.requires}
    assert asked <= OF_ROOMS_ABOVE | {"cases.criteria", "cases.legal_gate"}
    for one in found.values():
        ends = [state for state in one.states if not one.steps_from(state.key)]
        assert ends
        assert all(state.key in one.keep_years for state in ends), one.name
        assert all(state.max_days for state in one.states if state not in ends), one.name


def test_the_care_and_safety_house_admits_on_all_three_or_on_an_area(cast: Cast) -> None:
    criteria = table.read(table.templates()["zvh"]).criteria
    assert criteria.admits({"domains": True, "chains": True, "family": True, "area": False})
    assert criteria.admits({"domains": False, "chains": False, "family": False, "area": True})
    assert not criteria.admits({"domains": True, "chains": True, "family": False, "area": False})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": "nergens"}, "unknown_state"),
        ({"states": [{"key": "a", "name": "A", "phase": "plan"}] * 2}, "twice"),
        ({"states": [{"key": "a", "name": "A", "phase": "fout"}]}, "phase"),
        ({"moves": [{"from": "a", "to": "b", "label": "x", "who": "iedereen"}]}, "who"),
        ({"moves": []}, "unreached"),
        ({"moves": [{"from": x, "to": y, "label": "x", "who": "lead"} for x, y in ("ab", "ba")]}, "no_end"),
        ({"criteria": {"rule": {"all": ["z"]}}}, "unknown_question"),
        ({"states": [{"key": "a", "name": "A", "phase": "plan", "max_days": 0}]}, "days"),
        ({"name": None, "states": [{"key": "a"}]}, "missing"),
    ],
)
def test_a_table_that_no_case_could_follow_is_refused_by_name(change: dict[str, Any], code: str) -> None:
    whole = {
        "name": "Proef",
        "states": [{"key": key, "name": key, "phase": "plan"} for key in "ab"],
        "moves": [{"from": "a", "to": "b", "label": "x", "who": "lead"}],
        "start": "a",
    }
    table.read(whole)
    with pytest.raises(table.TableError) as refused:
        table.read({**whole, **change})
    assert refused.value.code == code


def filled(browser: Client, address: str) -> dict[str, Any]:
    """Return the form of a model as it stands on the page."""
    editor = browser.get(address).context["editor"]
    data: dict[str, Any] = {name: editor.main[name].value() or "" for name in editor.main.fields}
    for part in editor.parts:
        data |= {
            part.management_form[name].html_name: part.management_form[name].value()
            for name in part.management_form.fields
        }
        for form in part:
            for name in form.fields:
                value = form[name].value()
                if value not in (None, False):
                    data[form[name].html_name] = value
    return data


@pytest.mark.django_db
@pytest.mark.story("TZ11")
def test_the_director_adapts_a_model_on_screen_and_a_running_case_is_moved_over_by_hand(cast: Cast) -> None:
    made = make_case(cast)
    browser = cast.client(Function.CASE_DIRECTOR)
    address = reverse("cases:model_adapt", args=[made.case.model_id])
    data = filled(browser, address) | {"note": "Wij bellen eerst de wijkagent"}
    states, steps = len(made.case.model.data["states"]), len(made.case.model.data["moves"])
    new_state = {f"state-{states}-name": "0. Bellen", f"state-{states}-phase": "assessment"}
    alone = browser.post(address, data | new_state)
    assert "Geen overgang leidt naar: 0. Bellen" in alone.text
    more = browser.post(address, data | {"add": "step"})
    assert more.context["editor"].steps.total_form_count() == steps + 2
    broken = browser.post(address, data | {"start": "closed"})
    assert "Geen overgang leidt naar" in broken.text
    data |= {
        "state-0-name": "1. Signalen bundelen",
        "state-0-max_days": "14",
        "step-0-requires": ["cases.criteria"],
    }
    stored = browser.post(address, data)
    assert stored.status_code == 302
    again = browser.post(address, data)
    assert again.status_code == 409
    assert "1. Signalen bundelen" in browser.get(stored["Location"]).text
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk):
        newest = ProcessModel.objects.get(key="youth_group", number=2)
        old = dict(made.case.model.data)
    assert newest.data["moves"][0]["requires"] == ["cases.criteria"]
    assert newest.data["states"][0]["max_days"] == 14
    assert newest.data["states"][1:] == old["states"][1:]
    assert newest.data["keep_years"] == old["keep_years"]
    assert table.read(newest.data).criteria == table.read(old).criteria
    page = reverse("cases:page", args=[made.id])
    follow = reverse("cases:follow", args=[made.id])
    assert "Signalen bundelen" not in browser.get(page).text
    assert follow in browser.get(page).text
    assert browser.post(follow, {"version": 1}).status_code == 302
    assert "Signalen bundelen" in browser.get(page).text
    assert cast.client(Function.MAYOR).get(address).status_code == 403


def test_a_requirement_that_no_room_knows_is_not_met_and_names_itself(cast: Cast) -> None:
    said = requirements.check(None, "verdwenen.eis")  # type: ignore[arg-type]
    assert not said.met
    assert "verdwenen.eis" in said.text
