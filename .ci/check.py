"""Every check that is not a test, one line each; the exit status is 1 when any fails (`make check`)."""

from __future__ import annotations

import gettext
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
LOCALE = ROOT / "src" / "driehoek" / "locale"
CHECKS: list[tuple[str, list[str]]] = [
    ("style", ["ruff", "check", "--quiet", "."]),
    ("layout", ["ruff", "format", "--check", "--quiet", "."]),
    ("types", ["mypy"]),
    ("layers", ["lint-imports"]),
    ("templates", ["djlint", "--lint", "--quiet", "src"]),
    ("licences", ["reuse", "lint", "--quiet"]),
    ("django", ["driehoek", "manage", "check", "--fail-level", "WARNING"]),
    ("migrations", ["driehoek", "manage", "makemigrations", "--check", "--dry-run"]),
]


def main() -> int:
    """Run the checks; print what the failing ones say."""
    failed = [name for name, command in CHECKS if not _passes(name, command)]
    if not _translations_fresh():
        failed.append("translations")
    print(f"failed: {', '.join(failed)}" if failed else "all checks pass")
    return 1 if failed else 0


def _passes(name: str, command: list[str]) -> bool:
    begun = time.monotonic()
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    _report(name, done.returncode == 0, time.monotonic() - begun)
    if done.returncode:
        print((done.stdout + done.stderr).strip())
    return done.returncode == 0


def _translations_fresh() -> bool:
    """Compare each compiled catalogue with one compiled now from its text."""
    begun = time.monotonic()
    stale = [
        str(source.relative_to(ROOT)) for source in LOCALE.glob("*/LC_MESSAGES/*.po") if not _is_fresh(source)
    ]
    _report("translations", not stale, time.monotonic() - begun)
    for source in stale:
        print(f"{source}: the compiled file beside it is older; run `make messages`")
    return not stale


def _is_fresh(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    if not compiled.exists():
        return False
    with tempfile.NamedTemporaryFile(suffix=".mo") as anew:
        try:
            subprocess.run(["msgfmt", "-o", anew.name, str(source)], check=True, capture_output=True)
        except FileNotFoundError:
            print("translations: not compared, because gettext is not on this machine")
            return True
        except subprocess.CalledProcessError as error:
            print(f"{source.relative_to(ROOT)}: {error.stderr.decode().strip()}")
            return False
        # msgfmt puts a new file in place of the one that was opened.
        with Path(anew.name).open("rb") as written, compiled.open("rb") as kept:
            return _catalogue(written) == _catalogue(kept)


def _catalogue(handle: object) -> dict[object, str]:
    found = dict(vars(gettext.GNUTranslations(handle))["_catalog"])  # type: ignore[arg-type]
    # The head of the file holds the moment of compiling.
    found.pop("", None)
    return found


def _report(name: str, passed: bool, seconds: float) -> None:
    print(f"{'ok  ' if passed else 'FAIL'} {name:<13} {seconds:6.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
