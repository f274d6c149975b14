"""Proposals to type a theme anew, and what was done with them (ST22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.rules import DRIEHOEK
from driehoek.meetings.models import AgendaPoint
from driehoek.meetings.queries import open_points
from driehoek.problems.models import Kind, Problem, SafetyField, Status, Theme
from driehoek.problems.queries import visible_to
from driehoek.standard.models import Dismissal, NormType
from driehoek.standard.queries.judging import Judged
from driehoek.standard.queries.norms import theme_of
from driehoek.standard.queries.rules import rules_of
from driehoek.standard.retyping import (
    ORIGIN,
    REASON_ORIGIN,
    Returned,
    ReturnRule,
    RetypingRule,
    origin_id,
    returned,
    rule_for,
)


@dataclass(frozen=True)
class Proposal:
    """A norm broken so long that its theme may be of another kind.

    Attributes:
        since: first day of the run.
        dismissal: who set it aside and why, or None.
        point: its open point on the agenda of the driehoek, where the reader may see that.
    """

    judged: Judged
    rule: RetypingRule
    since: date
    dismissal: Dismissal | None = None
    point: AgendaPoint | None = None


def reason_of(one: Judged, among: Sequence[RetypingRule]) -> tuple[RetypingRule, date] | None:
    """Return which of the rules makes a proposal of a judged norm, and since when, or None."""
    if one.rhythm is None or one.since is None:
        return None
    field = SafetyField(theme_of(one.norm).field)
    rule = rule_for(NormType(one.norm.type), field, one.rhythm, one.judgement, among=among)
    return (rule, one.since) if rule else None


def proposals(identity: Identity, norms: Sequence[Judged]) -> list[Proposal]:
    """Return the proposals that follow from judged norms, those set aside as well; three queries."""
    among = rules_of(identity)
    found = [(one, *reason) for one in norms if (reason := reason_of(one, among))]
    dismissals = {
        (row.norm_id, row.run_since): row
        for row in Dismissal.objects.filter(
            norm__in=[one.norm.pk for one, _rule, _since in found], undone_at=None
        ).select_related("by")
    }
    points: dict[str, AgendaPoint] = {}
    if identity.holds(*DRIEHOEK):
        names = [origin_id(one.norm.pk, since) for one, _rule, since in found]
        rows = open_points(identity).filter(origin=ORIGIN, origin_id__in=names)
        points = {row.origin_id: row for row in rows}
    return [
        Proposal(
            one,
            rule,
            since,
            dismissals.get((one.norm.pk, since)),
            points.get(origin_id(one.norm.pk, since)),
        )
        for one, rule, since in found
    ]


@dataclass(frozen=True)
class ReturnProposal:
    """Something came back so often that its theme may be of another kind; `point` as for a Proposal."""

    rule: ReturnRule
    found: Returned
    point: AgendaPoint | None = None


def return_proposals(identity: Identity, theme: Theme) -> list[ReturnProposal]:
    """Return the proposals that follow from what came back on a theme; one query beside those of the rooms asked."""
    found = returned(identity, theme.pk, SafetyField(theme.field))
    points: dict[str, AgendaPoint] = {}
    if found and identity.holds(*DRIEHOEK):
        names = [str(one.id) for _rule, one in found]
        rows = open_points(identity).filter(origin=REASON_ORIGIN, origin_id__in=names)
        points = {row.origin_id: row for row in rows}
    return [ReturnProposal(rule, one, points.get(str(one.id))) for rule, one in found]


def standard_problems(identity: Identity, theme: Theme) -> QuerySet[Problem]:
    """Return the running standard problems of a theme that the reader works on: those can be typed anew."""
    found = visible_to(identity, level=Level.WORK).filter(theme=theme, kind=Kind.STANDARD, training=False)
    return found.exclude(status=Status.CLOSED).order_by("-changed_at")
