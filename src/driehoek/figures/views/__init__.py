"""Pages about figures: who may read them, and who keeps them."""

from driehoek.access.rules import KEEPERS_OF_FIGURES, READERS_OF_FIGURES

READERS = READERS_OF_FIGURES
KEEPERS = KEEPERS_OF_FIGURES
