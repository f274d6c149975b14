"""Personal data in free text: what may not be sent, and what deserves a second look.

Plain Python without Django. `screen(text)` finds citizen service numbers (which refuse) and telephone numbers,
mail addresses, bank accounts, number plates, dates of birth, addresses and likely names (which warn). It reads
shapes, not meaning: a first name by itself is not found, and a warning may be wrong. It never replaces reading.
"""

from driehoek.screening.engine import screen
from driehoek.screening.findings import KINDS, Finding

__all__ = ["KINDS", "Finding", "screen"]
