"""Points on an agenda: proposed for the driehoek, and then of a meeting."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.meetings.models.meetings import Meeting
from driehoek.parties.models import Municipality, Person


class PointState(models.TextChoices):
    """Where a point stands."""

    PROPOSED = "proposed", _("Voorgesteld")
    HANDLED = "handled", _("Besproken")
    DROPPED = "dropped", _("Vervallen")


class AgendaPoint(models.Model):
    """Something that the driehoek is to talk about, with where it came from and what was decided.

    Attributes:
        title: the point in one line, without personal data.
        text: why it is on the agenda and what is asked.
        confidential: for the closed part.
        origin: `room.thing` that put it forward, empty when typed in.
        origin_id: its id; the same thing is put forward once while it is open.
        origin_url: path of the page that it came from.
        problem: id of the problem it is about; then a grant on that problem is needed too.
        meeting: the meeting on whose agenda it stands; None while it waits for one.
        minutes: how long it is expected to take.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    title = models.CharField(_("onderwerp"), max_length=140)
    text = models.TextField(_("toelichting"), max_length=2000, blank=True)
    confidential = models.BooleanField(_("besloten deel"), default=False)
    origin = models.CharField(max_length=40, blank=True)
    origin_id = models.CharField(max_length=80, blank=True)
    origin_url = models.CharField(max_length=300, blank=True)
    problem = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=PointState.choices, default=PointState.PROPOSED)
    place = models.PositiveIntegerField(default=0)
    outcome = models.TextField(_("besluit of afspraak"), max_length=2000, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="points", null=True)
    minutes = models.PositiveSmallIntegerField(_("minuten"), default=10)

    class Meta:
        ordering = ["place", "proposed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "origin", "origin_id"],
                condition=Q(state="proposed") & ~Q(origin=""),
                name="agenda_point_once_per_origin",
            ),
        ]

    def __str__(self) -> str:
        return self.title
