"""Forms of the room: taking over, the steps of a trail, and making templates."""
