"""Trying the law out: plain questions to an outcome with reasons, and nothing stored."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest
from driehoek.grounds.asking import ProposalForm, converse


@require_http_methods(["GET", "POST"])
def try_out(request: IdentifiedRequest) -> HttpResponse:
    """Ask who gives what to whom, then only what is missing, and say whether it may (CX03); nothing is stored."""
    form = ProposalForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        conversation = converse(form.proposal(), data=request.POST, approvals=True)
        context |= {"conversation": conversation, "judged": conversation.complete}
    return render(request, "grounds/try_out.html", context)
