"""Series of meetings, the meetings themselves, and who sits at the table."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Appointment, Municipality, Person


class SeriesKind(models.TextChoices):
    """The tables at which a mayor sits (domain.md, section 3.5)."""

    LOCAL = "local", _("Driehoek, lokaal")
    TEAM = "team", _("Driehoek, basisteam")
    BILATERAL = "bilateral", _("Tweegesprek")
    CASE_TABLE = "case_table", _("Casusoverleg")
    POLICY_TEAM = "policy_team", _("Beleidsteam")


class Series(models.Model):
    """Meetings that belong together: the same table, the same rhythm.

    Attributes:
        rule: when the meetings recur, as RRULE text (deadlines.recurrence); empty when they follow no rule.
        starts_on: the day of the first meeting; the rule counts from it.
        starts_at: the local clock time at which the meetings begin.
        minutes: how long a meeting takes.
        chair: who leads, and confirms the minutes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    name = models.CharField(_("naam"), max_length=80)
    kind = models.CharField(max_length=12, choices=SeriesKind.choices)
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices)
    rule = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(_("plaats"), max_length=120, blank=True)
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FixedPoint(models.Model):
    """A point that stands on the agenda of every meeting of a series."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.CASCADE, related_name="fixed_points")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=140)
    minutes = models.PositiveSmallIntegerField(default=5)
    confidential = models.BooleanField(default=False)

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """Who sits at the table of a series, by an appointment: once that ends, no seat at what is planned after it.

    Attributes:
        person: the one appointed, for the wall in the database.
        closed: whether the closed part is for this member too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.CASCADE, related_name="members")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed = models.BooleanField(default=False)

    class Meta:
        ordering = ["series", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "person"], name="series_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.person_id}"


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", _("Gepland")
    CALLED = "called", _("Stukken verstuurd")
    HELD = "held", _("Gehouden, verslag in de maak")
    CLOSED = "closed", _("Verslag vastgesteld")
    CANCELLED = "cancelled", _("Gaat niet door")


class Meeting(models.Model):
    """One meeting of a series.

    Attributes:
        nominal: the day that the rule of the series names, so that a meeting is planned once; None by hand.
        changed_at: when its time, place or state changed last, for calendars that follow it.
        confirmed_at: when the chair confirmed the minutes; from then on nothing of the meeting changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.PROTECT, related_name="meetings")
    nominal = models.DateField(null=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    changed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "nominal"], name="meeting_once_per_day_of_rule"),
            models.CheckConstraint(
                condition=Q(state="closed", confirmed_at__isnull=False, confirmed_by__isnull=False)
                | (~Q(state="closed") & Q(confirmed_at=None, confirmed_by=None)),
                name="meeting_closed_is_confirmed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "starts_at", "id"], name="meeting_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.starts_at:%Y-%m-%d}"


class Invitation(models.TextChoices):
    """What someone answered to an invitation."""

    INVITED = "invited", _("Nog geen antwoord")
    ACCEPTED = "accepted", _("Komt")
    DECLINED = "declined", _("Komt niet")


class Attendee(models.Model):
    """A seat at one meeting.

    Attributes:
        closed: whether the closed part is for this person.
        stands_for: the seat in whose place this one comes, when its holder declined.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendees")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed = models.BooleanField(default=False)
    invitation = models.CharField(max_length=10, choices=Invitation.choices, default=Invitation.INVITED)
    answered_at = models.DateTimeField(null=True)
    stands_for = models.OneToOneField(
        "self", models.CASCADE, related_name="substitute", null=True, blank=True
    )

    class Meta:
        ordering = ["meeting", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="meeting_seat_once")
        ]
        indexes: ClassVar = [models.Index(fields=["person", "meeting"], name="meeting_seat_of_person")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.person_id}"
