"""Deviations found by surveillance, and what people did with them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import Area
from driehoek.figures.models import Frequency, Indicator, Series, Source
from driehoek.parties.models import Municipality, Person
from driehoek.problems.models import Theme


class Rule(models.TextChoices):
    """What can flag a value (ST07)."""

    STATISTICAL = "statistical", _("statistisch: buiten het verwachte bereik")
    FIXED = "fixed", _("vaste signaalwaarde")
    CHANGE = "change", _("verandering in procenten tegen dezelfde periode vorig jaar")


class Sense(models.TextChoices):
    """On which side of the bound a value lies."""

    MORE = "more", _("meer dan verwacht")
    LESS = "less", _("minder dan verwacht")


class Withdrawal(models.TextChoices):
    """Why a deviation no longer stands."""

    FIGURES = "figures", _("de cijfers zijn herzien")
    RULE = "rule", _("de signaalwaarde is gewijzigd of beëindigd")


class SignalValue(models.Model):
    """The rule by which an indicator flags a value; `area` empty means every area (ST07).

    `threshold` is a value for a fixed rule, a percentage for a change, and empty for the statistical rule,
    which is always in force: there a signal value only sets the minimum count.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="signal_values")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.CharField(_("regel"), max_length=12, choices=Rule.choices)
    threshold = models.FloatField(_("grens"), null=True, blank=True)
    minimum_count = models.PositiveSmallIntegerField(_("minimum aantal"), default=5)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["indicator__name", "rule", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "area", "rule"],
                condition=models.Q(ended_at=None),
                name="signal_value_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(rule="statistical", threshold=None)
                | models.Q(rule="fixed", threshold__gte=0)
                | models.Q(rule="change", threshold__gt=0),
                name="signal_value_threshold_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.rule}"


class Deviation(models.Model):
    """A value that a rule flagged, with everything needed to explain it without computing again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.PROTECT, related_name="deviations")
    period = models.DateField(help_text="first day of the period flagged")
    rule = models.CharField(max_length=12, choices=Rule.choices)
    sense = models.CharField(max_length=4, choices=Sense.choices, default=Sense.MORE)
    signal_value = models.ForeignKey(SignalValue, models.PROTECT, null=True, related_name="+")
    method = models.JSONField(default=dict, help_text="name, version and parameters of the rule that flagged")
    observed = models.FloatField()
    expected = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    p_value = models.FloatField(null=True)
    rank = models.FloatField(help_text="surprise x size; the reader's own follows are applied when shown")
    run_length = models.PositiveSmallIntegerField(default=1, help_text="periods in a row above the bound")
    found_at = models.DateTimeField(auto_now_add=True)
    provisional = models.BooleanField(default=False, help_text="the publisher may still change the value")
    withdrawn_at = models.DateTimeField(
        null=True, help_text="when a revision of the figures took the deviation away"
    )
    withdrawn_because = models.CharField(max_length=8, choices=Withdrawal.choices, blank=True)

    class Meta:
        ordering = ["-period", "-rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "period", "rule"], name="deviation_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-period", "-rank", "-id"], name="deviation_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period}"


class Acknowledgement(models.Model):
    """Someone took note of a deviation, with a reason; it leaves that reader's page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    deviation = models.ForeignKey(Deviation, models.CASCADE, related_name="acknowledgements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("reden"), max_length=500)
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deviation", "person"], condition=models.Q(undone_at=None), name="acknowledged_once"
            )
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

    class Meta:
        ordering = ["-muted_at"]

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
                condition=models.Q(theme__isnull=False) ^ models.Q(area__isnull=False),
                name="follow_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"


class Judgement(models.TextChoices):
    """Whether surveillance can say what is normal for a series."""

    JUDGED = "judged", _("beoordeeld")
    TOO_SHORT = "short", _("te weinig gegevens: de reeks is te kort")
    TOO_FEW = "few", _("te weinig gegevens: de aantallen zijn te klein")
    NOT_COUNTS = "other", _("geen aantallen, dus geen statistische grens")
    NO_FIGURES = "old", _("geen cijfers in de laatste periodes")


class ExpectedRange(models.Model):
    """What was expected of a series in its last periods, kept so that a page needs no statistics.

    The three arrays have one place per period from `first` on; empty where surveillance had no bound.
    """

    series = models.OneToOneField(Series, models.CASCADE, primary_key=True, related_name="expected_range")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    judgement = models.CharField(max_length=6, choices=Judgement.choices)
    first = models.DateField(help_text="first day of the first period in the arrays")
    expected = ArrayField(models.FloatField(null=True))
    lower = ArrayField(models.FloatField(null=True))
    upper = ArrayField(models.FloatField(null=True))
    computed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.series_id} {self.judgement}"


class Coverage(models.Model):
    """What a detection looked at: one row for each newest period that a source has had, per rhythm.

    The row with the greatest `latest` tells which period is current; the older ones which was, and from when.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    latest = models.DateField(help_text="first day of the newest period with a figure")
    series = models.PositiveIntegerField(help_text="series with figures")
    current = models.PositiveIntegerField(help_text="series with a figure in this very period")
    judged = models.PositiveIntegerField(help_text="of the current ones, those with a statistical bound")
    began_at = models.DateTimeField(auto_now_add=True, help_text="when this period became the current one")
    detected_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["source", "frequency", "-latest"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "frequency", "latest"], name="coverage_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.latest}"
