"""The process models of a municipality, and how a case stands in its own."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases import table
from driehoek.cases.models import ENDED_PHASES, Case, ProcessModel

_READ: dict[uuid.UUID, table.ModelTable] = {}
MOST_READ: Final = 500


def table_of(model: ProcessModel) -> table.ModelTable:
    """Return the table of a version; read once, because a version never changes."""
    if model.pk not in _READ:
        if len(_READ) >= MOST_READ:
            _READ.clear()
        _READ[model.pk] = table.read(model.data)
    return _READ[model.pk]


def latest_models(identity: Identity) -> list[ProcessModel]:
    """Return the newest version of each process model of the municipality, by name; one query."""
    rows = ProcessModel.objects.filter(municipality=identity.municipality, ended_at=None)
    newest = rows.order_by("key", "-number").distinct("key")
    return sorted(newest, key=lambda one: one.name)


def model_choices(identity: Identity) -> list[tuple[str, str]]:
    """Return the process models to choose from, key and words; what comes with Driehoek is always among them."""
    there = {one.key: (one.name, str(one.data.get("short", ""))) for one in latest_models(identity)}
    coming = {
        key: (data["name"], data.get("short", ""))
        for key, data in table.templates().items()
        if key not in there
    }
    found = sorted((there | coming).items(), key=lambda one: one[1])
    return [(key, f"{name}. {short}" if short else name) for key, (name, short) in found]


def newer_version(case: Case) -> ProcessModel | None:
    """Return the newest version of the case's model when the case follows an older one and could follow it."""
    rows = ProcessModel.objects.filter(
        municipality=case.municipality_id, key=case.model.key, number__gt=case.model.number, ended_at=None
    )
    found = rows.order_by("-number").first()
    if found is None or case.stage not in {state.key for state in table_of(found).states}:
        return None
    return found


def overstayed(case: Case, *, now: datetime | None = None) -> int | None:
    """Return the usual number of days of the stage when a case stands there longer; else None.

    A proposal to call it stuck: a person does.
    """
    if case.stuck_since is not None or case.phase in ENDED_PHASES:
        return None
    states = {state.key: state for state in table_of(case.model).states}
    limit = states[case.stage].max_days if case.stage in states else None
    if limit is None or (now or timezone.now()) - case.stage_since <= timedelta(days=limit):
        return None
    return limit
