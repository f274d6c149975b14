"""Moving a case through the table of its process model, judging it by the criteria, and how long it is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.cases import requirements, table
from driehoek.cases.models import ENDED_PHASES, Admission, Case, Move, ProcessModel
from driehoek.cases.services.common import record
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import at_local
from driehoek.deadlines.models import Deadline
from driehoek.ledger.versions import VersionConflict, update_once

RETENTION: Final = "cases.retention"


class NoSuchStepError(ValueError):
    """The table of the process model has no such move from where the case stands."""


class ReasonNeededError(ValueError):
    """This move, or passing over what was not met, asks a reason."""


class NotMetError(ValueError):
    """Something that the move requires is not met, and was not passed over; `unmet` says what."""

    def __init__(self, unmet: list[Checked]) -> None:
        super().__init__(", ".join(one.key for one in unmet))
        self.unmet = unmet


@dataclass(frozen=True)
class Checked:
    """A requirement of a move as it stands: its key and words, whether it is met, what is missing and where."""

    key: str
    label: str
    met: bool
    text: str = ""
    url: str = ""


def checks_of(case: Case, step: table.Step) -> list[Checked]:
    """Return how each requirement of a move stands for a case now."""
    found = [(key, requirements.check(case, key)) for key in step.requires]
    return [Checked(key, requirements.label_of(key), one.met, one.text, one.url) for key, one in found]


def step_to(case: Case, after: str) -> table.Step:
    """Return the move of the case's own table from where it stands to `after`.

    Raises:
        NoSuchStepError: there is none.
    """
    steps = table.read(case.model.data).steps_from(case.stage)
    found = next((step for step in steps if step.after == after), None)
    if found is None:
        raise NoSuchStepError(f"{case.stage} > {after}")
    return found


@transaction.atomic
def move(
    *,
    identity: Identity,
    case: Case,
    version: int,
    step: str,
    reason: str = "",
    overrule: Collection[str] = (),
    at: datetime | None = None,
) -> Move:
    """Take a case, read at `version`, along a move of its table; what was required then is kept with it.

    Args:
        identity: who moves it.
        case: the case; brought up to date.
        version: the version that was read.
        step: key of the state that it goes to.
        reason: why; needed where the move asks it or something is passed over.
        overrule: keys of requirements that are passed over though they are not met; only who leads may.
        at: when it was, for a move of the past that is put on record now.

    Raises:
        NoSuchStepError: the table has no such move from here.
        PermissionError: who acts does not have the level that the move asks.
        ReasonNeededError: a reason is missing.
        NotMetError: a requirement is not met and not passed over.
        VersionConflict: the case was changed meanwhile.
    """
    if not Case.objects.select_for_update().filter(pk=case.pk, version=version).exists():
        raise VersionConflict
    chosen = step_to(case, step)
    checks = checks_of(case, chosen)
    passed = [one.key for one in checks if not one.met and one.key in overrule]
    level = level_on(identity, case.problem_id) or Level.OVERVIEW
    if level < (Level.LEAD if chosen.who == "lead" or passed else Level.WORK):
        raise PermissionError(chosen.who)
    if unmet := [one for one in checks if not one.met and one.key not in passed]:
        raise NotMetError(unmet)
    if (chosen.reason or passed) and not reason.strip():
        raise ReasonNeededError
    made = Move.objects.create(
        municipality_id=identity.municipality,
        case=case,
        before=case.stage,
        after=chosen.after,
        reason=reason.strip(),
        checks=[{"key": one.key, "met": one.met, "text": one.text} for one in checks],
        overruled=passed,
        moved_by_id=identity.person,
        moved_at=at or timezone.now(),
    )
    _arrive(case, made)
    record(
        case,
        "cases:case:moved",
        {"from": made.before, "to": made.after, "passed_over": passed},
        subject=made.pk,
    )
    return made


def _arrive(case: Case, made: Move) -> None:
    """Let the case stand where the move brought it; the database did (walls.sql), what follows from it is here."""
    case.refresh_from_db(fields=["stage", "phase", "stage_since", "version"])
    values: dict[str, datetime | date | str | None] = {}
    if case.stuck_since is not None:
        values |= {"stuck_since": None, "stuck_reason": ""}
    if case.phase in ENDED_PHASES and case.ended_at is None:
        years = table.read(case.model.data).keep_years.get(case.stage)
        kept = _years_after(timezone.localdate(made.moved_at), years) if years else None
        values |= {"ended_at": made.moved_at, "keep_until": kept}
    elif case.phase not in ENDED_PHASES and case.ended_at is not None:
        values |= {"ended_at": None, "keep_until": None}
    if not values:
        return
    update_once(Case.objects.all(), case, case.version, **values)
    for name, value in values.items():
        setattr(case, name, value)
    if "keep_until" in values:
        _keep(case)


def _years_after(day: date, years: int) -> date:
    """Return the same day `years` later; for 29 February the day before where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _keep(case: Case) -> None:
    """Let the end of the retention stand among the deadlines, or take it away when the case goes on."""
    running = Deadline.objects.filter(kind=RETENTION, subject=case.pk).first()
    if case.keep_until is None:
        if running is not None:
            deadlines.withdraw(deadline=running)
        return
    due = at_local(case.keep_until + timedelta(days=1), time(0, 0))
    if running is not None:
        deadlines.reopen(deadline=running)
        deadlines.move(deadline=running, due_at=due)
        return
    deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=case.municipality_id,
            kind=RETENTION,
            subject=case.pk,
            due_at=due,
            responsible=case.process_director_id,
            problem=case.problem_id,
        )
    )


@transaction.atomic
def judge_admission(
    *, identity: Identity, case: Case, answers: Mapping[str, bool], reason: str = ""
) -> Admission:
    """Answer the admission criteria of a case's process model; the answers stay, a new judgement comes beside them.

    Raises:
        ValueError: a question without an answer, or an answer to no question of this model.
        ProgrammingError: who acts does not work on the case.
    """
    criteria = table.read(case.model.data).criteria
    if set(answers) != set(criteria.questions):
        raise ValueError("each question of the model asks one answer")
    made = Admission.objects.create(
        municipality_id=identity.municipality,
        case=case,
        model=case.model,
        answers=dict(answers),
        admitted=criteria.admits(answers),
        reason=reason,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    record(case, "cases:admission:judged", {"admitted": made.admitted}, subject=made.pk)
    return made


@transaction.atomic
def follow_version(*, identity: Identity, case: Case, version: int, model: ProcessModel) -> None:
    """Let a case, read at `version`, follow another version of its process model.

    Raises:
        ValueError: another model, a version that ended, or one that does not have the state of the case.
        VersionConflict: the case was changed meanwhile.
    """
    found = table.read(model.data)
    phases = {state.key: state.phase for state in found.states}
    if model.key != case.model.key or model.ended_at is not None or phases.get(case.stage) != case.phase:
        raise ValueError("the case cannot follow that version")
    update_once(Case.objects.all(), case, version, model=model)
    case.model = model
    record(case, "cases:case:follows", {"model": model.key, "number": model.number})
