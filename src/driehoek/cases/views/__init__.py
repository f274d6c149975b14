"""Pages about cases."""

from __future__ import annotations

import uuid
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.access.rules import CONTENTLESS
from driehoek.cases import queries
from driehoek.cases.models import Case, Compartment
from driehoek.parties.models import Function

# Who may open the pages of cases; what they find there follows from their grants.
READERS: Final = (*(function for function in Function if function not in CONTENTLESS), Function.GUEST)


def case_or_404(request: IdentifiedRequest, problem: uuid.UUID, level: Level = Level.OVERVIEW) -> Case:
    """Return a visible case; an invisible one does not exist, and a level that is missing is said plainly.

    Raises:
        Http404: there is no such case for this reader.
        PermissionDenied: they see it, and may not do this.
    """
    found = queries.visible_to(request.identity).filter(pk=problem).first()
    if found is None:
        raise Http404
    if level > Level.OVERVIEW and (level_on(request.identity, problem) or 0) < level:
        raise PermissionDenied(_("U mag deze casus zien, maar dit niet doen. Vraag het de procesregisseur."))
    request.training = found.problem.training  # type: ignore[attr-defined]
    return found


def compartment_or_404(
    request: IdentifiedRequest, case: Case, compartment: uuid.UUID, level: Level = Level.OVERVIEW
) -> Compartment:
    """Return a compartment of a case that is open to the reader at `level`; another does not exist."""
    found = queries.compartments_open_to(request.identity, case).filter(pk=compartment).first()
    if found is None:
        raise Http404
    if (queries.level_in(request.identity, found) or 0) < level:
        raise PermissionDenied(_("U mag dit lezen, maar niet wijzigen. Vraag het de procesregisseur."))
    return found
