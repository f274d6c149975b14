"""The command line of `driehoek law check`: a proposal in YAML or JSON in, a decision in JSON out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import yaml

from driehoek.law.engine import check
from driehoek.law.proposal import ProposalError

FINE, WRONG = 0, 2
_ABOUT = """\
Judge whether information may be given: by which legal basis, on which conditions, who must agree.

The file holds one `proposal:`, or a list of them under `cases:`, in YAML or JSON; - reads standard input.
The outcome is allowed, warn, needs_approval or not_allowed. It supports the person who decides; it is not
legal advice. `driehoek law replay` makes every stored decision again, and
`driehoek law log` prints the decision log."""


class _Parser(argparse.ArgumentParser):
    """An argument parser that reports trouble as this command does: one line."""

    def error(self, message: str) -> NoReturn:
        raise ProposalError(message)


def main(argv: list[str]) -> int:
    """Run the command; returns 0 when it could judge and 2 for wrong use or a malformed proposal."""
    try:
        given = _parser().parse_args(argv)
        print(json.dumps(_answers(_read(given.file), given.on), ensure_ascii=False, indent=2))
    except BrokenPipeError:
        raise
    except (ProposalError, OSError) as error:
        print(f"driehoek law: {_said(error)}", file=sys.stderr)
        return WRONG
    return FINE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="driehoek law", description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    acts = parser.add_subparsers(required=True, metavar="check")
    checking = acts.add_parser("check", help="judge a proposal", description=_ABOUT)
    checking.add_argument("file", metavar="FILE|-")
    checking.add_argument(
        "--on", type=_day, metavar="DATE", help="judge by this day instead of the proposal's own"
    )
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-11-23") from error


def _read(name: str) -> Any:
    text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    try:
        # JSON is YAML, save for tabs and a few escapes.
        return json.loads(text) if text.lstrip().startswith(("{", "[")) else yaml.safe_load(text)
    except (yaml.YAMLError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ProposalError(f"{name}: this is not YAML or JSON: {error}") from error


def _answers(given: Any, on: date | None) -> Any:
    if not isinstance(given, Mapping):
        if isinstance(given, list):
            return [_answer(one, on, f"number {number}") for number, one in enumerate(given, 1)]
        raise ProposalError("give one `proposal:`, or a list under `cases:`")
    if "cases" in given:
        cases = given["cases"]
        if not isinstance(cases, list):
            raise ProposalError("cases: give a list")
        return [_answer(one, on, f"number {number}") for number, one in enumerate(cases, 1)]
    return _answer(given, on, "")


def _answer(entry: Any, on: date | None, where: str) -> dict[str, Any]:
    """Judge one entry: a proposal by itself, or under `proposal:` with an id of its own beside it."""
    if not isinstance(entry, Mapping):
        raise ProposalError(f"{where}: give a `proposal:`".removeprefix(": "))
    name = str(entry.get("id", where))
    try:
        found = dict(check(entry.get("proposal", entry), on=on).as_json())
    except ProposalError as error:
        raise ProposalError(f"{name}: {error}".removeprefix(": ")) from error
    return {"id": entry["id"], **found} if "id" in entry else found


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return " ".join(str(error).split())
