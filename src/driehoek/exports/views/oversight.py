"""Pages for who gives rights to export and who watches over what left."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exports import patterns, queries, refusals, rows, services, tables
from driehoek.exports.forms import RightForm
from driehoek.exports.marks import Mark
from driehoek.parties.models import Function
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(Function.ADMIN, Function.DPO)
@require_GET
def rights(request: IdentifiedRequest) -> HttpResponse:
    """List who may take lists out, the newest right first."""
    found, more = queries.rights(request.identity, after=keyset_cursor(request))
    context = {
        "rows": [rows.right_row(right, may_end=True) for right in found],
        "next_url": next_page(request, found[-1].given_at, found[-1].pk) if more else "",
        "may_give": request.identity.holds(Function.ADMIN),
        "watches": request.identity.holds(Function.DPO),
        "ending": queries.ending_soon(request.identity),
    }
    return render(request, "exports/rights.html", context)


@for_functions(Function.ADMIN)
@require_http_methods(["GET", "POST"])
def right_new(request: IdentifiedRequest) -> HttpResponse:
    """Give someone the right to take lists out."""
    form = RightForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        try:
            right = services.give_right(identity=request.identity, new=form.asked())
        except refusals.NotAllowedError as refused:
            raise PermissionDenied(_("Aan deze persoon kunt u geen exportrecht geven.")) from refused
        messages.success(request, rows.given_words(right))
        return redirect("exports:rights")
    context = {
        "form": form,
        "title": _("Exportrecht geven"),
        "lead": _(
            "Zien is nog geen meenemen. Geef dit recht aan zo min mogelijk mensen, en zo kort mogelijk."
        ),
        "submit_label": _("Recht geven"),
        "cancel_url": reverse("exports:rights"),
        "back_url": reverse("exports:rights"),
        "back_label": _("Exportrechten"),
    }
    return render(request, "web/form_page.html", context)


@for_functions(Function.ADMIN, Function.DPO)
@require_http_methods(["GET", "POST"])
def right_end(request: IdentifiedRequest, right: uuid.UUID) -> HttpResponse:
    """Ask, then end a right."""
    found = queries.visible_rights(request.identity).filter(pk=right).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        ended = services.end_right(identity=request.identity, right=found)
        said = _("Het exportrecht is beëindigd.") if ended else _("Dit exportrecht was al beëindigd.")
        messages.success(request, said)
        return redirect("exports:rights")
    context = {
        "title": _("Exportrecht beëindigen?"),
        "consequence_title": _("Dit werkt meteen"),
        "consequence": _(
            "Deze persoon kan daarna niets meer exporteren met dit recht. Wat al weg is, blijft weg."
        ),
        "summary": rows.right_pairs(found),
        "submit_label": _("Recht beëindigen"),
        "negative": True,
        "cancel_url": reverse("exports:rights"),
        "back_url": reverse("exports:rights"),
        "back_label": _("Exportrechten"),
    }
    return render(request, "web/confirm.html", context)


@for_functions(Function.DPO)
@require_GET
def log(request: IdentifiedRequest) -> HttpResponse:
    """Show the data-protection officer what left, and what is unusual about it."""
    chosen = _chosen(request)
    cursor = keyset_cursor(request)
    found, more = queries.log(request.identity, chosen, after=cursor)
    narrowed = bool(chosen.table_key or chosen.mark is not None or chosen.person)
    unusual = [] if narrowed or cursor else patterns.patterns(queries.facts(request.identity))
    context = {
        "rows": [rows.export_row(export, with_person=True) for export in found],
        "next_url": next_page(request, found[-1].at, found[-1].pk) if more else "",
        "patterns": [rows.pattern_row(one) for one in unusual],
        "shows_patterns": not narrowed and cursor is None,
        "chosen": chosen,
        "narrowed": narrowed,
        "lists": [(table.key, str(table.title)) for table in tables.registered()],
        "marks": Mark.choices,
        "people": queries.exporters(request.identity),
        "many": patterns.MANY,
        "large": patterns.LARGE,
    }
    return render(request, "exports/log.html", context)


def _chosen(request: HttpRequest) -> queries.LogFilter:
    mark, person = request.GET.get("mate", ""), request.GET.get("persoon", "")
    key = request.GET.get("lijst", "")
    try:
        who = uuid.UUID(person) if person else None
    except ValueError:
        who = None
    return queries.LogFilter(
        table_key=key if tables.find(key) else "",
        mark=int(mark) if mark in {str(value) for value in Mark.values} else None,
        person=who,
    )
