"""Choosing the municipality to work in, for people who work for several."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.identity import municipalities_of


@require_http_methods(["GET", "POST"])
def municipality(request: IdentifiedRequest) -> HttpResponse:
    """Show the municipalities in which the person may act, and switch to one."""
    choices = municipalities_of(request.identity.person)
    if request.method == "POST":
        wanted = request.POST.get("municipality", "")
        if wanted not in {str(identifier) for identifier, _name in choices}:
            raise Http404
        request.session["municipality"] = str(uuid.UUID(wanted))
        return redirect("brief:today")
    return render(
        request, "access/municipality.html", {"choices": choices, "current": request.identity.municipality}
    )
