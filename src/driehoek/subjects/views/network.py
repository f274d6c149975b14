"""The network of a case: as a picture, as a list, and in time.

Everything that is tied counts; the picture shows a part, the list goes on page after page.
"""

from __future__ import annotations

import uuid
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.cases.models import Case
from driehoek.cases.parts import tabs_for
from driehoek.cases.views import READERS
from driehoek.subjects import graph, picture, rows
from driehoek.subjects import network_words as words
from driehoek.subjects.graph import Edge
from driehoek.subjects.models import Certainty, Link, Subject, SubjectKind
from driehoek.subjects.queries.network import Network, NetworkFilter, links_named, network_of
from driehoek.subjects.views import contents_or_404, reading
from driehoek.web.components import Entry, Row, Tag
from driehoek.web.forms import PlainErrors
from driehoek.web.paging import AFTER, keyset_cursor

# A picture with more marks says nothing any more, and names that are not shown are not read.
DRAWN: Final = 120
LISTED: Final = 100
CHOICES: Final = 400
DAY: Final = {"type": "date"}


class FilterForm(PlainErrors, forms.Form):
    """Which links the picture shows, and between which two records a way is sought."""

    zekerheid = forms.MultipleChoiceField(
        label=gettext_lazy("Hoe zeker"),
        choices=Certainty.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    vanaf = forms.DateField(
        label=gettext_lazy("Vanaf"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    tot = forms.DateField(
        label=gettext_lazy("Tot en met"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    een = forms.UUIDField(required=False)
    ander = forms.UUIDField(required=False)


@dataclass(frozen=True)
class Item:
    """A record in the list beside the picture."""

    id: uuid.UUID
    number: int
    sign: str
    kind: str
    row: Row
    said: str


@dataclass(frozen=True)
class Asked:
    """Between which two records a way was asked, and the way; None when nothing ties them."""

    start: uuid.UUID
    end: uuid.UUID
    way: graph.Way | None

    @property
    def nodes(self) -> tuple[uuid.UUID, ...]:
        """Return what is asked about: the two, and what the way passes."""
        return self.way.nodes if self.way else (self.start, self.end)


@dataclass(frozen=True)
class Shown:
    """What of a network stands on the page.

    Attributes:
        drawn: the records of the picture.
        lines: the links between them.
        listed: this page of the list of links.
        following: the address of the next page of that list; empty on the last.
        dated: the links with the latest beginnings.
        links: all of these and those on the way, read whole, by id.
    """

    drawn: list[Subject]
    lines: list[Edge]
    listed: list[Edge]
    following: str
    dated: list[uuid.UUID]
    links: Mapping[uuid.UUID, Link]


@for_functions(*READERS)
@require_GET
def network(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show the network of a case, as far as the reader's compartments go."""
    case = contents_or_404(request, problem)
    form = FilterForm(request.GET)
    chosen = _filter(form)
    found = network_of(request.identity, case, chosen)
    choices = list(found.subjects.values())[:CHOICES]
    asked, stands = _way(found, form), graph.middle(list(found.subjects), found.edges)
    shown = _shown(request, case, found, asked)
    read = {one.pk: one for one in [*shown.drawn, *choices, *_named(found, shown, asked, stands)]}
    with reading(request, read.values(), _("netwerk van een casus inzien")):
        context = {
            "case": case,
            "tabs": tabs_for(request, case, "network"),
            "form": form,
            "certainties": [(key, label, key in chosen.certainties) for key, label in Certainty.choices],
            "chosen": chosen,
            "choices": sorted(
                ((str(one.pk), one.label) for one in choices), key=lambda one: one[1].casefold()
            ),
            "one": str(form.cleaned_data.get("een") or ""),
            "other": str(form.cleaned_data.get("ander") or ""),
            "way": words.way_words(found, shown.links, asked.way, asked.start, asked.end) if asked else "",
            "middle": words.middle_words(found, most_tied=stands.most_tied, between=stands.between),
            "too_large": stands.too_large,
            "restricted": found.restricted,
            "left_out": len(found.subjects) - len(shown.drawn),
            "total": len(found.edges),
            "following": shown.following,
            **_drawing(found, shown),
            "links": [_link_row(found, shown.links[one.id]) for one in shown.listed],
            "entries": _entries(found, shown),
            "earlier": len(found.since) - len(shown.dated),
            "undated": len(found.edges) - len(found.since),
            "kinds": [(picture.sign(key), label) for key, label in SubjectKind.choices],
            "lines": [(picture.stroke(key), label) for key, label in Certainty.choices],
        }
    return render(request, "subjects/network.html", context)


def _filter(form: FilterForm) -> NetworkFilter:
    form.is_valid()
    values = form.cleaned_data
    return NetworkFilter(
        certainties=tuple(values.get("zekerheid") or Certainty.values),
        since=values.get("vanaf"),
        until=values.get("tot"),
    )


def _shown(request: IdentifiedRequest, case: Case, found: Network, asked: Asked | None) -> Shown:
    drawn = _drawn(found, asked)
    there = {one.pk for one in drawn}
    lines = [edge for edge in found.edges if edge.one in there and edge.other in there]
    listed, following = _page(request, found)
    dated = sorted(found.since, key=lambda key: (found.since[key], key))[-LISTED:]
    on_way = asked.way.edges if asked and asked.way else ()
    wanted = {edge.id for edge in (*lines, *listed)} | {*dated, *on_way}
    links = links_named(request.identity, case, wanted)
    # What was taken away between the two readings is not named.
    return Shown(
        drawn,
        [edge for edge in lines if edge.id in links],
        [edge for edge in listed if edge.id in links],
        following,
        [key for key in dated if key in links],
        links,
    )


def _drawn(found: Network, asked: Asked | None) -> list[Subject]:
    """Return the records of the picture: what is asked about, then the largest group that hangs together."""
    first = set(asked.nodes) if asked else set()
    order = graph.largest_first(list(found.subjects), found.edges)
    order.sort(key=lambda node: node not in first)
    return [found.subjects[node] for node in order[:DRAWN]]


def _page(request: IdentifiedRequest, found: Network) -> tuple[list[Edge], str]:
    """Return a page of the links in the order of making, and the address of the next, with the same choices."""
    after = keyset_cursor(request)
    places = range(len(found.edges))
    begin = bisect_right(places, after, key=lambda at: (found.made[at], found.edges[at].id)) if after else 0
    end = begin + LISTED
    if end >= len(found.edges):
        return found.edges[begin:], ""
    query = request.GET.copy()
    query[AFTER] = f"{found.made[end - 1].isoformat()}_{found.edges[end - 1].id}"
    return found.edges[begin:end], f"?{query.urlencode()}#network-links"


def _named(found: Network, shown: Shown, asked: Asked | None, stands: graph.Middle) -> list[Subject]:
    """Return whom lists and sentences name, also outside the picture."""
    ids = [*(edge.id for edge in shown.listed), *shown.dated]
    named = [end for key in ids for end in found.ends_of(shown.links[key])]
    middle = [one for one in (stands.most_tied, stands.between) if one is not None]
    return named + [found.subjects[node] for node in (*(asked.nodes if asked else ()), *middle)]


def _drawing(found: Network, shown: Shown) -> dict[str, Any]:
    drawn, lines = shown.drawn, shown.lines
    at = graph.places([one.pk for one in drawn], lines)
    marks = [
        picture.Mark(one.pk, number, one.kind, one.label, at[one.pk]) for number, one in enumerate(drawn, 1)
    ]
    sentences = {edge.id: words.link_words(found, shown.links[edge.id]) for edge in lines}
    ties = [picture.Line(edge.one, edge.other, edge.certainty, sentences[edge.id]) for edge in lines]
    said: dict[uuid.UUID, list[str]] = {}
    for edge in lines:
        for node in (edge.one, edge.other):
            said.setdefault(node, []).append(sentences[edge.id])
    return {
        "drawing": picture.draw(marks, ties, title=_("Netwerk van deze casus")),
        "items": [_item(one, number, said.get(one.pk, [])) for number, one in enumerate(drawn, 1)],
    }


def _item(one: Subject, number: int, said: list[str]) -> Item:
    return Item(
        id=one.pk,
        number=number,
        sign=picture.sign(one.kind),
        kind=str(one.get_kind_display()),
        row=Row(
            title=one.label,
            url=reverse("subjects:one", args=[one.case_id, one.pk]),
            kind=str(one.get_kind_display()).lower(),
        ),
        said="; ".join(said) or _("geen verbindingen in dit beeld"),
    )


def _link_row(found: Network, link: Link) -> Row:
    one, other = found.ends_of(link)
    return Row(
        title=rows.sentence_of(link, one=one.label, other=other.label),
        url=reverse("subjects:one", args=[link.case_id, one.pk]),
        tags=[Tag(rows.certainty_of(link).lower(), rows.LOOKS[link.certainty])],
        text=rows.period_of(link),
        meta=_("bron: %(source)s") % {"source": rows.source_of(link)},
    )


def _entries(found: Network, shown: Shown) -> list[Entry]:
    """Return the links of which the start is known, in time."""
    return [_entry(found, shown.links[key], found.since[key]) for key in shown.dated]


def _entry(found: Network, link: Link, since: date) -> Entry:
    one, other = found.ends_of(link)
    return Entry(
        when=since,
        title=rows.sentence_of(link, one=one.label, other=other.label),
        text=f"{rows.certainty_of(link)}, {rows.period_of(link)}",
        source=rows.source_of(link),
    )


def _way(found: Network, form: FilterForm) -> Asked | None:
    start, end = form.cleaned_data.get("een"), form.cleaned_data.get("ander")
    known = list(found.subjects)[:CHOICES]
    if start not in known or end not in known or start == end:
        return None
    return Asked(start, end, graph.way_between(list(found.subjects), found.edges, start, end))
