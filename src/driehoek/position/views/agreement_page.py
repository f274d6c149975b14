"""The page of one agreement: what, from whom, when next, what is late, what came, and what happened to it."""

from __future__ import annotations

import uuid
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.deadlines.ladder import route_of as ladder_of
from driehoek.deadlines.recurrence import Rhythm
from driehoek.ledger.events import words_for
from driehoek.position import page_parts, sentences
from driehoek.position.models import Agreement, AgreementState, Delivery
from driehoek.position.queries import agreements as queries
from driehoek.position.queries.deliveries import expected_of, last_of
from driehoek.position.views import KEEPERS, READERS, READERS_AND_SUPPLIERS, agreement_or_404, may_deliver
from driehoek.position.words import READERS_OF_ITEMS
from driehoek.web import formatting
from driehoek.web.components import Entry, Pair

FIELDS: Final[dict[str, str | Promise]] = {
    "what": gettext_lazy("wat"),
    "info_kind": gettext_lazy("soort informatie"),
    "rhythm": gettext_lazy("hoe vaak"),
    "rule": gettext_lazy("op welke dag"),
    "starts_on": gettext_lazy("vanaf"),
    "grace_days": gettext_lazy("uitloop"),
    "channel": gettext_lazy("hoe het komt"),
    "contact": gettext_lazy("contactpersoon"),
    "substitute": gettext_lazy("vervanger"),
    "threshold": gettext_lazy("bel tussendoor"),
    "moment": gettext_lazy("gebeurtenis"),
    "personal_data": gettext_lazy("persoonsgegevens"),
    "gate": gettext_lazy("juridische toets"),
    "review_on": gettext_lazy("opnieuw bekijken"),
}
SHOWN: Final = 3


@for_functions(*READERS_AND_SUPPLIERS)
@require_GET
def agreement(request: IdentifiedRequest, agreement: uuid.UUID) -> HttpResponse:
    """Show an agreement."""
    found = agreement_or_404(request, agreement)
    expected = expected_of(request.identity, found)
    late = next((one for one in expected if sentences.is_late(one)), None)
    found.late = late is not None  # type: ignore[attr-defined]  # as queries.agreements.mark_next has it
    delivers = may_deliver(request.identity, found.supplier_id)
    route = queries.route_of(request.identity, found.supplier)
    context = {
        "agreement": found,
        "tags": sentences.agreement_tags(found),
        "lead": _lead(found),
        "facts": _facts(found),
        "first": expected[0] if expected else None,
        "expected": [sentences.period_row(one) for one in expected[:SHOWN]],
        "later": [sentences.period_row(one) for one in expected[SHOWN:]],
        "ladder": sentences.ladder(ladder_of(request.identity, late.deadline))
        if late and late.deadline
        else [],
        "came": [(sentences.period_row(one), _ratings(one)) for one in last_of(request.identity, found)],
        "people": _people(found, {step.person_id: step.phone for step in route}),
        "route": [step for step in route if step.person_id not in {found.contact_id, found.substitute_id}],
        "history": _history(found),
        "is_active": found.state == AgreementState.ACTIVE,
        "is_event": found.rhythm == Rhythm.EVENT,
        "is_once": found.rhythm == Rhythm.ONCE,
        "may_deliver": delivers,
        "may_keep": request.identity.holds(*KEEPERS),
        "may_ask": request.identity.holds(*READERS_OF_ITEMS),
        "is_reader": request.identity.holds(*READERS),
        "shown": page_parts.AGREEMENT.shown(request, found),
        "review_due": found.review_on is not None and found.review_on <= timezone.localdate(),
    }
    return render(request, "position/agreement.html", context)


def _lead(agreement: Agreement) -> str:
    return _("%(supplier)s levert dit %(often)s.") % {
        "supplier": agreement.supplier.name,
        "often": sentences.rhythm_words(agreement),
    }


def _facts(agreement: Agreement) -> list[Pair]:
    language = sentences.language()
    facts = [
        Pair(_("Van wie"), agreement.supplier.name),
        Pair(_("Hoe vaak"), sentences.rhythm_words(agreement)),
        Pair(_("Hoe het komt"), sentences.lower(agreement.get_channel_display())),
        Pair(_("Soort informatie"), sentences.lower(agreement.get_info_kind_display())),
        Pair(_("Thema"), agreement.need.theme.name),
        Pair(_("Persoonsgegevens"), sentences.lower(agreement.get_gate_display())),
    ]
    if agreement.rhythm != Rhythm.EVENT:
        facts.append(Pair(_("Uitloop"), _grace(agreement.grace_days)))
    if agreement.review_on:
        facts.append(
            Pair(_("Samen opnieuw bekijken op"), formatting.date_long(agreement.review_on, language=language))
        )
    facts += sentences.context_pairs(None, agreement.problem, agreement.need)
    made = formatting.date_long(agreement.made_at, language=language)
    facts.append(Pair(_("Gemaakt door"), f"{agreement.made_by.name}, {made}"))
    return facts


def _grace(days: int) -> str:
    if not days:
        return _("geen")
    return ngettext("%(days)s werkdag", "%(days)s werkdagen", days) % {"days": days}


def _people(agreement: Agreement, phones: dict[uuid.UUID, str]) -> list[Pair]:
    """Return whom to ring: the contact and the substitute, with the phone number of the contact route."""
    named = ((_("Contactpersoon"), agreement.contact), (_("Vervanger"), agreement.substitute))
    return [
        Pair(
            label,
            ", ".join(filter(None, [person.name, phones.get(person.pk, "")])) if person else _("niemand"),
        )
        for label, person in named
    ]


def _ratings(delivery: Delivery) -> list[object]:
    """Return what readers thought of the items of a delivery."""
    return [reading for item in delivery.seen_items for reading in item.ratings]  # type: ignore[attr-defined]


def _history(agreement: Agreement) -> list[Entry]:
    return [
        Entry(
            when=line.at,
            title=words_for(line.action),
            text=_changed(line.fields),
            source=line.who,
        )
        for line in queries.history_of(agreement)
    ]


def _changed(fields: list[str]) -> str:
    if not fields:
        return ""
    return _("Gewijzigd: %(names)s.") % {"names": ", ".join(str(FIELDS.get(name, name)) for name in fields)}
