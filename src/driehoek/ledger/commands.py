"""`driehoek ledger verify` and `driehoek ledger root`."""

from __future__ import annotations

import json
from dataclasses import asdict

from django.db import connections, transaction

from driehoek.installation.arguments import Arguments
from driehoek.ledger.roots import sign_root
from driehoek.ledger.verify import maintained_municipalities, verify

WORDS = {
    "gap": "lines are missing before this one",
    "link": "does not join the line before it",
    "content": "was changed after it was written",
    "end": "the last lines are missing or were added from outside",
    "root": "does not fit the signed root of that day",
    "signature": "the signature of the root does not hold",
}


def main(argv: list[str]) -> int:
    """Run a ledger command; needs the owner's connection. Return 0 when the chain is whole, 1 when not."""
    parser = Arguments(prog="driehoek ledger", description="Prove that the ledger is unbroken.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("verify", help="recompute every hash, link and signed root")
    check.add_argument("--json", action="store_true", help="print the findings as JSON")
    commands.add_parser("root", help="sign the root of today and write it to the roots folder")
    options = parser.parse_args(argv)
    return _verify(as_json=options.json) if options.command == "verify" else _sign()


def _verify(*, as_json: bool) -> int:
    verdicts = list(verify(connections["owner"]))
    if as_json:
        print(json.dumps([asdict(verdict) for verdict in verdicts], default=str, indent=1))
    else:
        for verdict in verdicts:
            state = "whole" if not verdict.faults else f"{len(verdict.faults)} faults"
            print(f"{verdict.name}: {verdict.events} events, {verdict.roots} signed roots, {state}")
            for fault in verdict.faults:
                print(f"  line {fault.sequence}: {WORDS[fault.kind]}")
    return 1 if any(verdict.faults for verdict in verdicts) else 0


def _sign() -> int:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for municipality in maintained_municipalities(cursor):
            made = sign_root(municipality=municipality.pk, using="owner")
            print(f"{municipality.name}: " + (f"root over {made.sequence} events" if made else "nothing new"))
    return 0
