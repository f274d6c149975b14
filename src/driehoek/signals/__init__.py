"""Signals: what partners report, how it is judged, and what is handed over to others."""
