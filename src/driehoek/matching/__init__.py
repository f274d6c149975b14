"""Matching: proposals that two records are the same, decided by a person; and the rights of data subjects."""
