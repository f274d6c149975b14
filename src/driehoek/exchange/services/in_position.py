"""The exchange in the information position: a request is an agreement that happens once, a provision an item.

The giver need not see the problem that it is about, so these rows are written as the system does; what they say
names no person and no content.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from driehoek.access.identity import Identity, acting_as_system
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import local_day
from driehoek.deadlines.models import Deadline
from driehoek.deadlines.recurrence import Rhythm
from driehoek.exchange.models import Provision, Request
from driehoek.parties.models import OrganisationKind
from driehoek.position import services as position
from driehoek.position.models import Agreement, Delivery, DeliveryState, InfoKind, Item, NeedState
from driehoek.problems.models import Classification, Problem

# Data without persons: the only category that may be less than confidential.
WITHOUT_PERSONS: Final = "geaggregeerd"
LONGEST_REASON: Final = 500
# What a need came from that stands for a request.
ORIGIN: Final = "exchange"


@dataclass(frozen=True)
class _Actor:
    """Whose act it is, for rows that are written as the system."""

    person: uuid.UUID
    municipality: uuid.UUID


def about_persons(categories: list[str]) -> bool:
    """Tell whether data of these categories are about persons."""
    return set(categories) != {WITHOUT_PERSONS}


def expect(identity: Identity, request: Request, kind: str) -> tuple[Agreement | None, Deadline]:
    """Make the answer due; what the municipality asks also stands in the position, with that same due date."""
    new = deadlines.NewDeadline(
        municipality=request.municipality_id,
        kind=kind,
        subject=request.pk,
        due_at=request.due_at,
        organisation=request.to_organisation_id,
    )
    if request.from_organisation.kind != OrganisationKind.MUNICIPALITY:
        return None, deadlines.set_deadline(new=new)
    with acting_as_system(municipality=request.municipality_id):
        agreement = _agreement(identity, request)
        delivery = Delivery.objects.get(agreement=agreement)
        planned = delivery.deadline
        Delivery.objects.filter(pk=delivery.pk).update(deadline=None)
        deadlines.delete_unreached(ids=[planned.pk if planned else None])
        deadline = deadlines.set_deadline(new=new)
        Delivery.objects.filter(pk=delivery.pk).update(deadline=deadline)
    # Who asked may follow it.
    Deadline.objects.filter(pk=deadline.pk).update(set_by=identity.person)
    return agreement, deadline


def _agreement(identity: Identity, request: Request) -> Agreement:
    said = _("Antwoord op verzoek %(number)s") % {"number": request.number}
    need = position.state_need(
        identity=identity,
        new=position.NewNeed(
            sentence=said,
            theme=request.theme,
            partner=request.to_organisation,
            problem=_about(request.problem_id),
            info_kind=InfoKind.OPERATIONAL,
            origin=ORIGIN,
            origin_id=str(request.pk),
        ),
    )
    return position.make_agreement(
        identity=identity,
        need=need,
        new=position.NewAgreement(
            supplier=request.to_organisation,
            what=said,
            rhythm=Rhythm.ONCE,
            starts_on=local_day(request.due_at),
            info_kind=InfoKind.OPERATIONAL,
            grace_days=0,
            personal_data=about_persons(request.data_categories),
        ),
    )


def forget(request: Request, *, met: bool = False, barred: str = "") -> None:
    """Expect nothing any more under a request that was withdrawn or refused.

    Args:
        request: with its agreement, if it has one.
        met: whether it was answered: then its due date is met, not dropped.
        barred: why the law forbids it, when it does: then the gap says so.
    """
    if request.deadline is not None and met:
        deadlines.meet(deadline=request.deadline)
    if request.agreement_id is None:
        return
    with acting_as_system(municipality=request.municipality_id):
        agreement = Agreement.objects.select_related("need").get(pk=request.agreement_id)
        actor = _as_identity(_Actor(request.made_by_id, request.municipality_id))
        for delivery in Delivery.objects.filter(agreement=agreement, state=DeliveryState.EXPECTED):
            position.drop_delivery(identity=actor, delivery=delivery, version=delivery.version)
        position.end_agreement(identity=actor, agreement=agreement, version=agreement.version)
        need = agreement.need
        if need.state != NeedState.OPEN:
            return
        if barred:
            position.bar_need(identity=actor, need=need, version=need.version, reason=barred[:LONGEST_REASON])
        else:
            position.end_need(identity=actor, need=need, version=need.version)


def deliver(provision: Provision, at: datetime) -> Item | None:
    """Let a provision to the municipality reach the mayor as an item without content, and return it."""
    if provision.recipient.kind != OrganisationKind.MUNICIPALITY:
        return None
    actor = _as_identity(_Actor(provision.released_by_id or provision.made_by_id, provision.municipality_id))
    new = _item(provision)
    with acting_as_system(municipality=provision.municipality_id):
        agreement = provision.request.agreement if provision.request else None
        delivery = (
            Delivery.objects.filter(agreement=agreement).exclude(state=DeliveryState.DROPPED).first()
            if agreement
            else None
        )
        if delivery is None:
            return position.provide(
                identity=actor,
                new=new,
                supplier=provision.giver,
                theme=provision.theme,
                received_at=at,
            )
        if delivery.state == DeliveryState.EXPECTED:
            position.receive(identity=actor, delivery=delivery, version=delivery.version, received_at=at)
        (item,) = position.add_items(identity=actor, delivery=delivery, items=[new], at=at)
        # Who may read the file of a problem is not yet who takes part in the exchange: the item stands beside the
        # problem, and the provision, which knows its problem, has walls of its own.
        Item.objects.filter(pk=item.pk).update(problem=None)
        return item


def _item(provision: Provision) -> position.NewItem:
    personal = about_persons(provision.data_categories)
    return position.NewItem(
        title=_title(provision),
        info_kind=InfoKind.OPERATIONAL,
        classification=Classification(provision.mark),
        personal_data=personal,
        expires_on=provision.keep_until,
        reference=provision.number,
        meaning=_("Lees het in de verstrekking. Wie het leest, wordt vastgelegd."),
    )


def _title(provision: Provision) -> str:
    """Return what the item is called: about a problem only that something came, since it stands beside the problem."""
    if provision.problem_id is None:
        return provision.title
    return _("Verstrekking %(number)s van %(giver)s") % {
        "number": provision.number,
        "giver": provision.giver.name,
    }


def _about(problem: uuid.UUID | None) -> Problem | None:
    """Return a problem by its id alone: who gives need not see it, and the system sees none."""
    return Problem(pk=problem) if problem is not None else None


def _as_identity(actor: _Actor) -> Identity:
    """Return an identity that says whose act it is and holds no rights."""
    return Identity(
        person=actor.person,
        municipality=actor.municipality,
        municipality_name="",
        cbs_code="",
        persons=(actor.person,),
        functions=frozenset(),
        own_functions=frozenset(),
        organisations=frozenset(),
    )
