"""From draft to edition: offering, the second pair of eyes, publishing, a next version, withdrawing."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.position.models import QuestionState
from driehoek.position.services.questions import may_answer
from driehoek.publications import services
from driehoek.publications.figures import NoFigures
from driehoek.publications.forms import NoteForm, WithdrawForm
from driehoek.publications.models import Audience, Publication, State
from driehoek.publications.views import (
    WRITERS,
    draft_or_404,
    draft_url,
    publication_or_404,
    tell_changed,
)
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version


@for_functions(*WRITERS)
@require_POST
def offer(request: IdentifiedRequest, publication: uuid.UUID) -> HttpResponse:
    """Give the draft to a second person."""
    found = draft_or_404(request, publication).publication
    try:
        services.offer(identity=request.identity, publication=found, version=posted_version(request))
        messages.success(request, _("Aangeboden. Een tweede analist of adviseur kijkt het na."))
    except services.IncompleteError as error:
        messages.error(request, _("Vul eerst in: %(parts)s.") % {"parts": "; ".join(error.parts)})
    except NoFigures as error:
        messages.error(
            request, _("Van dit cijfer zijn geen waarden: %(what)s. Haal het weg.") % {"what": error}
        )
    except VersionConflict:
        tell_changed(request)
    return redirect(draft_url(found))


@for_functions(*WRITERS)
@require_POST
def take_back(request: IdentifiedRequest, publication: uuid.UUID) -> HttpResponse:
    """Take an offered version back to go on writing."""
    return _act(request, publication, services.take_back, _("U kunt weer verder schrijven."))


@for_functions(*WRITERS)
@require_POST
def approve(request: IdentifiedRequest, publication: uuid.UUID) -> HttpResponse:
    """Say as a second person that it is right."""
    return _act(request, publication, services.approve, _("Nagekeken. De analyse kan gepubliceerd worden."))


@for_functions(*WRITERS)
@require_POST
def revise(request: IdentifiedRequest, publication: uuid.UUID) -> HttpResponse:
    """Begin a next version; what is out stays to be read."""
    words = _("Een nieuwe versie is begonnen. De vorige blijft te lezen tot u publiceert.")
    return _act(request, publication, services.revise, words)


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def send_back(request: IdentifiedRequest, publication: uuid.UUID) -> HttpResponse:
    """Send the version back with what should be different."""
    found = draft_or_404(request, publication).publication
    form = NoteForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.send_back(
                identity=request.identity,
                publication=found,
                version=posted_version(request),
                note=form.cleaned_data["note"],
            )
            messages.success(request, _("Teruggestuurd. De schrijver ziet uw opmerking bij het concept."))
        except VersionConflict:
            tell_changed(request)
        return redirect(draft_url(found))
    context = {
        "form": form,
        "title": _("Terugsturen naar de schrijver"),
        "submit_label": _("Stuur terug"),
        "cancel_url": draft_url(found),
    }
    return render(request, "web/form_page.html", context)


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def publish(request: IdentifiedRequest, publication: uuid.UUID) -> HttpResponse:
    """Say who will read it and what it delivers, and let it come out."""
    draft = draft_or_404(request, publication)
    found = draft.publication
    if request.method == "POST":
        try:
            services.publish(identity=request.identity, publication=found, version=posted_version(request))
        except VersionConflict:
            tell_changed(request)
            return redirect(draft_url(found))
        messages.success(request, _("Gepubliceerd. De burgemeester vindt de analyse op de eerste pagina."))
        return redirect("publications:page", found.pk)
    if found.state != State.CHECKED:
        messages.info(request, _("Een tweede analist of adviseur kijkt dit eerst na."))
        return redirect(draft_url(found))
    context = {
        "title": _("Analyse publiceren"),
        "consequence_title": _("Wat er gebeurt"),
        "consequence": _("Deze versie ligt daarna vast. Een fout herstelt u met een nieuwe versie."),
        "summary": [
            Pair(_("Analyse"), draft.title),
            Pair(_("Wie mag dit lezen?"), str(Audience(draft.audience).label)),
            *_delivers(request, found),
        ],
        "submit_label": _("Publiceer"),
        "action": reverse("publications:publish", args=[found.pk]),
        "cancel_url": draft_url(found),
        "version": found.version,
    }
    return render(request, "publications/confirm.html", context)


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def withdraw(request: IdentifiedRequest, publication: uuid.UUID) -> HttpResponse:
    """Withdraw what is out, with a reason."""
    found = publication_or_404(request, publication)
    form = WithdrawForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(
                identity=request.identity,
                publication=found,
                version=posted_version(request),
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("Ingetrokken. Uw reden staat nu boven de analyse."))
        except VersionConflict:
            tell_changed(request)
        return redirect("publications:page", found.pk)
    context = {
        "form": form,
        "title": _("Analyse intrekken"),
        "consequence_title": _("Wat er gebeurt"),
        "consequence": _("De analyse blijft te lezen, met uw reden erboven. Terugdraaien kan niet."),
        "summary": [Pair(_("Analyse"), found.title)],
        "submit_label": _("Trek de analyse in"),
        "negative": True,
        "cancel_url": reverse("publications:page", args=[found.pk]),
    }
    return render(request, "web/confirm.html", context)


def _act(
    request: IdentifiedRequest, publication: uuid.UUID, act: Callable[..., None], words: str
) -> HttpResponse:
    found = draft_or_404(request, publication).publication
    try:
        act(identity=request.identity, publication=found, version=posted_version(request))
        messages.success(request, words)
    except services.OwnWorkError as error:
        raise PermissionDenied(str(error)) from error
    except VersionConflict:
        tell_changed(request)
    return redirect(draft_url(found))


def _delivers(request: IdentifiedRequest, found: Publication) -> list[Pair]:
    if found.number:
        return []
    if found.delivery is not None:
        return [Pair(_("Hiermee is binnen"), found.delivery.agreement.what)]
    question = found.question
    if question is None or question.state != QuestionState.OPEN:
        return []
    if may_answer(request.identity, question):
        return [Pair(_("Hiermee is beantwoord"), question.text)]
    return [Pair(_("Deze vraag blijft open"), _("Alleen wie de vraag kreeg, kan haar beantwoorden."))]
