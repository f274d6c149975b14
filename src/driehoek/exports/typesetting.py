"""The process that sets pages: the template's path as its argument, JSON in, a PDF out. No Django here."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from driehoek.web.paper import compile_pdf


def main() -> None:
    """Set what comes in and write it out."""
    sys.stdout.buffer.write(compile_pdf(Path(sys.argv[1]), json.load(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
