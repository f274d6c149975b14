"""Every write of the room `grounds`."""

from driehoek.grounds.services.judging import canonical, judge, preview, with_facts

__all__ = ["canonical", "judge", "preview", "with_facts"]
