"""A barrier model: how a criminal business works step by step, and which barriers stand or fail (CX13)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case
from driehoek.parties.models import Municipality, Organisation, Person


class BarrierModel(models.Model):
    """A model of a phenomenon: of the municipality, or as it is used in one case. No personal data stands in it.

    Attributes:
        case: the case that it is about; None for the municipality's own, which a case can take over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", null=True)
    title = models.CharField(_("titel"), max_length=120)
    summary = models.CharField(_("waar het over gaat"), max_length=500, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at"]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "case", "-made_at"], name="barrier_model_of")
        ]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """A step of the criminal business, such as obtaining a location; what was taken away stays, unseen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    model = models.ForeignKey(BarrierModel, models.PROTECT, related_name="steps")
    name = models.CharField(_("stap"), max_length=80)
    position = models.PositiveSmallIntegerField()
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class ElementKind(models.TextChoices):
    """What belongs to a step."""

    OPPORTUNITY = "opportunity", _("Gelegenheid")
    ENABLER = "enabler", _("Facilitator")
    SIGNAL = "signal", _("Signaal")
    PARTNER = "partner", _("Partner")
    BARRIER = "barrier", _("Barrière")


class BarrierStatus(models.TextChoices):
    """How a barrier stands."""

    STANDS = "stands", _("Staat")
    PLANNED = "planned", _("Gepland")
    FAILS = "fails", _("Faalt")
    PROPOSED = "proposed", _("Voorgesteld")


class Element(models.Model):
    """Something in a step: an opportunity that is used, who makes it possible, a signal, a partner, or a barrier.

    Attributes:
        removed_at: when it was taken away; it stays, with its history, and is shown no more.
        status, owner, effect: of a barrier: how it stands, which organisation keeps it, what it does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, models.PROTECT, related_name="elements")
    kind = models.CharField(_("soort"), max_length=11, choices=ElementKind.choices)
    text = models.CharField(_("in een paar woorden"), max_length=120)
    status = models.CharField(_("stand"), max_length=8, choices=BarrierStatus.choices, blank=True)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("eigenaar")
    )
    effect = models.CharField(_("wat het doet"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(kind="barrier") & ~Q(status=""))
                | (~Q(kind="barrier") & Q(status="", owner=None, effect="")),
                name="only_a_barrier_has_a_status",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class StatusChange(models.Model):
    """A barrier came to stand otherwise; a row never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    element = models.ForeignKey(Element, models.PROTECT, related_name="changes")
    before = models.CharField(max_length=8, blank=True)
    after = models.CharField(max_length=8, choices=BarrierStatus.choices)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at"]
        indexes: ClassVar = [models.Index(fields=["element", "-changed_at"], name="barrier_change_of")]

    def __str__(self) -> str:
        return f"{self.element_id} {self.before}>{self.after}"
