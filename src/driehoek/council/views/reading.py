"""What the council reads: released versions and sent answers."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.council import presenting, queries
from driehoek.council.content import Content, parse_answer, parse_release
from driehoek.council.models import Release
from driehoek.council.rows import answer_rows, is_withdrawn, release_rows
from driehoek.council.services.reading import take_copy
from driehoek.council.views.common import (
    KEEPERS,
    LEADERS,
    READERS,
    answer_or_404,
    day_of,
    next_of,
    release_or_404,
)
from driehoek.council.words import said_quarter
from driehoek.web.paging import keyset_cursor

SHOWN = 5


@for_functions(*READERS)
@require_GET
def home(request: IdentifiedRequest) -> HttpResponse:
    """Show the newest of what was made for the council: its first page."""
    releases, more_releases = queries.release_page(request.identity)
    answers, more_answers = queries.answer_page(request.identity)
    context = {
        "releases": release_rows(releases[:SHOWN]),
        "more_releases": more_releases or len(releases) > SHOWN,
        "answers": answer_rows(answers[:SHOWN]),
        "more_answers": more_answers or len(answers) > SHOWN,
    }
    return render(request, "council/home.html", context)


@for_functions(*READERS)
@require_GET
def releases(request: IdentifiedRequest) -> HttpResponse:
    """List every release, the newest first."""
    found, more = queries.release_page(request.identity, after=keyset_cursor(request))
    context = {
        "title": _("Raadsversies"),
        "lead": _("Wat de burgemeester aan de raad heeft vrijgegeven. Kleine aantallen zijn niet te zien."),
        "rows": release_rows(found),
        "next_url": next_of(request, found, "released_at", more=more),
        "empty_title": _("Er is nog geen raadsversie vrijgegeven"),
        "empty_why": _("Zodra de burgemeester er een vrijgeeft, staat zij hier."),
    }
    return render(request, "council/list.html", context)


@for_functions(*READERS)
@require_GET
def answers(request: IdentifiedRequest) -> HttpResponse:
    """List every sent answer, the newest first."""
    found, more = queries.answer_page(request.identity, after=keyset_cursor(request))
    context = {
        "title": _("Antwoorden op raadsvragen"),
        "lead": _("Elk antwoord met de feiten waar het op steunt."),
        "rows": answer_rows(found),
        "next_url": next_of(request, found, "sent_at", more=more),
        "empty_title": _("Er is nog geen vraag beantwoord"),
        "empty_why": _("Een antwoord staat hier zodra het naar de raad is verzonden."),
    }
    return render(request, "council/list.html", context)


@for_functions(*READERS)
@require_GET
def release(request: IdentifiedRequest, release: uuid.UUID) -> HttpResponse:
    """Show a release; of a withdrawn one the council sees that it was withdrawn and why."""
    found = release_or_404(request, release)
    stored = queries.content_of(request.identity, found)
    content = parse_release(stored.contents) if stored else None
    context = {
        "release": found,
        "withdrawal": found.withdrawal if is_withdrawn(found) else None,
        "lead": _("Raadsversie %(number)s over het %(quarter)s, vrijgegeven op %(day)s")
        % {
            "number": found.number,
            "quarter": said_quarter(f"{found.year}-Q{found.quarter}"),
            "day": day_of(found.released_at),
        },
        "content": content,
        "tables": presenting.shown_tables(content) if content else [],
        "explanation": presenting.hiding_words(content.minimum) if content else "",
        "may_withdraw": request.identity.holds(*LEADERS) and not is_withdrawn(found),
        "back": _back(request),
    }
    return render(request, "council/release.html", context)


@for_functions(*READERS)
@require_GET
def release_pdf(request: IdentifiedRequest, release: uuid.UUID) -> HttpResponse:
    """Give a release on paper."""
    found, content = _standing_or_404(request, release)
    paper = presenting.release_pdf(
        content, number=found.number, released=found.released_at, sha256=found.sha256
    )
    take_copy(identity=request.identity, what="release", subject=found.pk, form="pdf")
    return _file(paper, "application/pdf", f"raadsversie-{found.number}.pdf", inline=True)


@for_functions(*READERS)
@require_GET
def release_csv(request: IdentifiedRequest, release: uuid.UUID) -> HttpResponse:
    """Give the figures of a release as a file for a spreadsheet."""
    found, content = _standing_or_404(request, release)
    text = presenting.release_csv(content)
    take_copy(identity=request.identity, what="release", subject=found.pk, form="csv")
    return _file(text.encode(), "text/csv; charset=utf-8", f"raadsversie-{found.number}.csv")


@for_functions(*READERS)
@require_GET
def answer(request: IdentifiedRequest, answer: uuid.UUID) -> HttpResponse:
    """Show a sent answer with the facts that it stands on."""
    found = answer_or_404(request, answer)
    content = parse_answer(found.contents)
    context = {
        "answer": found,
        "content": content,
        "lead": _("Antwoord op raadsvraag %(number)s, verzonden op %(day)s")
        % {"number": content.number, "day": day_of(found.sent_at)},
        "asked": presenting.asked_words(content),
        "references": [(one, presenting.source_words(one)) for one in content.references],
        "back": _back(request),
    }
    return render(request, "council/answer.html", context)


@for_functions(*READERS)
@require_GET
def answer_pdf(request: IdentifiedRequest, answer: uuid.UUID) -> HttpResponse:
    """Give a sent answer on paper."""
    found = answer_or_404(request, answer)
    paper = presenting.answer_pdf(parse_answer(found.contents), sent=found.sent_at, sha256=found.sha256)
    take_copy(identity=request.identity, what="answer", subject=found.pk, form="pdf")
    return _file(paper, "application/pdf", f"raadsvraag-{found.year}-{found.number}.pdf", inline=True)


def _standing_or_404(request: IdentifiedRequest, release: uuid.UUID) -> tuple[Release, Content]:
    """Return a release with its content; a withdrawn one has none for the council."""
    found = release_or_404(request, release)
    stored = queries.content_of(request.identity, found)
    if stored is None:
        raise Http404
    return found, parse_release(stored.contents)


def _back(request: IdentifiedRequest) -> tuple[str, str]:
    """Return where the reader came from: the desk for who makes these papers, else the council's page."""
    if request.identity.holds(*KEEPERS):
        return "council:desk", _("Stukken voor de raad")
    return "council:home", _("Voor de raad")


def _file(content: bytes, content_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    way = "inline" if inline else "attachment"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'{way}; filename="{name}"', "Cache-Control": "private, no-store"},
    )
