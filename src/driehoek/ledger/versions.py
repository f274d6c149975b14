"""Two people, one thing: a change holds only on the version that was read."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Model, QuerySet


class VersionConflict(Exception):
    """Someone else changed the thing since it was read; nothing was written."""


def update_once(rows: QuerySet[Any], found: Model, version: int, **values: Any) -> None:
    """Change `found` among `rows` if it still has `version`; the version goes up by one, in the object too.

    Raises:
        VersionConflict: it was changed meanwhile, or is not the caller's to change.
    """
    changed = rows.filter(pk=found.pk, version=version).update(**values, version=F("version") + 1)
    if not changed:
        raise VersionConflict
    found.version = version + 1  # type: ignore[attr-defined]  # every such table has a version
