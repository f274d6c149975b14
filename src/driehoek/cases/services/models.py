"""Writing process models: the templates as they come, and a municipality's own versions."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases import table
from driehoek.cases.models import ProcessModel
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict


@transaction.atomic
def ensure_models(*, municipality: uuid.UUID) -> list[ProcessModel]:
    """Put the process models that come with Driehoek into a municipality that does not have them yet."""
    there = set(ProcessModel.objects.filter(municipality=municipality).values_list("key", flat=True))
    return ProcessModel.objects.bulk_create(
        ProcessModel(
            municipality_id=municipality, key=key, name=data["name"], data=data, made_at=timezone.now()
        )
        for key, data in table.templates().items()
        if key not in there
    )


def latest_model(*, identity: Identity, key: str) -> ProcessModel:
    """Return the newest version of a process model; the templates are put in place when they are not there yet.

    Raises:
        ProcessModel.DoesNotExist: there is no model with this key.
    """
    rows = ProcessModel.objects.filter(municipality=identity.municipality, key=key, ended_at=None)
    found = rows.order_by("-number").first()
    if found is None and key in table.templates():
        ensure_models(municipality=identity.municipality)
        found = rows.order_by("-number").first()
    if found is None:
        raise ProcessModel.DoesNotExist(key)
    return found


@transaction.atomic
def adapt_model(
    *, identity: Identity, model: ProcessModel, data: Mapping[str, Any], note: str
) -> ProcessModel:
    """Make the next version of a process model; cases keep the version that they follow.

    Args:
        identity: who adapts it.
        model: the newest version, from which this one was made.
        data: the table.
        note: what was adapted and why.

    Raises:
        table.TableError: a table that no case could follow.
        VersionConflict: someone else made a newer version meanwhile.
    """
    table.read(data)
    try:
        with transaction.atomic():
            made = ProcessModel.objects.create(
                municipality_id=identity.municipality,
                key=model.key,
                number=model.number + 1,
                name=data["name"],
                data=dict(data),
                note=note,
                made_by_id=identity.person,
                made_at=timezone.now(),
            )
    except IntegrityError as error:
        raise VersionConflict from error
    ledger.append(
        municipality=identity.municipality,
        action="cases:model:adapted",
        subject=made.pk,
        data={"model": made.key, "number": made.number},
    )
    return made
