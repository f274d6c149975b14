"""Every write of the council room."""
