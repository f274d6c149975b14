"""Proofs that a statement comes from the application, for functions of the database (sealed.sql, grants.sql)."""

from __future__ import annotations

import time
import uuid
from typing import Final

from driehoek.ledger.seal import joined, seal

BEGIN: Final = "SELECT * FROM access_begin(%s, %s, %s, %s)"
BEGIN_SYSTEM: Final = "SELECT access_begin_system(%s, %s, %s)"


def proof(*said: str, backend: int) -> tuple[int, bytes]:
    """Return the moment (seconds since the epoch) and the seal of what is said to one backend of the database.

    It holds for a minute, on that backend only. The first text names the act, so that no proof serves for another.
    """
    at = int(time.time())
    return at, seal(joined(*said, str(backend), str(at)))


def system_parameters(municipality: uuid.UUID, *, backend: int) -> tuple[uuid.UUID, int, bytes]:
    """Return the parameters of `BEGIN_SYSTEM`: act as a job of a municipality, as that backend."""
    return (municipality, *proof("access.system", str(municipality), backend=backend))
