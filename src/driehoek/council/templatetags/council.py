"""Writing an answer with its references as links to the facts below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from driehoek.council.services.questions import REFERENCE

register = template.Library()


@register.filter
def with_references(text: str, facts: Iterable[Any]) -> SafeString:
    """Write a text with line breaks; `[1]` becomes a link that says which fact it is, where there is such a fact."""
    known = {fact.number: fact.statement for fact in facts}
    parts: list[str] = []
    last = 0
    for found in REFERENCE.finditer(text):
        number = int(found.group(1))
        parts.append(_lines(text[last : found.start()]))
        parts.append(_link(number, known[number]) if number in known else conditional_escape(found.group()))
        last = found.end()
    parts.append(_lines(text[last:]))
    return mark_safe("".join(parts))  # noqa: S308 - escaped piece by piece


def _link(number: int, statement: str) -> SafeString:
    label = _("feit %(number)s: %(statement)s") % {"number": number, "statement": statement}
    return format_html('<a class="nl-link" href="#feit-{}" aria-label="{}">[{}]</a>', number, label, number)


def _lines(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return conditional_escape(plain).replace("\n", "<br>")
