"""Reading the text of a file in a process of its own, with a bound on time, memory, pages and what is unpacked.

`read_apart` is called by the job; the module itself is what the process runs: bytes on stdin, JSON on stdout. Files
come from outside, and the libraries that read them are large: what goes wrong there ends that process and no more.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SECONDS: Final = 30
MEMORY: Final = 1 << 30
PAGES_MOST: Final = 2_000
LETTERS_MOST: Final = 1_000_000
UNPACKED_MOST: Final = 200_000_000


@dataclass(frozen=True)
class ReadText:
    """What a file says; `pages` is 0 where a file has none."""

    text: str
    pages: int = 0


def read_apart(content: bytes, file_type: str) -> ReadText | None:
    """Return the text of a file, or None when it cannot be read within the bounds."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "driehoek.documents.reading", file_type],
            input=content,
            capture_output=True,
            timeout=SECONDS + 10,
            check=False,
        )
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return None
    return ReadText(found["text"], found["pages"]) if found else None


def read(content: bytes, file_type: str) -> ReadText:
    """Return the text of a file, cut at `LETTERS_MOST`; NUL signs, which no text has, are left out."""
    readers = {"pdf": _pdf, "docx": _docx, "txt": _txt}
    found = readers[file_type](content)
    return ReadText(found.text.replace("\x00", "")[:LETTERS_MOST], found.pages)


def _txt(content: bytes) -> ReadText:
    return ReadText(content.decode("utf-8-sig").replace("\r\n", "\n"))


def _pdf(content: bytes) -> ReadText:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    pages = len(reader.pages)
    if pages > PAGES_MOST:
        raise ValueError("too many pages")
    said: list[str] = []
    letters = 0
    for page in reader.pages:
        said.append(page.extract_text())
        letters += len(said[-1])
        if letters > LETTERS_MOST:
            break
    return ReadText("\n\n".join(said), pages)


def _docx(content: bytes) -> ReadText:
    from docx import Document

    _refuse_declarations(content)
    return ReadText("\n".join(_paragraphs(Document(io.BytesIO(content)))))


def _paragraphs(document: object) -> Iterator[str]:
    """Return the paragraphs of the body in order, those in tables too."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for part in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(part, Paragraph):
            yield part.text
        elif isinstance(part, Table):
            for row in part.rows:
                yield " | ".join(cell.text for cell in row.cells)


def _refuse_declarations(content: bytes) -> None:
    """Refuse entities and document types, which Word never writes, and what unpacks to too much.

    Raises:
        ValueError: there is one.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        left = UNPACKED_MOST
        for member in packed.infolist():
            if not member.filename.lower().endswith((".xml", ".rels")):
                continue
            with packed.open(member) as part:
                # The sizes in the list of contents are what the file claims; this is what comes out.
                xml = part.read(left + 1)
            left -= len(xml)
            if left < 0 or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
                raise ValueError("not a plain document")


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> int:
    """Read stdin as the type that is named, and write what it says to stdout."""
    _bound()
    try:
        found = read(sys.stdin.buffer.read(), sys.argv[1])
    except Exception:  # noqa: BLE001 - whatever a library makes of a strange file, it is not readable
        return 1
    sys.stdout.write(json.dumps({"text": found.text, "pages": found.pages}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
