"""What arrives: deliveries that were expected, items that came unasked, and their end."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation
from driehoek.position.models import Agreement, Certainty, Delivery, DeliveryState, Gate, InfoKind, Item
from driehoek.position.services import must_know
from driehoek.problems.models import Classification, Problem, Theme

OPEN_CLASSES = (Classification.PUBLIC, Classification.INTERNAL)


class PersonalDataError(ValueError):
    """Personal data may not travel like this; the message is a code, the views have the words.

    Codes: `agreement` (the agreement is without personal data), `classification` (it must be confidential),
    `expiry` (it must have a day on which it expires), `must_know` (of a case they do not go to the mayor's page).
    """


def refuse_if_stopped(agreement: Agreement) -> None:
    """Refuse what comes under an agreement that the data-protection officer stopped; the database refuses it too.

    Raises:
        PermissionDenied: it was stopped.
    """
    if agreement.gate == Gate.STOPPED:
        raise PermissionDenied(
            _(
                "De functionaris heeft deze afspraak gestopt: de wet staat haar niet toe. U kunt hier niets leveren."
            )
        )


@dataclass(frozen=True)
class NewItem:
    """One thing that reaches the mayor; see the model for the fields."""

    title: str
    text: str = ""
    meaning: str = ""
    info_kind: InfoKind = InfoKind.OPERATIONAL
    fact_on: date | None = None
    period: str = ""
    comparison: str = ""
    limits: str = ""
    certainty: Certainty = Certainty.CONFIRMED
    classification: Classification = Classification.INTERNAL
    personal_data: bool = False
    source: str = ""
    reference: str = ""
    expires_on: date | None = None
    must_know: bool = False


@transaction.atomic
def deliver(
    *,
    identity: Identity,
    delivery: Delivery,
    version: int,
    items: Sequence[NewItem],
    received_at: datetime | None = None,
) -> list[Item]:
    """Hand over what was expected; the deadline is met, late or not.

    The supplier does this, or an adviser who registers what came another way, at the moment it came.

    Raises:
        VersionConflict: it was delivered, or taken back, meanwhile.
        PersonalDataError: an item holds personal data against the agreement or without care for it.
    """
    moment = received_at or timezone.now()
    _receive(identity, delivery, version, moment, len(items))
    return add_items(identity=identity, delivery=delivery, items=items, at=moment)


def begin(*, delivery: Delivery) -> None:
    """Note that someone writes what is to come: replanning leaves this delivery as it is."""
    Delivery.objects.filter(pk=delivery.pk, begun_at=None).update(begun_at=timezone.now())


@transaction.atomic
def receive(
    *, identity: Identity, delivery: Delivery, version: int, received_at: datetime | None = None
) -> None:
    """Note that what was expected was handed over, while its items come after it was checked (`add_items`).

    Raises:
        VersionConflict: it was delivered, or taken back, meanwhile.
    """
    _receive(identity, delivery, version, received_at or timezone.now(), 0)


@transaction.atomic
def add_items(
    *,
    identity: Identity,
    delivery: Delivery,
    items: Sequence[NewItem],
    provided_by: uuid.UUID | None = None,
    at: datetime | None = None,
) -> list[Item]:
    """Let items reach the mayor under a delivery; what must be known today also when the rest is still to come.

    Args:
        identity: who does this.
        delivery: what they belong to.
        items: the items.
        provided_by: whose words they are, when that is not who does this.
        at: when they reached the mayor, if that was earlier.

    Raises:
        PersonalDataError: an item holds personal data against the agreement or without care for it.
    """
    refuse_if_stopped(delivery.agreement)
    for new in items:
        judge_personal_data(new, delivery.agreement, delivery.problem_id)
    moment = at or timezone.now()
    made = [_item(identity, delivery, new, moment, provided_by=provided_by) for new in items]
    Item.objects.bulk_create(made)
    for item in made:
        _announce(item)
    return made


def _receive(identity: Identity, delivery: Delivery, version: int, moment: datetime, items: int) -> None:
    refuse_if_stopped(delivery.agreement)
    update_once(
        Delivery.objects.filter(state=DeliveryState.EXPECTED),
        delivery,
        version,
        state=DeliveryState.RECEIVED,
        received_at=moment,
        received_by_id=identity.person,
    )
    delivery.state, delivery.received_at = DeliveryState.RECEIVED, moment
    late = False
    if delivery.deadline is not None:
        late = moment > delivery.deadline.late_after
        deadlines.meet(deadline=delivery.deadline, at=moment)
    _record(delivery, "received", {"items": items, "late": late})


@transaction.atomic
def provide(
    *,
    identity: Identity,
    new: NewItem,
    supplier: Organisation,
    theme: Theme,
    agreement: Agreement | None = None,
    problem: Problem | None = None,
    received_at: datetime | None = None,
) -> Item:
    """Hand over something at an event that was agreed on, or wholly unasked.

    Raises:
        PersonalDataError: it holds personal data against the agreement or without care for it.
    """
    about = agreement.problem_id if agreement else getattr(problem, "pk", None)
    judge_personal_data(new, agreement, about)
    moment = received_at or timezone.now()
    delivery = Delivery(
        municipality_id=identity.municipality,
        supplier=supplier,
        theme=theme,
        problem=agreement.problem if agreement else problem,
    )
    if agreement is not None:
        delivery.agreement = agreement
        delivery.state, delivery.received_at = DeliveryState.RECEIVED, moment
        delivery.received_by_id = identity.person
        delivery.save(force_insert=True)
    item = _item(identity, delivery, new, moment, with_delivery=agreement is not None)
    item.save(force_insert=True)
    ledger.append(
        municipality=item.municipality_id,
        action="position:item:provided",
        subject=item.pk,
        problem=item.problem_id,
        data={"unasked": agreement is None},
    )
    _announce(item)
    return item


@transaction.atomic
def drop_delivery(*, identity: Identity, delivery: Delivery, version: int) -> None:
    """Say that an expected delivery is not awaited any more.

    Raises:
        VersionConflict: it was delivered, or dropped, meanwhile.
    """
    expected = Delivery.objects.filter(state=DeliveryState.EXPECTED)
    update_once(expected, delivery, version, state=DeliveryState.DROPPED)
    if delivery.deadline is not None:
        deadlines.withdraw(deadline=delivery.deadline)
    _record(delivery, "dropped")


@transaction.atomic
def expire_items(*, municipality: uuid.UUID, on: date | None = None) -> int:
    """Empty what has reached the day it expires; that it was there stays known. Returns how many."""
    today = on or timezone.localdate()
    due = Item.objects.select_for_update(skip_locked=True).filter(
        municipality=municipality, expires_on__lte=today, expired_at=None
    )
    found = list(due)
    Item.objects.filter(pk__in=[item.pk for item in found]).update(
        text="", meaning="", reference="", comparison="", source="", expired_at=timezone.now()
    )
    for item in found:
        ledger.append(
            municipality=municipality,
            action="position:item:expired",
            subject=item.pk,
            problem=item.problem_id,
        )
    return len(found)


def judge_personal_data(new: NewItem, agreement: Agreement | None, problem: uuid.UUID | None = None) -> None:
    """Refuse personal data that the agreement does not foresee, or that is not kept close and short.

    Forms ask this too, so that the words stand at the right field.

    Raises:
        PersonalDataError: with the code of what is wrong.
    """
    if not new.personal_data:
        return
    if agreement is not None and not agreement.personal_data:
        raise PersonalDataError("agreement")
    if new.classification in OPEN_CLASSES:
        raise PersonalDataError("classification")
    if new.expires_on is None:
        raise PersonalDataError("expiry")
    if new.must_know and problem is not None:
        raise PersonalDataError("must_know")


def _announce(item: Item) -> None:
    if item.must_know:
        must_know.announce(item=item)


def _item(
    identity: Identity,
    delivery: Delivery,
    new: NewItem,
    moment: datetime,
    *,
    with_delivery: bool = True,
    provided_by: uuid.UUID | None = None,
) -> Item:
    return Item(
        municipality_id=identity.municipality,
        delivery=delivery if with_delivery else None,
        problem_id=delivery.problem_id,
        supplier_id=delivery.supplier_id,
        theme_id=delivery.theme_id,
        provided_by_id=provided_by or identity.person,
        received_at=moment,
        **vars(new),
    )


def _record(delivery: Delivery, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=delivery.municipality_id,
        action=f"position:delivery:{verb}",
        subject=delivery.pk,
        problem=delivery.problem_id,
        version=delivery.version,
        data=data,
    )
