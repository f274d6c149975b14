"""Pages about needs: the list, stating one, what came of it, and its end."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.deadlines.recurrence import Rhythm
from driehoek.ledger.versions import VersionConflict
from driehoek.position import sentences, services
from driehoek.position.forms.needs import BarForm, ChangeNeedForm, NeedForm, prefilled
from driehoek.position.models import AgreementState, InfoKind, Need, NeedState
from driehoek.position.queries import needs as queries
from driehoek.position.services import NewNeed
from driehoek.position.views import (
    KEEPERS,
    READERS,
    READERS_AND_SUPPLIERS,
    changes_between,
    conflict_of,
    mark_exercise,
    need_or_404,
    too_late,
    uuid_of,
)
from driehoek.web import formatting
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version, sent_again
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(*READERS)
@require_GET
def need_list(request: IdentifiedRequest) -> HttpResponse:
    """List what is needed, newest first."""
    chosen = _filter(request)
    found, more = queries.need_list(request.identity, chosen, after=keyset_cursor(request))
    context = {
        "rows": [sentences.need_row(need) for need in found],
        "next_url": next_page(request, found[-1].stated_at, found[-1].pk) if more else "",
        "chosen": chosen,
        "standings": queries.Standing.choices,
        "theme_choices": queries.themes_of(request.identity),
        "partner_choices": queries.partners_of(request.identity),
        "narrowed": chosen != queries.NeedFilter(),
        "may_keep": request.identity.holds(*KEEPERS),
    }
    return render(request, "position/needs.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """State a need in one sentence; the address may say what is known already."""
    initial = prefilled(request.GET, request.identity)
    form = NeedForm(request.POST or None, identity=request.identity, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _state(request, form.cleaned_data)
    problem = initial["problem"]
    mark_exercise(request, problem)
    back = reverse("problems:page", args=[problem.pk]) if problem else reverse("position:needs")
    context = {
        "form": form,
        "problem": problem,
        "title": _("Zeg wat u wilt weten"),
        "lead": _("Eén zin is genoeg. De rest kan later."),
        "submit_label": _("Noteer"),
        "cancel_url": back,
        "back_url": back,
        "back_label": problem.title if problem else _("Behoeften"),
    }
    return render(request, "position/need_form.html", context)


def _state(request: IdentifiedRequest, values: dict[str, Any]) -> HttpResponse:
    twin = queries.just_stated(request.identity, values["sentence"], values["theme"])
    if twin:
        messages.info(request, _("Deze behoefte hebt u net al genoteerd."))
        return redirect("position:need", twin.pk)
    made = services.state_need(
        identity=request.identity,
        new=NewNeed(**(values | {"info_kind": InfoKind(values["info_kind"])})),
    )
    messages.success(request, _("Uw behoefte is genoteerd. Nu nog iemand die het levert."))
    return redirect("position:need", made.pk)


@for_functions(*READERS_AND_SUPPLIERS)
@require_GET
def need(request: IdentifiedRequest, need: uuid.UUID) -> HttpResponse:
    """Show a need: what came of it, and the next step."""
    found = need_or_404(request, need)
    came = queries.what_came_of(request.identity, found)
    running = [one for one in came.agreements if one.state == AgreementState.ACTIVE]
    found.agreed = bool(running)  # type: ignore[attr-defined]  # as queries.needs.mark_standing has it
    found.late = any(sentences.is_late(one) for one in came.deliveries)  # type: ignore[attr-defined]
    context = {
        "need": found,
        "tags": sentences.need_tags(found),
        "facts": _facts(found),
        "agreements": [sentences.agreement_row(one) for one in came.agreements],
        "deliveries": [sentences.delivery_row(one) for one in came.deliveries],
        "items": [(sentences.item_row(item), item.ratings) for item in came.items],  # type: ignore[attr-defined]
        "running": running,
        "may_keep": request.identity.holds(*KEEPERS),
        "is_open": found.state == NeedState.OPEN,
        "is_barred": found.state == NeedState.BARRED,
        "is_reader": request.identity.holds(*READERS),
        "next_step": _next_step(found, agreed=bool(running)),
    }
    return render(request, "position/need.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, need: uuid.UUID) -> HttpResponse:
    """Change a need; a second editor is told, and keeps what was typed."""
    found = need_or_404(request, need)
    form = ChangeNeedForm(request.POST or None, identity=request.identity, need=found)
    conflict = None
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            changed = services.change_need(
                identity=request.identity, need=found, version=values.pop("version"), values=values
            )
        except VersionConflict:
            found = need_or_404(request, need)
            conflict = conflict_of(found, changes_between(form, ChangeNeedForm.initial_of(found)))
            form = ChangeNeedForm(sent_again(request, found.version), identity=request.identity, need=found)
        else:
            words = _("De behoefte is gewijzigd.") if changed else _("Er is niets gewijzigd.")
            messages.success(request, words)
            return redirect("position:need", found.pk)
    context = _form_page(found, form, _("Behoefte wijzigen"), _("Bewaren")) | {"conflict": conflict}
    return render(request, "position/need_form.html", context, status=409 if conflict else 200)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def bar(request: IdentifiedRequest, need: uuid.UUID) -> HttpResponse:
    """Mark that the law forbids what is needed, and why."""
    found = need_or_404(request, need)
    form = BarForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.bar_need(
                identity=request.identity, need=found, version=values["version"], reason=values["reason"]
            )
        except VersionConflict:
            return too_late(request, reverse("position:need", args=[found.pk]))
        messages.success(
            request, _("Vastgelegd: dit mag niet van de wet. U kunt het hieronder terugdraaien.")
        )
        return redirect("position:need", found.pk)
    context = _form_page(found, form, _("Mag niet van de wet"), _("Leg vast")) | {
        "lead": _("Het gat blijft zichtbaar, met de reden. Niemand hoeft er nog achteraan te gaan.")
    }
    return render(request, "web/form_page.html", context)


@for_functions(*KEEPERS)
@require_POST
def end(request: IdentifiedRequest, need: uuid.UUID) -> HttpResponse:
    """Say that something is no longer needed; the need's page takes it back."""
    found = need_or_404(request, need)
    try:
        services.end_need(identity=request.identity, need=found, version=posted_version(request))
    except VersionConflict:
        return too_late(request, reverse("position:need", args=[found.pk]))
    messages.success(
        request,
        _("Dit is niet meer nodig. Afspraken erover lopen door tot u ze beëindigt. U kunt dit terugdraaien."),
    )
    return redirect("position:need", found.pk)


@for_functions(*KEEPERS)
@require_POST
def reopen(request: IdentifiedRequest, need: uuid.UUID) -> HttpResponse:
    """Need it again, after it was ended or barred."""
    found = need_or_404(request, need)
    try:
        services.reopen_need(identity=request.identity, need=found, version=posted_version(request))
    except VersionConflict:
        return too_late(request, reverse("position:need", args=[found.pk]))
    messages.success(request, _("Teruggedraaid: dit is weer nodig."))
    return redirect("position:need", found.pk)


def _filter(request: HttpRequest) -> queries.NeedFilter:
    standing = request.GET.get("staat", "")
    known = queries.Standing.values
    return queries.NeedFilter(
        standing=queries.Standing(standing) if standing in known else queries.Standing.RUNNING,
        theme=uuid_of(request.GET.get("thema", "")),
        partner=uuid_of(request.GET.get("partner", "")),
        training=request.GET.get("oefening") == "ja",
    )


def _facts(need: Need) -> list[Pair]:
    day = formatting.date_long(need.stated_at, language=sentences.language())
    return [
        Pair(_("Thema"), need.theme.name),
        Pair(_("Wie kan dit vertellen?"), need.partner.name if need.partner else _("dat weten we nog niet")),
        Pair(_("Hoe vaak"), sentences.often(need.rhythm) or _("nog niet gezegd")),
        Pair(_("Soort informatie"), sentences.lower(need.get_info_kind_display())),
        Pair(_("Gewenst cijfer voor de inhoud"), _("%(mark)s van 5") % {"mark": need.wanted_mark}),
        Pair(_("Genoemd door"), f"{need.stated_by.name}, {day}"),
        *sentences.context_pairs(None, need.problem),
    ]


def _next_step(need: Need, *, agreed: bool) -> str:
    """Say what would bring this need closer to being met."""
    if need.state != NeedState.OPEN or agreed:
        return ""
    if need.partner is None:
        return _("Nog niemand levert dit. Kies wie het kan vertellen, en maak een afspraak.")
    if need.rhythm == Rhythm.ONCE:
        return _("Dit is één keer nodig. Vraag het aan %(partner)s.") % {"partner": need.partner.name}
    return _("Hierover is nog niets afgesproken met %(partner)s.") % {"partner": need.partner.name}


def _form_page(need: Need, form: Any, title: str, submit: str) -> dict[str, Any]:
    back = reverse("position:need", args=[need.pk])
    return {
        "form": form,
        "title": title,
        "submit_label": submit,
        "cancel_url": back,
        "back_url": back,
        "back_label": need.sentence,
    }
