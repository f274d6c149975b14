"""What the system offers for a quarterly report, theme by theme (ST16); a number of queries that does not grow."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.analysis import sentences as analysis_sentences
from driehoek.analysis.models import Deviation
from driehoek.analysis.queries import deviations_of
from driehoek.deadlines.calendar import at_local
from driehoek.figures.words import said_source, spoken
from driehoek.meetings.models import MinuteEntry, SeriesKind
from driehoek.meetings.queries.minutes import visible_entries
from driehoek.plans.models import Action, Goal, PlanState
from driehoek.plans.quarters import Quarter
from driehoek.plans.queries.figures import figure_parts
from driehoek.plans.queries.parts import action_part, is_late, theme_order
from driehoek.plans.queries.walls import visible_actions, visible_goals
from driehoek.plans.snapshot import ActionPart, FactKind, FactPart, FigurePart
from driehoek.problems.models import Theme
from driehoek.reports.queries import fixed_between
from driehoek.standard.models import Decider
from driehoek.standard.norms import State
from driehoek.standard.queries import Judged, judged, running_norms, theme_of
from driehoek.web import formatting

# More deviations than this say nothing in a report about a quarter; the strongest of each theme are offered.
PER_THEME: Final = 5
READ_AT_MOST: Final = 400
TABLES: Final = (SeriesKind.LOCAL, SeriesKind.TEAM)


@dataclass(frozen=True)
class Offer:
    """Something that could stand in the report.

    Attributes:
        part: what would stand there.
        by_itself: whether it is chosen when the report is begun: norms, and actions that moved, are late or due.
    """

    key: str
    part: FigurePart | ActionPart | FactPart
    by_itself: bool = False


@dataclass
class ThemeOffers:
    """What is offered for one theme; None: over all themes."""

    theme: Theme | None
    offers: list[Offer] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        """What can be chosen."""
        return [one.key for one in self.offers]


@dataclass(frozen=True)
class Candidates:
    """Everything that is offered for a quarter."""

    general: ThemeOffers
    themes: tuple[ThemeOffers, ...]

    def of(self, theme: uuid.UUID | None) -> ThemeOffers | None:
        """Return what is offered for one theme (None: over all), or None when nothing is."""
        if theme is None:
            return self.general
        return next((one for one in self.themes if one.theme and one.theme.pk == theme), None)


def candidates(identity: Identity, year: int, number: int) -> Candidates:
    """Return what could stand in the report about a quarter, in the language of the page.

    Norms on agreements, decisions of a closed part or about a dossier, and reports about a dossier are not offered:
    not everyone who reads the report may see those.
    """
    quarter = Quarter(year, number)
    groups: dict[uuid.UUID, ThemeOffers] = {}

    def offer(theme: Theme, one: Offer) -> None:
        groups.setdefault(theme.pk, ThemeOffers(theme)).offers.append(one)

    for theme, found in (
        *_norms(identity, quarter),
        *_actions(identity, quarter),
        *_deviations(identity, quarter),
        *_reports(identity, quarter),
        *_asks(identity, quarter),
    ):
        offer(theme, found)
    general = ThemeOffers(None, _decisions(identity, quarter))
    order = sorted((theme_order(one.theme), key) for key, one in groups.items() if one.theme)
    return Candidates(general, tuple(groups[key] for _place, key in order))


def _norms(identity: Identity, quarter: Quarter) -> list[tuple[Theme, Offer]]:
    norms = list(running_norms(identity).filter(indicator__isnull=False))
    rows: Sequence[Judged] = judged(identity, norms)
    parts = figure_parts(identity, rows, quarter)
    # Two norms on one figure are one line, with the sentence of the worse: that one stands first.
    found: dict[str, tuple[Theme, Offer]] = {}
    for one in rows:
        part = parts[one.norm.pk]
        offer = Offer(f"figure:{part.key}", part, by_itself=one.judgement.state != State.UNKNOWN)
        found.setdefault(offer.key, (theme_of(one.norm), offer))
    return list(found.values())


def _actions(identity: Identity, quarter: Quarter) -> list[tuple[Theme, Offer]]:
    rows = (
        visible_actions(identity)
        .filter(plan__year=quarter.year, agreed_at__isnull=False)
        .exclude(plan__state=PlanState.DRAFT)
        .select_related("goal__theme", "owner")
        .order_by("due_on", "id")
    )
    begin, end = _bounds(quarter)
    return [
        (
            action.goal.theme,
            Offer(f"action:{action.lineage}", action_part(action), _stands_out(action, begin, end)),
        )
        for action in rows
    ]


def _stands_out(action: Action, begin: datetime, end: datetime) -> bool:
    due = at_local(action.due_on, datetime.min.time())
    return is_late(action) or begin <= action.status_at < end or begin <= due < end


def _deviations(identity: Identity, quarter: Quarter) -> list[tuple[Theme, Offer]]:
    rows: Sequence[Deviation] = list(
        deviations_of(identity)
        .filter(period__range=(quarter.first, quarter.last), withdrawn_at=None)
        .order_by("-rank", "-id")[:READ_AT_MOST]
    )
    taken: Counter[uuid.UUID] = Counter()
    found = []
    for one in rows:
        theme = one.series.indicator.theme
        taken[theme.pk] += 1
        if taken[theme.pk] > PER_THEME:
            continue
        part = FactPart(
            key=str(one.pk),
            kind=FactKind.DEVIATION.value,
            title=analysis_sentences.title(one),
            text=analysis_sentences.sentence(one),
            source=said_source(one.series.indicator.source),
        )
        found.append((theme, Offer(f"deviation:{one.pk}", part)))
    return found


def _reports(identity: Identity, quarter: Quarter) -> list[tuple[Theme, Offer]]:
    return [
        (
            one.theme,
            Offer(
                f"report:{one.pk}",
                FactPart(
                    key=str(one.pk),
                    kind=FactKind.REPORT.value,
                    title=f"{one.form_name} {one.number}",
                    text=one.gist,
                    source=one.supplier.name,
                ),
            ),
        )
        for one in fixed_between(identity, quarter.first, quarter.last)
        if one.problem_id is None
    ]


def _asks(identity: Identity, quarter: Quarter) -> list[tuple[Theme, Offer]]:
    rows = (
        visible_goals(identity)
        .filter(
            decider=Decider.COUNCIL,
            decision_on__range=(quarter.first, quarter.last),
            dropped_at=None,
        )
        .exclude(plan__state=PlanState.DRAFT)
        .select_related("theme")
        .order_by("decision_on", "id")
    )
    return [(goal.theme, Offer(f"ask:{goal.lineage}", _ask(goal, goal.decision_on))) for goal in rows]


def _ask(goal: Goal, day: date | None) -> FactPart:
    when = formatting.date_long(day, language=spoken()) if day else ""
    return FactPart(
        key=str(goal.lineage),
        kind=FactKind.ASK.value,
        title=goal.sentence,
        text=_("Gevraagd aan de gemeenteraad: een besluit op %(day)s.") % {"day": when},
        source=_("Jaarplan"),
    )


def _decisions(identity: Identity, quarter: Quarter) -> list[Offer]:
    begin, end = _bounds(quarter)
    rows = (
        visible_entries(identity)
        .filter(
            meeting__starts_at__gte=begin,
            meeting__starts_at__lt=end,
            meeting__confirmed_at__isnull=False,
            meeting__series__kind__in=TABLES,
            confidential=False,
            problem=None,
        )
        .exclude(decision="")
        .select_related("meeting__series", "point")
        .order_by("meeting__starts_at", "point__place", "id")
    )
    return [
        Offer(
            f"decision:{one.pk}",
            FactPart(
                key=str(one.pk),
                kind=FactKind.DECISION.value,
                title=one.point.title,
                text=one.decision,
                source=_table(one),
            ),
        )
        for one in rows
    ]


def _table(entry: MinuteEntry) -> str:
    day = formatting.date_long(timezone.localtime(entry.meeting.starts_at), language=spoken())
    return f"{entry.meeting.series.name}, {day}"


def _bounds(quarter: Quarter) -> tuple[datetime, datetime]:
    midnight = datetime.min.time()
    return at_local(quarter.first, midnight), at_local(quarter.last + timedelta(days=1), midnight)
