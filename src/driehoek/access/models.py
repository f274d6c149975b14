"""The one table of grants."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.parties.models import Appointment, Municipality, Person


class Level(models.IntegerChoices):
    """How far a grant reaches; each level includes those before it."""

    OVERVIEW = 1, _("Overzicht")
    FILE = 2, _("Dossier")
    WORK = 3, _("Meewerken")
    LEAD = 4, _("Leiding")


class Origin(models.TextChoices):
    """Why a grant exists."""

    FUNCTION = "function", _("Volgt uit de functie")
    INVITATION = "invitation", _("Uitgenodigd")
    PURPOSE = "purpose", _("Geopend met een doel")
    EMERGENCY = "emergency", _("Noodtoegang")


class Grant(models.Model):
    """A person may see one problem up to a level, from a moment until a moment, for a reason.

    `problem` is a plain id: problems are a floor above. A grant never changes except to end it. `power` is the power
    or purpose that was named when a file was opened with a purpose: a value of the law's vocabulary of purposes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_constraint=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    problem = models.UUIDField()
    level = models.SmallIntegerField(choices=Level.choices)
    origin = models.CharField(max_length=12, choices=Origin.choices)
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    power = models.CharField(max_length=60, blank=True)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="grant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(origin__in=["purpose", "emergency"])
                | (~Q(reason="") & Q(valid_until__isnull=False)),
                name="grant_with_purpose_has_reason_and_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "problem", "level"], name="grant_of_person"),
            models.Index(fields=["problem"], name="grant_on_problem"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.problem} {self.level}"
