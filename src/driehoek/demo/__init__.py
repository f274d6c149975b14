"""The demo municipality: fictional people and problems, real figures where they can be had (design.md, section 6)."""

from __future__ import annotations


def ensure() -> None:
    """Make the demo municipality when it is not there yet; safe to call at every start."""
    from driehoek.demo.build import build

    build()
