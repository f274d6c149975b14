"""Actions of a case, what keeps them from going on, and what the mayor is asked about that (CX08, CX09)."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case, Compartment
from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Municipality, Organisation, Person


class Instrument(models.TextChoices):
    """By which kind of power or help an action works (domain.md, section 4.3)."""

    CRIMINAL = "criminal", _("Strafrecht")
    ADMINISTRATIVE = "administrative", _("Bestuursrecht")
    FISCAL = "fiscal", _("Fiscaal")
    CARE = "care", _("Zorg en hulp")
    PRIVATE_LAW = "private_law", _("Privaatrecht")
    OTHER = "other", _("Anders")


class ActionState(models.TextChoices):
    """Where an action stands."""

    PLANNED = "planned", _("Nog niet begonnen")
    RUNNING = "running", _("Loopt")
    STUCK = "stuck", _("Lukt niet")
    DONE = "done", _("Gedaan")
    DROPPED = "dropped", _("Vervallen")


# Nothing more is expected of an action in one of these.
FINISHED: Final = (ActionState.DONE, ActionState.DROPPED)


class Action(models.Model):
    """One party does one thing by a day. Its words are without names, in whichever compartment it lies.

    One in the shared compartment is seen by everyone with an overview of the case; one in another compartment only by
    who is let into that.

    Attributes:
        person: who does it there, when that is known.
        state_before: where it stood before it was done, so that one tap can be taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="approach_actions")
    compartment = models.ForeignKey(
        Compartment, models.PROTECT, related_name="+", verbose_name=_("Wie mag dit zien?")
    )
    title = models.CharField(_("Wat gaat er gebeuren?"), max_length=140)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Wie doet het?"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Door wie daar?")
    )
    instrument = models.CharField(_("Met welk instrument?"), max_length=14, choices=Instrument.choices)
    due_on = models.DateField(_("Klaar op"))
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.PLANNED)
    state_before = models.CharField(max_length=8, choices=ActionState.choices, blank=True)
    state_at = models.DateTimeField()
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="+", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["case", "due_on"], name="approach_action_of_case"),
            models.Index(
                fields=["owner", "due_on"],
                name="approach_action_open_of",
                condition=~Q(state__in=["done", "dropped"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActionStep(models.Model):
    """Something changed in how an action stands; a row never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, models.PROTECT, related_name="steps")
    before = models.CharField(max_length=8, choices=ActionState.choices, blank=True)
    after = models.CharField(max_length=8, choices=ActionState.choices)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes: ClassVar = [models.Index(fields=["action", "-at"], name="approach_step_of_action")]

    def __str__(self) -> str:
        return f"{self.action_id} {self.after}"


class BottleneckState(models.TextChoices):
    """Where a bottleneck stands."""

    OPEN = "open", _("Open")
    ASKED = "asked", _("Voorgelegd aan de burgemeester")
    ANSWERED = "answered", _("Besluit genomen")
    SOLVED = "solved", _("Opgelost")


class Bottleneck(models.Model):
    """Why an action does not get on, in one or two sentences without names, by the partner who does it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="approach_bottlenecks")
    action = models.ForeignKey(Action, models.PROTECT, related_name="bottlenecks")
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+")
    text = models.CharField(_("Waarom lukt het niet?"), max_length=500)
    state = models.CharField(max_length=8, choices=BottleneckState.choices, default=BottleneckState.OPEN)
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-reported_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["action"], condition=~Q(state="solved"), name="approach_bottleneck_of_action_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "-reported_at"], name="approach_bottleneck_of_case")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class EscalationState(models.TextChoices):
    """Where a question to the mayor stands."""

    ASKED = "asked", _("Wacht op besluit")
    ANSWERED = "answered", _("Besloten")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class Escalation(models.Model):
    """A bottleneck as one question to the mayor, with options; at the level of the overview, without names.

    Attributes:
        options: two to four: list of {option, consequence}.
        stuck: whether asking it marked the case as stuck, so that the answer takes that back.
        chosen: index into `options`.
        in_meeting: whether the mayor decided it in the driehoek.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="approach_escalations")
    bottleneck = models.ForeignKey(Bottleneck, models.PROTECT, related_name="escalations")
    question = models.CharField(_("Wat moet de burgemeester besluiten?"), max_length=200)
    options = models.JSONField()
    advice = models.CharField(_("Uw advies"), max_length=400)
    due_on = models.DateField(_("Besluit nodig op"))
    stuck = models.BooleanField(default=False)
    to_person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=9, choices=EscalationState.choices, default=EscalationState.ASKED)
    chosen = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(_("Toelichting"), max_length=500, blank=True)
    in_meeting = models.BooleanField(default=False)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bottleneck"],
                condition=Q(state="asked"),
                name="approach_escalation_of_bottleneck_once",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", chosen__isnull=False, answered_at__isnull=False)
                | (~Q(state="answered") & Q(chosen=None, answered_at=None)),
                name="approach_escalation_answered_chooses",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "-asked_at"], name="approach_escalation_of_case")]

    def __str__(self) -> str:
        return self.question
