"""The rules by which Driehoek proposes another kind: read them, try them, make one's own (ST22, TZ11)."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.standard import queries, sentences, services
from driehoek.standard.forms_rules import RuleForm
from driehoek.standard.models import OwnRetypingRule
from driehoek.standard.queries.proposals import reason_of
from driehoek.standard.queries.rules import KeptRule, kept_rules
from driehoek.standard.retyping import RetypingRule
from driehoek.standard.rule_words import rule_sentence, tags_of
from driehoek.standard.services.rules import TooManyRules
from driehoek.standard.views import KEEPERS
from driehoek.web.components import Change, Conflict, Row
from driehoek.web.forms import posted_version, sent_again

OWN: Final = "eigen-"
RULES: Final = "standard:rules"


@for_functions(*KEEPERS)
@require_GET
def rules(request: IdentifiedRequest) -> HttpResponse:
    """List the rules that hold here, each in a sentence."""
    rows = [
        Row(
            title=rule_sentence(kept.rule),
            url=reverse("standard:rule", args=[kept.rule.key]),
            tags=tags_of(kept),
            meta=_("gewijzigd door %(who)s") % {"who": kept.own.changed_by.name} if kept.own else "",
        )
        for kept in kept_rules(request.identity)
    ]
    return render(request, "standard/rules.html", {"rows": rows})


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Make a rule of the municipality's own; trying it stores nothing."""
    # The key is made before the first look, so that the same form sent twice makes one rule.
    given = request.POST.get("key", "")
    key = given if given.startswith(OWN) and len(given) <= len(OWN) + 8 else OWN + uuid.uuid4().hex[:8]
    form = RuleForm(request.POST or None, initial={"version": 0})
    return _rule_page(request, key, form, None)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, key: str) -> HttpResponse:
    """Change a rule for this municipality, or try it first."""
    kept = _kept(request, key)
    form = RuleForm(request.POST or None, initial=RuleForm.initial_of(kept))
    return _rule_page(request, key, form, kept)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def reset(request: IdentifiedRequest, key: str) -> HttpResponse:
    """Remove a rule of one's own; the standard one holds again, if there is one."""
    kept = _kept(request, key)
    if kept.own is None:
        raise Http404
    if request.method == "POST":
        try:
            services.remove_rule(identity=request.identity, rule=kept.own, version=posted_version(request))
        except VersionConflict:
            messages.error(request, _("Iemand anders wijzigde deze regel net. Kijk eerst wat er nu staat."))
        else:
            messages.success(
                request, _("De standaardregel geldt weer.") if kept.standard else _("De regel is weg.")
            )
        return redirect(RULES)
    context = {
        "title": _("Terug naar de standaard") if kept.standard else _("Regel weghalen"),
        "kept": kept,
        "consequence": rule_sentence(kept.rule),
        "submit_label": _("Terug naar de standaard") if kept.standard else _("Haal weg"),
        "back_url": reverse("standard:rule", args=[key]),
        "back_label": _("Regel"),
    }
    return render(request, "standard/rule_reset.html", context)


def _kept(request: IdentifiedRequest, key: str) -> KeptRule:
    found = next((one for one in kept_rules(request.identity) if one.rule.key == key), None)
    if found is None:
        raise Http404
    return found


def _rule_page(request: IdentifiedRequest, key: str, form: RuleForm, kept: KeptRule | None) -> HttpResponse:
    conflict: Conflict | None = None
    tried: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        candidate = form.rule(key)
        if "try" in request.POST:
            tried = _tried(request, candidate, active=form.cleaned_data["active"])
        else:
            try:
                services.keep_rule(
                    identity=request.identity, key=key, version=posted_version(request), values=form.values()
                )
            except TooManyRules:
                form.add_error(None, _("Er zijn al te veel eigen regels. Haal er eerst een weg."))
            except VersionConflict:
                kept = next((one for one in kept_rules(request.identity) if one.rule.key == key), None)
                conflict = _conflict(kept)
                form = RuleForm(sent_again(request, kept.own.version if kept and kept.own else 0))
            else:
                messages.success(request, _("De regel is bewaard."))
                return redirect(RULES)
    context = {
        "form": form,
        "key": key,
        "kept": kept,
        "conflict": conflict,
        "title": _("Regel wijzigen") if kept else _("Nieuwe regel"),
        "lead": rule_sentence(kept.rule)
        if kept
        else _("Wanneer moet Driehoek vragen of dit nog een standaardprobleem is?"),
        "back_url": reverse(RULES),
        "back_label": _("Regels"),
        **tried,
    }
    return render(request, "standard/rule.html", context, status=409 if conflict else 200)


def _conflict(kept: KeptRule | None) -> Conflict:
    row: OwnRetypingRule | None = kept.own if kept else None
    words = rule_sentence(kept.rule) if kept else _("weggehaald")
    return Conflict(
        who=row.changed_by.name if row else "",
        when=row.changed_at if row else None,
        changes=[Change(_("Regel"), words)],
    )


def _tried(request: IdentifiedRequest, candidate: RetypingRule, *, active: bool) -> dict[str, Any]:
    """Return what a rule says in a sentence, and what it would propose with the figures of now."""
    identity = request.identity
    own = [candidate] if active else []
    judged = queries.judged(identity, list(queries.running_norms(identity)))
    others = [one.rule for one in kept_rules(identity) if one.active and one.rule.key != candidate.key]
    rows = []
    for one in judged:
        if not reason_of(one, own):
            continue
        already = reason_of(one, others)
        theme = queries.theme_of(one.norm)
        rows.append(
            Row(
                title=theme.name,
                url=reverse("standard:theme", args=[theme.pk]),
                text=sentences.proposal_words(one),
                meta=_("Een andere regel stelt dit ook voor.") if already else "",
            )
        )
    number = len(rows)
    return {
        "sentence": rule_sentence(candidate),
        "tried": True,
        "proposals": rows,
        "count": ngettext(
            "Met de cijfers van nu geeft dit %(n)s voorstel.",
            "Met de cijfers van nu geeft dit %(n)s voorstellen.",
            number,
        )
        % {"n": number},
    }
