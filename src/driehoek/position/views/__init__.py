"""Pages of the position."""
