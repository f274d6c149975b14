"""A municipality's own templates: made, changed, published and archived without code (TZ11)."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.theme_templates.checking import Content, faults_of
from driehoek.theme_templates.fields import LONGEST_KEY
from driehoek.theme_templates.files import complete
from driehoek.theme_templates.models import OwnTemplate

# A template in use holds a few kB; this keeps a form from storing a library.
MOST_TEMPLATES: Final = 200


class UnfinishedError(Exception):
    """The template has faults and cannot be published; its page lists them."""


class TooManyError(Exception):
    """The municipality has as many templates of its own as fit."""


@transaction.atomic
def make_template(*, identity: Identity, content: Content, copied_from: str = "") -> OwnTemplate:
    """Make a template of the municipality's own; it may still be unfinished, and nobody else sees it yet.

    Raises:
        TooManyError: there are too many; archive nothing helps, since archived ones can come back.
    """
    if OwnTemplate.objects.filter(municipality=identity.municipality).count() >= MOST_TEMPLATES:
        raise TooManyError
    content = complete(content)
    made = OwnTemplate.objects.create(
        municipality_id=identity.municipality,
        name=str(content["name"])[:80],
        content=content,
        copied_from=copied_from,
        made_by_id=identity.person,
        changed_by_id=identity.person,
        changed_at=timezone.now(),
    )
    _record(made, "made", {"from": copied_from} if copied_from else None)
    return made


@transaction.atomic
def change_template(
    *, identity: Identity, template: OwnTemplate, version: int, values: dict[str, Any]
) -> bool:
    """Change parts of a template that was read at `version`; tell whether anything changed.

    Args:
        identity: who changes it.
        template: as it was read.
        version: at which it was read.
        values: new contents of the fields and parts that are named; the others stay.

    Raises:
        VersionConflict: someone changed or archived it meanwhile.
    """
    changed = [name for name, value in values.items() if template.content.get(name) != value]
    if not changed:
        return False
    content = complete(template.content | values)
    _update(identity, template, version, content=content, name=str(content["name"])[:80])
    template.content, template.name = content, str(content["name"])[:80]
    _record(template, "changed", {"parts": sorted(changed)})
    return True


@transaction.atomic
def publish(*, identity: Identity, template: OwnTemplate, version: int) -> int:
    """Publish a template as it is now; return the number of the edition.

    Trails that run keep the edition that they began with.

    Raises:
        UnfinishedError: it has faults.
        VersionConflict: someone changed or archived it meanwhile.
    """
    if faults_of(template.content):
        raise UnfinishedError
    _update(
        identity,
        template,
        version,
        published=template.content,
        published_at=timezone.now(),
        edition=F("edition") + 1,
    )
    template.edition += 1
    _record(template, "published", {"edition": template.edition})
    return template.edition


@transaction.atomic
def archive(*, identity: Identity, template: OwnTemplate, version: int) -> None:
    """Take a template off the list; nobody takes it over any more, and it can be brought back.

    Raises:
        VersionConflict: someone changed or archived it meanwhile.
    """
    _update(identity, template, version, archived_at=timezone.now())
    _record(template, "archived")


@transaction.atomic
def restore(*, identity: Identity, template: OwnTemplate, version: int) -> None:
    """Bring an archived template back.

    Raises:
        VersionConflict: someone did so meanwhile.
    """
    rows = OwnTemplate.objects.exclude(archived_at=None)
    values = {"changed_by": identity.person, "changed_at": timezone.now()}
    update_once(rows, template, version, archived_at=None, **values)
    _record(template, "restored")


def new_key(words: str, taken: set[str]) -> str:
    """Return a key for a row from its words, and one that no other row has."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_KEY - 4] or "regel"
    key, number = stem.strip("-"), 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def _update(identity: Identity, template: OwnTemplate, version: int, **values: Any) -> None:
    rows = OwnTemplate.objects.filter(archived_at=None)
    update_once(rows, template, version, **values, changed_by=identity.person, changed_at=timezone.now())


def _record(template: OwnTemplate, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=template.municipality_id,
        action=f"theme_templates:template:{verb}",
        subject=template.pk,
        version=template.version,
        data=data,
    )
