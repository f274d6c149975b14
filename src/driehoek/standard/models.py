"""Norms for figures and agreements, what they were before, and what was done with a re-typing proposal."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import Area
from driehoek.figures.models import Indicator
from driehoek.parties.models import Municipality, Person
from driehoek.position.models import Agreement
from driehoek.problems.models import Kind, SafetyField


class NormType(models.TextChoices):
    """What a figure is held against (domain.md, section 3.3)."""

    ABSOLUTE = "absolute", _("Een vast getal")
    TREND = "trend", _("Een verandering tegen een basisjaar")
    REFERENCE = "reference", _("Een ander gebied")
    SIGNAL = "signal", _("De signaalwaarde")
    PROCESS = "process", _("Op tijd ontvangen")


class Span(models.TextChoices):
    """Over how long a fixed number holds."""

    PERIOD = "period", _("per periode van het cijfer")
    YEAR = "year", _("over een heel jaar")


class Decider(models.TextChoices):
    """Who decided on a norm."""

    DRIEHOEK = "driehoek", _("De driehoek")
    MAYOR = "mayor", _("De burgemeester")
    EXECUTIVE = "executive", _("Het college")
    COUNCIL = "council", _("De gemeenteraad")


class NormValues(models.Model):
    """What a norm says, kept again each time that it changes.

    Attributes:
        target: the fixed number, in the unit of the indicator.
        span: over how long that number holds.
        percentage: for a trend how much better than the base year; for a reference how much worse is allowed.
        base_year: the year that a trend is held against.
        reference_area: the area that a reference is held against.
        valid_from, valid_until: the first and last day whose figures the norm is about.
    """

    target = models.FloatField(_("norm"), null=True, blank=True)
    span = models.CharField(_("geldt"), max_length=6, choices=Span.choices, default=Span.PERIOD)
    percentage = models.FloatField(_("percentage"), null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("basisjaar"), null=True, blank=True)
    reference_area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("besloten op"))
    decided_by = models.CharField(_("besloten door"), max_length=10, choices=Decider.choices)
    valid_from = models.DateField(_("geldt vanaf"))
    valid_until = models.DateField(_("geldt tot en met"), null=True, blank=True)
    reason = models.CharField(_("waarom"), max_length=500)

    class Meta:
        abstract = True


class Norm(NormValues):
    """What a figure should be, or that an agreement is kept on time.

    Attributes:
        indicator: what is measured; None for a process norm.
        area: where; None for the whole municipality.
        agreement: whose deliveries are to be on time; only for a process norm.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="norms")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    type = models.CharField(_("soort norm"), max_length=10, choices=NormType.choices)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="norms")
    stated_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["stated_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "area", "type"],
                condition=Q(ended_at=None, indicator__isnull=False),
                name="norm_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(ended_at=None), name="norm_once_per_agreement"
            ),
            models.CheckConstraint(
                condition=Q(type="absolute", target__isnull=False)
                | Q(type="trend", percentage__gte=0, base_year__isnull=False)
                | Q(type="reference", percentage__gte=0, reference_area__isnull=False)
                | Q(type__in=["signal", "process"]),
                name="norm_has_what_its_type_needs",
            ),
            models.CheckConstraint(
                condition=Q(type="process", indicator=None, area=None, agreement__isnull=False)
                | (~Q(type="process") & Q(indicator__isnull=False, agreement=None)),
                name="norm_of_figure_or_agreement",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="norm_ends_after_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality"], condition=Q(ended_at=None), name="norm_running")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.indicator_id or self.agreement_id}"


class NormRevision(NormValues):
    """What a norm was until someone changed it; never changed or removed."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    norm = models.ForeignKey(Norm, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    replaced_at = models.DateTimeField(auto_now_add=True)
    replaced_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["norm", "version"], name="norm_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.norm_id} {self.version}"


class Dismissal(models.Model):
    """Someone set a re-typing proposal aside for one run of periods, with a reason (ST22).

    Attributes:
        run_since: first day of the run; a new run brings a new proposal.
        undone_at: when the proposal was taken up again after all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    norm = models.ForeignKey(Norm, models.CASCADE, related_name="dismissals")
    run_since = models.DateField()
    reason = models.CharField(_("reden"), max_length=500)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["norm", "run_since"], condition=Q(undone_at=None), name="dismissed_once_per_run"
            )
        ]

    def __str__(self) -> str:
        return f"{self.norm_id} {self.run_since}"


class OwnRetypingRule(models.Model):
    """When Driehoek asks this municipality to think of another kind: its own rule, or one for a standard one (ST22).

    Attributes:
        key: of the standard rule (data/retyping.yaml) that it stands in for; any other for a rule of its own.
        active: whether it makes proposals; one that is off also silences the standard rule with its key.
        propose: the kind that it proposes.
        norms, fields: of which norms, in which safety fields.
        week, month, quarter, year: after how many broken periods in a row, by rhythm of the figure; None: never.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    active = models.BooleanField(_("staat aan"), default=True)
    propose = models.CharField(_("stelt voor"), max_length=10, choices=Kind.choices)
    norms = ArrayField(models.CharField(max_length=10, choices=NormType.choices))
    fields = ArrayField(models.CharField(max_length=10, choices=SafetyField.choices))
    week = models.PositiveSmallIntegerField(_("weken op rij"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("maanden op rij"), null=True, blank=True)
    quarter = models.PositiveSmallIntegerField(_("kwartalen op rij"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("jaren op rij"), null=True, blank=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "key"], name="retyping_rule_once")
        ]

    def __str__(self) -> str:
        return self.key
