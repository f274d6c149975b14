"""Keeping the register of processing activities: each change is a new version, and no version ever changes."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from driehoek.access.identity import Identity
from driehoek.grounds.data_activities import OWN_TASK, STANDARD
from driehoek.grounds.models import ActivityVersion, Covenant
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict

DURATION: Final = re.compile(r"^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$")
LONGEST_SLUG: Final = 70


@dataclass(frozen=True)
class ActivityValues:
    """What a version of a processing activity says; see the model for the fields."""

    name: str
    purpose: str
    legal_basis: str
    categories: tuple[str, ...]
    subjects: tuple[str, ...]
    recipients: tuple[str, ...]
    retention_period: str
    valid_from: date
    measures: str = ""
    covenant: Covenant | None = None
    dpia_on: date | None = None
    dpia_reference: str = ""
    expires_on: date | None = None


@transaction.atomic
def register_activity(*, identity: Identity, values: ActivityValues, slug: str = "") -> ActivityVersion:
    """Put a processing activity in the register as its first version; its address follows from its name."""
    return _store(
        identity, values, activity=uuid.uuid4(), slug=slug or _free_slug(identity, values.name), number=1
    )


@transaction.atomic
def revise_activity(
    *,
    identity: Identity,
    last: ActivityVersion,
    number: int,
    values: ActivityValues,
    ended: bool = False,
) -> ActivityVersion:
    """Add a version after `last`; the earlier ones stay as they are.

    Args:
        identity: who changes it.
        last: the newest version.
        number: the number of the version that was read.
        values: what the new version says.
        ended: whether it says that the activity stopped.

    Raises:
        VersionConflict: someone else added a version meanwhile, or the activity stopped.
    """
    if number != last.number or last.ended:
        raise VersionConflict
    try:
        with transaction.atomic():
            return _store(
                identity, values, activity=last.activity, slug=last.slug, number=number + 1, ended=ended
            )
    except IntegrityError as error:
        raise VersionConflict from error


@transaction.atomic
def end_activity(*, identity: Identity, last: ActivityVersion) -> ActivityVersion:
    """Say that an activity stopped today: its last version, which says the same and that it ended.

    Raises:
        VersionConflict: someone else added a version meanwhile, or ended it.
    """
    values = _values_of(last, timezone.localdate())
    return revise_activity(identity=identity, last=last, number=last.number, values=values, ended=True)


@transaction.atomic
def take_over_standard(*, identity: Identity) -> int:
    """Put the activities that Driehoek brings along in the register; return how many were not there yet."""
    known = set(
        ActivityVersion.objects.filter(municipality=identity.municipality).values_list("slug", flat=True)
    )
    new = [one for one in STANDARD if one.slug not in known]
    for one in new:
        values = ActivityValues(
            name=str(one.name),
            purpose=str(one.purpose),
            legal_basis=OWN_TASK,
            categories=one.categories,
            subjects=one.subjects,
            recipients=one.recipients,
            retention_period=one.retention_period,
            valid_from=timezone.localdate(),
            measures=str(one.measures),
        )
        register_activity(identity=identity, values=values, slug=one.slug)
    return len(new)


def _values_of(last: ActivityVersion, valid_from: date) -> ActivityValues:
    return ActivityValues(
        name=last.name,
        purpose=last.purpose,
        legal_basis=last.legal_basis,
        categories=tuple(last.categories),
        subjects=tuple(last.subjects),
        recipients=tuple(last.recipients),
        retention_period=last.retention_period,
        valid_from=valid_from,
        measures=last.measures,
        covenant=last.covenant,
        dpia_on=last.dpia_on,
        dpia_reference=last.dpia_reference,
        expires_on=None,
    )


def _store(
    identity: Identity,
    values: ActivityValues,
    *,
    activity: uuid.UUID,
    slug: str,
    number: int,
    ended: bool = False,
) -> ActivityVersion:
    if not DURATION.match(values.retention_period):
        raise ValueError(f"{values.retention_period} is no ISO 8601 duration of whole days, months or years")
    said = {one.name: getattr(values, one.name) for one in fields(values)}
    lists = {name: sorted(said[name]) for name in ("categories", "subjects", "recipients")}
    made = ActivityVersion.objects.create(
        municipality_id=identity.municipality,
        activity=activity,
        slug=slug,
        number=number,
        ended=ended,
        made_by_id=identity.person,
        made_at=timezone.now(),
        **(said | lists),
    )
    ledger.append(
        municipality=identity.municipality,
        action="grounds:activity:ended" if ended else "grounds:activity:registered",
        subject=made.activity,
        version=number,
        data={"slug": slug},
    )
    return made


def _free_slug(identity: Identity, name: str) -> str:
    base = slugify(name)[:LONGEST_SLUG] or "verwerking"
    taken = set(
        ActivityVersion.objects.filter(municipality=identity.municipality, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in candidates if one not in taken)
