"""The products of the steps of a process model, and the picture of a group (CX12)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from driehoek.cases.models import Case, Compartment
from driehoek.parties.models import Municipality, Person
from driehoek.vault import Secret


class GroupPicture(models.Model):
    """The picture of a group in step 3, under lock in the shared compartment.

    The fields are those of domain.md, section 4.3 (source 7step3); care that people get is no part of it. The
    behaviour is interpreted in words: the three fixed classes of groups are no longer used (section 4.2, beke7).
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="approach_group_picture")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+")
    dynamics_locked = models.TextField(blank=True)
    roles_locked = models.TextField(blank=True)
    problems_locked = models.TextField(blank=True)
    context_locked = models.TextField(blank=True)
    causes_locked = models.TextField(blank=True)
    hierarchy_locked = models.TextField(blank=True)
    online_locked = models.TextField(blank=True)
    behaviour_locked = models.TextField(blank=True)
    complete = models.BooleanField(default=False)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    dynamics = Secret("dynamics_locked")
    roles = Secret("roles_locked")
    problems = Secret("problems_locked")
    context = Secret("context_locked")
    causes = Secret("causes_locked")
    hierarchy = Secret("hierarchy_locked")
    online = Secret("online_locked")
    behaviour = Secret("behaviour_locked")

    def __str__(self) -> str:
        return f"{self.case_id} {self.version}"


class ProductMark(models.Model):
    """Someone said that a product of a step is made; taking it back ends the row.

    Attributes:
        step: key of the state in the process model; `product` the key of the product in `data/products.yaml`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="approach_product_marks")
    step = models.CharField(max_length=40)
    product = models.CharField(max_length=40)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "step", "product"],
                condition=models.Q(withdrawn_at=None),
                name="approach_product_marked_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.product}"
