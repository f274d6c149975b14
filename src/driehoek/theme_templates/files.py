"""Templates as files: the built-in ones of data/, and those that a municipality takes out and brings in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Any, Final

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import override

from driehoek.problems.content import ContentError
from driehoek.theme_templates.checking import Content, Fault, Path, faults_of
from driehoek.theme_templates.fields import HEAD, PARTS

DATA: Final = FilePath(__file__).parent / "data"
ENDING: Final = ".yaml"
# The largest built-in one has 15 kB; what is far beyond that is no template.
LARGEST: Final = 200_000
DEEPEST: Final = 8


class UnreadableError(ValueError):
    """A file is no template; the message says what to do, with a line where there is one."""


@dataclass(frozen=True)
class FileFault:
    """A fault in a file.

    Attributes:
        line: the line it stands on, from 1.
        place: which part, row and field.
        words: what to do.
    """

    line: int
    place: str
    words: str


@dataclass(frozen=True)
class ReadFile:
    """What a file holds, and what is wrong with it; without faults it can be used."""

    content: Content
    faults: tuple[FileFault, ...]


@cache
def built_in() -> dict[str, Content]:
    """Return the templates that come along with Driehoek by key, those of one name after the other.

    Raises:
        ContentError: a file is not right; the message names file, place and fault.
    """
    found: dict[str, Content] = {}
    for path in sorted(DATA.glob(f"*{ENDING}")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        with override("nl"):
            wrong = faults_of(content, built_in=True)
        if wrong:
            raise ContentError(f"{path.name}: {wrong[0].path}: {wrong[0].words}")
        if content["key"] != path.stem:
            raise ContentError(f"{path.name}: key is {content['key']}, not the name of the file")
        found[path.stem] = complete(content)
    return dict(sorted(found.items(), key=lambda item: str(item[1]["name"]).casefold()))


def complete(content: Content) -> Content:
    """Return the content with every part there, empty where nothing was said, and no key of its own."""
    head = {field.name: content.get(field.name) for field in HEAD}
    head["figures_only"] = bool(head["figures_only"])
    return head | {part.name: content.get(part.name) or [] for part in PARTS}


def written(content: Content) -> bytes:
    """Return a template as a file that can be brought in again."""
    kept = {name: value for name, value in complete(content).items() if value != []}
    # The database keeps no order of fields; a file has the one of the list, so that two of them can be compared.
    for part in PARTS:
        if part.name in kept and not part.plain:
            order = ["key", *(field.name for field in part.fields)]
            kept[part.name] = [{name: row[name] for name in order if name in row} for row in kept[part.name]]
    text: str = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=110)
    return text.encode()


def read(given: bytes) -> ReadFile:
    """Read a file that someone offers, and judge it.

    Raises:
        UnreadableError: it is too large, no text, no YAML, or holds what a template has no use for.
    """
    if len(given) > LARGEST:
        raise UnreadableError(
            _("Het bestand is te groot. Een sjabloon is ten hoogste %(size)s kB.") % {"size": LARGEST // 1000}
        )
    try:
        text = given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(_("Dit is geen tekstbestand. Bewaar het als YAML in UTF-8.")) from error
    try:
        _refuse_tricks(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UnreadableError(_unreadable(error)) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(_("Het bestand is geen geldige YAML.")) from error
    lines = dict(_lines(node, ())) if node is not None else {}
    twice = tuple(_twice(node, ())) if node is not None else ()
    if isinstance(content, dict):
        # A built-in template keeps its key in its file; one that is brought in gets a place of its own.
        content.pop("key", None)
    wrong = twice + tuple(_placed(fault, lines) for fault in faults_of(content))
    return ReadFile(complete(content) if not wrong else {}, tuple(sorted(wrong, key=lambda one: one.line)))


def _refuse_tricks(text: str) -> None:
    """Refuse what grows or hides when it is read: anchors, own types, several documents, deep nesting.

    Raises:
        UnreadableError: there is such a thing.
    """
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = _line_of(event)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise UnreadableError(
                _("Regel %(line)s: er staat meer dan één document in het bestand.") % {"line": line}
            )
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UnreadableError(
                _("Regel %(line)s: verwijzingen met & en * kan Driehoek niet lezen. Schrijf de tekst uit.")
                % {"line": line}
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise UnreadableError(_("Regel %(line)s: te veel lijsten in elkaar.") % {"line": line})


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _unreadable(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return _("Het bestand is geen geldige YAML.")
    return _(
        "Regel %(line)s: hier klopt de YAML niet. Kijk naar spaties, dubbele punten en aanhalingstekens."
    ) % {"line": mark.line + 1}


def _lines(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    """Return on which line each value stands."""
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*path, str(key.value))
            yield place, key.start_mark.line + 1
            if not isinstance(value, yaml.ScalarNode):
                yield from ((deep, line) for deep, line in _lines(value, place) if deep != place)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, (*path, number))


def _twice(node: yaml.Node, path: Path) -> Iterator[FileFault]:
    """Return the fields that stand twice in one mapping, of which YAML would silently keep the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[Any] = set()
        for key, value in node.value:
            if key.value in seen:
                fault = Fault((*path, str(key.value)), _("Dit veld staat er twee keer. Haal er een weg."))
                yield FileFault(key.start_mark.line + 1, fault.place, fault.words)
            seen.add(str(key.value))
            yield from _twice(value, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _twice(value, (*path, number))


def _placed(fault: Fault, lines: dict[Path, int]) -> FileFault:
    """Give a fault the line of its place, or of the nearest thing around it that is there."""
    path = fault.path
    while path and path not in lines:
        path = path[:-1]
    return FileFault(lines.get(path, 1), fault.place, fault.words)
