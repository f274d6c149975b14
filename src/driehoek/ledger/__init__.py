"""Append-only event chain (who did what) and processing log (about whom)."""
