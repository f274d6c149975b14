"""Requests of data subjects, and the duty to inform: terms, grounds, services, queries and the letter."""
