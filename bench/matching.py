"""Finding records that may be the same among many, beside comparing by exact name and date of birth in plain Python.

The records are simulated with the slips of tests/matching/simulated.py, so that recall and precision are measured too.
The baseline finds only what was written down the same way. `python -m bench.matching 20000` takes fewer records.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from driehoek.matching.linking.comparing import Given

RECORDS = 100_000


def main(records: int) -> int:
    """Measure and print; return 0."""
    from tests.matching.simulated import pairs

    from driehoek.matching.linking.comparing import alike

    given, truth = pairs(records // 2)
    alike(given[:4])  # Loading splink and DuckDB is not what is measured.
    begun = time.perf_counter()
    found = alike(given)
    took = time.perf_counter() - begun
    begun = time.perf_counter()
    exact = _exact(given)
    plain = time.perf_counter() - begun
    print(f"{len(given):,} records of persons, {len(truth):,} written down twice, one thread")
    _say("linkage", took, {(one.left, one.right) for one in found}, truth)
    sure = {(one.left, one.right) for one in found if one.strength == "very_likely"}
    _say("  of which very likely", took, sure, truth)
    _say("exact name and day", plain, exact, truth)
    print(f"{len(given) / took:,.0f} records a second")
    return 0


def _exact(given: list[Given]) -> set[tuple[str, str]]:
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in given:
        key = tuple(one.details.get(name, "") for name in ("given_names", "prefix", "surname", "birth_date"))
        groups[key].append(one.id)
    return {
        (min(pair), max(pair)) for ids in groups.values() if len(ids) > 1 for pair in combinations(ids, 2)
    }


def _say(name: str, seconds: float, found: set[tuple[str, str]], truth: dict[tuple[str, str], str]) -> None:
    right = len(found & truth.keys())
    recall, precision = right / len(truth), right / max(len(found), 1)
    print(
        f"{name:22} {seconds:7.2f} s  recall {recall:6.1%}  precision {precision:6.1%}  pairs {len(found):,}"
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS))
