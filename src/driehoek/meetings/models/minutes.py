"""What was said and decided, and who does what about it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.models import Deadline
from driehoek.meetings.models.meetings import Meeting
from driehoek.meetings.models.points import AgendaPoint
from driehoek.parties.models import Municipality, Person


class MinuteEntry(models.Model):
    """The minutes of one point. Confirmed by the chair, it never changes; what is missing is added beside it.

    Attributes:
        problem: that of the point, so that the wall in the database holds here too.
        said: what was said, in short.
        decision: what was decided; empty when nothing was.
        decided_by: who decided.
        confidential: for the closed part.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="entries")
    point = models.OneToOneField(AgendaPoint, models.PROTECT, related_name="entry")
    problem = models.UUIDField(null=True)
    said = models.TextField(max_length=2000, blank=True)
    decision = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    confidential = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(said="", decision=""), name="minute_entry_says_something"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None) | (~Q(decision="") & Q(decided_by__isnull=False)),
                name="decision_has_a_decider",
            ),
        ]

    def __str__(self) -> str:
        return str(self.point_id)


class Addition(models.Model):
    """A correction of confirmed minutes: it stands beside them and changes nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    entry = models.ForeignKey(MinuteEntry, models.PROTECT, related_name="additions")
    problem = models.UUIDField(null=True)
    confidential = models.BooleanField()
    text = models.TextField(max_length=2000)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return str(self.entry_id)


class ActionState(models.TextChoices):
    """Where an action stands."""

    DRAFT = "draft", _("Verslag nog niet vastgesteld")
    OPEN = "open", _("Loopt")
    DONE = "done", _("Gedaan")


class Action(models.Model):
    """Something that someone does because a meeting decided so, before a day.

    Attributes:
        owner: who does it.
        due_on: by when; it moves only with a reason.
        deadline: what is due from the owner, from the moment the minutes are confirmed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="actions")
    entry = models.ForeignKey(MinuteEntry, models.PROTECT, related_name="actions")
    problem = models.UUIDField(null=True)
    confidential = models.BooleanField()
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=6, choices=ActionState.choices, default=ActionState.DRAFT)
    done_at = models.DateTimeField(null=True)
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at=None)),
                name="action_done_has_moment",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "state", "due_on"], name="action_of_owner")]

    def __str__(self) -> str:
        return self.text


class StepKind(models.TextChoices):
    """What happened to an action."""

    DONE = "done", _("Gedaan")
    UNDONE = "undone", _("Toch niet gedaan")
    MOVED = "moved", _("Andere datum")


class ActionStep(models.Model):
    """What happened to an action, by whom and why; it stays as it was written.

    Attributes:
        note: what was done, or why it moved.
        before, after: the days between which it moved.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    note = models.CharField(max_length=500, blank=True)
    before = models.DateField(null=True)
    after = models.DateField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.action_id}"
