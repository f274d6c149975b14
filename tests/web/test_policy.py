"""No template of any room holds a style or a script of its own: the strict policy would refuse it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src/driehoek"
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script of its own": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "text in a script element": re.compile(r"<script\b[^>]*>\s*[^<\s]", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "an htmx script": re.compile(r"\bhx-on\b|\bhx-(?:vals|vars|headers)\s*=\s*[\"']?\s*js:", re.IGNORECASE),
    "something from elsewhere": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"']https?:"
    ),
}


def without_code(text: str) -> str:
    """Leave out template comments and tags, whose own signs could look like markup."""
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", text, flags=re.DOTALL)
    return re.sub(r"{%.*?%}|{{.*?}}", "x", text, flags=re.DOTALL)


def wrongs(text: str) -> list[str]:
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(without_code(text))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_template_holds_no_style_or_script(path: Path) -> None:
    assert wrongs(path.read_text()) == []


@pytest.mark.parametrize(
    ("markup", "wrong"),
    [
        ('<p style="color:red">', "a style attribute"),
        ("<p {% if a > b %}class='x'{% endif %} style='a'>", "a style attribute"),
        ("<style>p{}</style>", "a style element"),
        ("<script>alert(1)</script>", "a script of its own"),
        ('<script src="{% static "a.js" %}">x</script>', "text in a script element"),
        ('<a onclick="x()">', "an event attribute"),
        ('<a href="javascript:x()">', "a script address"),
        ("<div hx-on:click='x'>", "an htmx script"),
        ("<div hx-vals='js:{a:1}'>", "an htmx script"),
        ('<link href="https://example.nl/a.css">', "something from elsewhere"),
    ],
)
def test_the_check_itself_sees_what_is_wrong(markup: str, wrong: str) -> None:
    assert wrong in wrongs(markup)


def test_every_class_of_our_own_in_a_template_is_drawn() -> None:
    styles = "".join(path.read_text() for path in (SOURCE / "web/static/web").glob("*.css"))
    drawn = set(re.findall(r"\.(dh-[\w-]+)", styles))
    name = re.compile(r"(?<![\w-])dh-[a-z]\w*(?:(?:--|-|__)\w+)*(?![\w-])")
    loose = {
        (path.relative_to(SOURCE).as_posix(), found)
        for path in TEMPLATES
        for found in name.findall(re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text(), flags=re.DOTALL))
        if found not in drawn
    }
    assert loose == set()


def test_the_check_reads_the_templates_of_every_room() -> None:
    assert {path.relative_to(SOURCE).parts[0] for path in TEMPLATES} >= {"web"}
    assert len(TEMPLATES) > 25
