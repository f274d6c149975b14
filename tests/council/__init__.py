"""Tests of the council room."""
