"""What a deviation says in words: the sentence, how certain it is, the rule that flagged it."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db import models
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from driehoek.analysis.merging import DeviationLine
from driehoek.analysis.models import Deviation, Judgement, Rule, Sense, Withdrawal
from driehoek.areas.models import Area
from driehoek.figures.models import Frequency
from driehoek.web import formatting

CLEAR: Final = 1e-4
STRONG: Final = 1e-3
SMALL_NUMBER: Final = 10
LONG_RUN: Final = 3
MOST_PLACES: Final = 3
RHYTHMS: Final[dict[Frequency, formatting.Frequency]] = {
    Frequency.WEEK: "week",
    Frequency.MONTH: "month",
    Frequency.QUARTER: "quarter",
    Frequency.YEAR: "year",
}


class Certainty(models.TextChoices):
    """How sure it is that a deviation is more than chance."""

    HIGH = "high", gettext_lazy("hoog")
    FAIR = "fair", gettext_lazy("redelijk")
    LOW = "low", gettext_lazy("laag")
    UNKNOWN = "unknown", gettext_lazy("niet te zeggen")


def certainty_of(deviation: Deviation) -> Certainty:
    """Weigh how sure a deviation is.

    Chance alone gives two points below one in ten thousand, one below one in a thousand. A third period in
    a row adds one; fewer than ten cases take one away; so does a provisional figure, unless chance is below
    one in ten thousand, which a usual revision does not undo. Two points are high, one is fair, none is
    low. A signal value that was crossed where no chance can be computed says nothing about chance: then it
    is unknown.
    """
    if deviation.p_value is None:
        return Certainty.UNKNOWN
    points = 2 if deviation.p_value < CLEAR else 1 if deviation.p_value < STRONG else 0
    points += deviation.run_length >= LONG_RUN
    points -= max(deviation.observed, deviation.expected or 0.0) < SMALL_NUMBER
    points -= deviation.provisional and deviation.p_value >= CLEAR
    return Certainty.HIGH if points >= 2 else Certainty.FAIR if points == 1 else Certainty.LOW


def language() -> formatting.Language:
    """Return the language of the page at hand."""
    return formatting.known(get_language())


def _number(value: float | None, decimals: int | None = None) -> str:
    return formatting.number(value, decimals, language=language())


def _rhythm(deviation: Deviation) -> Frequency:
    return Frequency(deviation.series.indicator.frequency)


def period_words(deviation: Deviation) -> str:
    """Name the period: “oktober 2022”."""
    return formatting.period(deviation.period, RHYTHMS[_rhythm(deviation)], language=language())


def area_name(area: Area) -> str:
    """Name an area; a neighbourhood that is called like its district says that it is the neighbourhood."""
    if area.parent is not None and area.parent.name == area.name:
        return _("%(name)s (%(level)s)") % {"name": area.name, "level": str(area.get_level_display()).lower()}
    return area.name


def title(deviation: Deviation) -> str:
    """Say what, where and which way: “Woninginbraak in Noord: meer dan verwacht”."""
    facts = {"indicator": deviation.series.indicator.name, "area": area_name(deviation.series.area)}
    if deviation.rule == Rule.STATISTICAL:
        words = {
            Sense.MORE: _("%(indicator)s in %(area)s: meer dan verwacht"),
            Sense.LESS: _("%(indicator)s in %(area)s: minder dan verwacht"),
        }
    elif deviation.rule == Rule.FIXED:
        words = {
            Sense.MORE: _("%(indicator)s in %(area)s: boven de signaalwaarde"),
            Sense.LESS: _("%(indicator)s in %(area)s: onder de signaalwaarde"),
        }
    else:
        words = {
            Sense.MORE: _("%(indicator)s in %(area)s: sterk gestegen"),
            Sense.LESS: _("%(indicator)s in %(area)s: sterk gedaald"),
        }
    return words[Sense(deviation.sense)] % facts


def sentence(deviation: Deviation) -> str:
    """Say it in words.

    “34 in oktober 2022, verwacht 18 tot 27. Derde maand boven de grens. Zekerheid hoog.”
    """
    parts = [_measured(deviation), run_words(deviation)]
    if deviation.provisional:
        parts.append(_("Voorlopig cijfer."))
    parts.append(certainty_words(deviation))
    return " ".join(part for part in parts if part)


def _measured(deviation: Deviation) -> str:
    facts = {"observed": _number(deviation.observed), "period": period_words(deviation)}
    if deviation.rule == Rule.FIXED:
        facts["threshold"] = _number(_parameter(deviation, "threshold"))
        return _("%(observed)s in %(period)s, signaalwaarde %(threshold)s.") % facts
    if deviation.rule == Rule.CHANGE:
        return _changed(deviation, facts)
    facts["range"] = expected_words(deviation)
    return _("%(observed)s in %(period)s, verwacht %(range)s.") % facts


def _changed(deviation: Deviation, facts: dict[str, str]) -> str:
    facts["previous"] = _number(deviation.method.get("previous"))
    change = deviation.method.get("change")
    if change is None:
        return _("%(observed)s in %(period)s, een jaar eerder %(previous)s.") % facts
    facts["percent"] = formatting.percent(abs(change) / 100, language=language())
    if change > 0:
        return _("%(observed)s in %(period)s, een jaar eerder %(previous)s: %(percent)s meer.") % facts
    return _("%(observed)s in %(period)s, een jaar eerder %(previous)s: %(percent)s minder.") % facts


def expected_words(deviation: Deviation) -> str:
    """Give the expected range: “18 tot 27”, or a dash when there is none."""
    if deviation.lower is None or deviation.upper is None:
        return "–"
    # Counts are whole: the range that is still expected runs from the first to the last whole number in it.
    return formatting.span(round(deviation.lower), round(deviation.upper), language=language())


def run_words(deviation: Deviation) -> str:
    """Say how many periods in a row, “Derde maand boven de grens.”; empty for the first."""
    if deviation.run_length < 2:
        return ""
    facts = {"ordinal": _ordinal(deviation.run_length)}
    above, below = {
        Frequency.WEEK: (_("%(ordinal)s week boven de grens."), _("%(ordinal)s week onder de grens.")),
        Frequency.MONTH: (_("%(ordinal)s maand boven de grens."), _("%(ordinal)s maand onder de grens.")),
        Frequency.QUARTER: (
            _("%(ordinal)s kwartaal boven de grens."),
            _("%(ordinal)s kwartaal onder de grens."),
        ),
        Frequency.YEAR: (_("%(ordinal)s jaar boven de grens."), _("%(ordinal)s jaar onder de grens.")),
    }[_rhythm(deviation)]
    return (above if deviation.sense == Sense.MORE else below) % facts


def _ordinal(number: int) -> str:
    words = {
        2: _("Tweede"),
        3: _("Derde"),
        4: _("Vierde"),
        5: _("Vijfde"),
        6: _("Zesde"),
        7: _("Zevende"),
        8: _("Achtste"),
        9: _("Negende"),
        10: _("Tiende"),
        11: _("Elfde"),
        12: _("Twaalfde"),
    }
    if number in words:
        return words[number]
    if language() == "en":
        return f"{number}{_english_ending(number)}"
    return f"{number}e"


def _english_ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def certainty_words(deviation: Deviation) -> str:
    """Say how certain it is, “Zekerheid hoog.”, in two words."""
    return _("Zekerheid %(certainty)s.") % {"certainty": certainty_of(deviation).label}


def certainty_meaning(deviation: Deviation) -> str:
    """Explain what the certainty rests on, in plain sentences."""
    if deviation.p_value is None:
        return _("Voor deze reeks is geen toeval te berekenen. De grens is wel overschreden.")
    parts = [chance_words(deviation.p_value)]
    if deviation.run_length >= LONG_RUN:
        parts.append(_("Het houdt al een paar periodes aan. Dat maakt toeval minder waarschijnlijk."))
    if max(deviation.observed, deviation.expected or 0.0) < SMALL_NUMBER:
        parts.append(_("Het gaat om kleine aantallen. Eén zaak meer of minder telt dan zwaar."))
    if deviation.provisional:
        parts.append(_("Het cijfer is voorlopig. De bron kan het nog herzien."))
    return " ".join(parts)


def chance_words(p_value: float) -> str:
    """Say a probability as “één op de …”, rounded down to one figure."""
    if p_value <= 1e-6:
        return _("Als er niets aan de hand is, komt dit minder dan één keer op een miljoen voor.")
    # A hair is added so that one in 50,000 is not told as one in 40,000 by a rounding of the machine.
    times = 1 / p_value + 1e-6
    digits = 10 ** (len(str(int(times))) - 1)
    rounded = max(int(times // digits * digits), 1)
    return _("Als er niets aan de hand is, komt dit ongeveer één keer op de %(times)s voor.") % {
        "times": _number(rounded)
    }


def meta(deviation: Deviation) -> str:
    """Say from whom it is and of when: “Politie/CBS 47022NED, stand oktober 2022”."""
    source = deviation.series.indicator.source
    return _("%(source)s, stand %(period)s") % {
        "source": _("gesimuleerde cijfers") if source.simulated else source.attribution,
        "period": period_words(deviation),
    }


def also_words(line: DeviationLine) -> str:
    """Say where and in what else it shows: “Ook in Havenkwartier.”; empty when nowhere."""
    parts = []
    places = line.places
    if places:
        shown = ", ".join(places[:MOST_PLACES])
        more = len(places) - MOST_PLACES
        if more > 0:
            parts.append(
                ngettext(
                    "Ook in %(places)s en nog %(more)s gebied.",
                    "Ook in %(places)s en nog %(more)s gebieden.",
                    more,
                )
                % {"places": shown, "more": more}
            )
        else:
            parts.append(_("Ook in %(places)s.") % {"places": shown})
    if line.totals:
        parts.append(_("Ook te zien in: %(totals)s.") % {"totals": ", ".join(line.totals)})
    return " ".join(parts)


class RuleWords(NamedTuple):
    """The rule that flagged: its sentences for a reader, and its settings for who wants to check."""

    sentences: list[str]
    settings: list[tuple[str, str]]


def rule_words(deviation: Deviation) -> RuleWords:
    """Explain the rule that flagged a deviation, with the settings it had at that time."""
    explain = {Rule.STATISTICAL: _statistical_rule, Rule.FIXED: _fixed_rule, Rule.CHANGE: _change_rule}
    return explain[Rule(deviation.rule)](deviation)


def _statistical_rule(deviation: Deviation) -> RuleWords:
    method = deviation.method
    years, minimum = int(method["years"]), int(method["minimum_count"])
    said = [
        # The baseline is at least three years, so the words need no singular.
        _("Driehoek vergelijkt elk cijfer met dezelfde tijd in de afgelopen %(years)s jaar.")
        % {"years": years},
        _("Seizoen en een langere stijging of daling zijn meegerekend."),
        _("Oude uitschieters tellen minder zwaar."),
        _("Van alle reeksen samen is naar verwachting hooguit één op de tien meldingen toeval."),
        ngettext(
            "Bij minder dan %(minimum)s geval volgt geen melding.",
            "Bij minder dan %(minimum)s gevallen volgt geen melding.",
            minimum,
        )
        % {"minimum": minimum},
    ]
    parameters = ", ".join(f"{name} = {_plain(value)}" for name, value in method["parameters"].items())
    settings = [
        (
            _("Methode"),
            _("Farrington-flexible (Noufaily e.a. 2013), versie %(version)s")
            % {"version": method["version"]},
        ),
        (_("Instellingen"), parameters),
        (_("Verwacht"), _number(deviation.expected, 1)),
        (_("Kans bij toeval"), _probability(deviation.p_value)),
        (_("Grens over alle reeksen"), _cut(method)),
        (_("Staart"), _("Student, %(degrees)s vrijheidsgraden") % {"degrees": method["tails"]}),
    ]
    return RuleWords(said, settings)


def _cut(method: dict[str, float]) -> str:
    cut = float(method["cut"])
    tested = int(method["tested"])
    words = ngettext("%(tested)s reeks bekeken", "%(tested)s reeksen bekeken", tested) % {
        "tested": _number(tested)
    }
    shown = _probability(cut) if cut > 0 else "–"
    return f"{shown} (Benjamini-Hochberg, {formatting.percent(method['false_discovery_rate'])}; {words})"


def _fixed_rule(deviation: Deviation) -> RuleWords:
    facts = {"threshold": _number(_parameter(deviation, "threshold"))}
    if deviation.sense == Sense.MORE:
        said = (
            _("Uw gemeente heeft een vaste signaalwaarde gezet. Meer dan %(threshold)s geeft een melding.")
            % facts
        )
    else:
        said = (
            _("Uw gemeente heeft een vaste signaalwaarde gezet. Minder dan %(threshold)s geeft een melding.")
            % facts
        )
    return RuleWords([said], _signal_settings(deviation, facts["threshold"]))


def _change_rule(deviation: Deviation) -> RuleWords:
    percent = formatting.percent(float(_parameter(deviation, "threshold") or 0) / 100, language=language())
    said = [
        _("Uw gemeente heeft een signaalwaarde gezet voor verandering."),
        _("Meer dan %(percent)s verschil met dezelfde periode een jaar eerder geeft een melding.")
        % {"percent": percent},
    ]
    return RuleWords(said, _signal_settings(deviation, percent))


def _signal_settings(deviation: Deviation, threshold: str) -> list[tuple[str, str]]:
    version = str(_parameter(deviation, "signal_value_version") or "–")
    return [
        (_("Regel"), str(Rule(deviation.rule).label)),
        (
            _("Signaalwaarde"),
            _("%(threshold)s (versie %(version)s)") % {"threshold": threshold, "version": version},
        ),
        (_("Minimum aantal"), str(deviation.method.get("minimum_count", "–"))),
        (_("Verwacht"), expected_words(deviation)),
    ]


def _parameter(deviation: Deviation, name: str) -> float | None:
    value: float | None = deviation.method.get("parameters", {}).get(name)
    return value


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    return "/".join(map(str, value)) if isinstance(value, list) else str(value)


def _probability(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.1e}" if value < 1e-4 else _number(value, 4)


def withdrawn_words(deviation: Deviation) -> str:
    """Say why a deviation no longer stands; empty when it stands."""
    if deviation.withdrawn_at is None:
        return ""
    reasons = {
        Withdrawal.FIGURES: _("De cijfers zijn herzien. Er is geen afwijking meer."),
        Withdrawal.RULE: _("De signaalwaarde is gewijzigd of beëindigd. Er is geen afwijking meer."),
    }
    return reasons.get(Withdrawal(deviation.withdrawn_because or Withdrawal.FIGURES), "")


def judgement_words(judgement: str) -> str:
    """Say why a series has no statistical bound; empty when it has."""
    return "" if judgement == Judgement.JUDGED else str(Judgement(judgement).label).capitalize() + "."
