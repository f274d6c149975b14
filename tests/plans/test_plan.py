"""The year plan: adopting, saying how it goes, changing afterwards, taking over, closing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from lxml import html

from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function, OrganisationKind
from driehoek.plans import queries, services
from driehoek.plans.models import Action, ActionStatus, ActionStep, Edition, Plan, PlanState
from driehoek.plans.services import Adoption
from driehoek.problems.models import Theme
from driehoek.standard.models import Decider
from tests.plans.conftest import Acting, Laid, organisation
from tests.support.cast import Cast
from tests.support.plan_objects import YEAR, adopt, new_action, new_goal

ADVISER, PARTNER = Function.SAFETY_ADVISER, Function.PARTNER


def test_adopting_makes_actions_due_from_their_owners(acting: Acting, laid: Laid) -> None:
    with acting(ADVISER):
        assert laid.plan.state == PlanState.ADOPTED
        action = Action.objects.select_related("deadline").get(pk=laid.housing.pk)
        assert action.deadline is not None
        assert action.deadline.organisation_id == action.owner_id
        assert timezone.localdate(action.deadline.due_at) >= action.due_on
        edition = Edition.objects.get(plan=laid.plan)
    [theme] = edition.snapshot.themes
    assert {one.what for one in theme.actions} == {"Portieken verlichten", "Vaste ploeg in de avond"}
    assert theme.goals[0].measured_by == "Met het aantal meldingen."
    assert "De driehoek" in edition.snapshot.texts[0].text


def test_what_was_not_seen_is_not_adopted(cast: Cast, acting: Acting, laid: Laid) -> None:
    with acting(ADVISER) as identity:
        seen = queries.proof(queries.snapshot_of_plan(identity, laid.plan)).digest
        services.add_action(
            identity=identity,
            goal=laid.goal,
            new=new_action(organisation(cast, OrganisationKind.MUNICIPALITY), what="Iets nieuws"),
        )

        with pytest.raises(services.ChangedSinceSeenError):
            services.adopt_plan(
                identity=identity,
                plan=laid.plan,
                version=laid.plan.version,
                seen=seen,
                adoption=Adoption(Decider.DRIEHOEK, date(YEAR, 2, 1), reason="Meer toezicht."),
            )
        assert Edition.objects.filter(plan=laid.plan).count() == 1


def test_a_change_after_adoption_gives_a_second_edition_with_its_reason(
    cast: Cast, acting: Acting, laid: Laid
) -> None:
    with acting(ADVISER) as identity:
        with pytest.raises(services.NothingChangedError):
            adopt(identity, laid.plan, "Nogmaals.")
        services.add_action(
            identity=identity,
            goal=laid.goal,
            new=new_action(
                organisation(cast, OrganisationKind.MUNICIPALITY), what="Camera’s bij het station"
            ),
        )
        with pytest.raises(services.UnreasonedError):
            adopt(identity, laid.plan)
        second = Edition.objects.get(pk=adopt(identity, laid.plan, "Er kwam geld bij."))
        first = queries.edition_before(identity, second)
    assert (second.number, second.reason) == (2, "Er kwam geld bij.")
    assert first is not None
    assert len(first.snapshot.themes[0].actions) == 2
    assert len(second.snapshot.themes[0].actions) == 3


def test_the_owner_says_how_it_goes_and_it_is_kept(cast: Cast, acting: Acting, laid: Laid) -> None:
    with acting(PARTNER) as identity:
        action = queries.action_or_none(identity, laid.housing.pk)
        assert action is not None
        services.set_status(
            identity=identity,
            action=action,
            version=action.version,
            status=ActionStatus.DELAYED,
            note="De aannemer is later.",
        )
        services.set_status(
            identity=identity, action=action, version=action.version, status=ActionStatus.DONE, note="Klaar."
        )
        steps = queries.steps_of(action)
    assert [(one.before, one.after, one.note) for one in steps] == [
        ("delayed", "done", "Klaar."),
        ("planned", "delayed", "De aannemer is later."),
    ]
    with acting(ADVISER):
        action = Action.objects.select_related("deadline").get(pk=laid.housing.pk)
        assert action.deadline is not None
        assert action.deadline.state == DeadlineState.MET
        said = list(Event.objects.filter(action="plans:action:status").order_by("sequence"))
    assert [event.actor for event in said] == [cast.people[PARTNER].pk] * 2
    assert not any("aannemer" in event.data for event in said)


def test_done_after_all_not_done_is_due_again(acting: Acting, laid: Laid) -> None:
    with acting(ADVISER) as identity:
        action = queries.action_or_none(identity, laid.police.pk)
        assert action is not None
        assert action.deadline is not None
        for status, state in (
            (ActionStatus.DONE, DeadlineState.MET),
            (ActionStatus.RUNNING, DeadlineState.OPEN),
            (ActionStatus.STOPPED, DeadlineState.WITHDRAWN),
            (ActionStatus.DONE, DeadlineState.MET),
        ):
            services.set_status(
                identity=identity, action=action, version=action.version, status=status, note="Zo is het."
            )
            action.deadline.refresh_from_db()
            assert action.deadline.state == state, status


def test_bad_news_needs_a_line(acting: Acting, laid: Laid) -> None:
    with acting(ADVISER) as identity, pytest.raises(services.UnexplainedError):
        services.set_status(
            identity=identity,
            action=laid.police,
            version=laid.police.version,
            status=ActionStatus.AT_RISK,
            note="  ",
        )


def test_who_does_something_else_does_not_say_how_it_goes(acting: Acting, laid: Laid) -> None:
    with acting(Function.PROSECUTOR) as identity, pytest.raises(PermissionDenied):
        services.set_status(
            identity=identity,
            action=laid.police,
            version=laid.police.version,
            status=ActionStatus.DONE,
            note="",
        )


def test_the_second_of_two_is_told(acting: Acting, laid: Laid) -> None:
    with acting(ADVISER) as identity:
        read = laid.housing.version
        first = queries.action_or_none(identity, laid.housing.pk)
        second = queries.action_or_none(identity, laid.housing.pk)
        assert first is not None
        assert second is not None
        services.set_status(
            identity=identity, action=first, version=read, status=ActionStatus.RUNNING, note="Begonnen."
        )
        with pytest.raises(VersionConflict):
            services.set_status(
                identity=identity, action=second, version=read, status=ActionStatus.DONE, note="Klaar."
            )
        assert ActionStep.objects.filter(action=first).count() == 1


def test_a_moved_day_moves_what_is_due_and_stays_in_the_story(acting: Acting, laid: Laid) -> None:
    with acting(ADVISER) as identity:
        action = queries.action_or_none(identity, laid.housing.pk)
        assert action is not None
        later = action.due_on + timedelta(days=14)
        new = new_action(action.owner, what=action.what, due_on=later)
        changed = services.change_action(identity=identity, action=action, version=action.version, new=new)
        assert changed == ["due_on"]
        assert action.deadline is not None
        action.deadline.refresh_from_db()
        assert timezone.localdate(action.deadline.due_at) >= later
        [step] = queries.steps_of(action)
        assert (step.due_before, step.due_after) == (date(YEAR, 12, 1), later)


def test_another_owner_gets_a_due_date_of_its_own(cast: Cast, acting: Acting, laid: Laid) -> None:
    with acting(ADVISER) as identity:
        action = queries.action_or_none(identity, laid.housing.pk)
        assert action is not None
        police = organisation(cast, OrganisationKind.POLICE)
        new = new_action(police, what=action.what)
        services.change_action(identity=identity, action=action, version=action.version, new=new)
        moved = Action.objects.select_related("deadline").get(pk=action.pk)
        assert moved.deadline is not None
        assert moved.deadline.organisation_id == police.pk
    with acting(PARTNER) as identity:
        assert queries.action_or_none(identity, laid.housing.pk) is None


def test_an_owner_that_was_reminded_keeps_the_action(cast: Cast, acting: Acting, laid: Laid) -> None:
    with acting(ADVISER) as identity:
        action = queries.action_or_none(identity, laid.housing.pk)
        assert action is not None
        Deadline.objects.filter(pk=action.deadline_id).update(reminded_at=timezone.now())
        police = organisation(cast, OrganisationKind.POLICE)
        with pytest.raises(services.OwnerRemindedError):
            services.change_action(
                identity=identity,
                action=action,
                version=action.version,
                new=new_action(police, what=action.what),
            )
        stored = Action.objects.get(pk=action.pk)
        assert (stored.owner_id, stored.deadline_id, stored.version) == (
            laid.housing.owner_id,
            laid.housing.deadline_id,
            laid.housing.version,
        )


def test_the_own_list_goes_on_where_the_page_ends(cast: Cast, acting: Acting, laid: Laid) -> None:
    with acting(ADVISER):
        known = Action.objects.get(pk=laid.housing.pk)
        Action.objects.bulk_create(
            Action(
                municipality_id=known.municipality_id,
                plan_id=known.plan_id,
                goal_id=known.goal_id,
                owner_id=known.owner_id,
                what=f"Portiek {place}",
                starts_on=known.starts_on,
                due_on=date(YEAR, 6, 1 + place % 3),
                status_at=known.status_at,
                agreed_at=known.agreed_at,
            )
            for place in range(34)
        )
    with acting(PARTNER) as identity:
        first, more = queries.own_actions(identity)
    assert (len(first), more) == (30, True)
    client = cast.client(PARTNER)
    address = "/maatregelen/"
    seen: list[str] = []
    for _page in range(2):
        tree = html.fromstring(client.get(address).content.decode())
        seen += tree.xpath("//main//a[contains(@class, 'dh-row')]/@href")
        address = "/maatregelen/" + next(iter(tree.xpath("//main//a[contains(@href, '?na=')]/@href")), "")
    assert len(seen) == len(set(seen)) == 35


def test_a_plan_is_taken_over_with_what_is_not_finished(acting: Acting, laid: Laid) -> None:
    with acting(ADVISER) as identity:
        services.set_status(
            identity=identity,
            action=laid.police,
            version=laid.police.version,
            status=ActionStatus.DONE,
            note="Klaar.",
        )
        made = services.copy_plan(identity=identity, plan=laid.plan, year=YEAR + 1, title="Volgend jaar")
        [action] = made.actions.all()
        assert (action.what, action.due_on, action.status) == (
            "Portieken verlichten",
            date(YEAR + 1, 12, 1),
            ActionStatus.PLANNED,
        )
        assert (action.lineage, action.agreed_at) == (laid.housing.lineage, None)
        assert made.state == PlanState.DRAFT
        with pytest.raises(services.PlanExistsError):
            services.copy_plan(identity=identity, plan=laid.plan, year=YEAR + 1, title="Weer")
    with acting(PARTNER) as identity:
        assert [one.pk for one in queries.own_actions(identity)[0]] == [laid.housing.pk], (
            "a draft is not agreed"
        )


def test_a_leap_day_is_moved_to_a_day_that_is(acting: Acting, cast: Cast, theme: Theme) -> None:
    with acting(ADVISER) as identity:
        plan = services.make_plan(identity=identity, year=2028, title="Schrikkeljaar")
        goal = services.add_goal(identity=identity, plan=plan, new=new_goal(theme))
        services.add_action(
            identity=identity,
            goal=goal,
            new=new_action(
                organisation(cast, OrganisationKind.POLICE),
                starts_on=date(2028, 2, 29),
                due_on=date(2028, 2, 29),
            ),
        )
        made = services.copy_plan(identity=identity, plan=plan, year=2029, title="Daarna")
        assert made.actions.get().due_on == date(2029, 2, 28)


def test_a_closed_plan_stays_as_it_is_until_it_is_opened(acting: Acting, laid: Laid) -> None:
    with acting(ADVISER) as identity:
        services.close_plan(identity=identity, plan=laid.plan, version=laid.plan.version)
        action = queries.action_or_none(identity, laid.housing.pk)
        assert action is not None
        assert action.deadline is not None
        assert action.deadline.state == DeadlineState.WITHDRAWN
        with pytest.raises(services.NotAtThisStage):
            services.set_status(
                identity=identity, action=action, version=action.version, status=ActionStatus.DONE, note=""
            )
        plan = Plan.objects.get(pk=laid.plan.pk)
        services.reopen_plan(identity=identity, plan=plan, version=plan.version)
        action.deadline.refresh_from_db()
        assert action.deadline.state == DeadlineState.OPEN


def test_sent_twice_is_stored_once(cast: Cast, acting: Acting, laid: Laid, theme: Theme) -> None:
    with acting(ADVISER) as identity:
        again = services.add_goal(identity=identity, plan=laid.plan, new=new_goal(theme))
        action = services.add_action(
            identity=identity,
            goal=laid.goal,
            new=new_action(organisation(cast, OrganisationKind.HOUSING), what="Portieken verlichten"),
        )
        assert (again.pk, action.pk) == (laid.goal.pk, laid.housing.pk)


def test_a_goal_that_cannot_be_measured_is_none(acting: Acting, laid: Laid, theme: Theme) -> None:
    with acting(ADVISER) as identity, pytest.raises(services.UnmeasurableGoalError):
        services.add_goal(
            identity=identity, plan=laid.plan, new=new_goal(theme, sentence="Beter", measured_how=" ")
        )
