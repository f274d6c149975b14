"""A supplier's own page: what is asked of you, and what became of what you delivered."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.position import sentences
from driehoek.position.models import AgreementState, Delivery
from driehoek.position.queries.agreements import agreements_of, mark_next
from driehoek.position.queries.deliveries import asked_of_own
from driehoek.position.queries.items import rated_of_own
from driehoek.position.queries.questions import waiting
from driehoek.position.queries.walls import of_own
from driehoek.position.question_rows import question_row
from driehoek.position.views import DELIVERERS
from driehoek.web.components import Row

MOST = 20


@for_functions(*DELIVERERS)
@require_GET
def mine(request: IdentifiedRequest) -> HttpResponse:
    """Show what is asked of the reader's organisation: deliveries, questions, agreements, and the last ratings."""
    late, coming = asked_of_own(request.identity)
    agreements = agreements_of(request.identity).filter(of_own(request.identity))
    running = list(agreements.exclude(state=AgreementState.ENDED).order_by("what", "id")[: MOST + 1])
    running, more = running[:MOST], len(running) > MOST
    mark_next(running)
    context = {
        "late": [_row(one) for one in late],
        "asked": [_row(one) for one in coming],
        "questions": [question_row(one, request.identity) for one in waiting(request.identity)],
        "ratings": rated_of_own(request.identity),
        "more": more,
        "agreements": [sentences.agreement_row(one) for one in running],
    }
    return render(request, "position/mine.html", context)


def _row(delivery: Delivery) -> Row:
    """Make the row of an expected delivery, one tap from handing it over."""
    return sentences.own_row(delivery, url=reverse("position:deliver", args=[delivery.pk]))
