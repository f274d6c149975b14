"""Placing documents and their next versions, and changing what is said about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.cases.models import Case, Compartment
from driehoek.documents.filetypes import RefusedFile
from driehoek.documents.models import Document, Origin, TextState, Version
from driehoek.documents.queries import RANK, running_locks
from driehoek.documents.services.common import Given, judge, record, require_gate, store
from driehoek.documents.services.texts import index
from driehoek.documents.tasks import read_text
from driehoek.ledger.versions import update_once

CHANGEABLE: Final = ("title", "kind", "classification")


@dataclass(frozen=True)
class NewDocument:
    """What is needed to place a document.

    Attributes:
        title: its own title, in the words of the compartment.
        kind: a `DocumentKind`.
        classification: not below that of the problem.
        no_personal: who places it says that no personal data are in it.
        file: its first version.
    """

    title: str
    kind: str
    classification: str
    file: Given
    no_personal: bool = False


class LockedByOther(Exception):
    """Somebody else works on the document; nothing was stored. The message says who and until when."""


def require_rank(case: Case, classification: str) -> None:
    """Refuse a classification below that of the problem.

    Raises:
        ValueError: it is lower.
    """
    if RANK[classification] < RANK[case.problem.classification]:
        raise ValueError("a document is not less confidential than its case")


@transaction.atomic
def add_document(
    *, identity: Identity, case: Case, compartment: Compartment, new: NewDocument
) -> tuple[Document, bool]:
    """Place a document in a compartment; the same file there already is not placed again.

    Returns the document, and whether it is new.

    Raises:
        GateClosed: a partner's personal data may not come into this case.
        RefusedFile: the file is not stored, and why.
        ValueError: the classification is below that of the problem.
    """
    require_rank(case, new.classification)
    require_gate(identity, case, no_personal=new.no_personal)
    there = _already_there(compartment, new.file)
    if there is not None:
        return there, False
    judged = judge(new.file)
    now = timezone.now()
    made = Document(
        municipality_id=identity.municipality,
        case=case,
        compartment=compartment,
        kind=new.kind,
        classification=new.classification,
        no_personal=new.no_personal,
        made_by_id=identity.person,
        made_at=now,
        changed_at=now,
    )
    made.title = new.title
    made.save(force_insert=True)
    version = store(identity=identity, document=made, judged=judged, no_personal=new.no_personal)
    index(made)
    _let_read(version)
    record(made, "document:added", {"type": str(version.file_type), "size": version.size})
    return made, True


@transaction.atomic
def add_version(
    *, identity: Identity, document: Document, version: int, file: Given, no_personal: bool = False
) -> bool:
    """Store the next version of a document that was read at `version`; the newest bytes again store nothing.

    `no_personal`: who stores it says that no personal data are in it; what was said of the version before is gone.

    Raises:
        GateClosed: a partner's personal data may not come into this case.
        RefusedFile: the file is not stored, and why.
        LockedByOther: somebody else works on it.
        VersionConflict: a version came, or something changed, since it was read.
    """
    require_gate(identity, document.case, no_personal=no_personal)
    # Whoever comes at the same moment waits here.
    held = Document.objects.select_for_update().get(pk=document.pk)
    newest = Version.objects.filter(document=document, origin=Origin.UPLOAD).order_by("-number").first()
    if newest is not None and newest.sha256 == file.sha256:
        return False
    running = running_locks([held]).get(held.pk)
    if running is not None and running.by_id not in identity.persons:
        raise LockedByOther(
            _("%(who)s werkt nu aan dit document. Er is niets bewaard.") % {"who": running.by.name}
        )
    judged = judge(file)
    update_once(Document.objects.all(), document, version, changed_at=Now(), no_personal=no_personal)
    document.refresh_from_db(fields=["changed_at"])
    stored = store(identity=identity, document=document, judged=judged, no_personal=no_personal)
    index(document)
    _let_read(stored)
    record(document, "version:added", {"number": stored.number, "size": stored.size}, subject=stored.pk)
    return True


@transaction.atomic
def change_document(
    *, identity: Identity, document: Document, version: int, values: dict[str, Any]
) -> list[str]:
    """Change title, kind or classification of a document that was read at `version`; return what changed.

    Raises:
        VersionConflict: it was changed meanwhile.
        ValueError: a field that cannot be changed here, or a classification below that of the problem.
    """
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise ValueError(f"not changed here: {', '.join(unknown)}")
    changed: list[str] = [
        name for name in CHANGEABLE if name in values and getattr(document, name) != values[name]
    ]
    if not changed:
        return []
    if "classification" in changed:
        require_rank(document.case, values["classification"])
    for name in changed:
        setattr(document, name, values[name])
    columns = ["title_locked" if name == "title" else name for name in changed]
    update_once(
        Document.objects.filter(municipality=identity.municipality),
        document,
        version,
        **{name: getattr(document, name) for name in columns},
        changed_at=Now(),
    )
    document.refresh_from_db(fields=["changed_at"])
    index(document)
    record(document, "document:changed", {"fields": changed})
    return changed


@transaction.atomic
def put_forward(*, identity: Identity, document: Document, version: int, title: str) -> None:
    """Offer a document for the agenda of the driehoek under a title without names; empty takes it back.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    rows = Document.objects.filter(municipality=identity.municipality)
    update_once(rows, document, version, table_title=title)
    document.table_title = title
    record(document, "document:put_forward" if title else "document:taken_back")


def _already_there(compartment: Compartment, file: Given) -> Document | None:
    if not file.content:
        raise RefusedFile(_("Dit bestand is leeg. Kies een ander bestand."))
    same = Version.objects.filter(compartment=compartment, sha256=file.sha256, origin=Origin.UPLOAD)
    found = same.select_related("document").order_by("-at").first()
    return found.document if found else None


def _let_read(version: Version) -> None:
    if version.text_state == TextState.WAITING:
        read_text.defer(municipality=version.municipality_id, version=str(version.pk))
