"""Letters about a measure, and the municipality's own templates."""

from __future__ import annotations

import json
import uuid
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.cases.views import READERS
from driehoek.measures import services
from driehoek.measures.forms.measures import TemplateForm
from driehoek.measures.letters import (
    FIELDS,
    TemplateRefusedError,
    digest_of,
    render_docx,
    render_pdf,
    standard_template,
)
from driehoek.measures.models import Letter, LetterKind
from driehoek.measures.queries import measures as queries
from driehoek.measures.views import file_or_404, measure_or_404
from driehoek.measures.words import KEEPERS
from driehoek.subjects.services.reading import reading

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_POST
@for_functions(*READERS)
def letter_make(request: IdentifiedRequest, measure: uuid.UUID) -> HttpResponse:
    """Make the next version of a letter from the register."""
    found = measure_or_404(request, measure)
    there = file_or_404(request, found)
    kind = request.POST.get("kind", "")
    if kind not in LetterKind.values:
        messages.error(request, _("Kies een soort brief."))
        return redirect("measures:measure", found.pk)
    made = services.make_letter(identity=request.identity, file=there, kind=LetterKind(kind))
    said = _("Concept gemaakt: %(kind)s.") if made.concept else _("Brief gemaakt: %(kind)s.")
    messages.success(request, said % {"kind": made.get_kind_display()})
    return redirect(reverse("measures:measure", args=[found.pk]) + "#brieven")


@require_GET
@for_functions(*READERS)
def letter(request: IdentifiedRequest, letter: uuid.UUID, form: str) -> HttpResponse:
    """Give a letter as a Word document or PDF, made from what was kept."""
    found = queries.letter(request.identity, letter)
    if found is None or form not in ("docx", "pdf"):
        raise Http404
    with reading(
        municipality=found.municipality_id,
        persons=[found.measure_id],
        name=_("Brief van een maatregel opgehaald"),
    ):
        content = json.loads(found.content)
        if form == "pdf":
            body, kind = render_pdf(found.kind, content), "application/pdf"
        else:
            body, kind = render_docx(_template_of(found), content), DOCX
    mark = "-concept" if found.concept else ""
    name = f"{slugify(found.get_kind_display())}-{found.number}{mark}.{form}"
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _template_of(letter: Letter) -> bytes:
    """Return the template of a letter: its own, or the standard one when that is still the one it was made with."""
    if letter.template is not None:
        return bytes(letter.template.body)
    body = standard_template(letter.kind)
    if digest_of(body) != letter.template_digest:
        raise Http404
    return body


@require_http_methods(["GET", "POST"])
@for_functions(*KEEPERS)
def templates(request: IdentifiedRequest) -> HttpResponse:
    """Show the templates, and take a new one into use."""
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_template(
                identity=request.identity,
                kind=LetterKind(form.cleaned_data["kind"]),
                body=form.cleaned_data["file"],
            )
        except TemplateRefusedError as error:
            form.add_error("file", _refusal(error))
        else:
            messages.success(request, _("Het sjabloon is in gebruik."))
            return redirect("measures:templates")
    own = {one.kind: one for one in queries.templates(request.identity)}
    context = {
        "form": form,
        "kinds": [(kind.label, own.get(kind)) for kind in LetterKind],
        "fields": FIELDS.items(),
    }
    return render(request, "measures/templates.html", context)


@require_POST
@for_functions(*KEEPERS)
def template_end(request: IdentifiedRequest, template: uuid.UUID) -> HttpResponse:
    """Go back to the standard template."""
    found = queries.template(request.identity, template)
    if found is None:
        raise Http404
    services.end_template(identity=request.identity, template=found)
    messages.success(request, _("Het standaardsjabloon is weer in gebruik."))
    return redirect("measures:templates")


def _refusal(error: TemplateRefusedError) -> str:
    """Say why a template cannot be used, and what to do."""
    names = ", ".join(error.names)
    return {
        "size": _("Dit bestand is te groot. Kies een bestand van ten hoogste 2 MB."),
        "docx": _("Dit is geen Word-bestand. Bewaar het als .docx en probeer opnieuw."),
        "macro": _("In dit bestand zitten macro's of ingesloten bestanden. Haal ze eruit."),
        "fields": _("Deze velden bestaan niet: %(names)s. Gebruik alleen de velden uit de lijst.")
        % {"names": names},
        "syntax": _("Het sjabloon is niet te lezen: %(names)s. Kijk de accolades na.") % {"names": names},
    }[error.code]
