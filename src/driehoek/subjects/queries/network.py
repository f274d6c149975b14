"""The network of a case as far as the reader sees it: two queries, however much is tied."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q

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
        links: links between them, in the order of making.
        stands_for: id of a joined record → id of the record that leads it.
        restricted: how many records are left out because their processing is restricted.
    """

    subjects: dict[uuid.UUID, Subject]
    links: list[Link]
    stands_for: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    restricted: int = 0

    def ends_of(self, link: Link) -> tuple[Subject, Subject]:
        """Return the records at both ends of a link."""
        return self.subjects[self.node(link.from_subject_id)], self.subjects[self.node(link.to_subject_id)]

    def node(self, subject: uuid.UUID) -> uuid.UUID:
        """Return the record that stands in the picture for a record."""
        return self.stands_for.get(subject, subject)

    @cached_property
    def edges(self) -> list[Edge]:
        """Return the links by the ids of what they tie."""
        return [
            Edge(one.pk, self.node(one.from_subject_id), self.node(one.to_subject_id), one.certainty)
            for one in self.links
        ]


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
        {key: one for key, one in found.items() if key not in hidden}, [], stands_for, len(restricted)
    )
    for link in _filtered(identity, case, chosen):
        one, other = network.node(link.from_subject_id), network.node(link.to_subject_id)
        if one in network.subjects and other in network.subjects and one != other:
            network.links.append(link)
    return network


def _filtered(identity: Identity, case: Case, chosen: NetworkFilter) -> list[Link]:
    rows = links_in(identity, case).filter(certainty__in=chosen.certainties)
    if chosen.since:
        rows = rows.filter(Q(until=None) | Q(until__gte=chosen.since))
    if chosen.until:
        rows = rows.filter(Q(since=None) | Q(since__lte=chosen.until))
    return list(rows)
