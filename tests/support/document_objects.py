"""Documents for tests: files made here, and a document with two versions for the table of rights."""

from __future__ import annotations

import io
import uuid

from docx import Document as Word

from driehoek.access.identity import Identity, acting_as
from driehoek.cases.models import Case, Compartment
from driehoek.documents import services
from driehoek.documents.models import Document, Version
from driehoek.documents.redaction import passages_of
from driehoek.parties.models import Function
from tests.support.cases import MadeCase
from tests.support.cast import Cast


def docx(*paragraphs: str) -> bytes:
    """Return a Word file that says this."""
    made = Word()
    for one in paragraphs:
        made.add_paragraph(one)
    to = io.BytesIO()
    made.save(to)
    return to.getvalue()


def png() -> bytes:
    """Return the beginning of a picture, which is all that our code looks at."""
    return b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def place(
    identity: Identity,
    case: Case,
    compartment: Compartment,
    *,
    title: str = "Gespreksverslag",
    content: bytes = b"Het gesprek ging goed.",
    classification: str = "vertrouwelijk",
    read: bool = True,
    no_personal: bool = False,
) -> Document:
    """Place a document as someone, and read its text as the job would."""
    made, _new = services.add_document(
        identity=identity,
        case=case,
        compartment=compartment,
        new=services.NewDocument(
            title=title,
            kind="minutes",
            classification=classification,
            file=services.Given("verslag.txt", content, "Eerste versie"),
            no_personal=no_personal,
        ),
    )
    if read:
        services.take_text(version=Version.objects.get(document=made).pk)
    return made


def document_objects(cast: Cast, made: MadeCase) -> dict[str, uuid.UUID]:
    """Return the ids that stand in addresses of this room."""
    director = cast.people[Function.CASE_DIRECTOR]
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        document = place(identity, made.case, made.shared)
        picture = place(identity, made.case, made.shared, title="Foto", content=png(), read=False)
        version = Version.objects.get(document=document)
        redaction = services.propose(
            identity=identity,
            document=document,
            source=version,
            passages=passages_of("Het gesprek ging goed.", [("gesprek", "5.1.2e")]),
        )
        return {
            "document": document.pk,
            "document_version": version.pk,
            "picture": picture.pk,
            "picture_version": Version.objects.get(document=picture).pk,
            "redaction": redaction.pk,
        }
