"""The texts of a council version: taken over from the quarterly report, or written."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.council.forms import BSN, PassageForm
from driehoek.council.models import VersionState
from driehoek.council.services import versions as services
from driehoek.council.services.common import NotNowError, RefusedTextError
from driehoek.council.views.common import (
    KEEPERS,
    conflict_of,
    form_page,
    no_draft,
    passage_or_404,
    version_or_404,
)
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version, sent_again


@for_functions(*KEEPERS)
@require_POST
def take_over(request: IdentifiedRequest, version: uuid.UUID) -> HttpResponse:
    """Take the open texts of the quarterly report over."""
    found = version_or_404(request, version)
    try:
        count = services.take_over(identity=request.identity, found=found)
    except NotNowError as error:
        messages.error(request, str(error))
        return redirect("council:version", found.pk)
    if count:
        words = ngettext(
            "%(count)s tekst is overgenomen. Lees hem na.",
            "%(count)s teksten zijn overgenomen. Lees ze na.",
            count,
        )
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("Er was geen nieuwe tekst om over te nemen."))
    return redirect("council:version", found.pk)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def passage_new(request: IdentifiedRequest, version: uuid.UUID) -> HttpResponse:
    """Write a text with a version."""
    found = version_or_404(request, version)
    form = PassageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_passage(
                identity=request.identity,
                found=found,
                heading=form.cleaned_data["heading"],
                text=form.cleaned_data["text"],
            )
        except RefusedTextError:
            form.add_error("text", str(BSN))
        else:
            messages.success(request, _("De tekst is toegevoegd."))
            return redirect("council:version", found.pk)
    return form_page(
        request,
        form,
        title=_("Tekst toevoegen"),
        submit=_("Toevoegen"),
        back=reverse("council:version", args=[found.pk]),
        back_label=found.title,
    )


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def passage_change(request: IdentifiedRequest, passage: uuid.UUID) -> HttpResponse:
    """Change a text; a second writer is told, and keeps the text."""
    found = passage_or_404(request, passage)
    about, conflict = found.council_version, None
    form = PassageForm(request.POST or None, initial=PassageForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_passage(
                identity=request.identity,
                passage=found,
                version=posted_version(request),
                heading=form.cleaned_data["heading"],
                text=form.cleaned_data["text"],
            )
        except RefusedTextError:
            form.add_error("text", str(BSN))
        except VersionConflict:
            found = passage_or_404(request, passage)
            if found.council_version.state != VersionState.DRAFT:
                return no_draft(request, found.council_version)
            stored = [(_("Kopje"), found.heading), (_("Tekst"), found.text)]
            conflict = conflict_of(request, about.pk, stored)
            form = PassageForm(sent_again(request, found.version))
        else:
            messages.success(request, _("De tekst is gewijzigd."))
            return redirect("council:version", about.pk)
    return form_page(
        request,
        form,
        title=_("Tekst wijzigen"),
        submit=_("Bewaren"),
        back=reverse("council:version", args=[about.pk]),
        back_label=about.title,
        conflict=conflict,
    )


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def passage_remove(request: IdentifiedRequest, passage: uuid.UUID) -> HttpResponse:
    """Ask once more, then take a text out."""
    found = passage_or_404(request, passage)
    about = found.council_version
    if request.method == "POST":
        services.remove_passage(identity=request.identity, passage=found)
        messages.success(request, _("De tekst is uit de raadsversie gehaald."))
        return redirect("council:version", about.pk)
    context = {
        "title": _("Tekst weghalen?"),
        "summary": [Pair(_("Kopje"), found.heading), Pair(_("Tekst"), found.text)],
        "submit_label": _("Ja, haal weg"),
        "negative": True,
        "cancel_url": reverse("council:version", args=[about.pk]),
        "back_url": reverse("council:version", args=[about.pk]),
        "back_label": about.title,
    }
    return render(request, "web/confirm.html", context)
