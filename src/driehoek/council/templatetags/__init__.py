"""Template filters of the council room."""
