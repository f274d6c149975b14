"""The pack of a meeting as it was sent: numbered editions that never change."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from driehoek.meetings.models.meetings import Meeting
from driehoek.meetings.models.points import AgendaPoint
from driehoek.parties.models import Municipality, Person


class Edition(models.Model):
    """The agenda with its texts as it was sent, with number and time; the database refuses every change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(help_text="when the meeting was to begin")
    place = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["meeting", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="edition_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"


class EditionPoint(models.Model):
    """A point as it stood in an edition; it is seen by whoever may see such a point."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="points")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    point = models.ForeignKey(AgendaPoint, models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    title = models.CharField(max_length=140)
    text = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    confidential = models.BooleanField()
    origin_url = models.CharField(max_length=300, blank=True)
    problem = models.UUIDField(null=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "point"], name="edition_point_once")
        ]

    def __str__(self) -> str:
        return self.title
