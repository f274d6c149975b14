"""Plans, actions and reports as rows and tags of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.figures.words import spoken
from driehoek.plans.models import Action, ActionStatus, Edition, Plan, PlanState
from driehoek.plans.quarters import Quarter, quarter_words
from driehoek.plans.queries import GoalLine, PlanCount, ReportLine
from driehoek.plans.queries.parts import is_late, measured_words
from driehoek.standard import sentences
from driehoek.standard.rows import spark
from driehoek.web import formatting
from driehoek.web.components import Row, Tag, TagKind

LOOKS: Final[dict[str, TagKind]] = {
    ActionStatus.PLANNED: "",
    ActionStatus.RUNNING: "accent",
    ActionStatus.AT_RISK: "ask",
    ActionStatus.DELAYED: "ask",
    ActionStatus.DONE: "calm",
    ActionStatus.STOPPED: "barred",
}
PLAN_LOOKS: Final[dict[str, TagKind]] = {
    PlanState.DRAFT: "ask",
    PlanState.ADOPTED: "calm",
    PlanState.CLOSED: "barred",
}


@dataclass(frozen=True)
class GoalBlock:
    """A goal on the page of its plan: effort and effect side by side.

    Attributes:
        effort: rows of actions.
        effect: how the norm stands, or nothing.
        summary: how many actions, in words.
    """

    line: GoalLine
    facts: str
    effort: Sequence[Row]
    effect: Sequence[Row]
    measured: str
    summary: str
    tags: Sequence[Tag] = field(default_factory=tuple)


def day(value: object) -> str:
    """Write a day in full; nothing for no day."""
    return formatting.date_long(value, language=spoken()) if value else ""  # type: ignore[arg-type]  # dates only


def status_tags(action: Action) -> tuple[Tag, ...]:
    """Return how an action stands, what is late first."""
    own = Tag(str(action.get_status_display()).lower(), LOOKS[action.status])
    return (Tag(_("te laat"), "crisis"), own) if action.agreed_at and is_late(action) else (own,)


def action_row(action: Action, *, owner: bool = True) -> Row:
    """Make the row of an action: what, how it goes, who, by when."""
    due = _("uiterlijk %(day)s") % {"day": day(action.due_on)}
    return Row(
        title=action.what,
        url=reverse("plans:action", args=[action.pk]),
        tags=status_tags(action),
        text=action.note,
        meta=f"{action.owner.name} · {due}" if owner else due,
    )


def goal_block(line: GoalLine, *, drawn: bool) -> GoalBlock:
    """Lay out one goal; a drawing only for the first ones, since drawing takes time."""
    goal, found = line.goal, line.judged
    effect: tuple[Row, ...] = ()
    if found is not None:
        effect = (
            Row(
                title=sentences.what(found.norm),
                url=reverse("standard:norm", args=[found.norm.pk]),
                kind=sentences.norm_words(found.norm),
                tags=sentences.state_tags(found.judgement),
                text=sentences.sentence(found),
                chart=spark(found) if drawn else "",
            ),
        )
    return GoalBlock(
        line=line,
        facts=_goal_facts(line),
        effort=[action_row(action) for action in line.actions],
        effect=effect,
        measured=measured_words(goal),
        summary=_summary(line),
        tags=(Tag(_("vervallen"), "barred"),) if goal.dropped_at else (),
    )


def _goal_facts(line: GoalLine) -> str:
    goal = line.goal
    decides = _("besluit: %(who)s") % {"who": str(goal.get_decider_display()).lower()}
    if goal.decision_on:
        decides = f"{decides}, {day(goal.decision_on)}"
    return f"{goal.theme.name} · {decides}"


def _summary(line: GoalLine) -> str:
    if not line.total:
        return ""
    said = [ngettext("%(n)s maatregel", "%(n)s maatregelen", line.total) % {"n": line.total}]
    if line.late:
        said.append(_("%(n)s te laat") % {"n": line.late})
    if line.done:
        said.append(_("%(n)s klaar") % {"n": line.done})
    return ", ".join(said)


def count_words(count: PlanCount) -> str:
    """Say how the actions of a plan stand, what asks for attention first."""
    if not count.total:
        return _("Er staan nog geen maatregelen in.")
    late = ngettext("%(n)s maatregel is te laat.", "%(n)s maatregelen zijn te laat.", count.late)
    said = late % {"n": count.late} if count.late else _("Niets is te laat.")
    given = {"worrying": count.worrying, "done": count.done, "total": count.total}
    rest = _("Van de %(total)s zijn er %(done)s klaar. Bij %(worrying)s is er risico of vertraging.")
    return f"{said} {rest % given}"


def plan_row(plan: Plan) -> Row:
    """Make the row of a plan in the list."""
    return Row(
        title=f"{plan.year}: {plan.title}",
        url=reverse("plans:plan", args=[plan.pk]),
        tags=(plan_tag(plan),),
        text=adoption_words(plan),
    )


def plan_tag(plan: Plan) -> Tag:
    """Return where a plan stands, as a tag."""
    return Tag(str(plan.get_state_display()).lower(), PLAN_LOOKS[plan.state])


def adoption_words(plan: Plan) -> str:
    """Say who adopted a plan, when and where; nothing for a draft."""
    if plan.adopted_on is None:
        return ""
    who = _("Vastgesteld door %(who)s op %(day)s") % {
        "who": str(plan.get_adopted_by_display()).lower(),
        "day": day(plan.adopted_on),
    }
    return f"{who}, {plan.adopted_where}." if plan.adopted_where else f"{who}."


def report_row(line: ReportLine) -> Row:
    """Make the row of a quarterly report in the list: it leads to what was fixed last, else to the draft."""
    report = line.report
    tag = (
        Tag(_("versie %(n)s vastgesteld") % {"n": line.edition}, "calm")
        if line.edition
        else Tag(_("nog niet vastgesteld"), "ask")
    )
    return Row(
        title=quarter_words(Quarter(report.year, report.quarter)),
        url=reverse("plans:edition", args=[line.edition_id])
        if line.edition_id
        else reverse("plans:report", args=[report.pk]),
        tags=(tag,),
    )


def edition_row(edition: Edition) -> Row:
    """Make the row of an edition: number, when, who and why."""
    return Row(
        title=_("Versie %(n)s") % {"n": edition.number},
        url=reverse("plans:edition", args=[edition.pk]),
        text=edition.reason or _("Eerste versie"),
        meta=_("vastgesteld op %(day)s door %(who)s")
        % {"day": day(edition.made_at), "who": edition.made_by.name},
    )
