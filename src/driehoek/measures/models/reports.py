"""A report of the police for an administrative measure (bestuurlijke rapportage), as filed and as checked (CX14)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case, Compartment
from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.vault import Secret


class ReportState(models.TextChoices):
    """What was done with a report, in words that its sender may know (CX16)."""

    RECEIVED = "received", _("Ontvangen")
    QUESTION = "question", _("Vraag aan de afzender")
    CHECKED = "checked", _("Gecontroleerd: volledig")
    INTENTION = "intention", _("Voornemen tot een maatregel")
    DECIDED = "decided", _("Besloten")
    CLOSED = "closed", _("Geen maatregel")


class PoliceReport(models.Model):
    """A report as it came in. Its contents lie in editions; a question is answered with the next edition.

    Attributes:
        case, compartment: where it lies; both empty until it is laid in a case.
        sender: the organisation that it comes from; its own people see it whatever case it lies in.
        filed_by: who filed it, for the sender or for the municipality.
        reference: the sender's own mark of the document; no name, no address.
        found_on: the day of the finding; from there the clock to the decision runs.
        state: as far as it is; `measures.services.reports` moves it on.
        decided_on: the day of the decision that came of it.
        deadline: by when the municipality wants to have decided (`ReportTarget`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="police_reports", null=True, blank=True)
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+", null=True, blank=True)
    sender = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("van welke organisatie")
    )
    filed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reference = models.CharField(_("kenmerk van het document"), max_length=60)
    found_on = models.DateField(_("dag van de bevinding"))
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.RECEIVED)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    decided_on = models.DateField(null=True, blank=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", null=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(case=None, compartment=None) | Q(case__isnull=False, compartment__isnull=False),
                name="police_report_in_a_compartment",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None) | Q(checked_by__isnull=False),
                name="police_report_checked_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(decided_on__gte=F("found_on")),
                name="police_report_decided_after_finding",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-received_at", "-id"], name="police_report_newest"),
            models.Index(fields=["case"], name="police_report_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class ReportEdition(models.Model):
    """What a report says, as it was sent: never changed, only followed by the next edition.

    Attributes:
        contents: JSON text under lock: field → {"text": …} or {"none": true} for "does not apply".
        filled: keys of the fields with a text; `none`: keys said not to apply. Neither tells what is in them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    report = models.ForeignKey(PoliceReport, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(default=1)
    contents_locked = models.TextField()
    filled = models.JSONField(default=list)
    none = models.JSONField(default=list)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    contents = Secret("contents_locked")

    class Meta:
        ordering = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="report_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"


class ReportQuestion(models.Model):
    """A question back to the sender: which fields are missing, in words under lock; answered once, by an edition."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    report = models.ForeignKey(PoliceReport, models.PROTECT, related_name="questions")
    fields = models.JSONField()
    words_locked = models.TextField(blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.OneToOneField(ReportEdition, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", null=True)

    words = Secret("words_locked")

    class Meta:
        ordering = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(answered_at=None), name="report_one_open_question"
            ),
            models.CheckConstraint(
                condition=Q(answer=None, answered_at=None)
                | Q(answer__isnull=False, answered_at__isnull=False),
                name="report_question_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.asked_at}"


class ReportTarget(models.Model):
    """How many days a municipality gives itself from the finding to the decision."""

    municipality = models.OneToOneField(Municipality, models.PROTECT, primary_key=True, related_name="+")
    days = models.PositiveSmallIntegerField(_("dagen van bevinding tot besluit"), default=42)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=365), name="report_target_sensible")
        ]

    def __str__(self) -> str:
        return f"{self.days}"
