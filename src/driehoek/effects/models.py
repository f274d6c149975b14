"""A study of what changed after a start, its runs that never change, and the cases that it is about."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case
from driehoek.figures.models import Indicator
from driehoek.parties.models import Municipality, Person


class Study(models.Model):
    """What is asked: an indicator in areas, a start, and what it is compared with. No personal data here.

    Attributes:
        happened: what began, where and by whom, in a few words.
        areas: ids of the areas in which it began; their counts are taken together.
        starts_on: first day of the first month after the start.
        before: at most so many months before the start are used.
        comparison: ids of areas in which nothing began; `comparison_reason` says why these.
        neighbours: ids of areas next door, where what went away may have gone.
        excluded_from, excluded_until: first days of the first and last month left out, with `excluded_reason`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    title = models.CharField(_("titel"), max_length=120)
    happened = models.CharField(_("wat begon er"), max_length=500)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("indicator"))
    areas = ArrayField(models.BigIntegerField())
    starts_on = models.DateField(_("eerste maand erna"))
    before = models.PositiveSmallIntegerField(
        _("maanden ervoor"), default=60, validators=[MinValueValidator(24), MaxValueValidator(120)]
    )
    comparison = ArrayField(models.BigIntegerField(), default=list, blank=True)
    comparison_reason = models.CharField(_("waarom deze gebieden"), max_length=500, blank=True)
    neighbours = ArrayField(models.BigIntegerField(), default=list, blank=True)
    excluded_from = models.DateField(null=True, blank=True)
    excluded_until = models.DateField(null=True, blank=True)
    excluded_reason = models.CharField(_("waarom die maanden"), max_length=300, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(comparison=[]) | ~Q(comparison_reason=""), name="effect_comparison_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(excluded_from=None, excluded_until=None)
                | (Q(excluded_from__lte=F("excluded_until")) & ~Q(excluded_reason="")),
                name="effect_exclusion_has_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "-made_at", "-id"], name="effect_recent")]

    def __str__(self) -> str:
        return self.title


class Run(models.Model):
    """One outcome of a study with the series it was made of; the database refuses every change.

    Attributes:
        inputs: the choices and the counts of every area (effects.series.Inputs).
        sha256: seal over the inputs in their canonical form.
        method: version of the method (statistics.interrupted.METHOD).
        result: what came out (statistics.interrupted_checks.Verdict, as plain data).
        certainty: in which the words speak.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    study = models.ForeignKey(Study, models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField()
    inputs = models.JSONField()
    sha256 = models.CharField(max_length=64)
    method = models.CharField(max_length=20)
    result = models.JSONField()
    certainty = models.CharField(max_length=12)
    run_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    run_at = models.DateTimeField()

    class Meta:
        ordering = ["study", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "number"], name="effect_run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} {self.number}"


class CaseLink(models.Model):
    """A study tells something about a case; who sees the case, sees the link and reads the study."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    study = models.ForeignKey(Study, models.PROTECT, related_name="links")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    linked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["-linked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "case"], name="effect_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} {self.case_id}"
