"""Hand-overs: those of one's own organisation, what could go, and the numbers for the data-protection officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.cases.models import Compartment
from driehoek.parties.models import Organisation
from driehoek.signals.models import HandOver, Signal
from driehoek.signals.queries.signals import open_parts, visible_to
from driehoek.signals.rights import JUDGES

# Of so many signals the parts are offered.
MOST: Final = 20


def hand_overs(identity: Identity) -> QuerySet[HandOver]:
    """Return the hand-overs of one's own organisations that do not come from a closed part of a case."""
    if not identity.holds(*JUDGES):
        return HandOver.objects.none()
    return HandOver.objects.filter(
        Q(compartment=None) | Q(compartment__in=open_parts(identity)),
        municipality=identity.municipality,
        giver__in=identity.organisations,
    ).select_related("giver", "recipient", "given_by", "decision")


def recipients(identity: Identity) -> QuerySet[Organisation]:
    """Return to whom something can be handed over: the organisations here that are not one's own."""
    others = Organisation.objects.filter(municipality=identity.municipality).exclude(
        pk__in=identity.organisations
    )
    return others.exclude(kind="council").order_by("name")


@dataclass(frozen=True)
class Choice:
    """Something that could be handed over: a key for the form, its label and its text."""

    key: str
    label: str
    text: str


def choices_of_signal(signal: Signal) -> list[Choice]:
    """Return the parts of a signal that could go, each by itself."""
    prefix = signal.pk.hex
    parts = (
        ("what", _("Wat er is gemeld (%(number)s)"), signal.what),
        ("place", _("Waar het was (%(number)s)"), signal.place),
        ("about", _("Om wie het gaat (%(number)s)"), signal.about),
    )
    said = {"number": signal.number}
    found = [Choice(f"{prefix}-{key}", label % said, text) for key, label, text in parts if text]
    grade = f"{signal.get_grade_display()}; {signal.get_credibility_display()}"
    return [*found, Choice(f"{prefix}-grade", _("Hoe zeker het is (%(number)s)") % said, grade)]


def choices_of_part(identity: Identity, part: Compartment) -> list[Choice]:
    """Return the parts of the signals in one compartment that could go."""
    rows = visible_to(identity).filter(compartment=part).order_by("-sent_at")[:MOST]
    return [one for signal in rows for one in choices_of_signal(signal)]


@dataclass(frozen=True)
class Number:
    """A line of the register: to whom, for what, in which state, how many."""

    recipient: str
    purpose: str
    state: str
    number: int


def register_numbers(since: date) -> list[Number]:
    """Return how much was handed over since a day; nothing for who is not the data-protection officer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient, purpose, state, number FROM signals_handover_numbers(%s)", [since])
        return [Number(*row) for row in cursor.fetchall()]


def signal_numbers(since: date) -> dict[str, int]:
    """Return how many signals since a day stand in which state; nothing for who is not that officer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, number FROM signals_numbers(%s)", [since])
        return {str(state): int(number) for state, number in cursor.fetchall()}
