"""Reading reference runs, and holding our answers against them."""

import csv
import gzip
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from driehoek.statistics import (
    ClassicFarringtonParameters,
    Detection,
    EarsParameters,
    FarringtonParameters,
    Status,
    ears,
    farrington,
    farrington_flexible,
)

FIXTURE = Path(__file__).parent / "data" / "simulated_reference.npz"
ALGORITHMS = ("farringtonFlexible", "farrington1996", "earsC")
COLUMNS = ("upperbound", "alarm", "phi", "pvalue", "trend")
UPPER, ALARM, PHI, P_VALUE, TREND = range(5)


def shared_reference() -> Path:
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    return Path(os.environ.get("DRIEHOEK_SHARED_DATA", default)) / "reference"


@dataclass(frozen=True)
class Group:
    """Runs that differ only in their series: one call judges them all."""

    algorithm: str
    variant: str
    params: str
    frequency: int
    counts: np.ndarray
    values: np.ndarray
    """(n_series, n_points, 5): the columns named above."""


def _aligned(series: list[np.ndarray]) -> np.ndarray:
    table = np.full((len(series), max(map(len, series))), np.nan)
    for row, values in enumerate(series):
        table[row, -len(values) :] = values
    return table


def _groups(runs: list[tuple[str, str, str, int, np.ndarray, np.ndarray]]) -> Iterator[Group]:
    alike = defaultdict(list)
    for algorithm, variant, params, frequency, counts, values in runs:
        alike[algorithm, variant, params, frequency, len(values)].append((counts, values))
    for (algorithm, variant, params, frequency, _), members in alike.items():
        counts = _aligned([counts for counts, _ in members])
        yield Group(
            algorithm, variant, params, frequency, counts, np.stack([values for _, values in members])
        )


def fixture_groups() -> list[Group]:
    with np.load(FIXTURE) as stored:
        counts = dict(zip(stored["names"].tolist(), stored["counts"], strict=True))
        values = stored["values"]
        runs, begin = [], 0
        for name, algorithm, variant, params, frequency, n in json.loads(str(stored["runs"])):
            runs.append((algorithm, variant, params, frequency, counts[name], values[begin : begin + n]))
            begin += n
    return list(_groups(runs))


def _number(text: str) -> float:
    return float("nan") if text in ("", "NA") else float(text)


def _shared_series(folder: Path) -> dict[str, np.ndarray]:
    with (folder / "series_meta.csv").open(encoding="utf-8") as stream:
        plain = {r["series_id"] for r in csv.DictReader(stream) if r["epoch_as_date"] == "FALSE"}
    found: dict[str, dict[int, float]] = defaultdict(dict)
    with gzip.open(folder / "series.csv.gz", "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["series_id"] in plain:
                found[row["series_id"]][int(row["t"])] = _number(row["observed"])
    return {name: np.array([values[t] for t in sorted(values)]) for name, values in found.items()}


def shared_groups() -> list[Group]:
    folder = shared_reference()
    series = _shared_series(folder)
    with (folder / "runs.csv").open(encoding="utf-8") as stream:
        wanted = {
            row["run_id"]: row
            for row in csv.DictReader(stream)
            if row["series_id"] in series and row["algorithm"] in ALGORITHMS
        }
    results = defaultdict(list)
    with gzip.open(folder / "results.csv.gz", "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["run_id"] in wanted:
                results[row["run_id"]].append((int(row["t"]), *(_number(row[name]) for name in COLUMNS)))
    runs = []
    for run_id, row in wanted.items():
        table = np.array(results[run_id])
        counts = series[row["series_id"]]
        assert table[:, 0].tolist() == list(range(len(counts) - len(table) + 1, len(counts) + 1))
        runs.append((row["algorithm"], row["variant"], row["params"], int(row["freq"]), counts, table[:, 1:]))
    return list(_groups(runs))


def run(group: Group) -> Detection:
    points = group.values.shape[1]
    if group.algorithm == "earsC":
        return ears(group.counts, parameters=EarsParameters.from_r(group.params), points=points)
    if group.algorithm == "farrington1996":
        classic = ClassicFarringtonParameters.from_r(group.params)
        return farrington(group.counts, frequency=group.frequency, parameters=classic, points=points)
    flexible = FarringtonParameters.from_r(group.params)
    return farrington_flexible(group.counts, frequency=group.frequency, parameters=flexible, points=points)


@dataclass
class Agreement:
    """How far we are from the reference."""

    points: int = 0
    bound_error: float = 0.0
    dispersion_error: float = 0.0
    p_value_error: float = 0.0
    alarms_different: int = 0
    bounds_one_sided: int = 0
    trends_different: int = 0

    def add(self, group: Group) -> None:
        answer, values = run(group), group.values
        upper = values[..., UPPER]
        if group.algorithm == "farrington1996":
            # R's original Farrington writes 0 where there is no bound.
            upper = np.where(answer.status == Status.TOO_FEW, np.where(upper == 0, np.nan, upper), upper)
        self.points += upper.size
        self.bounds_one_sided += int((np.isnan(upper) != np.isnan(answer.upper_bound)).sum())
        self.alarms_different += int((answer.alarm != (values[..., ALARM] == 1)).sum())
        self.bound_error = max(self.bound_error, _relative(answer.upper_bound, upper))
        if group.algorithm == "farringtonFlexible":
            self.dispersion_error = max(self.dispersion_error, _relative(answer.dispersion, values[..., PHI]))
            kept = ~np.isnan(answer.trend)
            self.trends_different += int((kept != (values[..., TREND] == 1)).sum())
            gap = np.abs(answer.p_value - values[..., P_VALUE])
            self.p_value_error = max(self.p_value_error, float(np.nanmax(gap, initial=0.0)))


def _relative(ours: np.ndarray, theirs: np.ndarray) -> float:
    both = ~np.isnan(ours) & ~np.isnan(theirs)
    ours, theirs = ours[both], theirs[both]
    gap = np.abs(ours - theirs) / np.where(theirs == 0, 1.0, np.abs(theirs))
    return float(np.max(gap, initial=0.0))


def assert_agreement(groups: list[Group]) -> Agreement:
    total = Agreement()
    for group in groups:
        total.add(group)
    assert total.bounds_one_sided == 0, total
    assert total.alarms_different == 0, total
    assert total.trends_different == 0, total
    assert total.bound_error < 1e-6, total
    assert total.dispersion_error < 1e-6, total
    assert total.p_value_error < 1e-6, total
    return total
