"""Deciding of which kind a problem is: a named person, a reason, and everything that follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access import services as access
from driehoek.access.identity import Identity
from driehoek.ledger.versions import update_once
from driehoek.problems import typing
from driehoek.problems.models import Kind, Problem, Typing
from driehoek.problems.services.common import hand_out_by_function, record
from driehoek.problems.signals import retyped


class SameKind(ValueError):
    """The problem is of that kind already."""


class ReasonMissing(ValueError):
    """The reason is too short; the message says what is needed."""


@transaction.atomic
def retype(
    *,
    identity: Identity,
    problem: Problem,
    version: int,
    kind: Kind,
    answers: Mapping[str, str],
    reason: str,
) -> Typing:
    """Make a problem that was read at `version` another kind (domain.md, section 1.2).

    In one transaction: the kind, the decision with its reason, the line on the ledger, what other rooms do with
    their information regime (`signals.retyped`), and the grants that the new kind hands out.

    Args:
        identity: who decides; works on the problem.
        problem: the problem; its kind and version are those of the new state afterwards.
        version: the version that the decider read.
        kind: the kind it becomes.
        answers: key of a question → code of its answer; empty when the questions were not asked.
        reason: in the decider's own words, longer when it differs from what the answers propose.

    Raises:
        VersionConflict: it was changed meanwhile.
        SameKind: it is of that kind already.
        ReasonMissing: the reason is too short.
        ValueError: an answer that does not exist.
    """
    before = Kind(problem.kind)
    if before == kind:
        raise SameKind(kind)
    made = _decision(identity, problem, previous=before, kind=kind, answers=answers, reason=reason)
    if wrong := _wrong_with(made):
        raise ReasonMissing(wrong)
    # The kind stands in the condition too: two people who read the same version never both change it.
    update_once(Problem.objects.filter(kind=before), problem, version, kind=kind, changed_at=Now())
    problem.kind = kind
    made.save(force_insert=True)
    record(problem, "retyped", {"from": str(before), "to": str(kind), "proposed": made.proposed})
    retyped.send(sender=Problem, identity=identity, problem=problem, before=before, after=kind)
    access.end_function_grants(problem=problem.pk)
    hand_out_by_function(municipality=identity.municipality, problem=problem)
    return made


def first_typing(identity: Identity, problem: Problem, *, answers: Mapping[str, str], reason: str) -> Typing:
    """Store of which kind a problem was opened; a reason is needed only against the proposal.

    Raises:
        ReasonMissing: the reason is too short.
        ValueError: an answer that does not exist.
    """
    kind = Kind(problem.kind)
    made = _decision(identity, problem, previous=None, kind=kind, answers=answers, reason=reason)
    differs = made.proposed and made.proposed != kind
    if differs and (wrong := _wrong_with(made)):
        raise ReasonMissing(wrong)
    made.save(force_insert=True)
    return made


def _decision(
    identity: Identity,
    problem: Problem,
    *,
    previous: Kind | None,
    kind: Kind,
    answers: Mapping[str, str],
    reason: str,
) -> Typing:
    """Return a decision that is not stored yet, with what its answers propose."""
    return Typing(
        municipality_id=identity.municipality,
        problem=problem,
        kind=kind,
        previous=previous or "",
        proposed=typing.propose(answers).kind or "",
        answers=dict(answers),
        reason=reason.strip(),
        decided_by_id=identity.person,
        decided_at=timezone.now(),
    )


def _wrong_with(made: Typing) -> str:
    proposed = Kind(made.proposed) if made.proposed else None
    return typing.check_reason(kind=Kind(made.kind), proposed=proposed, reason=made.reason)
