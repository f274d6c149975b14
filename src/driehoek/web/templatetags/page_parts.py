"""Showing a part that a room added to a page. `{% load page_parts %}`."""

from __future__ import annotations

from django import template
from django.template.base import Template
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from driehoek.web.parts import ShownPart

register = template.Library()


@register.simple_tag(takes_context=True)
def page_part(context: Context, part: ShownPart) -> SafeString:
    """Render a part's template with what it was given, on top of what every page has."""
    found: Template = get_template(part.template).template  # type: ignore[attr-defined]  # of the one engine there is
    with context.push(**part.context):
        # A template's own output is escaped already.
        return mark_safe(found.render(context))  # noqa: S308
