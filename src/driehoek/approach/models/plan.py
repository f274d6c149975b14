"""The plan of approach of a case and its editions (CX07; the fields of domain.md, section 4.3)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case
from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Municipality, Organisation, Person


class Plan(models.Model):
    """What is to be reached and how; at the level of the overview, so without names.

    The problem stands in the definition, the legal basis in `grounds`, the partners with the case, and who does what
    in the actions; an edition freezes them together.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="approach_plan")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    goal = models.TextField(_("Wat willen wij bereiken?"), max_length=800, blank=True)
    success = models.TextField(_("Waaraan zien wij dat het lukt?"), max_length=800, blank=True)
    scope = models.TextField(_("Waarover gaat het, en waarover niet?"), max_length=800, blank=True)
    decisions = models.TextField(_("Welke besluiten zijn nodig, en wanneer?"), max_length=800, blank=True)
    escalates = models.TextField(_("Wat doen wij als het escaleert?"), max_length=800, blank=True)
    communication = models.TextField(_("Wie vertelt wat aan wie?"), max_length=800, blank=True)
    costs = models.TextField(_("Wat kost het, en wie betaalt?"), max_length=400, blank=True)
    review_on = models.DateField(_("Wanneer kijken wij opnieuw?"), null=True, blank=True)
    scale_down = models.TextField(_("Wanneer schalen wij af?"), max_length=600, blank=True)
    aftercare_owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Wie doet de nazorg?"),
    )
    review_deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="+", null=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.case_id} {self.version}"


class PlanEdition(models.Model):
    """The plan as it was adopted; a row never changes.

    Attributes:
        contents: the canonical text of the snapshot (approach.snapshot), `sha256` its digest.
        plan_version: of which version of the plan it was made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="approach_plan_editions")
    number = models.PositiveSmallIntegerField()
    contents = models.TextField()
    sha256 = models.CharField(max_length=64)
    plan_version = models.PositiveIntegerField()
    note = models.CharField(_("waarom deze versie"), max_length=300, blank=True)
    adopted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="approach_plan_edition_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"
