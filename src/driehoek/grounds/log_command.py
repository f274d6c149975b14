"""`driehoek law log`: the decision log as lines of JSON, for whatever collects logs."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from driehoek.installation.arguments import Arguments
from driehoek.installation.places import InstallationError
from driehoek.installation.setup import enter

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def print_log(argv: list[str], *, demo: bool) -> int:
    """Print every stored decision as a record of the Authorization Decision Log, one a line, the oldest first.

    A record holds ids, values of the law's vocabulary and keys of facts; no content and nobody's own words.
    """
    parser = Arguments(prog="driehoek law log", description=print_log.__doc__)
    parser.add_argument("--municipality", metavar="CODE", help="only this municipality: CBS code or id")
    parser.add_argument(
        "--since", type=_day, metavar="DATE", help="only what was judged on this day or later"
    )
    given = parser.parse_args(argv)
    enter(demo=demo)
    # Django stands only now.
    from driehoek.access.identity import acting_as_system, all_municipalities
    from driehoek.grounds.decision_log import record_of
    from driehoek.grounds.queries import in_order
    from driehoek.parties.models import Municipality

    found = 0
    since = datetime.combine(given.since, time.min, AMSTERDAM) if given.since else None
    for identifier, _name in all_municipalities():
        with acting_as_system(municipality=identifier):
            code = Municipality.objects.values_list("cbs_code", flat=True).get(pk=identifier)
            if given.municipality not in (None, code, str(identifier)):
                continue
            found += 1
            for decision in in_order(identifier, since=since):
                print(json.dumps(record_of(decision)))
    if given.municipality is not None and not found:
        raise InstallationError(f"--municipality: there is no {given.municipality} here")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-11-23") from error
