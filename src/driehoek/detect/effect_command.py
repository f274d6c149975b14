"""The command line of `driehoek effect`: whether something changed after a start, compared with what, how sure."""

import argparse
import csv
import json
import sys
from pathlib import Path

from driehoek.detect.errors import DetectError
from driehoek.detect.output import whole_file
from driehoek.detect.periods import parse_period, parse_start
from driehoek.detect.sides import Side, Sides, choose_sides
from driehoek.detect.table import read_table
from driehoek.detect.usage import Parser, check_out

_MONTHLY = 12
_FILE_MARK = ".csv"
# The calendar ends with the year 9999.
_AFTER_TIME = 10_000 * _MONTHLY
_ABOUT = """\
Tell for each monthly series whether it changed after a start, compared with what, and how sure that is.

The input has the columns series_id, period or t, and observed, as for `driehoek detect`. A period is a
month: 2022-03 or its first day, 2022-03-01. A month that is left out, or whose count is empty or NA, is
missing: it is not a zero. A column population is checked and not used.

--controls names the series to compare with, that had no such start: either the ids of series in
SERIES.csv, separated by commas ("a, b" in quotation marks when an id holds a comma), or a second CSV of
series: what ends in .csv is a file. Without controls a difference is a change and never an effect.
--neighbours, named in the same way, are the areas where it could have moved to. All other series of
SERIES.csv are judged, each against the same controls."""
_EPILOG = """\
OUT.json holds for each series the change (ratio of counted to expected, 95 % interval, p), its certainty
(very_likely, likely, unclear, refused), the coefficients with standard errors, the warnings, and when
nothing can be concluded the reasons with the number found and the number needed. docs/figures.md
describes every field.

Exit status: 0 fine, 1 no series can be concluded upon (OUT.json says why), 2 wrong use or bad input."""


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="driehoek effect",
        description=_ABOUT,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("input", type=Path, metavar="SERIES.csv")
    parser.add_argument(
        "--break", dest="start", required=True, metavar="PERIOD", help="the first month after the start"
    )
    parser.add_argument("--controls", metavar="IDS|FILE.csv", help="the series to compare with")
    parser.add_argument("--neighbours", metavar="IDS|FILE.csv", help="the series next door")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.json")
    parser.add_argument(
        "--freq", type=int, default=_MONTHLY, metavar="12", help="periods a year: months only"
    )
    parser.add_argument(
        "--start", dest="first", metavar="YEAR-MONTH", help="needed with t: the month that has t = 1"
    )
    return parser


def main(argv: list[str]) -> int:
    """Run the command.

    Returns:
        0 when a series could be concluded upon, 1 when none could, 2 for wrong use or bad input.
    """
    try:
        return _run(_parser().parse_args(argv))
    except DetectError as error:
        _tell(str(error))
        return 2
    except SystemExit as stop:
        # Only --help ends this way; trouble is a DetectError.
        return int(stop.code or 0)


def _run(options: argparse.Namespace) -> int:
    start = _check_use(options)
    sides = _read(options)
    # Late, because it brings scipy.stats, and help and refusals need none.
    from driehoek.detect.effect_answers import answers

    found = answers(sides, start, progress=_show_progress)
    with whole_file(options.out) as stream:
        json.dump(found, stream, ensure_ascii=False, indent=1, allow_nan=False)
        stream.write("\n")
    refused = [one for one in found["series"] if one["certainty"] == "refused"]
    if len(refused) < len(found["series"]):
        return 0
    reasons = "; ".join(one["words"] for one in refused[0]["refusal"])
    _tell(
        f"no series can be concluded upon ({len(refused)} refused; {refused[0]['series_id']!r}: {reasons}); "
        f"see {options.out}"
    )
    return 1


def _check_use(options: argparse.Namespace) -> int:
    """Refuse what can be refused before a file is read; returns the number of the month of the break."""
    if options.freq != _MONTHLY:
        raise DetectError(
            f"--freq {options.freq}: an effect is told from months only; add counts up to months"
        )
    check_out(options.out, options.input, *(Path(one) for one in _files(options)))
    if options.first is not None:
        try:
            parse_start(options.first, _MONTHLY)
        except ValueError as error:
            raise DetectError(f"--start: {error}") from error
    try:
        return parse_period(options.start, _MONTHLY).ordinal
    except ValueError as error:
        raise DetectError(f"--break: {error}") from error


def _files(options: argparse.Namespace) -> list[str]:
    named = (options.controls, options.neighbours)
    return [one for one in named if one is not None and _is_file(one)]


def _is_file(text: str) -> bool:
    return text.strip().lower().endswith(_FILE_MARK)


def _read(options: argparse.Namespace) -> Sides:
    """Read the files and part their series in those judged, those compared with, and those next door."""
    whole = _side(options.input, options)
    parts: dict[str, Side] = {}
    taken: dict[str, str] = {}
    for option in ("controls", "neighbours"):
        text = getattr(options, option)
        if text is None:
            parts[option] = Side.empty()
        elif _is_file(text):
            parts[option] = _side(Path(text), options)
        else:
            ids = _ids(text, option)
            parts[option] = _named(whole, ids, option, taken, options.input)
    return choose_sides(whole.without(taken), parts["controls"], parts["neighbours"], options.input)


def _named(whole: Side, ids: list[str], option: str, taken: dict[str, str], path: Path) -> Side:
    for name in ids:
        if name not in whole.names:
            raise DetectError(f"--{option}: there is no series {name!r} in {path}")
        if name in taken:
            raise DetectError(f"--{option}: series {name!r} is already named in --{taken[name]}")
        taken[name] = option
    return whole.only(ids)


def _ids(text: str, option: str) -> list[str]:
    """Return the series ids in an argument; quotation marks keep a comma."""
    try:
        ids = next(csv.reader([text], strict=True, skipinitialspace=True), [])
    except csv.Error as error:
        raise DetectError(f"--{option} {text!r}: not ids separated by commas: {error}") from error
    if not ids or not all(one.strip() for one in ids):
        raise DetectError(
            f"--{option} {text!r}: name series ids separated by commas, or a file ending in .csv"
        )
    return ids


def _side(path: Path, options: argparse.Namespace) -> Side:
    """Read one file of monthly series."""
    table = read_table(path, _MONTHLY)
    if table.labels:
        if options.first is not None:
            raise DetectError(f"--start goes with the column t; {path} has the column period")
        return Side.of_table(table, 0)
    if options.first is None:
        raise DetectError(f"{path}, line 1, column t: does not say which months these are; use --start")
    side = Side.of_table(table, parse_start(options.first, _MONTHLY) - 1)
    for name, first, counts in zip(side.names, side.first, side.counts, strict=True):
        if first + len(counts) > _AFTER_TIME:
            raise DetectError(f"{path}, column t: series {name!r} goes on after the year 9999")
    return side


def _tell(message: str) -> None:
    print(f"driehoek effect: {' '.join(message.split())}", file=sys.stderr)


def _show_progress(done: int, total: int) -> None:
    """One line that renews itself, on a terminal only."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{done} of {total} series", end=end, file=sys.stderr, flush=True)
