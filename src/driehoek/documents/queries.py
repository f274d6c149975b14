"""Every read about documents; all of it begins at the compartments that the reader may see."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.cases.models import Case, Compartment, CompartmentKind
from driehoek.documents.models import Chunk, Document, Lock, Origin, Redaction, Version, VersionText
from driehoek.documents.sealing import unseal
from driehoek.problems.models import Classification
from driehoek.web.paging import Cursor, page_of

RANK = {str(one.value): place for place, one in enumerate(Classification)}


def open_compartments(identity: Identity, *, level: int = Level.FILE) -> QuerySet[Compartment]:
    """Return the compartments of all cases that `identity` may open at `level` or higher (cases.walls)."""
    shared = Q(
        kind=CompartmentKind.SHARED, case_id__in=visible_problem_ids(identity, level=max(level, Level.FILE))
    )
    return Compartment.objects.filter(
        Q(pk__in=visible_problem_ids(identity, level=level)) | shared, municipality=identity.municipality
    )


def visible_to(identity: Identity) -> QuerySet[Document]:
    """Return the documents in compartments that `identity` may open at the level of the file or higher."""
    return Document.objects.filter(
        municipality=identity.municipality, compartment__in=open_compartments(identity)
    ).select_related("compartment", "case__problem")


def documents_of(
    identity: Identity, case: Case, *, after: Cursor | None = None
) -> tuple[list[Document], bool]:
    """Return a page of the documents of a case, last changed first, and whether there are more; one query."""
    return page_of(visible_to(identity).filter(case=case), "changed_at", after)


def document_or_none(identity: Identity, case: Case, document: uuid.UUID) -> Document | None:
    """Return a document of a case that the reader may see."""
    return visible_to(identity).filter(case=case, pk=document).first()


def newest_versions(documents: Iterable[Document]) -> dict[uuid.UUID, Version]:
    """Return the newest version that was placed of each document; one query."""
    rows = (
        Version.objects.filter(document__in=[one.pk for one in documents], origin=Origin.UPLOAD)
        .order_by("document_id", "-number")
        .distinct("document_id")
    )
    return {one.document_id: one for one in rows}


def newest_version(document: Document) -> Version:
    """Return the newest version that was placed of a document; every document has one."""
    return Version.objects.filter(document=document, origin=Origin.UPLOAD).order_by("-number")[0]


def versions_of(document: Document) -> list[Version]:
    """Return all versions of a document, the newest first."""
    return list(Version.objects.filter(document=document).select_related("by").order_by("-number"))


def version_or_none(document: Document, version: uuid.UUID) -> Version | None:
    """Return a version of a document that the reader may see."""
    return Version.objects.filter(document=document, pk=version).first()


def running_locks(documents: Iterable[Document]) -> dict[uuid.UUID, Lock]:
    """Return the locks that hold now, by document; one query."""
    rows = Lock.objects.filter(
        document__in=[one.pk for one in documents], ended_at=None, until__gt=Now()
    ).select_related("by")
    return {one.document_id: one for one in rows}


def locks_of(document: Document) -> list[Lock]:
    """Return who worked on a document and when, the newest first."""
    return list(
        Lock.objects.filter(document=document).select_related("by", "ended_by").order_by("-since")[:20]
    )


def content_of(version: Version) -> bytes:
    """Return the bytes of a version as they were given.

    Raises:
        LockedError: the pieces do not fit, or the key of the vault is not here.
    """
    pieces = Chunk.objects.filter(file=version).order_by("number").values_list("data", flat=True)
    return unseal((bytes(one) for one in pieces), key=version.key, file=version.pk)


def text_of(version: Version) -> str:
    """Return the text that was read from a version; empty when there is none."""
    found = VersionText.objects.filter(file=version).first()
    return found.text if found else ""


def redactions_of(document: Document) -> list[Redaction]:
    """Return the redacted copies of a document, the newest first."""
    rows = Redaction.objects.filter(document=document).select_related(
        "made_by", "judged_by", "source", "result"
    )
    return list(rows.order_by("-made_at"))


def redaction_or_none(document: Document, redaction: uuid.UUID) -> Redaction | None:
    """Return a redacted copy of a document that the reader may see."""
    return (
        Redaction.objects.filter(document=document, pk=redaction)
        .select_related("made_by", "judged_by", "source", "result")
        .first()
    )
