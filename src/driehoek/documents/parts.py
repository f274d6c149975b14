"""What this room adds to the page of a case, and to the agenda of the driehoek."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.identity import Identity
from driehoek.cases import parts
from driehoek.cases.models import Case
from driehoek.documents import queries
from driehoek.meetings import proposals
from driehoek.meetings.proposals import Proposal

SOURCE: Final = "documents.document"
SHOWN: Final = 3
MOST: Final = 20


def register() -> None:
    """Add the tab, the part on the page of a case, and the proposals."""
    parts.register_tab(parts.Tab("documents", gettext_lazy("Documenten"), "documents:list", 60, _may_read))
    parts.register(parts.PagePart("documents", "contents", 60, "documents/parts/newest.html", newest))
    proposals.register(SOURCE, proposed, label=gettext_lazy("Documenten van casussen"), order=60)


def _may_read(request: IdentifiedRequest, case: Case) -> bool:
    return queries.open_compartments(request.identity).filter(case=case).exists()


def newest(request: IdentifiedRequest, case: Case) -> dict[str, Any] | None:
    """Return the documents that changed last, for who may read any compartment of the case."""
    from driehoek.documents import sentences

    found, more = queries.documents_of(request.identity, case)
    if not found:
        return None
    return {
        "rows": sentences.rows(found[:SHOWN]),
        "all_url": reverse("documents:list", args=[case.pk]),
        "more": more or len(found) > SHOWN,
    }


def proposed(identity: Identity, _until: datetime) -> list[Proposal]:
    """Propose documents that were put forward, to who may open their compartment: a title and how confidential it is.

    The compartment's id stands on the point as its problem does elsewhere, so that who may not open the compartment
    does not see the point either.
    """
    found = queries.visible_to(identity).exclude(table_title="").order_by("-changed_at")[:MOST]
    return [
        Proposal(
            title=one.table_title,
            why=_("Document, %(classification)s.")
            % {"classification": str(one.get_classification_display()).lower()},
            origin=SOURCE,
            origin_id=str(one.pk),
            origin_url=reverse("documents:document", args=[one.case_id, one.pk]),
            problem=one.compartment_id,
            confidential=True,
        )
        for one in found
        if not one.case.problem.training
    ]
