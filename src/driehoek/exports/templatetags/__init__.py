"""Template tags of the room `exports`."""
