"""Who was asked to agree, because a rule of the law wants it, and what they said."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from driehoek.parties.models import Municipality, Organisation, Person


class ApprovalState(models.TextChoices):
    """How it stands; goes forward only."""

    ASKED = "asked", pgettext_lazy("approval", "Gevraagd")
    GIVEN = "given", pgettext_lazy("approval", "Gegeven")
    REFUSED = "refused", pgettext_lazy("approval", "Geweigerd")
    LAPSED = "lapsed", pgettext_lazy("approval", "Niet meer nodig")


class ApprovalRecord(models.Model):
    """Someone must agree before something may be given: asked when, answered when and by whom.

    Attributes:
        subject_kind, subject: about what, as in Decision.
        organisation: who asked, and sees it.
        fact: the fact of the rules that it answers, such as `prosecutor_agreement`.
        approver: who gives it, a value of the law's list `approver`.
        four_eyes: whether it is given within the organisation that asked; then the database refuses that the one
            who asked also answers. An answer from outside is written down with a reference.
        asked_of: the person who was asked, when it is one here.
        reference: where the answer stands, such as a letter's number; no text about a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    problem = models.UUIDField(null=True)
    fact = models.CharField(max_length=80)
    approver = models.CharField(max_length=60)
    four_eyes = models.BooleanField()
    state = models.CharField(max_length=8, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "organisation", "fact"],
                name="approval_asked_once",
                condition=Q(state="asked"),
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_by=None, answered_at=None)
                | (~Q(state="asked") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="approval_answered_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(four_eyes=False)
                | Q(state__in=["asked", "lapsed"])
                | ~Q(answered_by=F("asked_by")),
                name="approval_by_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(four_eyes=True) | Q(state__in=["asked", "lapsed"]) | ~Q(reference=""),
                name="approval_from_outside_has_reference",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "-asked_at"], name="approval_of_subject")]

    def __str__(self) -> str:
        return f"{self.fact} {self.state}"
