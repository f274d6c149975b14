"""The register of administrative measures (CX15): what is known without names, the file, the steps, the clocks."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import Area
from driehoek.cases.models import Case, Compartment
from driehoek.deadlines.models import Deadline
from driehoek.exchange.models import PlannedPower
from driehoek.measures.models.reports import PoliceReport
from driehoek.parties.models import Municipality, Person
from driehoek.subjects.models import Subject
from driehoek.vault import Secret


class AdministrativeMeasure(models.Model):
    """A power that the mayor uses or means to use in a case, as everyone with an overview sees it: no personal data.

    Attributes:
        kind: key in data/kinds.yaml.
        state, objection, relief: where it stands on the three tracks of data/steps.yaml.
        uses_police_data: whether data of police or prosecution carry it; then it needs an allowed legal judgement.
        decision: id of that judgement (`grounds`), about this measure.
        urgent_words: why it cannot wait for a hearing or the announcement (Awb 4:11, 5:31); empty when it can.
        begins_on, ends_on: from when until when it holds, both days included.
        committee: whether a committee advises on an objection: then deciding takes twelve weeks (Awb 7:10).
        prolonged: how often it was prolonged.
        decided_on, announced_on, executed_on, over_on: the days of those steps; no later one before an earlier one.
        asked_at: when it was last put to the mayor.
        planned: how it was put to the prosecution service, if it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="measures")
    kind = models.CharField(_("soort maatregel"), max_length=24)
    title = models.CharField(_("in één regel"), max_length=140)
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("gebied")
    )
    state = models.CharField(max_length=12, default="prepared")
    objection = models.CharField(max_length=20, default="none")
    relief = models.CharField(max_length=12, default="none")
    uses_police_data = models.BooleanField(_("rust op gegevens van politie of OM"), default=True)
    decision = models.UUIDField(null=True, blank=True)
    urgent_words = models.CharField(_("waarom het niet kan wachten"), max_length=500, blank=True)
    begins_on = models.DateField(_("begint op"), null=True, blank=True)
    ends_on = models.DateField(_("laatste dag"), null=True, blank=True)
    committee = models.BooleanField(_("een commissie adviseert over bezwaar"), default=False)
    prolonged = models.PositiveSmallIntegerField(default=0)
    decided_on = models.DateField(null=True, blank=True)
    announced_on = models.DateField(null=True, blank=True)
    executed_on = models.DateField(null=True, blank=True)
    over_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    report = models.ForeignKey(PoliceReport, models.PROTECT, related_name="measures", null=True, blank=True)
    planned = models.ForeignKey(PlannedPower, models.PROTECT, related_name="+", null=True, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(begins_on__isnull=False, ends_on__gte=F("begins_on")),
                name="measure_no_end_before_begin",
            ),
            models.CheckConstraint(
                condition=Q(announced_on=None)
                | Q(decided_on__isnull=False, announced_on__gte=F("decided_on")),
                name="measure_announced_after_decision",
            ),
            models.CheckConstraint(
                condition=Q(executed_on=None) | Q(decided_on__isnull=False, executed_on__gte=F("decided_on")),
                name="measure_executed_after_decision",
            ),
            models.CheckConstraint(
                condition=Q(executed_on=None)
                | ~Q(urgent_words="")
                | Q(announced_on__isnull=False, executed_on__gte=F("announced_on")),
                name="measure_executed_after_announcement",
            ),
            models.CheckConstraint(
                condition=Q(objection="none", relief="none") | Q(announced_on__isnull=False),
                name="measure_contested_once_announced",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-made_at", "-id"], name="measure_newest"),
            models.Index(fields=["case", "-made_at"], name="measure_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class MeasureFile(models.Model):
    """Whom a measure concerns and why, in a compartment of its case: everything with personal data, under lock.

    Attributes:
        subject: the record in the case that it concerns, if there is one.
        addressee: to whom the letters go: name and address.
        place: the premises or the area, as it must stand in a decision.
        grounds: the reasons of the decision.
        views: what the person concerned said (zienswijze), and the answer to it.
    """

    measure = models.OneToOneField(
        AdministrativeMeasure, models.PROTECT, primary_key=True, related_name="file"
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", null=True, blank=True)
    addressee_locked = models.TextField(blank=True)
    place_locked = models.TextField(blank=True)
    grounds_locked = models.TextField(blank=True)
    views_locked = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    addressee = Secret("addressee_locked")
    place = Secret("place_locked")
    grounds = Secret("grounds_locked")
    views = Secret("views_locked")

    def __str__(self) -> str:
        return f"{self.measure_id}"


class MeasureStep(models.Model):
    """A step that was taken; a row never changes.

    Attributes:
        step: key in data/steps.yaml; `created` for the beginning.
        on: the day that counts for the law; `taken_at` is when it was written down.
        before, after: the state of its track.
        reason: without names.
        ends_on: the last day that the measure got with this step, when it got one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    measure = models.ForeignKey(AdministrativeMeasure, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)
    track = models.CharField(max_length=10)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    ends_on = models.DateField(null=True)
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["taken_at", "id"]
        indexes: ClassVar = [models.Index(fields=["measure", "taken_at"], name="measure_step_of")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.step}"


class ClockState(models.TextChoices):
    """Whether a term still runs."""

    RUNNING = "running", _("Loopt")
    STOPPED = "stopped", _("Gedaan")
    LAPSED = "lapsed", _("Vervallen")


class MeasureClock(models.Model):
    """A term of a measure: from when, until when, by which article; on the board of what is due where it asks work.

    Attributes:
        kind: key in data/steps.yaml.
        begins_on: the day of the event from which it is counted; the term begins on the day after.
        due_on: its last day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    measure = models.ForeignKey(AdministrativeMeasure, models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=20)
    begins_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=ClockState.choices, default=ClockState.RUNNING)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["due_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "kind"], condition=Q(state="running"), name="measure_clock_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("begins_on")), name="measure_clock_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.kind} {self.due_on}"
