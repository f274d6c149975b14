"""A case moves by its table only, with what the move requires, and what was passed over stays visible."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.cases import requirements, services
from driehoek.cases.models import Admission, Case, Move, Phase, ProcessModel
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from tests.support.cases import make_case
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_move_that_the_table_does_not_have_is_no_move(cast: Cast) -> None:
    made = make_case(cast)
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk) as identity:
        with pytest.raises(services.NoSuchStepError):
            services.move(identity=identity, case=made.case, version=1, step="execution")
        move = {"municipality": cast.home, "case": made.case, "before": "signals", "moved_at": timezone.now()}
        for wrong in (
            {"after": "execution"},
            {"before": "plan", "after": "execution"},
            {"before": "", "after": "signals"},
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                Move.objects.create(**{**move, **wrong})
        with pytest.raises(ProgrammingError), transaction.atomic():
            Case.objects.filter(pk=made.id).update(stage="execution", phase=Phase.EXECUTION)


def test_what_is_not_met_holds_the_move_until_it_is_or_is_passed_over_with_a_reason(cast: Cast) -> None:
    made = make_case(cast)
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk) as identity:
        gate = ("cases.legal_gate",)
        with pytest.raises(services.NotMetError) as refused:
            services.move(
                identity=identity, case=made.case, version=1, step="gather", overrule=gate, reason="Haast"
            )
        assert [one.key for one in refused.value.unmet] == ["cases.criteria"]
        questions = {"shared_signals": True, "behaviour": True}
        with pytest.raises(ValueError, match="one answer"):
            services.judge_admission(identity=identity, case=made.case, answers=questions)
        no = services.judge_admission(
            identity=identity, case=made.case, answers={**questions, "cross_chain": False}
        )
        assert not no.admitted
        assert not requirements.check(made.case, "cases.criteria").met
        services.judge_admission(
            identity=identity, case=made.case, answers={**questions, "cross_chain": True}
        )
        with pytest.raises(services.ReasonNeededError):
            services.move(identity=identity, case=made.case, version=1, step="gather", overrule=gate)
        move = services.move(
            identity=identity,
            case=made.case,
            version=1,
            step="gather",
            overrule=gate,
            reason="Spoed, zie verslag",
        )
        assert move.overruled == ["cases.legal_gate"]
        assert [(one["key"], one["met"]) for one in move.checks] == [
            ("cases.criteria", True),
            ("cases.legal_gate", False),
        ]
        assert (made.case.stage, made.case.phase, made.case.version) == ("gather", Phase.ENRICHMENT, 2)
        with pytest.raises(VersionConflict):
            services.move(identity=identity, case=made.case, version=1, step="picture")
        with pytest.raises(ProgrammingError), transaction.atomic():
            Admission.objects.filter(pk=no.pk).update(admitted=True)


def test_who_works_but_does_not_lead_makes_no_move_of_the_lead_not_even_past_the_service(cast: Cast) -> None:
    made = make_case(cast)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        with pytest.raises(PermissionError):
            services.move(identity=identity, case=made.case, version=1, step="rejected", reason="Nee")
        with pytest.raises(ProgrammingError), transaction.atomic():
            Move.objects.create(
                municipality=cast.home,
                case=made.case,
                before="signals",
                after="rejected",
                moved_at=timezone.now(),
            )


def test_an_ended_case_gets_the_term_of_its_model_and_loses_it_when_it_goes_on(cast: Cast) -> None:
    made = make_case(cast, model="premises_13b")
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk) as identity:
        table: dict[str, Any] = dict(ProcessModel.objects.get(key="premises_13b").data)
        table["moves"] = [
            *table["moves"],
            {"from": "referred", "to": "report", "label": "Terug", "who": "lead"},
        ]
        newer = services.adapt_model(identity=identity, model=made.case.model, data=table, note="Terug kan")
        services.follow_version(identity=identity, case=made.case, version=1, model=newer)
        services.change_case(
            identity=identity,
            case=made.case,
            version=2,
            values={"stuck_since": timezone.now(), "stuck_reason": "Wacht op de politie"},
        )
        made.case.refresh_from_db()
        services.move(identity=identity, case=made.case, version=3, step="referred", reason="Andere gemeente")
        assert made.case.ended_at is not None
        assert made.case.stuck_since is None
        assert made.case.keep_until == timezone.localdate().replace(year=timezone.localdate().year + 1)
        deadline = Deadline.objects.get(kind="cases.retention", subject=made.id)
        assert timezone.localtime(deadline.due_at).date() == made.case.keep_until + timedelta(days=1)
        services.move(identity=identity, case=made.case, version=made.case.version, step="report")
        assert [made.case.ended_at, made.case.keep_until] == [None, None]
        deadline.refresh_from_db()
        assert deadline.state == DeadlineState.WITHDRAWN


def test_a_version_of_a_model_never_changes_and_is_adapted_by_its_keepers_alone(cast: Cast) -> None:
    made = make_case(cast)
    model = made.case.model
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        with pytest.raises(ProgrammingError), transaction.atomic():
            ProcessModel.objects.filter(pk=model.pk).update(name="Anders")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_processmodel WHERE id = %s", [model.pk])
            assert cursor.rowcount == 0
        newer = services.adapt_model(identity=identity, model=model, data=model.data, note="Proef")
        assert newer.number == 2
        with pytest.raises(VersionConflict):
            services.adapt_model(identity=identity, model=model, data=model.data, note="Ook")
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity, pytest.raises(ProgrammingError):
        services.adapt_model(identity=identity, model=newer, data=model.data, note="Nee")
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk) as identity, connection.cursor() as cursor:
        other = services.adapt_model(
            identity=identity,
            model=newer,
            data={
                **model.data,
                "start": "gather",
                "states": [one for one in model.data["states"] if one["key"] != "signals"],
                "moves": [one for one in model.data["moves"] if one["from"] != "signals"]
                + [{"from": "gather", "to": key, "label": "x", "who": "lead"} for key in ("referred",)],
            },
            note="Zonder de eerste stap",
        )
        with pytest.raises(ValueError, match="cannot follow"):
            services.follow_version(identity=identity, case=made.case, version=1, model=other)
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("UPDATE cases_case SET model_id = %s WHERE problem_id = %s", [other.pk, made.id])
