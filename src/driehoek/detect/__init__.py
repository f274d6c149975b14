"""`driehoek detect`: surveillance of a CSV file of count series; no Django in here."""

from driehoek.detect.command import main

__all__ = ["main"]
