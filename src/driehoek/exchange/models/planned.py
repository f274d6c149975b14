"""What the mayor means to do, told to the prosecution service beforehand (OM05)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.problems.models import Problem, Theme


class Power(models.TextChoices):
    """The mayor's powers that can cross a criminal investigation."""

    CLOSURE = "closure", _("Sluiting van een pand (Opiumwet 13b, Gemeentewet 174a)")
    AREA_BAN = "area_ban", _("Gebiedsverbod (Gemeentewet 172a)")
    HOME_BAN = "home_ban", _("Huisverbod (Wet tijdelijk huisverbod)")
    SEARCH_AREA = "search_area", _("Veiligheidsrisicogebied (Gemeentewet 151b)")
    CAMERAS = "cameras", _("Cameratoezicht (Gemeentewet 151c)")
    EMERGENCY = "emergency", _("Noodbevel of noodverordening (Gemeentewet 175, 176)")
    PERMIT = "permit", _("Vergunning weigeren of intrekken")
    OTHER = "other", _("Iets anders")


class PlannedState(models.TextChoices):
    """Where a planned power stands."""

    DRAFT = "draft", _("Concept")
    ANNOUNCED = "announced", _("Voorgelegd")
    DECIDED = "decided", _("Besloten")
    DROPPED = "dropped", _("Gaat niet door")


class PlannedPower(models.Model):
    """A power that the mayor means to use, with a term in which the prosecution service can object.

    Attributes:
        place: where, in words that name no person.
        planned_for: the day from which it would hold.
        object_until: the end of the term; deciding before it needs an answer, or urgency with a reason.
        urgent_words: why it did not wait for the answer or the end of the term, when it did not.
        weighed_words: how an objection, or the request to wait, was weighed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.CharField(max_length=16, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    told_to = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("aan wie"))
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="planned_powers", null=True, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("thema"))
    power = models.CharField(_("bevoegdheid"), max_length=12, choices=Power.choices)
    title = models.CharField(_("in één regel, zonder persoonsgegevens"), max_length=140)
    place = models.CharField(_("waar"), max_length=140)
    reason = models.TextField(_("waarom"), max_length=2000)
    planned_for = models.DateField(_("vanaf wanneer"))
    object_until = models.DateTimeField(_("bezwaar kan tot"))
    state = models.CharField(max_length=10, choices=PlannedState.choices, default=PlannedState.DRAFT)
    urgent_words = models.CharField(max_length=500, blank=True)
    weighed_words = models.CharField(max_length=500, blank=True)
    outcome_words = models.CharField(_("wat is besloten"), max_length=500, blank=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", announced_at=None)
                | (~Q(state="draft") & Q(announced_at__isnull=False))
                | Q(state="dropped"),
                name="planned_power_announced_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | (Q(decided_at__isnull=False) & ~Q(outcome_words="")),
                name="planned_power_decided_has_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["told_to", "state", "object_until"], name="planned_inbox"),
            models.Index(fields=["organisation", "-made_at"], name="planned_own"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)


class ObjectionState(models.TextChoices):
    """What the prosecution service says of it."""

    NONE = "none", _("Geen bezwaar")
    WAIT = "wait", _("Wachten tot een moment")
    OBJECT = "object", _("Bezwaar in het belang van het onderzoek")


class Objection(models.Model):
    """The answer to a planned power: no objection, wait, or an objection for the investigation's sake. Never changed.

    Attributes:
        words: the reason as the mayor may read it; nothing about the investigation itself is asked.
        wait_until: until when to wait.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    planned = models.ForeignKey(PlannedPower, models.PROTECT, related_name="objections")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=6, choices=ObjectionState.choices)
    words = models.CharField(_("toelichting"), max_length=1000, blank=True)
    wait_until = models.DateTimeField(_("wachten tot"), null=True, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    key = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        ordering = ["-given_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(answer="wait") | Q(wait_until__isnull=False), name="objection_wait_has_end"
            ),
            models.CheckConstraint(condition=~Q(answer="object") | ~Q(words=""), name="objection_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.planned_id} {self.answer}"
