"""`{% export_link "problems" %}`: the way from a list to its file, with the choices of the page."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from driehoek.exports import tables
from driehoek.exports.words import TAKERS

register = template.Library()


@register.simple_tag(takes_context=True)
def export_link(context: dict[str, Any], key: str, **fixed: object) -> SafeString | str:
    """Return a link to the export of a list, for who may see the list; it asks the database nothing.

    Whether the reader has a right to export is said on the page that it leads to.

    Args:
        context: of the page.
        key: of the table.
        fixed: choices that do not stand in the page's address, such as which indicator.
    """
    table, request = tables.find(key), context.get("request")
    identity = getattr(request, "identity", None)
    if table is None or request is None or identity is None:
        return ""
    if not identity.holds(*table.who) or not identity.holds(*TAKERS):
        return ""
    given = {one.name: request.GET.get(one.name, "") for one in table.filters}
    choices = {name: value for name, value in given.items() if value} | {
        name: str(value) for name, value in fixed.items() if value
    }
    address = reverse("exports:table", args=[key]) + (f"?{urlencode(choices)}" if choices else "")
    return format_html('<a class="nl-link dh-link dh-no-print" href="{}">{}</a>', address, _("Exporteer"))
