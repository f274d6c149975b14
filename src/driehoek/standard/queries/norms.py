"""The norms that run, and what they were."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.position.models import AgreementState
from driehoek.problems.models import Theme
from driehoek.standard.models import Norm, NormRevision

_HEAVY = ("area__geometry", "reference_area__geometry")


def norms_of(identity: Identity) -> QuerySet[Norm]:
    """Return the norms of the municipality that the reader may see, with all that a line of text needs."""
    return (
        Norm.objects.filter(municipality=identity.municipality)
        .select_related(
            "indicator__source", "indicator__theme", "area", "reference_area", "agreement__need__theme"
        )
        .defer(*_HEAVY)
    )


def running_norms(identity: Identity) -> QuerySet[Norm]:
    """Return the norms that hold: not ended, nor what they are about, and their last day has not passed."""
    today = timezone.localdate()
    return (
        norms_of(identity)
        .filter(Q(valid_until=None) | Q(valid_until__gte=today), ended_at=None)
        .filter(Q(indicator=None) | Q(indicator__ended_at=None))
        .exclude(agreement__state=AgreementState.ENDED)
    )


def norms_of_theme(identity: Identity, theme: Theme) -> QuerySet[Norm]:
    """Return the running norms of one theme."""
    return running_norms(identity).filter(Q(indicator__theme=theme) | Q(agreement__need__theme=theme))


def norm_or_none(identity: Identity, norm: uuid.UUID) -> Norm | None:
    """Return one norm, running or ended, or None when it is not there for this reader."""
    return norms_of(identity).select_related("stated_by").filter(pk=norm).first()


def revisions_of(norm: Norm) -> list[NormRevision]:
    """Return what a norm was before, the last replaced first."""
    found = NormRevision.objects.filter(norm=norm).select_related("replaced_by", "reference_area")
    return list(found.defer("reference_area__geometry").order_by("-version"))


def theme_of(norm: Norm) -> Theme:
    """Return the theme that a norm is about: of its indicator, or of the need behind its agreement.

    Raises:
        ValueError: it has neither, which no stored norm is.
    """
    if norm.indicator is not None:
        return norm.indicator.theme
    if norm.agreement is not None:
        return norm.agreement.need.theme
    raise ValueError("a norm is about an indicator or an agreement")
