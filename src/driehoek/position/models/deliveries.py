"""What is expected, what arrived, and what its readers thought of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.position.models.agreements import Agreement, InfoKind
from driehoek.problems.models import Classification, Problem, Theme


class DeliveryState(models.TextChoices):
    """Where a delivery stands; late is not a state but a matter of time (deadlines)."""

    EXPECTED = "expected", _("Verwacht")
    RECEIVED = "received", _("Binnen")
    DROPPED = "dropped", _("Vervallen")


class Delivery(models.Model):
    """One delivery under an agreement: expected with a deadline, or come at an event.

    Attributes:
        deadline: when it is due; None for a delivery that came at an event.
        supplier, theme: those of the agreement when it was planned, so that history stays true.
        period_start, period_end: the period it is about, where the agreement recurs.
        begun_at: when its supplier began to write what is to come; from then on it does not just disappear.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="deliveries")
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="delivery", null=True)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+", null=True, blank=True)
    supplier = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.EXPECTED)
    begun_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-period_end"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "period_end"],
                condition=Q(period_end__isnull=False),
                name="delivery_once_per_period",
            ),
            models.CheckConstraint(
                condition=Q(state="received", received_at__isnull=False)
                | (~Q(state="received") & Q(received_at=None)),
                name="delivery_received_has_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agreement", "-period_end"], name="delivery_of_agreement"),
            models.Index(fields=["municipality", "-received_at"], name="delivery_received"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.period_end}"


class Certainty(models.TextChoices):
    """How sure a fact is (domain.md, section 5.6)."""

    CONFIRMED = "confirmed", _("Bevestigd")
    LIKELY = "likely", _("Waarschijnlijk")
    UNVERIFIED = "unverified", _("Nog niet nagegaan")
    DENIED = "denied", _("Weersproken")


class Item(models.Model):
    """Something that reached the mayor.

    Attributes:
        delivery: the delivery it came with; None when it came unasked, outside every agreement.
        text: what is the case; emptied when it expires.
        meaning: the supplier's interpretation (duiding), of which mayors miss most.
        fact_on: date of the fact; `received_at` is that of receipt.
        period, comparison, limits: for analytical information, what it is about and how far it reaches.
        source: from which record or observation it comes.
        reference: where the document itself lies, when it came another way.
        expires_on: from this day on its text is gone.
        must_know: whether the mayor must know it today; then a due date of its own runs until it is opened.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="items", null=True)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="items", null=True, blank=True)
    supplier = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("thema"))
    info_kind = models.CharField(_("soort informatie"), max_length=12, choices=InfoKind.choices)
    title = models.CharField(_("in één regel"), max_length=140)
    text = models.TextField(_("wat er is"), max_length=8000, blank=True)
    meaning = models.TextField(_("wat het betekent"), max_length=4000, blank=True)
    fact_on = models.DateField(_("datum van het feit"), null=True, blank=True)
    period = models.CharField(_("periode"), max_length=100, blank=True)
    comparison = models.CharField(_("vergeleken met"), max_length=200, blank=True)
    limits = models.CharField(_("wat dit niet zegt"), max_length=300, blank=True)
    certainty = models.CharField(
        _("zekerheid"), max_length=10, choices=Certainty.choices, default=Certainty.CONFIRMED
    )
    classification = models.CharField(
        _("vertrouwelijkheid"), max_length=14, choices=Classification.choices, default=Classification.INTERNAL
    )
    personal_data = models.BooleanField(_("met persoonsgegevens"), default=False)
    source = models.CharField(_("bron"), max_length=140, blank=True)
    reference = models.CharField(_("vindplaats"), max_length=200, blank=True)
    must_know = models.BooleanField(_("moet de burgemeester vandaag weten"), default=False)
    expires_on = models.DateField(_("vervalt op"), null=True, blank=True)
    expired_at = models.DateTimeField(null=True)
    provided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at"]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-received_at"], name="item_received"),
            models.Index(fields=["problem"], name="item_of_problem"),
            models.Index(fields=["expires_on"], name="item_expiring", condition=Q(expired_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title


class Verdict(models.TextChoices):
    """What a reader says of an item with one tap (OV04)."""

    USEFUL = "useful", _("Nuttig")
    LATE = "late", _("Te laat")
    TOO_MUCH = "too_much", _("Te veel")
    NO_MEANING = "no_meaning", _("Duiding mist")


class Reading(models.Model):
    """What one reader did with an item: opened, acknowledged, rated. Never removed, only rated anew.

    Attributes:
        problem, supplier: those of the item, so that the database can judge who may see the reading.
        opened_at: when it was first on the reader's screen in full.
        acknowledged_at: when the reader said "gezien".
        verdict: what the reader thinks of it; empty until said.
        mark: 1 to 5 for the content, where the reader gave one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="readings")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+", null=True, blank=True)
    supplier = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    mark = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "person"], name="reading_once_per_reader"),
            models.CheckConstraint(
                condition=Q(mark__isnull=True) | Q(mark__range=(1, 5)), name="reading_mark_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", rated_at=None) | (~Q(verdict="") & Q(rated_at__isnull=False)),
                name="reading_rated_has_moment",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "-rated_at"], name="reading_rated")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.person_id}"
