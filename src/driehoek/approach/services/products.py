"""The picture of a group and the products of the steps (CX12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.approach.models import GroupPicture, ProductMark
from driehoek.cases.models import Case, Compartment
from driehoek.cases.services.common import record
from driehoek.ledger.versions import VersionConflict, update_once

FIELDS: Final = (
    "behaviour", "dynamics", "roles", "problems", "context", "causes", "hierarchy", "online",
)  # fmt: skip
# Without these there is no picture; the others may have nothing to tell.
NEEDED: Final = ("behaviour", "dynamics", "roles", "problems", "context", "causes")


@transaction.atomic
def save_picture(
    *, identity: Identity, case: Case, shared: Compartment, version: int, values: Mapping[str, str]
) -> GroupPicture:
    """Write the picture that was read at `version`, 0 when there was none, under lock.

    Raises:
        VersionConflict: someone else wrote it meanwhile.
        ProgrammingError: who acts does not work in the shared compartment.
    """
    now = timezone.now()
    found = GroupPicture.objects.filter(pk=case.pk).first()
    row = found or GroupPicture(
        case=case,
        municipality_id=identity.municipality,
        compartment=shared,
        changed_by_id=identity.person,
        changed_at=now,
    )
    for name in FIELDS:
        setattr(row, name, values[name].strip())
    row.complete = all(values[name].strip() for name in NEEDED)
    if found is None:
        if version:
            raise VersionConflict
        row.save(force_insert=True)
    else:
        columns = {f"{name}_locked": getattr(row, f"{name}_locked") for name in FIELDS}
        update_once(
            GroupPicture.objects.all(),
            row,
            version,
            **columns,
            complete=row.complete,
            changed_by_id=identity.person,
            changed_at=now,
        )
    record(case, "approach:picture:written", {"complete": row.complete}, compartment=shared)
    return row


@transaction.atomic
def mark_product(*, identity: Identity, case: Case, step: str, product: str) -> ProductMark:
    """Say that a product of a step is made; said twice it stands once."""
    mark, made = ProductMark.objects.get_or_create(
        case=case,
        step=step,
        product=product,
        withdrawn_at=None,
        defaults={
            "municipality_id": identity.municipality,
            "made_by_id": identity.person,
            "made_at": timezone.now(),
        },
    )
    if made:
        record(case, "approach:product:made", {"step": step, "product": product}, subject=mark.pk)
    return mark


@transaction.atomic
def unmark_product(*, identity: Identity, case: Case, step: str, product: str) -> bool:
    """Take back that a product is made; tell whether that changed anything. That it was said stays."""
    rows = ProductMark.objects.filter(case=case, step=step, product=product, withdrawn_at=None)
    changed = bool(rows.update(withdrawn_at=timezone.now(), withdrawn_by_id=identity.person))
    if changed:
        record(case, "approach:product:withdrawn", {"step": step, "product": product})
    return changed
