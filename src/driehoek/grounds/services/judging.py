"""Asking the law and keeping its answer."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from driehoek import law
from driehoek.access.identity import Identity
from driehoek.grounds.models import Decision, RuleText
from driehoek.grounds.queries.approvals import approvals_for
from driehoek.grounds.sealing import sealed
from driehoek.law.decision import Outcome
from driehoek.ledger import services as ledger


@transaction.atomic
def judge(
    *,
    identity: Identity,
    subject_kind: str,
    subject: uuid.UUID,
    organisation: uuid.UUID,
    proposal: Mapping[str, Any],
    problem: uuid.UUID | None = None,
    confirmation: str = "",
    on: date | None = None,
) -> Decision:
    """Ask the law about a proposal and keep the answer: sealed, unchangeable, with the rules that were used.

    Args:
        identity: who asks.
        subject_kind: what is judged, such as `exchange.provision`.
        subject: its id.
        organisation: whose judgement it is; the acting person works for it, or is the data-protection officer.
        proposal: as `law.check` takes it; values of the vocabulary, facts and days only.
        problem: the problem that it is about.
        confirmation: why a `warn` is given all the same; left out for any other outcome.
        on: judge by this day instead of the proposal's own, or today.

    An agreement counts only where it is on record about this subject (ApprovalRecord): what the proposal itself says
    of one is left out.

    Raises:
        law.ProposalError: the proposal is malformed; the message names the key.
    """
    rules = law.load()
    recorded = approvals_for(identity, subject_kind, subject, organisation=organisation)
    claimed = dict.fromkeys(rules.approvers)
    read = law.read(with_facts(proposal, claimed | recorded), rules, on=on)
    found = law.check(read, rules=rules)
    confirmed = confirmation.strip() if found.outcome == Outcome.WARN else ""
    _keep_rules(rules)
    made = Decision(
        municipality_id=identity.municipality,
        subject_kind=subject_kind,
        subject=subject,
        organisation_id=organisation,
        problem=problem,
        proposal=law.as_json(read, rules),
        on=found.on,
        outcome=found.outcome.value,
        bases=list(found.bases),
        rules=list(found.rules),
        missing=[one.key for one in found.missing],
        approvers=[one.approver for one in found.approvals],
        must_know=list(law.must_know(found, rules)),
        answer=dict(found.as_json()),
        rule_id=rules.version,
        engine=law.engine_version(),
        confirmation=confirmed,
        confirmed_by_id=identity.person if confirmed else None,
        made_by_id=identity.person,
        made_at=_moment(),
        trace_id=ledger.current_trace(),
        span_id=secrets.token_hex(8),
    )
    made.seal = sealed(made)
    made.save(force_insert=True)
    ledger.append(
        municipality=identity.municipality,
        action="grounds:decision:made",
        subject=subject,
        problem=problem,
        data={"decision": str(made.id), "kind": subject_kind, "outcome": made.outcome, "rule": rules.version},
    )
    return made


def preview(proposal: Mapping[str, Any], on: date | None = None) -> law.Decision:
    """Return what the law says of a proposal, keeping nothing.

    Raises:
        law.ProposalError: the proposal is malformed; the message names the key.
    """
    return law.check(proposal, on=on)


def canonical(proposal: Mapping[str, Any], on: date | None = None) -> dict[str, Any]:
    """Return a proposal in the form in which `Decision.proposal` holds it, so that two can be compared.

    Raises:
        law.ProposalError: the proposal is malformed; the message names the key.
    """
    rules = law.load()
    return law.as_json(law.read(proposal, rules, on=on), rules)


def with_facts(proposal: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a proposal in which these facts replace what it said of them."""
    return {**proposal, "facts": {**(proposal.get("facts") or {}), **facts}}


def _moment() -> datetime:
    """Return the moment by the database's clock: one clock says which decision is the newest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: tuple[datetime] = cursor.fetchone()
    return found[0]


def _keep_rules(rules: law.RuleSet) -> None:
    """Store the rules in force, once for each version."""
    if not RuleText.objects.filter(version=rules.version).exists():
        new = RuleText(version=rules.version, texts=law.texts_in_force())
        RuleText.objects.bulk_create([new], ignore_conflicts=True)
