"""A report or a plan as a snapshot: what would be fixed now. Always in Dutch, the language of the document."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.plans.models import Plan, QuarterlyReport, ReportPart
from driehoek.plans.quarters import Quarter, quarter_words
from driehoek.plans.queries.candidates import Offer, ThemeOffers, candidates
from driehoek.plans.queries.parts import agreed_part, goal_part, theme_order
from driehoek.plans.queries.walls import visible_actions, visible_goals, visible_parts
from driehoek.plans.snapshot import (
    ActionPart,
    FactPart,
    FigurePart,
    GoalPart,
    Kind,
    Snapshot,
    TextPart,
    ThemePart,
    canonical,
    digest,
)
from driehoek.problems.models import SafetyField, Theme
from driehoek.web import formatting

DOCUMENT: Final[formatting.Language] = "nl"


@dataclass(frozen=True)
class Proof:
    """What would be fixed now, with the digest by which it is known again."""

    snapshot: Snapshot
    digest: str


def proof(snapshot: Snapshot) -> Proof:
    """Return a snapshot with its digest."""
    return Proof(snapshot, digest(canonical(snapshot)))


def snapshot_of_report(identity: Identity, report: QuarterlyReport) -> Snapshot:
    """Return what a report says now: what was chosen, as it stands, with what was written."""
    with translation.override(DOCUMENT):
        found = candidates(identity, report.year, report.quarter)
        parts = {
            part.theme_id: part
            for part in visible_parts(identity).filter(report=report).select_related("theme")
        }
        general = parts.pop(None, None)
        written = [(part.theme, part) for part in parts.values() if part.theme and not part.left_out]
        themes = [
            _theme(theme, part, found.of(theme.pk))
            for theme, part in sorted(written, key=lambda one: theme_order(one[0]))
        ]
        return Snapshot(
            kind=Kind.QUARTER.value,
            title=_("Kwartaalrapportage veiligheid, %(quarter)s")
            % {"quarter": quarter_words(Quarter(report.year, report.quarter))},
            municipality=identity.municipality_name,
            year=report.year,
            quarter=report.quarter,
            texts=_general_texts(general),
            themes=(*_over_all(general, found.general), *(one for one in themes if not _is_empty(one))),
        )


def snapshot_of_plan(identity: Identity, plan: Plan) -> Snapshot:
    """Return what a plan says now: its goals and what was agreed on about each action, not how these go."""
    with translation.override(DOCUMENT):
        goals = list(
            visible_goals(identity)
            .filter(plan=plan, dropped_at=None)
            .select_related("theme", "norm__indicator", "norm__area", "norm__reference_area")
            .defer("norm__area__geometry", "norm__reference_area__geometry")
            .order_by("made_at", "id")
        )
        goals.sort(key=lambda goal: theme_order(goal.theme))
        actions: dict[uuid.UUID, list[ActionPart]] = defaultdict(list)
        rows = visible_actions(identity).filter(plan=plan).select_related("goal", "owner")
        for action in rows.order_by("due_on", "id"):
            actions[action.goal_id].append(agreed_part(action))
        themes: dict[uuid.UUID, tuple[Theme, list[GoalPart], list[ActionPart]]] = {}
        for goal in goals:
            of_theme = themes.setdefault(goal.theme_id, (goal.theme, [], []))
            of_theme[1].append(goal_part(goal))
            of_theme[2].extend(actions[goal.pk])
        return Snapshot(
            kind=Kind.PLAN.value,
            title=plan.title,
            municipality=identity.municipality_name,
            year=plan.year,
            themes=tuple(
                ThemePart(
                    key=str(theme.pk),
                    name=theme.name,
                    field=str(SafetyField(theme.field).label),
                    goals=tuple(found),
                    actions=tuple(to_do),
                )
                for theme, found, to_do in themes.values()
            ),
        )


def adopted(snapshot: Snapshot, plan: Plan) -> Snapshot:
    """Return the snapshot of a plan with who adopted it, when and where, as that stands in its edition."""
    with translation.override(DOCUMENT):
        day = formatting.date_long(plan.adopted_on, language=DOCUMENT) if plan.adopted_on else ""
        who = str(plan.get_adopted_by_display())
        said = ", ".join(part for part in (who, day, plan.adopted_where) if part)
        return replace(snapshot, texts=(TextPart("adopted", _("Vastgesteld door"), said),))


def _general_texts(part: ReportPart | None) -> tuple[TextPart, ...]:
    if part is None:
        return ()
    return _texts(
        TextPart("core", _("De kern"), part.text),
        TextPart("outlook", _("Vooruitblik"), part.outlook),
        TextPart("closed", _("Vertrouwelijk"), part.closed, confidential=True),
    )


def _over_all(part: ReportPart | None, offers: ThemeOffers) -> tuple[ThemePart, ...]:
    """Return what was chosen over all themes, as a theme of its own without a field."""
    if part is None:
        return ()
    facts = tuple(one.part for one in _chosen(part, offers) if isinstance(one.part, FactPart))
    return (ThemePart("general", _("Besluiten van de driehoek"), facts=facts),) if facts else ()


def _theme(theme: Theme, part: ReportPart, offers: ThemeOffers | None) -> ThemePart:
    chosen = [one.part for one in _chosen(part, offers)]
    return ThemePart(
        key=str(theme.pk),
        name=theme.name,
        field=str(SafetyField(theme.field).label),
        texts=_texts(
            TextPart("text", _("Duiding"), part.text),
            TextPart("closed", _("Vertrouwelijk"), part.closed, confidential=True),
        ),
        figures=tuple(one for one in chosen if isinstance(one, FigurePart)),
        actions=tuple(one for one in chosen if isinstance(one, ActionPart)),
        facts=tuple(one for one in chosen if isinstance(one, FactPart)),
    )


def _chosen(part: ReportPart, offers: ThemeOffers | None) -> list[Offer]:
    keys = set(part.chosen)
    return [one for one in offers.offers if one.key in keys] if offers else []


def _texts(*texts: TextPart) -> tuple[TextPart, ...]:
    return tuple(one for one in texts if one.text)


def _is_empty(theme: ThemePart) -> bool:
    return not (theme.texts or theme.figures or theme.actions or theme.facts)
