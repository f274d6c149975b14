"""What a norm says in words: one sentence with what, how far, since when and how sure."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from driehoek.analysis.sentences import RHYTHMS, Certainty
from driehoek.figures.models import Direction, Frequency, Indicator
from driehoek.figures.words import spoken
from driehoek.standard.models import Norm, NormType, NormValues, Span
from driehoek.standard.norms import Absent, Check, Judgement, State
from driehoek.standard.queries.judging import Judged
from driehoek.web import formatting
from driehoek.web.components import Tag, TagKind

RATE_DECIMALS: Final = 1
# From here on a bound that falls between two counts is rounded: a tenth of a case says nothing.
WHOLE_FROM: Final = 100
STATE_WORDS: Final[dict[State, tuple[Promise, TagKind]]] = {
    State.MET: (gettext_lazy("Norm gehaald"), "calm"),
    State.BROKEN: (gettext_lazy("Norm niet gehaald"), "crisis"),
    State.UNKNOWN: (gettext_lazy("Niet te zeggen"), "unknown"),
    State.NOT_MEASURED: (gettext_lazy("Niet gemeten"), "unknown"),
    State.NOT_YET_KNOWN: (gettext_lazy("Nog niet bekend"), "unknown"),
}
# Behind what was judged last.
NEWEST_WORDS: Final[dict[State, Promise]] = {
    State.UNKNOWN: gettext_lazy("Nieuwste cijfer niet te beoordelen"),
    State.NOT_MEASURED: gettext_lazy("Daarna niet gemeten"),
    State.NOT_YET_KNOWN: gettext_lazy("Nieuwste cijfer nog niet bekend"),
}
WHY_WORDS: Final[dict[Absent, Promise]] = {
    Absent.SECRET: gettext_lazy("De bron geeft dit cijfer niet."),
    Absent.SHORT: gettext_lazy("Er zijn te weinig cijfers achter elkaar om iets te zeggen."),
    Absent.NO_BOUND: gettext_lazy("Er is geen cijfer om mee te vergelijken."),
    Absent.NO_DIRECTION: gettext_lazy("Bij deze indicator staat niet of hoger of lager beter is."),
}


def state_tags(judgement: Judgement) -> tuple[Tag, ...]:
    """Return how a norm stands, as statuses in words: as last judged, and why the newest period is not."""
    if judgement.check is None or judgement.state not in NEWEST_WORDS:
        return (_state_tag(judgement.state),)
    last = State.BROKEN if judgement.check.broken else State.MET
    return _state_tag(last), Tag(str(NEWEST_WORDS[judgement.state]), "unknown")


def _state_tag(state: State) -> Tag:
    label, kind = STATE_WORDS[state]
    return Tag(str(label), kind)


def what(norm: Norm) -> str:
    """Name what a norm is about: the indicator with its area, or the agreement."""
    if norm.indicator is None:
        return norm.agreement.what if norm.agreement else ""
    if norm.area is None:
        return norm.indicator.name
    return _("%(name)s in %(area)s") % {"name": norm.indicator.name, "area": norm.area.name}


def norm_words(norm: Norm, values: NormValues | None = None) -> str:
    """Say what a norm asks: “hooguit 20 misdrijven per maand”; `values` takes what it asked earlier instead."""
    said = values or norm
    if norm.type == NormType.PROCESS:
        return _("op tijd ontvangen")
    if norm.type == NormType.SIGNAL:
        return _("binnen de signaalwaarde")
    better = norm.indicator.direction if norm.indicator else Direction.LOWER
    if norm.type == NormType.ABSOLUTE:
        return _fixed_words(norm, said, lower=better == Direction.LOWER)
    part = formatting.percent((said.percentage or 0) / 100, _places(said.percentage), language=spoken())
    if norm.type == NormType.TREND:
        given = {"part": part, "year": said.base_year}
        if better == Direction.LOWER:
            return _("%(part)s lager dan in %(year)s") % given
        return _("%(part)s hoger dan in %(year)s") % given
    given = {"part": part, "area": said.reference_area.name if said.reference_area else "–"}
    if not said.percentage:
        words = _("niet hoger dan %(area)s") if better == Direction.LOWER else _("niet lager dan %(area)s")
    elif better == Direction.LOWER:
        words = _("hooguit %(part)s hoger dan %(area)s")
    else:
        words = _("hooguit %(part)s lager dan %(area)s")
    return words % given


def sentence(one: Judged) -> str:
    """Say in one sentence what, how far, since when and how sure; a second one when the newest is not there."""
    if one.norm.indicator is None:
        return _of_deliveries(one)
    last = _judged_words(one, one.norm.indicator)
    if one.judgement.state in (State.MET, State.BROKEN):
        return last
    if last:
        return f"{last} {_newest_words(one)}"
    return _("%(what)s: %(absent)s") % {"what": what(one.norm), "absent": _absent_words(one)}


def absent_period(one: Judged) -> str:
    """Name the newest period, whose figure is not there."""
    return _period(one.newest, one.rhythm) if one.newest and one.rhythm else ""


def proposal_words(one: Judged) -> str:
    """Say why a proposal is made: how many periods in a row the norm was broken."""
    return _("De norm voor %(what)s is %(run)s niet gehaald.") % {
        "what": what(one.norm),
        "run": run_words(one),
    }


def run_words(one: Judged) -> str:
    """Say how many periods in a row a norm stands as it does."""
    run, rhythm = one.judgement.run, one.rhythm
    if rhythm == Frequency.WEEK:
        return ngettext("%(run)s week", "%(run)s weken op rij", run) % {"run": run}
    if rhythm == Frequency.MONTH:
        return ngettext("%(run)s maand", "%(run)s maanden op rij", run) % {"run": run}
    if rhythm == Frequency.QUARTER:
        return ngettext("%(run)s kwartaal", "%(run)s kwartalen op rij", run) % {"run": run}
    return ngettext("%(run)s keer", "%(run)s keer op rij", run) % {"run": run}


def sure_words(one: Judged) -> str:
    """Say how sure a judgement is, and whether its figure may still change."""
    sure = str(Certainty(one.judgement.sureness.value).label)
    check = one.judgement.check
    if check is not None and check.provisional:
        return _("zekerheid %(sure)s, voorlopig cijfer") % {"sure": sure}
    return _("zekerheid %(sure)s") % {"sure": sure}


def with_unit(indicator: Indicator, value: float | None, *, rate: bool = False) -> str:
    """Write a value with its unit; a count that was turned into a rate per 1,000 inhabitants says so."""
    if rate and indicator.decimals == 0:
        number = formatting.number(value, RATE_DECIMALS, language=spoken())
        return _("%(number)s per 1.000 inwoners") % {"number": number}
    number = _plain(indicator, value, rate=False)
    glue = "" if indicator.unit.startswith("%") else " "
    return f"{number}{glue}{indicator.unit}"


def _fixed_words(norm: Norm, said: NormValues, *, lower: bool) -> str:
    if norm.indicator is None:
        return ""
    bound = with_unit(norm.indicator, said.target)
    rhythm = Frequency.YEAR if said.span == Span.YEAR else Frequency(norm.indicator.frequency)
    given = {"bound": bound, "rhythm": str(rhythm.label)}
    if lower:
        return _("hooguit %(bound)s %(rhythm)s") % given
    return _("minstens %(bound)s %(rhythm)s") % given


def _judged_words(one: Judged, indicator: Indicator) -> str:
    check = one.judgement.check
    if check is None:
        return ""
    given = {
        "what": what(one.norm),
        "value": with_unit(indicator, check.value, rate=_is_rate(one.norm)),
        "when": _when(one, indicator),
        "against": _against(one, indicator, check),
        "since": _since(one),
        "sure": sure_words(one),
    }
    if check.broken:
        return _("%(what)s: %(value)s %(when)s, %(against)s, %(since)s (%(sure)s).") % given
    return _("%(what)s: %(value)s %(when)s, %(against)s (%(sure)s).") % given


def _when(one: Judged, indicator: Indicator) -> str:
    if one.period is None or one.rhythm is None:
        return ""
    period = _period(one.period, one.rhythm)
    if not _is_year(one.norm) or one.rhythm == Frequency.YEAR:
        return _("in %(period)s") % {"period": period}
    if indicator.decimals:
        return _("gemiddeld in het jaar tot en met %(period)s") % {"period": period}
    return _("in het jaar tot en met %(period)s") % {"period": period}


def _against(one: Judged, indicator: Indicator, check: Check) -> str:
    """Say on which side of the norm the value lies, and how far."""
    if check.bound is None or check.value is None:
        return _("buiten de signaalwaarde") if check.broken else _("binnen de signaalwaarde")
    rate = _is_rate(one.norm)
    given = {
        "far": _plain(indicator, one.judgement.distance, rate=rate),
        "bound": _plain(indicator, check.bound, rate=rate),
        "norm": norm_words(one.norm),
    }
    if check.value == check.bound:
        return _("precies op de norm van %(bound)s") % given
    above = check.value > check.bound
    if one.norm.type in (NormType.TREND, NormType.REFERENCE):
        over = _("%(far)s boven de norm van %(bound)s, %(norm)s")
        under = _("%(far)s onder de norm van %(bound)s, %(norm)s")
    elif one.norm.type == NormType.SIGNAL:
        over = _("%(far)s boven de signaalwaarde van %(bound)s")
        under = _("%(far)s onder de signaalwaarde van %(bound)s")
    else:
        over, under = _("%(far)s boven de norm van %(bound)s"), _("%(far)s onder de norm van %(bound)s")
    words = over if above else under
    return words % given


def _since(one: Judged) -> str:
    if one.since is None or one.rhythm is None:
        return ""
    if one.judgement.run == 1:
        return _("voor het eerst")
    return _("al %(run)s, sinds %(since)s") % {
        "run": run_words(one),
        "since": _period(one.since, one.rhythm),
    }


def _absent_words(one: Judged) -> str:
    """Say why nothing can be said at all."""
    if not one.points:
        return _("er zijn nog geen cijfers voor dit gebied.")
    if one.newest is None:
        start = formatting.date_long(one.norm.valid_from, language=spoken())
        return _("nog geen cijfer sinds de norm geldt (%(start)s).") % {"start": start}
    given = {"period": absent_period(one)}
    if one.judgement.state == State.NOT_MEASURED:
        return _("niet gemeten in %(period)s.") % given
    if one.judgement.state == State.NOT_YET_KNOWN:
        return _("nog niet bekend over %(period)s.") % given
    return _("over %(period)s is niets te zeggen. %(reason)s") % {**given, "reason": _reason(one)}


def _newest_words(one: Judged) -> str:
    """Say, behind what was judged last, why the newest period is not."""
    given = {"period": absent_period(one)}
    if one.judgement.state == State.NOT_MEASURED:
        return _("In %(period)s is niet gemeten.") % given
    if one.judgement.state == State.NOT_YET_KNOWN:
        return _("Over %(period)s is nog niets bekend.") % given
    return _("Over %(period)s is niets te zeggen. %(reason)s") % {**given, "reason": _reason(one)}


def _reason(one: Judged) -> str:
    return str(WHY_WORDS[one.judgement.why]) if one.judgement.why in WHY_WORDS else ""


def _of_deliveries(one: Judged) -> str:
    check, name = one.judgement.check, what(one.norm)
    if check is None or one.period is None:
        start = formatting.date_long(one.norm.valid_from, language=spoken())
        return _("%(what)s: sinds %(start)s is nog niets te leveren geweest.") % {
            "what": name,
            "start": start,
        }
    due = formatting.date_long(one.period, language=spoken())
    if not check.broken:
        return _("%(what)s: de laatste levering, van %(due)s, kwam op tijd.") % {"what": name, "due": due}
    days = int(check.value or 0)
    late = ngettext("%(days)s dag te laat", "%(days)s dagen te laat", days) % {"days": days}
    run = one.judgement.run
    times = ngettext("voor het eerst", "%(run)s keer op rij", run) % {"run": run}
    return _("%(what)s: de levering van %(due)s is %(late)s, %(times)s.") % {
        "what": name,
        "due": due,
        "late": late,
        "times": times,
    }


def _is_year(norm: Norm) -> bool:
    return norm.type in (NormType.TREND, NormType.REFERENCE) or (
        norm.type == NormType.ABSOLUTE and norm.span == Span.YEAR
    )


def _is_rate(norm: Norm) -> bool:
    return norm.type == NormType.REFERENCE


def _plain(indicator: Indicator, value: float | None, *, rate: bool) -> str:
    """Write a number without its unit, which the sentence has named already."""
    if rate and indicator.decimals == 0:
        return formatting.number(value, RATE_DECIMALS, language=spoken())
    places = indicator.decimals
    if not places and value is not None and value < WHOLE_FROM and not float(value).is_integer():
        places = 1
    return formatting.number(value, places, language=spoken())


def _period(start: date, rhythm: Frequency) -> str:
    return formatting.period(start, RHYTHMS[rhythm], language=spoken())


def _places(percentage: float | None) -> int:
    return 0 if percentage is None or float(percentage).is_integer() else 1
