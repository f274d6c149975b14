"""Judging the content of a template: every fault with its place and what to do, none of it guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from driehoek.deadlines.recurrence import MONTHLY_RHYTHMS, WEEKLY_RHYTHMS, Rhythm
from driehoek.figures import catalogue
from driehoek.figures.importing.shapes import Family
from driehoek.figures.models import Direction
from driehoek.reports.ready_forms import MOST_HEADINGS
from driehoek.standard.models import NormType
from driehoek.standard.sets import sets
from driehoek.theme_templates.fields import (
    BY_NAME,
    HEAD,
    LONGEST_KEY,
    LONGEST_LINE,
    MOST_NAMES,
    MOST_ROWS,
    PARTS,
    Field,
    Part,
)
from driehoek.theme_templates.kinds import FieldKind, IndicatorSource, StepKind

Content = dict[str, Any]
Path = tuple[str | int, ...]
KEY: Final = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST_KEY - 1}}}")
MOST_LINES: Final = 12


@dataclass(frozen=True)
class Fault:
    """Something in a template that is not right.

    Attributes:
        path: where: names of parts and fields, and row numbers from 0.
        words: what to do, in a sentence.
    """

    path: Path
    words: str

    @property
    def part(self) -> str:
        """The part it is in; empty for the template itself."""
        first = self.path[0] if self.path else ""
        return str(first) if first in BY_NAME else ""

    @property
    def place(self) -> str:
        """Where it is, in words of the screen."""
        if not self.part:
            field = next((one for one in HEAD if self.path and one.name == self.path[0]), None)
            return str(field.label) if field else ".".join(str(one) for one in self.path)
        part = BY_NAME[self.part]
        words = [str(part.label)]
        if len(self.path) > 1 and isinstance(self.path[1], int):
            words.append(_("regel %(number)s") % {"number": self.path[1] + 1})
        if len(self.path) > 2:
            name = self.path[2]
            words.append(next((str(one.label) for one in part.fields if one.name == name), str(name)))
        return ", ".join(words)


def faults_of(content: object, *, built_in: bool = False) -> list[Fault]:
    """Return what is wrong with the content of a template; an empty list when it can be used.

    Args:
        content: what stands in the file or was filled in.
        built_in: whether it comes along with Driehoek, and so has a key of its own.
    """
    if not isinstance(content, Mapping):
        return [
            Fault((), _("Een sjabloon is een lijst van velden met een naam, zoals “name: Veilig uitgaan”."))
        ]
    found = list(_head(content, built_in))
    whole = True
    for part in PARTS:
        wrong = list(_part(part, content.get(part.name, [])))
        found += wrong
        whole = whole and not wrong
    # What hangs together is judged only when each row is right by itself: one fault, one message.
    return found + list(_together(content)) if whole else found


def _head(content: Mapping[Any, Any], built_in: bool) -> Iterator[Fault]:
    known = {"key"} if built_in else set()
    known |= {field.name for field in HEAD} | set(BY_NAME)
    for name in content:
        if name not in known:
            yield Fault((str(name),), _("Dit veld kent Driehoek niet. Haal het weg of verbeter de naam."))
    if built_in and not is_key(content.get("key")):
        yield Fault(("key",), _key_words())
    for field in HEAD:
        yield from _value(field, content.get(field.name), (field.name,))
    theme = content.get("theme")
    if isinstance(theme, list) and len(theme) > MOST_NAMES:
        yield Fault(("theme",), _("Noem ten hoogste vier namen, van breed naar smal."))


def _part(part: Part, rows: object) -> Iterator[Fault]:
    if not isinstance(rows, list):
        yield Fault((part.name,), _("Hier hoort een lijst te staan, met een streepje voor elke regel."))
        return
    if len(rows) > MOST_ROWS:
        yield Fault((part.name,), _("Er zijn ten hoogste %(number)s regels.") % {"number": MOST_ROWS})
        return
    for number, row in enumerate(rows):
        place: Path = (part.name, number)
        yield from _line(row, place) if part.plain else _row(part, row, place)
    if part.keyed and not part.plain:
        yield from _twice(part, rows)


def _line(row: object, place: Path) -> Iterator[Fault]:
    if not isinstance(row, str) or not row.strip():
        yield Fault(place, _("Vul hier een zin in."))
    elif len(row) > LONGEST_LINE:
        yield Fault(place, _too_long(LONGEST_LINE))


def _row(part: Part, row: object, place: Path) -> Iterator[Fault]:
    if not isinstance(row, Mapping):
        yield Fault(place, _("Hier horen velden met een naam te staan."))
        return
    known = {field.name for field in part.fields} | ({"key"} if part.keyed else set())
    for name in row:
        if name not in known:
            yield Fault(
                (*place, str(name)), _("Dit veld kent Driehoek niet. Haal het weg of verbeter de naam.")
            )
    if part.keyed and not is_key(row.get("key")):
        yield Fault((*place, "key"), _key_words())
    for field in part.fields:
        yield from _value(field, row.get(field.name), (*place, field.name))


def is_key(value: object) -> bool:
    """Tell whether a value can name a row: small letters, digits and dashes."""
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def _value(field: Field, value: object, place: Path) -> Iterator[Fault]:
    if value is None or value in ("", []):
        if field.required:
            yield Fault(place, _("Vul dit in."))
        return
    words = _JUDGES[field.kind](field, value)
    if words:
        yield Fault(place, words)


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        return _("Hier hoort tekst te staan. Zet er aanhalingstekens om als het een getal of datum lijkt.")
    if field.required and not value.strip():
        return _("Vul dit in.")
    return _too_long(field.most) if len(value) > field.most else ""


def _choice(field: Field, value: object) -> str:
    allowed = [key for key, _label in field.choices()]
    if isinstance(value, str) and value in allowed:
        return ""
    return _("Kies een van: %(choices)s.") % {"choices": ", ".join(allowed)}


def _whole(field: Field, value: object) -> str:
    right = type(value) is int and field.least <= value <= field.most
    return "" if right else _bounds(field)


def _number(_field: Field, value: object) -> str:
    right = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**9
    # Not a number is neither more nor less than nought, so it is refused as well.
    return "" if right else _("Vul een getal in dat niet onder de nul ligt, zoals 10 of 12.5.")


def _truth(_field: Field, value: object) -> str:
    return "" if isinstance(value, bool) else _("Schrijf true of false.")


def _lines(field: Field, value: object) -> str:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        return _("Hier hoort een lijst van namen te staan.")
    if len(value) > MOST_LINES:
        return _("Er zijn ten hoogste %(number)s regels.") % {"number": MOST_LINES}
    return _too_long(field.most) if any(len(one) > field.most for one in value) else ""


def _reference(_field: Field, value: object) -> str:
    return "" if is_key(value) else _key_words()


_JUDGES: Final[dict[FieldKind, Callable[[Field, object], str]]] = {
    FieldKind.TEXT: _text,
    FieldKind.CHOICE: _choice,
    FieldKind.WHOLE: _whole,
    FieldKind.NUMBER: _number,
    FieldKind.TRUTH: _truth,
    FieldKind.LINES: _lines,
    FieldKind.REFERENCE: _reference,
}


def _too_long(most: int) -> str:
    return _("Dit is te lang. Er passen ten hoogste %(number)s tekens in.") % {"number": most}


def _bounds(field: Field) -> str:
    return _("Vul een heel getal in van %(least)s tot en met %(most)s.") % {
        "least": field.least,
        "most": field.most,
    }


def _key_words() -> str:
    return _("Gebruik als code alleen kleine letters, cijfers en streepjes, ten hoogste %(number)s.") % {
        "number": LONGEST_KEY
    }


def _twice(part: Part, rows: Iterable[Any]) -> Iterator[Fault]:
    seen: set[object] = set()
    for number, row in enumerate(rows):
        key = row.get("key") if isinstance(row, Mapping) else None
        if not isinstance(key, str):
            continue
        if key in seen:
            yield Fault((part.name, number, "key"), _("Deze code staat er al. Kies een andere."))
        seen.add(key)


def _together(content: Mapping[str, Any]) -> Iterator[Fault]:
    """Judge what no row can be judged for alone; every row is right by itself here."""
    for part in PARTS:
        for number, row in enumerate(content.get(part.name) or []):
            for field in part.fields:
                wanted = row.get(field.name)
                if (
                    field.kind is FieldKind.REFERENCE
                    and wanted
                    and wanted not in keys_of(content, field.part)
                ):
                    yield Fault(
                        (part.name, number, field.name),
                        _("“%(key)s” staat niet bij %(part)s. Kies iets dat er staat.")
                        % {"key": wanted, "part": str(BY_NAME[field.part].label).lower()},
                    )
    for name, judge in _WHOLE_ROWS.items():
        for number, row in enumerate(content.get(name) or []):
            for field_name, words in judge(content, row):
                yield Fault((name, number, field_name), words)
    yield from _last_step(content)


def keys_of(content: Mapping[str, Any], part: str) -> dict[str, dict[str, Any]]:
    """Return the rows of a part by key."""
    return {row["key"]: row for row in content.get(part) or [] if isinstance(row, dict) and "key" in row}


def _indicator(_content: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    source = IndicatorSource(row["source"])
    if source is not IndicatorSource.OWN:
        if row.get("code") not in codes_of(source):
            yield "code", _("Deze code bestaat niet bij deze bron.")
        return
    for name in ("unit", "frequency", "direction"):
        if not row.get(name):
            yield name, _("Vul dit in bij een eigen telling.")


def codes_of(source: IndicatorSource) -> frozenset[str]:
    """Return the codes that a source outside the template knows; none for counts of one's own."""
    if source in (IndicatorSource.CRIME, IndicatorSource.NUISANCE):
        return frozenset(catalogue.by_key(Family(source.value)))
    found = sets().get(source.value)
    return frozenset(one.key for one in found.indicators) if found else frozenset()


def direction_of(indicator: Mapping[str, Any]) -> str:
    """Return which way is good for an indicator: its set says so, figures of the police go down."""
    source = IndicatorSource(indicator["source"])
    if source is IndicatorSource.OWN:
        return str(indicator.get("direction") or Direction.NEUTRAL)
    found = sets().get(source.value)
    ready = (
        next((one for one in found.indicators if one.key == indicator.get("code")), None) if found else None
    )
    return ready.direction if ready else Direction.LOWER


def _norm(content: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = NormType(row["type"])
    if kind is NormType.PROCESS:
        if not row.get("agreement"):
            yield "agreement", _("Kies de afspraak die op tijd moet komen.")
        return
    measured = keys_of(content, "indicators").get(row.get("indicator") or "")
    if measured is None:
        yield "indicator", _("Kies de indicator waar de norm over gaat.")
        return
    if kind is NormType.ABSOLUTE and row.get("target") is None:
        yield "target", _("Vul in wat de norm is.")
    if kind in (NormType.TREND, NormType.REFERENCE) and row.get("percentage") is None:
        yield "percentage", _("Vul een percentage in. Gelijk blijven is 0.")
    if kind is NormType.TREND and not row.get("years_back"):
        yield "years_back", _("Vul in hoeveel jaar terug het basisjaar ligt.")
    if direction_of(measured) == Direction.NEUTRAL and kind is not NormType.SIGNAL:
        yield "indicator", _("Bij deze indicator staat niet welke kant goed is. Kies dan de signaalwaarde.")


def _agreement(content: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    rhythm = Rhythm(row["rhythm"])
    if row.get("weekday") and rhythm not in WEEKLY_RHYTHMS:
        yield "weekday", _("Een dag van de week hoort alleen bij elke week of elke twee weken.")
    if row.get("day") and rhythm not in MONTHLY_RHYTHMS:
        yield "day", _("Een dag van de maand hoort alleen bij elke maand of langer.")
    if row.get("moment") and rhythm is not Rhythm.EVENT:
        yield "moment", _("Een gebeurtenis hoort alleen bij het ritme: bij een gebeurtenis.")
    if row.get("form") and rhythm is Rhythm.EVENT:
        yield "form", _("Een formulier past alleen bij een vast ritme, niet bij een gebeurtenis.")
    wanted_from = keys_of(content, "needs").get(row["need"], {}).get("partner")
    if wanted_from and wanted_from != row["partner"]:
        yield "partner", _("De behoefte noemt een andere partner. Kies dezelfde.")


def _form(content: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    headings = [one for one in content.get("headings") or [] if one["form"] == row["key"]]
    if not 1 <= len(headings) <= MOST_HEADINGS:
        yield (
            "name",
            _("Een formulier heeft 1 tot en met %(number)s koppen. Zet ze bij “Koppen van formulieren”.")
            % {"number": MOST_HEADINGS},
        )


def _last_step(content: Mapping[str, Any]) -> Iterator[Fault]:
    """A round ends once, with its evaluation."""
    rows = content.get("steps") or []
    for number, row in enumerate(rows[:-1]):
        if row["kind"] == StepKind.EVALUATION:
            yield Fault(("steps", number, "kind"), _("De evaluatie is de laatste stap. Zet haar onderaan."))


_WHOLE_ROWS: Final[dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[tuple[str, str]]]]] = {
    "indicators": _indicator,
    "norms": _norm,
    "agreements": _agreement,
    "forms": _form,
}
