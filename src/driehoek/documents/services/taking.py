"""Reading what a document says: each time a line on the ledger of its compartment and in the processing log."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.documents import queries
from driehoek.documents.models import Document, Version
from driehoek.documents.services.common import record
from driehoek.ledger import activities
from driehoek.ledger import services as ledger

# The activity under which records of a case are read, by its slug in the register (subjects writes under it too).
ACTIVITY: Final = "aanpak-van-complexe-problemen"
# Whom a file is about is not known one by one; the file stands for them in the processing log.
SUBJECT: Final = "documents.document"


@transaction.atomic
def take(*, identity: Identity, document: Document, version: Version) -> bytes:
    """Return the bytes of a version for someone who takes a copy away."""
    with _reading(identity, document, _("Document van een casus opgehaald")):
        content = queries.content_of(version)
        record(document, "version:taken", {"number": version.number}, subject=version.pk)
    return content


@transaction.atomic
def look(*, identity: Identity, document: Document, version: Version) -> str:
    """Return the text of a version for someone who reads it on the screen; empty for a picture."""
    with _reading(identity, document, _("Document van een casus bekeken")):
        text = queries.text_of(version)
        record(document, "version:read", {"number": version.number}, subject=version.pk)
    return text


def _reading(identity: Identity, document: Document, name: str) -> ledger.Processing:
    return ledger.processing(
        municipality=identity.municipality,
        name=name,
        activity=activities.in_force(identity.municipality, ACTIVITY),
        subjects=[(SUBJECT, str(document.pk))],
    )
