"""What the position does when something happens in rooms below it."""

from __future__ import annotations

from typing import Any

from driehoek.access.identity import Identity
from driehoek.position.services import apply_regime
from driehoek.problems import signals
from driehoek.problems.models import Kind, Problem


def connect() -> None:
    """Listen to problems: a new kind brings its own regime."""
    signals.opened.connect(_opened, dispatch_uid="position-regime-opened")
    signals.retyped.connect(_retyped, dispatch_uid="position-regime-retyped")


def _opened(*, identity: Identity, problem: Problem, **_more: Any) -> None:
    """A standard problem is followed by what is agreed on its theme; the other kinds have needs of their own."""
    if problem.kind != Kind.STANDARD:
        apply_regime(identity=identity, problem=problem, kind=Kind(problem.kind))


def _retyped(*, identity: Identity, problem: Problem, after: Kind, **_more: Any) -> None:
    apply_regime(identity=identity, problem=problem, kind=after)
