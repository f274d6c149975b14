"""The picture of a network as SVG, drawn on the server; the browser builds its own from the same marks.

The form of a mark tells the kind, the line tells how certain a link is; both stand in the legend in words. There is no
colour that says something and no mark that is larger because more is tied to it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe

from driehoek.subjects.models import Certainty, SubjectKind

WIDE: Final = 1000
HIGH: Final = 640
EDGE: Final = 70
NAME: Final = 24

SHAPES: Final[Mapping[str, str]] = {
    SubjectKind.PERSON: "M0-16A16 16 0 1 1 0 16A16 16 0 1 1 0-16Z",
    SubjectKind.ADDRESS: "M-15-15H15V15H-15Z",
    SubjectKind.ORGANISATION: "M0-20L20 0L0 20L-20 0Z",
    SubjectKind.VEHICLE: "M0-18L19 15H-19Z",
    SubjectKind.GROUP: "M-10-17H10L20 0L10 17H-10L-20 0Z",
}
DASHES: Final[Mapping[str, str]] = {
    Certainty.CONFIRMED: "",
    Certainty.LIKELY: "14 6",
    Certainty.UNVERIFIED: "3 6",
    Certainty.DENIED: "12 5 2 5",
}


@dataclass(frozen=True)
class Mark:
    """A record in the picture: its number in the list, its kind, its name, where it stands (0 to 1)."""

    id: uuid.UUID
    number: int
    kind: str
    label: str
    place: tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A link in the picture, by the ids of its ends, with how certain it is and what it says."""

    one: uuid.UUID
    other: uuid.UUID
    certainty: str
    words: str


def draw(marks: Sequence[Mark], lines: Sequence[Line], *, title: str) -> SafeString:
    """Return the picture; lines lie under marks, and every mark has its number and its name."""
    at = {mark.id: _point(mark) for mark in marks}
    drawn = "".join(_line(line, at) for line in lines) + "".join(_mark(mark, at[mark.id]) for mark in marks)
    return mark_safe(  # noqa: S308 - escaped piece by piece
        f'<svg class="subjects-network__drawing" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{esc(title)}"'
        f" data-network-drawing>{drawn}</svg>"
    )


def _point(mark: Mark) -> tuple[float, float]:
    x, y = mark.place
    return round(EDGE + x * (WIDE - 2 * EDGE), 1), round(EDGE / 2 + y * (HIGH - 1.4 * EDGE), 1)


def _line(line: Line, at: Mapping[uuid.UUID, tuple[float, float]]) -> str:
    (x1, y1), (x2, y2) = at[line.one], at[line.other]
    dash = DASHES[line.certainty]
    pattern = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line class="subjects-network__line" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"{pattern}'
        f' data-one="{line.one}" data-other="{line.other}" data-certainty="{esc(line.certainty)}">'
        f"<title>{esc(line.words)}</title></line>"
    )


def _mark(mark: Mark, point: tuple[float, float]) -> str:
    x, y = point
    name = mark.label if len(mark.label) <= NAME else f"{mark.label[: NAME - 1]}…"
    return (
        f'<g class="subjects-network__mark" transform="translate({x} {y})" data-node="{mark.id}" data-x="{x}"'
        f' data-y="{y}" data-kind="{esc(mark.kind)}" data-name="{esc(name)}" data-number="{mark.number}">'
        f'<path class="subjects-network__shape" d="{SHAPES[mark.kind]}"/>'
        f'<text class="subjects-network__number" y="5" text-anchor="middle">{mark.number}</text>'
        f'<text class="subjects-network__name" y="36" text-anchor="middle">{esc(name)}</text></g>'
    )


def sign(kind: str) -> SafeString:
    """Return the mark of a kind alone, for the legend and the list."""
    return mark_safe(  # noqa: S308 - constants only
        '<svg viewBox="-22 -22 44 44" aria-hidden="true">'
        f'<path class="subjects-network__shape" d="{SHAPES[kind]}"/></svg>'
    )


def stroke(certainty: str) -> SafeString:
    """Return the line of a certainty alone, for the legend."""
    dash = DASHES[certainty]
    pattern = f' stroke-dasharray="{dash}"' if dash else ""
    return mark_safe(  # noqa: S308 - constants only
        '<svg viewBox="0 0 60 20" aria-hidden="true">'
        '<line class="subjects-network__line" x1="2" y1="10" x2="58" y2="10"'
        f"{pattern}/></svg>"
    )
