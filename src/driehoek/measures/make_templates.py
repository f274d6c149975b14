"""Make the letters' docx templates in `data/letters` from the sentences of `letters.BODIES`.

Run it after changing a sentence: `python -c "from driehoek.measures.make_templates import main; main()"` within a
configured Django; the test compares the committed files with what this makes.
"""

from __future__ import annotations

import io
import re

from driehoek.measures.letters import BODIES, FOLDER
from driehoek.measures.models import LetterKind

TITLES = {
    LetterKind.INTENTION: "Voornemen",
    LetterKind.DECISION: "Besluit",
    LetterKind.ANNOUNCEMENT: "Bekendmaking",
    LetterKind.END: "Einde",
}


def as_template(text: str) -> str:
    """Return a sentence with its fields written as docxtpl reads them."""
    return re.sub(r"\{(\w+)\}", r"{{ \1 }}", text)


def make(kind: LetterKind) -> bytes:
    """Return the template of a kind of letter as a docx file."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    header = document.sections[0].header.paragraphs[0]
    header.text = "{{ concept }}"
    document.add_paragraph("Gemeente {{ gemeente }}")
    document.add_paragraph("{{ geadresseerde }}")
    document.add_paragraph("{{ datum }}")
    document.add_heading(f"{TITLES[kind]}: " + "{{ maatregel }}", level=1)
    for text in BODIES[kind]:
        document.add_paragraph(as_template(text))
    document.add_paragraph("De burgemeester van {{ gemeente }}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def main() -> None:
    """Write the templates."""
    for kind in LetterKind:
        (FOLDER / f"{kind}.docx").write_bytes(make(kind))
