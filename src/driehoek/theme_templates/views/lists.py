"""The list of templates, and what one of them brings."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.theme_templates import queries
from driehoek.theme_templates.fields import (
    PARTS,
)
from driehoek.theme_templates.files import built_in
from driehoek.theme_templates.kinds import Group
from driehoek.theme_templates.models import Adoption, OwnTemplate
from driehoek.theme_templates.shown import text_of, theme_words, title_of
from driehoek.theme_templates.templates import Template
from driehoek.theme_templates.views import template_or_404
from driehoek.theme_templates.words import APPLIERS, MAKERS, VIEWERS
from driehoek.web.components import Row, Tag
from driehoek.web.paging import keyset_cursor, next_page, page_of

TEMPLATE = "theme_templates:template"


@for_functions(*VIEWERS)
@require_GET
def templates(request: IdentifiedRequest) -> HttpResponse:
    """List the templates: those that come along with Driehoek, and the municipality's own."""
    identity = request.identity
    running = queries.running(identity)
    archived = request.GET.get("archief") == "ja" and identity.holds(*MAKERS)
    rows = queries.own_templates(identity).filter(archived_at__isnull=not archived)
    found, more = page_of(rows, "changed_at", keyset_cursor(request))
    context = {
        "ready": [_ready_row(key, running.get(key)) for key in built_in()],
        "own": [_own_row(one, running.get(str(one.pk)), makes=identity.holds(*MAKERS)) for one in found],
        "next_url": next_page(request, found[-1].changed_at, found[-1].pk) if more else "",
        "archived": archived,
        "makes": identity.holds(*MAKERS),
        "trails": identity.holds(*APPLIERS),
        "first_page": not request.GET.get("na"),
    }
    return render(request, "theme_templates/list.html", context)


@for_functions(*VIEWERS)
@require_GET
def template(request: IdentifiedRequest, key: str) -> HttpResponse:
    """Show everything that a template holds."""
    found = template_or_404(request, key)
    identity = request.identity
    context = {
        "template": found,
        "theme": theme_words(found.content),
        "groups": groups_of(found),
        "running": queries.running(identity).get(key),
        "applies": identity.holds(*APPLIERS),
        "makes": identity.holds(*MAKERS),
    }
    return render(request, "theme_templates/template.html", context)


def groups_of(found: Template) -> list[tuple[Group, list[tuple[str, list[Row]]]]]:
    """Return the parts that hold something, under role, process and information."""
    groups = []
    for group in Group:
        parts = []
        for part in PARTS:
            rows = found.rows(part.name)
            # Headings stand with their form.
            if part.group == group and rows and part.name != "headings":
                shown = [
                    Row(title_of(part, row, found.content), text=text_of(part, row, found.content))
                    for row in rows
                ]
                parts.append((str(part.label), shown))
        if parts:
            groups.append((group, parts))
    return groups


def _progress(adoption: Adoption | None) -> list[Tag]:
    if adoption is None:
        return []
    steps, closed = getattr(adoption, "steps_in_all", 0), getattr(adoption, "steps_closed", 0)
    if not steps:
        return [Tag(_("overgenomen"), "calm")]
    words = _("stap %(number)s van %(all)s") % {"number": min(closed + 1, steps), "all": steps}
    return [Tag(_("overgenomen"), "calm"), Tag(words)]


def _ready_row(key: str, adoption: Adoption | None) -> Row:
    content = built_in()[key]
    return Row(
        title=content["name"],
        url=reverse(TEMPLATE, args=[key]),
        text=content["purpose"],
        tags=_progress(adoption),
        meta=theme_words(content),
    )


def _own_row(one: OwnTemplate, adoption: Adoption | None, *, makes: bool) -> Row:
    tags = _progress(adoption)
    if one.archived_at is not None:
        tags.append(Tag(_("in het archief"), "barred"))
    elif one.edition == 0:
        tags.append(Tag(_("concept"), "unknown"))
    elif one.content != one.published and makes:
        tags.append(Tag(_("wijzigingen nog niet gepubliceerd"), "ask"))
    content = one.content if makes else (one.published or {})
    edition = _("uitgave %(number)s") % {"number": one.edition} if one.edition else ""
    return Row(
        title=content["name"],
        url=reverse("theme_templates:own", args=[one.pk]) if makes else reverse(TEMPLATE, args=[str(one.pk)]),
        text=content.get("purpose") or "",
        tags=tags,
        meta=" · ".join(part for part in (theme_words(content), edition) if part),
    )
