"""Agreements that the law asks before something is given: who, how it stands, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek import law
from driehoek.exchange.giving import Screen, approver_words
from driehoek.exchange.proposals import PROVISION
from driehoek.exchange.request_words import moment
from driehoek.grounds.models import ApprovalRecord, ApprovalState
from driehoek.grounds.queries.approvals import approval_records
from driehoek.web.components import Tag, TagKind

KINDS: Final[dict[str, TagKind]] = {
    ApprovalState.ASKED: "ask",
    ApprovalState.GIVEN: "calm",
    ApprovalState.REFUSED: "barred",
}


@dataclass(frozen=True)
class ApprovalLine:
    """One agreement that is needed or stands on record.

    Attributes:
        fact: the fact of the rules that it answers.
        who: who agrees, in words.
        tag, text: how it stands, and since when.
        url, label: where it is asked or answered; empty when there is nothing to do.
    """

    fact: str
    who: str
    tag: Tag
    text: str
    url: str = ""
    label: str = ""


def approval_lines(screen: Screen, decision: law.Decision) -> list[ApprovalLine]:
    """Return the agreements that are still needed, and those on record, each once."""
    records = records_of(screen) if screen.stored else {}
    needed = {one.fact: one.approver for one in decision.approvals}
    lines = [_needed(screen, fact, approver) for fact, approver in needed.items() if fact not in records]
    return lines + [_recorded(screen, record) for record in records.values()]


def records_of(screen: Screen) -> dict[str, ApprovalRecord]:
    """Return the newest record of each agreement about this draft."""
    found: dict[str, ApprovalRecord] = {}
    rows = approval_records(
        screen.identity, PROVISION, screen.provision.pk, organisation=screen.provision.giver_id
    )
    for record in rows:
        found.setdefault(record.fact, record)
    return found


def _needed(screen: Screen, fact: str, approver: str) -> ApprovalLine:
    # Asking is about a draft that is there; before, it is saved first.
    url = _address(screen, fact) if screen.stored else ""
    text = "" if screen.stored else _("Bewaar eerst het concept. Daarna vraagt u toestemming.")
    return ApprovalLine(
        fact, approver_words(approver), Tag(_("nog niet gevraagd"), "ask"), text, url, _("Vraag toestemming")
    )


def _recorded(screen: Screen, record: ApprovalRecord) -> ApprovalLine:
    asked = record.state == ApprovalState.ASKED
    who = (record.asked_by if asked or record.answered_by is None else record.answered_by).name
    at = record.asked_at if asked or record.answered_at is None else record.answered_at
    text = _("%(who)s, %(when)s") % {"who": who, "when": moment(at)}
    if record.reference:
        text = f"{text} ({record.reference})"
    return ApprovalLine(
        record.fact,
        approver_words(record.approver),
        Tag(str(record.get_state_display()).lower(), KINDS[record.state]),
        text,
        _address(screen, record.fact) if asked else "",
        _("Leg het antwoord vast"),
    )


def _address(screen: Screen, fact: str) -> str:
    return reverse("exchange:approval", args=[screen.provision.pk, fact])
