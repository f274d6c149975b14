"""The words for what is due in this room."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from driehoek import law
from driehoek.access.identity import Identity
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline
from driehoek.grounds.models import ApprovalRecord
from driehoek.grounds.subjects import address_of, label_of

APPROVAL: Final = "grounds.approval"
APPROVAL_LABEL: Final = gettext_lazy("Toestemming die de wet vraagt")


def describe_approvals(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    """Say who must still agree about what; only to the organisation that asked."""
    rows = ApprovalRecord.objects.filter(
        municipality=identity.municipality, pk__in=[one.subject for one in deadlines]
    )
    records = {row.pk: row for row in rows}
    return {one.pk: _described(records[one.subject]) for one in deadlines if one.subject in records}


def _described(record: ApprovalRecord) -> Description:
    return Description(
        title=_("Toestemming van %(who)s") % {"who": approver_words(record.approver)},
        url=address_of(record.subject_kind, record.subject),
        detail=label_of(record.subject_kind),
    )


def approver_words(approver: str) -> str:
    """Return who approves in the reader's language; one that the rules no longer name shows itself."""
    words = law.load().words["approver"].get(approver)
    if words is None:
        return approver
    return words.as_json()["nl" if (get_language() or "nl").startswith("nl") else "en"]
