"""What a file is, what is refused, the malware scan, and reading text within bounds."""

from __future__ import annotations

import io
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import LazySettings

from driehoek.documents.filetypes import RefusedFile, type_of
from driehoek.documents.models import FileType, Scan, Version
from driehoek.documents.reading import read, read_apart
from driehoek.documents.scanning import scan
from driehoek.parties.models import Function
from tests.documents.conftest import World
from tests.support.document_objects import docx, place, png

# The industry's harmless test file, in parts so that no scanner takes this file for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def packed(**members: bytes) -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return to.getvalue()


def test_a_file_is_what_its_content_says() -> None:
    assert type_of(docx("Tekst")) == FileType.DOCX
    assert type_of(png()) == FileType.PNG
    assert type_of(b"\xff\xd8\xff\xe0rest") == FileType.JPG
    assert type_of(b"%PDF-1.7\n") == FileType.PDF
    assert type_of("Gewone tekst, één regel\n".encode()) == FileType.TXT


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leeg"),
        (b"MZ\x90\x00\x03" + bytes(40), "Dit soort bestand"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "oud of beveiligd"),
        (b"PK\x03\x04kapot", "beschadigd"),
        (packed(xl__workbook_xml=b"<a/>"), "Dit soort bestand"),
        (packed(word__document_xml=b"<a/>", word__vbaProject_bin=b"x"), "macro"),
        (packed(word__document_xml=b"\x00" * 201_000_000), "te groot als het wordt uitgepakt"),
    ],
)
def test_what_is_refused_says_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(RefusedFile, match=says):
        type_of(content)


@contextmanager
def scanner(answer: str | None = None) -> Iterator[str]:
    """A clamd that speaks its protocol and finds the test file; with `answer` it says that, whatever comes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        link, _peer = listening.accept()
        with link, link.makefile("rb") as stream:
            assert stream.readline() == b"nINSTREAM\n"
            got = b""
            while size := struct.unpack("!L", stream.read(4))[0]:
                got += stream.read(size)
            found = "stream: Eicar-Test-Signature FOUND" if EICAR in got else "stream: OK"
            link.sendall(f"{answer or found}\n".encode())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"tcp://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        thread.join(timeout=5)
        listening.close()


def test_a_clean_file_passes_and_malware_does_not(settings: LazySettings) -> None:
    with scanner() as settings.CLAMD:
        assert scan(b"Gewone tekst " * 1_000) == Scan.CLEAN
    with scanner() as settings.CLAMD, pytest.raises(RefusedFile, match="schadelijk"):
        scan(b"Ervoor " * 300 + EICAR)
    with scanner("stream: Can't allocate memory ERROR") as settings.CLAMD, pytest.raises(RefusedFile):
        scan(b"Tekst")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "unix:/nergens/clamd.ctl", "clamd.example:3310"])
def test_once_named_nothing_is_stored_without_the_scanner(
    settings: LazySettings, world: World, address: str
) -> None:
    settings.CLAMD = address
    with world.acting(Function.CASE_DIRECTOR) as identity:
        before = Version.objects.count()
        with pytest.raises(RefusedFile, match="niets bewaard"):
            place(identity, world.made.case, world.made.shared, content=b"Nog niet gezien", read=False)
        assert Version.objects.count() == before


def test_a_file_over_the_limit_is_refused(settings: LazySettings, world: World) -> None:
    settings.DOCUMENT_MAX_BYTES = 1_000_000
    with (
        world.acting(Function.CASE_DIRECTOR) as identity,
        pytest.raises(RefusedFile, match="groter dan 1 MB"),
    ):
        place(identity, world.made.case, world.made.shared, content=b"a" * 1_000_001, read=False)


def test_text_comes_out_of_word_in_order_and_out_of_tables() -> None:
    assert read(docx("Eerst dit.", "Dan dat."), "docx").text == "Eerst dit.\nDan dat."


def test_entities_and_what_breaks_the_reader_are_not_readable() -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bom">]><a>&b;</a>'
    with zipfile.ZipFile(io.BytesIO(docx("Tekst"))) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as made:
        for name, content in parts.items():
            made.writestr(name, entity if name == "word/document.xml" else content)
    assert read_apart(to.getvalue(), "docx") is None
