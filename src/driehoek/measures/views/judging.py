"""Asking the law whether the data may carry a measure (see driehoek.law, grounds)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.views import READERS
from driehoek.grounds.asking import ProposalForm, converse
from driehoek.law.decision import Outcome
from driehoek.ledger.versions import VersionConflict
from driehoek.measures import services
from driehoek.measures.forms.measures import ConfirmationForm
from driehoek.measures.models import AdministrativeMeasure
from driehoek.measures.queries import measures as queries
from driehoek.measures.services.measures import CHANGEABLE
from driehoek.measures.tables import kinds
from driehoek.measures.views import measure_or_404
from driehoek.web.forms import posted_version


def first_proposal(measure: AdministrativeMeasure) -> dict[str, Any]:
    """Return what is proposed as a rule: the police give police data to the mayor for a decision of that kind."""
    purpose = "tijdelijk_huisverbod" if measure.kind == "house_ban" else "openbare_orde"
    return {
        "provider": "politie",
        "recipient": "burgemeester",
        "purpose": purpose,
        "data_categories": ["politiegegevens"],
        "frequency": "incidental",
        "trigger": "unprompted",
    }


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def judge(request: IdentifiedRequest, measure: uuid.UUID) -> HttpResponse:
    """Answer what the law must know, and keep its answer with the measure."""
    found = measure_or_404(request, measure, Level.WORK)
    back = reverse("measures:measure", args=[found.pk])
    organisation = queries.own_municipality(request.identity)
    if found.state not in CHANGEABLE or organisation is None:
        messages.info(
            request, _("Toetsen kan de gemeente, zolang de maatregel niet bij de burgemeester ligt.")
        )
        return redirect(back)
    form = ProposalForm(request.POST or None, initial=first_proposal(found))
    confirmation = ConfirmationForm(request.POST if "confirmation" in request.POST else None)
    context: dict[str, Any] = {"measure": found, "form": form, "back_url": back}
    if request.method == "POST" and form.is_valid():
        basis = kinds()[found.kind].basis
        fixed = {"decision_basis": basis} if basis else {}
        conversation = converse(form.proposal(), data=request.POST, fixed=fixed)
        context |= {"conversation": conversation, "confirmation": confirmation}
        context["warns"] = conversation.decision.outcome == Outcome.WARN
        if (
            conversation.complete
            and "keep" in request.POST
            and (not confirmation.is_bound or confirmation.is_valid())
        ):
            try:
                made = services.judge_measure(
                    identity=request.identity,
                    measure=found,
                    version=posted_version(request),
                    organisation=organisation.pk,
                    proposal=conversation.proposal,
                    confirmation=confirmation.cleaned_data["confirmation"] if confirmation.is_bound else "",
                )
            except VersionConflict:
                messages.error(request, _("Deze maatregel is intussen gewijzigd. Toets haar opnieuw."))
                return redirect(back)
            if made.releasable:
                messages.success(request, _("De wet staat dit toe. De toets is bewaard bij de maatregel."))
            else:
                messages.warning(request, made.why_not())
            return redirect(back)
    return render(request, "measures/judge.html", context)
