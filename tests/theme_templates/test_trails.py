"""The trail of a template: seven steps, an evaluation of effect and cooperation, and the next round."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.parties.models import Function
from driehoek.position.models import Agreement, AgreementState
from driehoek.theme_templates import services
from driehoek.theme_templates.files import built_in
from driehoek.theme_templates.models import Adoption, AdoptionState, Made, Step, StepState
from driehoek.theme_templates.queries import goals_of
from driehoek.theme_templates.services import StillOpenError
from tests.support.cast import Cast
from tests.support.template_objects import ready, take


@pytest.fixture
def trail(cast: Cast) -> Adoption:
    """The nightlife template, taken over by the adviser."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        return take(identity).adoption


def steps(cast: Cast, trail: Adoption) -> list[Step]:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        return list(trail.steps.select_related("deadline"))


def close_all(identity: Identity, trail: Adoption, *, but: int = 1) -> None:
    for step in list(trail.steps.filter(state=StepState.OPEN).select_related("deadline"))[: 7 - but]:
        services.close_step(identity=identity, step=step, version=step.version, note="Ligt er.")


@pytest.mark.story("TZ11")
def test_a_step_is_closed_skipped_with_a_reason_and_opened_again(cast: Cast, trail: Adoption) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    first, second, *_rest = steps(cast, trail)
    close = reverse("theme_templates:step_close", args=[first.pk])
    client.post(close, {"version": first.version, "how": "done", "note": "Startnotitie vastgesteld."})
    page = client.get(reverse("theme_templates:trail", args=[trail.pk])).content.decode()
    assert page.index("klaar") < page.index("nu aan de beurt") < page.index("nog te doen")
    skip = reverse("theme_templates:step_close", args=[second.pk])
    refused = client.post(skip, {"version": second.version, "how": "skipped", "note": " "})
    assert "Schrijf waarom u deze stap overslaat." in refused.content.decode()
    client.post(skip, {"version": second.version, "how": "skipped", "note": "De werkgroep was er al."})
    found = steps(cast, trail)
    assert [one.state for one in found[:3]] == ["done", "skipped", "open"]
    assert [one.deadline.state for one in found[:3] if one.deadline] == ["met", "withdrawn", "open"]
    client.post(reverse("theme_templates:step_reopen", args=[first.pk]), {"version": first.version + 1})
    again = steps(cast, trail)[0]
    assert (again.state, again.note) == (StepState.OPEN, "Startnotitie vastgesteld.")
    assert again.deadline is not None
    assert again.deadline.state == DeadlineState.OPEN


def test_a_step_gets_another_day_and_another_owner(cast: Cast, trail: Adoption) -> None:
    client = cast.client(Function.MAYOR)
    third = steps(cast, trail)[2]
    analyst = cast.people[Function.ANALYST]
    day = third.due_on + timedelta(days=21)
    client.post(
        reverse("theme_templates:step_change", args=[third.pk]),
        {"version": third.version, "due_on": day.isoformat(), "owner": str(analyst.pk)},
    )
    with acting_as(person=analyst.pk):
        moved = Step.objects.get(pk=third.pk)
        assert moved.owner == analyst
        assert moved.due_on >= day
        assert Deadline.objects.get(subject=third.pk).responsible == analyst
    mine = cast.client(Function.ANALYST)
    # The owner may close the step; another one is not theirs.
    other = steps(cast, trail)[3]
    answer = mine.post(reverse("theme_templates:step_close", args=[other.pk]), {"version": 1, "how": "done"})
    assert answer.status_code == 403
    answer = mine.post(
        reverse("theme_templates:step_close", args=[third.pk]),
        {"version": moved.version, "how": "done", "note": ""},
    )
    assert answer.status_code == 302
    assert steps(cast, trail)[2].state == StepState.DONE


def test_two_people_close_one_step_and_the_second_keeps_the_text(cast: Cast, trail: Adoption) -> None:
    first = steps(cast, trail)[0]
    address = reverse("theme_templates:step_close", args=[first.pk])
    sent = {"version": first.version, "how": "done", "note": "Van de eerste."}
    assert cast.client(Function.MAYOR).post(address, sent).status_code == 302
    answer = cast.client(Function.SAFETY_ADVISER).post(address, {**sent, "note": "Van de tweede."})
    assert answer.status_code == 409
    assert "Van de eerste." in answer.content.decode()
    assert steps(cast, trail)[0].note == "Van de eerste."


@pytest.mark.story("TZ11")
def test_an_evaluation_of_both_ends_the_round_and_begins_the_next_at_the_analysis(
    cast: Cast, trail: Adoption
) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    address = reverse("theme_templates:evaluate", args=[trail.pk])
    start = timezone.localdate() + timedelta(days=7)
    sent = {
        "version": trail.version,
        "effect": "Minder dan in het vergelijkbare gebied.",
        "cooperation": "De horeca kwam niet elke keer.",
        "next_start": start.isoformat(),
    }
    refused = client.post(address, sent).content.decode()
    assert "Er staan nog 6 stappen open" in refused
    assert "De horeca kwam niet elke keer." in refused
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        with pytest.raises(StillOpenError):
            services.evaluate(identity=identity, adoption=trail, version=1, effect="a", cooperation="b")
        close_all(identity, trail)
    half = client.post(address, {**sent, "cooperation": ""}).content.decode()
    assert "Fout:" in half
    answer = client.post(address, sent, follow=True)
    assert "De nieuwe ronde is begonnen." in answer.content.decode()
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        before = Adoption.objects.get(pk=trail.pk)
        after = before.next
        assert (before.state, after.state, after.round) == ("evaluated", AdoptionState.RUNNING, 2)
        assert after.content == built_in()["nightlife"]
        assert [one.key for one in after.steps.all()] == [
            "analysis",
            "plan",
            "agree",
            "monitor",
            "evaluation",
        ]
        assert not before.steps.filter(state=StepState.OPEN).exists()
        assert Agreement.objects.filter(state=AgreementState.ACTIVE).exists()
        # The goals of the running round are there for plans.
        assert {adoption.pk for adoption, _goal in goals_of(identity)} == {after.pk}
        # What the first round made is not made again by the second.
        assert take(identity).made == 0
        # And the second can end it.
        night = Made.objects.get(key="night-report", kind="agreements")
        services.end(identity=identity, adoption=after, version=after.version, ending={night.pk})
        assert Agreement.objects.get(pk=night.thing).state == AgreementState.ENDED
    old = client.get(reverse("theme_templates:trail", args=[trail.pk])).content.decode()
    assert "Naar de volgende ronde" in old
    assert "Evalueer deze ronde" not in old


def test_an_ended_trail_lets_no_step_be_changed(cast: Cast, trail: Adoption) -> None:
    first = steps(cast, trail)[0]
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.end(identity=identity, adoption=trail, version=trail.version, ending=())
    client = cast.client(Function.SAFETY_ADVISER)
    answer = client.post(
        reverse("theme_templates:step_close", args=[first.pk]), {"version": first.version, "how": "done"}
    )
    assert answer.status_code == 409
    assert (
        "Sluit deze stap af"
        not in client.get(reverse("theme_templates:step", args=[first.pk])).content.decode()
    )


def test_lists_and_pages_ask_the_same_whatever_there_is(cast: Cast, trail: Adoption) -> None:
    client = cast.client(Function.MAYOR)
    addresses = [
        reverse("theme_templates:trails"),
        reverse("theme_templates:list"),
        reverse("theme_templates:trail", args=[trail.pk]),
    ]
    for address in addresses:
        client.get(address)

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as caught:
                client.get(address)
            counts.append(len(caught))
        return counts

    few = asked()
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for key in ("burglary", "events", "traffic", "shop_theft"):
            take(identity, ready(key))
    assert asked() == few


def test_the_list_pages_by_its_last_row(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        theme = take(identity, ready("traffic"), chosen=(), owner=None).adoption.theme
        now = timezone.now()
        Adoption.objects.bulk_create(
            Adoption(
                municipality_id=cast.home.pk, template=f"t{number}", name=f"Spoor {number:03}", content={},
                theme=theme, starts_on=now.date(), by_id=identity.person, at=now - timedelta(minutes=number),
            )
            for number in range(1, 41)
        )  # fmt: skip
    client = cast.client(Function.MAYOR)
    first = client.get(reverse("theme_templates:trails"))
    assert "Spoor 029" in first.content.decode()
    assert "Spoor 030" not in first.content.decode()
    second = client.get(reverse("theme_templates:trails") + first.context["next_url"]).content.decode()
    assert "Spoor 030" in second
    assert "Spoor 029" not in second
    assert "Spoor 040" in second
