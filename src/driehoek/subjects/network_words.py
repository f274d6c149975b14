"""What a network says, in sentences: the shortest way, its weakest link, what stands in the middle."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from driehoek.subjects import rows
from driehoek.subjects.graph import DOUBT, Way
from driehoek.subjects.models import Certainty, Link
from driehoek.subjects.queries.network import Network

WEAKEST: Final[tuple[str, ...]] = tuple(sorted(DOUBT, key=lambda one: -DOUBT[one]))


def link_words(network: Network, link: Link) -> str:
    """Return a link in a sentence with its period, certainty and source."""
    one, other = network.ends_of(link)
    return _("%(sentence)s (%(certainty)s, %(period)s, bron: %(source)s)") % {
        "sentence": rows.sentence_of(link, one=one.label, other=other.label),
        "certainty": rows.certainty_of(link).lower(),
        "period": rows.period_of(link),
        "source": rows.source_of(link),
    }


def way_words(
    network: Network, links: Mapping[uuid.UUID, Link], way: Way | None, start: uuid.UUID, end: uuid.UUID
) -> str:
    """Explain the shortest way between two records, with the link on it that is least certain.

    Args:
        network: the network.
        links: by id, at least the links on the way.
        way: the way; None when nothing ties the two.
        start: one of the two records.
        end: the other.
    """
    names = {"one": network.subjects[start].label, "other": network.subjects[end].label}
    if way is None:
        return _("%(one)s en %(other)s hangen niet samen in wat u ziet.") % names
    between = [network.subjects[node].label for node in way.nodes[1:-1]]
    if between:
        said = _("De kortste verbinding tussen %(one)s en %(other)s loopt via %(between)s.")
        said %= names | {"between": listed(between)}
    else:
        said = _("%(one)s en %(other)s zijn rechtstreeks verbonden.") % names
    return f"{said} {_weakest(network, [links[key] for key in way.edges])}"


def _weakest(network: Network, on_it: Sequence[Link]) -> str:
    if all(one.certainty == Certainty.CONFIRMED for one in on_it):
        return _("Elke schakel is bevestigd.")
    worst = min(on_it, key=lambda one: WEAKEST.index(one.certainty))
    one, other = network.ends_of(worst)
    return _("De zwakste schakel is %(certainty)s: %(sentence)s.") % {
        "certainty": rows.certainty_of(worst).lower(),
        "sentence": rows.sentence_of(worst, one=one.label, other=other.label),
    }


def listed(names: list[str]) -> str:
    """Return names as "a, b en c"."""
    if len(names) == 1:
        return names[0]
    return _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def middle_words(network: Network, *, most_tied: uuid.UUID | None, between: uuid.UUID | None) -> list[str]:
    """Say what stands in the middle of what was written down, and that this is no judgement."""
    said = []
    if most_tied is not None:
        said.append(
            _("%(label)s komt in de meeste verbindingen voor.") % {"label": network.subjects[most_tied].label}
        )
    if between is not None:
        said.append(
            _("Via %(label)s lopen de meeste kortste verbindingen tussen anderen.")
            % {"label": network.subjects[between].label}
        )
    if said:
        said.append(_("Dat zegt iets over wat is opgeschreven, niet over schuld of gevaar."))
    return said
