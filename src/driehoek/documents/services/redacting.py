"""A copy fit for publication: one person chooses the passages, another confirms."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.documents import queries
from driehoek.documents.models import (
    Document,
    Origin,
    Redaction,
    RedactionState,
    TextState,
    Version,
)
from driehoek.documents.paper import redacted_pdf
from driehoek.documents.redaction import Passage, as_data, from_data
from driehoek.documents.services.common import Given, judge, record, store
from driehoek.documents.tasks import read_text
from driehoek.ledger.versions import update_once

FILE_NAME: Final = "publicatie.pdf"


@transaction.atomic
def propose(*, identity: Identity, document: Document, source: Version, passages: list[Passage]) -> Redaction:
    """Put passages of a version forward to be made black; the same draft again is not made twice.

    Raises:
        ValueError: no passages, or a version without text.
    """
    if not passages or source.text_state != TextState.READ:
        raise ValueError("nothing to redact")
    data = as_data(passages)
    same = Redaction.objects.filter(
        document=document, source=source, made_by=identity.person, state=RedactionState.DRAFT, passages=data
    ).first()
    if same is not None:
        return same
    made = Redaction.objects.create(
        municipality_id=identity.municipality,
        compartment_id=document.compartment_id,
        document=document,
        source=source,
        passages=data,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    record(document, "redaction:proposed", {"passages": len(passages)}, subject=made.pk)
    return made


@transaction.atomic
def confirm(*, identity: Identity, document: Document, redaction: Redaction, version: int) -> Version:
    """Make the copy and keep it as a version of its own; the original stays as it is.

    Raises:
        PermissionDenied: who chose the passages cannot confirm them.
        StillReadable: something under a bar can still be read; nothing was stored.
        VersionConflict: it was judged meanwhile.
    """
    if redaction.made_by_id in identity.persons:
        raise PermissionDenied(_("U koos deze passages zelf. Laat iemand anders dit bevestigen."))
    held = Document.objects.select_for_update().get(pk=document.pk)
    content = redacted_pdf(identity, queries.text_of(redaction.source), from_data(redaction.passages))
    judged = judge(Given(FILE_NAME, content))
    made = store(identity=identity, document=held, judged=judged, origin=Origin.REDACTED)
    update_once(
        Redaction.objects.filter(state=RedactionState.DRAFT),
        redaction,
        version,
        state=RedactionState.CONFIRMED,
        judged_by_id=identity.person,
        judged_at=Now(),
        result=made,
    )
    read_text.defer(municipality=made.municipality_id, version=str(made.pk))
    record(document, "redaction:confirmed", {"number": made.number}, subject=redaction.pk)
    return made


@transaction.atomic
def reject(*, identity: Identity, document: Document, redaction: Redaction, version: int) -> None:
    """Leave a draft aside; whoever made it may do so too.

    Raises:
        VersionConflict: it was judged meanwhile.
    """
    update_once(
        Redaction.objects.filter(state=RedactionState.DRAFT),
        redaction,
        version,
        state=RedactionState.REJECTED,
        judged_by_id=identity.person,
        judged_at=Now(),
    )
    record(document, "redaction:rejected", subject=redaction.pk)
