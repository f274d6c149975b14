"""Every read about cases; all of it begins at `visible_to`."""

from driehoek.cases.queries.cases import compartments_open_to, level_in, visible_to

__all__ = ["compartments_open_to", "level_in", "visible_to"]
