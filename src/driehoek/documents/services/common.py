"""What every write about a document needs."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.cases.models import Case
from driehoek.cases.queries.gate import enriching_allowed
from driehoek.cases.services.common import record as record_in_case
from driehoek.documents.filetypes import RefusedFile, type_of
from driehoek.documents.models import (
    PICTURES,
    Chunk,
    Document,
    FileType,
    Origin,
    Scan,
    TextState,
    Version,
)
from driehoek.documents.scanning import scan
from driehoek.documents.sealing import new_key, seal
from driehoek.ledger.services import EventData
from driehoek.parties.models import Organisation, OrganisationKind

NAME_MOST = 200


@dataclass(frozen=True)
class Given:
    """A file as someone gave it.

    Attributes:
        name: its name, kept for downloads; it does not tell what the file is.
        content: its bytes.
        note: what is new in it, in a few words.
    """

    name: str
    content: bytes
    note: str = ""

    @property
    def sha256(self) -> str:
        """Return the fingerprint of the bytes, in hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Judged:
    """A file that may be stored."""

    given: Given
    file_type: FileType
    scan: Scan


class GateClosed(Exception):
    """A partner's personal data may not come into this case (CX03); the message says what is missing."""


def allows_personal(identity: Identity, case: Case) -> bool:
    """Tell whether someone may store personal data: for the case, else through the gate of their organisation."""
    if level_on(identity, case.problem_id) == Level.LEAD:
        return True
    own = Organisation.objects.filter(pk__in=identity.organisations)
    return any(
        one.kind == OrganisationKind.MUNICIPALITY or enriching_allowed(case, organisation=one.pk).met
        for one in own
    )


def require_gate(identity: Identity, case: Case, *, no_personal: bool) -> None:
    """Refuse a file with personal data of a partner for whom the legal gate of the case is closed.

    Raises:
        GateClosed: the gate is closed and nobody said that no personal data are in it.
    """
    if not no_personal and not allows_personal(identity, case):
        raise GateClosed(_("De juridische toets van deze casus is niet rond. Tot die tijd mag alleen dit."))


def judge(given: Given) -> Judged:
    """Look at a file before anything is stored.

    Raises:
        RefusedFile: too large, of a kind that is not kept, infected, or not to be scanned now.
    """
    most: int = settings.DOCUMENT_MAX_BYTES
    if len(given.content) > most:
        raise RefusedFile(
            _("Dit bestand is groter dan %(most)s MB. Maak het kleiner of splits het.")
            % {"most": most // 1_000_000}
        )
    return Judged(given, type_of(given.content), scan(given.content))


def store(
    *,
    identity: Identity,
    document: Document,
    judged: Judged,
    origin: Origin = Origin.UPLOAD,
    no_personal: bool = False,
) -> Version:
    """Store a file as the next version of a document, its bytes under a key of their own.

    Raises:
        ProgrammingError: the database refuses it, because of a lock, a compartment or the legal gate.
    """
    highest = Version.objects.filter(document=document).aggregate(highest=Max("number"))["highest"] or 0
    pictures = judged.file_type in PICTURES
    made = Version(
        municipality_id=document.municipality_id,
        compartment_id=document.compartment_id,
        document=document,
        number=highest + 1,
        origin=origin,
        file_type=judged.file_type,
        size=len(judged.given.content),
        sha256=judged.given.sha256,
        scan=judged.scan,
        text_state=TextState.NONE if pictures else TextState.WAITING,
        no_personal=no_personal,
        by_id=identity.person,
        at=timezone.now(),
    )
    made.file_name = judged.given.name[-NAME_MOST:]
    made.note = judged.given.note
    key = new_key()
    made.key = key
    made.save(force_insert=True)
    Chunk.objects.bulk_create(
        Chunk(
            municipality_id=document.municipality_id,
            compartment_id=document.compartment_id,
            file=made,
            number=number,
            data=piece,
        )
        for number, piece in enumerate(seal(judged.given.content, key=key, file=made.pk))
    )
    return made


def record(
    document: Document, action: str, data: EventData | None = None, *, subject: uuid.UUID | None = None
) -> None:
    """Put one line about a document on the ledger, for who may see its compartment."""
    record_in_case(
        document.case,
        f"documents:{action}",
        {"document": str(document.pk), **(data or {})},
        subject=subject or document.pk,
        compartment=document.compartment,
    )
