"""Two records of one case that may be the same, and what people decided about that."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case, Compartment
from driehoek.parties.models import Municipality, Person
from driehoek.subjects.models import Subject, SubjectKind
from driehoek.vault import Secret


class PairState(models.TextChoices):
    """Where a pair stands."""

    OPEN = "open", _("Te beoordelen")
    SAME = "same", _("Hetzelfde")
    DIFFERENT = "different", _("Niet hetzelfde")
    UNKNOWN = "unknown", _("Nog niet duidelijk")
    LAPSED = "lapsed", _("Vervallen")


class Answer(models.TextChoices):
    """What was decided about a pair; the last two are not a person's judgement of likeness."""

    SAME = "same", _("Hetzelfde")
    DIFFERENT = "different", _("Niet hetzelfde")
    UNKNOWN = "unknown", _("Weet niet")
    PARTED = "parted", _("Samenvoegen teruggedraaid")
    REOPENED = "reopened", _("Opnieuw voorgelegd: een record is gewijzigd")


class Pair(models.Model):
    """Two records of one kind and case that may be the same. It says in what they are alike, never what they say.

    Which record leads among those that are the same follows from the pairs that people called the same; the database
    keeps it (`matching/walls.sql`), so that taking one back restores what was, whatever was added meanwhile.

    Attributes:
        left, right: the records; `left` has the smaller id, so that a pair is there once.
        left_part, right_part: the compartments in which they lie, kept by the database. Only who sees both sees it.
        weight: the match weight, for putting in order; never shown as a number.
        strength: `very_likely`, `likely` or `possible`.
        reasons: field → outcome (`linking.weights`), in order.
        rules: the version of the weights.
        digest: a keyed fingerprint of what was compared; while it is the same, "not the same" is not asked again.
        lead: the record that was chosen to lead when both were called the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="pairs")
    kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    left = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    right = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    left_part = models.ForeignKey(Compartment, models.PROTECT, related_name="+", editable=False)
    right_part = models.ForeignKey(Compartment, models.PROTECT, related_name="+", editable=False)
    weight = models.FloatField()
    strength = models.CharField(max_length=12)
    reasons = models.JSONField(default=dict)
    rules = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.OPEN)
    lead = models.ForeignKey(Subject, models.PROTECT, related_name="+", null=True, blank=True)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["left", "right"], name="pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="pair_in_order"),
            models.CheckConstraint(
                condition=(Q(state="same") & (Q(lead=F("left")) | Q(lead=F("right"))))
                | (~Q(state="same") & Q(lead=None)),
                name="pair_same_has_lead",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "state", "-found_at", "-id"], name="pair_of_case"),
            models.Index(fields=["right"], name="pair_by_right"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Decision(models.Model):
    """What was decided about a pair, by whom and why; a row never changes.

    Attributes:
        reason: under lock, because it may say something about a person.
        decided_by: None where Driehoek put the pair forward again.
        digest: what was compared then, as a fingerprint.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    pair = models.ForeignKey(Pair, models.PROTECT, related_name="decisions")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    lead = models.ForeignKey(Subject, models.PROTECT, related_name="+", null=True, blank=True)
    reason_locked = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField()

    reason = Secret("reason_locked")

    class Meta:
        ordering = ["-decided_at"]
        indexes: ClassVar = [models.Index(fields=["pair", "-decided_at"], name="decision_of_pair")]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.answer}"
