"""Writing process models: the templates as they come, and a municipality's own versions."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from driehoek.cases import table
from driehoek.cases.models import ProcessModel


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
