"""Rows as HTML, written in Python: lists are most of every page, and a template costs ten times as much.

`row.html` and `row_list.html` are the doors for templates. Everything that comes in is escaped; only a chart, which
is safe already, goes through as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe

from driehoek.web.components import Action, Row, Tag


def draw_list(
    rows: Iterable[Row | Mapping[str, Any]], *, kind: str, ordered: bool, token: object
) -> SafeString:
    """Return a list of rows.

    Args:
        rows: the rows, or dictionaries with the same keys.
        kind: "", "ask", "crisis" or "unknown", for the edge of the list.
        ordered: whether the order says something.
        token: the form token, for actions that change something.
    """
    name = "ol" if ordered else "ul"
    edge = f" dh-list--{esc(kind)}" if kind else ""
    items = "".join(f"\n  <li>{draw(row, token=token)}</li>" for row in rows)
    return mark_safe(f'<{name} class="dh-list{edge}">{items}\n</{name}>')  # noqa: S308 - escaped piece by piece


def draw(given: Row | Mapping[str, Any], *, token: object) -> SafeString:
    """Return one row: its lines, its drawing, and what can be done about it."""
    row = given if isinstance(given, Row) else Row(**given)
    wide = " dh-row--chart" if row.chart else ""
    opening, closing = f'<div class="dh-row{wide}">', "</div>"
    if row.url:
        opening, closing = f'<a class="dh-row{wide}" href="{esc(row.url)}">', "</a>"
    body = f'<span class="dh-row__body">{_lines(row)}</span>{esc(row.chart)}'
    return mark_safe(f"{opening}{body}{closing}{_actions(row, token)}")  # noqa: S308 - escaped piece by piece


def _lines(row: Row) -> str:
    kind = f' <span class="dh-row__kind">{esc(row.kind)}</span>' if row.kind else ""
    lines = f'<span class="dh-row__title">{esc(row.title)}{kind}</span>\n'
    if row.text or row.tags:
        tags = "".join(f"{_tag(tag)} " for tag in row.tags)
        lines += f'<span class="dh-row__text">{tags}{esc(row.text)}</span>'
    if row.meta:
        lines += f'\n<span class="dh-row__meta">{esc(row.meta)}</span>'
    return lines


def _tag(given: Tag | Mapping[str, Any]) -> str:
    tag = given if isinstance(given, Tag) else Tag(**given)
    kind = f" dh-tag--{esc(tag.kind)}" if tag.kind else ""
    return f'<span class="nl-data-badge dh-tag{kind}">{esc(tag.label)}</span>'


def _actions(row: Row, token: object) -> str:
    if not row.actions:
        return ""
    one = " dh-row__actions--one" if row.beside else ""
    drawn = "".join(_action(action, token) for action in row.actions)
    return f'\n<div class="dh-row__actions{one}">{drawn}</div>'


def _action(action: Action, token: object) -> str:
    about = f'<span class="dh-hidden">: {esc(action.about)}</span>' if action.about else ""
    label = f"{esc(action.label)}{about}"
    if not action.post:
        return f'<a class="dh-row__action" href="{esc(action.url)}">{label}</a>'
    fields = "".join(
        f'<input type="hidden" name="{esc(name)}" value="{esc(str(value))}">'
        for name, value in (("csrfmiddlewaretoken", token), *action.values)
    )
    button = f'<button class="dh-row__action" type="submit">{label}</button>'
    return f'<form method="post" action="{esc(action.url)}">{fields}{button}</form>'
