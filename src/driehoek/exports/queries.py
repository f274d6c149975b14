"""Every read about exports and the rights to them; each begins at what the reader may see of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.rules import CONTENTLESS
from driehoek.exports.marks import Mark
from driehoek.exports.models import Export, ExportRight
from driehoek.exports.patterns import LOOKS_BACK, MOST_READ, Fact
from driehoek.parties.models import Appointment, Function, Person
from driehoek.web.paging import Cursor, page_of


def visible_to(identity: Identity) -> QuerySet[Export]:
    """Return the exports that `identity` may know of: their own; for the data-protection officer all of them."""
    found = Export.objects.filter(municipality=identity.municipality).select_related("by")
    return found if identity.holds(Function.DPO) else found.filter(by=identity.person)


def visible_rights(identity: Identity) -> QuerySet[ExportRight]:
    """Return the rights that `identity` may know of: their own; for administrator and officer all of them."""
    found = ExportRight.objects.filter(municipality=identity.municipality)
    found = found.select_related("person", "given_by", "ended_by")
    return found if identity.holds(Function.ADMIN, Function.DPO) else found.filter(person=identity.person)


def running(rows: QuerySet[ExportRight]) -> QuerySet[ExportRight]:
    """Narrow rights to those that count at this moment."""
    return rows.filter(ended_at=None, valid_from__lte=Now(), valid_until__gt=Now())


def own_rights(identity: Identity) -> list[ExportRight]:
    """Return the rights that the person holds now; a right does not pass to who stands in."""
    rows = running(visible_rights(identity)).filter(person=identity.person)
    return list(rows.order_by("-highest", "-a_day", "valid_until"))


def right_to(identity: Identity, table_key: str) -> ExportRight | None:
    """Return the right by which the person may take out a table: the one that reaches highest."""
    covering = [right for right in own_rights(identity) if not right.tables or table_key in right.tables]
    return covering[0] if covering else None


def made_today(identity: Identity) -> int:
    """Return how many files the person took out since midnight."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return visible_to(identity).filter(by=identity.person, at__gte=midnight).count()


def of_ticket(identity: Identity, ticket: uuid.UUID) -> Export | None:
    """Return the export that the person's form with this ticket made already."""
    return visible_to(identity).filter(by=identity.person, ticket=ticket).first()


def own(identity: Identity, *, after: Cursor | None = None) -> tuple[list[Export], bool]:
    """Return a page of the person's own exports, newest first, and whether there are more."""
    return page_of(visible_to(identity).filter(by=identity.person), "at", after)


@dataclass(frozen=True)
class LogFilter:
    """What the log can be narrowed to; empty means all."""

    table_key: str = ""
    mark: int | None = None
    person: uuid.UUID | None = None


def log(identity: Identity, chosen: LogFilter, *, after: Cursor | None = None) -> tuple[list[Export], bool]:
    """Return a page of everything that left, newest first, and whether there is more."""
    rows = visible_to(identity)
    if chosen.table_key:
        rows = rows.filter(table_key=chosen.table_key)
    if chosen.mark is not None:
        rows = rows.filter(mark=chosen.mark)
    if chosen.person:
        rows = rows.filter(by=chosen.person)
    return page_of(rows, "at", after)


def exporters(identity: Identity) -> list[tuple[uuid.UUID, str]]:
    """Return who took something out, by name."""
    people = visible_to(identity).order_by("by").values("by").distinct()
    return list(Person.objects.filter(pk__in=people).order_by("name").values_list("pk", "name"))


def facts(identity: Identity) -> list[Fact]:
    """Return what left in the last weeks, oldest first, as the rules for what is unusual read it."""
    rows = visible_to(identity).filter(at__gte=timezone.now() - LOOKS_BACK).order_by("-at")[:MOST_READ]
    return [
        Fact(export.by_id, export.by.name, timezone.localtime(export.at), export.rows, Mark(export.mark))
        for export in reversed(rows)
    ]


def rights(identity: Identity, *, after: Cursor | None = None) -> tuple[list[ExportRight], bool]:
    """Return a page of the rights that were given, the newest first, and whether there are more."""
    return page_of(visible_rights(identity), "given_at", after)


def ending_soon(identity: Identity) -> list[ExportRight]:
    """Return the running rights that end within two weeks, for who has to think of them."""
    until = timezone.now() + timedelta(days=14)
    return list(running(visible_rights(identity)).filter(valid_until__lte=until).order_by("valid_until"))


def candidates(identity: Identity) -> QuerySet[Person]:
    """Return who can be given a right: who works here now in a function that sees content; not oneself."""
    here = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=Now()),
        municipality=identity.municipality,
        valid_from__lte=Now(),
    ).exclude(function__in=CONTENTLESS)
    people = Person.objects.filter(pk__in=here.values("person"), is_active=True)
    return people.exclude(pk=identity.person).order_by(F("name"))


def administrators(identity: Identity) -> list[str]:
    """Return the names of who gives rights here."""
    here = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=Now()),
        municipality=identity.municipality,
        function=Function.ADMIN,
        valid_from__lte=Now(),
    )
    people = Person.objects.filter(pk__in=here.values("person"), is_active=True)
    return list(people.order_by("name").values_list("name", flat=True))
