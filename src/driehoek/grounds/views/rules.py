"""The rules that a lawyer can read, and one page for each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest
from driehoek.grounds import rulebook
from driehoek.grounds.forms.rules import NarrowForm
from driehoek.grounds.outcomes import said
from driehoek.grounds.queries import remarks
from driehoek.grounds.views.remarks import entry_or_404, part_of_rule
from driehoek.law.ruleset import Basis


@require_GET
def rule_list(request: IdentifiedRequest) -> HttpResponse:
    """Show every basis and closing rule, narrowed by act, partner or purpose."""
    rules, today = rulebook.rules_in_force(), timezone.localdate()
    form = NarrowForm(request.GET or None)
    narrowing = form.narrowing()
    signed = remarks.signed_rules(request.identity, rules)
    bases = rulebook.bases_shown(rules, narrowing)
    closing = rulebook.closing_shown(rules, narrowing)
    context = {
        "form": form,
        "version": rules.version,
        "changed_on": rules.version[:10],
        "bases": [rulebook.basis_line(one, today, signed) for one in bases],
        "closing": [rulebook.closing_line(one, today, signed) for one in closing],
        "doubtful": rulebook.doubtful(rules),
        "signed": len(signed),
        "total": len(rules.bases) + len(rules.rules),
        "narrowed": narrowing != rulebook.Narrowing(),
    }
    return render(request, "grounds/rules.html", context)


@require_GET
def rule(request: IdentifiedRequest, rule: str) -> HttpResponse:
    """Show one basis or closing rule with everything that it says."""
    rules = rulebook.rules_in_force()
    entry = entry_or_404(rule)
    context: dict[str, object] = {
        "entry": entry,
        "title": rulebook.title_of(entry),
        "standing": rulebook.standing_of(entry),
        "version": rules.version,
        "tags": rulebook.state_tags(entry, timezone.localdate(), ()),
        **part_of_rule(request, entry),
    }
    if isinstance(entry, Basis):
        context |= {
            "about": rulebook.facts_about(entry),
            "duties": rulebook.duties_of(entry),
            "conditions": rulebook.texts(entry.conditions),
            "record": rulebook.texts(entry.record),
            "questions": rulebook.asked_for(entry, rules),
            "agrees": rulebook.who_agrees(entry),
            "note": said(entry.note),
            "related": [
                rulebook.closing_line(one, timezone.localdate(), ())
                for one in rulebook.rules_about(entry, rules)
            ],
        }
    else:
        context |= {
            "text": said(entry.text),
            "effect": rulebook.EFFECTS[entry.effect],
            "related": rulebook.touched_by(entry, rules),
        }
    return render(request, "grounds/rule.html", context)
