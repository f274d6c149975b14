"""The redacted copy on paper, set anew from the words that may be read."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.documents.reading import read_apart
from driehoek.documents.redaction import Passage, grounds, lines_of, remains
from driehoek.web.paper import compile_pdf

TEMPLATE: Final = Path(__file__).parent / "templates" / "documents" / "redacted.typ"


class StillReadable(Exception):
    """Words under a bar can be read from the copy; it is not handed out."""


def redacted_pdf(identity: Identity, text: str, passages: list[Passage]) -> bytes:
    """Return the copy as a PDF, after reading it again.

    Raises:
        StillReadable: something under a bar can still be read, or the copy cannot be read to tell.
    """
    used = sorted({one.ground for one in passages}, key=list(grounds()).index)
    content = compile_pdf(
        TEMPLATE,
        {
            "title": _("Document, geschikt gemaakt voor publicatie"),
            "place": identity.municipality_name,
            "handling": _("Zwarte balken: niet openbaar"),
            "lines": [[asdict(run) for run in line] for line in lines_of(text, passages)],
            "grounds_title": _("Gronden"),
            "grounds": [asdict(grounds()[code]) for code in used],
        },
    )
    copy = read_apart(content, "pdf")
    if copy is None or remains(text, passages, copy.text):
        raise StillReadable
    return content
