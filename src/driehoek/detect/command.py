"""The command line of `driehoek detect`."""

import argparse
import sys
from pathlib import Path

import numpy as np

from driehoek.detect.engine import (
    ALGORITHMS,
    AnyParameters,
    Job,
    chosen_parameters,
    default_workers,
    run_here,
    run_on_cluster,
)
from driehoek.detect.errors import DetectError
from driehoek.detect.output import write_answers
from driehoek.detect.periods import parse_start
from driehoek.detect.table import SeriesTable, read_table
from driehoek.detect.usage import Parser, check_out
from driehoek.statistics import (
    ClassicFarringtonParameters,
    Detection,
    EarsParameters,
    FarringtonParameters,
    ParameterError,
)

_ABOUT = """\
Judge the last periods of many count series against their own past.

The input has the columns series_id, period or t, observed and, if wanted, population. A period is
2022-W05, 2022-03, 2022-Q1 or the date on which it starts. A period that is left out, or whose count
is empty or NA, is missing: it is not a zero."""


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="driehoek detect", description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("input", type=Path, metavar="IN.csv")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv")
    parser.add_argument(
        "--algorithm", "--method", default="farringtonFlexible", help=f"one of {', '.join(ALGORITHMS)}"
    )
    parser.add_argument("--params", default="{}", metavar="JSON", help="settings, named as in R")
    parser.add_argument(
        "--freq", type=int, choices=(52, 12, 4), help="periods a year; needed with t and with dates"
    )
    parser.add_argument("--start", metavar="YEAR-PERIOD", help="with t: the period that has t = 1")
    parser.add_argument("--last", type=int, metavar="N", help="judge only the last N periods of each series")
    parser.add_argument("--workers", type=int, metavar="N", help="threads to use; all cores when left out")
    parser.add_argument("--cluster", metavar="URL", help="run on a Dask scheduler, such as tcp://host:8786")
    return parser


def main(argv: list[str]) -> int:
    """Run the command; returns 0 when all went well and 2 for wrong use or bad input."""
    try:
        return _run(_parser().parse_args(argv))
    except DetectError as error:
        print(f"driehoek detect: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except SystemExit as stop:
        # Only --help ends this way; trouble is a DetectError.
        return int(stop.code or 0)


def _run(options: argparse.Namespace) -> int:
    parameters = chosen_parameters(options.algorithm, options.params)
    _check_use(options, parameters)
    table = read_table(options.input, options.freq)
    frequency = _frequency(options, parameters, table)
    _check_table(options, parameters, table)
    longest = table.counts.shape[1]
    wanted = longest if options.last is None else min(options.last, longest)
    job = Job(parameters, frequency, np.arange(longest - wanted, longest))
    answers = _judge(options, job, table)
    classic = isinstance(parameters, ClassicFarringtonParameters)
    rows = write_answers(options.out, table, answers, zero_when_too_few=classic)
    if sys.stderr.isatty():
        print(f"\r{len(table.names)} series, {rows} rows in {options.out}", file=sys.stderr)
    return 0


def _check_use(options: argparse.Namespace, parameters: AnyParameters) -> None:
    """Refuse what can be refused before the file is read."""
    for name, value in (("--last", options.last), ("--workers", options.workers)):
        if value is not None and value < 1:
            raise DetectError(f"{name} must be at least 1, not {value}")
    check_out(options.out, options.input)
    if options.freq is not None:
        _check_frequency(parameters, options.freq)
    if options.start is not None:
        if options.freq is None:
            raise DetectError("--start needs --freq")
        try:
            parse_start(options.start, options.freq)
        except ValueError as error:
            raise DetectError(f"--start: {error}") from error


def _check_frequency(parameters: AnyParameters, frequency: int) -> None:
    flexible = parameters
    if isinstance(flexible, ClassicFarringtonParameters):
        flexible = flexible.as_flexible()
    if isinstance(flexible, FarringtonParameters):
        try:
            flexible.check_against(frequency)
        except ParameterError as error:
            raise DetectError(f"--params: {error}") from error


def _frequency(options: argparse.Namespace, parameters: AnyParameters, table: SeriesTable) -> int:
    """Periods in a year, from the user or from the way the periods are written."""
    if table.labels and options.start is not None:
        raise DetectError("--start goes with the column t; this file has the column period")
    if table.frequency is None:
        if isinstance(parameters, EarsParameters):
            return 12  # EARS does not look at it.
        raise DetectError(f"{options.input}: the column t does not say how long a period is; use --freq")
    if options.freq is None:
        _check_frequency(parameters, table.frequency)
    return table.frequency


def _check_table(options: argparse.Namespace, parameters: AnyParameters, table: SeriesTable) -> None:
    """Refuse a population offset without a population for every count."""
    if isinstance(parameters, EarsParameters) or not parameters.population_offset:
        return
    if table.population is None:
        raise DetectError(
            f"{options.input}, line 1, column population: missing, but populationOffset needs it"
        )
    lacking = np.argwhere(~np.isnan(table.counts) & np.isnan(table.population))
    if lacking.size:
        series, column = lacking[0]
        back = table.counts.shape[1] - 1 - int(column)
        ordinal = int(table.last[series]) - back
        when = table.labels.get(ordinal, f"t {ordinal}")
        raise DetectError(
            f"{options.input}, column population: series {table.names[series]!r} has a count "
            f"but no population at {when}"
        )


def _judge(options: argparse.Namespace, job: Job, table: SeriesTable) -> list[Detection]:
    if options.cluster is not None:
        return run_on_cluster(
            job, table.counts, table.population, address=options.cluster, progress=_show_progress
        )
    workers = options.workers or default_workers()
    return run_here(job, table.counts, table.population, workers=workers, progress=_show_progress)


def _show_progress(done: int, total: int) -> None:
    """One line that renews itself, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r{done} of {total} series", end="", file=sys.stderr, flush=True)
