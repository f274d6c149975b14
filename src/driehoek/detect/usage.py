"""What the commands on files of series have in common: how they report trouble and where they may write."""

import argparse
from pathlib import Path
from typing import NoReturn

from driehoek.detect.errors import DetectError


class Parser(argparse.ArgumentParser):
    """An argument parser that reports trouble as these commands do: one line."""

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments.

        Raises:
            DetectError: always.
        """
        raise DetectError(message)


def check_out(out: Path, *inputs: Path) -> None:
    """Refuse a place for the answer where no file can come, or where an input lies.

    Raises:
        DetectError: the folder is not there, the place is a folder, or it is one of `inputs`.
    """
    if not out.parent.is_dir():
        raise DetectError(f"--out {out}: there is no folder {out.parent}")
    if out.is_dir():
        raise DetectError(f"--out {out} is a folder; name a file")
    if out.resolve() in {one.resolve() for one in inputs}:
        raise DetectError(f"--out {out} is the input file; name another")
