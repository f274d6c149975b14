"""Forms of the room `grounds`."""
