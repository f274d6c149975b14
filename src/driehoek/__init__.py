"""Driehoek: the mayor's information position on public safety."""

__version__ = "0.1.0"
