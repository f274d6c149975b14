"""The figures about the exchange in sentences and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from driehoek.exchange.accounting import Answering, Giving, Period
from driehoek.exchange.models import Kind
from driehoek.exchange.queries.account import Account, Beside
from driehoek.exchange.refusals import ground_words
from driehoek.position.models import Moment
from driehoek.web import formatting
from driehoek.web.charts import Bar, BarChart, Chart, bar_chart
from driehoek.web.components import Column

NONE: Final = "–"


def period_words(period: Period) -> str:
    """Say which period: “2026”, “4e kwartaal 2026”."""
    if period.quarter is None:
        return str(period.year)
    return formatting.period(period.start, "quarter", language=_language())


def summary(found: Account) -> list[str]:
    """Say the most important of it in sentences, what was asked of whom first."""
    said = [line for other, pair in found.we_asked.items() for line in _answered(other, *pair)]
    said += [line for other, pair in found.they_asked.items() for line in _answered_by_us(other, *pair)]
    said += [line for other, pair in found.they_gave.items() for line in _gave(other, *pair)]
    return said


def answering_table(pairs: Beside[Answering], period: Period) -> tuple[list[Column], list[list[str]]]:
    """Lay out answers by party: the figures of this period, those of the year before behind them."""
    columns = [Column(_("Wat"))]
    for other in pairs:
        columns += [Column(other, numeric=True), Column(str(period.year - 1), numeric=True)]
    rows = [[str(label), *_cells(pairs, reads)] for label, reads in ANSWER_LINES]
    grounds = Counter(ground for now, before in pairs.values() for ground in (*now.grounds, *before.grounds))
    rows += [
        [
            _("Reden om niet alles te geven: %(ground)s") % {"ground": ground_words(ground) or ground},
            *(str(one.grounds[ground]) for pair in pairs.values() for one in pair),
        ]
        for ground, _count in grounds.most_common()
    ]
    return columns, rows


def giving_table(pairs: Beside[Giving], period: Period) -> tuple[list[Column], list[list[str]]]:
    """Lay out what was given by party, in the same way."""
    columns = [Column(_("Wat"))]
    for other in pairs:
        columns += [Column(other, numeric=True), Column(str(period.year - 1), numeric=True)]
    both = [one for pair in pairs.values() for one in pair]
    rows = [[_("Verstrekkingen"), *(str(one.total) for one in both)]]
    rows += [
        [str(Kind(kind).label), *(str(one.kinds[kind]) for one in both)]
        for kind in Kind.values
        if any(one.kinds[kind] for one in both)
    ]
    rows += [
        [str(Moment(moment).label), *(str(one.moments[moment]) for one in both)]
        for moment in Moment.values
        if any(one.moments[moment] for one in both)
    ]
    rows += [
        [
            _("Vaste gevallen binnen de afgesproken uren"),
            *(_of(one.standing_in_time, one.standing) for one in both),
        ],
        [_("Ontvangst bevestigd"), *(_of(one.confirmed, one.total) for one in both)],
        [_("Gebruik teruggekoppeld"), *(_of(one.used, one.total) for one in both)],
        [_("Teruggetrokken"), *(str(one.recalled) for one in both)],
        [_("Verlopen en vernietigd"), *(str(one.ended) for one in both)],
    ]
    return columns, rows


def answers_chart(found: Account) -> Chart | None:
    """Draw how the others answered what the reader's side asked; None when nothing was answered."""
    now = [one for one, _before in found.we_asked.values()]
    if not any(one.answered for one in now):
        return None
    return bar_chart(
        BarChart(
            title=_("Antwoorden op uw verzoeken, %(period)s") % {"period": period_words(found.period)},
            unit=_("verzoeken"),
            bars=(
                Bar(_("Verstrekt"), sum(one.granted for one in now)),
                Bar(_("Deels verstrekt"), sum(one.part for one in now)),
                Bar(_("Geweigerd"), sum(one.refused for one in now)),
            ),
            source=_("Driehoek, uitwisseling"),
        )
    )


def time_words(value: timedelta | None) -> str:
    """Write how long an answer took; a dash without one."""
    return formatting.duration(value, language=_language()) if value is not None else NONE


def _of(part: int, whole: int) -> str:
    return _("%(part)s van %(whole)s") % {"part": part, "whole": whole} if whole else NONE


ANSWER_LINES: Final[tuple[tuple[str | Promise, str], ...]] = (
    (gettext_lazy("Verzoeken"), "asked"),
    (gettext_lazy("Verstrekt"), "granted"),
    (gettext_lazy("Deels verstrekt"), "part"),
    (gettext_lazy("Geweigerd"), "refused"),
    (gettext_lazy("Ingetrokken"), "withdrawn"),
    (gettext_lazy("Wacht nog"), "waiting"),
    (gettext_lazy("Waarvan te laat"), "late"),
    (gettext_lazy("Op tijd beantwoord"), "in_time"),
    (gettext_lazy("De helft binnen"), "median"),
    (gettext_lazy("Negen van de tien binnen"), "slow"),
)


def _cells(pairs: Beside[Answering], reads: str) -> Iterator[str]:
    for pair in pairs.values():
        for one in pair:
            if reads == "in_time":
                yield _of(one.in_time, one.answered)
            elif reads in ("median", "slow"):
                yield time_words(getattr(one, reads))
            else:
                yield str(getattr(one, reads))


def _answered(other: str, now: Answering, before: Answering) -> Iterator[str]:
    if now.asked:
        asked = ngettext(
            "U vroeg %(n)s keer iets aan %(other)s.", "U vroeg %(n)s keer iets aan %(other)s.", now.asked
        )
        yield f"{asked % {'n': now.asked, 'other': other}} {_outcome(now)} {_pace(now, before)}".strip()
    if now.late:
        yield ngettext(
            "%(n)s verzoek aan %(other)s wacht langer dan gevraagd.",
            "%(n)s verzoeken aan %(other)s wachten langer dan gevraagd.",
            now.late,
        ) % {"n": now.late, "other": other}


def _answered_by_us(other: str, now: Answering, before: Answering) -> Iterator[str]:
    if now.asked:
        asked = ngettext(
            "%(other)s vroeg u %(n)s keer iets.", "%(other)s vroeg u %(n)s keer iets.", now.asked
        )
        yield f"{asked % {'n': now.asked, 'other': other}} {_outcome(now)} {_pace(now, before)}".strip()


def _outcome(now: Answering) -> str:
    if not now.answered:
        return _("Er is nog niets beantwoord.")
    return _("%(granted)s verstrekt, %(part)s deels, %(refused)s geweigerd.") % {
        "granted": now.granted,
        "part": now.part,
        "refused": now.refused,
    }


def _pace(now: Answering, before: Answering) -> str:
    if now.median is None:
        return ""
    words = _("De helft van de antwoorden kwam binnen %(time)s.") % {"time": time_words(now.median)}
    if before.median is None:
        return words
    return words + " " + _("Een jaar eerder was dat %(time)s.") % {"time": time_words(before.median)}


def _gave(other: str, now: Giving, before: Giving) -> Iterator[str]:
    unasked = now.total - now.kinds[Kind.REQUESTED]
    if unasked:
        earlier = before.total - before.kinds[Kind.REQUESTED]
        yield ngettext(
            "%(other)s informeerde u %(n)s keer zonder verzoek; een jaar eerder %(before)s keer.",
            "%(other)s informeerde u %(n)s keer zonder verzoek; een jaar eerder %(before)s keer.",
            unasked,
        ) % {"other": other, "n": unasked, "before": earlier}
    if now.standing:
        yield _("Bij vaste gevallen kwam %(part)s van %(whole)s binnen de afgesproken uren.") % {
            "part": now.standing_in_time,
            "whole": now.standing,
        }


def _language() -> formatting.Language:
    return formatting.known(get_language())
