"""Pages for reports from a file: take the template, offer the file, look at it, store or send it."""

from __future__ import annotations

import uuid
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.areas.files import UnusableError
from driehoek.figures.importing.sheets import COLUMNS_MOST
from driehoek.position import sentences as position_words
from driehoek.reports.intake import queries, services, templates
from driehoek.reports.intake.forms import UploadForm
from driehoek.reports.intake.layout import Asked, asked_of, columns_of
from driehoek.reports.intake.models import Intake
from driehoek.reports.intake.services import Planned
from driehoek.reports.rights import WRITERS
from driehoek.web import formatting
from driehoek.web.components import Cell, Column, Row, Tag, TagKind

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Outcome = Intake.Outcome
LOOKS: Final[dict[str, TagKind]] = {
    Outcome.PREVIEWED: "ask",
    Outcome.LOADED: "calm",
    Outcome.REFUSED: "barred",
}


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def upload(request: IdentifiedRequest) -> HttpResponse:
    """Offer a file: it is read and compared, and nothing is stored as a report until it is confirmed."""
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        given = form.cleaned_data["file"]
        made = services.offer(identity=request.identity, file_name=given.name, content=given.read())
        return redirect("reports:intake_run", made.pk)
    asked = asked_of(request.identity)
    context = {
        "form": form,
        "title": _("Rapporten uit een bestand"),
        "lead": _("Vul het sjabloon in en lever het aan. U ziet eerst wat erin staat. Daarna kiest u."),
        "submit_label": _("Bekijk wat erin staat"),
        "back_url": reverse("reports:reports"),
        "back_label": _("Rapporten"),
        "several": len(asked) > 1,
        "whole": len(columns_of(asked)) <= COLUMNS_MOST,
        "agreements": [_agreement_row(one) for one in asked],
        "intakes": [_intake_row(one) for one in queries.intakes_of(request.identity)],
    }
    return render(request, "reports/intake.html", context)


@for_functions(*WRITERS)
@require_GET
def template_csv(request: IdentifiedRequest) -> HttpResponse:
    """Give the file to fill in as CSV, for all agreements of the writer."""
    content = templates.as_csv(request.identity, _asked(request, None))
    return _file(content, "text/csv; charset=utf-8", "rapporten.csv")


@for_functions(*WRITERS)
@require_GET
def template_xlsx(request: IdentifiedRequest, agreement: uuid.UUID | None = None) -> HttpResponse:
    """Give the file to fill in as a spreadsheet, for one agreement or all of them."""
    return _file(templates.as_xlsx(request.identity, _asked(request, agreement)), XLSX, "rapporten.xlsx")


@for_functions(*WRITERS)
@require_GET
def intake(request: IdentifiedRequest, intake: uuid.UUID) -> HttpResponse:
    """Show what a file holds, what is refused and why; a file that waits can be stored or sent here."""
    found = _found(request, intake)
    waiting = found.outcome == Outcome.PREVIEWED
    planned = services.preview(request.identity, found) if waiting else []
    context = {
        "intake": found,
        "outcome": Tag(str(found.get_outcome_display()), LOOKS[found.outcome]),
        "says": _says(found),
        "waiting": waiting,
        "rows": [_planned_row(one) for one in planned],
        "doubts": any(one.row.doubts for one in planned),
        "reject_columns": [
            Column(pgettext("file", "Regel")),
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
    return render(request, "reports/intake_run.html", context)


@for_functions(*WRITERS)
@require_POST
def confirm(request: IdentifiedRequest, intake: uuid.UUID) -> HttpResponse:
    """Store the good rows of a file as drafts, or send them."""
    found = _found(request, intake)
    try:
        services.confirm(
            identity=request.identity,
            intake=found,
            send=request.POST.get("act") == "send",
            confirmed="personal_confirmed" in request.POST,
        )
    except UnusableError as error:
        messages.info(request, str(error))
    return redirect("reports:intake_run", found.pk)


def _found(request: IdentifiedRequest, intake: uuid.UUID) -> Intake:
    found = queries.intake_or_none(request.identity, intake)
    if found is None:
        raise Http404
    return found


def _asked(request: IdentifiedRequest, agreement: uuid.UUID | None) -> list[Asked]:
    asked = asked_of(request.identity, agreement)
    if agreement and not asked:
        raise Http404
    return asked


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _says(found: Intake) -> str:
    """Say in a sentence what came of a file, or what would."""
    counts = found.counts
    if found.outcome == Outcome.REFUSED:
        return _("Hier is geen rapport uit te lezen. Kijk bij de redenen wat u kunt doen.")
    if found.outcome == Outcome.LOADED:
        if counts.get("sent"):
            n = counts["sent"]
            return ngettext("%(n)s rapport is verstuurd.", "%(n)s rapporten zijn verstuurd.", n) % {"n": n}
        n = counts.get("stored", 0)
        if not n:
            return _("Er is niets veranderd: alles stond er al zo.")
        return ngettext("%(n)s concept is bewaard.", "%(n)s concepten zijn bewaard.", n) % {"n": n}
    n = counts["new"] + counts["changed"]
    if not n:
        return _("Alles in dit bestand stond er al zo.")
    return ngettext("%(n)s rapport is nieuw of anders.", "%(n)s rapporten zijn nieuw of anders.", n) % {
        "n": n
    }


def _planned_row(one: Planned) -> Row:
    row = one.row
    if one.unchanged:
        tag = Tag(_("Stond er al zo"), "calm")
    else:
        tag = Tag(_("Nieuw"), "accent") if one.report is None else Tag(_("Vervangt uw concept"), "ask")
    doubts = " ".join(f"{column}: {words}" for column, words in row.doubts)
    said = filter(None, [position_words.days_words(row.delivery), _("regel %(line)s") % {"line": row.line}])
    return Row(
        title=row.delivery.agreement.what,
        text=doubts or row.content.gist,
        tags=(tag, Tag(_("Kijk na"), "ask")) if doubts else (tag,),
        meta=" · ".join(said),
    )


def _agreement_row(one: Asked) -> Row:
    return Row(
        title=one.agreement.what,
        url=reverse("reports:intake_xlsx_of", args=[one.agreement.pk]),
        text=_("Sjabloon met %(name)s (XLSX)") % {"name": one.form.name},
        meta=one.agreement.supplier.name,
    )


def _intake_row(found: Intake) -> Row:
    return Row(
        title=found.file_name,
        url=reverse("reports:intake_run", args=[found.pk]),
        text=_says(found),
        tags=(Tag(str(found.get_outcome_display()), LOOKS[found.outcome]),),
        meta=formatting.moment(found.at, language=formatting.known(get_language())),
    )
