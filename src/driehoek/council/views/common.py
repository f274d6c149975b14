"""What the pages of this room share."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.council import queries
from driehoek.council.models import CouncilQuestion, Passage, Release, SentAnswer, Version
from driehoek.council.queries import READERS as READERS
from driehoek.council.services.common import LEADERS as LEADERS
from driehoek.figures.words import spoken
from driehoek.meetings.queries.gatherings import last_act
from driehoek.web import formatting
from driehoek.web.components import Change, Conflict
from driehoek.web.paging import next_page

KEEPERS: Final = KEEPERS_OF_POSITION
Thing = TypeVar("Thing")


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    back: str,
    back_label: str,
    lead: str = "",
    conflict: Conflict | None = None,
    template: str = "web/form_page.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer with a page around one form; 409 when someone else was first."""
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "conflict": conflict,
        "cancel_url": back,
        "back_url": back,
        "back_label": back_label,
    }
    return render(request, template, context | (more or {}), status=409 if conflict else 200)


def conflict_of(
    request: IdentifiedRequest, subject: uuid.UUID, changes: Sequence[tuple[Any, str]]
) -> Conflict:
    """Say who was first and what is stored now, for the second editor."""
    who, when = last_act(subject, request.identity.municipality) or ("", None)
    return Conflict(who=who, when=when, changes=[Change(str(label), value) for label, value in changes])


def version_or_404(request: IdentifiedRequest, version: uuid.UUID) -> Version:
    """Return a version, or say that there is none."""
    return _there(queries.version_or_none(request.identity, version))


def passage_or_404(request: IdentifiedRequest, passage: uuid.UUID) -> Passage:
    """Return a text of a version, or say that there is none."""
    return _there(queries.passage_or_none(request.identity, passage))


def release_or_404(request: IdentifiedRequest, release: uuid.UUID) -> Release:
    """Return a release, or say that there is none."""
    return _there(queries.release_or_none(request.identity, release))


def question_or_404(request: IdentifiedRequest, question: uuid.UUID) -> CouncilQuestion:
    """Return a question, or say that there is none."""
    return _there(queries.question_or_none(request.identity, question))


def answer_or_404(request: IdentifiedRequest, answer: uuid.UUID) -> SentAnswer:
    """Return a sent answer, or say that there is none."""
    return _there(queries.answer_or_none(request.identity, answer))


def no_draft(request: HttpRequest, found: Version | CouncilQuestion) -> HttpResponse:
    """Say that it was checked meanwhile, and what to do to change it; show it as it is."""
    if isinstance(found, Version):
        said = _("Deze versie is intussen gecontroleerd. Maak haar eerst weer concept.")
        address = "council:version"
    else:
        said = _("Dit antwoord is al gecontroleerd. Maak het eerst weer concept.")
        address = "council:question"
    messages.error(request, said)
    return redirect(address, found.pk)


def day_of(moment: datetime) -> str:
    """Write the day of a moment."""
    return formatting.date_long(moment, language=spoken())


def next_of(request: HttpRequest, rows: Sequence[Any], column: str, *, more: bool) -> str:
    """Return the address of the next page of a list; empty when there is none."""
    return next_page(request, getattr(rows[-1], column), rows[-1].pk) if more else ""


def back_to_desk() -> str:
    """Name the page where the papers for the council are made."""
    return _("Stukken voor de raad")


def _there(found: Thing | None) -> Thing:
    if found is None:
        raise Http404
    return found
