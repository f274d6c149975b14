"""The approach of a case as rows, tags and pairs, in words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.approach.models import (
    FINISHED,
    Action,
    ActionState,
    ActionStep,
    Bottleneck,
    BottleneckState,
    Capacity,
    Criterion,
    Escalation,
    EscalationState,
    Outcome,
    PlanEdition,
    Prioritisation,
)
from driehoek.approach.queries.weighing import Ranked, Ranking
from driehoek.approach.snapshot import ActionPart, Snapshot, parse
from driehoek.cases.models import Case, CompartmentKind
from driehoek.figures.words import spoken
from driehoek.meetings.models import AgendaPoint
from driehoek.web import formatting
from driehoek.web.components import Action as Button
from driehoek.web.components import Entry, Pair, Row, Tag, TagKind

ByAction = Mapping[uuid.UUID, Bottleneck]
LOOKS: Final[dict[str, TagKind]] = {
    ActionState.PLANNED: "",
    ActionState.RUNNING: "accent",
    ActionState.STUCK: "ask",
    ActionState.DONE: "calm",
    ActionState.DROPPED: "unknown",
}


def day(value: date | datetime) -> str:
    """Write a day in the language of the page."""
    return formatting.date_long(value, language=spoken())


def action_tags(action: Action) -> tuple[Tag, ...]:
    """Say how an action stands, late first."""
    tags = [Tag(str(action.get_state_display()).lower(), LOOKS[action.state])]
    if action.state not in FINISHED and action.due_on < timezone.localdate():
        tags.insert(0, Tag(_("te laat"), "crisis"))
    return tuple(tags)


def action_row(
    action: Action, *, bottleneck: Bottleneck | None, acts: bool, here: str, with_case: bool = False
) -> Row:
    """Make the row of an action that runs, with one-tap buttons for who does it."""
    closed = action.compartment.kind == CompartmentKind.OWN
    meta = [
        action.case.problem.title if with_case else action.owner.name,
        _("klaar op %(day)s") % {"day": day(action.due_on)},
        str(action.get_instrument_display()),
        _("besloten: %(name)s") % {"name": action.compartment.name} if closed else "",
    ]
    return Row(
        title=action.title,
        url=reverse("approach:action", args=[action.case_id, action.pk]),
        tags=action_tags(action),
        text=_hindered(bottleneck),
        meta=" · ".join(one for one in meta if one),
        actions=_buttons(action, here) if acts else (),
    )


def _hindered(bottleneck: Bottleneck | None) -> str:
    """Say what keeps an action back, and what the mayor decided about it."""
    if bottleneck is None:
        return ""
    decided = _decided(bottleneck)
    return decided or bottleneck.text


def _decided(bottleneck: Bottleneck) -> str:
    if bottleneck.state != BottleneckState.ANSWERED:
        return ""
    answered = [one for one in bottleneck.escalations.all() if one.chosen is not None]
    return answered_words(answered[0]) if answered else ""


def _buttons(action: Action, here: str) -> tuple[Button, ...]:
    url = reverse("approach:action_state", args=[action.case_id, action.pk])
    stuck = reverse("approach:action_bottleneck", args=[action.case_id, action.pk])
    return (
        _state_button(_("Gedaan"), url, action, ActionState.DONE, here),
        *(
            (_state_button(_("Loopt"), url, action, ActionState.RUNNING, here),)
            if action.state != ActionState.RUNNING
            else ()
        ),
        *((Button(_("Lukt niet"), stuck, about=action.title),) if action.state != ActionState.STUCK else ()),
    )


def _state_button(label: str, url: str, action: Action, state: str, here: str) -> Button:
    values = (("state", state), ("version", str(action.version)), ("next", here))
    return Button(label, url, post=True, values=values, about=action.title)


def finished_row(action: Action, *, acts: bool, here: str) -> Row:
    """Make the row of a finished action, with its undo for who did it."""
    url = reverse("approach:action_state", args=[action.case_id, action.pk])
    return Row(
        title=action.title,
        url=reverse("approach:action", args=[action.case_id, action.pk]),
        tags=action_tags(action),
        meta=f"{action.owner.name} · {formatting.moment(action.state_at, language=spoken())}",
        actions=(_state_button(_("Zet terug"), url, action, "undo", here),) if acts else (),
    )


def said_of(action: Action) -> str:
    """Say what was stored after one tap."""
    if action.state == ActionState.DONE:
        return _("Gedaan: %(title)s. Vergist? Tik op “Zet terug”.") % {"title": action.title}
    return _("Bewaard: %(state)s.") % {"state": str(ActionState(action.state).label).lower()}


def action_pairs(action: Action) -> list[Pair]:
    """Say what was agreed on about an action."""
    return [
        Pair(_("Actie"), action.title),
        Pair(_("Wie doet het?"), action.owner.name),
        *([Pair(_("Door wie daar?"), action.person.name)] if action.person else []),
        Pair(_("Instrument"), str(action.get_instrument_display())),
        Pair(_("Klaar op"), day(action.due_on)),
        Pair(_("Stand"), str(action.get_state_display())),
        Pair(_("Wie mag dit zien?"), action.compartment.name),
    ]


def step_entry(step: ActionStep) -> Entry:
    """Tell one change in how an action stands."""
    before = str(step.get_before_display()).lower()
    title = _("%(after)s (was: %(before)s)") % {"after": step.get_after_display(), "before": before}
    return Entry(step.at, title, "", step.by.name)


def bottleneck_row(one: Bottleneck) -> Row:
    """Make the row of a bottleneck: what, whose action, and where it stands."""
    looks: dict[str, TagKind] = {
        BottleneckState.OPEN: "ask",
        BottleneckState.ASKED: "accent",
        BottleneckState.ANSWERED: "calm",
    }
    meta = f"{one.action.owner.name} · {formatting.moment(one.reported_at, language=spoken())}"
    return Row(
        title=one.text,
        url=reverse("approach:bottleneck", args=[one.case_id, one.pk]),
        tags=(Tag(str(one.get_state_display()).lower(), looks.get(one.state, "")),),
        text=_decided(one) or one.action.title,
        meta=meta,
    )


def bottleneck_pairs(one: Bottleneck) -> list[Pair]:
    """Say what a bottleneck is about."""
    return [
        Pair(_("Waarom lukt het niet?"), one.text),
        Pair(
            _("Actie"),
            one.action.title,
            reverse("approach:action", args=[one.case_id, one.action_id]),
            _("Bekijk"),
        ),
        Pair(_("Gemeld door"), f"{one.reported_by.name}, {one.action.owner.name}"),
        Pair(_("Gemeld op"), formatting.moment(one.reported_at, language=spoken())),
        Pair(_("Stand"), str(one.get_state_display())),
    ]


def question_tag(one: Escalation) -> Tag:
    """Say where a question to the mayor stands."""
    if one.state == EscalationState.ASKED:
        return Tag(_("vóór %(when)s") % {"when": day(one.due_on)}, "ask")
    return Tag(str(one.get_state_display()).lower(), "calm" if one.state == EscalationState.ANSWERED else "")


def question_row(one: Escalation) -> Row:
    """Make the row of a question to the mayor."""
    return Row(
        title=one.question,
        url=reverse("approach:question", args=[one.case_id, one.pk]),
        tags=(question_tag(one),),
        text=answered_words(one) or one.advice,
    )


def asked_words(one: Escalation) -> str:
    """Say who asked, and when."""
    return _("%(who)s vroeg dit %(when)s") % {
        "who": one.asked_by.name,
        "when": formatting.moment(one.asked_at, language=spoken()),
    }


def answered_words(one: Escalation) -> str:
    """Say what was decided, by whom and where; empty while it is not."""
    if one.chosen is None or one.answered_at is None or one.answered_by is None:
        return ""
    said = _("Besluit: %(option)s.") % {"option": one.options[one.chosen]["option"].rstrip(".")}
    where = (
        _("In de driehoek, vastgelegd door %(who)s, %(when)s.") if one.in_meeting else _("%(who)s, %(when)s.")
    )
    how = where % {
        "who": one.answered_by.name,
        "when": formatting.moment(one.answered_at, language=spoken()),
    }
    return " ".join(part for part in (said, one.reason, how) if part)


def decision_entry(one: Prioritisation) -> Entry:
    """Tell a decision of the driehoek."""
    again = _("Komt terug op %(day)s.") % {"day": day(one.again_on)} if one.again_on else ""
    source = _("Vastgelegd door %(who)s") % {"who": one.recorded_by.name}
    if one.point is not None:
        source = _("In de driehoek, vastgelegd door %(who)s") % {"who": one.recorded_by.name}
    return Entry(
        one.decided_on,
        str(Outcome(one.outcome).label),
        f"{one.reason} {again}".strip(),
        source,
        kind="decision",
    )


def point_row(one: AgendaPoint) -> Row:
    """Make the row of a point on the agenda."""
    when = formatting.moment(one.meeting.starts_at, language=spoken()) if one.meeting else ""
    return Row(
        title=one.title,
        url=reverse("meetings:agenda"),
        tags=(Tag(str(one.get_state_display()).lower()),),
        text=one.outcome,
        meta=when,
    )


def edition_row(one: PlanEdition) -> Row:
    """Make the row of an edition of a plan."""
    return Row(
        title=_("Versie %(n)s") % {"n": one.number},
        url=reverse("approach:edition", args=[one.case_id, one.number]),
        text=one.note,
        meta=_("Vastgesteld op %(day)s door %(who)s")
        % {"day": day(one.adopted_at), "who": one.adopted_by.name},
    )


def snapshot_of(one: PlanEdition) -> Snapshot:
    """Read an edition back."""
    return parse(one.contents)


def frozen_row(one: ActionPart) -> Row:
    """Make the row of an action as it was agreed on in an edition."""
    due = day(date.fromisoformat(one.due_on))
    return Row(
        title=one.title, meta=" · ".join((one.owner, _("klaar op %(day)s") % {"day": due}, one.instrument))
    )


def ranked_row(one: Ranked, criteria: Sequence[Criterion], *, weighs: bool) -> Row:
    """Make the row of a weighed case: its points, and the reasons for them."""
    tags = [Tag(_("%(n)s van 100") % {"n": one.points})]
    if one.short:
        tags.append(Tag(_("geen uren meer: %(who)s") % {"who": ", ".join(one.short)}, "ask"))
    if one.missing:
        said = ngettext("%(n)s score ontbreekt", "%(n)s scores ontbreken", one.missing)
        tags.append(Tag(said % {"n": one.missing}, "unknown"))
    why = [
        f"{item.name} {one.scores[item.pk].value}: {one.scores[item.pk].reason}."
        for item in criteria
        if item.weight and item.pk in one.scores
    ]
    if one.shift is not None:
        why.insert(
            0,
            _("Hoger gezet dan “%(other)s” door %(who)s: %(reason)s.")
            % {
                "other": one.shift.above.problem.title,
                "who": one.shift.shifted_by.name,
                "reason": one.shift.reason.rstrip("."),
            },
        )
    hours = sum(one.hours.values())
    return Row(
        title=f"{one.place}. {one.case.problem.title}",
        url=reverse("cases:page", args=[one.case.pk]),
        tags=tuple(tags),
        text=" ".join(why),
        meta=_("Vraagt %(n)s uur per week") % {"n": hours} if hours else "",
        actions=_weigh_buttons(one.case) if weighs else (),
    )


def _weigh_buttons(case: Case) -> tuple[Button, ...]:
    about = case.problem.title
    return (
        Button(_("Weeg"), reverse("approach:scores", args=[case.pk]), about=about),
        Button(_("Zet hoger"), reverse("approach:shift", args=[case.pk]), about=about),
    )


def unweighed_row(case: Case, *, weighs: bool) -> Row:
    """Make the row of a case without scores."""
    weigh = Button(_("Weeg"), reverse("approach:scores", args=[case.pk]), about=case.problem.title)
    return Row(
        title=case.problem.title,
        url=reverse("cases:page", args=[case.pk]),
        tags=(Tag(_("nog niet gewogen"), "unknown"),),
        actions=(weigh,) if weighs else (),
    )


def line_words(found: Ranking) -> str:
    """Say where capacity ends."""
    if found.line is None:
        return _("Er is capaciteit voor alle gewogen casussen.") if found.free else ""
    short = found.rows[found.line - 1].short
    return _("Hier houdt de capaciteit op: geen uren meer bij %(who)s.") % {"who": ", ".join(short)}


def free_pair(one: tuple[str, int, int]) -> Pair:
    """Say what an organisation has and what is taken."""
    name, has, taken = one
    return Pair(name, _("%(taken)s van %(has)s uur per week bezet") % {"taken": taken, "has": has})


def capacity_row(one: Capacity) -> Row:
    """Make the row of a stated capacity."""
    return Row(
        title=_("%(who)s: %(hours)s uur per week") % {"who": one.organisation.name, "hours": one.hours},
        meta=_("%(first)s tot en met %(last)s") % {"first": day(one.first), "last": day(one.last)},
    )
