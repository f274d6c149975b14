"""The tables of the exchange."""

# Nothing is imported here until `grounds.Decision` exists: provisions refer to it.
