"""The weekly briefing: its lines with their sources, who gets it, and what each reader did with it (OV02)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from driehoek.parties.models import Municipality, Person
from driehoek.position.models import Verdict


class Briefing(models.Model):
    """One A4 about a week; from the moment it is sent the database refuses every change of it and its lines.

    Attributes:
        week: the Monday of the week in which it is made.
        number: 1, or more when something had to be added in the same week.
        lead: the week in one sentence; may be empty.
        sha256: seal over the lines, computed by the database over all of them (briefings_seal).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    week = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    lead = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-week", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "week", "number"], name="briefing_number_once"),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(sent_at=None), name="briefing_one_in_the_making"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None, sha256="")
                | (Q(sent_at__isnull=False, sent_by__isnull=False) & ~Q(sha256="")),
                name="briefing_sent_is_sealed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-sent_at", "-id"], name="briefing_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.number}"

    @property
    def week_number(self) -> int:
        """The week of the year, as the Dutch count them (ISO 8601)."""
        return self.week.isocalendar().week

    @staticmethod
    def week_of(day: date) -> date:
        """Return the Monday of the week of a day."""
        return day - timedelta(days=day.weekday())


class Line(models.Model):
    """A line of a briefing.

    Attributes:
        kind, origin_id: what it is about, `room.thing` and its id; `own` and nothing for the adviser's own words.
        sentence: as it stands in the briefing.
        proposed: the sentence that the system proposed; empty for an own line.
        since, certainty, from_whom, source: since when, how sure, from whom, and where it stands.
        url: path of the page where it stands; empty when that is not in Driehoek.
        problem, level: when it is about a problem, the level of grant that a reader needs.
        functions: who may read it; everyone who gets the briefing when empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    origin_id = models.CharField(max_length=80, blank=True)
    sentence = models.CharField(max_length=400)
    proposed = models.CharField(max_length=400, blank=True)
    since = models.CharField(max_length=80, blank=True)
    certainty = models.CharField(max_length=80, blank=True)
    from_whom = models.CharField(max_length=140, blank=True)
    source = models.CharField(max_length=200)
    url = models.CharField(max_length=300, blank=True)
    problem = models.UUIDField(null=True)
    level = models.PositiveSmallIntegerField(default=1)
    functions = ArrayField(models.CharField(max_length=20), default=list)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["briefing", "kind", "origin_id"],
                condition=~Q(origin_id=""),
                name="briefing_line_once",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="briefing_line_has_source"),
            models.CheckConstraint(condition=~Q(sentence=""), name="briefing_line_says_something"),
        ]

    def __str__(self) -> str:
        return self.sentence


class Reader(models.Model):
    """Someone who gets a briefing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["person__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["briefing", "person"], name="briefing_reader_once")
        ]
        indexes: ClassVar = [models.Index(fields=["person", "briefing"], name="briefing_of_reader")]

    def __str__(self) -> str:
        return f"{self.briefing_id} {self.person_id}"


class Receipt(models.Model):
    """What one reader did with a briefing: when it was first opened, and what it was worth.

    Attributes:
        person: who read it in person, also when that was in the place of someone else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="receipts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["briefing", "person"], name="briefing_receipt_once"),
            models.CheckConstraint(
                condition=Q(verdict="", rated_at=None) | (~Q(verdict="") & Q(rated_at__isnull=False)),
                name="briefing_rated_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.briefing_id} {self.person_id}"
