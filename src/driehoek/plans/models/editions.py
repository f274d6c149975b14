"""What was fixed: numbered editions of a report or a plan that never change."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from driehoek.parties.models import Municipality, Person
from driehoek.plans.models.plans import Plan
from driehoek.plans.models.reports import QuarterlyReport
from driehoek.plans.snapshot import Snapshot, parse


class Edition(models.Model):
    """A report or a plan as it was fixed; the database refuses every change and a digest that does not fit.

    Attributes:
        number: of this report or plan, from 1 without holes.
        schema: the form that the contents are written in (plans.snapshot.SCHEMA).
        contents: the snapshot as canonical JSON.
        sha256: digest of the contents, in hexadecimal.
        reason: why there is another one; empty for the first.
        made_at, made_by: when it was fixed, and by whom.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    report = models.ForeignKey(QuarterlyReport, models.PROTECT, null=True, related_name="editions")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="editions")
    number = models.PositiveSmallIntegerField()
    schema = models.PositiveSmallIntegerField()
    contents = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "number"], condition=Q(plan=None), name="report_edition_number_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "number"], condition=Q(report=None), name="plan_edition_number_once"
            ),
            models.CheckConstraint(
                condition=Q(report__isnull=False, plan=None) | Q(report=None, plan__isnull=False),
                name="edition_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
                name="edition_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id or self.plan_id} {self.number}"

    @property
    def snapshot(self) -> Snapshot:
        """The contents, read back."""
        return parse(self.contents)
