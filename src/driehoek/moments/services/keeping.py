"""Adding and changing moments: one transaction, one line on the ledger."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from driehoek.access.identity import Identity
from driehoek.areas.models import Area
from driehoek.ledger import services as ledger
from driehoek.ledger.services import EventData
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.moments import recurrence
from driehoek.moments.models import Moment, MomentArea, MomentKind, MomentState
from driehoek.moments.national import BY_KEY
from driehoek.moments.queries import visible_moments
from driehoek.moments.recurrence import Schedule
from driehoek.moments.rights import INSIDERS, WRITERS
from driehoek.problems.queries import visible_to


class NotThatDay(ValueError):
    """The moment does not take place on that day."""


@dataclass(frozen=True)
class MomentValues:
    """Everything about a moment that people fill in; see models.Moment."""

    kind: str
    title: str
    starts_on: date
    ends_on: date
    starts_time: time | None = None
    ends_time: time | None = None
    what: str = ""
    rule: str = ""
    extra_days: tuple[date, ...] = ()
    skipped_days: tuple[date, ...] = ()
    theme: uuid.UUID | None = None
    problem: uuid.UUID | None = None
    confidential: bool = False
    expected: int | None = None
    owner: uuid.UUID | None = None
    source: str = ""
    state: str = MomentState.PLANNED

    @property
    def schedule(self) -> Schedule:
        """When it takes place."""
        return Schedule(
            self.starts_on,
            self.starts_time,
            self.ends_on,
            self.ends_time,
            self.rule,
            self.extra_days,
            self.skipped_days,
        )

    def as_columns(self) -> dict[str, Any]:
        """Return the columns of a row, with between which moments all of it lies."""
        columns: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            name = f"{field.name}_id" if field.name in {"theme", "owner"} else field.name
            columns[name] = list(value) if isinstance(value, tuple) else value
        columns["reach_from"], columns["reach_until"] = recurrence.reach(self.schedule)
        return columns


@transaction.atomic
def add_moment(
    *, identity: Identity, values: MomentValues, areas: tuple[Area, ...] = (), uid: str = ""
) -> Moment:
    """Put a moment in the calendar; return it.

    Raises:
        PermissionDenied: not a keeper of the calendar, or the problem is not theirs to see or an exercise.
        UnusableSchedule: it cannot take place like that.
    """
    _require_usable(identity, values)
    moment = Moment.objects.create(
        municipality_id=identity.municipality, made_by_id=identity.person, uid=uid, **values.as_columns()
    )
    _set_areas(moment, areas)
    record(moment, "added", {"kind": moment.kind, "confidential": moment.confidential})
    return moment


@transaction.atomic
def change_moment(
    *, identity: Identity, moment: Moment, version: int, values: MomentValues, areas: tuple[Area, ...]
) -> list[str]:
    """Change a moment that was read at `version`; return the names of what changed.

    Raises:
        PermissionDenied, UnusableSchedule: as for adding.
        VersionConflict: it was changed meanwhile.
    """
    _require_usable(identity, values)
    columns = values.as_columns()
    changed = [name for name, value in columns.items() if getattr(moment, name) != value]
    stored = set(MomentArea.objects.filter(moment=moment).values_list("area", flat=True))
    if stored != {area.pk for area in areas}:
        changed.append("areas")
    if not changed:
        return []
    update_once(visible_moments(identity), moment, version, **columns)
    for name, value in columns.items():
        setattr(moment, name, value)
    if "areas" in changed:
        MomentArea.objects.filter(moment=moment).delete()
        _set_areas(moment, areas)
    record(moment, "changed", {"changed": changed})
    return changed


@transaction.atomic
def cancel(*, identity: Identity, moment: Moment, version: int, day: date | None = None) -> None:
    """Say that a moment does not take place, or not on `day`; it stays in sight as such.

    Raises:
        PermissionDenied: not a keeper of the calendar.
        NotThatDay: it was not to take place then.
        VersionConflict: it was changed meanwhile, or was cancelled already.
    """
    require_writer(identity)
    if day is None:
        rows = visible_moments(identity).exclude(state=MomentState.CANCELLED)
        update_once(rows, moment, version, state=MomentState.CANCELLED)
        moment.state = MomentState.CANCELLED
    else:
        if not recurrence.takes_place_on(moment.schedule, day):
            raise NotThatDay
        if day in moment.cancelled_days:
            raise VersionConflict
        days = sorted({*moment.cancelled_days, day})
        update_once(visible_moments(identity), moment, version, cancelled_days=days)
        moment.cancelled_days = days
    record(moment, "cancelled", _about(day))


@transaction.atomic
def restore(*, identity: Identity, moment: Moment, version: int, day: date | None = None) -> None:
    """Take back that a moment does not take place, or not on `day`.

    Raises:
        PermissionDenied: not a keeper of the calendar.
        VersionConflict: it was changed meanwhile, or was not cancelled.
    """
    require_writer(identity)
    if day is None:
        rows = visible_moments(identity).filter(state=MomentState.CANCELLED)
        update_once(rows, moment, version, state=MomentState.PLANNED)
        moment.state = MomentState.PLANNED
    else:
        if day not in moment.cancelled_days:
            raise VersionConflict
        days = [one for one in moment.cancelled_days if one != day]
        update_once(visible_moments(identity), moment, version, cancelled_days=days)
        moment.cancelled_days = days
    record(moment, "restored", _about(day))


@transaction.atomic
def take_over(*, identity: Identity, key: str) -> Moment:
    """Put a moment of the whole country in the calendar; the one that is there when it was taken over before.

    Raises:
        KeyError: there is no such moment.
        PermissionDenied: not a keeper of the calendar, or it stands there where this person may not see it.
    """
    require_writer(identity)
    national = BY_KEY[key]
    first = national.first_day(timezone.localdate())
    # What is stored is content, in the language of the country, whoever takes it over.
    with override("nl"):
        values = MomentValues(
            kind=national.kind,
            title=str(national.title),
            what=str(national.what),
            starts_on=first,
            starts_time=national.begins,
            ends_on=national.last_day(first),
            ends_time=national.ends,
            rule=national.rule,
            source="Landelijke kalender",
            state=MomentState.CONFIRMED,
        )
    moment = Moment(
        municipality_id=identity.municipality,
        made_by_id=identity.person,
        uid=national.uid,
        **values.as_columns(),
    )
    # Two people who tap at once get one moment: ON CONFLICT DO NOTHING waits for the other.
    Moment.objects.bulk_create([moment], ignore_conflicts=True)
    if Moment.objects.filter(pk=moment.pk).exists():
        record(moment, "added", {"kind": moment.kind, "confidential": False})
        return moment
    stored = visible_moments(identity).filter(uid=national.uid).first()
    if stored is None:
        raise PermissionDenied(hidden_words())
    return stored


def require_writer(identity: Identity) -> None:
    """Refuse who does not keep the calendar.

    Raises:
        PermissionDenied: with a sentence for the screen.
    """
    if not identity.holds(*WRITERS):
        raise PermissionDenied(_("U mag de kalender lezen, maar niet wijzigen. Vraag het de adviseur."))


def hidden_words() -> str:
    """Say that something is in the calendar already, where this person may not see it."""
    return _("Dit staat al in de kalender, maar u mag het niet zien of wijzigen. Vraag het de adviseur.")


def record(moment: Moment, act: str, data: EventData | None = None) -> None:
    """Leave one line on the ledger about a moment."""
    ledger.append(
        municipality=moment.municipality_id,
        action=f"moments:moment:{act}",
        subject=moment.pk,
        problem=moment.problem,
        version=moment.version,
        data=data,
    )


def _require_usable(identity: Identity, values: MomentValues) -> None:
    require_writer(identity)
    if values.kind not in MomentKind.values or values.state not in MomentState.values:
        raise ValueError(f"unknown kind or state: {values.kind}, {values.state}")
    if values.confidential and not identity.holds(*INSIDERS):
        raise PermissionDenied(_("Een vertrouwelijk moment is voor de driehoek. U kunt het niet zo bewaren."))
    recurrence.check(values.schedule)
    if values.problem is None:
        return
    problem = visible_to(identity).filter(pk=values.problem).first()
    if problem is None:
        raise PermissionDenied(_("Dit probleem bestaat niet, of u mag het niet zien."))
    if problem.training:
        raise PermissionDenied(_("Een oefening komt niet in de echte kalender."))


def _set_areas(moment: Moment, areas: tuple[Area, ...]) -> None:
    MomentArea.objects.bulk_create([MomentArea(moment=moment, area=area) for area in areas])


def _about(day: date | None) -> EventData:
    return {"day": day.isoformat()} if day else {}
