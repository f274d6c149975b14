"""Tests of the room `barriers`."""
