"""What the exchange says on a reader's first page beside due dates and items, which come there by themselves.

An answer stands there until its receipt is confirmed; what was recalled since the reader last looked, for that visit.
Receipts that are due are due dates (services.urgency), and what the mayor received is an item of the position.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.exchange import request_words
from driehoek.exchange.models import Provision, Request
from driehoek.exchange.parties import PARTIES
from driehoek.exchange.queries import own_side as queries
from driehoek.web.components import Row, Tag

ANSWERS_STAY: Final = timedelta(days=45)
RECALLED_SINCE: Final = timedelta(days=7)
# Whether there is any such line, for the one question that the first page asks anyway; two lists of organisations.
SOMETHING: Final = """
 EXISTS (SELECT 1 FROM exchange_request q WHERE q.from_organisation_id = ANY (%s) AND q.received_at IS NULL
            AND q.answered_at > statement_timestamp() - interval '45 days')
 OR EXISTS (SELECT 1 FROM exchange_provision v WHERE v.recipient_id = ANY (%s)
               AND v.recalled_at > statement_timestamp() - interval '45 days')
"""


def asks_for(identity: Identity) -> list[list[uuid.UUID]]:
    """Return the values for `SOMETHING`: the reader's organisations, none for who takes no part in the exchange."""
    own = list(identity.organisations) if identity.holds(*PARTIES) else []
    return [own, own]


def changed_rows(identity: Identity, *, since: datetime | None, limit: int) -> list[Row]:
    """Return answers that nobody confirmed yet, and what was recalled since `since`, the last first; two questions.

    Args:
        identity: the reader.
        since: the reader's previous visit; a week ago when there was none.
        limit: how many of each at most.
    """
    now = timezone.now()
    answers = queries.own_requests(identity).filter(
        state__in=queries.ANSWERED, received_at=None, answered_at__gt=now - ANSWERS_STAY
    )
    recalled = queries.received(identity).filter(recalled_at__gt=since or now - RECALLED_SINCE)
    dated: list[tuple[datetime, Row]] = [
        (one.answered_at or now, _answer(one)) for one in answers.order_by("-answered_at")[:limit]
    ]
    dated += [(one.recalled_at or now, _recalled(one)) for one in recalled.order_by("-recalled_at")[:limit]]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return [row for _moment, row in dated[:limit]]


def _answer(request: Request) -> Row:
    return Row(
        title=_("Antwoord op uw verzoek: %(about)s") % {"about": request_words.title_of(request)},
        kind=request_words.kind_of(request),
        url=reverse("exchange:request", args=[request.pk]),
        tags=(request_words.state_tag(request),),
        text=_("van %(asked)s") % {"asked": request.to_organisation.name},
        meta=" · ".join([request.number, request_words.moment(request.answered_at or request.made_at)]),
    )


def _recalled(provision: Provision) -> Row:
    return Row(
        title=_("Teruggetrokken: %(title)s") % {"title": provision.title},
        url=reverse("exchange:received", args=[provision.pk]),
        tags=(Tag(_("gebruik het niet meer"), "barred"),),
        text=_("door %(giver)s") % {"giver": provision.giver.name},
        meta=" · ".join([provision.number, request_words.moment(provision.recalled_at or provision.made_at)]),
    )
