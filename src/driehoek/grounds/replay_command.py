"""`driehoek law replay`: every stored decision made again, and what differs."""

from __future__ import annotations

import argparse
import json
import os
import time
from datetime import date
from uuid import UUID

import psycopg

from driehoek.grounds.replaying import Choice, Tally, replay
from driehoek.installation.arguments import Arguments
from driehoek.installation.database import open_database
from driehoek.installation.places import InstallationError

FINE, DIFFERS, OTHERWISE = 0, 1, 2
WAYS = {
    "answer": "gives another answer now",
    "proposal": "cannot be read any more",
    "seal": "does not carry the seal of this installation",
}


def replay_all(argv: list[str], *, demo: bool) -> int:
    """Make every stored decision again, by the rules that it was made with, and say which differ.

    Exit 0 when all are the same; 1 when any differs; 2 when an engine or rules were used that are not here any
    more, though nothing differs.
    """
    parser = Arguments(prog="driehoek law replay", description=replay_all.__doc__)
    parser.add_argument("--municipality", metavar="CODE", help="only this municipality: CBS code or id")
    parser.add_argument(
        "--since", type=_day, metavar="DATE", help="only what was judged on this day or later"
    )
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), metavar="N")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    given = parser.parse_args(argv)
    if given.workers < 1:
        raise InstallationError("--workers: at least 1")
    owner_url = open_database(demo=demo).owner_url
    choice = Choice(_municipality(owner_url, given.municipality), given.since)
    begun = time.perf_counter()
    tally = replay(owner_url, choice, workers=given.workers)
    seconds = time.perf_counter() - begun
    print(_as_json(tally, seconds) if given.json else _in_words(tally, seconds))
    if tally.differing:
        return DIFFERS
    return OTHERWISE if tally.engines or tally.rules else FINE


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-11-23") from error


def _municipality(owner_url: str, named: str | None) -> str | None:
    """Return the id of the municipality that is named by its CBS code or id.

    Raises:
        InstallationError: there is none, or no tables yet.
    """
    try:
        with psycopg.connect(owner_url) as link:
            link.execute("SELECT set_config('app.maintenance', 'on', true)")
            link.execute("SELECT 1 FROM grounds_decision LIMIT 1")
            row = link.execute(
                "SELECT id FROM parties_municipality WHERE cbs_code = %(named)s OR id::text = lower(%(named)s)",
                {"named": named or ""},
            ).fetchone()
    except psycopg.errors.UndefinedTable as error:
        raise InstallationError(
            "the tables are not there yet: run `driehoek migrate` (or `driehoek serve`) first"
        ) from error
    if named is not None and row is None:
        raise InstallationError(f"--municipality: there is no {named} here")
    return str(UUID(str(row[0]))) if named is not None and row else None


def _as_json(tally: Tally, seconds: float) -> str:
    found = {
        "decisions": tally.decisions,
        "seconds": round(seconds, 3),
        "differing": tally.differing,
        "named": [{"decision": one, "way": way} for one, way in tally.named],
        "other_engines": dict(tally.engines),
        "other_rules": dict(tally.rules),
    }
    return json.dumps(found, indent=1)


def _in_words(tally: Tally, seconds: float) -> str:
    speed = f"{tally.decisions / seconds:,.0f} a second" if tally.decisions else "there are none"
    told = f"{tally.differing} differ" if tally.differing else "all the same"
    lines = [f"{tally.decisions} decisions made again in {seconds:.1f} s ({speed}): {told}"]
    lines += [f"  {identifier}: {WAYS[way]}" for identifier, way in tally.named]
    if tally.differing > len(tally.named):
        lines.append(f"  and {tally.differing - len(tally.named)} more")
    lines += [
        f"  {count} were made by another engine ({engine[:12]}), judged by this one"
        for engine, count in sorted(tally.engines.items())
    ]
    lines += [
        f"  {count} name rules {version}, whose text is not that any more; judged by what is there"
        for version, count in sorted(tally.rules.items())
    ]
    return "\n".join(lines)
