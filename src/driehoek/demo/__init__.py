"""The demo municipality: fictional people and problems, real figures where they can be had (design.md, section 6)."""

from __future__ import annotations

HOME, AWAY = "Voorbeeldstad", "Andersdam"


def ensure() -> None:
    """Make the demo municipalities when they are not there yet; safe to call at every start.

    Raises:
        RuntimeError: outside demo mode; invented content never stands among real work.
    """
    from django.conf import settings

    from driehoek.access.identity import all_municipalities

    if not settings.DEMO:
        raise RuntimeError("demo content belongs in a demo installation only")
    if HOME in {name for _identifier, name in all_municipalities()}:
        return
    # Building brings statistics along, which a second start can do without.
    from driehoek.demo.build import build

    build()
