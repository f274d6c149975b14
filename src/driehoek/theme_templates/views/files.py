"""Templates as files: taken out of Driehoek, and brought in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.theme_templates import files as yaml_files
from driehoek.theme_templates import services
from driehoek.theme_templates.checking import Content
from driehoek.theme_templates.files import FileFault, UnreadableError
from driehoek.theme_templates.forms.files import ImportForm
from driehoek.theme_templates.views import own_or_404, template_or_404
from driehoek.theme_templates.views.own import too_many_words
from driehoek.theme_templates.words import MAKERS, VIEWERS
from driehoek.web.components import Column

SHOWN = 50


@for_functions(*VIEWERS)
@require_GET
def file(request: IdentifiedRequest, key: str) -> HttpResponse:
    """Hand over a template as a file."""
    found = template_or_404(request, key)
    return _handed_over(found.content)


@for_functions(*MAKERS)
@require_GET
def own_file(request: IdentifiedRequest, template: uuid.UUID) -> HttpResponse:
    """Hand over an own template as it is being worked on."""
    return _handed_over(own_or_404(request, template).content)


def _handed_over(content: Content) -> HttpResponse:
    name = slugify(str(content["name"])) or "sjabloon"
    return HttpResponse(
        yaml_files.written(content),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.yaml"'},
    )


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def bring_in(request: IdentifiedRequest) -> HttpResponse:
    """Read a file: without faults it becomes a template to work on, else each fault is shown with its line."""
    posted = request.method == "POST"
    form = ImportForm(request.POST if posted else None, request.FILES if posted else None)
    faults: tuple[FileFault, ...] = ()
    if posted and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            # One more than fits is enough to see that it does not.
            found = yaml_files.read(given.read(yaml_files.LARGEST + 1))
            faults = found.faults
            if not faults:
                made = services.make_template(identity=request.identity, content=found.content)
                messages.success(request, _("Het bestand is ingelezen. Kijk het na en publiceer het."))
                return redirect("theme_templates:own", made.pk)
            form.add_error("file", _("Het bestand klopt nog niet. Hieronder staat per regel wat er mis is."))
        except UnreadableError as error:
            form.add_error("file", str(error))
        except services.TooManyError:
            form.add_error(None, too_many_words())
    back = reverse("theme_templates:list")
    context = {
        "form": form,
        "faults": [(str(one.line), one.place, one.words) for one in faults[:SHOWN]],
        "more": max(0, len(faults) - SHOWN),
        "columns": [
            Column(pgettext("file", "Regel"), numeric=True),
            Column(_("Waar")),
            Column(_("Wat u kunt doen")),
        ],
        "title": _("Sjabloon inlezen"),
        "lead": _("Een bestand wordt eerst helemaal nagekeken. Pas als alles klopt, wordt het een concept."),
        "submit_label": _("Lees in"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Themasjablonen"),
    }
    return render(request, "theme_templates/import.html", context)
