"""Pages for who takes a list out: what is in it, the file, and what was taken out before."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exports import paper, queries, refusals, rows, services, tables, words
from driehoek.exports.forms import ExportForm
from driehoek.exports.marks import IN_NAMES, Mark
from driehoek.exports.models import ExportRight
from driehoek.exports.tables import Table
from driehoek.parties.models import Function
from driehoek.web import formatting
from driehoek.web.components import Pair, Row
from driehoek.web.errors import forbidden
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(*words.TAKERS)
@require_GET
def own(request: IdentifiedRequest) -> HttpResponse:
    """Show what the reader may take out, and what they took out."""
    identity = request.identity
    held = queries.own_rights(identity)
    found, more = queries.own(identity, after=keyset_cursor(request))
    context = {
        "rights": [
            Row(title=rows.reach(right).capitalize(), meta=rows.period(right), text=right.reason)
            for right in held
        ],
        "offered": [_offer(one) for one in tables.offered_to(identity) if _covers(held, one)],
        "whom": "" if held else words.whom_to_ask(queries.administrators(identity)),
        "rows": [rows.export_row(one, with_person=False) for one in found],
        "next_url": next_page(request, found[-1].at, found[-1].pk) if more else "",
    }
    return render(request, "exports/own.html", context)


@for_functions(*words.TAKERS, Function.DPO)
@require_GET
def made(request: IdentifiedRequest, export: uuid.UUID) -> HttpResponse:
    """Show one export in full to who made it and to the data-protection officer; the file itself is not kept."""
    found = queries.visible_to(request.identity).filter(pk=export).first()
    if found is None:
        raise Http404
    watches = request.identity.holds(Function.DPO)
    context = {
        "title": tables.title_of(found.table_key),
        "pairs": rows.export_pairs(request.identity, found),
        "back_url": reverse("exports:log" if watches else "exports:own"),
        "back_label": _("Exports") if watches else _("Mijn exports"),
    }
    return render(request, "exports/made.html", context)


@for_functions(*words.TAKERS)
@require_http_methods(["GET", "POST"])
def table(request: IdentifiedRequest, key: str) -> HttpResponse:
    """Say what a file would hold and ask what it is for; then hand it over."""
    found, filters = _table_or_404(request, key)
    right = queries.right_to(request.identity, found.key)
    if right is None:
        asked = words.whom_to_ask(queries.administrators(request.identity))
        said = _("U mag deze lijst zien, maar niet exporteren.") + f" {asked}"
        return _refused(request, found, refusals.NoRightError(), said)
    if request.method == "POST":
        form = ExportForm(request.POST)
        if form.is_valid():
            return _hand_over(request, found, filters, form)
        return _page(request, found, filters, right, form)
    return _page(request, found, filters, right, ExportForm.new())


def _table_or_404(request: IdentifiedRequest, key: str) -> tuple[Table, dict[str, str]]:
    """Return a table with the choices of the address; what does not exist for the reader is 404."""
    found = tables.find(key)
    if found is None:
        raise Http404
    if not request.identity.holds(*found.who):
        raise PermissionDenied(_("Deze lijst is niet voor uw functie."))
    try:
        return found, tables.chosen(found, request.identity, request.GET)
    except tables.UnknownChoiceError as unknown:
        raise Http404 from unknown


def _hand_over(
    request: IdentifiedRequest, found: Table, filters: dict[str, str], form: ExportForm
) -> HttpResponse:
    """Make the file, or say why not and what to do."""
    try:
        done = services.make_export(identity=request.identity, table=found, filters=filters, new=form.asked())
    except refusals.AskAgainError as again:
        return _ask_again(request, found, filters, form, again.mark)
    except refusals.AlreadyMadeError as already:
        messages.info(
            request,
            _("Dit bestand is al gemaakt. Hebt u het niet gekregen? Begin dan opnieuw bij de lijst."),
        )
        return redirect("exports:made", already.export.pk)
    except refusals.TooConfidentialError as high:
        return _refused(request, found, high, _too_high(request, high.mark))
    except refusals.NotAllowedError as refused:
        return _refused(request, found, refused, _("U mag deze lijst niet exporteren."))
    except refusals.EnoughTodayError as enough:
        refusals.note_refusal(identity=request.identity, table=found, error=enough)
        asked = words.whom_to_ask(queries.administrators(request.identity))
        said = _("U maakte vandaag al %(n)s exports. Morgen kunt u verder. Hebt u er nu meer nodig?")
        form.add_error(None, said % {"n": enough.a_day} + f" {asked}")
        return _page(request, found, filters, None, form, status=429)
    except refusals.TooManyRowsError as many:
        said = _("Dit zijn meer dan %(n)s rijen. Kies Excel of CSV, of maak uw keuze kleiner.")
        form.add_error("file_format", said % {"n": formatting.number(many.most, language=words.spoken())})
    except refusals.NothingThereError:
        form.add_error(None, _("Er is niets om te exporteren. Maak uw keuze ruimer."))
    except paper.PaperError:
        form.add_error("file_format", _("Het maken van de PDF lukte niet. Kies Excel of CSV."))
    else:
        return _download(done)
    return _page(request, found, filters, None, form)


def _refused(request: IdentifiedRequest, found: Table, error: Exception, said: str) -> HttpResponse:
    """Answer that it is refused and why; not by raising, which would undo the line about it."""
    refusals.note_refusal(identity=request.identity, table=found, error=error)
    return forbidden(request, PermissionDenied(said))


def _download(done: services.Made) -> HttpResponse:
    answer = FileResponse(done.file, as_attachment=True, filename=done.name, content_type=done.content_type)
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Driehoek-Export"] = str(done.export.number)
    answer["X-Driehoek-Classification"] = IN_NAMES[Mark(done.export.mark)]
    # It streams, which for the middleware is an answer like any other.
    return cast("HttpResponse", answer)


def _page(
    request: IdentifiedRequest,
    found: Table,
    filters: dict[str, str],
    right: ExportRight | None,
    form: ExportForm,
    *,
    status: int = 200,
) -> HttpResponse:
    measured = tables.measure(found, request.identity, filters)
    held = right or queries.right_to(request.identity, found.key)
    too_high = held is not None and measured.mark > held.highest
    context = {
        "title": _("%(title)s exporteren") % {"title": found.title},
        "lead": str(found.row),
        "summary": _summary(request, found, filters, measured),
        "form": form,
        "empty": measured.rows == 0,
        "refusal": _too_high(request, measured.mark) if too_high else "",
        "back_url": found.url(filters),
        "back_label": str(found.title),
    }
    return render(request, "exports/table.html", context, status=status)


def _summary(
    request: IdentifiedRequest, found: Table, filters: dict[str, str], measured: tables.Measure
) -> list[Pair]:
    choices = tables.in_words(found, request.identity, filters)
    columns = ", ".join(str(column.label).lower() for column in found.columns)
    training = found.training(filters)
    return [
        Pair(_("Hoeveel"), words.count_of_rows(measured.rows)),
        Pair(_("Vertrouwelijkheid"), str(measured.mark.label)),
        Pair(
            _("Keuze"), "; ".join(f"{label}: {said}" for label, said in choices) or _("alles wat u mag zien")
        ),
        Pair(_("Kolommen"), columns),
        Pair(
            _("Oefeningen"),
            _("dit bestand bevat alleen oefeningen") if training else _("staan er niet in"),
        ),
    ]


def _ask_again(
    request: IdentifiedRequest, found: Table, filters: dict[str, str], form: ExportForm, mark: Mark
) -> HttpResponse:
    """Ask a second time before something confidential leaves."""
    here = request.path + (f"?{urlencode(filters)}" if filters else "")
    said = {"mark": str(mark.label).lower()}
    context = {
        "title": _("Vertrouwelijke lijst meenemen?"),
        "consequence_title": _("Dit bestand is %(mark)s") % said,
        "consequence": _(
            "Buiten Driehoek beschermt niets het meer. Bewaar het op een veilige plek, stuur het niet door en gooi"
            " het weg als u klaar bent. De functionaris gegevensbescherming ziet dat u het maakt."
        ),
        "summary": [Pair(_("Lijst"), str(found.title)), Pair(_("Waarvoor"), form.cleaned_data["purpose"])],
        "hidden": form.hidden(mark),
        "submit_label": _("Ja, maak het bestand"),
        "action": here,
        "cancel_url": here,
        "back_url": found.url(filters),
        "back_label": str(found.title),
    }
    return render(request, "exports/again.html", context)


def _too_high(request: IdentifiedRequest, mark: Mark) -> str:
    said = _("In deze lijst staat iets dat %(mark)s is. Uw exportrecht reikt niet zo ver.")
    asked = words.whom_to_ask(queries.administrators(request.identity))
    return said % {"mark": str(mark.label).lower()} + f" {asked}"


def _covers(held: list[ExportRight], one: Table) -> bool:
    return any(not right.tables or one.key in right.tables for right in held)


def _offer(one: Table) -> dict[str, Any]:
    """Return a list as a row: one that needs a choice first leads to the list itself."""
    needs_choice = any(each.required for each in one.filters)
    url = one.url({}) if needs_choice else reverse("exports:table", args=[one.key])
    return {"title": str(one.title), "url": url, "text": str(one.row)}
