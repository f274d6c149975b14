"""How the rows of a template read on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.deadlines import recurrence
from driehoek.deadlines.recurrence import Rhythm
from driehoek.figures.models import Direction, Frequency
from driehoek.moments.models import MomentKind
from driehoek.moments.national import BY_KEY
from driehoek.parties.models import OrganisationKind
from driehoek.position.models import InfoKind
from driehoek.problems.models import SafetyField
from driehoek.standard.models import Decider, NormType
from driehoek.theme_templates.checking import Content, keys_of
from driehoek.theme_templates.fields import (
    BY_NAME,
    Part,
)
from driehoek.theme_templates.kinds import IndicatorSource
from driehoek.web import formatting

Row = Mapping[str, Any]


def title_of(part: Part, row: Any, content: Content | None = None) -> str:
    """Return what a row is called; a norm by what it holds a figure to, where the whole `content` is known."""
    if part.plain:
        return str(row)
    if part.name == "norms" and content is not None:
        return _guarded(_norm, row, content) or str(row.get("reason") or "")
    value = str(row.get(part.title) or "")
    if part.name == "tips":
        found = dict(BY_NAME["tips"].fields[0].choices())
        return str(found.get(value, value))
    return value or _("(nog zonder naam)")


def text_of(part: Part, row: Any, content: Content) -> str:
    """Return what else a row says, in a line or two; nothing for a plain line."""
    say = _SAYING.get(part.name)
    return _guarded(say, row, content) if say and not part.plain else ""


def _guarded(say: Callable[[Row, Content], str], row: Row, content: Content) -> str:
    try:
        return say(row, content)
    except (KeyError, ValueError, TypeError):
        # A template that is being worked on may say half of it; the list of faults says what is missing.
        return ""


def theme_words(content: Content) -> str:
    """Return the safety field and the theme of a template."""
    field = str(SafetyField(content["field"]).label) if content.get("field") in SafetyField.values else ""
    return ": ".join(part for part in (field, " – ".join(content.get("theme") or [])) if part)


def rhythm_words(row: Row) -> str:
    """Return how often, and on which day."""
    rhythm = Rhythm(row["rhythm"])
    if rhythm is Rhythm.EVENT:
        return str(rhythm.label).lower()
    weekday = row["weekday"] - 1 if row.get("weekday") else None
    return recurrence.words(rhythm, recurrence.rule_for(rhythm, weekday=weekday, day=row.get("day") or None))


def weeks_words(weeks: int) -> str:
    """Return a number of weeks."""
    return _("1 week") if weeks == 1 else _("%(number)s weken") % {"number": weeks}


def _partner(row: Row, _content: Content) -> str:
    kind = OrganisationKind(row["kind"])
    label = "" if kind is OrganisationKind.OTHER or str(kind.label) in row["name"] else str(kind.label)
    parts = [label, row["role"], row.get("limit") or ""]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _step(row: Row, _content: Content) -> str:
    return _("%(what)s %(who)s, %(weeks)s. Daarna ligt er: %(product)s.") % {
        "what": row["what"],
        "who": row["who"],
        "weeks": weeks_words(row["weeks"]),
        "product": row["product"][:1].lower() + row["product"][1:],
    }


def _point(row: Row, _content: Content) -> str:
    return str(row["text"])


def _moment(row: Row, _content: Content) -> str:
    when = _("datum kiest u zelf")
    if row.get("national"):
        when = _("elk jaar, landelijk: %(name)s") % {"name": BY_KEY[row["national"]].title}
    return f"{MomentKind(row['kind']).label}, {when}. {row['what']}"


def _form(row: Row, content: Content) -> str:
    headings = [one["label"] for one in content.get("headings") or [] if one["form"] == row["key"]]
    return _("Koppen: %(headings)s") % {"headings": " · ".join(headings)}


def _heading(row: Row, content: Content) -> str:
    form = keys_of(content, "forms").get(row["form"], {}).get("name", "")
    return " · ".join(part for part in (form, row.get("help") or "") if part)


def _goal(row: Row, content: Content) -> str:
    measured = keys_of(content, "indicators").get(row.get("indicator") or "", {}).get("name", "")
    words = _("Binnen %(months)s maanden. Besluit: %(decider)s.") % {
        "months": row["months"],
        "decider": str(Decider(row["decider"]).label).lower(),
    }
    return words + (_(" Gemeten met: %(name)s.") % {"name": measured} if measured else "")


def _analysis(row: Row, _content: Content) -> str:
    caution = row.get("caution") or ""
    return str(row["from_whom"]) + (_(". Let op: %(caution)s") % {"caution": caution} if caution else "")


def _indicator(row: Row, _content: Content) -> str:
    source = IndicatorSource(row["source"])
    if source is IndicatorSource.OWN:
        parts = [row["unit"], str(Frequency(row["frequency"]).label), str(Direction(row["direction"]).label)]
        words = f"{source.label}: {', '.join(parts)}."
    else:
        words = f"{source.label}, {row['code']}."
    return " ".join(part for part in (words, row.get("meaning") or "") if part)


def _norm(row: Row, content: Content) -> str:
    kind = NormType(row["type"])
    if kind is NormType.PROCESS:
        what = keys_of(content, "agreements")[row["agreement"]]["what"]
        return _("Op tijd ontvangen: %(what)s") % {"what": what}
    name = keys_of(content, "indicators")[row["indicator"]]["name"]
    language = formatting.known(get_language())
    number = {
        key: formatting.number(row[key], 0 if float(row[key]).is_integer() else 1, language=language)
        for key in ("target", "percentage")
        if row.get(key) is not None
    }
    words = {
        NormType.ABSOLUTE: lambda: _("%(name)s: vast getal %(target)s"),
        NormType.TREND: lambda: _("%(name)s: %(percentage)s procent beter dan %(years)s jaar eerder"),
        NormType.REFERENCE: lambda: _("%(name)s: hooguit %(percentage)s procent slechter dan Nederland"),
        NormType.SIGNAL: lambda: _("%(name)s: meer of minder dan te verwachten was"),
    }[kind]()
    return words % {"name": name, "years": row.get("years_back") or "", **number}


def _reason(row: Row, _content: Content) -> str:
    return str(row["reason"])


def _need(row: Row, content: Content) -> str:
    partner = keys_of(content, "partners").get(row.get("partner") or "", {}).get("name", "")
    rhythm = str(Rhythm(row["rhythm"]).label) if row.get("rhythm") else ""
    return " · ".join(part for part in (partner, str(InfoKind(row["info_kind"]).label), rhythm) if part)


def _agreement(row: Row, content: Content) -> str:
    partner = keys_of(content, "partners")[row["partner"]]["name"]
    form = keys_of(content, "forms").get(row.get("form") or "", {}).get("name", "")
    parts = [partner, rhythm_words(row), _("formulier: %(name)s") % {"name": form} if form else ""]
    words = " · ".join(part for part in parts if part)
    return words + (
        _(". Bel tussendoor als: %(when)s") % {"when": row["threshold"]} if row.get("threshold") else ""
    )


_SAYING: Final[dict[str, Callable[[Row, Content], str]]] = {
    "partners": _partner,
    "steps": _step,
    "points": _point,
    "moments": _moment,
    "forms": _form,
    "headings": _heading,
    "goals": _goal,
    "analyses": _analysis,
    "indicators": _indicator,
    "norms": _reason,
    "needs": _need,
    "agreements": _agreement,
}
