"""Subjects: persons, addresses, organisations, vehicles and groups as records of one case, and their links."""
