"""What lawyers and officers say of the rules, and that a lawyer agreed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.parties.models import Municipality, Person


class Remark(models.Model):
    """A remark on a rule, about the text that it had then; settled by who watches over the rules.

    Attributes:
        rule: id of the basis or closing rule.
        rule_version: version of the rule set that was read.
        digest: hash over the rule's own text, so that a later text shows as another one.
        answer: how it was settled; empty while it is open.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=80)
    rule_version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    text = models.CharField(_("opmerking"), max_length=2000)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answer = models.CharField(_("antwoord"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="remark_answered_has_answer",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "rule", "-made_at"], name="remark_of_rule"),
            models.Index(
                fields=["municipality", "-made_at", "-id"], name="remark_open", condition=Q(answered_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.made_at:%Y-%m-%d}"


class SignOff(models.Model):
    """A lawyer's agreement with the text of a rule, recorded by the data-protection officer; it never changes.

    It holds for the text that it is about (`digest`), whatever else in the rule set changes. Taking it back is a
    second row with `withdrawn` true.

    Attributes:
        lawyer: who agreed, by name and office as they want to be named.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=80)
    rule_version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    lawyer = models.CharField(_("jurist"), max_length=200)
    note = models.CharField(_("toelichting"), max_length=1000, blank=True)
    withdrawn = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(lawyer=""), name="sign_off_has_lawyer"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "rule", "-made_at"], name="sign_off_of_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.lawyer}"
