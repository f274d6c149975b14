"""The register of processing activities (TZ01): every purpose with its basis, covenant, DPIA and expiry."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.grounds.asking import words_of
from driehoek.grounds.forms.activities import ActivityForm, period_words
from driehoek.grounds.models import ActivityVersion
from driehoek.grounds.outcomes import article_of
from driehoek.grounds.queries import activities as queries
from driehoek.grounds.queries.covenants import SOON, dpia_holds, holds_on
from driehoek.grounds.rulebook import rules_in_force
from driehoek.grounds.services import activities as services
from driehoek.grounds.views.common import OFFICER_OR_ADMIN, READERS, conflict, day, form_page, page_of
from driehoek.ledger.activities import uri_of
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Change, Pair, Row, Tag
from driehoek.web.forms import sent_again


@for_functions(*READERS)
@require_GET
def activity_list(request: IdentifiedRequest) -> HttpResponse:
    """List every processing activity, what must be looked at again first on top."""
    past, today = request.GET.get("gestopt") == "ja", timezone.localdate()
    rows = queries.newest(request.identity, ended=past)
    context = {
        "rows": [_row(one, today) for one in rows],
        "past": past,
        "may_keep": request.identity.holds(*OFFICER_OR_ADMIN),
    }
    return render(request, "grounds/activities.html", context)


def state_tags(one: ActivityVersion, on: date) -> list[Tag]:
    """Say of an activity what asks for attention: expiry, covenant, DPIA."""
    found = []
    if one.ended:
        return [Tag(_("gestopt"), "barred")]
    if one.expires_on and one.expires_on <= on:
        found.append(Tag(_("verlopen"), "barred"))
    elif one.expires_on and one.expires_on - on <= SOON:
        found.append(Tag(_("loopt bijna af"), "ask"))
    if one.covenant and not holds_on(one.covenant, on):
        found.append(Tag(_("convenant geldt niet"), "barred"))
    if one.dpia_on is None and not (one.covenant and dpia_holds(one.covenant, on)):
        found.append(Tag(_("geen DPIA"), "unknown"))
    if one.valid_from > on:
        found.append(Tag(_("geldt nog niet"), "unknown"))
    return found


def basis_words(key: str) -> str:
    """Return a legal basis with its article."""
    found = rules_in_force().basis(key)
    return f"{found.title} ({article_of(found)})" if found else key


def _row(one: ActivityVersion, today: date) -> Row:
    facts = [basis_words(one.legal_basis)]
    facts.append(one.covenant.title if one.covenant else _("geen convenant"))
    facts.append(_("DPIA %(day)s") % {"day": day(one.dpia_on)} if one.dpia_on else _("geen DPIA"))
    facts.append(_("opnieuw bekijken voor %(day)s") % {"day": day(one.expires_on)} if one.expires_on else "")
    return Row(
        one.name,
        page_of("activity", one.activity),
        one.purpose,
        tags=state_tags(one, today),
        meta=" · ".join(fact for fact in facts if fact),
    )


def _newest_or_404(request: IdentifiedRequest, activity: uuid.UUID) -> list[ActivityVersion]:
    found = queries.history(request.identity, activity)
    if not found:
        raise Http404
    return found


@for_functions(*READERS)
@require_GET
def activity(request: IdentifiedRequest, activity: uuid.UUID) -> HttpResponse:
    """Show an activity as it is now, and its earlier versions."""
    history = _newest_or_404(request, activity)
    return _page(request, history[0], history)


@for_functions(*READERS)
@require_GET
def activity_version(request: IdentifiedRequest, slug: str, number: int) -> HttpResponse:
    """Show one version, as the processing log refers to it."""
    found = queries.version_at(request.identity, slug, number)
    if found is None:
        raise Http404
    return _page(request, found, queries.history(request.identity, found.activity))


def _page(request: IdentifiedRequest, shown: ActivityVersion, history: list[ActivityVersion]) -> HttpResponse:
    others = [one for one in history if one != shown]
    is_newest = shown == history[0]
    context = {
        "one": shown,
        "tags": state_tags(shown, timezone.localdate()),
        "pairs": _pairs(shown),
        "others": [
            Row(
                _("Versie %(number)s") % {"number": one.number},
                page_of("activity_version", one.slug, one.number),
                _("geldt vanaf %(day)s") % {"day": day(one.valid_from)},
                meta=one.made_by.name,
            )
            for one in others
        ],
        "is_newest": is_newest,
        "may_keep": is_newest and not shown.ended and request.identity.holds(*OFFICER_OR_ADMIN),
    }
    return render(request, "grounds/activity.html", context)


def _pairs(one: ActivityVersion) -> list[Pair]:
    dpia = f"{day(one.dpia_on)}, {one.dpia_reference}" if one.dpia_on else _("niet gedaan")
    pairs = [
        Pair(_("Waarvoor"), one.purpose),
        Pair(_("Rechtsgrond"), basis_words(one.legal_basis), page_of("rule", one.legal_basis), _("Bekijk")),
        Pair(_("Welke gegevens"), _listed("data_categories", one.categories)),
        Pair(_("Over wie"), _listed("subject", one.subjects)),
        Pair(_("Aan wie"), _listed("recipient", one.recipients) or _("niemand")),
        Pair(_("Hoe lang bewaren"), period_words(one.retention_period)),
        Pair(_("Hoe beschermd"), one.measures),
        Pair(_("DPIA"), dpia),
        Pair(_("Geldt vanaf"), day(one.valid_from)),
        Pair(_("Opnieuw bekijken voor"), day(one.expires_on)),
        Pair(_("Adres in het verwerkingenlogboek"), uri_of(one.slug, one.number)),
    ]
    if one.covenant:
        pairs.insert(
            7, Pair(_("Convenant"), one.covenant.title, page_of("covenant", one.covenant.pk), _("Bekijk"))
        )
    return pairs


def _listed(field: str, values: list[str]) -> str:
    return ", ".join(sorted((words_of(field, one) for one in values), key=str.lower))


@for_functions(*OFFICER_OR_ADMIN)
@require_http_methods(["GET", "POST"])
def activity_new(request: IdentifiedRequest) -> HttpResponse:
    """Put a processing activity in the register."""
    form = ActivityForm(
        request.POST or None, identity=request.identity, initial={"valid_from": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        made = services.register_activity(identity=request.identity, values=form.values())
        messages.success(request, _("De verwerking staat in het register."))
        return redirect("grounds:activity", made.activity)
    back = (page_of("activities"), _("Verwerkingen"))
    return render(request, "web/form_page.html", form_page(form, _("Verwerking opnemen"), _("Opnemen"), back))


@for_functions(*OFFICER_OR_ADMIN)
@require_http_methods(["GET", "POST"])
def activity_change(request: IdentifiedRequest, activity: uuid.UUID) -> HttpResponse:
    """Add a version to an activity; the earlier ones stay."""
    last = _newest_or_404(request, activity)[0]
    begin = ActivityForm.initial_of(last) | {"valid_from": timezone.localdate()}
    form = ActivityForm(request.POST or None, identity=request.identity, initial=begin)
    clash = None
    if request.method == "POST" and form.is_valid():
        try:
            services.revise_activity(
                identity=request.identity,
                last=last,
                number=form.cleaned_data["number"] or 0,
                values=form.values(),
            )
        except VersionConflict:
            last = _newest_or_404(request, activity)[0]
            again = sent_again(request, last.number)
            again["number"] = str(last.number)
            form = ActivityForm(again, identity=request.identity)
            clash = conflict((last.made_by.name, last.made_at), [Change(_("Waarvoor"), last.purpose)])
        else:
            messages.success(request, _("Er is een nieuwe versie. De eerdere blijft staan."))
            return redirect("grounds:activity", activity)
    back = (page_of("activity", activity), last.name)
    page = form_page(form, _("Verwerking wijzigen"), _("Bewaar als nieuwe versie"), back, conflict=clash)
    return render(request, "web/form_page.html", page, status=409 if clash else 200)


@for_functions(*OFFICER_OR_ADMIN)
@require_http_methods(["GET", "POST"])
def activity_end(request: IdentifiedRequest, activity: uuid.UUID) -> HttpResponse:
    """Ask, then say that an activity stopped."""
    last = _newest_or_404(request, activity)[0]
    url = page_of("activity", activity)
    if request.method == "POST":
        try:
            services.end_activity(identity=request.identity, last=last)
            messages.success(request, _("De verwerking is gestopt. De versies blijven te lezen."))
        except VersionConflict:
            messages.error(request, _("Deze verwerking was al gestopt of gewijzigd."))
        return redirect(url)
    context = {
        "title": _("Verwerking stoppen?"),
        "consequence_title": _("Vanaf vandaag"),
        "consequence": _("De verwerking gaat naar de lijst van wat gestopt is. Niets wordt gewist."),
        "summary": [Pair(_("Verwerking"), last.name)],
        "submit_label": _("Verwerking stoppen"),
        "negative": True,
        "cancel_url": url,
        "back_url": url,
        "back_label": last.name,
    }
    return render(request, "web/confirm.html", context)


@for_functions(*OFFICER_OR_ADMIN)
@require_POST
def activities_standard(request: IdentifiedRequest) -> HttpResponse:
    """Take over the activities that Driehoek brings along."""
    if services.take_over_standard(identity=request.identity):
        messages.success(
            request, _("De verwerkingen van Driehoek staan in het register. Pas ze aan waar nodig.")
        )
    else:
        messages.info(request, _("De verwerkingen van Driehoek stonden er al."))
    return redirect("grounds:activities")
