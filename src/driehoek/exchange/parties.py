"""Which party of the law an organisation is, and what the rules know between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from driehoek import law
from driehoek.access.identity import Identity
from driehoek.access.rules import KEEPERS_OF_POSITION, SUPPLIERS
from driehoek.grounds.asking import words_of
from driehoek.law.ruleset import Basis
from driehoek.parties.models import Appointment, Function, Organisation, OrganisationKind

# Who asks, gives and reads for the municipality; and for every other organisation.
RECEIVERS: Final = KEEPERS_OF_POSITION
PARTIES: Final[tuple[Function, ...]] = (*RECEIVERS, *SUPPLIERS)
EVERYONE: Final = "iedereen"
# Who sits at the table; what may not leave it goes to nobody else (CR14). The database holds the same list.
DRIEHOEK: Final = (OrganisationKind.MUNICIPALITY, OrganisationKind.PROSECUTION, OrganisationKind.POLICE)
# The first is how an organisation receives; it gives as the first of them that has a basis. The database holds the
# same list (walls.sql, exchange_may_be).
NAMES: Final[dict[OrganisationKind, tuple[str, ...]]] = {
    OrganisationKind.MUNICIPALITY: ("burgemeester", "college_bw"),
    OrganisationKind.PROSECUTION: ("om",),
    OrganisationKind.POLICE: ("politie", "politie_bij_eenheid"),
    OrganisationKind.SAFETY_HOUSE: ("zvh",),
    OrganisationKind.RIEC: ("riec",),
    OrganisationKind.SAFETY_REGION: ("veiligheidsregio",),
    OrganisationKind.FIRE_BRIGADE: ("veiligheidsregio",),
    OrganisationKind.HOUSING: ("woningcorporatie",),
    OrganisationKind.CARE: ("zorginstelling",),
    OrganisationKind.PROBATION: ("reclassering",),
    OrganisationKind.EDUCATION: ("onderwijsinstelling",),
    OrganisationKind.ENFORCEMENT: ("gemeente_boa",),
    OrganisationKind.BUSINESS: ("bedrijf",),
    OrganisationKind.COUNCIL: ("gemeenteraad",),
    OrganisationKind.OTHER: ("overig", "justid"),
}


def provider_of(organisation: Organisation) -> str:
    """Return as which party of the law an organisation gives, when nothing more is known."""
    return NAMES[OrganisationKind(organisation.kind)][0]


def recipient_of(organisation: Organisation) -> str:
    """Return as which party of the law an organisation receives."""
    return NAMES[OrganisationKind(organisation.kind)][0]


def provider_for(
    organisation: Organisation,
    recipient: str,
    purpose: str,
    categories: Iterable[str],
    on: date | None = None,
) -> str:
    """Return as which party an organisation gives this: the mayor or the municipal executive, say.

    The first for which the rules have a basis for every category; the usual one when there is none.
    """
    asked = set(categories)
    names = NAMES[OrganisationKind(organisation.kind)]
    for name in names:
        covered = {one for basis in bases(name, recipient, purpose, on) for one in basis.categories}
        if asked <= covered:
            return name
    return names[0]


def bases(provider: str, recipient: str, purpose: str, on: date | None = None) -> list[Basis]:
    """Return the bases in force on a day that are about these parties and this purpose."""
    day = on or timezone.localdate()
    listed = law.load().index.get((recipient, purpose), ())
    return [one for one in listed if one.in_force(day) and not {provider, EVERYONE}.isdisjoint(one.providers)]


def fitting(giver: Organisation, recipient: Organisation) -> dict[str, tuple[str, ...]]:
    """Return the purposes, data and subjects that the rules know between two organisations, each in order of words.

    What is not among them, no basis carries: offering it would only lead to a refusal.
    """
    rules, party = law.load(), recipient_of(recipient)
    names = NAMES[OrganisationKind(giver.kind)]
    by_purpose = {
        purpose: [basis for name in names for basis in bases(name, party, purpose)]
        for purpose in rules.vocabulary["purpose"]
    }
    found = [basis for listed in by_purpose.values() for basis in listed]
    subjects = {one for basis in found for one in basis.subjects}
    subjects |= {one for basis in found for wide in basis.also for one in wide.subjects}
    return {
        "purpose": _in_words("purpose", [purpose for purpose, listed in by_purpose.items() if listed]),
        "data_categories": _in_words("data_categories", {one for basis in found for one in basis.categories}),
        "subject": _in_words("subject", subjects & rules.vocabulary["subject"]),
    }


def _in_words(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """Order values by their words; those about nobody come last."""
    return tuple(sorted(values, key=lambda one: (one.startswith("n.v.t."), words_of(name, one).lower())))


def home_of(identity: Identity) -> QuerySet[Organisation]:
    """Return the organisations for which someone takes part in the exchange.

    For the municipality that is the mayor, the deputy and the adviser; for another organisation who supplies for it.
    """
    now = timezone.now()
    # Only functions that count now: a key of the API carries fewer than its owner holds.
    receiving = [one for one in RECEIVERS if one in identity.functions]
    supplying = [one for one in SUPPLIERS if one in identity.functions]
    mine = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=now),
        Q(organisation__kind=OrganisationKind.MUNICIPALITY, function__in=receiving)
        | (~Q(organisation__kind=OrganisationKind.MUNICIPALITY) & Q(function__in=supplying)),
        person__in=identity.persons,
        municipality=identity.municipality,
        valid_from__lte=now,
    )
    return Organisation.objects.filter(pk__in=mine.values("organisation"))
