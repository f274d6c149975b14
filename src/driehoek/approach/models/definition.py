"""The definition of a problem on one page with advice for the driehoek, and what the driehoek decided (CX06)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case
from driehoek.parties.models import Municipality, Person


class Definition(models.Model):
    """What the problem is, on one page, and what the driehoek is asked. At the level of the overview: no names.

    Attributes:
        options: what the driehoek can choose: list of {option, consequence}, two to four.
        offered_at: since when it is ready for an agenda; a change after that takes it back.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="approach_definition")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    what = models.TextField(_("Wat is het probleem?"), max_length=600, blank=True)
    since = models.CharField(_("Sinds wanneer?"), max_length=200, blank=True)
    why = models.TextField(_("Waarom is het een probleem?"), max_length=600, blank=True)
    for_whom = models.TextField(_("Voor wie?"), max_length=400, blank=True)
    tried = models.TextField(_("Wat is al geprobeerd?"), max_length=600, blank=True)
    asked = models.TextField(_("Wat vraagt u van de driehoek?"), max_length=400, blank=True)
    options = models.JSONField(default=list)
    advice = models.TextField(_("Advies"), max_length=600, blank=True)
    offered_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.case_id} {self.version}"


class Outcome(models.TextChoices):
    """What the driehoek decided about a case."""

    PRIORITISED = "prioritised", _("Geprioriteerd")
    LATER = "later", _("Later")
    REJECTED = "rejected", _("Geen prioriteit")


class Prioritisation(models.Model):
    """The driehoek decided on the definition; a row never changes, the newest counts.

    Attributes:
        point: id of the point on the agenda that it was decided at; None when it was recorded by hand.
        contents, sha256: the definition as it lay there, and its digest.
        again_on: for `later`, when it comes back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="approach_prioritisations")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.TextField(_("reden"), max_length=2000)
    decided_on = models.DateField(_("besloten op"))
    again_on = models.DateField(_("komt terug op"), null=True)
    point = models.UUIDField(null=True)
    contents = models.TextField()
    sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="later", again_on__isnull=False)
                | (~Q(outcome="later") & Q(again_on=None)),
                name="approach_prioritisation_later_says_when",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "-recorded_at"], name="approach_prioritised_of_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
