"""Tests of the detect command."""
