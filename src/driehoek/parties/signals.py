"""What rooms on higher floors may listen to."""

from django.dispatch import Signal

# Sent in the same transaction with `appointment`, when a function begins.
appointed = Signal()
# Sent in the same transaction with `appointment` and `at`, when a function's end is set.
appointment_ended = Signal()
