"""The conversation about a proposal: only what is missing is asked, in words, until there is an outcome."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from driehoek import law
from driehoek.grounds.asking import ProposalForm, choices_of, converse
from driehoek.grounds.outcomes import outcome_of

ORDER = {
    "provider": "om",
    "recipient": "burgemeester",
    "purpose": "openbare_orde",
    "data_categories": ["strafvorderlijke_gegevens"],
    "subject": "verdachte",
}
POLICE = {
    "provider": "politie",
    "recipient": "burgemeester",
    "purpose": "openbare_orde",
    "data_categories": ["politiegegevens"],
    "subject": "overlastgever",
}


def posted(conversation: Any, **answers: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data[conversation.asked_name] = conversation.asked
    for field in (*conversation.answered, *conversation.open):
        value = answers.get(field.name, field.value())
        for one in value if isinstance(value, list) else [value]:
            if one:
                data.appendlist(field.html_name, one)
    for name, value in answers.items():
        data[f"fact-{name}"] = value
    return data


def answer_all(proposal: dict[str, Any], **answers: str) -> Any:
    conversation = converse(proposal)
    for _round in range(6):
        if conversation.complete:
            return conversation
        given = {key: answers.get(key, "yes") for key in conversation.open_keys}
        conversation = converse(proposal, data=posted(conversation, **given))
    raise AssertionError(f"still open: {conversation.open_keys}")


RIGHT = {
    "frequency": "incidental",
    "whole_file": "no",
    "others_traceable": "no",
    "final_decision": "conviction_irrevocable",
}


def test_only_what_the_law_misses_is_asked_and_the_answers_lead_to_its_own_outcome() -> None:
    first = converse(ORDER)
    assert set(first.open_keys) == {one.key for one in law.check(ORDER).missing}
    assert not first.complete
    done = answer_all(ORDER, **RIGHT)
    assert done.decision == law.check(done.proposal)
    assert done.decision.outcome == law.Outcome.ALLOWED
    assert done.proposal["facts"]["proportionate"] is True
    assert done.proposal["facts"]["whole_file"] is False
    assert done.proposal["frequency"] == "incidental"


def test_i_do_not_know_is_an_answer_that_leaves_the_fact_unknown() -> None:
    done = answer_all(ORDER, **(RIGHT | {"proportionate": "unknown"}))
    assert done.complete
    assert "proportionate" not in done.proposal["facts"]
    assert done.decision.outcome == law.Outcome.WARN
    assert [one.key for one in done.decision.missing] == ["proportionate"]


def test_a_wrong_answer_is_refused_and_can_be_changed() -> None:
    done = answer_all(ORDER, **(RIGHT | {"proportionate": "no"}))
    assert done.decision.outcome == law.Outcome.NOT_ALLOWED
    assert "proportionate" in done.answered_keys
    again = converse(ORDER, data=posted(done, proportionate="yes"))
    assert again.decision.outcome == law.Outcome.ALLOWED


def test_police_data_are_asked_for_their_tag_before_anything_is_judged() -> None:
    first = converse(POLICE)
    assert first.open_keys == ("wpg_processing",)
    second = converse(POLICE, data=posted(first, wpg_processing="8"))
    assert second.proposal["wpg_processing"] == ["8"]
    assert "om_coordination_done" in second.open_keys


def test_what_the_caller_knows_is_not_asked_and_cannot_be_posted() -> None:
    fixed = {"proportionate": False}
    first = converse(ORDER, fixed=fixed)
    assert "proportionate" not in first.open_keys
    tampered = posted(first, **RIGHT)
    tampered[first.asked_name] = f"{first.asked} proportionate"
    tampered["fact-proportionate"] = "yes"
    done = converse(ORDER, data=tampered, fixed=fixed)
    assert done.proposal["facts"]["proportionate"] is False
    assert done.decision.outcome == law.Outcome.NOT_ALLOWED


def test_an_approval_is_taken_from_a_form_only_where_nothing_rests_on_it() -> None:
    proposal = {
        "provider": "politie",
        "recipient": "zvh",
        "purpose": "complexe_casus_zvh",
        "data_categories": ["politiegegevens"],
        "subject": "casuspersoon",
        "wpg_processing": ["8"],
    }
    fact = "authority_agreement"
    assert fact in {one.fact for one in converse(proposal).decision.approvals}
    first = converse(proposal)
    assert fact not in (*first.open_keys, *first.further_keys)
    data = posted(first)
    data[first.asked_name] += f" {fact}"
    data[f"fact-{fact}"] = "given"
    assert fact not in converse(proposal, data=data).proposal["facts"]
    trying = converse(proposal, approvals=True)
    assert fact in trying.open_keys
    agreed = converse(proposal, data=posted(trying, **{fact: "given"}), approvals=True)
    assert agreed.proposal["facts"][fact] == "given"


def test_an_answer_that_cannot_be_read_is_said_and_not_taken() -> None:
    proposal = ORDER | {"facts": {"date_return": "2026-12-01"}}
    first = converse(proposal)
    wrong = converse(proposal, data=posted(first, date_return="31-02-2026"))
    assert "date_return" not in wrong.proposal["facts"]
    assert not wrong.complete
    assert "bestaande datum" in str(wrong.form.errors)


def test_a_special_case_that_stops_is_offered_and_stops() -> None:
    done = answer_all(ORDER, **RIGHT)
    assert "bsn_without_statute" in done.further_keys
    stopped = converse(ORDER, data=posted(done, bsn_without_statute="yes"))
    assert stopped.decision.outcome == law.Outcome.NOT_ALLOWED
    assert "rule-bsn" in stopped.decision.rules


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_key_is_shown_only_words(language: str) -> None:
    with translation.override(language):
        form = ProposalForm()
        shown = [str(label) for name in ("provider", "purpose", "subject") for label in _labels(form, name)]
        done = answer_all(ORDER, **RIGHT)
        shown += [str(field.label) for field in (*done.answered, *done.further)]
        view = outcome_of(done.decision)
        shown += [view.label, *view.reasons, *view.record, view.decided_by]
    assert not [text for text in shown if "_" in text]
    assert view.bases[0].url.endswith("/wjsg-39f-1b-orde-veiligheid/")


def _labels(form: ProposalForm, name: str) -> list[object]:
    found: list[object] = []
    for _value, label in form.fields[name].choices:  # type: ignore[attr-defined]
        found += [words for _key, words in label] if isinstance(label, list) else [label]
    return found


def test_the_form_gives_what_the_law_reads() -> None:
    form = ProposalForm(ORDER | {"frequency": ""})
    assert form.is_valid(), form.errors
    assert law.check(form.proposal()).outcome == law.check(ORDER).outcome
    assert not ProposalForm(ORDER | {"recipient": "de_buurman"}).is_valid()


def test_a_stored_decision_reads_like_a_fresh_one() -> None:
    decision = law.check(ORDER)
    assert outcome_of(decision) == outcome_of(decision.as_json())
    assert {value for value, _words in choices_of("provider")} == law.load().vocabulary["provider"]
