"""The services of the exchange from both sides: asking, judging, giving in stages, receiving, telling back."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.deadlines.services import sweep
from driehoek.exchange.models import Detail, Part, PartReading, Provision, Request, RequestState, Ruling, Use
from driehoek.exchange.parties import home_of
from driehoek.exchange.queries import provisions as reading
from driehoek.exchange.queries import requests as asking
from driehoek.exchange.queries.urgency import ringing
from driehoek.exchange.services import announcing, provisions, receiving
from driehoek.exchange.services import requests as services
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import SUBJECT, ReleaseError
from driehoek.exchange.services.urgency import RECEIPT, STEP_MINUTES, URGENT
from driehoek.ledger.models import ProcessingRecord
from driehoek.ledger.services import subject_digest
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import ContactStep, Function, OrganisationKind
from driehoek.position.models import AgreementState, Delivery, DeliveryState, Item, Need, NeedState
from driehoek.problems.models import Kind as ProblemKind
from driehoek.problems.models import Problem, Theme
from driehoek.problems.services import NewProblem, open_problem
from tests.support.cast import Cast
from tests.support.giving import ANSWERS, TEXT, drafted, organisation, released, submitted

pytestmark = pytest.mark.django_db
RELEASE = {"record_written": True, "secrecy_notice": True}


def _wait_until(moment: datetime) -> None:
    """Wait for real: the database has a clock of its own."""
    time.sleep(max(0.0, (moment - timezone.now()).total_seconds()) + 0.05)


def complex_problem(cast: Cast, theme: Theme) -> Problem:
    """A complex problem: the prosecutor has no grant on it, the mayor only the overview."""
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        return open_problem(
            identity=identity,
            new=NewProblem(title="Casus Kade", kind=ProblemKind.COMPLEX, theme=theme, owner=adviser.pk),
        )


def answered(cast: Cast, request: Request, ruling: Ruling = Ruling.GRANT, **draft: object) -> Provision:
    """Release a provision on a request and rule on it, as the prosecutor does."""
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        parts = draft.pop("parts", [NewPart(Detail.HEADLINE, TEXT)])
        found = Request.objects.select_related("to_organisation", "from_organisation", "theme").get(
            pk=request.pk
        )
        paper = services.take_up(identity=identity, request=found)
        made = provisions.draft_provision(
            identity=identity,
            new=provisions.NewProvision(
                **{
                    "recipient": found.from_organisation,
                    "theme": found.theme,
                    "title": "Antwoord over een zitting",
                    "purpose": found.purpose,
                    "subject": found.subject,
                    "data_categories": found.data_categories,
                    "keep_until": timezone.localdate() + timedelta(days=30),
                    "request": found,
                    "problem": Problem(pk=found.problem_id) if found.problem_id else None,
                    "facts": ANSWERS,
                    "readers": ["mayor", "safety_adviser"],
                }
                | draft  # type: ignore[operator]
            ),
            parts=parts,  # type: ignore[arg-type]
        )
        decision = provisions.judge_provision(identity=identity, provision=made, facts=RELEASE)
        assert decision.releasable, decision.answer
        given = provisions.release(identity=identity, provision=made, version=made.version, facts=RELEASE)
        services.rule(
            identity=identity,
            request=found,
            version=found.version,
            ruling=ruling,
            words="" if ruling == Ruling.GRANT else "De rest raakt het onderzoek.",
            provision=given,
        )
        paper.refresh_from_db()
        assert paper.ruled_at is not None
        return given


def test_a_request_counts_in_the_position_and_its_answer_closes_it(cast: Cast, theme: Theme) -> None:
    request = submitted(cast, theme)
    assert request.number.startswith("V-")
    assert request.number.endswith("-0001")
    with acting_as(person=cast.people[Function.MAYOR].pk):
        delivery = Delivery.objects.select_related("agreement__need", "deadline").get()
        assert delivery.agreement_id == request.agreement_id
        assert delivery.deadline is not None
        assert delivery.deadline.due_at == request.due_at
        assert delivery.deadline_id == request.deadline_id
        assert request.what not in delivery.agreement.need.sentence
        assert delivery.agreement.personal_data

    given = answered(cast, request)
    with acting_as(person=cast.people[Function.MAYOR].pk):
        delivery.refresh_from_db()
        assert delivery.state == DeliveryState.RECEIVED
        item = Item.objects.get()
        assert (item.delivery_id, item.title, item.text) == (delivery.pk, given.title, "")
        assert item.personal_data
        assert item.expires_on == given.keep_until
        request = Request.objects.get(pk=request.pk)
        assert request.state == RequestState.GRANTED
        assert Deadline.objects.get(pk=request.deadline_id).state == DeadlineState.MET
        assert Provision.objects.get().item_id == item.pk


def test_an_answer_about_a_case_that_the_giver_does_not_see_comes_in_all_the_same(
    cast: Cast, theme: Theme
) -> None:
    problem = complex_problem(cast, theme)
    request = submitted(cast, theme, problem=problem)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        assert not Problem.objects.filter(pk=problem.pk).exists()
        assert not Delivery.objects.exists()
        (waiting,) = asking.inbox(identity)
        assert waiting.pk == request.pk
        assert waiting.problem is None
        due = Deadline.objects.get(pk=request.deadline_id)
        assert due.organisation_id == request.to_organisation_id
    answered(cast, request)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert Delivery.objects.get().state == DeliveryState.RECEIVED
        # Beside the problem: who may read its file is not yet who takes part in the exchange.
        assert Item.objects.get().problem_id is None
    # Without a grant on the case there is nothing of it: not the request, not its due date.
    with acting_as(person=cast.people[Function.DEPUTY].pk) as identity:
        assert not asking.requests(identity).exists()
        assert not reading.received(identity).exists()
        assert not Deadline.objects.filter(kind__startswith="exchange.").exists()


@pytest.mark.parametrize(("ground", "state"), [("rule-purpose-limit", "barred"), ("investigation", "ended")])
def test_a_refusal_says_in_the_position_whether_the_law_forbids_it(
    cast: Cast, theme: Theme, ground: str, state: str
) -> None:
    request = submitted(cast, theme)
    drafted(cast, theme, request=request, kind="requested", trigger="on_request")
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        found = Request.objects.get(pk=request.pk)
        with pytest.raises(services.RulingError, match="words"):
            services.rule(identity=identity, request=found, version=found.version, ruling=Ruling.REFUSE)
        services.rule(
            identity=identity,
            request=found,
            version=found.version,
            ruling=Ruling.REFUSE,
            words="Hiervoor is geen grondslag.",
            refusal_grounds=[ground],
        )
        # What was written to be given goes with it.
        assert Provision.objects.get().state == "dropped"
        assert Part.objects.get().body is None
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        found = asking.requests(identity).get()
        assert (found.state, found.ruling_words) == (RequestState.REFUSED, "Hiervoor is geen grondslag.")
        need = Need.objects.get()
        assert need.state == NeedState(state)
        assert ("Hiervoor is geen grondslag." in need.barred_reason) == (state == "barred")
        assert found.agreement is not None
        assert found.agreement.state == AgreementState.ENDED
        assert Deadline.objects.get(pk=found.deadline_id).state == DeadlineState.MET


def test_a_withdrawn_request_expects_nothing_and_cannot_be_answered(cast: Cast, theme: Theme) -> None:
    request = submitted(cast, theme)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        found = Request.objects.get(pk=request.pk)
        services.withdraw_request(identity=identity, request=found, version=found.version)
        assert Deadline.objects.get(pk=request.deadline_id).state == DeadlineState.WITHDRAWN
        assert Delivery.objects.get().state == DeliveryState.DROPPED
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        found = Request.objects.get(pk=request.pk)
        with pytest.raises(services.RulingError, match="over"):
            services.rule(
                identity=identity,
                request=found,
                version=found.version,
                ruling="refuse",
                words="Nee, nu niet.",
            )
        with pytest.raises(VersionConflict):
            services.take_up(identity=identity, request=found)


def test_the_same_form_sent_twice_is_one_request_and_two_editors_are_told(cast: Cast, theme: Theme) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        new = services.NewRequest(
            to_organisation=organisation(OrganisationKind.PROSECUTION, cast),
            theme=theme,
            due_at=timezone.now() + timedelta(days=1),
        )
        first = services.draft_request(identity=identity, new=new)
        assert services.draft_request(identity=identity, new=new).pk == first.pk
        with pytest.raises(services.IncompleteError) as refused:
            services.submit_request(identity=identity, request=first, version=first.version)
        assert "what" in refused.value.fields
        assert "due_at" not in refused.value.fields
        old = first.version
        services.change_request(identity=identity, request=first, version=old, new=new)
        with pytest.raises(VersionConflict):
            services.change_request(identity=identity, request=first, version=old, new=new)
        services.withdraw_request(identity=identity, request=first, version=first.version)
        assert not Request.objects.exists()


def test_the_staged_release_shows_each_part_when_it_is_free_and_nothing_before(
    cast: Cast, theme: Theme
) -> None:
    soon = timezone.now() + timedelta(days=1)
    parts = [
        NewPart(Detail.HEADLINE, "Er is iets."),
        NewPart(Detail.ESSENTIALS, "De kern.", embargo_until=soon),
        NewPart(Detail.EXTRACT, "Het uittreksel.", let_go=False),
    ]
    given = answered(cast, submitted(cast, theme), Ruling.PART, parts=parts)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        (part,) = reading.parts_of(reading.received(identity).get())
        assert receiving.read_part(identity=identity, part=part) == "Er is iets."
        seen = Part.objects.values_list("detail", flat=True)
        assert list(seen) == [Detail.HEADLINE]
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        held = Part.objects.select_related("provision__giver", "provision__recipient").get(
            detail=Detail.EXTRACT
        )
        provisions.let_go(identity=identity, part=held, version=held.version)
        under = Part.objects.select_related("provision").get(detail=Detail.ESSENTIALS)
        with pytest.raises(ReleaseError, match="embargo"):
            provisions.move_embargo(
                identity=identity, part=under, version=under.version, embargo_until=soon - timedelta(hours=1)
            )
        assert receiving.own_text(identity=identity, part=under) == "De kern."
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        extract = Part.objects.select_related("provision__recipient").get(detail=Detail.EXTRACT)
        assert receiving.read_part(identity=identity, part=extract) == "Het uittreksel."
    assert given.number.startswith("G-")


def test_under_a_whole_embargo_the_asking_side_hears_nothing_until_it_ends_by_time_alone(
    cast: Cast, theme: Theme, django_capture_on_commit_callbacks: object
) -> None:
    request = submitted(cast, theme)
    free_at = timezone.now() + timedelta(seconds=2)
    given = answered(cast, request, parts=[NewPart(Detail.HEADLINE, TEXT, embargo_until=free_at)])
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert Request.objects.get(pk=request.pk).state == RequestState.JUDGING
        assert not reading.received(identity).exists()
        assert not Part.objects.exists()
        assert not Item.objects.exists()
        assert not Deadline.objects.filter(kind=RECEIPT).exists()
    with acting_as_system(municipality=cast.home.pk):
        assert announcing.announce(municipality=cast.home.pk) == 0
    _wait_until(free_at)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        # No job ran, and it can be read.
        part = Part.objects.select_related("provision__recipient").get()
        assert receiving.read_part(identity=identity, part=part) == TEXT
        assert not Item.objects.exists()
    with acting_as_system(municipality=cast.home.pk):
        assert announcing.announce(municipality=cast.home.pk) == 1
        assert announcing.announce(municipality=cast.home.pk) == 0
    with acting_as(person=cast.people[Function.MAYOR].pk):
        found = Request.objects.get(pk=request.pk)
        assert (found.state, found.answered_by_id) == (
            RequestState.GRANTED,
            cast.people[Function.PROSECUTOR].pk,
        )
        assert Item.objects.get().title == given.title


def test_reading_leaves_a_trace_and_is_for_the_chosen_readers_with_the_file_open(
    cast: Cast, theme: Theme
) -> None:
    problem = complex_problem(cast, theme)
    about = "verzonnen persoon 1970-01-01"
    given = answered(cast, submitted(cast, theme, problem=problem), about=about)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        part = Part.objects.select_related("provision__recipient").get()
        assert receiving.why_not_readable(identity, part) == "purpose"
        with pytest.raises(receiving.NotReadableError, match="purpose"):
            receiving.read_part(identity=identity, part=part)
        assert not PartReading.objects.exists()
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        part = Part.objects.select_related("provision__recipient").get()
        assert receiving.read_part(identity=identity, part=part) == TEXT
        with pytest.raises(PermissionDenied):
            receiving.own_text(identity=identity, part=part)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        (trace,) = reading.readings_of(given)
        assert (trace.person_id, trace.detail) == (cast.people[Function.SAFETY_ADVISER].pk, Detail.HEADLINE)
        with pytest.raises(PermissionDenied):
            receiving.read_part(
                identity=identity, part=Part.objects.select_related("provision__recipient").get()
            )
    with acting_as(person=cast.people[Function.DPO].pk):
        logged = ProcessingRecord.objects.filter(data_subject_id=subject_digest(SUBJECT, about))
        assert [one.name for one in logged] == ["verstrekking inzien"]


def test_receipt_and_use_are_told_back_and_what_was_received_goes_on_only_through_the_check(
    cast: Cast, theme: Theme
) -> None:
    given = released(cast, theme)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        got = reading.received(identity).get()
        assert Deadline.objects.get(kind=RECEIPT).state == DeadlineState.OPEN
        assert receiving.confirm_provision(identity=identity, provision=got)
        assert not receiving.confirm_provision(identity=identity, provision=got)
        assert Deadline.objects.get(kind=RECEIPT).state == DeadlineState.MET
        new = receiving.NewUse("Sluiting van een pand", timezone.localdate(), feedback="Dank")
        assert receiving.record_use(identity=identity, provision=got, new=new) == receiving.record_use(
            identity=identity, provision=got, new=new
        )
        police = organisation(OrganisationKind.POLICE, cast)
        onward = provisions.pass_on(
            identity=identity,
            provision=got,
            to=police,
            new=provisions.NewProvision(
                recipient=police,
                theme=theme,
                title="Doorgegeven bericht",
                purpose="openbare_orde",
                subject="verdachte",
                data_categories=["strafvorderlijke_gegevens"],
                keep_until=got.keep_until + timedelta(days=30),
                readers=["team_chief"],
            ),
            parts=[NewPart(Detail.HEADLINE, "Er is iets.")],
        )
        assert (onward.giver_id, onward.keep_until) == (got.recipient_id, got.keep_until)
        assert onward.facts["held_under"] == got.terms["bases"][0]
        with pytest.raises(ReleaseError) as refused:
            provisions.release(identity=identity, provision=onward, version=onward.version, facts=RELEASE)
        assert refused.value.code == "law"
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        given.refresh_from_db()
        assert given.received_by_id == cast.people[Function.MAYOR].pk
        assert Use.objects.get().feedback == "Dank"


def test_a_recalled_provision_is_closed_at_once_and_the_proof_of_reading_stays(
    cast: Cast, theme: Theme
) -> None:
    given = released(cast, theme)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        part = Part.objects.select_related("provision__recipient").get()
        receiving.read_part(identity=identity, part=part)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        with pytest.raises(ReleaseError, match="words"):
            provisions.recall(identity=identity, provision=given, version=given.version, words="")
        provisions.recall(
            identity=identity, provision=given, version=given.version, words="Verkeerde persoon."
        )
        kept = Part.objects.select_related("provision").get()
        assert receiving.own_text(identity=identity, part=kept) == TEXT
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert not Part.objects.exists()
        got = reading.received(identity).get()
        assert got.recall_words == "Verkeerde persoon."
        assert [one.detail for one in reading.readings_of(got)] == [Detail.HEADLINE]
        part.provision = got
        with pytest.raises(receiving.NotReadableError, match="recalled"):
            receiving.read_part(identity=identity, part=part)
        with pytest.raises(ReleaseError, match="origin"):
            provisions.pass_on(
                identity=identity,
                provision=got,
                to=organisation(OrganisationKind.POLICE, cast),
                new=None,  # type: ignore[arg-type]
            )
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        provisions.destroy_recalled(identity=identity, provision=given)
        assert Part.objects.get().body is None


def test_what_is_recalled_before_its_embargo_ends_was_never_there(cast: Cast, theme: Theme) -> None:
    free_at = timezone.now() + timedelta(seconds=1)
    given = released(cast, theme, parts=[NewPart(Detail.HEADLINE, TEXT, embargo_until=free_at)])
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        provisions.recall(identity=identity, provision=given, version=given.version, words="Toch niet.")
    _wait_until(free_at)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert not reading.received(identity).exists()
        assert not Provision.objects.exists()


def test_an_urgent_provision_rings_along_the_route_until_someone_confirms(cast: Cast, theme: Theme) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        ContactStep.objects.create(
            municipality=cast.home,
            organisation=organisation(OrganisationKind.MUNICIPALITY, cast),
            place=1,
            person=cast.people[Function.SAFETY_ADVISER],
            phone="0612345678",
            note="'s nachts",
        )
    given = released(cast, theme, urgent=True)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        rings = ringing(identity, given)
        assert rings is not None
        assert rings.open
        assert [one.phone for one in rings.contacts] == ["0612345678"]
    now = timezone.now()
    with acting_as_system(municipality=cast.home.pk):
        for step in (1, 2, 3):
            sweep(municipality=cast.home.pk, now=now + timedelta(minutes=1 + STEP_MINUTES * step))
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        told = [one.who for one in ringing(identity, given).steps if one.state == "done"]  # type: ignore[union-attr]
        people = [cast.people[one].name for one in (Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER)]
        assert told == people
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        receiving.confirm_provision(identity=identity, provision=reading.received(identity).get())
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        rings = ringing(identity, given)
        assert rings is not None
        assert not rings.open
        assert rings.confirmed_at is not None


def test_an_urgent_request_rings_until_it_is_taken_up(cast: Cast, theme: Theme) -> None:
    request = submitted(cast, theme, urgent=True)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        assert Deadline.objects.get(kind=URGENT).state == DeadlineState.OPEN
        found = Request.objects.get(pk=request.pk)
        services.take_up(identity=identity, request=found)
        assert Deadline.objects.get(kind=URGENT).state == DeadlineState.MET


def test_what_was_told_by_mouth_is_recorded_with_the_law_of_that_day_and_read_by_nobody(
    cast: Cast, theme: Theme
) -> None:
    told_at = timezone.now() - timedelta(days=3)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        new = provisions.NewProvision(
            recipient=organisation(OrganisationKind.MUNICIPALITY, cast),
            theme=theme,
            title="Telefonisch over een zitting",
            purpose="openbare_orde",
            subject="verdachte",
            data_categories=["strafvorderlijke_gegevens"],
            keep_until=timezone.localdate() + timedelta(days=30),
            facts={"necessary": False},
        )
        made, decision = provisions.record_oral(
            identity=identity, new=new, told_at=told_at, parts=[NewPart(Detail.HEADLINE, TEXT)]
        )
        assert decision.on == timezone.localdate(told_at)
        assert not decision.releasable
        assert made.number
        assert made.given_at == told_at
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert reading.received(identity).get().title == new.title
        assert not Part.objects.exists()
        assert not Item.objects.exists()


def test_only_who_takes_part_writes(cast: Cast, theme: Theme) -> None:
    request = submitted(cast, theme)
    draft = drafted(cast, theme)
    for function in (Function.ANALYST, Function.DPO, Function.ADMIN, Function.COUNCIL, Function.PARTNER):
        with acting_as(person=cast.people[function].pk) as identity:
            assert not asking.requests(identity).exists()
            assert not Request.objects.exists()
            assert not reading.given(identity).exists()
            assert not Provision.objects.exists()
            with pytest.raises(PermissionDenied):
                services.take_up(identity=identity, request=request)
            with pytest.raises(PermissionDenied):
                services.withdraw_request(identity=identity, request=request, version=request.version)
            kinds = set(home_of(identity).values_list("kind", flat=True))
            assert kinds == ({OrganisationKind.HOUSING} if function == Function.PARTNER else set())
            with pytest.raises(PermissionDenied):
                provisions.release(identity=identity, provision=draft, version=draft.version, facts=RELEASE)


def test_the_position_leads_to_the_exchange_for_an_answer(cast: Cast, theme: Theme) -> None:
    request = submitted(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        delivery = Delivery.objects.get().pk
    prosecutor = cast.client(Function.PROSECUTOR)
    page = prosecutor.get(reverse("position:delivery", args=[delivery])).content.decode()
    assert reverse("exchange:judge", args=[request.pk]) in page
    handed = prosecutor.post(reverse("position:deliver", args=[delivery]), {"version": "1", "text": TEXT})
    assert handed["Location"] == reverse("exchange:front")
    adviser = cast.client(Function.SAFETY_ADVISER)
    page = adviser.get(reverse("position:delivery", args=[delivery])).content.decode()
    assert reverse("exchange:request", args=[request.pk]) in page
    ended = adviser.post(reverse("position:agreement_end", args=[request.agreement_id]), {"version": "1"})
    assert ended.status_code in (302, 409)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert Delivery.objects.get().state == DeliveryState.EXPECTED
        assert Request.objects.select_related("agreement").get().agreement.state == AgreementState.ACTIVE  # type: ignore[union-attr]
