"""The forms of the room `measures`."""
