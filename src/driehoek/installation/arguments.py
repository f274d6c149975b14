"""Command-line arguments that complain in one readable line (design.md, section 6)."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import NoReturn


class Arguments(argparse.ArgumentParser):
    """A parser whose errors are one line on standard error with exit status 2; `--help` tells the rest."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with 2."""
        print(f"{self.prog}: {message} (see {self.prog} --help)", file=sys.stderr)
        sys.exit(2)


def day(text: str) -> date:
    """Read a date as YYYY-MM-DD.

    Raises:
        argparse.ArgumentTypeError: it is not one.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write it as 2026-11-23") from None
