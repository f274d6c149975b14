"""Pages about the approach of a case."""
