"""After release: how each part stands, who read it, what was done with it; let go, put off, take back (OM10)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import giving_words as words
from driehoek.exchange.forms.deciding import EmbargoForm, EndForm, LetGoForm, RecallForm
from driehoek.exchange.models import Detail, Part, Provision, ProvisionState
from driehoek.exchange.parties import PARTIES
from driehoek.exchange.queries import giving as queries
from driehoek.exchange.queries import provisions as given
from driehoek.exchange.request_words import moment
from driehoek.exchange.route import route_for_giver
from driehoek.exchange.services import provisions as services
from driehoek.exchange.services.provision_values import ReleaseError
from driehoek.exchange.storing import texts_of
from driehoek.exchange.views.unasked import provision_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Pair, Tag
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version


@for_functions(*PARTIES)
@require_GET
def provision(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Show what was given: state per part, who read it, receipt and use; nothing of the contents can be changed."""
    found = provision_or_404(request, provision)
    if found.state == ProvisionState.DRAFT:
        if found.request_id is not None:
            return redirect("exchange:judge", found.request_id)
        return redirect("exchange:provision_write", found.pk)
    parts = queries.parts_of(found)
    own = {text.detail: text.text for text in texts_of(request.identity, found)}
    shown = [part for part in parts if part.body is not None or part.destroyed_at is not None]
    running = found.state == ProvisionState.RELEASED
    context = {
        "title": found.title or _("Zonder titel"),
        "lead": _lead(found),
        "provision": found,
        "tags": _tags(found),
        "back_url": reverse("exchange:given"),
        "back_label": _("Wat u verstrekte"),
        "recalled": _("U trok dit terug %(when)s") % {"when": moment(found.recalled_at)}
        if found.recalled_at
        else "",
        "recall_words": found.recall_words,
        "expired": _expired_words(found),
        "route": route_for_giver(request.identity, found),
        "parts": [_part(found, part, own) for part in shown],
        "uses": [words.use_row(use) for use in given.uses_of(found)],
        "receipt": words.receipt_words(found),
        "facts": words.facts_of(found),
        "recall_url": reverse("exchange:provision_recall", args=[found.pk]) if running else "",
        "end_url": reverse("exchange:provision_end", args=[found.pk]) if running else "",
        "destroy_url": _destroy_url(found, parts),
        "history": words.history_of(found, parts),
    }
    answer = render(request, "exchange/giving/released.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def part_let_go(request: IdentifiedRequest, provision: uuid.UUID, part: uuid.UUID) -> HttpResponse:
    """Let a part go that was kept back: at once, or from a moment on."""
    found, kept = _part_or_404(request, provision, part)
    form = LetGoForm(request.POST or None, initial={"version": kept.version})

    def act() -> None:
        services.let_go(
            identity=request.identity,
            part=kept,
            version=form.cleaned_data["version"],
            embargo_until=form.embargo(),
        )

    return _acted(
        request,
        found,
        form,
        act,
        done=_("Losgelaten. De ontvanger kan het lezen zodra het moment daar is."),
        title=_("Dit deel loslaten?"),
        consequence=_("Wat u loslaat, haalt u alleen terug door de hele verstrekking terug te trekken."),
        submit=_("Laat los"),
        summary=_part_pairs(found, kept),
    )


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def part_embargo(request: IdentifiedRequest, provision: uuid.UUID, part: uuid.UUID) -> HttpResponse:
    """Put off the moment from which a part may be read."""
    found, kept = _part_or_404(request, provision, part)
    now = timezone.localtime(kept.embargo_until) if kept.embargo_until else None
    initial: dict[str, Any] = {"version": kept.version}
    if now is not None:
        initial |= {"day": now.date(), "clock": now.time()}
    form = EmbargoForm(request.POST or None, initial=initial)

    def act() -> None:
        services.move_embargo(
            identity=request.identity,
            part=kept,
            version=form.cleaned_data["version"],
            embargo_until=form.moment(),
        )

    return _acted(
        request,
        found,
        form,
        act,
        done=_("Het moment is verzet."),
        title=_("Het moment verzetten"),
        consequence=_("U kunt het moment alleen later zetten, en alleen zolang het nog niet voorbij is."),
        submit=_("Verzet"),
        summary=_part_pairs(found, kept),
    )


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def provision_recall(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Take a provision back, with a reason; what was seen before stays as proof."""
    found = provision_or_404(request, provision)
    form = RecallForm(request.POST or None, initial={"version": found.version})

    def act() -> None:
        services.recall(
            identity=request.identity,
            provision=found,
            version=form.cleaned_data["version"],
            words=form.cleaned_data["words"],
            destroy=form.cleaned_data["destroy"],
        )

    seen = sum(len(part.readings.all()) for part in queries.parts_of(found))
    return _acted(
        request,
        found,
        form,
        act,
        done=_("Teruggetrokken. Niemand bij de ontvanger kan het nog lezen."),
        title=_("Terugtrekken?"),
        consequence=_(
            "Vanaf nu kan niemand bij de ontvanger dit nog lezen. Wie het al las, blijft hier zichtbaar."
        ),
        submit=_("Ja, trek terug"),
        summary=[
            Pair(_("Verstrekking"), found.title),
            Pair(_("Aan"), found.recipient.name),
            Pair(_("Al gelezen"), _("%(n)s keer") % {"n": seen} if seen else _("Nog niet")),
        ],
    )


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def provision_end(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Let a provision end sooner than it said."""
    found = provision_or_404(request, provision)
    form = EndForm(request.POST or None, initial={"version": found.version, "keep_until": found.keep_until})

    def act() -> None:
        day: date = form.cleaned_data["keep_until"]
        services.shorten(
            identity=request.identity, provision=found, version=form.cleaned_data["version"], keep_until=day
        )

    return _acted(
        request,
        found,
        form,
        act,
        done=_("De einddatum is vervroegd."),
        title=_("Eerder laten verlopen"),
        consequence=_("Op deze dag wordt de inhoud vernietigd, ook bij de ontvanger. Later zetten kan niet."),
        submit=_("Vervroeg"),
        summary=words.leaving_pairs(found)[-1:],
    )


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def provision_destroy(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Destroy the contents of what was taken back, for the own side too."""
    found = provision_or_404(request, provision)
    if found.state != ProvisionState.RECALLED:
        raise Http404
    back = reverse("exchange:provision", args=[found.pk])
    if request.method == "POST":
        if posted_version(request) != found.version:
            messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
            return redirect(back)
        services.destroy_recalled(identity=request.identity, provision=found)
        messages.success(request, _("De inhoud is vernietigd. Wie wat las, blijft bewaard."))
        return redirect(back)
    return confirm_page(
        request,
        title=_("De inhoud vernietigen?"),
        consequence=_(
            "De tekst komt niet terug, ook niet voor u. Dat er iets was en wie het las, blijft bewaard."
        ),
        submit=_("Ja, vernietig"),
        version=found.version,
        back=(back, found.title),
    )


def _acted(
    request: IdentifiedRequest,
    found: Provision,
    form: Any,
    act: Callable[[], None],
    *,
    done: str,
    title: str,
    consequence: str,
    submit: str,
    summary: list[Pair],
) -> HttpResponse:
    """Ask once more, and do it; who comes too late sees how it stands."""
    back = reverse("exchange:provision", args=[found.pk])
    if found.state != ProvisionState.RELEASED:
        messages.info(request, _("Dit kan niet meer. Kijk hoe het er nu voor staat."))
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except VersionConflict:
            messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
            return redirect(back)
        except ReleaseError as error:
            form.add_error(None, _act_words(error))
        else:
            messages.success(request, done)
            return redirect(back)
    context = {
        "form": form,
        "title": title,
        "consequence_title": _("Dit gebeurt er"),
        "consequence": consequence,
        "summary": summary,
        "submit_label": submit,
        "cancel_url": back,
        "back_url": back,
        "back_label": found.title,
    }
    return render(request, "web/confirm.html", context)


def _act_words(error: ReleaseError) -> str:
    if error.decision is not None:
        return error.decision.why_not()
    return {
        "embargo": _("Kies een moment dat later is dan nu en later dan het stond."),
        "keep_until": _("Kies een dag die nog komt en eerder is dan nu staat."),
        "words": _("Schrijf waarom u het terugtrekt."),
    }.get(error.code, _("Dit kan nu niet. Kijk hoe het er nu voor staat."))


def _part_or_404(request: IdentifiedRequest, provision: uuid.UUID, part: uuid.UUID) -> tuple[Provision, Part]:
    found = provision_or_404(request, provision)
    kept = (
        Part.objects.filter(pk=part, provision=found, body__isnull=False).select_related("provision").first()
    )
    if kept is None:
        raise Http404
    kept.provision = found
    return found, kept


def _part(found: Provision, part: Part, own: dict[Detail, str]) -> dict[str, Any]:
    running = found.state == ProvisionState.RELEASED and part.body is not None
    embargo = part.embargo_until is not None and part.embargo_until > timezone.now()
    addresses = [found.pk, part.pk]
    return {
        "label": str(part.get_detail_display()),
        "tag": words.part_tag(part, found),
        "text": own.get(Detail(part.detail), ""),
        "readings": words.reading_words(part.readings.all()),
        "free": words.free_since(part) is not None,
        "let_go_url": reverse("exchange:part_let_go", args=addresses)
        if running and part.let_go_at is None
        else "",
        "embargo_url": reverse("exchange:part_embargo", args=addresses) if running and embargo else "",
    }


def _part_pairs(found: Provision, part: Part) -> list[Pair]:
    return [
        Pair(_("Verstrekking"), found.title),
        Pair(_("Aan"), found.recipient.name),
        Pair(_("Deel"), str(part.get_detail_display())),
        Pair(_("Nu"), words.part_tag(part, found).label),
    ]


def _tags(found: Provision) -> list[Tag]:
    tags = [Tag(str(found.get_state_display()).lower(), words.KINDS[found.state])]
    if found.urgent and found.received_at is None and found.state == ProvisionState.RELEASED:
        tags.insert(0, Tag(_("wacht op bevestiging"), "crisis"))
    return tags


def _lead(found: Provision) -> str:
    if found.released_at is None:
        return _("Dit concept is weggegooid. De tekst is vernietigd.")
    return _("%(number)s, aan %(who)s, %(when)s.") % {
        "number": found.number,
        "who": found.recipient.name,
        "when": moment(found.released_at),
    }


def _expired_words(found: Provision) -> str:
    if found.state != ProvisionState.EXPIRED or found.ended_at is None:
        return ""
    return _("De inhoud is vernietigd %(when)s. Dat er iets was en wie het las, blijft bewaard.") % {
        "when": moment(found.ended_at)
    }


def _destroy_url(found: Provision, parts: list[Part]) -> str:
    there = any(part.body is not None for part in parts)
    if found.state != ProvisionState.RECALLED or not there:
        return ""
    return reverse("exchange:provision_destroy", args=[found.pk])
