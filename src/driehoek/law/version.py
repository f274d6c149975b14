"""Which engine judged: a hash over its own source, stored beside each decision."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

# The command line says nothing about how a proposal is judged.
_OTHERS: Final = frozenset({"command.py", "version.py"})


@cache
def engine_version() -> str:
    """Return a SHA-256 (hex) over the source of the engine: another hash may judge otherwise."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).resolve().parent.glob("*.py")):
        if path.name not in _OTHERS:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
