"""The log of decisions, as the data-protection officer reads it: what was judged by which rules, and no content."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.grounds import queries, subjects
from driehoek.grounds.models import Decision
from driehoek.grounds.outcomes import outcome_label, outcome_of
from driehoek.grounds.rulebook import rules_in_force
from driehoek.grounds.views.common import OFFICER, at, day, page_of
from driehoek.web.components import Pair, Row, Tag
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(*OFFICER)
@require_GET
def decision_list(request: IdentifiedRequest) -> HttpResponse:
    """List the decisions, newest first."""
    found, more = queries.decision_log(request.identity, keyset_cursor(request))
    context = {
        "rows": [_row(one) for one in found],
        "next_url": next_page(request, found[-1].made_at, found[-1].pk) if more else "",
    }
    return render(request, "grounds/decisions.html", context)


def _row(one: Decision) -> Row:
    first = rules_in_force().basis(one.bases[0]) if one.bases else None
    basis = f"{first.statute} {first.article}" if first else _("geen rechtsgrond")
    tags = [outcome_label(one.outcome)]
    if one.confirmation:
        tags.append(Tag(_("met een reden bevestigd"), "ask"))
    return Row(
        _kind(one),
        page_of("decision", one.pk),
        basis,
        kind=one.organisation.name,
        tags=tags,
        meta=_("%(when)s · regels %(version)s") % {"when": at(one.made_at), "version": one.rule_id},
    )


def _kind(one: Decision) -> str:
    """Return what a decision is about; a kind that no room named is only a judgement."""
    label = subjects.label_of(one.subject_kind)
    return _("Oordeel") if label == one.subject_kind else label


@for_functions(*OFFICER)
@require_GET
def decision(request: IdentifiedRequest, decision: uuid.UUID) -> HttpResponse:
    """Show one decision: the answer of the law, by which rules, and by whom it was asked; not what it was about."""
    found = queries.decision(request.identity, decision)
    if found is None:
        raise Http404
    pairs = [
        Pair(_("Waarover"), _kind(found)),
        Pair(_("Wiens oordeel"), found.organisation.name),
        Pair(_("Gevraagd"), at(found.made_at)),
        Pair(_("Getoetst naar de dag"), day(found.on)),
        Pair(_("Versie van de regels"), found.rule_id),
        Pair(_("Versie van de toets"), found.engine[:12]),
        Pair(_("Spoor in het logboek"), found.trace_id),
    ]
    context = {"decision": found, "pairs": pairs, "outcome": outcome_of(found.held())}
    return render(request, "grounds/decision.html", context)
