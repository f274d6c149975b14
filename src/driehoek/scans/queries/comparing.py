"""A scan beside the one before it: what came back, what is new, what is gone, and how often something returned."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from driehoek.access.identity import Identity
from driehoek.scans.models import Finding, FindingKind, Scan
from driehoek.scans.queries.scans import current_findings, findings_of

# A scan is made once a year: nobody looks further back than this.
MOST_BACK = 20
CHAINS = """
WITH RECURSIVE chain (id, ancestor, times) AS (
  SELECT f.id, f.previous_id, 1 FROM scans_finding f WHERE f.id = ANY (%(wanted)s::uuid[])
  UNION ALL
  SELECT c.id, f.previous_id, c.times + 1 FROM chain c JOIN scans_finding f ON f.id = c.ancestor
   WHERE c.times < %(most)s
)
SELECT id, max(times) FROM chain GROUP BY id
"""


@dataclass(frozen=True)
class Comparison:
    """A scan beside the one before it.

    Attributes:
        back: findings that were in the scan before as well.
        new: findings that were not.
        gone: findings of the scan before that are in this one no more.
    """

    back: tuple[Finding, ...]
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def compared(identity: Identity, scan: Scan, findings: Sequence[Finding]) -> Comparison | None:
    """Compare the findings of a scan with the scan before it; None when there is none."""
    if scan.previous is None:
        return None
    before = findings_of(identity, scan.previous)
    kept = {one.previous_id for one in findings}
    known = {one.pk for one in before}
    return Comparison(
        back=tuple(one for one in findings if one.previous_id in known),
        new=tuple(one for one in findings if one.previous_id not in known),
        gone=tuple(one for one in before if one.pk not in kept),
    )


def times_in_a_row(findings: Iterable[Finding]) -> dict[uuid.UUID, int]:
    """Return in how many scans in a row each finding stands, itself counted; one query."""
    wanted = [one.pk for one in findings]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(CHAINS, {"wanted": wanted, "most": MOST_BACK})
        return dict(cursor.fetchall())


def returning(identity: Identity, *, theme: uuid.UUID | None = None) -> list[tuple[Finding, int]]:
    """Return the hot spots and groups of the last scans with in how many scans in a row; two queries.

    Args:
        identity: who reads.
        theme: only of this theme.
    """
    rows = current_findings(identity).exclude(kind=FindingKind.FACILITY)
    if theme:
        rows = rows.filter(theme=theme)
    found = list(rows.order_by("number"))
    times = times_in_a_row(found)
    return sorted(((one, times[one.pk]) for one in found), key=lambda pair: (-pair[1], pair[0].number))
