"""The network of a case: as a picture, as a list, and in time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
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
from driehoek.cases.parts import tabs_for
from driehoek.cases.views import READERS
from driehoek.subjects import graph, picture, rows
from driehoek.subjects import network_words as words
from driehoek.subjects.models import Certainty, Link, Subject, SubjectKind
from driehoek.subjects.queries.network import Network, NetworkFilter, network_of
from driehoek.subjects.views import contents_or_404, reading
from driehoek.web.components import Entry, Row, Tag
from driehoek.web.forms import PlainErrors

# A picture with more marks says nothing any more, and names that are not shown are not read.
DRAWN: Final = 120
LISTED: Final = 200
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


@for_functions(*READERS)
@require_GET
def network(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show the network of a case, as far as the reader's compartments go."""
    case = contents_or_404(request, problem)
    form = FilterForm(request.GET)
    chosen = _filter(form)
    found = network_of(request.identity, case, chosen)
    drawn, choices = _drawn(found), list(found.subjects.values())[:CHOICES]
    asked, stands = _way(found, form), graph.middle(list(found.subjects), found.edges)
    read = {one.pk: one for one in [*drawn, *choices, *_named(found, asked, stands)]}
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
            "way": words.way_words(found, asked.way, asked.start, asked.end) if asked else "",
            "middle": words.middle_words(found, most_tied=stands.most_tied, between=stands.between),
            "too_large": stands.too_large,
            "restricted": found.restricted,
            "left_out": len(found.subjects) - len(drawn),
            "more_links": max(0, len(found.links) - LISTED),
            **_drawing(found, drawn),
            "links": [_link_row(found, one) for one in found.links[:LISTED]],
            "entries": _entries(found),
            "undated": sum(1 for one in found.links if one.since is None),
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


def _drawn(found: Network) -> list[Subject]:
    """Return the records of the picture: what is tied first, in the order of making."""
    tied = {node for edge in found.edges for node in (edge.one, edge.other)}
    order = sorted(found.subjects.values(), key=lambda one: one.pk not in tied)
    return order[:DRAWN]


def _named(found: Network, asked: Asked | None, stands: graph.Middle) -> list[Subject]:
    """Return whom lists and sentences name, also outside the picture."""
    dated = [one for one in found.links if one.since is not None]
    named = [end for link in [*found.links[:LISTED], *dated[:LISTED]] for end in found.ends_of(link)]
    passed = asked.way.nodes if asked and asked.way else ()
    middle = [one for one in (stands.most_tied, stands.between) if one is not None]
    return named + [found.subjects[node] for node in (*passed, *middle)]


def _drawing(found: Network, drawn: Sequence[Subject]) -> dict[str, Any]:
    shown = {one.pk for one in drawn}
    links = [
        (link, edge)
        for link, edge in zip(found.links, found.edges, strict=True)
        if edge.one in shown and edge.other in shown
    ]
    at = graph.places([one.pk for one in drawn], [edge for _link, edge in links])
    marks = [
        picture.Mark(one.pk, number, one.kind, one.label, at[one.pk]) for number, one in enumerate(drawn, 1)
    ]
    sentences = {link.pk: words.link_words(found, link) for link, _edge in links}
    lines = [picture.Line(edge.one, edge.other, edge.certainty, sentences[link.pk]) for link, edge in links]
    said: dict[uuid.UUID, list[str]] = {}
    for link, edge in links:
        for node in (edge.one, edge.other):
            said.setdefault(node, []).append(sentences[link.pk])
    return {
        "drawing": picture.draw(marks, lines, title=_("Netwerk van deze casus")),
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
        tags=[Tag(str(link.get_certainty_display()).lower(), rows.LOOKS[link.certainty])],
        text=rows.period_of(link),
        meta=_("bron: %(source)s") % {"source": rows.source_of(link)},
    )


def _entries(found: Network) -> list[Entry]:
    """Return the links of which the start is known, in time."""
    dated = [(one.since, one) for one in found.links if one.since is not None][:LISTED]
    return [_entry(found, link, since) for since, link in sorted(dated, key=lambda one: one[0])]


def _entry(found: Network, link: Link, since: date) -> Entry:
    one, other = found.ends_of(link)
    return Entry(
        when=since,
        title=rows.sentence_of(link, one=one.label, other=other.label),
        text=f"{link.get_certainty_display()}, {rows.period_of(link)}",
        source=rows.source_of(link),
    )


def _way(found: Network, form: FilterForm) -> Asked | None:
    start, end = form.cleaned_data.get("een"), form.cleaned_data.get("ander")
    known = list(found.subjects)[:CHOICES]
    if start not in known or end not in known or start == end:
        return None
    return Asked(start, end, graph.way_between(list(found.subjects), found.edges, start, end))
