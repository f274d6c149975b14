"""Parties: municipalities (the tenants), organisations, people, appointments, substitutions."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Municipality(models.Model):
    """A municipality on this installation; everything it holds is closed to the others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cbs_code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=100)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganisationKind(models.TextChoices):
    """The kinds of partner that domain.md, section 4.8, names."""

    MUNICIPALITY = "municipality", _("Gemeente")
    PROSECUTION = "prosecution", _("Openbaar Ministerie")
    POLICE = "police", _("Politie")
    SAFETY_HOUSE = "safety_house", _("Zorg- en Veiligheidshuis")
    RIEC = "riec", _("RIEC")
    SAFETY_REGION = "safety_region", _("Veiligheidsregio")
    FIRE_BRIGADE = "fire_brigade", _("Brandweer")
    HOUSING = "housing", _("Woningcorporatie")
    CARE = "care", _("Zorg en welzijn")
    PROBATION = "probation", _("Reclassering")
    EDUCATION = "education", _("Onderwijs en leerplicht")
    ENFORCEMENT = "enforcement", _("Handhaving en boa's")
    BUSINESS = "business", _("Ondernemers")
    COUNCIL = "council", _("Gemeenteraad")
    OTHER = "other", _("Anders")


class Organisation(models.Model):
    """A party that works with one municipality."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="organisations")
    name = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(_("soort"), max_length=20, choices=OrganisationKind.choices)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "name"], name="organisation_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes people; the e-mail address is the sign-in name and is kept in lower case."""

    def create_user(self, email: str, name: str, password: str | None = None) -> Person:
        """Make a person who may sign in; without a password only a passkey or the demo page opens the door."""
        person = self.model(email=email.strip().lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find a person by e-mail address, whatever its case."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """Someone with an account. What a person may do follows from appointments and grants, never from here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mailadres"), unique=True)
    name = models.CharField(_("naam"), max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name as shown on screen."""
        return self.name


class Function(models.TextChoices):
    """What someone is in a municipality's safety work; a function hands out grants (access.rules)."""

    MAYOR = "mayor", _("Burgemeester")
    DEPUTY = "deputy", _("Locoburgemeester")
    SAFETY_ADVISER = "safety_adviser", _("Adviseur openbare orde en veiligheid")
    PROSECUTOR = "prosecutor", _("Officier van justitie")
    TEAM_CHIEF = "team_chief", _("Teamchef politie")
    CASE_DIRECTOR = "case_director", _("Procesregisseur")
    ANALYST = "analyst", _("Analist")
    DPO = "dpo", _("Functionaris gegevensbescherming")
    ADMIN = "admin", _("Beheerder")
    PARTNER = "partner", _("Partner")
    COUNCIL = "council", _("Raadslid")
    GUEST = "guest", _("Gast in een casus")


class Appointment(models.Model):
    """A person holds a function for an organisation in a municipality, from a moment until a moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    function = models.CharField(_("functie"), max_length=20, choices=Function.choices)
    valid_from = models.DateTimeField(_("van"))
    valid_until = models.DateTimeField(_("tot"), null=True, blank=True)

    class Meta:
        ordering = ["function", "valid_from"]
        indexes: ClassVar = [models.Index(fields=["person", "municipality"], name="appointment_of_person")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="appointment_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()} {self.municipality_id}"


class Substitution(models.Model):
    """A person stands in for another in one municipality; the grants of the other count as their own meanwhile."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="substitutions")
    principal = models.ForeignKey(Person, models.PROTECT, related_name="substituted_by")
    substitute = models.ForeignKey(Person, models.PROTECT, related_name="substitutes_for")
    valid_from = models.DateTimeField(_("van"))
    valid_until = models.DateTimeField(_("tot"))

    class Meta:
        ordering = ["valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="substitution_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(principal=F("substitute")), name="substitution_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} voor {self.principal_id}"


class ContactStep(models.Model):
    """One step of the route along which an organisation is reached when something stays late.

    Attributes:
        place: the order, from 1; two steps may trade places within a transaction.
        wait_days: working days to wait here before the next step is taken.
        phone: how to ring this person; shown to those who keep the route.
        note: when to ring whom, in a few words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contact_steps")
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("wie"))
    wait_days = models.PositiveSmallIntegerField(_("werkdagen wachten"), default=1)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    note = models.CharField(_("opmerking"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["organisation", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "place"],
                name="contact_step_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["organisation", "person"], name="contact_step_person_once"),
            models.CheckConstraint(
                condition=Q(place__gte=1, wait_days__gte=1), name="contact_step_place_and_wait_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.place}"
