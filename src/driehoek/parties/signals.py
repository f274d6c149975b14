"""What rooms on higher floors may listen to."""

from django.dispatch import Signal

# Sent in the same transaction with `appointment`, when a function begins.
appointed = Signal()
