"""`make bench`: every measurement, each beside a named baseline on the same machine in the same run.

Machines are noisy: read the ratios, not the times. `python -m bench pages live` runs some of them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PARTS = (
    "statistics",
    "effects",
    "law",
    "matching",
    "figures",
    "pages",
    "position",
    "exchange",
    "case_pages",
    "subjects",
    "cycle",
    "search",
    "live",
)


def main(chosen: list[str]) -> int:
    """Run the named measurements, all when none is named; each in a process of its own."""
    wrong = [name for name in chosen if name not in PARTS]
    if wrong:
        print(
            f"bench: {', '.join(wrong)}: no such measurement; there are {', '.join(PARTS)}", file=sys.stderr
        )
        return 2
    status = 0
    for name in chosen or PARTS:
        print(f"\n== {name} ==", flush=True)
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", f"bench.{name}"],
            cwd=Path(__file__).parents[1],
            check=False,
        )
        status = status or done.returncode
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
