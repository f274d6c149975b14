"""Organisations, people, their functions and their substitutes."""
