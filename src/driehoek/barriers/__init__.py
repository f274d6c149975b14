"""Barrier models: the process behind a crime in steps, and what stands in its way."""
