"""Which headings a report has, and which form an agreement uses."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from driehoek.figures.models import Indicator
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.position.models import Agreement
from driehoek.problems.models import Problem


class Form(models.Model):
    """A form of the municipality: fixed headings under which a supplier writes.

    Attributes:
        key: the ready-made form that it began as (data/forms.yaml); empty for one of the municipality's own.
        headings: list of {"key", "label", "help", "required"}, in order; a key never changes its meaning.
        asks_status: whether the supplier says how a measure stands (reports.models.Standing).
        with_figures: whether chosen indicators are prefilled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, blank=True)
    name = models.CharField(_("naam"), max_length=100)
    headings = models.JSONField(default=list)
    asks_status = models.BooleanField(_("vraag hoe de maatregel ervoor staat"), default=False)
    with_figures = models.BooleanField(_("met cijfers"), default=False)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "key"], condition=~models.Q(key=""), name="ready_form_once"
            ),
            models.UniqueConstraint(fields=["municipality", "name"], name="form_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class FormOfAgreement(models.Model):
    """The form that reports under one agreement have, and the indicators that are filled in beforehand.

    Attributes:
        supplier, problem: those of the agreement, so that the database can judge who may see the choice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="form_choice")
    supplier = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+", null=True)
    form = models.ForeignKey(Form, models.PROTECT, related_name="choices")
    indicators = models.ManyToManyField(Indicator, through="FormIndicator", related_name="+")
    chosen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.form_id}"


class FormIndicator(models.Model):
    """One indicator of a form choice, in its place."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    choice = models.ForeignKey(FormOfAgreement, models.CASCADE, related_name="chosen")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["choice", "indicator"], name="form_indicator_once")
        ]

    def __str__(self) -> str:
        return f"{self.choice_id} {self.place}"
