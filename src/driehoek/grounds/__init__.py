"""Grounds: stored legal checks and their replay, covenants, processing activities, purposes."""
