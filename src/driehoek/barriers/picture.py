"""A barrier model as a picture: the steps beside each other, in each what is used and what stands in the way.

Drawn on the server, in the classes of the charts, so that it follows every colour scheme; `standalone` brings the day
colours for paper. How a barrier stands is told by its edge, its pattern and a word, never by colour alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.barriers.models import BarrierStatus, Element, ElementKind, Step

COLUMN: Final = 200
GAP: Final = 26
LINE: Final = 17
PAD: Final = 8
HEAD: Final = 46
LETTERS: Final = 26
FONT: Final = 13
# Edge of a barrier: stands thick and whole, planned dashed, proposed dotted, fails whole and crossed out.
EDGES: Final[dict[str, str]] = {
    BarrierStatus.STANDS: 'stroke-width="3.5"',
    BarrierStatus.PLANNED: 'stroke-width="2" stroke-dasharray="9 5"',
    BarrierStatus.FAILS: 'stroke-width="2"',
    BarrierStatus.PROPOSED: 'stroke-width="2" stroke-dasharray="2 4"',
}
# Signs that the font of the paper has.
SIGNS: Final[dict[str, str]] = {
    BarrierStatus.STANDS: "+",
    BarrierStatus.PLANNED: "…",
    BarrierStatus.FAILS: "×",
    BarrierStatus.PROPOSED: "?",
}
# class → its look on paper, which knows no style sheet.
PAPER: Final[dict[str, str]] = {
    "dh-c-open": 'fill="#ffffff" stroke="#14212b"',
    "dh-c-axis": 'stroke="#6d7981" fill="none"',
    "dh-c-label": 'fill="#46555f"',
    "dh-c-last": 'fill="#14212b"',
    "dh-c-reference": 'fill="none" stroke="#14212b"',
}


@dataclass(frozen=True)
class _Block:
    """A piece of a column: how high it is and the marks in it, drawn from its own top."""

    height: float
    marks: str


def draw(steps: Sequence[Step], *, title: str, narrow: bool = False, standalone: bool = False) -> SafeString:
    """Draw the steps of a model with what is in them as SVG.

    Args:
        steps: with their elements at hand.
        title: what can be seen, for who does not see it.
        narrow: under each other, for a phone.
        standalone: bring its own colours and font, for paper.
    """
    columns = [_column(step, at, standalone) for at, step in enumerate(steps, start=1)]
    if narrow:
        width, height, parts = COLUMN + 4.0, 4.0, ""
        for one in columns:
            parts += f'<g transform="translate(2 {height:.0f})">{one.marks}</g>'
            height += one.height + GAP
    else:
        width = len(columns) * (COLUMN + GAP) - GAP + 4.0
        height = max((one.height for one in columns), default=0) + 8.0
        parts = "".join(
            f'<g transform="translate({2 + at * (COLUMN + GAP)} 4)">{one.marks}'
            f"{_arrow(at, len(columns), standalone)}</g>"
            for at, one in enumerate(columns)
        )
    side = "dh-chart__narrow" if narrow else "dh-chart__wide"
    font = ' font-family="Source Sans 3"' if standalone else ""
    return mark_safe(  # noqa: S308 - escaped piece by piece
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" class="dh-chart__svg {side}"'
        f' role="img" aria-label="{esc(title)}"{font} font-size="{FONT}">{parts}</svg>'
    )


def summary(steps: Sequence[Step]) -> str:
    """Say in words what the picture shows."""
    standing = [
        one.status for step in steps for one in step.elements.all() if one.kind == ElementKind.BARRIER
    ]
    if not standing:
        return _("Er staan nog geen barrières in dit model.")
    counts = [
        ngettext("%(n)s barrière staat", "%(n)s barrières staan", standing.count(BarrierStatus.STANDS))
        % {"n": standing.count(BarrierStatus.STANDS)},
        ngettext("%(n)s faalt", "%(n)s falen", standing.count(BarrierStatus.FAILS))
        % {"n": standing.count(BarrierStatus.FAILS)},
        ngettext("%(n)s is gepland", "%(n)s zijn gepland", standing.count(BarrierStatus.PLANNED))
        % {"n": standing.count(BarrierStatus.PLANNED)},
        ngettext("%(n)s is voorgesteld", "%(n)s zijn voorgesteld", standing.count(BarrierStatus.PROPOSED))
        % {"n": standing.count(BarrierStatus.PROPOSED)},
    ]
    return ", ".join(counts) + "."


def _look(name: str, standalone: bool) -> str:
    return PAPER[name] if standalone else f'class="{name}"'


def _column(step: Step, number: int, standalone: bool) -> _Block:
    head = _head(step, number, standalone)
    blocks = [head]
    for kind in ElementKind:
        held = [one for one in step.elements.all() if one.kind == kind]
        if held and kind != ElementKind.BARRIER:
            blocks.append(_listed(str(kind.label), held, standalone))
        blocks += [_barrier(one, standalone) for one in held if kind == ElementKind.BARRIER]
    parts, top = "", 0.0
    for one in blocks:
        parts += f'<g transform="translate(0 {top:.0f})">{one.marks}</g>'
        top += one.height
    return _Block(top, parts)


def _head(step: Step, number: int, standalone: bool) -> _Block:
    lines = _wrapped(f"{number}. {step.name}", LETTERS - 2)
    height = max(HEAD, len(lines) * LINE + 2 * PAD)
    box = f'<rect width="{COLUMN}" height="{height}" rx="4" {_look("dh-c-open", standalone)} stroke-width="1.5"/>'
    text = _text(lines, PAD, PAD + FONT, "dh-c-last", standalone, bold=True)
    return _Block(height + 12, box + text)


def _listed(label: str, held: Sequence[Element], standalone: bool) -> _Block:
    lines = [row for one in held for row in _hung(one.text)]
    marks = _text([label], 0, FONT, "dh-c-label", standalone, bold=True)
    marks += _text(lines, 0, FONT + LINE, "dh-c-last", standalone)
    return _Block((len(lines) + 1) * LINE + 10, marks)


def _hung(text: str) -> list[str]:
    rows = _wrapped(text, LETTERS)
    return [f"– {rows[0]}", *(f"   {row}" for row in rows[1:])]


def _barrier(one: Element, standalone: bool) -> _Block:
    word = f"{SIGNS[one.status]} {BarrierStatus(one.status).label}"
    lines = [*_wrapped(one.text, LETTERS - 1), *(_wrapped(one.owner.name, LETTERS - 1) if one.owner else ())]
    height = (len(lines) + 1) * LINE + 2 * PAD
    box = (
        f'<rect x="2" y="2" width="{COLUMN - 4}" height="{height}" {_look("dh-c-reference", standalone)}'
        f" {EDGES[one.status]}/>"
    )
    if one.status == BarrierStatus.FAILS:
        # Crossed out beside its words, so that they stay readable.
        box += (
            f'<path d="M{COLUMN - 26} {PAD + 2}l14 14m0 -14l-14 14" {_look("dh-c-reference", standalone)}'
            ' stroke-width="2.5"/>'
        )
    text = _text([word], PAD + 2, PAD + FONT + 2, "dh-c-last", standalone, bold=True)
    text += _text(lines, PAD + 2, PAD + FONT + LINE + 2, "dh-c-last", standalone)
    return _Block(height + 12, box + text)


def _arrow(at: int, number: int, standalone: bool) -> str:
    if at == number - 1:
        return ""
    return (
        f'<path d="M{COLUMN + 3} {HEAD // 2}h{GAP - 10}m-6 -5l6 5l-6 5" {_look("dh-c-reference", standalone)}'
        ' stroke-width="2"/>'
    )


def _wrapped(text: str, letters: int) -> list[str]:
    return textwrap.wrap(text, letters, break_long_words=True) or [""]


def _text(
    lines: Sequence[str], left: float, top: float, look: str, standalone: bool, *, bold: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return "".join(
        f'<text x="{left}" y="{top + at * LINE}" {_look(look, standalone)}{weight}>{esc(row)}</text>'
        for at, row in enumerate(lines)
    )
