"""The register for the data-protection officer: numbers, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.grounds.asking import words_of
from driehoek.parties.models import Function
from driehoek.signals.models import HandOverState, SignalState
from driehoek.signals.queries.hand_overs import register_numbers, signal_numbers

YEAR: Final = timedelta(days=365)


@require_GET
@for_functions(Function.DPO)
def register(request: IdentifiedRequest) -> HttpResponse:
    """Show how many signals and hand-overs there were in a year."""
    since = timezone.localdate() - YEAR
    counted = signal_numbers(since)
    context = {
        "since": since,
        "signals": [[str(state.label), str(counted.get(state.value, 0))] for state in SignalState],
        "hand_overs": [
            [
                one.recipient,
                words_of("purpose", one.purpose),
                str(HandOverState(one.state).label),
                str(one.number),
            ]
            for one in register_numbers(since)
        ],
        "signal_header": [_("Stand"), _("Aantal")],
        "hand_over_header": [_("Aan"), _("Waarvoor"), _("Stand"), _("Aantal")],
    }
    return render(request, "signals/register.html", context)
