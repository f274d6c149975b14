"""The register of covenants: what holds, what ends soon, what rests on it."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.grounds import subjects_resting
from driehoek.grounds.asking import words_of
from driehoek.grounds.forms import VersionForm
from driehoek.grounds.forms.covenants import CovenantForm
from driehoek.grounds.models import Covenant
from driehoek.grounds.queries import activities
from driehoek.grounds.queries import covenants as queries
from driehoek.grounds.services import covenants as services
from driehoek.grounds.views.common import KEEPERS, READERS, conflict, day, form_page, page_of
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Change, Pair, Row, Tag
from driehoek.web.forms import posted_version, sent_again


@for_functions(*READERS)
@require_GET
def covenant_list(request: IdentifiedRequest) -> HttpResponse:
    """List the covenants, what ends first on top."""
    today, past = timezone.localdate(), request.GET.get("voorbij") == "ja"
    rows, more = queries.register(request.identity, on=today, past=past, after=_after(request))
    kept = "voorbij=ja&" if past else ""
    context = {
        "rows": [_row(one, today) for one in rows],
        "past": past,
        "next_url": f"?{kept}na={rows[-1].valid_until.isoformat()}_{rows[-1].pk}" if more else "",
        "may_keep": request.identity.holds(*KEEPERS),
    }
    return render(request, "grounds/covenants.html", context)


def _after(request: IdentifiedRequest) -> tuple[date, uuid.UUID] | None:
    last, _sep, identifier = request.GET.get("na", "").partition("_")
    try:
        return date.fromisoformat(last), uuid.UUID(identifier)
    except ValueError:
        return None


def state_tags(covenant: Covenant, on: date) -> list[Tag]:
    """Say whether a covenant holds, how long still, and how its DPIA stands."""
    found = []
    if covenant.ended_on is not None and covenant.ended_on <= on:
        found.append(Tag(_("beëindigd"), "barred"))
    elif covenant.valid_until < on:
        found.append(Tag(_("verlopen"), "barred"))
    elif covenant.valid_from > on:
        found.append(Tag(_("geldt nog niet"), "unknown"))
    elif covenant.valid_until - on <= queries.SOON:
        left = (covenant.valid_until - on).days
        words = ngettext("nog %(days)s dag", "nog %(days)s dagen", left) % {"days": left}
        found.append(Tag(words, "ask"))
    else:
        found.append(Tag(_("geldt"), "calm"))
    if covenant.dpia_on is None:
        found.append(Tag(_("geen DPIA"), "ask"))
    elif not queries.dpia_holds(covenant, on):
        found.append(Tag(_("DPIA verlopen"), "ask"))
    return found


def _row(covenant: Covenant, today: date) -> Row:
    count = int(getattr(covenant, "rest", 0))
    resting = ngettext("%(count)s afspraak rust hierop", "%(count)s afspraken rusten hierop", count)
    return Row(
        covenant.title,
        page_of("covenant", covenant.pk),
        ", ".join(one.organisation.name for one in covenant.parties.all()),
        tags=state_tags(covenant, today),
        meta=_("tot en met %(day)s") % {"day": day(covenant.valid_until)}
        + (f" · {resting % {'count': count}}" if count else ""),
    )


def covenant_or_404(request: IdentifiedRequest, identifier: uuid.UUID) -> Covenant:
    """Return a covenant of the municipality.

    Raises:
        Http404: there is none.
    """
    found = queries.covenant(request.identity, identifier)
    if found is None:
        raise Http404
    return found


@for_functions(*READERS)
@require_GET
def covenant(request: IdentifiedRequest, covenant: uuid.UUID) -> HttpResponse:
    """Show one covenant with what rests on it."""
    found, today = covenant_or_404(request, covenant), timezone.localdate()
    resting = queries.resting_on(request.identity, found)
    context = {
        "covenant": found,
        "tags": state_tags(found, today),
        "pairs": _pairs(request, found),
        "resting": subjects_resting.rows(request.identity, resting),
        "may_keep": request.identity.holds(*KEEPERS) and found.ended_on is None,
        "closed": any(one.closed_at for one in resting),
    }
    return render(request, "grounds/covenant.html", context)


def _pairs(request: IdentifiedRequest, found: Covenant) -> list[Pair]:
    activity = activities.history(request.identity, found.activity)[:1] if found.activity else []
    dpia = f"{day(found.dpia_on)}, {found.dpia_reference}" if found.dpia_on else _("niet gedaan")
    pairs = [
        Pair(_("Wie doen mee"), ", ".join(one.organisation.name for one in found.parties.all())),
        Pair(_("Waarvoor"), _said("purpose", found.purposes)),
        Pair(_("Welke gegevens"), _said("data_categories", found.categories)),
        Pair(_("Geldt vanaf"), day(found.valid_from)),
        Pair(_("Geldt tot en met"), day(found.valid_until)),
        Pair(_("DPIA"), dpia),
        Pair(_("DPIA opnieuw bekijken voor"), day(found.dpia_review_by)),
        Pair(_("Waar het document ligt"), found.location),
        Pair(_("Beheerder"), found.keeper.name),
    ]
    if found.ended_on:
        pairs.append(Pair(_("Beëindigd op"), day(found.ended_on)))
    if activity:
        url = page_of("activity", activity[0].activity)
        pairs.append(Pair(_("Verwerking"), activity[0].name, url, _("Bekijk")))
    return pairs


def _said(field: str, values: list[str]) -> str:
    return ", ".join(sorted((words_of(field, one) for one in values), key=str.lower))


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def covenant_new(request: IdentifiedRequest) -> HttpResponse:
    """Put a covenant in the register."""
    form = CovenantForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        made = services.make_covenant(identity=request.identity, values=form.values())
        messages.success(request, _("Het convenant staat in het register."))
        return redirect("grounds:covenant", made.pk)
    back = (page_of("covenants"), _("Convenanten"))
    return render(request, "web/form_page.html", form_page(form, _("Convenant opnemen"), _("Opnemen"), back))


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def covenant_change(request: IdentifiedRequest, covenant: uuid.UUID) -> HttpResponse:
    """Change or renew a covenant."""
    found = covenant_or_404(request, covenant)
    begin = CovenantForm.initial_of(found)
    form = CovenantForm(request.POST or None, identity=request.identity, initial=begin)
    clash = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_covenant(
                identity=request.identity,
                covenant=found,
                version=posted_version(request),
                values=form.values(),
            )
        except VersionConflict:
            found = covenant_or_404(request, covenant)
            stored = [Change(_("Naam"), found.title), Change(_("Geldt tot en met"), day(found.valid_until))]
            clash = conflict(queries.last_change(found), stored)
            form = CovenantForm(sent_again(request, found.version), identity=request.identity)
        else:
            messages.success(request, _("Het convenant is gewijzigd."))
            return redirect("grounds:covenant", found.pk)
    back = (page_of("covenant", found.pk), found.title)
    page = form_page(form, _("Convenant wijzigen of verlengen"), _("Bewaren"), back, conflict=clash)
    return render(request, "web/form_page.html", page, status=409 if clash else 200)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def covenant_end(request: IdentifiedRequest, covenant: uuid.UUID) -> HttpResponse:
    """Ask, then end a covenant before its time; what rests on it closes."""
    found = covenant_or_404(request, covenant)
    if request.method == "POST":
        try:
            services.end_covenant(identity=request.identity, covenant=found, version=posted_version(request))
            messages.success(request, _("Het convenant is beëindigd. Wat erop rustte, rust nu."))
        except VersionConflict:
            messages.error(request, _("Iemand wijzigde dit convenant net. Kijk eerst wat er nu staat."))
        return redirect("grounds:covenant", found.pk)
    count = len(queries.resting_on(request.identity, found))
    resting = ngettext("%(count)s afspraak", "%(count)s afspraken", count) % {"count": count}
    context = {
        "title": _("Convenant beëindigen?"),
        "consequence_title": _("Dit werkt meteen"),
        "consequence": _("Wat op dit convenant rust, gaat rusten tot er een nieuw convenant is."),
        "summary": [Pair(_("Convenant"), found.title), Pair(_("Rust hierop"), resting)],
        "form": VersionForm(initial={"version": found.version}),
        "submit_label": _("Convenant beëindigen"),
        "negative": True,
        "cancel_url": page_of("covenant", found.pk),
        "back_url": page_of("covenant", found.pk),
        "back_label": found.title,
    }
    return render(request, "web/confirm.html", context)
