"""Forms of the position."""
