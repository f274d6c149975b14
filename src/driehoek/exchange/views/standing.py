"""Pages of the list of cases that are always shared (OM04)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import standing_rows as rows
from driehoek.exchange.forms.standing import GIVES, CaseForm, NewListForm
from driehoek.exchange.models import StandingCase, StandingList, StandingListState
from driehoek.exchange.parties import PARTIES
from driehoek.exchange.queries import standing as queries
from driehoek.exchange.services import standing as services
from driehoek.exchange.services.sides import only_home, stands_for
from driehoek.ledger.versions import VersionConflict
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version


@for_functions(*PARTIES)
@require_GET
def standing_list(request: IdentifiedRequest) -> HttpResponse:
    """List the editions that count or are proposed, or those that are over."""
    ended = request.GET.get("toon") == "vroeger"
    found = queries.overview(request.identity, ended=ended)
    context = {"rows": [rows.list_row(one) for one in found], "ended": ended}
    return render(request, "exchange/standing/list.html", context)


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def standing_new(request: IdentifiedRequest) -> HttpResponse:
    """Begin a proposal, with the lines that are in force between the same parties."""
    form = NewListForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        home, partner = only_home(request.identity), form.cleaned_data["partner"]
        giver, recipient = (home, partner) if form.cleaned_data["way"] == GIVES else (partner, home)
        made = services.propose_edition(identity=request.identity, giver=giver, recipient=recipient)
        return redirect("exchange:standing", made.pk)
    context = {
        "form": form,
        "title": _("Lijst met vaste gevallen voorstellen"),
        "lead": _("Geldt er al een lijst tussen u beiden? Dan begint het voorstel met die regels."),
        "back_url": reverse("exchange:standing_list"),
        "back_label": _("Vaste gevallen"),
        "submit_label": _("Begin"),
        "cancel_url": reverse("exchange:standing_list"),
    }
    return render(request, "web/form_page.html", context)


@for_functions(*PARTIES)
@require_GET
def standing(request: IdentifiedRequest, edition: uuid.UUID) -> HttpResponse:
    """Show an edition: its lines, what the law says of each, what changes, who agreed."""
    found = _found(request, edition)
    draft = found.state == StandingListState.DRAFT
    gives = found.state == StandingListState.IN_FORCE and stands_for(request.identity, found.giver_id)
    current = queries.in_force(request.identity, found) if draft else None
    lines = rows.shown_lines(queries.compared(found, current), may_give=gives)
    side = services.side_of(request.identity, found)
    agreed = getattr(found, f"{side}_agreed_at") is not None
    forbidden = any(line.forbidden for line in lines)
    kept = [line for line in lines if not line.gone]
    context = {
        "edition": found,
        "title": rows.pair_words(found),
        "says": rows.says(found),
        "state": str(found.get_state_display()).lower(),
        "look": rows.LOOKS[found.state],
        "lines": lines,
        "entries": rows.timeline_of(found),
        "draft": draft,
        "forbidden": forbidden,
        "may_agree": draft and bool(kept) and not agreed and not forbidden,
        "agreed": draft and agreed,
        "may_end": found.state in (StandingListState.DRAFT, StandingListState.IN_FORCE),
    }
    return render(request, "exchange/standing/page.html", context)


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def standing_case_new(request: IdentifiedRequest, edition: uuid.UUID) -> HttpResponse:
    """Add a line to a proposal."""
    return _case_form(request, _draft(request, edition), None)


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def standing_case(request: IdentifiedRequest, edition: uuid.UUID, case: uuid.UUID) -> HttpResponse:
    """Change a line of a proposal."""
    found = _draft(request, edition)
    return _case_form(request, found, _case(found, case))


@for_functions(*PARTIES)
@require_POST
def standing_case_remove(request: IdentifiedRequest, edition: uuid.UUID, case: uuid.UUID) -> HttpResponse:
    """Take a line out of a proposal."""
    found = _draft(request, edition)
    try:
        services.remove_case(
            identity=request.identity, edition=found, version=posted_version(request), case=_case(found, case)
        )
        messages.success(request, _("De regel is uit het voorstel gehaald."))
    except VersionConflict:
        _tell_changed(request)
    return redirect("exchange:standing", found.pk)


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def standing_agree(request: IdentifiedRequest, edition: uuid.UUID) -> HttpResponse:
    """Agree for one's own side, after a look at what that means."""
    found = _draft(request, edition)
    if request.method == "GET":
        other = found.recipient_agreed_at or found.giver_agreed_at
        return confirm_page(
            request,
            title=_("Akkoord met deze lijst?"),
            lead=rows.pair_words(found),
            consequence=_(
                "De andere kant is al akkoord. De lijst geldt dan meteen, tot u haar samen vervangt."
            )
            if other
            else _(
                "De lijst geldt zodra de andere kant ook akkoord is. Wijzigt iemand iets? Dan vragen we u opnieuw."
            ),
            submit=_("Ja, akkoord"),
            version=found.version,
            back=(reverse("exchange:standing", args=[found.pk]), _("Terug naar het voorstel")),
        )
    try:
        services.agree(identity=request.identity, edition=found, version=posted_version(request))
    except VersionConflict:
        _tell_changed(request)
    except services.NotAgreedError as error:
        messages.error(request, _refusal(str(error)))
    else:
        messages.success(
            request,
            _("De lijst geldt vanaf vandaag.")
            if found.state == StandingListState.IN_FORCE
            else _("U bent akkoord. Nu de andere kant nog."),
        )
    return redirect("exchange:standing", found.pk)


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def standing_end(request: IdentifiedRequest, edition: uuid.UUID) -> HttpResponse:
    """End an edition, or throw a proposal away, after asking once."""
    found = _found(request, edition)
    draft = found.state == StandingListState.DRAFT
    if request.method == "GET":
        return confirm_page(
            request,
            title=_("Voorstel weggooien?") if draft else _("Lijst beëindigen?"),
            lead=rows.pair_words(found),
            consequence=_("Het voorstel vervalt. De lijst die nu geldt, blijft gelden.")
            if draft
            else _(
                "Vanaf nu geldt er geen lijst. Wat erop stond, komt dan alleen nog op verzoek of uit eigen beweging."
            ),
            submit=_("Ja, gooi weg") if draft else _("Ja, beëindig"),
            version=found.version,
            back=(reverse("exchange:standing", args=[found.pk]), _("Terug")),
        )
    try:
        services.end_list(identity=request.identity, edition=found, version=posted_version(request))
        messages.success(request, _("Vastgelegd."))
    except VersionConflict:
        _tell_changed(request)
    return redirect("exchange:standing_list")


def _found(request: IdentifiedRequest, pk: uuid.UUID) -> StandingList:
    found = queries.standing_lists(request.identity).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _draft(request: IdentifiedRequest, pk: uuid.UUID) -> StandingList:
    found = _found(request, pk)
    if found.state != StandingListState.DRAFT:
        raise PermissionDenied(_("Deze editie staat vast. Begin een nieuw voorstel om iets te wijzigen."))
    return found


def _case(edition: StandingList, pk: uuid.UUID) -> StandingCase:
    found = edition.cases.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _case_form(request: IdentifiedRequest, edition: StandingList, case: StandingCase | None) -> HttpResponse:
    initial = CaseForm.initial_of(case, edition.version) if case else {"version": edition.version}
    form = CaseForm(
        request.POST or None, identity=request.identity, edition=edition, case=case, initial=initial
    )
    back = reverse("exchange:standing", args=[edition.pk])
    if request.method == "POST" and form.is_valid():
        try:
            services.save_case(
                identity=request.identity,
                edition=edition,
                version=posted_version(request),
                new=form.new(),
                case=case,
            )
        except VersionConflict:
            _tell_changed(request)
        return redirect(back)
    context = {
        "form": form,
        "title": _("Regel wijzigen") if case else _("Regel toevoegen"),
        "lead": _("Wie al akkoord was, vragen we daarna opnieuw."),
        "back_url": back,
        "back_label": _("Voorstel"),
        "submit_label": _("Bewaar"),
        "cancel_url": back,
    }
    return render(request, "web/form_page.html", context)


def _tell_changed(request: IdentifiedRequest) -> None:
    messages.error(request, _("Het voorstel is intussen gewijzigd. Kijk het nog eens na."))


def _refusal(code: str) -> str:
    return {
        "empty": _("De lijst heeft nog geen regels."),
        "law": _("Een van de regels mag niet van de wet. Wijzig die regel of haal haar weg."),
        "twice": _("U was al akkoord."),
    }[code]
