"""Tests of the calendar of risk moments."""
