"""The text of a version, and the words by which a document is found."""

from __future__ import annotations

import uuid

from django.db import connection, transaction

from driehoek.documents import queries
from driehoek.documents.fingerprints import fingerprints, stems
from driehoek.documents.models import Document, TextState, Version, VersionText
from driehoek.documents.reading import read_apart
from driehoek.documents.services.common import record

PUT = (
    "INSERT INTO documents_words (document_id, municipality_id, compartment_id, kind, at, words)"
    " VALUES (%s, %s, %s, %s, %s, array_to_tsvector(%s::text[]))"
    " ON CONFLICT (document_id) DO UPDATE SET kind = excluded.kind, at = excluded.at, words = excluded.words"
)


@transaction.atomic
def take_text(*, version: uuid.UUID) -> TextState | None:
    """Read the text of a version in the background, once; return how it went, None when there was nothing to do."""
    found = (
        Version.objects.select_for_update(of=("self",))
        .select_related("document__case", "document__compartment")
        .filter(pk=version, text_state=TextState.WAITING)
        .first()
    )
    if found is None:
        return None
    read = read_apart(queries.content_of(found), found.file_type)
    if read is not None:
        kept = VersionText(
            file=found, municipality_id=found.municipality_id, compartment_id=found.compartment_id
        )
        kept.text = read.text
        kept.save(force_insert=True)
    state = TextState.UNREADABLE if read is None else TextState.READ if read.text.strip() else TextState.NONE
    pages = read.pages if read else 0
    Version.objects.filter(pk=found.pk).update(text_state=state, pages=pages)
    index(found.document)
    record(found.document, "text:read", {"state": str(state), "pages": pages}, subject=found.pk)
    return state


def index(document: Document) -> None:
    """Put the words of a document's title and newest version in the search, in place of those before."""
    words = f"{document.title}\n{queries.text_of(queries.newest_version(document))}"
    marks = fingerprints(stems(words), document.municipality_id)
    with connection.cursor() as cursor:
        cursor.execute(
            PUT,
            [
                document.pk,
                document.municipality_id,
                document.compartment_id,
                document.kind,
                document.changed_at,
                marks,
            ],
        )
