"""What paper needs of the look: the font files for a PDF, in the two weights of the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Final

# Give this folder to typst as a font path; the family is "Source Sans 3", the weights are 400 and 600.
FONT_FOLDER: Final = Path(__file__).resolve().parent / "fonts"
FONT_FAMILY: Final = "Source Sans 3"
