"""Asking once more before something is done that others see or that cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from driehoek.web.components import Pair
from driehoek.web.forms import ReadAt


def confirm_page(
    request: HttpRequest,
    *,
    title: str,
    consequence: str,
    submit: str,
    version: int,
    back: tuple[str, str],
    lead: str = "",
    summary: Sequence[Pair] = (),
) -> HttpResponse:
    """Draw the page that asks once more; what is sent back carries the version that was read.

    Args:
        request: the request at hand.
        title: the question.
        consequence: what happens on yes.
        submit: the words of the button.
        version: the version that was read.
        back: where to on no, and its words.
        lead: a line under the title.
        summary: what it is about.
    """
    context = {
        "form": ReadAt(initial={"version": version}),
        "title": title,
        "lead": lead,
        "consequence_title": _("Dit gebeurt er"),
        "consequence": consequence,
        "summary": summary,
        "submit_label": submit,
        "cancel_url": back[0],
        "back_url": back[0],
        "back_label": back[1],
    }
    return render(request, "web/confirm.html", context)
