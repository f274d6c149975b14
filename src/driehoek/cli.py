"""The command line: `driehoek COMMAND`. Nothing heavy is imported before the command is known."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn

FINE, NO, WRONG = 0, 1, 2
Ground = Literal["none", "demo", "app", "owner"]


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        words: what it does, for the overview.
        target: `module:function` within this package, called with the remaining arguments.
        ground: what it stands on: nothing; nothing but the choice of demo; Django under the app role; Django
            with the owner's connection too.
    """

    words: str
    target: str
    ground: Ground


COMMANDS: dict[str, Command] = {
    "serve": Command("start everything and stay in the foreground", "server.supervisor:main", "demo"),
    "setup": Command("begin in earnest: a municipality and its administrator", "server.begin:main", "owner"),
    "figures": Command("import figures, or fetch them from the publisher", "figures.commands:main", "app"),
    "areas": Command("import CBS area codes and boundaries", "areas.commands:main", "app"),
    "detect": Command("find deviations in a file with count series", "detect:main", "none"),
    "effect": Command("tell from a file whether a start changed anything", "detect.effect_command:main", "none"),
    "law": Command("judge whether information may be given", "grounds.commands:main", "demo"),
    "brief": Command("the mayor's page as text or PDF", "brief.commands:main", "app"),
    "ledger": Command("prove the event chain, or sign its root", "ledger.commands:main", "owner"),
    "vault": Command("turn the keys of fields under lock, or count them", "vault.commands:main", "owner"),
    "backup": Command("write the whole database to one file", "installation.backup:backup", "demo"),
    "restore": Command("fill an empty database from such a file", "installation.backup:restore", "demo"),
    "migrate": Command("bring the tables up to date", "server.begin:migrate", "owner"),
    "worker": Command("take background jobs (serve does this too)", "jobs.worker:command", "app"),
    "doctor": Command("look at the installation and say what is wrong", "server.doctor:main", "demo"),
    "manage": Command("Django's own commands", "server.begin:manage", "owner"),
}  # fmt: skip
# These take their arguments as they are; elsewhere `--demo` may stand before or after the command.
VERBATIM = ("detect", "effect", "manage")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 for fine, 1 for an answer that is no, 2 for wrong use or bad input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    demo = os.environ.get("DRIEHOEK_DEMO", "").lower() in {"1", "true", "yes", "on"}
    while arguments[:1] == ["--demo"]:
        demo = True
        del arguments[0]
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(overview())
        return FINE if arguments else WRONG
    if arguments[0] == "--version":
        from driehoek import __version__

        print(__version__)
        return FINE
    name, *rest = arguments
    if name not in COMMANDS:
        return complain(f"{name}: no such command; `driehoek --help` lists them")
    if name not in VERBATIM and "--demo" in rest:
        demo = True
        rest = [argument for argument in rest if argument != "--demo"]
    return _run(COMMANDS[name], rest, demo=demo)


def overview() -> str:
    """Return the list of commands."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.words}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "usage: driehoek [--demo] COMMAND …",
            "",
            *lines,
            "",
            "--demo (or DRIEHOEK_DEMO=1) works on the demo database. `driehoek COMMAND --help` tells more.",
            "Exit status: 0 fine, 1 the answer is no, 2 wrong use or bad input.",
        ]
    )


def complain(message: str) -> int:
    """Write one line to standard error; return the exit status for wrong use."""
    print(f"driehoek: {' '.join(message.split())}", file=sys.stderr)
    return WRONG


def _run(command: Command, arguments: list[str], *, demo: bool) -> int:
    signal.signal(signal.SIGTERM, _leave)
    try:
        module, _, function = command.target.partition(":")
        if command.ground in ("app", "owner"):
            helping = not {"-h", "--help"}.isdisjoint(arguments)
            _enter(demo=demo, as_owner=command.ground == "owner", helping=helping)
        called = getattr(importlib.import_module(f"driehoek.{module}"), function)
        status = called(arguments, demo=demo) if command.ground == "demo" else called(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (`| head`) has seen enough.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        return FINE
    except Exception as error:
        if (message := _explain(error)) is None:
            raise
        return complain(message)
    return FINE if status is None else int(status)


def _enter(*, demo: bool, as_owner: bool, helping: bool) -> None:
    from driehoek.installation.setup import enter

    if not helping:
        enter(demo=demo, as_owner=as_owner)
        return
    # Help needs no database.
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "driehoek.settings")
    django.setup()


def _explain(error: Exception) -> str | None:
    """Return the line for an error that a person can do something about; None for a fault of the program."""
    from driehoek.installation.places import InstallationError

    if isinstance(error, InstallationError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    cause = error.__cause__
    if type(cause).__name__ == "UndefinedTable":
        return "the tables are not there yet: run `driehoek migrate` (or `driehoek serve`) first"
    if type(cause).__module__.startswith("psycopg") and isinstance(cause, Exception):
        from psycopg import OperationalError

        if isinstance(cause, OperationalError):
            return f"database: {cause}"
    return None


def _leave(number: int, frame: object) -> NoReturn:  # noqa: ARG001
    """Turn SIGTERM into a normal end, so that what was opened is closed."""
    sys.exit(128 + number)
