"""Weighing cases against each other and against capacity (CX05): cases, never persons."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case
from driehoek.parties.models import Municipality, Organisation, Person


class Criterion(models.Model):
    """What a municipality weighs cases on.

    Attributes:
        key: the same for good; `name` and `question` are the municipality's own words.
        weight: 0 (does not count) to 5.
        inverse: a high score makes the case less urgent, as with the capacity that it takes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    name = models.CharField(_("naam"), max_length=80)
    question = models.CharField(_("vraag"), max_length=200)
    weight = models.PositiveSmallIntegerField(_("gewicht"), default=1)
    inverse = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "key"], name="approach_criterion_once"),
            models.CheckConstraint(condition=Q(weight__lte=5), name="approach_criterion_weight_to_five"),
        ]

    def __str__(self) -> str:
        return self.name


class Score(models.Model):
    """How a case does on a criterion, 1 to 5, with the reason; a row never changes, the newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="approach_scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    scored_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    scored_at = models.DateTimeField()

    class Meta:
        ordering = ["-scored_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=5), name="approach_score_one_to_five")
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "criterion", "-scored_at"], name="approach_score_newest")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.value}"


class Demand(models.Model):
    """How many hours a week a case asks of an organisation; a row never changes, the newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="approach_demands")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    hours = models.PositiveSmallIntegerField()
    stated_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        ordering = ["-stated_at"]
        indexes: ClassVar = [
            models.Index(fields=["case", "organisation", "-stated_at"], name="approach_demand_newest")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.hours}"


class Capacity(models.Model):
    """How many hours a week an organisation has for complex cases over a period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisatie")
    )
    first = models.DateField(_("vanaf"))
    last = models.DateField(_("tot en met"))
    hours = models.PositiveSmallIntegerField(_("uren per week"))
    stated_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-first"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="approach_capacity_ends_after_start"
            ),
            models.UniqueConstraint(fields=["organisation", "first"], name="approach_capacity_period_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.hours}"


class Shift(models.Model):
    """A case is put right above another, against the order of the scores, for a reason; a row never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="approach_shifts")
    above = models.ForeignKey(Case, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    shifted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    shifted_at = models.DateTimeField()

    class Meta:
        ordering = ["shifted_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(case=F("above")), name="approach_shift_above_another")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} > {self.above_id}"
