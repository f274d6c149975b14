"""One of everything about the position, for tests that need it; the police supply, nobody else does."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Organisation, OrganisationKind
from driehoek.position import services
from driehoek.position.models import Agreement, Delivery, DeliveryState, InfoKind, Item, Need, Question
from driehoek.position.services import NewAgreement, NewItem, NewNeed, NewQuestion
from driehoek.problems.models import Theme


def organisation_of(identity: Identity, kind: OrganisationKind) -> Organisation:
    """The organisation of a kind that the cast has."""
    return Organisation.objects.get(municipality=identity.municipality, kind=kind)


def make_need(identity: Identity, theme: Theme, **values: object) -> Need:
    """A need that names the police, unless said otherwise."""
    known = {
        "sentence": "Waar en wanneer wordt er ingebroken, en waarom daar?",
        "theme": theme,
        "partner": organisation_of(identity, OrganisationKind.POLICE),
    }
    return services.state_need(identity=identity, new=NewNeed(**(known | values)))  # type: ignore[arg-type]


def make_agreement(identity: Identity, need: Need, **values: object) -> Agreement:
    """A weekly agreement with the need's partner, unless said otherwise."""
    known = {
        "supplier": need.partner,
        "what": "Weekbericht woninginbraak",
        "rhythm": Rhythm.WEEKLY,
        "starts_on": timezone.localdate(),
        "info_kind": InfoKind.ANALYTICAL,
    }
    new = NewAgreement(**(known | values))  # type: ignore[arg-type]
    return services.make_agreement(identity=identity, need=need, new=new)


def first_delivery(agreement: Agreement) -> Delivery:
    """The first delivery that is expected under an agreement."""
    expected = Delivery.objects.filter(agreement=agreement, state=DeliveryState.EXPECTED)
    return expected.select_related("agreement", "deadline").order_by("deadline__due_at").first()  # type: ignore[return-value]


def hand_over(identity: Identity, delivery: Delivery, **values: object) -> Item:
    """Hand a delivery over with one item."""
    known = {"title": "Elf inbraken deze week", "text": "Elf woninginbraken, zes in Noord."}
    [made] = services.deliver(
        identity=identity,
        delivery=delivery,
        version=delivery.version,
        items=[NewItem(**(known | values))],  # type: ignore[arg-type]
    )
    return made


def ask_the_police(identity: Identity, agreement: Agreement) -> Question:
    """A question at an agreement, asked of its supplier."""
    return services.ask(
        identity=identity,
        new=NewQuestion(
            text="Kan het eerder op de dag?",
            due_at=timezone.now() + timedelta(days=3),
            to_organisation=agreement.supplier,
            about_kind="position.agreement",
            about_id=agreement.pk,
            about_title=agreement.what,
        ),
    )


def position_objects(identity: Identity, theme: Theme) -> dict[str, uuid.UUID | int | str]:
    """Make one of everything; the names are those of the rights table."""
    need = make_need(identity, theme)
    agreement = make_agreement(identity, need)
    item = hand_over(identity, first_delivery(agreement))
    return {
        "need": need.pk,
        "agreement": agreement.pk,
        "delivery": first_delivery(agreement).pk,
        "item": item.pk,
        "question": ask_the_police(identity, agreement).pk,
    }
