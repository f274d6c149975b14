"""Pages for reading figures in: offer a file, look at what it holds, confirm, see what came of it (ST06)."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.areas.files import UnusableError
from driehoek.figures import queries, services
from driehoek.figures.forms import UploadForm
from driehoek.figures.models import ImportReject, ImportRun, Nulls
from driehoek.figures.views import KEEPERS
from driehoek.figures.words import spoken
from driehoek.parties.models import Municipality
from driehoek.web import formatting
from driehoek.web.components import Cell, Column, Pair, Row, Tag, TagKind

REJECTS_SHOWN = 50
CELL_SHOWN = 80
SAMPLE_KEY = "figures-sample"
Outcome = ImportRun.Outcome
LOOKS: dict[str, TagKind] = {Outcome.PREVIEWED: "ask", Outcome.LOADED: "calm", Outcome.REFUSED: "barred"}
# A spreadsheet takes a cell that begins so for a formula, and would run what a stranger put in the file.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def upload(request: IdentifiedRequest) -> HttpResponse:
    """Offer a file: it is read and compared, and nothing is loaded until it is confirmed."""
    posted = request.method == "POST"
    form = UploadForm(
        request.POST if posted else None, request.FILES if posted else None, identity=request.identity
    )
    if posted and form.is_valid():
        values = form.cleaned_data
        given = values["file"]
        offer = services.Offer(
            municipality=Municipality.objects.get(pk=request.identity.municipality),
            file_name=given.name,
            by=request.identity.person,
            source=values["source"].key if values["source"] else "",
            provisional=values["provisional"],
            published_on=values["published_on"],
            nulls=Nulls(values["nulls"]) if values["nulls"] else None,
        )
        result = services.preview_upload(offer=offer, stream=given.file)
        request.session[SAMPLE_KEY] = {
            "run": str(result.run.pk),
            "header": list(result.header),
            "rows": [[cell[:CELL_SHOWN] for cell in row] for row in result.sample],
            "unread": list(result.unread),
        }
        return redirect("figures:run", result.run.pk)
    context = {
        "form": form,
        "title": _("Cijfers inlezen"),
        "lead": _("U ziet eerst wat erin staat. Pas na uw akkoord worden de cijfers bewaard."),
        "submit_label": _("Bekijk wat erin staat"),
        "cancel_url": reverse("figures:list"),
        "back_url": reverse("figures:list"),
        "back_label": _("Cijfers"),
        "runs": [_run_row(found) for found in queries.runs_of(request.identity)],
    }
    return render(request, "figures/upload.html", context)


@for_functions(*KEEPERS)
@require_GET
def run(request: IdentifiedRequest, run: uuid.UUID) -> HttpResponse:
    """Show what an import read, refused and loaded; a preview can be confirmed here."""
    found = _found(request, run)
    refused = list(queries.rejects_of(found)[:REJECTS_SHOWN])
    kept = request.session.get(SAMPLE_KEY, {})
    sample: dict[str, Any] = kept if kept.get("run") == str(found.pk) else {}
    context = {
        "run": found,
        "facts": _facts(found),
        "waiting": found.outcome == Outcome.PREVIEWED,
        "outcome": Tag(str(found.get_outcome_display()), LOOKS.get(found.outcome, "")),
        "says": _says(found),
        "reject_columns": [
            Column(_("Regelnummer")),
            Column(_("Kolom")),
            Column(_("Waarde")),
            Column(_("Reden")),
        ],
        "reject_rows": [_reject_cells(row) for row in refused],
        "rejects_more": found.rows_rejected - len(refused),
        "sample_header": [Column(name or "–") for name in sample.get("header", [])],
        "sample_rows": _sample_rows(sample),
        "unread": ", ".join(sample.get("unread", [])),
    }
    return render(request, "figures/run.html", context)


@for_functions(*KEEPERS)
@require_POST
def confirm(request: IdentifiedRequest, run: uuid.UUID) -> HttpResponse:
    """Load a previewed file."""
    found = _found(request, run)
    if found.outcome != Outcome.PREVIEWED:
        messages.info(request, _("Dit bestand is al behandeld."))
        return redirect("figures:run", found.pk)
    try:
        result = services.confirm_upload(run=found, by=request.identity.person)
    except UnusableError as error:
        messages.error(request, str(error))
        return redirect("figures:upload")
    if result.run.outcome == Outcome.LOADED:
        messages.success(request, _("De cijfers zijn ingelezen."))
    return redirect("figures:run", result.run.pk)


@for_functions(*KEEPERS)
@require_GET
def rejects(request: IdentifiedRequest, run: uuid.UUID) -> HttpResponse:
    """Give the refused rows as CSV, safe to open in a spreadsheet."""
    found = _found(request, run)
    rows = list(queries.rejects_of(found))
    response = HttpResponse("".join(_csv_lines(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="afgewezen.csv"'
    return response


class _Echo:
    """A file that hands back what is written, for the csv module."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def _csv_lines(rows: list[ImportReject]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow([_("regelnummer"), _("kolom"), _("waarde"), _("reden")])
    for row in rows:
        yield writer.writerow([row.line, *(harmless(text) for text in (row.column, row.value, row.reason))])


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _found(request: IdentifiedRequest, run: uuid.UUID) -> ImportRun:
    found = queries.run_or_none(request.identity, run)
    if found is None:
        raise Http404
    return found


def _reject_cells(row: ImportReject) -> list[Cell]:
    return [Cell(str(row.line)), Cell(row.column or "–"), Cell(row.value or "–"), Cell(row.reason)]


def _sample_rows(sample: dict[str, Any]) -> list[list[Cell]]:
    """Return the first rows that have as many cells as there are columns."""
    width = len(sample.get("header", []))
    return [[Cell(text or "–") for text in row] for row in sample.get("rows", []) if len(row) == width]


def _facts(found: ImportRun) -> list[Pair]:
    number = formatting.number
    counts = (
        (_("Rijen gelezen"), found.rows_read),
        (_("Nieuw"), found.rows_new),
        (_("Gewijzigd"), found.rows_changed),
        (_("Waarvan definitief was"), found.rows_redefined),
        (_("Hetzelfde"), found.rows_same),
        (_("Geweigerd"), found.rows_rejected),
        (_("Niet per maand gepubliceerd"), found.rows_hidden),
    )
    return [
        Pair(_("Bestand"), found.file_name),
        Pair(_("Bron"), found.source.attribution if found.source else "–"),
        Pair(_("Formaat"), found.shape or "–"),
        Pair(_("Aangeboden"), formatting.date_long(found.at, language=spoken())),
        Pair(_("Door"), found.by.name if found.by else _("opdrachtregel")),
        *(Pair(label, number(value, language=spoken())) for label, value in counts),
    ]


def _says(found: ImportRun) -> str:
    """Say in a sentence what came of it."""
    if found.outcome == Outcome.REFUSED:
        return found.problem
    if found.outcome == Outcome.UNCHANGED:
        return _("Al deze cijfers waren er al. Er is niets veranderd.")
    changes = found.rows_new + found.rows_changed
    words = {"number": formatting.number(changes, language=spoken())}
    if found.outcome == Outcome.PREVIEWED:
        return (
            ngettext(
                "%(number)s cijfer wordt nieuw of anders.",
                "%(number)s cijfers worden nieuw of anders.",
                changes,
            )
            % words
        )
    return (
        ngettext("%(number)s cijfer is nieuw of anders.", "%(number)s cijfers zijn nieuw of anders.", changes)
        % words
    )


def _run_row(found: ImportRun) -> Row:
    meta = formatting.date_long(found.at, language=spoken())
    return Row(
        title=found.file_name,
        url=reverse("figures:run", args=[found.pk]),
        text=_says(found),
        tags=(Tag(str(found.get_outcome_display()), LOOKS.get(found.outcome, "")),),
        meta=f"{found.by.name}, {meta}" if found.by else meta,
    )
