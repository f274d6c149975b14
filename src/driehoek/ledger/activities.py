"""Where the version of a processing activity stands that the processing log refers to.

The register of processing activities is kept by a room above (`grounds`); it tells here which version of an
activity holds now. Before anyone keeps a register the first version holds.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Final

BASE: Final = "https://driehoek.invalid/verwerkingen/"
# The activities that Driehoek itself has, by the slug of their address.
PEOPLE: Final = "beheer-van-gebruikers"
EXPORTS: Final = "export-van-gegevens"

Newest = Callable[[uuid.UUID, str], int | None]
_newest: list[Newest] = []


def register(newest: Newest) -> None:
    """Let a register say which version of an activity holds in a municipality; call it from `AppConfig.ready`."""
    _newest[:] = [newest]


def uri_of(slug: str, number: int) -> str:
    """Return the address of one version of an activity."""
    return f"{BASE}{slug}/v{number}"


def in_force(municipality: uuid.UUID, slug: str) -> str:
    """Return the address of the version of an activity that holds now in a municipality."""
    number = _newest[0](municipality, slug) if _newest else None
    return uri_of(slug, number or 1)
