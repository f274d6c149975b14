"""What the component templates are fed with, as types; plain dictionaries with the same keys work too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from django.utils.safestring import SafeString

TagKind = Literal["", "ask", "crisis", "calm", "accent", "unknown", "barred"]
StepState = Literal["todo", "now", "done", "barred"]


@dataclass(frozen=True)
class Tag:
    """A status in words.

    Attributes:
        label: the words.
        kind: its look: "" plain, "ask", "crisis", "calm", "accent", "unknown" (dashed), "barred" (double).
    """

    label: str
    kind: TagKind = ""


@dataclass(frozen=True)
class Action:
    """Something to do about a row without leaving the list.

    Attributes:
        label: the words of the link or button.
        url: where it leads, or where it is sent.
        post: whether it changes something; then it is a button in a form.
        values: what the form sends.
        about: the row's title, read out after the label by a screen reader.
    """

    label: str
    url: str
    post: bool = False
    values: Sequence[tuple[str, str]] = ()
    about: str = ""


# Letters of an action that still fits beside its row on a phone.
SHORT = 8


@dataclass(frozen=True)
class Row:
    """One row of a list: the answer first, then since when, how certain, from whom.

    Attributes:
        title: what it is, in one line.
        url: one tap to the evidence; empty when there is none.
        text: the sentence under it.
        kind: a few soft words behind the title ("complex, 14 maanden").
        tags: statuses before the text.
        meta: source, certainty, date.
        chart: a sparkline as safe SVG.
        actions: what can be done about it at once.
        subject: what a question about the row is about, as `room.thing:id`; empty when none can be asked.
    """

    title: str
    url: str = ""
    text: str = ""
    kind: str = ""
    tags: Sequence[Tag] = ()
    meta: str = ""
    chart: SafeString | str = ""
    actions: Sequence[Action] = ()
    subject: str = ""

    @property
    def beside(self) -> bool:
        """Whether its one action is so short that it stands beside the row and costs no line."""
        return len(self.actions) == 1 and len(self.actions[0].label) <= SHORT


@dataclass(frozen=True)
class Column:
    """A table column; numbers stand right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """A table cell: text, possibly a link or a status."""

    text: str
    url: str = ""
    tag: TagKind = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Entry:
    """One moment on a timeline; `kind` is "", "decision", "ask" or "crisis"."""

    when: datetime | date
    title: str
    text: str = ""
    source: str = ""
    url: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure with everything that makes it readable.

    Attributes:
        label: what is counted.
        value: the number, written out; ignored when `missing` is set.
        unit: of what.
        period: over which time.
        comparison: with what it is compared, in a sentence.
        certainty: how sure, in words.
        source: who published it.
        as_of: the date of the data.
        url: one tap to the evidence.
        chart: a sparkline as safe SVG.
        missing: why there is no figure (no data, not agreed, late, no legal basis).
        missing_label: the same in two or three words.
    """

    label: str
    value: str = ""
    unit: str = ""
    period: str = ""
    comparison: str = ""
    certainty: str = ""
    source: str = ""
    as_of: str = ""
    url: str = ""
    chart: SafeString | str = ""
    missing: str = ""
    missing_label: str = ""


@dataclass(frozen=True)
class Pair:
    """A label with its value, and where it can be changed."""

    label: str
    value: str
    url: str = ""
    change_label: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a task; `words` replaces the standard words for its state."""

    label: str
    state: StepState = "todo"
    url: str = ""
    words: str = ""


@dataclass(frozen=True)
class Change:
    """What someone else stored in a field in the meantime."""

    label: str
    value: str


@dataclass(frozen=True)
class Conflict:
    """Two people changed the same thing: who was first, when, and what is stored now."""

    who: str = ""
    when: datetime | None = None
    changes: Sequence[Change] = field(default_factory=tuple)
