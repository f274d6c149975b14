"""Approved facts that an answer to the council can stand on, and how many there are that it cannot.

Offered are norms of the whole municipality as they were judged, figures of releases that stand, decisions in the open
part of confirmed minutes, and actions in the newest quarterly report. What is confidential, personal, about a part of
the municipality or small is not offered; only how much that is, and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from driehoek.access.identity import Identity
from driehoek.council import queries
from driehoek.council.content import Content, FigureTable, Line, parse_release
from driehoek.council.counts import month_key
from driehoek.council.models import CouncilQuestion, Fact, FactSource
from driehoek.council.words import said_quarter
from driehoek.figures.words import said_certainty
from driehoek.meetings.models import MeetingState, MinuteEntry
from driehoek.meetings.queries.minutes import visible_entries
from driehoek.plans import queries as plans
from driehoek.screening import screen
from driehoek.standard import queries as standard
from driehoek.standard import sentences
from driehoek.standard.models import Norm, NormType, Span
from driehoek.standard.queries import Judged
from driehoek.standard.rows import source_words
from driehoek.web import formatting

# As many as one can look through; older decisions are in the minutes themselves.
DECISIONS: Final = 60
DECISIONS_LAST: Final = timedelta(days=730)
MINIMUM: Final = 5


class Barred(StrEnum):
    """Why a fact cannot be used."""

    SMALL = "small"
    PART = "part"
    CONFIDENTIAL = "confidential"
    PERSONAL = "personal"


@dataclass(frozen=True)
class Offer:
    """A fact that can be used; see the model Fact for the fields."""

    kind: FactSource
    key: str
    statement: str
    source: str
    as_of: date | None
    certainty: str
    group: str

    @property
    def code(self) -> str:
        """What a form sends for it."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Offers:
    """What can be used, and how much cannot."""

    usable: tuple[Offer, ...]
    barred: dict[Barred, int]

    def by_code(self) -> dict[str, Offer]:
        """Return the offers by what a form sends for them."""
        return {offer.code: offer for offer in self.usable}


def offers(identity: Identity) -> Offers:
    """Return every fact that an answer can stand on now, in Dutch, in a fixed number of queries."""
    with override("nl"):
        contents = [
            (row.release.number, row.release.released_at.date(), parse_release(row.contents))
            for row in queries.standing_contents(identity)
        ]
        barred: Counter[Barred] = Counter()
        usable = [
            *_of_releases(contents, barred),
            *_of_norms(identity, [content for _number, _day, content in contents], barred),
            *_of_decisions(identity, barred),
            *_of_actions(identity, barred),
        ]
    return Offers(tuple(usable), dict(barred))


def changed_since(identity: Identity, question: CouncilQuestion) -> dict[int, Offer | None]:
    """Return the facts of an answer that say something else now, by number; None for what is no longer there."""
    facts = list(question.facts.all())
    if not facts:
        return {}
    now = offers(identity).by_code()
    found: dict[int, Offer | None] = {}
    for fact in facts:
        current = now.get(code_of(fact))
        if current is None or current.statement != fact.statement:
            found[fact.number] = current
    return found


def code_of(fact: Fact) -> str:
    """Return what a form would send for the source of a fact."""
    return f"{fact.source_kind}:{fact.source_key}"


def _of_releases(contents: list[tuple[int, date, Content]], barred: Counter[Barred]) -> Iterator[Offer]:
    """Offer the newest quarter of each release; of the same quarter and area the newest release speaks."""
    seen: set[str] = set()
    for number, day, content in contents:
        for table in content.tables:
            for line in table.lines:
                key = f"{table.key}|{line.code}|{table.quarters[-1]}"
                if key in seen:
                    continue
                seen.add(key)
                if line.cells[-1].hidden:
                    barred[Barred.SMALL] += 1
                elif line.cells[-1].value is not None:
                    yield Offer(
                        kind=FactSource.RELEASE,
                        key=key,
                        statement=_figure(table, line),
                        source=_("Raadsversie %(number)s, %(source)s")
                        % {"number": number, "source": table.source},
                        as_of=day,
                        certainty=said_certainty(provisional=table.provisional),
                        group=table.label,
                    )


def _figure(table: FigureTable, line: Line) -> str:
    last, before = line.cells[-1], line.cells[0]
    given = {
        "what": table.label,
        "where": line.name,
        "value": formatting.number(last.value),
        "unit": table.unit,
        "when": said_quarter(table.quarters[-1]),
        "before": formatting.number(before.value),
    }
    if before.value is None:
        return _("%(what)s in %(where)s: %(value)s %(unit)s in het %(when)s.") % given
    return _("%(what)s in %(where)s: %(value)s %(unit)s in het %(when)s, een jaar eerder %(before)s.") % given


def _of_norms(identity: Identity, contents: list[Content], barred: Counter[Barred]) -> Iterator[Offer]:
    hidden = {
        (table.key, month[:7])
        for content in contents
        for table in content.tables
        for month, cell in zip(table.months, table.course, strict=True)
        if cell.hidden
    }
    norms = [norm for norm in standard.running_norms(identity) if norm.indicator is not None]
    for one in standard.judged(identity, norms):
        why = _barred_norm(one, hidden)
        if why is not None:
            barred[why] += 1
        elif one.judgement.check is not None:
            yield Offer(
                kind=FactSource.NORM,
                key=str(one.norm.pk),
                statement=sentences.sentence(one),
                source=source_words(one.norm),
                as_of=one.period,
                certainty=sentences.sure_words(one),
                group=_("Normen"),
            )


def _barred_norm(one: Judged, hidden: set[tuple[str, str]]) -> Barred | None:
    """Return why the judgement of a norm is not for the council; None when it is."""
    norm, check = one.norm, one.judgement.check
    if norm.area_id is not None:
        return Barred.PART
    if norm.indicator is None or norm.indicator.decimals or check is None:
        return None
    small = check.value is not None and check.value < MINIMUM and norm.type != NormType.REFERENCE
    covered = one.period is not None and (str(norm.indicator_id), month_key(one.period)) in hidden
    return Barred.SMALL if small or (covered and _is_of_one_period(norm)) else None


def _is_of_one_period(norm: Norm) -> bool:
    """Tell whether a norm is about the count of one period, which a release may have hidden."""
    return norm.type == NormType.SIGNAL or (norm.type == NormType.ABSOLUTE and norm.span == Span.PERIOD)


def _of_decisions(identity: Identity, barred: Counter[Barred]) -> Iterator[Offer]:
    since = timezone.now() - DECISIONS_LAST
    rows: list[MinuteEntry] = list(
        visible_entries(identity)
        .filter(meeting__state=MeetingState.CLOSED, meeting__starts_at__gte=since)
        .exclude(decision="")
        .select_related("meeting__series", "point")
        .order_by("-meeting__starts_at", "id")[:DECISIONS]
    )
    for entry in rows:
        if entry.confidential or entry.point.confidential or entry.problem is not None:
            barred[Barred.CONFIDENTIAL] += 1
        elif screen(entry.decision):
            barred[Barred.PERSONAL] += 1
        else:
            day = timezone.localdate(entry.meeting.starts_at)
            yield Offer(
                kind=FactSource.DECISION,
                key=str(entry.pk),
                statement=entry.decision,
                source=_("Vastgesteld verslag van %(series)s, %(day)s")
                % {"series": entry.meeting.series.name, "day": formatting.date_long(day)},
                as_of=day,
                certainty=_("vastgesteld"),
                group=_("Besluiten in het open deel"),
            )


def _of_actions(identity: Identity, barred: Counter[Barred]) -> Iterator[Offer]:
    """Offer where the actions in the newest quarterly report stand; what partners wrote with them stays behind."""
    newest = next(iter(plans.latest_editions(identity)), None)
    edition = plans.edition_or_none(identity, newest.pk) if newest else None
    if edition is None:
        return
    snapshot = edition.snapshot
    for theme in snapshot.themes:
        for action in theme.actions:
            if screen(action.what):
                barred[Barred.PERSONAL] += 1
                continue
            yield Offer(
                kind=FactSource.EDITION,
                key=action.key[:200],
                statement=_("%(what)s (%(owner)s): %(status)s.")
                % {"what": action.what, "owner": action.owner, "status": action.status_label.lower()},
                source=_("%(title)s, versie %(number)s")
                % {"title": snapshot.title, "number": edition.number},
                as_of=timezone.localdate(edition.made_at),
                certainty=_("vastgesteld"),
                group=_("Maatregelen"),
            )
