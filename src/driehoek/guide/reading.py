"""Reading the guide's texts strictly, the same for the files that come along and for what people edit.

Errors are in the reader's language and hang on a field, so that a form can show them beside it; the loader of the
files puts file and key before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from enum import Enum
from typing import Any, Final, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from driehoek.deadlines.recurrence import Rhythm
from driehoek.guide.shapes import (
    READERS,
    Action,
    ActionKind,
    Case,
    GuideKind,
    Mark,
    Part,
    Party,
    Place,
    Question,
    Section,
    Step,
    Text,
    Tip,
)
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position.models import InfoKind, Moment

KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST: Final = {
    "text": 300, "why": 240, "statement": 200, "topic": 60, "strong": 200, "weak": 200, "source": 120,
    "sentence": 300, "what": 200, "threshold": 300, "title": 120, "situation": 1500, "knows": 500, "name": 60,
}  # fmt: skip
LONGEST_KEY: Final = 40
STEP_TEXT: Final = 600
ACTION_TEXT: Final = 600
Choice = TypeVar("Choice", bound=models.TextChoices)


class Wrong(Exception):
    """A text of the guide is not right.

    Attributes:
        errors: what is wrong, by the field in which it is.
    """

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in errors.items()))
        self.errors = errors


class Reader:
    """Takes fields out of a mapping and remembers what is wrong with them."""

    def __init__(self, given: object, *, within: str = "", errors: dict[str, str] | None = None) -> None:
        self.errors: dict[str, str] = {} if errors is None else errors
        self._within = within
        self._taken: set[str] = set()
        self._given: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        if not isinstance(given, Mapping):
            self.wrong("", _("Hier horen velden te staan."))

    def wrong(self, name: str, message: str) -> None:
        """Remember an error in a field; the first one stands."""
        self.errors.setdefault(f"{self._within}{name}", message)

    def words(self, name: str, *, most: int = 0, needed: bool = True, lines: bool = False) -> str:
        """Return a field's words, on one line unless `lines` keeps the paragraphs."""
        self._taken.add(name)
        value = self._given.get(name, "")
        if not isinstance(value, str):
            self.wrong(name, _("Hier horen woorden te staan."))
            return ""
        rows = value.strip().splitlines() if lines else [value]
        said, limit = "\n".join(" ".join(row.split()) for row in rows), most or LONGEST[name]
        if needed and not said:
            self.wrong(name, _("Vul dit in."))
        elif len(said) > limit:
            self.wrong(name, _("Maak dit korter: hoogstens %(limit)d tekens.") % {"limit": limit})
        return said

    def one(self, name: str, choices: type[Choice], *, default: Choice | None = None) -> Choice:
        """Return a field that is one of `choices`; after an error, any of them."""
        self._taken.add(name)
        value = self._given.get(name, default)
        if value in choices.values:
            return choices(value)
        self.wrong(name, _("Kies een van de mogelijkheden."))
        return next(iter(choices))

    def code(self, name: str, choices: type[models.TextChoices]) -> str:
        """Return a code out of `choices`, or nothing."""
        self._taken.add(name)
        value = self._given.get(name, "") or ""
        if value and value not in choices.values:
            self.wrong(name, _("Kies een van de mogelijkheden."))
            return ""
        return str(value)

    def several(
        self, name: str, choices: type[Choice], allowed: tuple[Choice, ...] = ()
    ) -> frozenset[Choice]:
        """Return a field with one or more of `choices`."""
        self._taken.add(name)
        value, known = self._given.get(name), allowed or tuple(choices)
        if not isinstance(value, list) or not value or not all(one in known for one in value):
            self.wrong(name, _("Kies een of meer mogelijkheden."))
            return frozenset()
        return frozenset(choices(one) for one in value)

    def number(self, name: str, *, least: int, most: int) -> int:
        """Return a whole number."""
        self._taken.add(name)
        value = self._given.get(name)
        if type(value) is not int or not least <= value <= most:
            self.wrong(
                name,
                _("Vul een getal in van %(least)d tot en met %(most)d.") % {"least": least, "most": most},
            )
            return least
        return value

    def rows(self, name: str, *, least: int, most: int) -> list[Any]:
        """Return a field that is a list."""
        self._taken.add(name)
        value = self._given.get(name)
        if not isinstance(value, list) or not least <= len(value) <= most:
            self.wrong(
                name,
                _("Hier horen %(least)d tot en met %(most)d regels te staan.")
                % {"least": least, "most": most},
            )
            return []
        return value

    def part(self, name: str) -> Reader:
        """Return a reader of a mapping inside this one; its errors count here."""
        self._taken.add(name)
        return self.inside(self._given.get(name, {}), f"{name}_")

    def inside(self, given: object, within: str) -> Reader:
        """Return a reader of `given` whose errors are kept with these, under `within`."""
        return Reader(given, within=f"{self._within}{within}", errors=self.errors)

    def finish(self) -> None:
        """Refuse fields that nothing reads: mostly typing errors."""
        for name in sorted(set(self._given) - self._taken):
            self.wrong(str(name), _("Dit veld bestaat niet."))


def read(section: Section, key: str, given: object) -> Text:
    """Make a text of a section out of plain data.

    Raises:
        Wrong: something is missing, too long or unknown.
    """
    reader = Reader(given)
    if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        reader.wrong("key", _("Gebruik kleine letters, cijfers en streepjes."))
    text = READ[section](key, reader)
    reader.finish()
    if reader.errors:
        raise Wrong(reader.errors)
    return text


def _tip(key: str, reader: Reader) -> Tip:
    return Tip(
        key=key,
        kind=reader.one("kind", GuideKind),
        part=reader.one("part", Part),
        readers=reader.several("readers", Function, READERS),
        places=reader.several("places", Place),
        text=reader.words("text"),
        why=reader.words("why"),
        mark=reader.one("mark", Mark),
        source=reader.words("source"),
        action=_action(reader.part("action")),
    )


def _question(key: str, reader: Reader) -> Question:
    return Question(
        key=key,
        kind=reader.one("kind", GuideKind),
        part=reader.one("part", Part),
        topic=reader.words("topic"),
        statement=reader.words("statement"),
        strong=reader.words("strong"),
        weak=reader.words("weak"),
        mark=reader.one("mark", Mark),
        source=reader.words("source"),
        action=_action(reader.part("action")),
    )


def _case(key: str, reader: Reader) -> Case:
    return Case(
        key=key,
        title=reader.words("title"),
        situation=reader.words("situation", lines=True),
        parties=tuple(
            _party(reader.inside(row, f"parties_{place}_"))
            for place, row in enumerate(reader.rows("parties", least=2, most=8), start=1)
        ),
        steps=tuple(
            _step(reader.inside(row, f"steps_{place}_"))
            for place, row in enumerate(reader.rows("steps", least=1, most=10), start=1)
        ),
        proposals=tuple(
            _action(reader.inside(row, f"proposals_{place}_"))
            for place, row in enumerate(reader.rows("proposals", least=0, most=12), start=1)
        ),
        mark=reader.one("mark", Mark),
        source=reader.words("source"),
    )


def _party(reader: Reader) -> Party:
    found = Party(name=reader.words("name"), knows=reader.words("knows"))
    reader.finish()
    return found


def _step(reader: Reader) -> Step:
    asked = reader.rows("questions", least=0, most=8)
    if not all(isinstance(one, str) and one.strip() and len(one) <= 240 for one in asked):
        reader.wrong("questions", _("Elke vraag is één regel van hoogstens 240 tekens."))
        asked = []
    found = Step(
        title=reader.words("title"),
        minutes=reader.number("minutes", least=1, most=120),
        text=reader.words("text", most=STEP_TEXT),
        questions=tuple(one.strip() for one in asked),
    )
    reader.finish()
    return found


def _action(reader: Reader) -> Action:
    kind = reader.one("kind", ActionKind, default=ActionKind.NONE)
    asks = kind in {ActionKind.NEED, ActionKind.AGREEMENT, ActionKind.STANDING_CASE}
    agrees = kind in {ActionKind.AGREEMENT, ActionKind.STANDING_CASE}
    puts = kind == ActionKind.AGENDA
    found = Action(
        kind=kind,
        sentence=reader.words("sentence", needed=asks),
        what=reader.words("what", needed=agrees),
        info_kind=reader.one("info_kind", InfoKind, default=InfoKind.ANALYTICAL),
        rhythm=reader.code("rhythm", Rhythm),
        partner=reader.code("partner", OrganisationKind),
        threshold=reader.words("threshold", needed=False),
        moment=reader.code("moment", Moment),
        title=reader.words("title", needed=puts),
        text=reader.words("text", most=ACTION_TEXT, needed=puts),
    )
    if kind == ActionKind.STANDING_CASE and not found.moment:
        reader.wrong("moment", _("Kies bij welk moment."))
    if kind == ActionKind.AGREEMENT and not found.rhythm:
        reader.wrong("rhythm", _("Kies hoe vaak."))
    reader.finish()
    return found


READ: Final[dict[Section, Callable[[str, Reader], Text]]] = {
    Section.TIP: _tip,
    Section.QUESTION: _question,
    Section.CASE: _case,
}


def plain(text: Text) -> dict[str, Any]:
    """Return a text as plain data, which `read` turns into the same text again."""
    found = _plain(asdict(text))
    if not isinstance(found, dict):
        raise TypeError(type(text))
    found.pop("key")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(inner) for inner in value)
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value
