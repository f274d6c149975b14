"""Reading analyses: the list, one edition with its figures and what changed, the same on paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.position import sentences
from driehoek.position.models import Item, Reading, Verdict
from driehoek.position.services import open_item
from driehoek.position.views import LEAVE_A_RECEIPT, RATERS
from driehoek.publications import figures, paper, queries, rows, services
from driehoek.publications.contents import differences
from driehoek.publications.forms import theme_of
from driehoek.publications.models import Edition, Publication, State
from driehoek.publications.views import READERS, draft_url, publication_or_404
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(*READERS)
@require_GET
def listing(request: IdentifiedRequest) -> HttpResponse:
    """List what is out, the newest first; who writes also sees what is in the making."""
    themes = queries.themes_with(request.identity)
    theme = theme_of(request.GET.get("thema", ""), themes)
    found, more = queries.out(request.identity, theme=theme, after=keyset_cursor(request))
    last = found[-1] if found else None
    making = [] if theme else queries.in_the_making(request.identity)
    context = {
        "rows": [rows.row(one) for one in found],
        "making": [rows.making_row(one) for one in making],
        "themes": [(str(one.pk), one.name) for one in themes],
        "theme": str(theme or ""),
        "keeps": queries.keeps(request.identity),
        "next_url": next_page(request, last.published_at, last.pk)
        if more and last and last.published_at
        else "",
    }
    return render(request, "publications/list.html", context)


@for_functions(*READERS)
@require_GET
def page(request: IdentifiedRequest, publication: uuid.UUID) -> HttpResponse:
    """Show the last edition; what is not out yet is for who writes."""
    found = publication_or_404(request, publication)
    if not found.number:
        return redirect(draft_url(found))
    return _shown(request, found, found.number)


@for_functions(*READERS)
@require_GET
def edition(request: IdentifiedRequest, publication: uuid.UUID, number: int) -> HttpResponse:
    """Show one edition; an older one says that there is a newer."""
    return _shown(request, publication_or_404(request, publication), number)


@for_functions(*READERS)
@require_GET
def pdf(request: IdentifiedRequest, publication: uuid.UUID, number: int) -> HttpResponse:
    """Hand out an edition as a PDF; that it was taken stands on the ledger."""
    found = publication_or_404(request, publication)
    chosen, _earlier = _editions(request, found, number)
    content = paper.edition_pdf(request.identity, found, chosen)
    services.take_copy(identity=request.identity, publication=found, number=number)
    answer = HttpResponse(content, content_type="application/pdf")
    mark = chosen.content["classification"]
    answer["Content-Disposition"] = f'attachment; filename="analyse-{mark}-versie-{number}.pdf"'
    return answer


def _shown(request: IdentifiedRequest, found: Publication, number: int) -> HttpResponse:
    chosen, earlier = _editions(request, found, number)
    item = queries.readable_item(request.identity, chosen)
    readings = queries.readings_of(item) if item else []
    if item and _leaves_receipt(request, item):
        open_item(identity=request.identity, item=item)
    keeps = queries.keeps(request.identity)
    content = chosen.content
    context = {
        "publication": found,
        "edition": chosen,
        "content": content,
        "parts": rows.parts(content),
        "certainty": rows.certainty_tag(content),
        "facts": rows.facts(found, chosen),
        "charts": [
            figures.draw(one, key=f"{chosen.pk}-{place}") for place, one in enumerate(content["figures"])
        ],
        "differences": differences(earlier.content, content) if earlier else [],
        "before": earlier.number if earlier else None,
        "newest": found.number,
        "withdrawn": found.state == State.WITHDRAWN,
        "keeps": keeps,
        "may_revise": keeps and found.state == State.PUBLISHED,
        "making": keeps and found.state in queries.UNFINISHED,
        "ask_url": ask_url(found),
        "here": reverse("publications:edition", args=[found.pk, number]),
        **_rating(request, item, readings),
    }
    return render(request, "publications/page.html", context)


def _rating(request: IdentifiedRequest, item: Item | None, readings: list[Reading]) -> dict[str, Any]:
    mine = next((one for one in readings if one.person_id == request.identity.person), None)
    return {
        "item": item,
        "readings": readings,
        "may_rate": item is not None and request.identity.holds(*RATERS),
        "my_rating": sentences.rating_words(mine) if mine and mine.verdict else "",
        "verdicts": Verdict.choices,
    }


def _leaves_receipt(request: IdentifiedRequest, item: Item) -> bool:
    return request.identity.holds(*LEAVE_A_RECEIPT) and item.provided_by_id != request.identity.person


def _editions(request: IdentifiedRequest, found: Publication, number: int) -> tuple[Edition, Edition | None]:
    """Return an edition and the one before it, as far as they are for the reader."""
    numbered = {one.number: one for one in queries.editions(request.identity, found)}
    if number not in numbered:
        raise Http404
    return numbered[number], numbered.get(number - 1)


def ask_url(publication: Publication) -> str:
    """Return the address for asking a question about an analysis."""
    query = {"over": "publications.publication", "id": str(publication.pk)}
    return reverse("position:question_new") + "?" + urlencode(query)
