"""Tags of the map templates. `{% load maps %}`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from driehoek.web.maps import OUTLINES, BaseMap, Shape
from driehoek.web.maps import base_map as own_base_map

register = template.Library()


@register.simple_tag
def base_map() -> BaseMap:
    """Return the base map of this installation; its address is empty when there is none."""
    return own_base_map()


@register.simple_tag
def map_sign(shape: Shape, mark: str = "", vague: bool = False) -> SafeString:
    """Draw the mark of a thing beside its line in the list, or of a kind in the legend."""
    return format_html(
        '<svg viewBox="-17 -17 34 34" aria-hidden="true"><path d="{}" class="dh-map__{}"/>'
        '<text y="4.5" text-anchor="middle" class="dh-map__number{}">{}</text></svg>',
        OUTLINES[shape],
        "vague" if vague else "mark",
        " dh-map__number--vague" if vague else "",
        mark,
    )
