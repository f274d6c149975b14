"""What was told by word of mouth: what the other side says of it, and what the officer does when it was not allowed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.models import Deadline
from driehoek.exchange.models.provisions import Provision
from driehoek.grounds.models import Decision
from driehoek.parties.models import Municipality, Organisation, Person


class OralReply(models.Model):
    """The other side says whether it was told so, once. Never changed.

    Attributes:
        agrees: whether it was told so; else `words` say what was told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    provision = models.OneToOneField(Provision, models.PROTECT, related_name="oral_reply")
    agrees = models.BooleanField()
    words = models.CharField(_("toelichting"), max_length=500, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(words=""), name="oral_objection_has_words"),
        ]

    def __str__(self) -> str:
        return str(self.provision_id)


class OralIncident(models.Model):
    """Something was told that the law did not allow: for the data-protection officer, without what was said.

    The database makes the row itself when such a provision is recorded (oral.sql), so that nobody leaves it out.

    Attributes:
        number, giver, recipient, told_at, recorded_at: those of the provision, which the officer does not see.
        decision: what the law says of it; outcome is its outcome.
        words: how it was settled, by whom and when.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    provision = models.OneToOneField(Provision, models.PROTECT, related_name="oral_incident")
    number = models.CharField(max_length=16)
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16)
    told_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    words = models.CharField(_("hoe dit is afgehandeld"), max_length=1000, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    settled_at = models.DateTimeField(null=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(settled_at=None) | (Q(settled_by__isnull=False) & ~Q(words="")),
                name="oral_incident_settled_with_words",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "-recorded_at"], name="oral_incident_list")]

    def __str__(self) -> str:
        return self.number
