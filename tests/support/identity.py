"""Acting on a bare connection of the app's role, as the application does: with its seal."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg

from driehoek.access.proofs import BEGIN_SYSTEM, system_parameters


def become_system(link: psycopg.Connection[Any], municipality: uuid.UUID) -> None:
    """Let the open transaction of `link` act as a job of a municipality."""
    link.execute(BEGIN_SYSTEM, system_parameters(municipality, backend=link.info.backend_pid))
