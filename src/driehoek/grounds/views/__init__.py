"""Pages of the room `grounds`."""
