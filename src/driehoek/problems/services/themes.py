"""Writing the tree of themes."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.problems.models import SafetyField, Theme


@transaction.atomic
def add_theme(
    *, municipality: uuid.UUID, field: SafetyField, name: str, parent: Theme | None = None, position: int = 0
) -> Theme:
    """Add a theme under a safety field or another theme (ST04)."""
    theme = Theme.objects.create(
        municipality_id=municipality,
        field=parent.field if parent else field,
        name=name.strip(),
        parent=parent,
        position=position,
    )
    ledger.append(municipality=municipality, action="problems:theme:added", subject=theme.id)
    return theme


def ensure_theme(*, municipality: uuid.UUID, field: SafetyField, path: tuple[str, ...]) -> Theme:
    """Return the theme at `path` under a safety field, adding what is missing on the way."""
    theme: Theme | None = None
    for name in path:
        found = Theme.objects.filter(
            municipality_id=municipality, field=field, parent=theme, name=name
        ).first()
        theme = found or add_theme(municipality=municipality, field=field, name=name, parent=theme)
    if theme is None:
        raise ValueError("a theme path has at least one name")
    return theme


@transaction.atomic
def change_theme(*, theme: Theme, version: int, name: str, parent: Theme | None, field: SafetyField) -> None:
    """Rename or move a theme, with everything under it.

    Raises:
        VersionConflict: it was changed meanwhile.
        ValueError: the new place lies under the theme itself.
    """
    branch = {item.pk: item for item in _branch(theme)}
    if parent and parent.pk in branch:
        raise ValueError("a theme cannot lie under itself")
    home = parent.field if parent else field
    update_once(Theme.objects.all(), theme, version, name=name.strip(), parent=parent, field=home)
    Theme.objects.filter(pk__in=[pk for pk in branch if pk != theme.pk]).update(field=home)
    ledger.append(municipality=theme.municipality_id, action="problems:theme:changed", subject=theme.id)


@transaction.atomic
def end_theme(*, theme: Theme) -> None:
    """End a theme and what lies under it; problems and figures that have it keep it."""
    ended = [item.pk for item in _branch(theme) if item.ended_at is None]
    Theme.objects.filter(pk__in=ended).update(ended_at=Now(), version=F("version") + 1)
    ledger.append(
        municipality=theme.municipality_id,
        action="problems:theme:ended",
        subject=theme.id,
        data={"count": len(ended)},
    )


@transaction.atomic
def restore_theme(*, theme: Theme) -> None:
    """Bring an ended theme back."""
    Theme.objects.filter(pk=theme.pk).update(ended_at=None, version=F("version") + 1)
    ledger.append(municipality=theme.municipality_id, action="problems:theme:restored", subject=theme.id)


def _branch(theme: Theme) -> list[Theme]:
    """Return a theme and all that lies under it."""
    everything = list(Theme.objects.filter(municipality_id=theme.municipality_id))
    branch = [theme]
    for item in branch:
        branch.extend(child for child in everything if child.parent_id == item.pk)
    return branch
