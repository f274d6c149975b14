"""Pages about signals."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.cases.models import Compartment
from driehoek.cases.queries import level_in
from driehoek.signals import queries
from driehoek.signals.models import Signal
from driehoek.signals.rights import JUDGES


def signal_or_404(request: IdentifiedRequest, signal: uuid.UUID) -> Signal:
    """Return a signal that the reader sees; another does not exist."""
    found = queries.visible_to(request.identity).filter(pk=signal).first()
    if found is None:
        raise Http404
    return found


def may_handle(request: IdentifiedRequest, signal: Signal) -> bool:
    """Tell whether the reader judges this signal: who judges, and works in the part where it hangs."""
    if not request.identity.holds(*JUDGES):
        return False
    if signal.compartment_id is None:
        return True
    part = Compartment.objects.filter(pk=signal.compartment_id).first()
    return part is not None and (level_in(request.identity, part) or 0) >= Level.WORK


def handled_or_404(request: IdentifiedRequest, signal: uuid.UUID) -> Signal:
    """Return a signal that the reader judges.

    Raises:
        Http404: they do not see it.
        PermissionDenied: they see it, and do not judge it.
    """
    found = signal_or_404(request, signal)
    if not may_handle(request, found):
        raise PermissionDenied(_("U mag dit signaal lezen, maar niet behandelen."))
    return found
