"""The guide's texts as one municipality has them: its own laid over those that come along."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from driehoek.access.identity import Identity
from driehoek.guide.defaults import defaults
from driehoek.guide.models import GuideText
from driehoek.guide.reading import Wrong, read
from driehoek.guide.shapes import Case, Question, Section, Text, Tip

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """A text in the list of those who edit them.

    Attributes:
        text: the text as readers get it (or got it, when it has ended).
        stored: the municipality's own version, None while nothing was changed.
        is_own: it replaces none that comes along.
    """

    text: Text
    stored: GuideText | None
    is_own: bool

    @property
    def ended(self) -> bool:
        """Whether nobody sees it any more."""
        return self.stored is not None and self.stored.ended

    @property
    def changed(self) -> bool:
        """Whether it differs from the one that comes along."""
        return self.stored is not None and not self.is_own and not self.stored.ended


def stored_texts(identity: Identity, section: Section) -> dict[str, GuideText]:
    """Return the municipality's own versions by key."""
    rows = GuideText.objects.filter(municipality=identity.municipality, section=section)
    return {row.key: row for row in rows.select_related("changed_by")}


def effective(section: Section, layers: Iterable[tuple[str, Any, bool]]) -> dict[str, Text]:
    """Return the texts that readers get: those that come along, with a municipality's own laid over them.

    Args:
        section: which texts.
        layers: (key, content, ended) of the municipality's own. One that cannot be read any more, after a change
            of Driehoek itself, leaves the text that comes along in place.
    """
    found: dict[str, Text] = dict(defaults(section))
    for key, content, ended in layers:
        if ended:
            found.pop(key, None)
        elif (text := readable(section, key, content)) is not None:
            found[key] = text
    return found


def readable(section: Section, key: str, content: object) -> Text | None:
    """Read a stored text; None, with a line in the log, when it no longer fits."""
    try:
        return read(section, key, content)
    except Wrong as error:
        logger.warning("guide text %s %s cannot be read: %s", section, key, sorted(error.errors))
        return None


def texts(identity: Identity, section: Section) -> dict[str, Text]:
    """Return the texts of a section by key as readers in this municipality get them; one query."""
    rows = GuideText.objects.filter(municipality=identity.municipality, section=section)
    return effective(section, rows.order_by("key").values_list("key", "content", "ended"))


def tip_of(identity: Identity, key: str) -> Tip | None:
    """Return a tip by key, or None."""
    found = texts(identity, Section.TIP).get(key)
    return found if isinstance(found, Tip) else None


def questions(identity: Identity) -> tuple[Question, ...]:
    """Return the statements of the scan in the order of the guide."""
    return tuple(one for one in texts(identity, Section.QUESTION).values() if isinstance(one, Question))


def cases(identity: Identity) -> tuple[Case, ...]:
    """Return the worked cases."""
    return tuple(one for one in texts(identity, Section.CASE).values() if isinstance(one, Case))


def kept(identity: Identity, section: Section) -> list[Kept]:
    """List every text of a section for those who edit them, ended ones too; one query."""
    return _kept(section, stored_texts(identity, section))


def kept_text(identity: Identity, section: Section, key: str) -> Kept | None:
    """Return one text for those who edit it, or None."""
    return next((one for one in kept(identity, section) if one.text.key == key), None)


def _kept(section: Section, stored: Mapping[str, GuideText]) -> list[Kept]:
    standard = defaults(section)
    rows = []
    for key in [*standard, *(key for key in stored if key not in standard)]:
        own = stored.get(key)
        text = (readable(section, key, own.content) if own else None) or standard.get(key)
        if text is not None:
            rows.append(Kept(text, own, key not in standard))
    return rows
