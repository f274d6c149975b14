"""Pages of the council room: what the council reads, and how it is made."""
