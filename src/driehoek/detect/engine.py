"""Running a method over many series: here in threads, or on a cluster, by the same function."""

import importlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from driehoek.detect.errors import DetectError
from driehoek.statistics import (
    ClassicFarringtonParameters,
    Detection,
    EarsParameters,
    FarringtonParameters,
    ParameterError,
    ears,
    farrington,
    farrington_flexible,
)

Floats = NDArray[np.float64]
AnyParameters = FarringtonParameters | ClassicFarringtonParameters | EarsParameters
Progress = Callable[[int, int], None]

ALGORITHMS: dict[str, type[AnyParameters]] = {
    "farringtonFlexible": FarringtonParameters,
    "farrington": ClassicFarringtonParameters,
    "farrington1996": ClassicFarringtonParameters,
    "earsC": EarsParameters,
}
_CHUNK = 500
_CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with every series alike.

    Attributes:
        parameters: the settings; their type tells the method.
        frequency: periods in a year (not used by EARS).
        points: (n_points,) which columns of the table to judge.
    """

    parameters: AnyParameters
    frequency: int
    points: NDArray[np.int64]


def chosen_parameters(algorithm: str, text: str) -> AnyParameters:
    """The settings for an algorithm from JSON in R's names.

    Raises:
        DetectError: the algorithm or a setting is unknown, or a value is out of range.
    """
    if algorithm not in ALGORITHMS:
        raise DetectError(f"--algorithm {algorithm!r} is unknown; known are {', '.join(ALGORITHMS)}")
    try:
        return ALGORITHMS[algorithm].from_r(text)
    except ParameterError as error:
        raise DetectError(f"--params: {error}") from error


def detect_chunk(job: Job, counts: Floats, population: Floats | None) -> Detection:
    """Judge some series; this is what every thread and every cluster worker runs."""
    if isinstance(job.parameters, EarsParameters):
        return ears(counts, parameters=job.parameters, points=job.points)
    if isinstance(job.parameters, ClassicFarringtonParameters):
        return farrington(
            counts,
            frequency=job.frequency,
            parameters=job.parameters,
            points=job.points,
            population=population,
        )
    return farrington_flexible(
        counts, frequency=job.frequency, parameters=job.parameters, points=job.points, population=population
    )


def default_workers() -> int:
    """As many threads as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_here(
    job: Job, counts: Floats, population: Floats | None, *, workers: int, progress: Progress
) -> list[Detection]:
    """Judge all series in threads; the answers come in the order of the series, chunk by chunk."""
    parts = list(_parts(counts, population))
    answers: list[Detection] = []
    with ThreadPoolExecutor(workers) as pool:
        for answer in pool.map(lambda part: detect_chunk(job, *part), parts):
            answers.append(answer)
            progress(min(len(answers) * _CHUNK, len(counts)), len(counts))
    return answers


def run_on_cluster(
    job: Job, counts: Floats, population: Floats | None, *, address: str, progress: Progress
) -> list[Detection]:
    """Judge all series on the workers of a Dask scheduler.

    Raises:
        DetectError: the package is not installed, or no scheduler answers at the address.
    """
    try:
        # An optional package, wanted only here.
        dask: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise DetectError(
            "--cluster needs the package distributed; install it with pip install 'driehoek[cluster]'"
        ) from error
    try:
        client = dask.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise DetectError(f"--cluster {address}: no scheduler answers there ({error})") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise DetectError(f"--cluster {address}: the scheduler has no workers; start one first")
        waiting = [client.submit(detect_chunk, job, *part, pure=False) for part in _parts(counts, population)]
        try:
            for done, _ in enumerate(dask.as_completed(waiting, loop=client.loop), start=1):
                progress(min(done * _CHUNK, len(counts)), len(counts))
            answers: list[Detection] = client.gather(waiting)
        except (ImportError, OSError, RuntimeError, dask.KilledWorker) as error:
            raise DetectError(
                f"--cluster {address}: a worker failed ({error!r}); every worker needs this package"
            ) from error
    return answers


def _parts(counts: Floats, population: Floats | None) -> Iterator[tuple[Floats, Floats | None]]:
    for low in range(0, len(counts), _CHUNK):
        part = slice(low, low + _CHUNK)
        yield counts[part], None if population is None else population[part]
