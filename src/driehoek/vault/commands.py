"""`driehoek vault status` and `driehoek vault rotate`."""

from __future__ import annotations

import sys

from driehoek.installation.arguments import Arguments


def main(argv: list[str]) -> int:
    """Run a vault command; needs the owner's connection. Return 0 when all is under the newest key, else 1."""
    parser = Arguments(prog="driehoek vault", description="The keys of fields under lock.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("status", help="count what lies under the newest key and under older ones")
    commands.add_parser("rotate", help="lock everything anew under the newest key")
    options = parser.parse_args(argv)
    return _status() if options.command == "status" else _rotate()


def _status() -> int:
    from driehoek.vault import key_ids
    from driehoek.vault.rotating import counts

    older = 0
    for count in counts():
        older += count.older
        if count.newest or count.older:
            print(f"{count.column}: {count.newest} under the newest key, {count.older} under an older one")
    ids = key_ids()
    print(f"keys, the newest first: {' '.join(ids)}")
    print(f"the last of them, {ids[-1]}, makes the fingerprints of objects as well: keep it")
    return 1 if older else 0


def _rotate() -> int:
    from driehoek.vault.rotating import rotate

    done, unreadable = 0, 0
    for turned in rotate():
        done += turned.done
        unreadable += len(turned.unreadable)
        for key in turned.unreadable:
            print(f"{turned.column} {key}: not readable with the keys that are here", file=sys.stderr)
        if sys.stderr.isatty():
            print(f"\r{done} values locked anew ({turned.column})\033[K", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"{done} values locked anew, {unreadable} not readable")
    return 1 if unreadable else 0
