"""What this room tells rooms above it: that what rests on a covenant closes, and that it opens again.

A receiver gets `resting`, the rows (grounds.models.Resting) of its own `subject_kind` among them, inside the
transaction of the change, by a person or by the nightly job. A receiver of `covenant_lapsed` returns the subjects
that it closed; `covenant_renewed` brings only those that were closed by the covenant.
"""

from typing import Final

from django.dispatch import Signal

covenant_lapsed: Final = Signal()
covenant_renewed: Final = Signal()
