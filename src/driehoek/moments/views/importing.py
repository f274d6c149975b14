"""Pages for reading a calendar in: offer a file, look at what it holds, confirm."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.moments import queries, services
from driehoek.moments.forms import UploadForm
from driehoek.moments.importing import Found, UnusableFile
from driehoek.moments.models import MomentImport, MomentKind
from driehoek.moments.recurrence import span_on
from driehoek.moments.rights import WRITERS
from driehoek.moments.services.importing import preview
from driehoek.moments.words import recurs, spoken, when
from driehoek.web import formatting
from driehoek.web.components import Cell, Column, Pair, Row, Tag, TagKind

SHOWN = 50
Outcome = MomentImport.Outcome
LOOKS: dict[str, TagKind] = {Outcome.PREVIEWED: "ask", Outcome.LOADED: "calm", Outcome.REFUSED: "barred"}


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def upload(request: IdentifiedRequest) -> HttpResponse:
    """Offer a file: it is read and compared, and nothing is stored in the calendar until it is confirmed."""
    posted = request.method == "POST"
    form = UploadForm(
        request.POST if posted else None, request.FILES if posted else None, identity=request.identity
    )
    if posted and form.is_valid():
        given = form.cleaned_data["file"]
        run = services.offer(
            identity=request.identity,
            file_name=given.name,
            content=given.read(),
            kind=form.cleaned_data["kind"],
            source=form.cleaned_data["source"],
            confidential=form.cleaned_data.get("confidential", False),
        )
        return redirect("moments:run", run.pk)
    context = {
        "form": form,
        "title": _("Kalender inlezen"),
        "lead": _("U ziet eerst wat erin staat. Pas na uw akkoord komt het in de kalender."),
        "submit_label": _("Bekijk wat erin staat"),
        "cancel_url": reverse("moments:calendar"),
        "back_url": reverse("moments:calendar"),
        "back_label": _("Kalender"),
        "runs": [_run_row(run) for run in queries.imports_of(request.identity)],
    }
    return render(request, "moments/upload.html", context)


@for_functions(*WRITERS)
@require_GET
def run(request: IdentifiedRequest, run: uuid.UUID) -> HttpResponse:
    """Show what a file holds, what is refused and why; a preview can be confirmed here."""
    found = _found(request, run)
    waiting = found.outcome == Outcome.PREVIEWED
    new = preview(request.identity, found) if waiting else []
    context = {
        "run": found,
        "outcome": Tag(str(found.get_outcome_display()), LOOKS.get(found.outcome, "")),
        "says": _says(found),
        "facts": _facts(found),
        "waiting": waiting and bool(found.new or found.changed),
        "new_rows": [_new_row(one) for one in new[:SHOWN]],
        "new_more": max(0, len(new) - SHOWN),
        "reject_columns": [
            Column(_("Regelnummer")),
            Column(_("Kolom")),
            Column(_("Waarde")),
            Column(_("Reden")),
        ],
        "reject_rows": [
            [
                Cell(str(one["line"] or "–")),
                *(Cell(one[name] or "–") for name in ("column", "value", "reason")),
            ]
            for one in found.rejects
        ],
    }
    return render(request, "moments/run.html", context)


@for_functions(*WRITERS)
@require_POST
def confirm(request: IdentifiedRequest, run: uuid.UUID) -> HttpResponse:
    """Put what a file holds in the calendar."""
    found = _found(request, run)
    try:
        services.confirm(identity=request.identity, run=found)
        messages.success(request, _("De kalender is ingelezen."))
    except UnusableFile as error:
        messages.info(request, str(error))
    return redirect("moments:run", found.pk)


def _found(request: IdentifiedRequest, run: uuid.UUID) -> MomentImport:
    found = queries.import_or_none(request.identity, run)
    if found is None:
        raise Http404
    return found


def _says(run: MomentImport) -> str:
    """Say in a sentence what came of it, or what would."""
    if run.outcome == Outcome.REFUSED:
        return _("Hier is niets uit te lezen. Kijk bij de redenen wat u kunt doen.")
    n = run.new + run.changed
    if not n:
        return _("Alles in dit bestand stond al in de kalender.")
    words = {"number": formatting.number(n, language=spoken())}
    if run.outcome == Outcome.PREVIEWED:
        said = ngettext(
            "%(number)s moment wordt nieuw of anders.", "%(number)s momenten worden nieuw of anders.", n
        )
    else:
        said = ngettext(
            "%(number)s moment is nieuw of anders.", "%(number)s momenten zijn nieuw of anders.", n
        )
    return said % words


def _facts(run: MomentImport) -> list[Pair]:
    counts = (
        (_("Nieuw"), run.new),
        (_("Gewijzigd"), run.changed),
        (_("Stond er al"), run.same),
        (_("Geweigerd"), len(run.rejects)),
    )
    return [
        Pair(_("Bron"), run.source or run.file_name),
        Pair(_("Aangeboden"), formatting.date_long(run.at, language=spoken())),
        Pair(
            _("Wie ziet het"),
            _("Alleen de driehoek") if run.confidential else _("Iedereen die de kalender ziet"),
        ),
        *(Pair(label, formatting.number(value, language=spoken())) for label, value in counts),
    ]


def _new_row(one: Found) -> Row:
    span = span_on(one.schedule, one.schedule.starts_on)
    said = [when(span.starts_at, span.ends_at, all_day=one.schedule.all_day), one.place]
    return Row(
        title=one.title,
        kind=str(MomentKind(one.kind).label).lower(),
        text=" · ".join(filter(None, said)),
        meta=recurs(one.schedule),
    )


def _run_row(run: MomentImport) -> Row:
    return Row(
        title=run.file_name,
        url=reverse("moments:run", args=[run.pk]),
        text=_says(run),
        tags=(Tag(str(run.get_outcome_display()), LOOKS.get(run.outcome, "")),),
        meta=formatting.date_long(run.at, language=spoken()),
    )
