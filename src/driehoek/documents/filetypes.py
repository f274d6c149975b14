"""What a file is, told by its content; what is refused, with what to do about it."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from django.utils.translation import gettext as _

from driehoek.documents.models import FileType

HEAD: Final = 1024
PNG: Final = b"\x89PNG\r\n\x1a\n"
JPG: Final = b"\xff\xd8\xff"
ZIP: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCX_BODY: Final = "word/document.xml"
MACROS: Final = "vbaproject.bin"
# What a document of 20 MB may become when it is unpacked; a bomb becomes a thousand times that.
UNPACKED_MOST: Final = 200_000_000
MEMBERS_MOST: Final = 5_000
MEDIA: Final[dict[str, str]] = {
    FileType.PDF: "application/pdf",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.TXT: "text/plain; charset=utf-8",
    FileType.PNG: "image/png",
    FileType.JPG: "image/jpeg",
}


class RefusedFile(Exception):
    """A file is not stored; the message says what to do."""


def type_of(content: bytes) -> FileType:
    """Return what a file is by its content.

    Raises:
        RefusedFile: empty, of a kind that we do not keep, with macros, or packed like a bomb.
    """
    if not content:
        raise RefusedFile(_("Dit bestand is leeg. Kies een ander bestand."))
    if content.startswith(PNG):
        return FileType.PNG
    if content.startswith(JPG):
        return FileType.JPG
    if b"%PDF-" in content[:HEAD]:
        return FileType.PDF
    if content.startswith(ZIP):
        _require_docx(content)
        return FileType.DOCX
    if content.startswith(OLD_OFFICE):
        raise RefusedFile(_("Dit is een oud of beveiligd Office-bestand. Bewaar het als docx of PDF."))
    if _is_text(content):
        return FileType.TXT
    raise RefusedFile(_("Dit soort bestand bewaren wij niet. Kies PDF, Word (docx), tekst, PNG of JPEG."))


def _require_docx(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RefusedFile(
            _("Dit bestand is beschadigd. Open het, bewaar het opnieuw en probeer het weer.")
        ) from error
    names = {one.filename.lower() for one in members}
    if DOCX_BODY not in names:
        raise RefusedFile(_("Dit soort bestand bewaren wij niet. Kies PDF, Word (docx), tekst, PNG of JPEG."))
    if any(name.endswith(MACROS) for name in names):
        raise RefusedFile(_("Dit Word-bestand heeft macro’s. Bewaar het als gewone docx of als PDF."))
    if len(members) > MEMBERS_MOST or sum(one.file_size for one in members) > UNPACKED_MOST:
        raise RefusedFile(_("Dit bestand wordt te groot als het wordt uitgepakt. Bewaar het als PDF."))


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(sign < " " and sign not in "\t\n\r\f" for sign in text)
