"""Every read of briefings; all of it begins at `visible_briefings`, and lines follow the rights of who reads."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.briefings.models import Briefing, Line, Reader, Receipt
from driehoek.briefings.words import COMPOSERS
from driehoek.ledger.models import Event
from driehoek.meetings.queries.gatherings import seated
from driehoek.parties.models import Appointment, Function, Person
from driehoek.web.paging import Cursor, page_of

# Who gets a briefing unless the adviser chooses otherwise.
USUAL: Final = (Function.MAYOR, Function.DEPUTY)


@dataclass(frozen=True)
class Got:
    """Someone who got a briefing, and what they did with it."""

    name: str
    receipt: Receipt | None


def composes(identity: Identity) -> bool:
    """Tell whether the reader makes briefings."""
    return identity.holds(*COMPOSERS)


def visible_briefings(identity: Identity) -> QuerySet[Briefing]:
    """Return the briefings that `identity` may know of: all of them for who makes them, else what was sent to them."""
    found = Briefing.objects.filter(municipality=identity.municipality)
    if composes(identity):
        return found
    mine = Reader.objects.filter(briefing=OuterRef("pk"), person__in=identity.persons)
    return found.filter(Exists(mine), sent_at__isnull=False)


def sent(identity: Identity, *, after: Cursor | None = None) -> tuple[list[Briefing], bool]:
    """Return a page of what was sent, the newest first, and whether there is more; one query.

    Each has `is_new`: whether it was sent to this reader, who did not open it yet.
    """
    opened = Receipt.objects.filter(briefing=OuterRef("pk"), person=identity.person)
    mine = Reader.objects.filter(briefing=OuterRef("pk"), person__in=identity.persons)
    rows = visible_briefings(identity).filter(sent_at__isnull=False)
    rows = rows.select_related("sent_by").annotate(is_new=Exists(mine) & ~Exists(opened))
    return page_of(rows, "sent_at", after)


def latest(identity: Identity) -> Briefing | None:
    """Return the last briefing that was sent to the reader."""
    return visible_briefings(identity).filter(sent_at__isnull=False).order_by("-sent_at", "-id").first()


def find(identity: Identity, briefing: uuid.UUID) -> Briefing | None:
    """Return one visible briefing."""
    return visible_briefings(identity).select_related("made_by", "sent_by").filter(pk=briefing).first()


def in_the_making(identity: Identity) -> Briefing | None:
    """Return the briefing that is being made, for who makes them; there is one at most."""
    if not composes(identity):
        return None
    return visible_briefings(identity).filter(sent_at=None).select_related("made_by").first()


def visible_lines(identity: Identity) -> QuerySet[Line]:
    """Return the lines that the reader may see: of visible briefings, of problems with a grant, meant for them."""
    of_problem = (
        Q(problem=None)
        | Q(level__lte=Level.OVERVIEW, problem__in=visible_problem_ids(identity))
        | Q(problem__in=visible_problem_ids(identity, level=Level.FILE))
    )
    meant = Q(functions=[]) | Q(functions__overlap=[str(one) for one in identity.functions])
    briefings = visible_briefings(identity).order_by().values("pk")
    return Line.objects.filter(of_problem & meant, municipality=identity.municipality, briefing__in=briefings)


def lines_of(identity: Identity, briefing: Briefing) -> list[Line]:
    """Return the lines of a briefing that the reader may see, in order."""
    return list(visible_lines(identity).filter(briefing=briefing).order_by("place", "id"))


def find_line(identity: Identity, line: uuid.UUID) -> Line | None:
    """Return one visible line with its briefing."""
    return visible_lines(identity).select_related("briefing__sent_by").filter(pk=line).first()


def taken_keys(identity: Identity, briefing: Briefing | None) -> frozenset[str]:
    """Return the keys of the proposals that stand in a briefing already."""
    if briefing is None:
        return frozenset()
    rows = visible_lines(identity).filter(briefing=briefing).exclude(origin_id="")
    return frozenset(f"{kind}:{given}" for kind, given in rows.values_list("kind", "origin_id"))


def choosable_readers(identity: Identity) -> list[Appointment]:
    """Return who can get a briefing: people with a running function that has content, except the sender."""
    return [one for one in seated(identity) if one.person_id != identity.person]


def usual_readers(people: list[Appointment]) -> list[uuid.UUID]:
    """Return the appointments of those who get a briefing as a matter of course."""
    return [one.pk for one in people if one.function in USUAL]


def got(briefing: Briefing) -> list[Got]:
    """Return who got a briefing and what they did with it, for its makers; who stood in has a line too."""
    receipts = {
        one.person_id: one for one in Receipt.objects.filter(briefing=briefing).select_related("person")
    }
    readers = list(Reader.objects.filter(briefing=briefing).select_related("person"))
    chosen = {one.person_id for one in readers}
    found = [Got(one.person.name, receipts.get(one.person_id)) for one in readers]
    return found + [Got(one.person.name, one) for person, one in receipts.items() if person not in chosen]


def own_receipt(identity: Identity, briefing: Briefing) -> Receipt | None:
    """Return what the reader did with a briefing."""
    return Receipt.objects.filter(briefing=briefing, person=identity.person).first()


def last_change(briefing: Briefing) -> tuple[str, datetime] | None:
    """Return who changed a briefing last, and when, for the person whose own change came too late."""
    events = Event.objects.filter(municipality=briefing.municipality_id, subject=briefing.pk)
    event = events.order_by("-sequence").first()
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at


def is_reader(identity: Identity, briefing: Briefing) -> bool:
    """Tell whether a briefing was sent to the reader, or to someone they stand in for."""
    return Reader.objects.filter(briefing=briefing, person__in=identity.persons).exists()
