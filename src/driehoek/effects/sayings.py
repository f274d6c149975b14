"""An outcome in words: first the answer, then how sure, compared with what, and what it does not say.

A difference without a comparison is called a change, never an effect.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.effects.models import Run, Study
from driehoek.effects.words import spoken
from driehoek.web import formatting
from driehoek.web.components import Pair, Tag, TagKind

CLAIMS: Final = ("likely", "very_likely")
# Areas that weigh less are not named.
LEAST_SHARE: Final = 0.005
Result = dict[str, Any]


def main_of(result: Result) -> Result:
    """Return the answer that the words are about: the compared one where there is one."""
    found: Result = result["compared"] or result["change"]
    return found


def month(day: Any) -> str:
    """Write a month inside a sentence."""
    return formatting.period(day, "month", language=spoken())


def share(ratio: float) -> str:
    """Write by how much a ratio differs from one: 32 %."""
    return formatting.percent(abs(ratio - 1), language=spoken())


def range_of(estimate: Result) -> str:
    """Write the 95 % interval: "tussen 12 % en 41 % minder", or over nought "tussen 8 % minder en 5 % meer"."""
    low, high = sorted((estimate["low"], estimate["high"]))
    facts = {"low": share(low), "high": share(high)}
    if high <= 1:
        return _("tussen %(high)s en %(low)s minder") % facts
    if low >= 1:
        return _("tussen %(low)s en %(high)s meer") % facts
    return _("tussen %(low)s minder en %(high)s meer") % facts


def answer(study: Study, run: Run) -> str:
    """Say in one sentence what came out."""
    main = main_of(run.result)
    facts = {"what": study.indicator.name, "start": month(study.starts_on)}
    if main["estimate"] is None:
        return _("Over %(what)s na %(start)s kan niets worden gezegd: de cijfers zijn te mager.") % facts
    estimate = main["estimate"]
    facts |= {"share": share(estimate["ratio"]), "range": range_of(estimate)}
    if run.certainty not in CLAIMS:
        return _unclear(main) % facts
    less = estimate["ratio"] < 1
    if run.result["compared"] is not None:
        if less:
            return (
                _(
                    "Vanaf %(start)s kwam %(what)s ongeveer %(share)s minder voor dan op grond "
                    "van de vergelijkingsgebieden was te verwachten (%(range)s)."
                )
                % facts
            )
        return (
            _(
                "Vanaf %(start)s kwam %(what)s ongeveer %(share)s meer voor dan op grond "
                "van de vergelijkingsgebieden was te verwachten (%(range)s)."
            )
            % facts
        )
    if less:
        return (
            _(
                "Vanaf %(start)s kwam %(what)s ongeveer %(share)s minder voor dan daarvoor "
                "(%(range)s). Dat is een verandering, geen bewezen effect."
            )
            % facts
        )
    return (
        _(
            "Vanaf %(start)s kwam %(what)s ongeveer %(share)s meer voor dan daarvoor "
            "(%(range)s). Dat is een verandering, geen bewezen effect."
        )
        % facts
    )


def _unclear(main: Result) -> str:
    """Return the sentence for what is no claim: refuted by a check, not sure enough, or no difference at all."""
    if main["certainty"] in CLAIMS:
        return _(
            "Vanaf %(start)s wijst de rekensom bij %(what)s een verschil aan (%(range)s), "
            "maar een controle spreekt dat tegen. Trek er geen conclusie uit."
        )
    low, high = main["estimate"]["low"], main["estimate"]["high"]
    if low > 1 or high < 1:
        return _(
            "Vanaf %(start)s is er bij %(what)s misschien een verschil (%(range)s), "
            "maar het kan ook toeval zijn."
        )
    return _("Vanaf %(start)s is bij %(what)s geen duidelijk verschil te zien (%(range)s).")


def sure(run: Run) -> str:
    """Say how sure the answer is, in fixed bands."""
    return {
        "very_likely": _(
            "Zeer waarschijnlijk geen toeval: kans op zo’n verschil zonder oorzaak is minder dan 1 op 100."
        ),
        "likely": _(
            "Waarschijnlijk geen toeval: kans op zo’n verschil zonder oorzaak is minder dan 1 op 40."
        ),
        "unclear": _("Onduidelijk: dit kan ook toeval zijn, of een controle spreekt het tegen."),
        "refused": _("Geen conclusie: de cijfers kunnen die niet dragen."),
    }[run.certainty]


def tag(run: Run | None) -> Tag:
    """Return how sure an outcome is as a mark."""
    if run is None:
        return Tag(_("nog niet uitgerekend"), "unknown")
    kinds: dict[str, tuple[str, TagKind]] = {
        "very_likely": (_("zeer waarschijnlijk"), "accent"),
        "likely": (_("waarschijnlijk"), "accent"),
        "unclear": (_("onduidelijk"), "unknown"),
        "refused": (_("geen conclusie"), "barred"),
    }
    return Tag(*kinds[run.certainty])


def facts(study: Study, run: Run) -> list[Pair]:
    """Return what stands under the answer: how sure, compared with what, moved where, what it does not say."""
    found = [Pair(_("Hoe zeker"), sure(run)), Pair(_("Waarmee vergeleken"), compared_with(study, run))]
    moved = displaced(run)
    if moved:
        found.append(Pair(_("Naar de buren verplaatst?"), moved))
    change = run.result["change"]["estimate"]
    if run.result["compared"] is not None and change is not None:
        found.append(Pair(_("Zonder vergelijking"), range_of(change)))
    end = main_of(run.result).get("end")
    if end:
        found.append(Pair(_("Aan het eind van de reeks"), range_of(end)))
    found.append(Pair(_("Wat dit niet zegt"), silent(run)))
    return found


def compared_with(study: Study, run: Run) -> str:
    """Say which areas stood beside it, how heavily, and why these."""
    areas = run.inputs["comparison"]
    if not areas:
        return _("Met niets. Ook iets anders, dat overal speelde, kan het verschil verklaren.")
    shares = main_of(run.result).get("weights") or []
    if not shares:
        names = [one["name"] for one in areas]
    else:
        pairs = sorted(zip(shares, areas, strict=True), key=lambda pair: -pair[0])
        names = [
            f"{one['name']} ({formatting.percent(part, language=spoken())})"
            for part, one in pairs
            if part >= LEAST_SHARE
        ]
    return _("%(areas)s. Reden: %(reason)s") % {"areas": ", ".join(names), "reason": study.comparison_reason}


def displaced(run: Run) -> str:
    """Say what happened next door; empty when that was not asked."""
    found = run.result.get("displacement")
    if not found:
        return ""
    if found["estimate"] is None:
        return _("Niet te zeggen: de cijfers van de buren zijn te mager.")
    said = {"range": range_of(found["estimate"])}
    if found["certainty"] not in CLAIMS:
        text = _("Bij de buren is geen duidelijk verschil te zien (%(range)s).") % said
    elif found["estimate"]["ratio"] > 1:
        text = _("Bij de buren kwam het vaker voor (%(range)s): het kan zijn verplaatst.") % said
    else:
        text = _("Bij de buren kwam het ook minder voor (%(range)s).") % said
    if found["quotient"] is not None:
        value = formatting.number(found["quotient"], decimals=2, language=spoken())
        text += " " + _(
            "Verplaatsingsquotiënt: %(value)s (onder 0 is verplaatsing, onder −1 meer dan er is gewonnen)."
        ) % {"value": value}
    return text


def silent(run: Run) -> str:
    """Say what may not be read into it."""
    if run.result["compared"] is None:
        return _(
            "Of het door de aanpak komt. Daarvoor is een vergelijking nodig met gebieden waar niets begon."
        )
    return _(
        "Waardoor het komt, als er in dit gebied tegelijk iets anders begon. En niets "
        "over afzonderlijke personen."
    )


def reasons(run: Run) -> list[str]:
    """Say why nothing is concluded, with the numbers."""
    return [_reason(one) for one in main_of(run.result).get("reasons") or []]


def _reason(one: Result) -> str:
    needed = formatting.number(one["needed"], decimals=0, language=spoken())
    whole = {"found": formatting.number(one["found"], decimals=0, language=spoken()), "needed": needed}
    some = {"found": formatting.number(one["found"], decimals=1, language=spoken()), "needed": needed}
    parts = {"found": share(1 + one["found"]), "needed": share(1 + one["needed"])}
    said = {
        "months_before": _("Er zijn %(found)s maanden van vóór de start; er zijn er %(needed)s nodig.")
        % whole,
        "months_after": _("Er zijn %(found)s maanden van na de start; er zijn er %(needed)s nodig.") % whole,
        "counts": _("Per maand waren het er gemiddeld %(found)s; onder %(needed)s wint het toeval.") % some,
        "comparison_empty": _("Een vergelijkingsgebied had vóór de start geen enkel geval. Haal het weg."),
        "comparison_counts": _(
            "De vergelijkingsgebieden samen hadden er gemiddeld %(found)s per maand; nodig is %(needed)s."
        )
        % some,
        "wander": _(
            "De maanden springen uit zichzelf al %(found)s op en neer; tot %(needed)s is er "
            "iets over te zeggen."
        )
        % parts,
        "adrift": _("De reeks zwerft: er is geen vast niveau om mee te vergelijken."),
        "no_fit": _("Het model past niet op deze reeks: in een deel ervan is niets geteld."),
    }
    return said[one["code"]]


def warnings(run: Run) -> list[str]:
    """Say what is doubtful about an outcome."""
    found = run.result.get("doubts") or []
    peak = run.result.get("peak")
    said = {
        "peak": _(
            "De start viel op een piek of dal: het halfjaar ervoor week %(share)s af. Na een "
            "uitschieter komt een reeks vaak vanzelf terug. Zonder die maanden is opnieuw "
            "gerekend; alleen wat dan blijft staan, telt."
        )
        % {"share": share(peak["ratio"]) if peak else ""},
        "fake_dates": _(
            "Op data waarop niets begon, wijst dezelfde rekensom vaak ook een verschil aan. "
            "Dat maakt dit verschil minder waard."
        ),
        "fake_places": _(
            "In gebieden waar niets begon, wijst dezelfde rekensom vaak ook een verschil "
            "aan. Dat maakt dit verschil minder waard."
        ),
        "variants": _("Met een andere keuze van maanden wijst de uitkomst de andere kant op."),
    }
    return [said[one] for one in found]


def variant_rows(run: Run) -> list[list[str]]:
    """Return the outcome under other choices, as rows of a table."""
    names = {
        "short": _("Alleen de laatste drie jaar ervoor"),
        "settled": _("Zonder de eerste twee maanden erna"),
        "unpeaked": _("Zonder het laatste halfjaar ervoor"),
    }
    rows = []
    for one in run.result.get("variants") or []:
        found = one["estimate"]
        said = [change_words(found), range_of(found)] if found else [_("te mager"), "–"]
        rows.append([names[one["key"]], *said])
    return rows


def change_words(estimate: Result) -> str:
    """Write a ratio: "32 % minder"."""
    facts = {"share": share(estimate["ratio"])}
    return _("%(share)s minder") % facts if estimate["ratio"] < 1 else _("%(share)s meer") % facts


def placebo_words(run: Run) -> list[str]:
    """Say what the fakes showed."""
    found = []
    dates, places = run.result.get("fake_dates"), run.result.get("fake_places")
    if dates:
        found.append(
            ngettext(
                "Op %(tried)s datum waarop niets begon, gaf dezelfde rekensom %(strong)s keer "
                "zo’n sterk verschil.",
                "Op %(tried)s data waarop niets begon, gaf dezelfde rekensom %(strong)s keer "
                "zo’n sterk verschil.",
                dates["tried"],
            )
            % {"tried": dates["tried"], "strong": dates["as_strong"]}
        )
    if places:
        found.append(
            ngettext(
                "In %(tried)s gebied waar niets begon, gaf dezelfde rekensom %(strong)s keer "
                "zo’n sterk verschil.",
                "In %(tried)s gebieden waar niets begon, gaf dezelfde rekensom %(strong)s keer "
                "zo’n sterk verschil.",
                places["tried"],
            )
            % {"tried": places["tried"], "strong": places["as_strong"]}
        )
    return found
