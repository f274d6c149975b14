"""A progress report: the form of a delivery, from draft to fixed; what is fixed never changes (walls.sql)."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from driehoek.figures.models import Frequency, Indicator
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.position.models import Delivery, Item
from driehoek.problems.models import Problem, Theme
from driehoek.reports.models.forms import Form


class ReportState(models.TextChoices):
    """Where a report stands."""

    DRAFT = "draft", _("Concept")
    SENT = "sent", _("Verstuurd")
    RETURNED = "returned", _("Terug met vragen")
    CHECKED = "checked", _("Gecontroleerd")
    FIXED = "fixed", _("Vastgesteld")


# In these states the supplier writes; in all others the content stands still, also in the database.
CONTENT_OPEN: Final = (ReportState.DRAFT, ReportState.RETURNED)


class Standing(models.TextChoices):
    """How a measure stands, in the words of who carries it out (ST20)."""

    ON_SCHEDULE = "on_schedule", _("Op schema")
    AT_RISK = "at_risk", _("Loopt gevaar")
    BEHIND = "behind", _("Loopt achter")
    DONE = "done", pgettext_lazy("measure", "Klaar")


class Report(models.Model):
    """One progress report (voortgangsrapportage).

    Attributes:
        delivery: what was expected; the report is the form in which it comes.
        supplements: the fixed report that this one adds to; None for the report itself.
        number: "R-2026-0042", per municipality, given when it is fixed.
        supplier, theme, problem: those of the delivery, so that the database can judge who may see it.
        form_name, form_version: the form as it was when it was written.
        gist: the report in one line, for the mayor's page.
        status: how the measure stands; empty where the form does not ask.
        author: who wrote it last before sending; `on_behalf` when that was an adviser.
        saved_at: when the supplier last saved it.
        as_of: when the figures were frozen, at sending.
        item: the item by which the mayor heard of it, made when it was fixed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="reports")
    supplements = models.ForeignKey("self", models.PROTECT, related_name="supplemented_by", null=True)
    supplier = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+", null=True)
    form = models.ForeignKey(Form, models.PROTECT, related_name="+")
    form_name = models.CharField(max_length=100)
    form_version = models.PositiveIntegerField()
    number = models.CharField(max_length=20, blank=True)
    gist = models.CharField(_("in één regel"), max_length=140, blank=True)
    status = models.CharField(
        pgettext_lazy("measure", "stand"), max_length=12, choices=Standing.choices, blank=True
    )
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.DRAFT)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on_behalf = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    as_of = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    fixed_at = models.DateTimeField(null=True)
    fixed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    item = models.OneToOneField(Item, models.PROTECT, related_name="report", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-saved_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["delivery"], condition=Q(supplements=None), name="report_once_per_delivery"
            ),
            models.UniqueConstraint(
                fields=["supplements"], condition=~Q(state="fixed"), name="supplement_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["municipality", "number"], condition=~Q(number=""), name="report_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state="fixed", fixed_at__isnull=False, fixed_by__isnull=False)
                & ~Q(number="")
                & Q(checked_at__isnull=False)
                | ~Q(state="fixed") & Q(number="", fixed_at=None, fixed_by=None),
                name="report_fixed_has_number",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False), name="report_sent_has_moment"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-saved_at", "-id"], name="report_in_order"),
            models.Index(
                fields=["municipality", "sent_at", "id"],
                name="report_to_check",
                condition=Q(state__in=["sent", "checked"]),
            ),
            models.Index(fields=["municipality", "-fixed_at"], name="report_fixed"),
            models.Index(fields=["supplier", "-saved_at", "-id"], name="report_of_supplier"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)


class Section(models.Model):
    """What stands under one heading; the heading as it read when this was written."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "key"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}"


class Figure(models.Model):
    """One figure with what the supplier says it means (ST12); value and sentences frozen when it was sent.

    Attributes:
        period: first day of the period; None while nothing is known.
        value, year_before: in `unit`; None when the source does not know it.
        comparison, deviation, norm, source: sentences as they read at sending, in Dutch; empty when there is none.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    unit = models.CharField(max_length=60)
    decimals = models.PositiveSmallIntegerField(default=0)
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    period = models.DateField(null=True)
    value = models.FloatField(null=True)
    provisional = models.BooleanField(default=False)
    year_before = models.FloatField(null=True)
    comparison = models.CharField(max_length=300, blank=True)
    deviation = models.CharField(max_length=500, blank=True)
    norm = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=260, blank=True)
    interpretation = models.TextField(blank=True)

    class Meta:
        ordering = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "indicator"], name="report_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.name}"


class Flag(models.Model):
    """Something in a report that the mayor must know today (ST11).

    Attributes:
        item: the item that it became at sending; None in a draft.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="flags")
    title = models.CharField(_("wat moet de burgemeester vandaag weten"), max_length=140)
    text = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField()
    item = models.OneToOneField(Item, models.PROTECT, related_name="report_flag", null=True)

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return self.title


class Remark(models.Model):
    """A question with which a report went back to its supplier, and the answer if one was written.

    Attributes:
        heading: key of the heading, or id of the indicator, that it is about; empty for the whole report.
        label: that heading in words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="remarks")
    heading = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=160, blank=True)
    text = models.TextField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="remark_answer_has_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.heading}"
