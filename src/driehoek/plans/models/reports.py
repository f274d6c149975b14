"""The quarterly report while it is made (kwartaalrapportage); what was fixed stands in editions."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.parties.models import Municipality, Person
from driehoek.problems.models import Theme


class QuarterlyReport(models.Model):
    """The report about one quarter; it has no content of its own but its parts and its editions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("jaar"))
    quarter = models.PositiveSmallIntegerField(_("kwartaal"))
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "-quarter"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "year", "quarter"], name="report_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="report_of_a_quarter_that_is"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.quarter}"


class ReportPart(models.Model):
    """What the adviser chose and wrote about one theme, or over all themes.

    Attributes:
        theme: None for the part over all themes.
        text: the interpretation (duiding); over all themes the core of the report.
        outlook: what is coming (vooruitblik); only over all themes.
        closed: for readers of the report alone, never for the council.
        chosen: keys of what is in, out of what the system offered.
        offered: keys of what the writer could see then, so that what came later can be told apart.
        left_out: nothing of this theme is in the report.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    report = models.ForeignKey(QuarterlyReport, models.PROTECT, related_name="parts")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("duiding"), max_length=4000, blank=True)
    outlook = models.TextField(_("vooruitblik"), max_length=4000, blank=True)
    closed = models.TextField(_("vertrouwelijk"), max_length=4000, blank=True)
    chosen = ArrayField(models.CharField(max_length=80), default=list)
    offered = ArrayField(models.CharField(max_length=80), default=list)
    left_out = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "theme"], name="report_part_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.theme_id}"
