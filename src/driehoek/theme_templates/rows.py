"""The rows of the pages about trails."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.figures.models import Indicator
from driehoek.meetings.queries import visible_points
from driehoek.moments.models import MomentState
from driehoek.moments.queries import visible_moments
from driehoek.position.models import AgreementState, NeedState
from driehoek.position.queries.agreements import agreements_of
from driehoek.position.queries.needs import needs_of
from driehoek.reports.models import Form
from driehoek.standard.models import Norm
from driehoek.theme_templates.fields import BY_NAME
from driehoek.theme_templates.models import (
    Adoption,
    AdoptionState,
    Made,
    MadeKind,
    Step,
    StepState,
)
from driehoek.theme_templates.queries import made_in_rounds
from driehoek.theme_templates.shown import text_of, title_of
from driehoek.theme_templates.templates import row_of_step
from driehoek.web import formatting
from driehoek.web.components import Pair, Row, Tag

PAGES: Final[dict[str, str]] = {
    MadeKind.INDICATOR: "figures:indicator",
    MadeKind.NEED: "position:need",
    MadeKind.AGREEMENT: "position:agreement",
    MadeKind.NORM: "standard:norm",
    MadeKind.MOMENT: "moments:page",
}


def date_long(day: date | datetime) -> str:
    """Return a day in full, in the language of the page."""
    return formatting.date_long(day, language=formatting.known(get_language()))


def date_short(day: date | datetime) -> str:
    """Return a day in short, in the language of the page."""
    return formatting.date_short(day, language=formatting.known(get_language()))


@dataclass(frozen=True)
class Thing:
    """One thing that a trail made, as it stands now.

    Attributes:
        made: the row that says so.
        kind: what sort of thing, in words.
        title: its name in the template.
        url: its page; empty where it has none.
        runs: whether it still runs.
    """

    made: Made
    kind: str
    title: str
    url: str
    runs: bool


def trail_row(adoption: Adoption) -> Row:
    """Return a trail as a line of the list."""
    steps, closed = getattr(adoption, "steps_in_all", 0), getattr(adoption, "steps_closed", 0)
    text = _("Zonder stappen: alles is overgenomen.")
    if steps:
        text = _("%(closed)s van %(steps)s stappen afgesloten.") % {"closed": closed, "steps": steps}
    tags = [] if adoption.state == AdoptionState.RUNNING else [Tag(adoption.get_state_display(), "barred")]
    if adoption.round > 1:
        tags.append(Tag(_("ronde %(number)s") % {"number": adoption.round}))
    return Row(
        title=adoption.name,
        url=reverse("theme_templates:trail", args=[adoption.pk]),
        text=text,
        tags=tags,
        meta=_("%(theme)s · sinds %(day)s")
        % {"theme": adoption.theme.name, "day": date_short(adoption.starts_on)},
    )


def facts_of(adoption: Adoption) -> list[Pair]:
    """Return what is known of a trail."""
    theme = reverse("standard:theme", args=[adoption.theme_id])
    facts = [
        Pair(_("Thema"), adoption.theme.name, theme, _("Bekijk normen")),
        Pair(_("Begonnen"), f"{date_long(adoption.starts_on)}, {adoption.by.name}"),
        Pair(_("Stand"), adoption.get_state_display()),
    ]
    if adoption.round > 1:
        facts.append(Pair(_("Ronde"), str(adoption.round)))
    if adoption.closed_at is not None and adoption.closed_by is not None:
        facts.append(Pair(_("Gesloten"), f"{date_long(adoption.closed_at)}, {adoption.closed_by.name}"))
    if adoption.effect:
        facts += [Pair(_("Effect"), adoption.effect), Pair(_("Samenwerking"), adoption.cooperation)]
    return facts


def step_rows(adoption: Adoption, steps: list[Step]) -> list[Row]:
    """Return the steps in order; the first open one is at hand."""
    at_hand = next((one for one in steps if one.state == StepState.OPEN), None)
    rows = []
    for step in steps:
        content = row_of_step(adoption.content, step.key)
        rows.append(
            Row(
                title=f"{step.place}. {content['name']}",
                url=reverse("theme_templates:step", args=[step.pk]),
                text=step.note or content["product"],
                tags=[step_tag(adoption, step, now=step is at_hand)],
                meta=_step_meta(step),
            )
        )
    return rows


def step_tag(adoption: Adoption, step: Step, *, now: bool) -> Tag:
    """Return how a step stands, in words."""
    if step.state == StepState.DONE:
        return Tag(_("klaar"), "calm")
    if step.state == StepState.SKIPPED:
        return Tag(_("overgeslagen"), "barred")
    if adoption.state == AdoptionState.RUNNING and step.due_on < timezone.localdate():
        return Tag(_("te laat"), "ask")
    return Tag(_("nu aan de beurt"), "accent") if now else Tag(_("nog te doen"))


def _step_meta(step: Step) -> str:
    if step.closed_at is not None and step.closed_by is not None:
        return f"{step.closed_by.name}, {date_short(step.closed_at)}"
    return _("%(who)s · klaar op %(day)s") % {"who": step.owner.name, "day": date_long(step.due_on)}


def step_facts(step: Step) -> list[Pair]:
    """Return everything about a step."""
    content = row_of_step(step.adoption.content, step.key)
    facts = [
        Pair(_("Wat gebeurt er?"), content["what"]),
        Pair(_("Wie doet het?"), content["who"]),
        Pair(_("Wat ligt er daarna?"), content["product"]),
    ]
    if content.get("documents"):
        facts.append(Pair(_("Documenten"), ", ".join(content["documents"])))
    facts += [
        Pair(_("Wie bewaakt de stap?"), step.owner.name),
        Pair(_("Klaar op"), date_long(step.due_on)),
        Pair(_("Stand"), step.get_state_display()),
    ]
    if step.note:
        facts.append(Pair(_("Uitkomst"), step.note))
    return facts


def goal_rows(adoption: Adoption) -> list[Row]:
    """Return the goals, each with what it is measured by."""
    part = BY_NAME["goals"]
    return [
        Row(title_of(part, row), text=text_of(part, row, adoption.content))
        for row in adoption.content.get("goals") or []
    ]


def tip_rows(adoption: Adoption) -> list[str]:
    """Return the tips of the guide that belong to the theme."""
    return [title_of(BY_NAME["tips"], row) for row in adoption.content.get("tips") or []]


def made_rows(identity: Identity, adoption: Adoption) -> list[tuple[str, list[Row]]]:
    """Return what a trail made under the name of each kind, with what has ended marked as such."""
    groups: dict[str, list[Row]] = {}
    for thing in made_things(identity, adoption):
        tags = [] if thing.runs else [Tag(_("loopt niet meer"), "barred")]
        groups.setdefault(thing.kind, []).append(Row(thing.title, thing.url, tags=tags))
    return list(groups.items())


def made_things(identity: Identity, adoption: Adoption) -> list[Thing]:
    """Return what a trail made, as it stands now; a fixed number of statements."""
    made = made_in_rounds(adoption)
    ids: dict[str, list[uuid.UUID]] = {}
    for one in made:
        ids.setdefault(one.kind, []).append(one.thing)
    runs = _running(identity, ids)
    by_place = {part: {row.get("key"): row for row in adoption.content.get(part) or []} for part in ids}
    found = []
    for one in sorted(made, key=lambda one: list(MadeKind).index(MadeKind(one.kind))):
        row: dict[str, Any] = by_place[one.kind].get(one.key) or {}
        page = PAGES.get(one.kind, "")
        found.append(
            Thing(
                one,
                str(BY_NAME[one.kind].label),
                title_of(BY_NAME[one.kind], row, adoption.content),
                reverse(page, args=[one.thing]) if page else "",
                one.thing in runs,
            )
        )
    return found


def _running(identity: Identity, ids: dict[str, list[uuid.UUID]]) -> set[uuid.UUID]:
    """Return which of these things still run, one statement for each kind."""
    rows = {
        MadeKind.INDICATOR: Indicator.objects.filter(municipality=identity.municipality, ended_at=None),
        MadeKind.NEED: needs_of(identity).exclude(state=NeedState.ENDED),
        MadeKind.AGREEMENT: agreements_of(identity).exclude(state=AgreementState.ENDED),
        MadeKind.NORM: Norm.objects.filter(municipality=identity.municipality, ended_at=None),
        MadeKind.FORM: Form.objects.filter(municipality=identity.municipality),
        MadeKind.MOMENT: visible_moments(identity).exclude(state=MomentState.CANCELLED),
        MadeKind.POINT: visible_points(identity).filter(state="proposed"),
    }
    found: set[uuid.UUID] = set()
    for kind, things in ids.items():
        found |= set(rows[MadeKind(kind)].filter(pk__in=things).values_list("pk", flat=True))
    return found
