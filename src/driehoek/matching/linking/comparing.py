"""The linkage: which of the records given here may be the same, how strongly, and why, by splink on DuckDB in memory.

Everything happens in the process's own memory: no file is written, nothing is loaded or sent. splink and DuckDB take a
while to load and are loaded at the first comparison.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from driehoek.matching.linking.normal import NORMAL, Details
from driehoek.matching.linking.weights import (
    BLOCKS,
    LIKELY,
    PRIOR,
    PROPOSE,
    VERY_LIKELY,
    WEIGHTS,
    Compared,
    Outcome,
)

if TYPE_CHECKING:
    import duckdb
    from splink import SettingsCreator

# Below this many records of a kind every pair is compared; above it those that share a block (weights.BLOCKS).
ALL_PAIRS: Final = 400
UNKNOWN: Final = "unknown"
_CLOSED: Final = {
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_persistent_secrets": "false",
    "threads": "1",
}


@dataclass(frozen=True)
class Given:
    """A record to compare: its id, its kind and its details as `subjects.details` keeps them."""

    id: str
    kind: str
    details: Details


@dataclass(frozen=True)
class Alike:
    """Two records that may be the same.

    Attributes:
        left, right: their ids; `left` is the smaller.
        weight: the match weight (log2 of the odds); for putting in order, never shown as a number.
        reasons: field → outcome, in the order in which they are compared; `unknown` where one of them says nothing.
    """

    left: str
    right: str
    kind: str
    weight: float
    reasons: Mapping[str, str]

    @property
    def strength(self) -> str:
        """Return how strong the likeness is: `very_likely`, `likely` or `possible`."""
        return strength_of(self.weight)


def strength_of(weight: float) -> str:
    """Return the word for a match weight: `very_likely`, `likely` or `possible`."""
    if weight >= VERY_LIKELY:
        return "very_likely"
    return "likely" if weight >= LIKELY else "possible"


def alike(records: Iterable[Given], *, floor: float = PROPOSE) -> list[Alike]:
    """Return the pairs of records of one kind that may be the same, the strongest first.

    Args:
        records: of any kinds; a kind without normal form (groups) is passed by.
        floor: the match weight below which a pair is left out.
    """
    by_kind: dict[str, list[Given]] = {}
    for one in records:
        if one.kind in NORMAL:
            by_kind.setdefault(one.kind, []).append(one)
    found = [
        pair
        for kind, ones in by_kind.items()
        if len(ones) > 1
        for pair in _of_kind(kind, ones, floor, blocks=_all_pairs(len(ones)) or _blocks(kind))
    ]
    return sorted(found, key=lambda pair: (-pair.weight, pair.left, pair.right))


def alike_to(sought: Given, records: Sequence[Given], *, floor: float = PROPOSE) -> list[Alike]:
    """Return the records that may be about the one that is sought, the strongest first."""
    others = [one for one in records if one.kind == sought.kind]
    if not others or sought.kind not in NORMAL:
        return []
    rule = (f"(l.unique_id = '{_quoted(sought.id)}') <> (r.unique_id = '{_quoted(sought.id)}')",)
    found = _of_kind(sought.kind, [sought, *others], floor, blocks=rule)
    return sorted(found, key=lambda pair: (-pair.weight, pair.left, pair.right))


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _all_pairs(count: int) -> tuple[str, ...]:
    return ("l.unique_id <> r.unique_id",) if count <= ALL_PAIRS else ()


def _blocks(kind: str) -> tuple[str, ...]:
    return tuple(
        " AND ".join(f'l."{left}" = r."{right}" AND l."{left}" <> \'\'' for left, right in columns)
        for columns in BLOCKS[kind]
    )


def _of_kind(
    kind: str, records: Sequence[Given], floor: float, *, blocks: tuple[str, ...]
) -> Iterable[Alike]:
    import duckdb
    import pyarrow as pa  # type: ignore[import-untyped]
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    rows = [{"unique_id": one.id, **NORMAL[kind](one.details)} for one in records]
    connection: duckdb.DuckDBPyConnection = duckdb.connect(":memory:", config=dict(_CLOSED))
    try:
        connection.execute("SET enable_external_access = false")
        connection.register("given", pa.Table.from_pylist(rows))
        connection.execute("CREATE TABLE records AS SELECT * FROM given")
        connection.unregister("given")
        api = DuckDBAPI(connection=connection)
        linker = Linker(api.register("records"), _settings(kind, blocks), log_level=None)
        table = linker.inference.predict(threshold_match_weight=floor).physical_name
        return [_read(kind, row) for row in _rows(connection, table)]
    finally:
        connection.close()


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> Iterable[dict[str, Any]]:
    answer = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name that splink made
    names = [column[0] for column in answer.description]
    return [dict(zip(names, values, strict=True)) for values in answer.fetchall()]


def _read(kind: str, row: Mapping[str, Any]) -> Alike:
    left, right = sorted((row["unique_id_l"], row["unique_id_r"]))
    reasons = {one.field: _outcome(one, int(row[f"gamma_{one.field}"])) for one in WEIGHTS[kind]}
    return Alike(left, right, kind, float(row["match_weight"]), reasons)


def _outcome(compared: Compared, level: int) -> str:
    """Return the code behind splink's number of a level: the last is 0, unknown is -1."""
    return UNKNOWN if level < 0 else compared.outcomes[len(compared.outcomes) - 1 - level].code


@lru_cache(maxsize=32)
def _settings(kind: str, blocks: tuple[str, ...]) -> SettingsCreator:
    from splink import SettingsCreator
    from splink.blocking_rule_library import CustomRule
    from splink.comparison_level_library import CustomLevel, ElseLevel
    from splink.comparison_library import CustomComparison

    def level(outcome: Outcome) -> Any:
        made = CustomLevel(outcome.when, label_for_charts=outcome.code) if outcome.when else ElseLevel()
        return made.configure(m_probability=outcome.same, u_probability=outcome.other)

    def comparison(one: Compared) -> Any:
        unknown = CustomLevel(one.unknown, label_for_charts=UNKNOWN).configure(is_null_level=True)
        return CustomComparison(
            output_column_name=one.field,
            comparison_levels=[unknown, *(level(outcome) for outcome in one.outcomes)],
        )

    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=PRIOR,
        comparisons=[comparison(one) for one in WEIGHTS[kind]],
        blocking_rules_to_generate_predictions=[CustomRule(rule) for rule in blocks],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=False,
    )


def weight_of(kind: str, reasons: Mapping[str, str]) -> float:
    """Return the match weight of outcomes by the formula itself, for explaining it and as a check on the library."""
    total = math.log2(PRIOR / (1 - PRIOR))
    for one in WEIGHTS[kind]:
        for outcome in one.outcomes:
            if outcome.code == reasons[one.field]:
                total += math.log2(outcome.same / outcome.other)
    return total


logging.getLogger("splink").setLevel(logging.WARNING)
