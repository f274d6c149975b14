"""`driehoek areas import …`: code lists, inhabitants and shapes, as CBS and PDOK publish them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from driehoek.areas import services
from driehoek.areas.files import UnusableError
from driehoek.areas.services import AreaImport
from driehoek.installation.arguments import Arguments


def main(argv: Sequence[str]) -> int:
    """Run `driehoek areas`; return 0 when taken, 1 when every line was skipped, 2 for an unusable file."""
    options = _parser().parse_args(argv)
    work: dict[str, Callable[[], AreaImport]] = {
        "codes": lambda: services.import_code_list(
            path=options.file, year=options.year, municipality_code=options.municipality
        ),
        "inhabitants": lambda: services.import_inhabitants(
            path=options.file, area_year=options.area_year or options.year, year=options.year
        ),
        "geometry": lambda: services.import_geometry(
            path=options.file, year=options.year, municipality_code=options.municipality
        ),
    }
    if options.what == "inhabitants" and not (options.area_year or options.year):
        sys.stderr.write("driehoek areas import inhabitants: --area-year is needed\n")
        return 2
    try:
        result = work[options.what]()
    except UnusableError as error:
        sys.stderr.write(f"{options.file}: {error}\n")
        return 2
    _report(options, result)
    return 0 if result.read > len(result.skipped) else 1


def _parser() -> argparse.ArgumentParser:
    parser = Arguments(prog="driehoek areas")
    commands = parser.add_subparsers(required=True)
    load = commands.add_parser("import", help="take a file of CBS or PDOK")
    load.add_argument("what", choices=["codes", "inhabitants", "geometry"])
    load.add_argument("file", type=Path)
    load.add_argument("--year", type=int, help="year of the division, or of the inhabitants")
    load.add_argument("--area-year", type=int, help="inhabitants: the division to write to")
    load.add_argument("--municipality", help="codes, geometry: only this municipality, such as GM0599")
    load.add_argument("--json", action="store_true", help="report as JSON")
    return parser


def _report(options: argparse.Namespace, result: AreaImport) -> None:
    if options.json:
        skipped = [
            {"line": row.line, "value": row.value, "reason": row.reason} for row in result.skipped[:1000]
        ]
        report = {"year": result.year, "read": result.read, "written": result.written, "skipped": skipped}
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(
        f"{result.year}: {result.read} read, {result.written} written, {len(result.skipped)} skipped\n"
    )
    for row in result.skipped[:20]:
        sys.stdout.write(f"  line {row.line}: {row.value}: {row.reason}\n")
