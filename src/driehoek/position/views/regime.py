"""Taking over what the kind of a problem asks for, with one tap."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.position import services
from driehoek.problems.models import Kind
from driehoek.problems.views import problem_or_404


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def take_over(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """State the needs that belong to the kind of a problem; what is stated already stays as it is."""
    found = problem_or_404(request, problem)
    services.apply_regime(identity=request.identity, problem=found, kind=Kind(found.kind))
    messages.success(request, _("De behoeften van deze soort staan er nu bij. Maak er afspraken van."))
    return redirect("problems:page", found.pk)
