"""Snapshots and differences as a page and a paper show them; no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from driehoek.figures.words import spoken
from driehoek.plans.editions import Change, Course, Difference, Run, ThemeDifference, word_difference
from driehoek.plans.models import ActionStatus
from driehoek.plans.rows import LOOKS
from driehoek.plans.snapshot import (
    ActionPart,
    FactKind,
    FactPart,
    FigurePart,
    GoalPart,
    Snapshot,
    TextPart,
    ThemePart,
)
from driehoek.standard.norms import State
from driehoek.standard.sentences import STATE_WORDS
from driehoek.web import formatting
from driehoek.web.components import Row, Tag

FACTS: Final[dict[str, Promise]] = {
    FactKind.DEVIATION: gettext_lazy("Uitzondering"),
    FactKind.REPORT: gettext_lazy("Voortgangsrapportage"),
    FactKind.DECISION: gettext_lazy("Besluit"),
    FactKind.ASK: gettext_lazy("Vraag aan de raad"),
}
CHANGES: Final[dict[str, Promise]] = {
    "added": gettext_lazy("nieuw"),
    "removed": gettext_lazy("vervallen"),
    "changed": gettext_lazy("gewijzigd"),
}


@dataclass(frozen=True)
class Section:
    """A theme as it is read: texts first, then figures, actions and what happened."""

    title: str
    note: str
    texts: Sequence[TextPart]
    figures: Sequence[Row]
    goals: Sequence[tuple[Row, Sequence[Row]]]
    actions: Sequence[Row]
    facts: Sequence[Row]


@dataclass(frozen=True)
class ChangeLine:
    """One thing that differs.

    Attributes:
        kind: `added`, `removed` or `changed`; `tag` says it in words.
        runs: the text with what came and what went.
        values: what was and what is, for a figure or a status; empty otherwise.
    """

    title: str
    kind: str
    tag: str
    runs: Sequence[Run] = ()
    values: str = ""


@dataclass(frozen=True)
class ChangeGroup:
    """What differs in one theme, or over all."""

    title: str
    tag: str = ""
    lines: Sequence[ChangeLine] = field(default_factory=tuple)


def sections(snapshot: Snapshot) -> list[Section]:
    """Return the themes of a snapshot as they are read."""
    return [_section(theme, plan=snapshot.quarter is None) for theme in snapshot.themes]


def summary(snapshot: Snapshot) -> str:
    """Say in one line what asks for attention: norms that were not met, actions that were late."""
    broken = sum(one.state == State.BROKEN for theme in snapshot.themes for one in theme.figures)
    late = sum(one.late for theme in snapshot.themes for one in theme.actions)
    norms = ngettext("%(n)s norm niet gehaald", "%(n)s normen niet gehaald", broken) % {"n": broken}
    actions = ngettext("%(n)s maatregel te laat", "%(n)s maatregelen te laat", late) % {"n": late}
    if not broken and not late:
        return _("Geen norm is gemist en niets is te laat.") if snapshot.themes else ""
    said = [*([norms] if broken else []), *([actions] if late else [])]
    return ", ".join(said) + "."


def figure_value(part: FigurePart, value: float | None, period: str) -> str:
    """Write a value with its unit and its time."""
    if value is None:
        return _("nog niet bekend")
    number = formatting.number(value, part.decimals, language=spoken())
    glue = "" if part.unit.startswith("%") else " "
    said = f"{number}{glue}{part.unit}"
    return _("%(value)s in %(period)s") % {"value": said, "period": period} if period else said


def figure_row(part: FigurePart) -> Row:
    """Make the row of a figure: value, time, the one before, and how the norm stands."""
    said = [part.norm_sentence] if part.norm_sentence else []
    if part.before is not None:
        before = figure_value(part, part.before, part.before_period)
        said.insert(0, _("Ervoor: %(before)s.") % {"before": before})
    label, look = STATE_WORDS[State(part.state)] if part.state else ("", "")
    certain = _("voorlopig cijfer") if part.provisional else ""
    return Row(
        title=f"{part.label}: {figure_value(part, part.value, part.period)}",
        tags=(Tag(str(label), look),) if part.state else (),  # type: ignore[arg-type]  # a kind of tag
        text=" ".join(said),
        meta=" · ".join(one for one in (part.source, certain) if one),
    )


def action_row(part: ActionPart) -> Row:
    """Make the row of an action: how it went, or only what was agreed where no status is told."""
    tags = [Tag(part.status_label.lower(), LOOKS.get(part.status, ""))] if part.status else []
    if part.late:
        tags.insert(0, Tag(_("te laat"), "crisis"))
    due = _("uiterlijk %(day)s") % {"day": _day(part.due_on)} if part.due_on else ""
    effect = (
        _("Verwacht effect: %(effect)s") % {"effect": part.expected_effect} if part.expected_effect else ""
    )
    return Row(
        title=part.what,
        tags=tuple(tags),
        text=part.note or effect,
        meta=" · ".join(one for one in (part.owner, due, part.instrument) if one),
    )


def fact_row(part: FactPart) -> Row:
    """Make the row of something that happened."""
    return Row(
        title=part.title,
        kind=str(FACTS.get(part.kind, "")).lower(),
        text=part.text,
        meta=part.source,
    )


def goal_row(part: GoalPart) -> Row:
    """Make the row of a goal: how it is measured, and who decides when."""
    decides = _("Besluit: %(who)s") % {"who": part.decided_by}
    if part.decision_on:
        decides = f"{decides}, {_day(part.decision_on)}"
    return Row(
        title=part.sentence,
        text=_("Gemeten aan: %(norm)s") % {"norm": part.measured_by},
        meta=decides,
    )


def groups(difference: Difference) -> list[ChangeGroup]:
    """Return what differs between two editions, in the order of the document."""
    found = []
    if difference.texts:
        found.append(ChangeGroup(_("Over alle thema’s"), "", [_text_line(one) for one in difference.texts]))
    return [*found, *(_group(theme) for theme in difference.themes)]


def course_rows(course: Course) -> list[list[str]]:
    """Return the rows of a table: figure, the quarter before, this quarter."""
    return [
        [
            later.label,
            figure_value(earlier, earlier.value, earlier.period),
            figure_value(later, later.value, later.period),
        ]
        for earlier, later in course.figures
    ]


def course_lines(course: Course) -> list[ChangeLine]:
    """Return how actions moved since the quarter before."""
    moved = [
        ChangeLine(later.what, "changed", _tag("changed"), values=_moved(_stand(earlier), _stand(later)))
        for earlier, later in course.actions
    ]
    new = [ChangeLine(one.what, "added", _tag("added"), values=_stand(one)) for one in course.new_actions]
    return moved + new


def _section(theme: ThemePart, *, plan: bool) -> Section:
    goals = []
    for goal in theme.goals:
        rows = [action_row(one) for one in theme.actions if one.goal == goal.key]
        goals.append((goal_row(goal), rows))
    return Section(
        title=theme.name,
        note=theme.field,
        texts=theme.texts,
        figures=[figure_row(one) for one in theme.figures],
        goals=goals,
        actions=[] if plan else [action_row(one) for one in theme.actions],
        facts=[fact_row(one) for one in theme.facts],
    )


def _group(theme: ThemeDifference) -> ChangeGroup:
    lines = [
        *(_text_line(one) for one in theme.texts),
        *(_figure_line(one) for one in theme.figures),
        *(_goal_line(one) for one in theme.goals),
        *(_action_line(one) for one in theme.actions),
        *(_fact_line(one) for one in theme.facts),
    ]
    return ChangeGroup(theme.name, _tag(theme.kind) if theme.kind != "changed" else "", lines)


def _text_line(change: Change[TextPart]) -> ChangeLine:
    before, after = change.before, change.after
    runs = word_difference(before.text if before else "", after.text if after else "")
    return ChangeLine(change.part.label, change.kind, _tag(change.kind), runs)


def _figure_line(change: Change[FigurePart]) -> ChangeLine:
    before, after, part = change.before, change.after, change.part
    values = ""
    if before and after and (before.value, before.period) != (after.value, after.period):
        values = _moved(
            figure_value(before, before.value, before.period), figure_value(after, after.value, after.period)
        )
    elif before is None or after is None:
        values = figure_value(part, part.value, part.period)
    elif (before.before, before.before_period) != (after.before, after.before_period):
        values = _moved(
            figure_value(before, before.before, before.before_period),
            figure_value(after, after.before, after.before_period),
        )
    runs: tuple[Run, ...] = ()
    if before and after and before.norm_sentence != after.norm_sentence:
        runs = word_difference(before.norm_sentence, after.norm_sentence)
    if not values and not runs:
        values = _("de bron, de zekerheid of de cijfers per gebied zijn anders")
    return ChangeLine(part.label, change.kind, _tag(change.kind), runs, values)


def _goal_line(change: Change[GoalPart]) -> ChangeLine:
    return _worded(change.part.sentence, change.kind, _goal_words(change.before), _goal_words(change.after))


def _goal_words(part: GoalPart | None) -> str:
    if part is None:
        return ""
    row = goal_row(part)
    return f"{row.title} {row.text}. {row.meta}."


def _action_line(change: Change[ActionPart]) -> ChangeLine:
    before, after = change.before, change.after
    values = ""
    if before and after and _stand(before) != _stand(after):
        values = _moved(_stand(before), _stand(after))
    line = _worded(change.part.what, change.kind, _action_words(before), _action_words(after))
    return ChangeLine(line.title, line.kind, line.tag, line.runs, values)


def _action_words(part: ActionPart | None) -> str:
    if part is None:
        return ""
    row = action_row(part)
    return ". ".join(one for one in (part.what, part.note or part.expected_effect, row.meta) if one)


def _fact_line(change: Change[FactPart]) -> ChangeLine:
    before, after = change.before, change.after
    return _worded(change.part.title, change.kind, before.text if before else "", after.text if after else "")


def _worded(title: str, kind: str, before: str, after: str) -> ChangeLine:
    return ChangeLine(title, kind, _tag(kind), word_difference(before, after))


def _stand(part: ActionPart) -> str:
    if not part.status:
        return ""
    label = str(ActionStatus(part.status).label).lower()
    return _("%(status)s, te laat") % {"status": label} if part.late else label


def _moved(before: str, after: str) -> str:
    return _("eerst %(before)s, nu %(after)s") % {"before": before, "after": after}


def _tag(kind: str) -> str:
    return str(CHANGES[kind])


def _day(iso: str) -> str:
    return formatting.date_long(date.fromisoformat(iso), language=spoken())
