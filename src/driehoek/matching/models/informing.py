"""The duty to tell a person that a case is about them (AVG, article 14), and putting that off with a reason."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case, Compartment
from driehoek.parties.models import Municipality, Person
from driehoek.subjects.models import Subject
from driehoek.vault import Secret


class InformingState(models.TextChoices):
    """Where the duty to inform one person stands."""

    PLANNED = "planned", _("Gepland")
    POSTPONED = "postponed", _("Uitgesteld")
    INFORMED = "informed", _("Geïnformeerd")


class Informing(models.Model):
    """When one person in one case is told about it.

    Attributes:
        due_on: the planned day, or the day on which a postponement is looked at again.
        ground: why it is postponed (`requests.grounds`); with a reason, under lock.
        informed_on: when the person was told, and `how`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+")
    subject = models.OneToOneField(Subject, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=InformingState.choices, default=InformingState.PLANNED)
    due_on = models.DateField(_("wanneer"))
    ground = models.CharField(max_length=20, blank=True)
    reason_locked = models.TextField(blank=True)
    informed_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=10, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    reason = Secret("reason_locked")

    class Meta:
        ordering = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="postponed") | (~Q(ground="") & ~Q(reason_locked="")),
                name="informing_postponed_says_why",
            ),
            models.CheckConstraint(
                condition=(Q(state="informed") & Q(informed_on__isnull=False))
                | (~Q(state="informed") & Q(informed_on=None)),
                name="informing_informed_has_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "due_on"], name="informing_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class InformingStep(models.Model):
    """What happened to the duty to inform one person; a row never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    informing = models.ForeignKey(Informing, models.PROTECT, related_name="steps")
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=InformingState.choices)
    due_on = models.DateField()
    ground = models.CharField(max_length=20, blank=True)
    reason_locked = models.TextField(blank=True)
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    taken_at = models.DateTimeField()

    reason = Secret("reason_locked")

    class Meta:
        ordering = ["-taken_at"]
        indexes: ClassVar = [models.Index(fields=["informing", "-taken_at"], name="informing_step_of")]

    def __str__(self) -> str:
        return f"{self.informing_id} {self.state}"
