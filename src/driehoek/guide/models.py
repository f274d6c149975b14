"""What a municipality adds to the guide: texts of its own, scans, workshops, and tips someone has had enough of."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.guide.shapes import ActionKind, GuideKind, Section
from driehoek.parties.models import Function, Municipality, Person


class GuideText(models.Model):
    """A text of the guide as one municipality has it, laid over the one that comes along.

    Attributes:
        key: that of the text it replaces, or a new one for a text of their own.
        content: the whole text as plain data (guide.reading reads it).
        source: what it rests on, also inside `content`; here for lists.
        dated_on: from when the text is.
        ended: nobody sees it any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    section = models.CharField(max_length=10, choices=Section.choices)
    key = models.CharField(max_length=40)
    content = models.JSONField()
    source = models.CharField(_("bron"), max_length=120)
    dated_on = models.DateField(_("datum van de tekst"))
    ended = models.BooleanField(default=False)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["section", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "section", "key"], name="guide_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.key}"


class HiddenTip(models.Model):
    """A tip that one person does not want to see again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    hidden_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-hidden_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "person", "key"], name="tip_hidden_once")
        ]

    def __str__(self) -> str:
        return self.key


class Scan(models.Model):
    """One round of the scan: everyone at the table gives their view of the same position.

    Attributes:
        year: the year it tells about.
        questions: the statements as they were when the round was opened, so that all answer the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("jaar"))
    label = models.CharField(_("naam van de ronde"), max_length=60)
    questions = models.JSONField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(closed_at=None), name="scan_one_open_round"
            ),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="scan_year_is_a_year"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def title(self) -> str:
        """The name of the round, with its year where the name does not say it."""
        return self.label if str(self.year) in self.label else f"{self.label} ({self.year})"


class ScanSeat(models.Model):
    """A seat at the table in one round, taken by the person who holds the function.

    Whoever stands in for that person answers in the same seat. Until `submitted_at` the answers are the seat's
    own secret; afterwards they stand.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="seats")
    function = models.CharField(max_length=20, choices=Function.choices)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["function"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scan", "function"], name="scan_seat_once"),
            models.CheckConstraint(
                condition=Q(function__in=["mayor", "prosecutor", "team_chief", "safety_adviser"]),
                name="scan_seat_at_the_table",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function} {self.scan_id}"


class ScanAnswer(models.Model):
    """One answer in a seat: 1 (not at all) to 5 (wholly), or nothing for "I do not know".

    Attributes:
        person: the holder of the seat when it was given; an answer of an earlier holder does not count.
        given_by: who typed it: the holder or who stands in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="answers")
    seat = models.ForeignKey(ScanSeat, models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    question = models.CharField(max_length=40)
    value = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seat", "person", "question"], name="scan_answer_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__range=(1, 5)), name="scan_answer_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.question}"


class WorkshopState(models.TextChoices):
    """Where a session stands."""

    PREPARED = "prepared", _("Voorbereid")
    RUNNING = "running", _("Bezig")
    DONE = "done", _("Gehouden")


class Workshop(models.Model):
    """A session of the driehoek about a worked case (werksessie).

    Attributes:
        case: key of the case.
        content: the case as it was prepared; later changes of the guide leave it alone.
        step: at which step the session is, counted from 1.
        notes: what was noted, per step number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.CharField(max_length=40)
    title = models.CharField(_("titel"), max_length=120)
    content = models.JSONField()
    planned_on = models.DateField(_("datum"))
    led_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("gespreksleider"))
    state = models.CharField(max_length=10, choices=WorkshopState.choices, default=WorkshopState.PREPARED)
    step = models.PositiveSmallIntegerField(default=1)
    notes = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-planned_on", "-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="done", ended_at__isnull=False) | (~Q(state="done") & Q(ended_at=None)),
                name="workshop_done_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="workshop_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WorkshopOutcome(models.Model):
    """What a session kept: a need, an agreement, a standing case or a point on the agenda.

    Attributes:
        sentence: as it was agreed at the table; what became of it later stands with the thing itself.
        subject: id of the need, agreement or agenda point.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="outcomes")
    step = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14, choices=ActionKind.choices)
    sentence = models.CharField(max_length=300)
    subject = models.UUIDField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.sentence


# Kept beside the models, so that whoever counts answers and whoever writes policies mean the same.
SEATS = (Function.MAYOR, Function.PROSECUTOR, Function.TEAM_CHIEF, Function.SAFETY_ADVISER)
CHAPTERS = tuple(GuideKind)
