"""Measures in words: rows, facts, terms, the timeline, and the steps that can be taken now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.access.identity import Identity
from driehoek.exchange.queries.planned import planned_powers
from driehoek.measures.models import (
    AdministrativeMeasure,
    ClockState,
    Letter,
    MeasureClock,
    MeasureStep,
)
from driehoek.measures.report_rows import day, language
from driehoek.measures.tables import kinds, procedure
from driehoek.measures.terms import days_between
from driehoek.web import formatting
from driehoek.web.components import Action, Entry, Pair, Row, Tag

SOON = 14


def state_words(measure: AdministrativeMeasure) -> str:
    """Say where a measure stands on its main track."""
    return procedure().states["main"][measure.state]


def tags_of(measure: AdministrativeMeasure) -> tuple[Tag, ...]:
    """Say where it stands on each track that has begun."""
    states = procedure().states
    found = [Tag(state_words(measure), "ask" if measure.state == "asked" else "")]
    if measure.urgent_words:
        found.append(Tag(_("spoed"), "crisis"))
    if measure.objection != "none":
        found.append(Tag(states["objection"][measure.objection], "accent"))
    if measure.relief != "none":
        found.append(Tag(states["relief"][measure.relief], "accent"))
    return tuple(found)


def measure_row(measure: AdministrativeMeasure, clock: MeasureClock | None, *, with_case: bool = True) -> Row:
    """Make a row of the register: what, where it stands, which term ends first."""
    parts = [
        measure.case.problem.title if with_case else "",
        measure.area.name if measure.area else "",
        span(measure),
    ]
    return Row(
        title=measure.title,
        kind=kinds()[measure.kind].name,
        url=reverse("measures:measure", args=[measure.pk]),
        tags=tags_of(measure),
        text=clock_line(clock) if clock else "",
        meta=" · ".join(filter(None, parts)),
    )


def span(measure: AdministrativeMeasure) -> str:
    """Say from when until when it holds."""
    if measure.begins_on is None:
        return ""
    if measure.ends_on is None:
        return _("vanaf %(begin)s") % {"begin": day(measure.begins_on)}
    return _("%(begin)s tot en met %(end)s") % {"begin": day(measure.begins_on), "end": day(measure.ends_on)}


def clock_line(clock: MeasureClock) -> str:
    """Say which term runs and when it ends."""
    kind = procedure().clocks[clock.kind]
    return _("%(what)s: tot en met %(day)s, %(left)s.") % {
        "what": kind.name,
        "day": day(clock.due_on),
        "left": left_words(clock.due_on),
    }


def left_words(due: date) -> str:
    """Say how many days are left, or how long it is past."""
    left = days_between(timezone.localdate(), due)
    if left == 0:
        return _("vandaag")
    if left < 0:
        return ngettext("%(count)s dag te laat", "%(count)s dagen te laat", -left) % {"count": -left}
    return ngettext("nog %(count)s dag", "nog %(count)s dagen", left) % {"count": left}


def clock_rows(clocks: Sequence[MeasureClock]) -> list[Row]:
    """Make a row of each term: how long, by which article, what its end means."""
    found = []
    for clock in clocks:
        kind = procedure().clocks[clock.kind]
        runs = clock.state == ClockState.RUNNING
        left = days_between(timezone.localdate(), clock.due_on)
        soon = runs and kind.on_board and left <= SOON
        past = runs and left < 0 and not kind.on_board
        tag = Tag(
            _("voorbij")
            if past
            else left_words(clock.due_on)
            if runs
            else str(ClockState(clock.state).label),
            "ask" if soon else "",
        )
        found.append(
            Row(
                title=kind.name,
                tags=(tag,),
                text=_("Van %(begin)s tot en met %(end)s. %(then)s.")
                % {"begin": day(clock.begins_on), "end": day(clock.due_on), "then": kind.ends},
                meta=" ".join(filter(None, (kind.article, kind.remark))),
            )
        )
    return found


def facts_of(measure: AdministrativeMeasure, identity: Identity) -> list[Pair]:
    """List what everyone with an overview may know."""
    kind = kinds()[measure.kind]
    pairs = [
        Pair(_("Soort"), kind.name),
        Pair(_("Grondslag"), kind.article),
        Pair(_("Geldt"), span(measure) or _("nog niet ingevuld")),
        Pair(
            _("Casus"), measure.case.problem.title, reverse("cases:page", args=[measure.case_id]), _("Bekijk")
        ),
    ]
    if measure.area:
        pairs.append(Pair(_("Gebied"), measure.area.name))
    for label, value in (
        (_("Besloten"), day(measure.decided_on)),
        (_("Bekendgemaakt"), day(measure.announced_on)),
        (_("Uitgevoerd"), day(measure.executed_on)),
        (_("Voorbij sinds"), day(measure.over_on)),
        (_("Waarom het niet kan wachten"), measure.urgent_words),
        (_("Let op"), kind.remark),
    ):
        if value:
            pairs.append(Pair(label, value))
    planned = planned_powers(identity).filter(pk=measure.planned_id).first() if measure.planned_id else None
    if planned is not None:
        url = reverse("exchange:planned", args=[planned.pk])
        pairs.append(Pair(_("Voorgelegd aan het OM"), str(planned.get_state_display()), url, _("Bekijk")))
    return pairs


def timeline_of(steps: Sequence[MeasureStep]) -> list[Entry]:
    """Tell the life of a measure, the newest first."""
    table = procedure().steps
    decided = {"decide", "refuse", "send_back", "prolong", "withdraw"}
    found = []
    for one in reversed(steps):
        step = table.get(one.step)
        text = one.reason
        if one.ends_on:
            text = " ".join((_("Nieuwe laatste dag: %(day)s.") % {"day": day(one.ends_on)}, text))
        found.append(
            Entry(
                one.on,
                step.done if step else _("Begonnen"),
                text=text,
                source=" · ".join(filter(None, (one.taken_by.name, step.article if step else ""))),
                kind="decision" if one.step in decided else "ask" if one.step.startswith("ask") else "",
            )
        )
    return found


def letter_row(letter: Letter) -> Row:
    """Make a row of a letter, with its files."""
    title = f"{letter.get_kind_display()} {letter.number}"
    return Row(
        title=title,
        tags=(Tag(_("concept"), "ask"),) if letter.concept else (),
        meta=" · ".join((letter.made_by.name, formatting.moment(letter.made_at, language=language()))),
        actions=[
            Action(name, reverse("measures:letter", args=[letter.pk, form]), about=title)
            for name, form in (("Word", "docx"), ("PDF", "pdf"))
        ],
    )


def step_actions(measure: AdministrativeMeasure, keys: Sequence[str]) -> list[Action]:
    """Return the steps that can be taken now as links."""
    table = procedure().steps
    return [
        Action(
            label=table[key].label, url=reverse("measures:step", args=[measure.pk, key]), about=measure.title
        )
        for key in keys
    ]
