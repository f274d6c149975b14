"""Indicators, observations, sources and the importer frame."""
