"""Pages about templates and trails: finding what exists for the reader."""

from __future__ import annotations

import uuid

from django.http import Http404

from driehoek.access.gate import IdentifiedRequest
from driehoek.theme_templates import queries
from driehoek.theme_templates.models import Adoption, OwnTemplate, Step
from driehoek.theme_templates.templates import Template


def template_or_404(request: IdentifiedRequest, key: str) -> Template:
    """Return a template that the reader can take over; any other does not exist."""
    found = queries.template_or_none(request.identity, key)
    if found is None:
        raise Http404
    return found


def own_or_404(request: IdentifiedRequest, template: uuid.UUID) -> OwnTemplate:
    """Return one of the municipality's own templates."""
    found = queries.own_or_none(request.identity, template)
    if found is None:
        raise Http404
    return found


def adoption_or_404(request: IdentifiedRequest, adoption: uuid.UUID) -> Adoption:
    """Return a trail that the reader may see."""
    found = queries.adoption_or_none(request.identity, adoption)
    if found is None:
        raise Http404
    return found


def step_or_404(request: IdentifiedRequest, step: uuid.UUID) -> Step:
    """Return a step of a trail that the reader may see."""
    found = queries.step_or_none(request.identity, step)
    if found is None:
        raise Http404
    return found
