"""Requests of data subjects: what is asked, by when it must be answered, and where in the cases the person occurs.

What identifies the person stands apart from the rest, so that the data-protection officer can follow a request without
reading about whom it is.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case, Compartment
from driehoek.parties.models import Municipality, Person
from driehoek.subjects.models import Subject
from driehoek.vault import Secret


class RequestKind(models.TextChoices):
    """What a data subject asks (AVG, articles 13 to 18 and 21)."""

    INFORM = "inform", _("Uitleg: wat doet u met mijn gegevens?")
    ACCESS = "access", _("Inzage")
    CORRECT = "correct", _("Verbetering")
    DELETE = "delete", _("Wissen")
    RESTRICT = "restrict", _("Beperking: gebruik het nu niet")
    OBJECT = "object", _("Bezwaar")


class Channel(models.TextChoices):
    """How a request came in."""

    LETTER = "letter", _("Brief")
    DESK = "desk", _("Balie")
    PORTAL = "portal", _("Formulier van de gemeente")
    CONTACT_POINT = "contact_point", _("Contactpunt van het samenwerkingsverband")
    OTHER = "other", _("Anders")


class IdentityCheck(models.TextChoices):
    """How it was made sure that the person is who they say. No copy is kept."""

    DESK = "desk", _("Aan de balie, met een geldig document")
    DIGID = "digid", _("Met DigiD")
    KNOWN = "known", _("Bekend bij de behandelaar")
    REPRESENTATIVE = "representative", _("Gemachtigde of wettelijk vertegenwoordiger, met bewijs")


class RequestState(models.TextChoices):
    """Where a request stands."""

    REGISTERED = "registered", _("Geregistreerd")
    IDENTIFIED = "identified", _("Identiteit vastgesteld")
    ANSWERED = "answered", _("Beantwoord")
    WITHDRAWN = "withdrawn", _("Ingetrokken")
    NOT_IDENTIFIED = "not_identified", _("Niet behandeld: identiteit niet vastgesteld")


class Outcome(models.TextChoices):
    """What was decided about one place where a person occurs."""

    GIVEN = "given", _("Gegevens verstrekt")
    CORRECTED = "corrected", _("Verbeterd")
    ERASED = "erased", _("Gewist")
    RESTRICTED = "restricted", _("Verwerking beperkt")
    REFUSED = "refused", _("Geweigerd")
    SOMEONE_ELSE = "someone_else", _("Gaat over iemand anders")


class RightsRequest(models.Model):
    """A request of a data subject, without what identifies them.

    Attributes:
        number: per municipality, given by the database.
        kinds: values of `RequestKind`; one letter may ask several things.
        due_on: the last day to answer: a month after receipt, three when it was extended (AVG, article 12, part 3).
        extended_at: when the person was told of the extension, with `extension_reason`; within the first month.
        letter: the answer as it was sent, as JSON under lock; empty until it was answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=0, editable=False)
    kinds = ArrayField(models.CharField(max_length=10, choices=RequestKind.choices))
    channel = models.CharField(_("hoe kwam het binnen"), max_length=14, choices=Channel.choices)
    received_on = models.DateField(_("ontvangen op"))
    due_on = models.DateField()
    extended_at = models.DateTimeField(null=True, blank=True)
    extension_reason = models.CharField(_("waarom verlengd"), max_length=500, blank=True)
    identity_check = models.CharField(
        _("hoe is de identiteit vastgesteld"), max_length=14, choices=IdentityCheck.choices, blank=True
    )
    identified_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=14, choices=RequestState.choices, default=RequestState.REGISTERED)
    handler = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("wie behandelt het"))
    searched_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    letter_locked = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    letter = Secret("letter_locked")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "number"], name="rights_request_number_once"),
            models.CheckConstraint(condition=~Q(kinds=[]), name="rights_request_asks_something"),
            models.CheckConstraint(condition=Q(due_on__gt=F("received_on")), name="rights_request_due_after"),
            models.CheckConstraint(
                condition=Q(extended_at=None, extension_reason="")
                | (Q(extended_at__isnull=False) & ~Q(extension_reason="")),
                name="rights_request_extended_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["registered", "withdrawn", "not_identified"])
                | (Q(identified_at__isnull=False) & ~Q(identity_check="")),
                name="rights_request_identified_first",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["registered", "identified"], closed_at=None)
                | Q(state__in=["answered", "withdrawn", "not_identified"], closed_at__isnull=False),
                name="rights_request_closed_has_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-made_at", "-id"], name="rights_request_newest"),
        ]

    def __str__(self) -> str:
        return f"VB-{self.number}"


class RequestPerson(models.Model):
    """Who asks, for whoever handles the request and nobody else.

    Attributes:
        about: the details of a person (`subjects.details`) as JSON, under lock.
        address: where the answer goes, under lock.
        asked: what was asked, in the words of the person, under lock.
    """

    request = models.OneToOneField(
        RightsRequest, models.PROTECT, primary_key=True, related_name="about_person"
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    about_locked = models.TextField()
    address_locked = models.TextField(blank=True)
    asked_locked = models.TextField(blank=True)

    about = Secret("about_locked")
    address = Secret("address_locked")
    asked = Secret("asked_locked")

    def __str__(self) -> str:
        return str(self.request_id)


class RequestStep(models.Model):
    """One step in the handling of a request; a row never changes.

    Attributes:
        verb: registered, identified, searched, decided, extended, answered, withdrawn, not_identified.
        detail: a code or number that says more, never a name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    request = models.ForeignKey(RightsRequest, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    detail = models.CharField(max_length=40, blank=True)
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["-taken_at"]
        indexes: ClassVar = [models.Index(fields=["request", "-taken_at"], name="rights_step_of_request")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.verb}"


class Place(models.Model):
    """A record in which the person who asks occurs, or may occur, and what was decided about it.

    Attributes:
        seen_version: the record's version when it was found; "corrected" needs a newer one.
        ground: why it was refused (`requests.grounds`).
        reason: under lock.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    request = models.ForeignKey(RightsRequest, models.PROTECT, related_name="places")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    strength = models.CharField(max_length=12)
    reasons = models.JSONField(default=dict)
    seen_version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    ground = models.CharField(max_length=20, blank=True)
    reason_locked = models.TextField(blank=True)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    reason = Secret("reason_locked")

    class Meta:
        ordering = ["found_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "subject"], name="rights_place_once"),
            models.CheckConstraint(
                condition=(Q(outcome="refused") & ~Q(ground="")) | (~Q(outcome="refused") & Q(ground="")),
                name="rights_place_refused_on_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="rights_place_decided_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.subject_id}"
