"""What a reader does with an item: the receipt that says when the mayor knew, and what it was worth."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.ledger import services as ledger
from driehoek.position.models import Item, Reading, Verdict
from driehoek.position.services.must_know import meet_if_theirs


@transaction.atomic
def open_item(*, identity: Identity, item: Item) -> Reading:
    """Note that an item was on the reader's screen in full; only the first time counts."""
    reading = _reading(identity, item)
    if reading.opened_at is None:
        reading.opened_at = timezone.now()
        reading.save(update_fields=["opened_at"])
        _record(item, "opened")
        meet_if_theirs(identity=identity, item=item)
    return reading


@transaction.atomic
def acknowledge(*, identity: Identity, item: Item, at: datetime | None = None) -> Reading:
    """Note that the reader says to have seen it; saying it twice changes nothing."""
    reading = _reading(identity, item)
    if reading.acknowledged_at is None:
        reading.acknowledged_at = at or timezone.now()
        reading.opened_at = reading.opened_at or reading.acknowledged_at
        reading.save(update_fields=["acknowledged_at", "opened_at"])
        _record(item, "acknowledged")
        meet_if_theirs(identity=identity, item=item)
    return reading


@transaction.atomic
def rate(
    *,
    identity: Identity,
    item: Item,
    verdict: Verdict,
    mark: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Reading:
    """Say with one tap what an item was worth (OV04); rating again replaces it. Rating is also having seen.

    Args:
        identity: the reader.
        item: what is rated.
        verdict: useful, late, too much, or without meaning.
        mark: 1 to 5 for the content, if the reader gives one.
        note: a few words for the supplier.
        at: when, if that was earlier.
    """
    reading = _reading(identity, item)
    moment = at or timezone.now()
    reading.verdict, reading.mark, reading.note, reading.rated_at = verdict, mark, note.strip(), moment
    reading.opened_at = reading.opened_at or moment
    reading.acknowledged_at = reading.acknowledged_at or moment
    reading.save()
    meet_if_theirs(identity=identity, item=item)
    _record(item, "rated", {"verdict": str(verdict), "mark": mark})
    return reading


@transaction.atomic
def withdraw_rating(*, identity: Identity, item: Item) -> None:
    """Take a rating back; that the item was seen stays."""
    taken = Reading.objects.filter(item=item, person=identity.person).exclude(verdict="")
    if taken.update(verdict="", mark=None, note="", rated_at=None):
        _record(item, "unrated")


def _reading(identity: Identity, item: Item) -> Reading:
    reading, _made = Reading.objects.select_for_update().get_or_create(
        item=item,
        person_id=identity.person,
        defaults={
            "municipality_id": identity.municipality,
            "problem_id": item.problem_id,
            "supplier_id": item.supplier_id,
        },
    )
    return reading


def _record(item: Item, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=item.municipality_id,
        action=f"position:item:{verb}",
        subject=item.pk,
        problem=item.problem_id,
        data=data,
    )
