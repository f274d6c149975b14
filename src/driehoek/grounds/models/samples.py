"""The quarterly sample of purposes that people stated when they opened a file (TZ09)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from driehoek.parties.models import Municipality, Person


class Verdict(models.TextChoices):
    """How good a stated purpose is."""

    GOOD = "good", pgettext_lazy("purpose", "Goed")
    DOUBT = "doubt", pgettext_lazy("purpose", "Twijfel")
    POOR = "poor", pgettext_lazy("purpose", "Onvoldoende")


class Sample(models.Model):
    """One draw of a quarter; a second draw of the same quarter is another row, with its reason.

    Attributes:
        seed: what the draw was made with, so that anyone can draw the same (grounds.services.samples.drawn).
        size: how many were asked for.
        population: how many purposes were stated in the quarter.
        reason: why a quarter is drawn again; empty for the first draw.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(4)])
    number = models.PositiveSmallIntegerField(default=1)
    seed = models.CharField(max_length=64)
    size = models.PositiveSmallIntegerField()
    population = models.PositiveIntegerField()
    reason = models.CharField(_("reden"), max_length=500, blank=True)
    drawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-quarter", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "year", "quarter", "number"], name="sample_once_per_quarter"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="sample_drawn_again_has_reason"
            ),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="sample_of_a_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.year} Q{self.quarter} ({self.number})"


class SampledPurpose(models.Model):
    """One stated purpose in a sample, and how the data-protection officer rates it.

    Attributes:
        grant: id of the access that was given on the purpose; its words stand there.
        place: its place in the draw.
        verdict: empty until it is rated.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    sample = models.ForeignKey(Sample, models.PROTECT, related_name="purposes")
    grant = models.UUIDField()
    place = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=6, choices=Verdict.choices, blank=True)
    note = models.CharField(_("toelichting"), max_length=500, blank=True)
    rated_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    rated_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "grant"], name="sampled_once"),
            models.UniqueConstraint(fields=["sample", "place"], name="sampled_place_once"),
            models.CheckConstraint(
                condition=Q(verdict="", rated_at=None) | (~Q(verdict="") & Q(rated_at__isnull=False)),
                name="sampled_rated_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.place}"
