"""Passing on what was received: to whom and for what, and then through the same check as everything that is given."""

from __future__ import annotations

import uuid
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import asking, received_words
from driehoek.exchange.forms.receiving import PassOnForm
from driehoek.exchange.models import Detail, Kind, Provision, ProvisionState
from driehoek.exchange.parties import DRIEHOEK, RECEIVERS
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import NewProvision, ReleaseError
from driehoek.exchange.services.provisions import pass_on as begin
from driehoek.exchange.views.receiving import READERS, may_read, provision_or_404
from driehoek.parties.models import Function, Organisation, OrganisationKind

# Who at another organisation reads what is passed on, until the giver chooses otherwise on the next page.
READERS_THERE: Final[dict[str, tuple[Function, ...]]] = {
    OrganisationKind.MUNICIPALITY: RECEIVERS,
    OrganisationKind.PROSECUTION: (Function.PROSECUTOR,),
    OrganisationKind.POLICE: (Function.TEAM_CHIEF,),
}
OTHERS: Final = (Function.CASE_DIRECTOR, Function.PARTNER)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def pass_on(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Ask to whom and for what; then the giving screen asks the law, and nothing leaves before it says yes."""
    found = provision_or_404(request, provision)
    if found.state != ProvisionState.RELEASED or found.kind == Kind.RETURN:
        raise Http404
    barred = may_read(request, found)
    if barred:
        raise PermissionDenied(barred)
    partners = partners_to(request, found)
    form = PassOnForm(
        request.POST or None,
        partners=partners,
        purposes=_purposes(found, list(partners)),
        initial={"title": found.title, "purpose": found.purpose},
    )
    if request.method == "POST" and form.is_valid():
        return _begun(request, found, form)
    address = reverse("exchange:received", args=[found.pk])
    context = {
        "form": form,
        "title": _("Doorgeven"),
        "lead": _(
            "Doorgeven mag alleen als de wet het toelaat. U kiest aan wie en waarvoor. Daarna volgt de toets."
        ),
        "onward": received_words.said_term(found.terms, "onward"),
        "conditions": found.conditions,
        "giver": found.giver.name,
        "back_url": address,
        "back_label": found.title,
        "cancel_url": address,
        "submit_label": _("Verder naar de toets"),
    }
    return render(request, "exchange/received/pass_on.html", context)


def partners_to(request: IdentifiedRequest, found: Provision) -> QuerySet[Organisation]:
    """Return to whom it can go on: every party to which the law knows a way, except the one that gave it."""
    others = Organisation.objects.filter(municipality=request.identity.municipality, ended_at=None)
    others = others.exclude(pk__in=[found.recipient_id, found.giver_id])
    others = others.exclude(kind=OrganisationKind.COUNCIL).order_by("name")
    if found.within_driehoek:
        others = others.filter(kind__in=DRIEHOEK)
    return others.filter(pk__in=[one.pk for one in others if asking.can_give(found.recipient, one)])


def _purposes(found: Provision, partners: list[Organisation]) -> list[str]:
    """Return for what these parties may receive anything from the reader's side, in the order of the words."""
    listed = [one for partner in partners for one in asking.fitting(found.recipient, partner)["purpose"]]
    return list(dict.fromkeys(listed))


def _begun(request: IdentifiedRequest, found: Provision, form: PassOnForm) -> HttpResponse:
    values = form.cleaned_data
    to: Organisation = values["to"]
    wanted = NewProvision(
        recipient=to,
        theme=found.theme,
        problem=found.problem,
        title=values["title"],
        purpose=values["purpose"],
        subject=found.subject,
        data_categories=found.data_categories,
        keep_until=found.keep_until,
        kind=Kind.ONWARD,
        mark=found.mark,
        within_driehoek=found.within_driehoek,
        conditions=found.conditions,
        readers=READERS_THERE.get(to.kind, OTHERS),
        key=values["key"],
    )
    parts = [NewPart(Detail.ESSENTIALS, values["text"])]
    try:
        made = begin(identity=request.identity, provision=found, to=to, new=wanted, parts=parts)
    except ReleaseError:
        messages.warning(request, _("Dit is teruggetrokken of verlopen. U kunt het niet meer doorgeven."))
        return redirect("exchange:received", found.pk)
    messages.info(request, _("Dit is nog een concept. Beantwoord de vragen; dan zegt de wet of het mag."))
    return redirect("exchange:provision", made.pk)
