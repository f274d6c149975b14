"""What lawyers say of the rules: remarks, their answers, and agreement on record."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.grounds import rulebook
from driehoek.grounds.forms.remarks import RemarkForm, SettleForm, SignOffForm
from driehoek.grounds.models import Remark, SignOff
from driehoek.grounds.queries import remarks as queries
from driehoek.grounds.services import remarks as services
from driehoek.grounds.views.common import OFFICER, OFFICER_OR_ADMIN, READERS, at, conflict, form_page, page_of
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Change, Row, Tag
from driehoek.web.forms import posted_version, sent_again
from driehoek.web.paging import keyset_cursor, next_page


def part_of_rule(request: IdentifiedRequest, entry: rulebook.Entry) -> dict[str, object]:
    """Return what the page of a rule shows of remarks and agreement."""
    digest = rulebook.digest_of(entry)
    signed = queries.sign_offs_on(request.identity, entry)
    holds = queries.agreed(signed, digest)
    return {
        "remarks": [_said(request, one, digest) for one in queries.remarks_on(request.identity, entry)],
        "agreed": holds,
        "agreed_before": [
            one for one in signed if one != holds and not one.withdrawn and one.digest != digest
        ],
        "may_remark": request.identity.holds(*READERS),
        "may_sign": request.identity.holds(*OFFICER),
    }


def _said(request: IdentifiedRequest, one: Remark, digest: str) -> Row:
    tags = [Tag(_("afgehandeld"), "calm") if one.answered_at else Tag(_("open"), "ask")]
    if one.digest != digest:
        tags.append(Tag(_("over een eerdere tekst"), "unknown"))
    may_settle = one.answered_at is None and request.identity.holds(*OFFICER_OR_ADMIN)
    answer = _("Antwoord van %(name)s: %(answer)s")
    named = one.answered_by.name if one.answered_by else ""
    return Row(
        one.text,
        page_of("remark_settle", one.pk) if may_settle else "",
        answer % {"name": named, "answer": one.answer} if one.answer else "",
        tags=tags,
        meta=f"{one.made_by.name}, {at(one.made_at)}",
    )


def entry_or_404(rule: str) -> rulebook.Entry:
    """Return a basis or closing rule by its id.

    Raises:
        Http404: the rules in force have none by that id.
    """
    found = rulebook.entry_of(rulebook.rules_in_force(), rule)
    if found is None:
        raise Http404
    return found


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def remark_new(request: IdentifiedRequest, rule: str) -> HttpResponse:
    """Leave a remark on a rule."""
    entry = entry_or_404(rule)
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.remark(identity=request.identity, entry=entry, text=form.cleaned_data["text"])
        messages.success(request, _("Uw opmerking staat bij de regel. De functionaris ziet haar."))
        return redirect("grounds:rule", entry.id)
    back = (page_of("rule", entry.id), rulebook.title_of(entry))
    page = form_page(form, _("Opmerking bij deze regel"), _("Plaats de opmerking"), back)
    return render(request, "web/form_page.html", page)


@for_functions(*OFFICER_OR_ADMIN)
@require_GET
def remark_list(request: IdentifiedRequest) -> HttpResponse:
    """List the remarks that wait for an answer, newest first."""
    found, more = queries.open_remarks(request.identity, keyset_cursor(request))
    rules = rulebook.rules_in_force()
    context = {
        "rows": [_waiting(one, rulebook.entry_of(rules, one.rule)) for one in found],
        "next_url": next_page(request, found[-1].made_at, found[-1].pk) if more else "",
    }
    return render(request, "grounds/remarks.html", context)


def _waiting(one: Remark, entry: rulebook.Entry | None) -> Row:
    about = rulebook.title_of(entry) if entry else _("Een regel die niet meer bestaat")
    return Row(
        about, page_of("remark_settle", one.pk), one.text, meta=f"{one.made_by.name}, {at(one.made_at)}"
    )


@for_functions(*OFFICER_OR_ADMIN)
@require_http_methods(["GET", "POST"])
def remark_settle(request: IdentifiedRequest, remark: uuid.UUID) -> HttpResponse:
    """Answer a remark; it is settled with that."""
    found = queries.remark(request.identity, remark)
    if found is None:
        raise Http404
    entry = rulebook.entry_of(rulebook.rules_in_force(), found.rule)
    back = (
        (page_of("rule", entry.id), rulebook.title_of(entry))
        if entry
        else (page_of("remarks"), _("Opmerkingen"))
    )
    form = SettleForm(request.POST or None, initial={"version": found.version})
    clash = None
    if request.method == "POST" and form.is_valid():
        try:
            services.settle_remark(
                identity=request.identity,
                remark=found,
                version=posted_version(request),
                answer=form.cleaned_data["answer"],
            )
        except VersionConflict:
            found.refresh_from_db()
            form = SettleForm(sent_again(request, found.version))
            first = (
                (found.answered_by.name, found.answered_at)
                if found.answered_by and found.answered_at
                else None
            )
            clash = conflict(first, [Change(_("Antwoord"), found.answer)])
        else:
            messages.success(request, _("De opmerking is afgehandeld."))
            return redirect(back[0])
    page = form_page(form, _("Opmerking afhandelen"), _("Handel af"), back, lead=found.text, conflict=clash)
    return render(request, "web/form_page.html", page, status=409 if clash else 200)


@for_functions(*OFFICER)
@require_http_methods(["GET", "POST"])
def sign_off(request: IdentifiedRequest, rule: str) -> HttpResponse:
    """Record that a lawyer agrees with a rule as it reads now."""
    entry = entry_or_404(rule)
    form = SignOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.sign_off(identity=request.identity, entry=entry, **form.cleaned_data)
        messages.success(request, _("Het akkoord is vastgelegd, voor deze tekst van de regel."))
        return redirect("grounds:rule", entry.id)
    back = (page_of("rule", entry.id), rulebook.title_of(entry))
    lead = _("Het akkoord geldt voor de tekst van nu. Verandert de regel, dan vraagt hij een nieuw akkoord.")
    page = form_page(form, _("Akkoord van een jurist"), _("Leg vast"), back, lead=lead)
    return render(request, "web/form_page.html", page)


@for_functions(*OFFICER)
@require_http_methods(["GET", "POST"])
def sign_off_withdraw(request: IdentifiedRequest, rule: str) -> HttpResponse:
    """Ask, then record that a lawyer no longer agrees with a rule."""
    entry = entry_or_404(rule)
    found: SignOff | None = queries.agreed(
        queries.sign_offs_on(request.identity, entry), rulebook.digest_of(entry)
    )
    if found is None:
        raise Http404
    if request.method == "POST":
        services.sign_off(identity=request.identity, entry=entry, lawyer=found.lawyer, withdrawn=True)
        messages.success(request, _("Het akkoord is ingetrokken. Dat het er was, blijft staan."))
        return redirect("grounds:rule", entry.id)
    url = page_of("rule", entry.id)
    context = {
        "title": _("Akkoord intrekken?"),
        "consequence_title": _("De regel blijft gelden"),
        "consequence": _("Op de pagina staat dan dat een jurist hier niet meer mee akkoord is."),
        "submit_label": _("Trek het akkoord in"),
        "negative": True,
        "cancel_url": url,
        "back_url": url,
        "back_label": rulebook.title_of(entry),
    }
    return render(request, "web/confirm.html", context)
