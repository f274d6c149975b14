"""Makes simulated_reference.npz from the shared reference folder: the simulated series only.

Use: python make_fixture.py REFERENCE_FOLDER
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

ALGORITHMS = ("farringtonFlexible", "farrington1996", "earsC")
VALUES = ("upperbound", "alarm", "phi", "pvalue", "trend")


def number(text: str) -> float:
    return float("nan") if text in ("", "NA") else float(text)


def main(folder: Path) -> None:
    series: dict[str, dict[int, float]] = defaultdict(dict)
    with gzip.open(folder / "series.csv.gz", "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["series_id"].startswith(("SIMW", "SIMM")):
                series[row["series_id"]][int(row["t"])] = number(row["observed"])
    names = sorted(series)
    longest = max(len(values) for values in series.values())
    counts = np.full((len(names), longest), np.nan)
    for place, name in enumerate(names):
        ordered = [series[name][t] for t in sorted(series[name])]
        counts[place, -len(ordered) :] = ordered
    with (folder / "runs.csv").open(encoding="utf-8") as stream:
        runs = [
            r for r in csv.DictReader(stream) if r["series_id"] in series and r["algorithm"] in ALGORITHMS
        ]
    wanted = {run["run_id"] for run in runs}
    results: dict[str, list[list[float]]] = defaultdict(list)
    with gzip.open(folder / "results.csv.gz", "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["run_id"] in wanted:
                results[row["run_id"]].append([number(row[name]) for name in VALUES])
    described = [
        [r["series_id"], r["algorithm"], r["variant"], r["params"], int(r["freq"]), len(results[r["run_id"]])]
        for r in runs
    ]
    values = np.concatenate([np.array(results[r["run_id"]]) for r in runs])
    target = Path(__file__).with_name("simulated_reference.npz")
    np.savez_compressed(
        target, names=np.array(names), counts=counts, runs=np.array(json.dumps(described)), values=values
    )
    print(f"{target.name}: {len(names)} series, {len(runs)} runs, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
