"""Setting, changing and ending a norm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.areas.models import Area
from driehoek.figures.models import Direction, Indicator
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.position.models import Agreement
from driehoek.standard.models import Decider, Norm, NormRevision, NormType, Span

# What a norm says, and so what changes; the thing it is about and its type never do.
VALUES: Final = (
    "target",
    "span",
    "percentage",
    "base_year",
    "reference_area",
    "decided_on",
    "decided_by",
    "valid_from",
    "valid_until",
    "reason",
)
OF_TYPE: Final[dict[NormType, tuple[str, ...]]] = {
    NormType.ABSOLUTE: ("target", "span"),
    NormType.TREND: ("percentage", "base_year"),
    NormType.REFERENCE: ("percentage", "reference_area"),
    NormType.SIGNAL: (),
    NormType.PROCESS: (),
}
ONLY_FOR_SOME: Final[dict[str, Any]] = {
    "target": None,
    "span": Span.PERIOD,
    "percentage": None,
    "base_year": None,
    "reference_area": None,
}


class UnfitNormError(ValueError):
    """The norm cannot be judged as it is: something is missing, or the indicator has no direction."""


class AlreadySetError(Exception):
    """A norm of this type runs already for this figure and area, or for this agreement."""

    def __init__(self, existing: Norm) -> None:
        super().__init__(str(existing.pk))
        self.existing = existing


@dataclass(frozen=True)
class NewNorm:
    """A norm as it is decided on; what its type does not need is left empty.

    Attributes:
        indicator: what is measured; None for a process norm, which has `agreement`.
        area: where; None for the whole municipality.
        target, span: the fixed number and over how long it holds.
        percentage: in per cent; for a trend how much better than `base_year`, for a reference how much worse
            than in `reference_area` is allowed.
        valid_from, valid_until: the first and last day whose figures it is about.
        reason: why, in words of those who decided; no personal data.
    """

    type: NormType
    decided_on: date
    decided_by: Decider
    valid_from: date
    reason: str
    indicator: Indicator | None = None
    area: Area | None = None
    agreement: Agreement | None = None
    target: float | None = None
    span: Span = Span.PERIOD
    percentage: float | None = None
    base_year: int | None = None
    reference_area: Area | None = None
    valid_until: date | None = None


@transaction.atomic
def set_norm(*, identity: Identity, new: NewNorm) -> Norm:
    """Lay down a norm; one whose last day has passed makes room for it.

    Raises:
        UnfitNormError: it cannot be judged as it is.
        AlreadySetError: such a norm runs already.
    """
    new = _only_what_fits(new)
    _require_fit(new)
    same = Norm.objects.filter(municipality=identity.municipality, ended_at=None)
    same = (
        same.filter(agreement=new.agreement)
        if new.type == NormType.PROCESS
        else same.filter(indicator=new.indicator, area=new.area, type=new.type)
    )
    for old in same.filter(valid_until__lt=timezone.localdate()):
        end_norm(norm=old, version=old.version)
    values = {name: getattr(new, name) for name in VALUES}
    try:
        with transaction.atomic():
            norm = Norm.objects.create(
                municipality_id=identity.municipality,
                indicator=new.indicator,
                area=new.area,
                agreement=new.agreement,
                type=new.type,
                stated_by_id=identity.person,
                **values,
            )
    except IntegrityError as error:
        if existing := same.first():
            raise AlreadySetError(existing) from error
        raise
    _record(norm, "set", {"type": norm.type})
    return norm


@transaction.atomic
def change_norm(*, identity: Identity, norm: Norm, version: int, new: NewNorm) -> list[str]:
    """Change what a norm says, keeping what it was; return the names of what changed.

    The thing it is about and its type stay; those of `new` are not looked at.

    Raises:
        UnfitNormError: it cannot be judged as it would be.
        VersionConflict: it was changed or ended meanwhile.
    """
    new = replace(
        new, type=NormType(norm.type), indicator=norm.indicator, area=norm.area, agreement=norm.agreement
    )
    new = _only_what_fits(new)
    _require_fit(new)
    before = {name: getattr(norm, name) for name in VALUES}
    wanted = {name: getattr(new, name) for name in VALUES}
    changed = [name for name in VALUES if before[name] != wanted[name]]
    if not changed:
        return []
    rows = Norm.objects.filter(municipality=identity.municipality, ended_at=None)
    update_once(rows, norm, version, **{name: wanted[name] for name in changed})
    NormRevision.objects.create(
        municipality_id=norm.municipality_id,
        norm=norm,
        version=version,
        replaced_by_id=identity.person,
        **before,
    )
    norm.refresh_from_db()
    _record(norm, "changed", {"fields": changed})
    return changed


@transaction.atomic
def end_norm(*, norm: Norm, version: int) -> None:
    """End a norm: it is judged no more, and can be read back.

    Raises:
        VersionConflict: it was changed or ended meanwhile.
    """
    update_once(Norm.objects.filter(ended_at=None), norm, version, ended_at=Now())
    _record(norm, "ended")


def _only_what_fits(new: NewNorm) -> NewNorm:
    """Empty what the type does not use, so that nothing stays behind unseen."""
    uses = OF_TYPE[new.type]
    emptied = {name: value for name, value in ONLY_FOR_SOME.items() if name not in uses}
    if new.type == NormType.REFERENCE and new.percentage is None:
        emptied["percentage"] = 0.0
    return replace(new, reason=new.reason.strip(), **emptied)


def _require_fit(new: NewNorm) -> None:
    if (new.type == NormType.PROCESS) != (new.agreement is not None) or (
        (new.type == NormType.PROCESS) == (new.indicator is not None)
    ):
        raise UnfitNormError("a process norm is about an agreement, any other about an indicator")
    if any(getattr(new, name) is None for name in OF_TYPE[new.type]):
        raise UnfitNormError(f"a norm of type {new.type} needs {', '.join(OF_TYPE[new.type])}")
    if new.agreement is not None and new.agreement.problem_id is not None:
        raise UnfitNormError("an agreement about one problem is followed at that problem")
    neutral = new.indicator is not None and new.indicator.direction == Direction.NEUTRAL
    if neutral and new.type != NormType.SIGNAL:
        raise UnfitNormError("without a direction no bound can be crossed")


def _record(norm: Norm, act: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=norm.municipality_id,
        action=f"standard:norm:{act}",
        subject=norm.pk,
        version=norm.version,
        data=data,
    )
