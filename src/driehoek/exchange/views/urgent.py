"""Telling the mayor at night: the headline at once, and then the page that shows who knows (OM08)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange.forms.urgent import UrgentForm
from driehoek.exchange.giving import answers_of, new_key, unasked
from driehoek.exchange.models import Detail, Provision, ProvisionState
from driehoek.exchange.parties import home_of
from driehoek.exchange.proposals import proposal_of
from driehoek.exchange.queries import giving as queries
from driehoek.exchange.services import provisions as services
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import ReleaseError
from driehoek.exchange.services.releasing import keep_refusal
from driehoek.exchange.urgent import FRAMES, MAY_RING, PURPOSE, ready_proposal
from driehoek.exchange.views.deciding import CONFIRMED, release_words
from driehoek.exchange.views.unasked import new_of
from driehoek.grounds.asking import Conversation, converse
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Organisation, OrganisationKind
from driehoek.position.views import uuid_of
from driehoek.problems.models import Theme


@for_functions(*MAY_RING)
@require_http_methods(["GET", "POST"])
def urgent_new(request: IdentifiedRequest) -> HttpResponse:
    """Give the headline at once; the route rings on until someone confirms."""
    giver, recipient = _parties(request)
    themes = queries.themes(request.identity)
    first = queries.usual_theme(request.identity) or themes.first()
    if first is None:
        raise PermissionDenied(_("Er staat nog geen thema in Driehoek. Bel de burgemeester zelf."))
    form = UrgentForm(request.POST or None, themes=themes, initial={"key": new_key(), "theme": first})
    blank = _blank(request, giver, recipient, first)
    frame = ready_proposal({key: value for key, value in proposal_of(blank).items() if key != "facts"})
    posted = request.POST if request.method == "POST" else None
    fixed = {key: frame[key] for key in ("frequency", "trigger")} | CONFIRMED
    conversation = converse(frame, data=posted, fixed=fixed, further=False)
    said = ""
    if posted is not None and form.is_valid() and not conversation.form.errors:
        try:
            made = _given(request, form, blank, conversation)
        except ReleaseError as error:
            keep_refusal(identity=request.identity, error=error)
            said = release_words(error)
        except VersionConflict:
            said = _("Dit is al verstuurd. Kijk bij wat u verstrekte.")
        else:
            messages.success(request, _("Doorgegeven. Hieronder ziet u wie het weet."))
            return redirect("exchange:provision", made.pk)
    context = {
        "form": form,
        "conversation": conversation,
        "ready": [_ready(field) for field in conversation.answered],
        "says": said,
        "outcome": conversation.outcome if said else None,
        "wrong": [one for one in (form, conversation.form) if one.is_bound and one.errors],
        "action": request.path,
        "lead": _("Alleen de kop, meteen, aan %(who)s. De rest kan later.") % {"who": recipient.name},
    }
    return render(request, "exchange/giving/urgent.html", context)


@transaction.atomic
def _given(
    request: IdentifiedRequest, form: UrgentForm, blank: Provision, conversation: Conversation
) -> Provision:
    """Draft and release in one go: when the law says no, nothing of it stays.

    Raises:
        ReleaseError: the law says no; the decision says why.
    """
    facts, tags = answers_of(conversation, {})
    blank.facts, blank.wpg_processing, blank.theme = facts, tags, form.cleaned_data["theme"]
    made = services.draft_provision(
        identity=request.identity,
        new=new_of(blank),
        parts=[NewPart(Detail.HEADLINE, form.cleaned_data["text"])],
    )
    if made.state != ProvisionState.DRAFT:
        # The same form, sent twice.
        return made
    return services.release(identity=request.identity, provision=made, version=made.version, facts=CONFIRMED)


def _parties(request: IdentifiedRequest) -> tuple[Organisation, Organisation]:
    kinds = [OrganisationKind.PROSECUTION, OrganisationKind.POLICE]
    giver = home_of(request.identity).filter(kind__in=kinds).first()
    recipient = Organisation.objects.filter(
        municipality=request.identity.municipality, kind=OrganisationKind.MUNICIPALITY, ended_at=None
    ).first()
    if giver is None or recipient is None:
        raise PermissionDenied(_("Dit is voor het OM en de politie. Bel de burgemeester zelf."))
    return giver, recipient


def _blank(
    request: IdentifiedRequest, giver: Organisation, recipient: Organisation, theme: Theme
) -> Provision:
    kind = "om" if giver.kind == OrganisationKind.PROSECUTION else "politie"
    frame: dict[str, Any] = {
        key: list(value) if isinstance(value, tuple) else value for key, value in FRAMES[kind].items()
    }
    return unasked(
        request.identity,
        giver=giver,
        recipient=recipient,
        theme=theme,
        title=_("Spoedbericht van %(who)s") % {"who": giver.name},
        purpose=PURPOSE,
        urgent=True,
        key=uuid_of(request.POST.get("key", "")) or new_key(),
        **frame,
    )


def _ready(field: BoundField) -> dict[str, str]:
    """Say a question with the answer that stands ready."""
    value = field.value()
    listed = dict(getattr(field.field, "choices", ()))
    chosen = value if isinstance(value, list) else [value]
    words = [str(listed.get(one, one)) for one in chosen]
    return {"question": str(field.label), "answer": ", ".join(words)}
