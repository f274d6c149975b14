"""Forms of the matching room."""
