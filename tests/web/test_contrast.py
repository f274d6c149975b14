"""Every text on every ground it stands on can be read, in every scheme; marks and edges can be seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from driehoek.web.charts import drawing, model

STATIC = Path(__file__).resolve().parents[2] / "src/driehoek/web/static/web"
CSS = (STATIC / "tokens.css").read_text()
PAIR = re.compile(r"(--dh-[\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")

Colours = dict[str, str]


def block(start: str) -> str:
    """Return the declarations between the braces that follow `start`."""
    return CSS.split(start, 1)[1].split("{", 1)[1].split("}", 1)[0]


def read(text: str) -> tuple[Colours, Colours]:
    found = PAIR.findall(text)
    return {name: light for name, light, _dark in found}, {name: dark for name, _light, dark in found}


BASE = read(block(":root "))
CHOSEN = read(block(':root[data-theme="contrast"]'))
ASKED = read(block('@media (prefers-contrast: more) {\n  :root[data-theme="system"]'))
SCHEMES = {
    "light": BASE[0],
    "dark": BASE[1],
    "contrast light": BASE[0] | CHOSEN[0],
    "contrast dark": BASE[1] | CHOSEN[1],
}

# Text on the grounds where the style sheets put it: 4.5 to 1 (WCAG 1.4.3).
GROUNDS = ("paper", "sheet")
TINTS = ("accent-soft", "ask-soft", "crisis-soft", "calm-soft")
TEXT = [
    *(
        (text, ground)
        for text in ("ink", "ink-soft", "accent", "accent-strong", "ask", "crisis", "calm")
        for ground in GROUNDS
    ),
    *(("ink", tint) for tint in TINTS),
    *(("ink-soft", tint) for tint in TINTS),
    *(("accent", tint) for tint in TINTS),
    ("accent-strong", "accent-soft"),
    ("ask", "ask-soft"),
    ("ask", "accent-soft"),
    ("crisis", "crisis-soft"),
    ("crisis", "accent-soft"),
    ("calm", "calm-soft"),
    ("calm", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-crisis", "crisis"),
    ("on-notice", "notice"),
    ("sheet", "ink"),
]
# Edges of controls, marks in charts, the focus ring: 3 to 1 (WCAG 1.4.11).
MARKS = [
    *(
        (mark, ground)
        for mark in ("edge", "accent", "ask", "crisis", "calm", "band-edge", "ink")
        for ground in GROUNDS
    ),
    ("ink", "band"),
    ("ask", "band"),
    ("ink", "glow"),
]
# Shapes that carry nothing alone: lines between rows, and the soft band whose limit is drawn as band-edge.
DECORATION = {"line"}


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_ratio_matches_the_known_extremes() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read(scheme: str) -> None:
    colours = SCHEMES[scheme]
    weak = {
        pair: round(ratio(colours[f"--dh-{pair[0]}"], colours[f"--dh-{pair[1]}"]), 2)
        for pair in TEXT
        if ratio(colours[f"--dh-{pair[0]}"], colours[f"--dh-{pair[1]}"]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", ["contrast light", "contrast dark"])
def test_high_contrast_is_high(scheme: str) -> None:
    colours = SCHEMES[scheme]
    weak = [pair for pair in TEXT if ratio(colours[f"--dh-{pair[0]}"], colours[f"--dh-{pair[1]}"]) < 7]
    assert weak == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_and_edges_can_be_seen(scheme: str) -> None:
    colours = SCHEMES[scheme]
    weak = {
        pair: round(ratio(colours[f"--dh-{pair[0]}"], colours[f"--dh-{pair[1]}"]), 2)
        for pair in MARKS
        if ratio(colours[f"--dh-{pair[0]}"], colours[f"--dh-{pair[1]}"]) < 3
    }
    assert weak == {}


def test_no_colour_escapes_the_pairs() -> None:
    paired = {f"--dh-{name}" for pair in [*TEXT, *MARKS] for name in pair}
    assert set(BASE[0]) - paired == {f"--dh-{name}" for name in DECORATION}


def test_asked_and_chosen_contrast_are_the_same() -> None:
    assert CHOSEN == ASKED
    assert len(CHOSEN[0]) > 15


def test_style_sheets_take_every_colour_from_the_tokens() -> None:
    loose = {
        path.name: found
        for path in STATIC.glob("*.css")
        if path.name not in {"tokens.css", "print.css"}
        and (found := re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\((?!0 0 0 /)", path.read_text()))
    }
    assert loose == {}


@pytest.mark.parametrize(
    ("mark", "token"),
    [
        (model.BAND, "band"),
        (model.LIMIT, "band-edge"),
        (model.LINE, "ink"),
        (model.ALARM, "ask"),
        (model.HALO, "sheet"),
        (model.OPEN, "sheet"),
        (model.LAST, "ink"),
        (model.GRID, "line"),
        (model.AXIS, "edge"),
        (model.LABEL, "ink-soft"),
        (model.VALUE, "ink"),
        (model.BAR, "band-edge"),
        (model.BAR_ALARM, "ask"),
        (model.REFERENCE, "ink"),
    ],
)
def test_charts_on_paper_have_the_day_colours(mark: str, token: str) -> None:
    assert drawing.PAPER[mark] == BASE[0][f"--dh-{token}"]
