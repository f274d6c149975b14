"""What other rooms may listen to."""

from __future__ import annotations

from django.dispatch import Signal

# Sent inside the transaction that loads figures, with municipality (UUID), run (ImportRun) and series (tuple
# of ids of series with new or changed observations). A receiver that fails makes the load fail: figures and
# what is computed from them stay together.
figures_loaded = Signal()

# Sent inside the transaction that ends an indicator or brings it back, with municipality (UUID).
indicator_ended_or_restored = Signal()
