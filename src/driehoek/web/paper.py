"""Paper: a PDF that everyone can read (PDF/UA-1), set by typst in the fonts of the screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import typst

# Give this folder to typst as a font path; the family is "Source Sans 3", the weights are 400 and 600.
FONT_FOLDER: Final = Path(__file__).resolve().parent / "fonts"
FONT_FAMILY: Final = "Source Sans 3"


def compile_pdf(template: Path, content: dict[str, Any]) -> bytes:
    """Set `content` in a typst template that reads it as JSON from `sys.inputs.content`."""
    result = typst.compile(
        str(template),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        font_paths=[str(FONT_FOLDER)],
        sys_inputs={"content": json.dumps(content)},
    )
    return bytes(result)
