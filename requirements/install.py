"""Makes the environment in `.venv` from a locked list, with nothing but Python's own library.

Usage: python3 requirements/install.py run|dev

Nothing is done when the list and the project file are those of the last time.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
UV = "uv==0.13.9"
LOWEST = (3, 11)


def main(kind: str) -> int:
    """Make or update the environment; return the exit status."""
    if sys.version_info < LOWEST:
        print(f"Python {sys.version.split()[0]} is too old: 3.11 or later is needed.", file=sys.stderr)
        return 2
    listed = ROOT / "requirements" / f"{kind}.txt"
    stamp = ENVIRONMENT / f".{kind}.digest"
    digest = _digest(listed)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest:
        return 0
    print(f"Making the environment ({kind}) in {ENVIRONMENT.name}/ …", file=sys.stderr)
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists())
    if not _install(["-r", str(listed), "--require-hashes"]) or not _install(["--no-deps", "-e", str(ROOT)]):
        print("The packages cannot be installed; the lines above say why.", file=sys.stderr)
        return 1
    stamp.write_text(digest)
    return 0


def _install(arguments: list[str]) -> bool:
    """Install with uv, which is quick, or with pip where uv cannot."""
    uv = ENVIRONMENT / "bin" / "uv"
    if not uv.exists():
        _run([str(PYTHON), "-m", "pip", "install", "--quiet", UV])
    # Compiled once here, not by each process at each start where Python may not write beside the sources.
    with_uv = [
        str(uv),
        "pip",
        "install",
        "--quiet",
        "--compile-bytecode",
        "--python",
        str(PYTHON),
        *arguments,
    ]
    if uv.exists() and _run(with_uv):
        return True
    return _run([str(PYTHON), "-m", "pip", "install", "--quiet", *arguments])


def _run(command: list[str]) -> bool:
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def _digest(listed: Path) -> str:
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (listed, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
