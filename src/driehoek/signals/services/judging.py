"""Judging a signal: taken up in a case, referred, or not taken up, each with a reason (CX02)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity, acting_as_system
from driehoek.access.models import Level
from driehoek.cases import services as cases
from driehoek.cases import table
from driehoek.cases.models import Case, Compartment, CompartmentKind, ProcessModel
from driehoek.cases.queries import level_in
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.models import Deadline
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation, Person
from driehoek.problems import services as problems
from driehoek.problems.models import Kind, Theme
from driehoek.signals.models import Judgement, MilestoneKind, Signal, SignalState
from driehoek.signals.rights import JUDGES
from driehoek.signals.services.common import record
from driehoek.signals.services.keeping import RETENTION, close, set_end, year_after
from driehoek.signals.services.sending import JUDGING, begin_term
from driehoek.signals.services.telling import milestone


class SignalError(ValueError):
    """A signal cannot be judged like this; `code` says why: `state`, `criteria`, `place`, `basis`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class NewCaseFor:
    """The case that a signal opens.

    Attributes:
        title: of the complex problem; no names of persons.
        model: the process model whose criteria admit it.
        closed: whether the signal hangs in a compartment of its own instead of the shared one.
    """

    title: str
    theme: Theme
    model: ProcessModel
    closed: bool = False


@dataclass(frozen=True)
class Verdict:
    """What a judge decides.

    Attributes:
        outcome: accepted, referred or rejected.
        reason: in words that the sender may know.
        note: for those who judge only.
        answers: question of the criteria → yes or no.
        model: whose criteria were asked.
        compartment: where an accepted signal hangs, in a case that the judge leads; or
        new_case: what it opens.
        referred_to, basis: for a referral, to whom and on which ground.
    """

    outcome: SignalState
    reason: str
    note: str = ""
    answers: Mapping[str, bool] = field(default_factory=dict)
    model: ProcessModel | None = None
    compartment: Compartment | None = None
    new_case: NewCaseFor | None = None
    referred_to: Organisation | None = None
    basis: str = ""


@transaction.atomic
def judge(*, identity: Identity, signal: Signal, version: int, verdict: Verdict) -> Judgement:
    """Judge a signal that was read at `version`, and let the sender know with the reason.

    Raises:
        VersionConflict: someone else judged it meanwhile.
        SignalError: `state` it was judged before; `criteria` they do not admit a case; `place` nowhere to hang it;
            `basis` a referral without to whom or on which ground.
        PermissionDenied: for who does not judge, or does not lead the case.
    """
    _require_judge(identity)
    if signal.state != SignalState.RECEIVED:
        raise SignalError("state")
    place = _place(identity, verdict) if verdict.outcome == SignalState.ACCEPTED else None
    if verdict.outcome == SignalState.REFERRED and not (verdict.referred_to and verdict.basis.strip()):
        raise SignalError("basis")
    keep = None if place else year_after(timezone.localdate())
    # The judgement is written while the judge sees the signal as one that is not placed yet.
    update_once(
        Signal.objects.all(), signal, version, state=verdict.outcome, compartment=place, keep_until=keep
    )
    signal.state, signal.compartment, signal.keep_until = verdict.outcome, place, keep
    made = _write(identity, signal, verdict)
    milestone(signal, MilestoneKind(str(verdict.outcome)), verdict.reason, identity.person)
    close(signal, JUDGING)
    if keep:
        set_end(signal, keep)
    record(signal, "judged", {"outcome": str(verdict.outcome), "model": made.model})
    return made


@transaction.atomic
def reconsider(*, identity: Identity, signal: Signal, version: int, reason: str) -> Judgement:
    """Take up a signal again that was referred or not taken up, with a reason; it waits for a judgement anew.

    Raises:
        VersionConflict: someone else changed it meanwhile.
        SignalError: `state`, it was not judged, or accepted: what hangs in a case is handled there.
        PermissionDenied: for who does not judge.
    """
    _require_judge(identity)
    if signal.state not in (SignalState.REFERRED, SignalState.REJECTED):
        raise SignalError("state")
    update_once(Signal.objects.all(), signal, version, state=SignalState.RECEIVED, keep_until=None)
    signal.state, signal.keep_until = SignalState.RECEIVED, None
    made = _write(identity, signal, Verdict(SignalState.RECEIVED, "", note=reason))
    milestone(signal, MilestoneKind.RECONSIDERED, "", identity.person)
    close(signal, RETENTION)
    _term_anew(signal)
    record(signal, "reconsidered")
    return made


def _term_anew(signal: Signal) -> None:
    with acting_as_system(municipality=signal.municipality_id):
        before = Deadline.objects.filter(kind=JUDGING, subject=signal.pk).first()
        if before is not None:
            deadlines.reopen(deadline=before)
            return
    begin_term(signal, timezone.now())


def _require_judge(identity: Identity) -> None:
    if not identity.holds(*JUDGES):
        raise PermissionDenied(_("Signalen beoordelen doet de procesregisseur of de adviseur."))


def _place(identity: Identity, verdict: Verdict) -> Compartment:
    if verdict.new_case is not None:
        return _opened(identity, verdict.new_case, verdict.answers)
    if verdict.compartment is None:
        raise SignalError("place")
    if (level_in(identity, verdict.compartment) or 0) < Level.LEAD:
        raise PermissionDenied(_("U leidt deze casus niet. Vraag het de procesregisseur."))
    return verdict.compartment


def _opened(identity: Identity, new: NewCaseFor, answers: Mapping[str, bool]) -> Compartment:
    criteria = table.read(new.model.data).criteria
    if criteria.ways and not criteria.admits(answers):
        raise SignalError("criteria")
    problem = problems.open_problem(
        identity=identity,
        new=problems.NewProblem(title=new.title, kind=Kind.COMPLEX, theme=new.theme, owner=identity.person),
    )
    case: Case = cases.open_case(
        identity=identity,
        new=cases.NewCase(
            problem=problem,
            model=new.model,
            process_director=Person.objects.get(pk=identity.person),
        ),
    )
    if set(answers) == set(criteria.questions):
        cases.judge_admission(identity=identity, case=case, answers=answers)
    if new.closed:
        return cases.add_compartment(
            identity=identity, case=case, name=_("Signalen"), purpose=_("Wat is gemeld, nog niet gedeeld.")
        )
    return case.compartments.get(kind=CompartmentKind.SHARED)


def _write(identity: Identity, signal: Signal, verdict: Verdict) -> Judgement:
    made = Judgement(
        municipality_id=signal.municipality_id,
        signal=signal,
        outcome=verdict.outcome,
        model=verdict.model.key if verdict.model else "",
        answers=dict(verdict.answers),
        referred_to=verdict.referred_to if verdict.outcome == SignalState.REFERRED else None,
        basis=verdict.basis if verdict.outcome == SignalState.REFERRED else "",
        judged_by_id=identity.person,
        judged_at=timezone.now(),
    )
    made.note = verdict.note
    made.save(force_insert=True)
    return made
