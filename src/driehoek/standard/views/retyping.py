"""What to do with a proposal to type a theme anew (ST22)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.problems.models import Theme
from driehoek.standard import queries, sentences, services
from driehoek.standard.forms import DismissForm
from driehoek.standard.models import Dismissal
from driehoek.standard.queries.proposals import Proposal, proposals, return_proposals
from driehoek.standard.retyping import return_rules
from driehoek.standard.views import KEEPERS, norm_or_404


@for_functions(*KEEPERS)
@require_POST
def propose(request: IdentifiedRequest, norm: uuid.UUID) -> HttpResponse:
    """Put the proposal on the agenda of the driehoek."""
    found, back = _proposal(request, norm)
    if found is None:
        return _gone(request, back)
    one = found.judged
    name = queries.theme_of(one.norm).name
    kind = str(found.rule.propose.label).lower()
    services.propose_retyping(
        identity=request.identity,
        norm=one.norm,
        since=found.since,
        rule=found.rule.key,
        title=_("Is %(theme)s nog een standaardprobleem?") % {"theme": name},
        text=" ".join(
            (
                sentences.proposal_words(one),
                sentences.sentence(one),
                _("Voorstel: behandel dit thema als %(kind)s probleem.") % {"kind": kind},
            )
        ),
        url=back,
    )
    messages.success(request, _("Het voorstel staat op de agenda van de driehoek."))
    return redirect(back)


@for_functions(*KEEPERS)
@require_POST
def propose_return(request: IdentifiedRequest, theme: uuid.UUID, rule: str) -> HttpResponse:
    """Put on the agenda of the driehoek that something keeps coming back on a theme."""
    about = Theme.objects.filter(pk=theme, municipality=request.identity.municipality).first()
    if about is None or rule not in {one.key for one in return_rules()}:
        raise Http404
    back = reverse("standard:theme", args=[about.pk])
    wanted = (rule, request.POST.get("found", ""))
    made = return_proposals(request.identity, about)
    one = next((one for one in made if (one.rule.key, str(one.found.id)) == wanted), None)
    if one is None:
        return _gone(request, back)
    kind = str(one.rule.propose.label).lower()
    services.propose_for_return(
        identity=request.identity,
        theme=about,
        found=one.found,
        rule=one.rule.key,
        title=_("Is %(theme)s nog een standaardprobleem?") % {"theme": about.name},
        text=" ".join(
            (one.found.words, _("Voorstel: behandel dit thema als %(kind)s probleem.") % {"kind": kind})
        ),
    )
    messages.success(request, _("Het voorstel staat op de agenda van de driehoek."))
    return redirect(back)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def dismiss(request: IdentifiedRequest, norm: uuid.UUID) -> HttpResponse:
    """Set the proposal aside with a reason, for this run of periods."""
    found, back = _proposal(request, norm)
    if found is None or found.dismissal is not None:
        return _gone(request, back)
    form = DismissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.dismiss_retyping(
                identity=request.identity,
                norm=found.judged.norm,
                since=found.since,
                reason=form.cleaned_data["reason"],
            )
        except services.AlreadyDismissedError:
            return _gone(request, back)
        messages.success(
            request,
            _(
                "Het voorstel is opzijgezet. Wordt de norm later opnieuw te lang niet gehaald, dan komt het terug."
            ),
        )
        return redirect(back)
    context = {
        "form": form,
        "title": _("Voorstel opzijzetten"),
        "lead": sentences.proposal_words(found.judged),
        "submit_label": _("Opzijzetten"),
        "cancel_url": back,
        "back_url": back,
        "back_label": queries.theme_of(found.judged.norm).name,
    }
    return render(request, "web/form_page.html", context)


@for_functions(*KEEPERS)
@require_POST
def reopen(request: IdentifiedRequest, dismissal: uuid.UUID) -> HttpResponse:
    """Take a proposal up again that was set aside."""
    found = (
        Dismissal.objects.filter(pk=dismissal, municipality=request.identity.municipality)
        .select_related("norm__indicator__theme")
        .first()
    )
    if found is None or found.norm.indicator is None:
        raise Http404
    if services.reopen_retyping(dismissal=found):
        messages.success(request, _("Het voorstel is terug."))
    return redirect("standard:theme", found.norm.indicator.theme_id)


def _proposal(request: IdentifiedRequest, norm: uuid.UUID) -> tuple[Proposal | None, str]:
    """Return the proposal that a norm makes now, or None, and the page of its theme."""
    found = norm_or_404(request, norm)
    back = reverse("standard:theme", args=[queries.theme_of(found).pk])
    if found.ended_at is not None:
        return None, back
    made = proposals(request.identity, queries.judged(request.identity, [found]))
    return (made[0] if made else None), back


def _gone(request: IdentifiedRequest, back: str) -> HttpResponse:
    messages.info(request, _("Dit voorstel is er niet meer. Kijk hieronder hoe de norm ervoor staat."))
    return redirect(back)
