"""What every write about pairs needs."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

from driehoek import vault
from driehoek.cases.models import CompartmentKind
from driehoek.ledger import services as ledger
from driehoek.matching.linking.normal import NORMAL
from driehoek.matching.models import Pair


def digest_of(kind: str, one: Mapping[str, str], other: Mapping[str, str], municipality: uuid.UUID) -> str:
    """Return a keyed fingerprint of what is compared of two records, left and right.

    While it is the same, nothing changed that the comparison looks at.
    """
    compared = [NORMAL[kind](one), NORMAL[kind](other)]
    return vault.blind(json.dumps(compared, sort_keys=True), "matching.pair", municipality)


def home_of(pair: Pair) -> uuid.UUID:
    """Return under what a line on the ledger about a pair stands, so that only who sees both records reads it.

    That is the compartment of both, or the closed one when the other is shared. Between two closed compartments no
    timeline has the line; it stands on the chain under the pair itself.
    """
    if pair.left_part_id == pair.right_part_id:
        return pair.left_part_id
    closed = [part for part in (pair.left_part, pair.right_part) if part.kind != CompartmentKind.SHARED]
    return closed[0].pk if len(closed) == 1 else pair.pk


def record(pair: Pair, action: str, data: ledger.EventData | None = None) -> None:
    """Put one line about a pair on the ledger."""
    ledger.append(
        municipality=pair.municipality_id,
        action=action,
        subject=pair.pk,
        problem=home_of(pair),
        version=pair.version,
        data=data or {},
    )
