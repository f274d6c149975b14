"""Risk moments: what is going to happen that may ask something of public order and safety (OV09)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import Area
from driehoek.moments.recurrence import Schedule
from driehoek.parties.models import Municipality, Person
from driehoek.problems.models import Theme


class MomentKind(models.TextChoices):
    """What sort of moment it is."""

    EVENT = "event", _("Evenement")
    DEMONSTRATION = "demonstration", _("Demonstratie")
    RELEASE = "release", _("Vrijlating")
    HEARING = "hearing", _("Zitting")
    MATCH = "match", _("Voetbalwedstrijd")
    NEW_YEAR = "new_year", _("Jaarwisseling")
    MARKET = "market", _("Markt of kermis")
    OTHER = "other", _("Anders")


class MomentState(models.TextChoices):
    """How sure it is that a moment takes place."""

    PLANNED = "planned", _("Verwacht")
    CONFIRMED = "confirmed", _("Staat vast")
    CANCELLED = "cancelled", _("Gaat niet door")


class Moment(models.Model):
    """A risk moment, once or recurring, on the clock of the Netherlands.

    Attributes:
        title: the moment in one line, without personal data: it goes into calendars and files.
        what: what may happen, and what that asks.
        problem: id of the problem it is about; then a grant on that problem is needed too.
        confidential: for the driehoek and who prepares it alone.
        starts_on, starts_time, ends_on, ends_time: the first time by the clock on the wall; both times are empty
            when it takes whole days.
        rule: RRULE of RFC 5545 over days; empty when it happens once or on the days that are named.
        extra_days: days on which it happens too, at the same time.
        skipped_days: days that the rule names and on which it never was to happen.
        cancelled_days: days on which it does not take place after all.
        reach_from, reach_until: between which moments all of it lies; `reach_until` is empty when it has no end.
        expected: how many people are expected.
        source: who says so: a permit list, a club, the police.
        uid: what it is called in the calendar that it was read from; empty when typed in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField(_("soort"), max_length=13, choices=MomentKind.choices)
    title = models.CharField(_("titel"), max_length=140)
    what = models.TextField(_("wat kan er gebeuren"), max_length=2000, blank=True)
    areas: models.ManyToManyField[Area, models.Model] = models.ManyToManyField(
        Area, through="MomentArea", related_name="+"
    )
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", null=True, blank=True)
    problem = models.UUIDField(null=True, blank=True)
    confidential = models.BooleanField(_("alleen voor de driehoek"), default=False)
    starts_on = models.DateField(_("begint op"))
    starts_time = models.TimeField(_("begint om"), null=True, blank=True)
    ends_on = models.DateField(_("eindigt op"))
    ends_time = models.TimeField(_("eindigt om"), null=True, blank=True)
    rule = models.CharField(max_length=200, blank=True)
    extra_days = ArrayField(models.DateField(), default=list, blank=True)
    skipped_days = ArrayField(models.DateField(), default=list, blank=True)
    cancelled_days = ArrayField(models.DateField(), default=list, blank=True)
    reach_from = models.DateTimeField()
    reach_until = models.DateTimeField(null=True, blank=True)
    expected = models.PositiveIntegerField(_("verwacht aantal mensen"), null=True, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    source = models.CharField(_("bron"), max_length=80, blank=True)
    state = models.CharField(
        _("status"), max_length=9, choices=MomentState.choices, default=MomentState.PLANNED
    )
    uid = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["reach_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "uid"], condition=~Q(uid=""), name="moment_once_per_uid"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="moment_ends_after_start"),
            models.CheckConstraint(
                condition=Q(starts_time=None, ends_time=None)
                | Q(starts_time__isnull=False, ends_time__isnull=False),
                name="moment_two_times_or_none",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "reach_from", "reach_until"], name="moment_in_reach")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def schedule(self) -> Schedule:
        """When it takes place."""
        return Schedule(
            starts_on=self.starts_on,
            starts_time=self.starts_time,
            ends_on=self.ends_on,
            ends_time=self.ends_time,
            rule=self.rule,
            extra_days=tuple(self.extra_days),
            skipped_days=tuple(self.skipped_days),
        )


class MomentArea(models.Model):
    """A moment takes place in an area."""

    moment = models.ForeignKey(Moment, models.CASCADE)
    area = models.ForeignKey(Area, models.PROTECT)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["moment", "area"], name="moment_area_once")]

    def __str__(self) -> str:
        return f"{self.moment_id} {self.area_id}"


class MomentImport(models.Model):
    """A calendar file that someone offered: first to look at, then to read in. Only that person sees it.

    Attributes:
        content: the file, compressed, until it is read in or a day has passed.
        kind, confidential, source: what holds for everything in the file that does not say so itself.
        rejects: what was refused, as {line, column, value, reason}.
    """

    class Outcome(models.TextChoices):
        """What came of the file."""

        PREVIEWED = "previewed", _("Nog niet ingelezen")
        LOADED = "loaded", _("Ingelezen")
        REFUSED = "refused", _("Geweigerd")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    kind = models.CharField(max_length=13, choices=MomentKind.choices, default=MomentKind.EVENT)
    confidential = models.BooleanField(default=False)
    source = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    rejects = models.JSONField(default=list)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name
