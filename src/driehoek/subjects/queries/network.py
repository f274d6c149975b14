"""The network of a case as far as the reader sees it: two queries, however much is tied.

All links are read as edges, which is enough to count, order and draw; only those that are named are read whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.cases.models import Case
from driehoek.subjects.graph import Edge
from driehoek.subjects.models import Certainty, Link, Subject
from driehoek.subjects.queries.links import links_in
from driehoek.subjects.queries.subjects import visible_subjects


@dataclass(frozen=True)
class NetworkFilter:
    """Which links count: how certain, over which period. A link of which the period is unknown always does."""

    certainties: tuple[str, ...] = tuple(Certainty.values)
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Network:
    """Records and links that the reader sees; joined records count as the one that leads them.

    Attributes:
        subjects: id → record, in the order of making.
        edges: links between them, by the ids of what they tie, in the order of making.
        made: when each of these links was made, in the same order.
        since: id of a link → since when it holds, for those of which that is known.
        stands_for: id of a joined record → id of the record that leads it.
        restricted: how many records are left out because their processing is restricted.
    """

    subjects: dict[uuid.UUID, Subject]
    edges: list[Edge] = field(default_factory=list)
    made: list[datetime] = field(default_factory=list)
    since: dict[uuid.UUID, date] = field(default_factory=dict)
    stands_for: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    restricted: int = 0

    def ends_of(self, link: Link) -> tuple[Subject, Subject]:
        """Return the records at both ends of a link."""
        return self.subjects[self.node(link.from_subject_id)], self.subjects[self.node(link.to_subject_id)]

    def node(self, subject: uuid.UUID) -> uuid.UUID:
        """Return the record that stands in the picture for a record."""
        return self.stands_for.get(subject, subject)


def network_of(identity: Identity, case: Case, chosen: NetworkFilter) -> Network:
    """Return the network of a case; what lies in a compartment that is closed to the reader does not exist in it."""
    found = {one.pk: one for one in visible_subjects(identity, case).order_by("made_at", "id")}
    restricted = {key for key, one in found.items() if one.restricted_at}
    stands_for = {
        key: one.leader_id
        for key, one in found.items()
        if one.leader_id in found and one.leader_id not in restricted
    }
    hidden = restricted | set(stands_for)
    network = Network(
        {key: one for key, one in found.items() if key not in hidden},
        stands_for=stands_for,
        restricted=len(restricted),
    )
    columns = ("pk", "from_subject_id", "to_subject_id", "certainty", "made_at", "since")
    rows = _filtered(identity, case, chosen).select_related(None).values_list(*columns)
    for key, start, end, certainty, made, since in rows:
        one, other = network.node(start), network.node(end)
        if one not in network.subjects or other not in network.subjects or one == other:
            continue
        network.edges.append(Edge(key, one, other, certainty))
        network.made.append(made)
        if since is not None:
            network.since[key] = since
    return network


def links_named(identity: Identity, case: Case, wanted: Iterable[uuid.UUID]) -> dict[uuid.UUID, Link]:
    """Return links of a case whole, by id, those that the reader sees; one query."""
    return {one.pk: one for one in links_in(identity, case).filter(pk__in=set(wanted))}


def _filtered(identity: Identity, case: Case, chosen: NetworkFilter) -> QuerySet[Link]:
    rows = links_in(identity, case).filter(certainty__in=chosen.certainties)
    if chosen.since:
        rows = rows.filter(Q(until=None) | Q(until__gte=chosen.since))
    if chosen.until:
        rows = rows.filter(Q(since=None) | Q(since__lte=chosen.until))
    return rows
