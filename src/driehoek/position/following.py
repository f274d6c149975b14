"""What the position does when something happens in rooms below it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from driehoek.access.identity import Identity
from driehoek.grounds.models import Resting
from driehoek.grounds.signals import covenant_lapsed, covenant_renewed
from driehoek.position.models import Agreement
from driehoek.position.services import apply_regime
from driehoek.position.services.gate import rest_under_covenant, run_under_covenant
from driehoek.position.services.judging_term import AGREEMENT
from driehoek.problems import signals
from driehoek.problems.models import Kind, Problem


def connect() -> None:
    """Listen to problems, whose new kind brings its own regime, and to covenants, with which agreements rest."""
    signals.opened.connect(_opened, dispatch_uid="position-regime-opened")
    signals.retyped.connect(_retyped, dispatch_uid="position-regime-retyped")
    covenant_lapsed.connect(_lapsed, dispatch_uid="position-covenant-lapsed")
    covenant_renewed.connect(_renewed, dispatch_uid="position-covenant-renewed")


def _opened(*, identity: Identity, problem: Problem, **_more: Any) -> None:
    """A standard problem is followed by what is agreed on its theme; the other kinds have needs of their own."""
    if problem.kind != Kind.STANDARD:
        apply_regime(identity=identity, problem=problem, kind=Kind(problem.kind))


def _retyped(*, identity: Identity, problem: Problem, after: Kind, **_more: Any) -> None:
    apply_regime(identity=identity, problem=problem, kind=after)


def _lapsed(*, resting: list[Resting], **_more: Any) -> set[UUID]:
    return {
        agreement.pk
        for agreement, covenant in _agreements(resting)
        if rest_under_covenant(agreement=agreement, covenant=covenant)
    }


def _renewed(*, resting: list[Resting], **_more: Any) -> None:
    for agreement, covenant in _agreements(resting):
        run_under_covenant(agreement=agreement, covenant=covenant)


def _agreements(resting: list[Resting]) -> list[tuple[Agreement, UUID]]:
    under = {one.subject: one.covenant_id for one in resting if one.subject_kind == AGREEMENT}
    found = Agreement.objects.filter(pk__in=under).select_related("need")
    return [(one, under[one.pk]) for one in found]
