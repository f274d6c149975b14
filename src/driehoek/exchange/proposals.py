"""What the law is asked about a request or a provision: keys of its vocabulary and facts, no words of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from driehoek.exchange.models import Judgement, Provision, Request
from driehoek.exchange.parties import provider_for, recipient_of

# The kind of subject under which decisions about provisions are stored (grounds).
PROVISION: Final = "exchange.provision"
ON_REQUEST: Final = "on_request"
UNPROMPTED: Final = "unprompted"


def proposal_of(about: Request | Provision, judgement: Judgement | None = None) -> dict[str, Any]:
    """Return the proposal for the legal check.

    Args:
        about: a request, as the asked side would grant it whole; or a provision, as it would be given.
        judgement: for a request, what the asked side has confirmed so far; it weighs heavier than the asker's words.
    """
    if isinstance(about, Provision):
        return _of_provision(about)
    facts: dict[str, Any] = dict(about.facts)
    tags: list[str] = []
    if judgement is not None:
        facts |= judgement.facts
        tags = list(judgement.wpg_processing)
    recipient = recipient_of(about.from_organisation)
    return _proposal(
        provider=provider_for(about.to_organisation, recipient, about.purpose, about.data_categories),
        recipient=recipient,
        purpose=about.purpose,
        categories=about.data_categories,
        subject=about.subject,
        trigger=ON_REQUEST,
        tags=tags,
        facts=facts,
    )


def _of_provision(provision: Provision) -> dict[str, Any]:
    recipient = recipient_of(provision.recipient)
    return _proposal(
        provider=provider_for(provision.giver, recipient, provision.purpose, provision.data_categories),
        recipient=recipient,
        purpose=provision.purpose,
        categories=provision.data_categories,
        subject=provision.subject,
        trigger=provision.trigger,
        tags=provision.wpg_processing,
        facts=provision.facts,
    )


def _proposal(
    *,
    provider: str,
    recipient: str,
    purpose: str,
    categories: list[str],
    subject: str,
    trigger: str,
    tags: list[str],
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "provider": provider,
        "recipient": recipient,
        "purpose": purpose,
        "data_categories": sorted(categories),
        "subject": subject,
        # Also by the standing list each case is weighed by itself: Wjsg 39f knows no giving once and for all.
        "frequency": "incidental",
        "trigger": trigger,
        "facts": dict(facts),
    }
    return found | ({"wpg_processing": sorted(tags)} if tags else {})
