"""Deviations found by surveillance, and what people did with them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import Area
from driehoek.figures.models import Indicator, Series
from driehoek.parties.models import Municipality, Person
from driehoek.problems.models import Theme


class Rule(models.TextChoices):
    """What can flag a value (ST07)."""

    STATISTICAL = "statistical", _("statistisch: buiten het verwachte bereik")
    FIXED = "fixed", _("vaste signaalwaarde")
    CHANGE = "change", _("verandering in procenten tegen dezelfde periode vorig jaar")


class SignalValue(models.Model):
    """The rule by which an indicator flags a value; `area` empty means every area (ST07)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="signal_values")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.CharField(_("regel"), max_length=12, choices=Rule.choices)
    threshold = models.FloatField(_("grens"), null=True, blank=True)
    minimum_count = models.PositiveSmallIntegerField(_("minimum aantal"), default=5)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.rule}"


class Deviation(models.Model):
    """A value that a rule flagged, with everything needed to explain it without computing again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.PROTECT, related_name="deviations")
    period = models.DateField(help_text="first day of the period flagged")
    rule = models.CharField(max_length=12, choices=Rule.choices)
    method = models.JSONField(default=dict, help_text="name, version and parameters of the rule that flagged")
    observed = models.FloatField()
    expected = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    p_value = models.FloatField(null=True)
    rank = models.FloatField(help_text="surprise x size; the reader's own follows are applied when shown")
    run_length = models.PositiveSmallIntegerField(default=1, help_text="periods in a row above the bound")
    found_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(
        null=True, help_text="when a revision of the figures took the deviation away"
    )

    class Meta:
        ordering = ["-period", "-rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "period", "rule"], name="deviation_once")
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "-period", "-rank"], name="deviation_recent")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period}"


class Acknowledgement(models.Model):
    """Someone took note of a deviation, with a reason or remark; the deviation leaves the list of that reader's page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    deviation = models.ForeignKey(Deviation, models.CASCADE, related_name="acknowledgements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("reden"), max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deviation", "person"], name="acknowledged_once")
        ]

    def __str__(self) -> str:
        return f"{self.deviation_id} {self.person_id}"


class Mute(models.Model):
    """A series (or an indicator everywhere) is silent until a date, with a reason and a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="mutes")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("reden"), max_length=500)
    muted_at = models.DateTimeField(auto_now_add=True)
    until = models.DateField(_("tot en met"))
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.until}"


class Follow(models.Model):
    """A person follows a theme or an area: its deviations rank higher for that person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "municipality", "theme", "area"], name="follow_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(theme__isnull=False) ^ models.Q(area__isnull=False), name="follow_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"
