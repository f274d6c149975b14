"""A judgement is kept as it was made, with what is needed to make it again."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from driehoek import law
from driehoek.access.identity import acting_as
from driehoek.grounds import services
from driehoek.grounds.models import Decision, RuleText
from driehoek.grounds.sealing import message
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from tests.support.cast import Cast
from tests.support.ground_objects import ALLOWED, KIND, REASON, REFUSED, UNSURE, judged, organisation_of


def allows(decision: uuid.UUID, subject: uuid.UUID, kind: str = KIND) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT grounds_allows(%s, %s, %s)", [decision, kind, subject])
        return bool(cursor.fetchone()[0])


def test_a_judgement_is_kept_with_its_rules_and_can_be_made_again(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        made = judged(identity, organisation_of(cast, Function.TEAM_CHIEF).pk)
        kept = Decision.objects.get(pk=made.pk)
        assert kept.outcome == "allowed"
        assert kept.releasable
        assert kept.why_not() == ""
        assert allows(kept.pk, kept.subject)
        rules = law.from_texts(RuleText.objects.get(pk=kept.rule_id).texts)
        again = law.check(kept.proposal, rules=rules)
        assert again.key == kept.key
        assert again.as_json() == kept.held()
        line = Event.objects.get(action="grounds:decision:made", subject=kept.subject)
        assert kept.made_by_id == cast.people[Function.TEAM_CHIEF].pk
        assert str(kept.pk) in line.data
        assert line.trace == kept.trace_id


def test_python_and_the_database_seal_the_same_text(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        made = judged(
            identity, organisation_of(cast, Function.TEAM_CHIEF).pk, UNSURE, confirmation=f"{REASON} “é”\n"
        )
        kept = Decision.objects.get(pk=made.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT grounds_message(d) FROM grounds_decision d WHERE id = %s", [kept.pk])
            assert bytes(cursor.fetchone()[0]) == message(kept) == message(made)


def test_a_warning_goes_only_with_a_reason(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        police = organisation_of(cast, Function.TEAM_CHIEF).pk
        bare, short = (
            judged(identity, police, UNSURE),
            judged(identity, police, UNSURE, confirmation="Ja. " * 4),
        )
        reasoned = judged(identity, police, UNSURE, confirmation=REASON)
        assert [one.outcome for one in (bare, short, reasoned)] == ["warn"] * 3
        assert [one.releasable for one in (bare, short, reasoned)] == [False, False, True]
        assert [allows(one.pk, one.subject) for one in (bare, short, reasoned)] == [False, False, True]
        assert "reden" in bare.why_not()
        assert reasoned.confirmed_by_id == identity.person


def test_a_reason_changes_nothing_where_the_law_says_no(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        police = organisation_of(cast, Function.TEAM_CHIEF).pk
        refused = judged(identity, police, REFUSED, confirmation=REASON)
        assert refused.outcome == "not_allowed"
        assert refused.confirmation == ""
        assert refused.confirmed_by_id is None
        assert not refused.releasable
        assert not allows(refused.pk, refused.subject)
        assert refused.why_not()


def test_only_the_newest_of_today_about_this_very_thing_lets_it_go(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        police, subject = organisation_of(cast, Function.TEAM_CHIEF).pk, uuid.uuid4()
        yesterday = judged(identity, police, subject=subject, days_ago=1)
        assert yesterday.releasable
        assert not allows(yesterday.pk, subject)
        first = judged(identity, police, subject=subject)
        assert allows(first.pk, subject)
        assert not allows(first.pk, uuid.uuid4())
        assert not allows(first.pk, subject, "position.agreement")
        second = judged(identity, police, REFUSED, subject=subject)
        assert not allows(first.pk, subject)
        assert not allows(second.pk, subject)
        assert not allows(uuid.uuid4(), subject)


def test_what_no_reason_replaces_must_be_answered_first(cast: Cast) -> None:
    """A basis that asks to know something first is not released on a reason (docs/law.md)."""
    rules = law.load()
    basis, key = next(
        (basis, key)
        for basis in rules.bases
        for key in sorted(rules.deciding[basis.id])
        if key in rules.facts
    )
    found = law.Decision(
        law.Outcome.WARN,
        (basis.id,),
        (),
        (law.Missing(key, rules.facts[key].question),),
        (),
        *(law.Words("", ""), (), law.Words("", ""), law.Words("", ""), law.Words("", ""), (), ()),
        rules.version,
        timezone.localdate(),
    )
    assert law.must_know(found, rules) == (key,)
    kept = {"outcome": "warn", "confirmation": REASON}
    assert not Decision(**kept, must_know=[key]).releasable
    assert "vragen" in Decision(**kept, must_know=[key]).why_not()
    assert Decision(**kept, must_know=[]).releasable
    held = {**ALLOWED, "facts": {"action": "keep"}}
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        made = judged(identity, organisation_of(cast, Function.TEAM_CHIEF).pk, held, confirmation=REASON)
        assert made.outcome == "warn"
        assert made.must_know == ["held_under"]
        assert not made.releasable
        assert not allows(made.pk, made.subject)


def test_a_proposal_holds_values_of_the_law_and_no_text(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        police = organisation_of(cast, Function.TEAM_CHIEF).pk
        for wrong in (
            {"note": "Jan Jansen"},
            {"subject": "Jan Jansen"},
            {"facts": {"necessary": "Jan Jansen"}},
        ):
            with pytest.raises(law.ProposalError):
                judged(identity, police, {**ALLOWED, **wrong})
        assert not Decision.objects.exists()


def test_the_form_of_a_proposal_is_the_same_however_it_was_written() -> None:
    day = timezone.localdate()
    one = services.canonical({**ALLOWED, "data_categories": ["politiegegevens", "politiegegevens"]}, day)
    other = services.canonical(dict(reversed([*ALLOWED.items(), ("on", day.isoformat())])))
    assert one == other
    assert services.canonical(one) == one
    assert services.canonical(ALLOWED, day + timedelta(days=1)) != one
    assert services.preview(ALLOWED).outcome == "allowed"
