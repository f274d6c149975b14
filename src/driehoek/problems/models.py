"""The safety problem and the tree of themes it belongs to."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import Area
from driehoek.parties.models import Municipality, Person


class SafetyField(models.TextChoices):
    """The five safety fields of VNG's Kernbeleid Veiligheid (2017)."""

    LIVING = "living", _("Veilige woon- en leefomgeving")
    BUSINESS = "business", _("Bedrijvigheid en veiligheid")
    YOUTH = "youth", _("Jeugd en veiligheid")
    PHYSICAL = "physical", _("Fysieke veiligheid")
    INTEGRITY = "integrity", _("Integriteit en veiligheid")


class Theme(models.Model):
    """A subject of safety policy; themes form a tree under the five safety fields (ST04)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    field = models.CharField(_("veiligheidsveld"), max_length=10, choices=SafetyField.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("valt onder")
    )
    name = models.CharField(_("naam"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["field", "position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "field", "parent", "name"],
                name="theme_name_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="theme_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    """The guide's three types of safety problem."""

    STANDARD = "standard", _("Standaard")
    COMPLEX = "complex", _("Complex")
    CRISIS = "crisis", _("Crisis")


class Status(models.TextChoices):
    """Where a problem stands."""

    OPEN = "open", _("Loopt")
    WATCHED = "watched", _("Wordt gevolgd")
    CLOSED = "closed", _("Afgesloten")


class Classification(models.TextChoices):
    """How confidential a problem is; who may see it follows from grants, this says how to handle it."""

    PUBLIC = "openbaar", _("Openbaar")
    INTERNAL = "intern", _("Intern")
    CONFIDENTIAL = "vertrouwelijk", _("Vertrouwelijk")
    STRICT = "zeer_geheim", _("Strikt vertrouwelijk")


class Problem(models.Model):
    """A safety problem as everyone with an overview grant sees it: no personal data here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(_("titel"), max_length=140)
    summary = models.TextField(_("kern"), max_length=1000, blank=True)
    kind = models.CharField(_("soort"), max_length=10, choices=Kind.choices)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="problems", verbose_name=_("thema"))
    areas: models.ManyToManyField[Area, models.Model] = models.ManyToManyField(
        Area, through="ProblemArea", related_name="problems"
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="owned_problems", verbose_name=_("eigenaar")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    classification = models.CharField(
        _("vertrouwelijkheid"), max_length=14, choices=Classification.choices, default=Classification.INTERNAL
    )
    training = models.BooleanField(_("oefening"), default=False)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-changed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "number"], name="problem_number_once"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at=None)),
                name="problem_closed_has_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "status", "-changed_at"], name="problem_recent")
        ]

    def __str__(self) -> str:
        return self.title


class ProblemArea(models.Model):
    """A problem plays in an area."""

    problem = models.ForeignKey(Problem, models.CASCADE)
    area = models.ForeignKey(Area, models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "area"], name="problem_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.area_id}"


class Dossier(models.Model):
    """What is known about a problem in full; needs a grant of level `file` or higher."""

    problem = models.OneToOneField(Problem, models.CASCADE, primary_key=True, related_name="dossier")
    text = models.TextField(_("dossiertekst"), blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.problem_id)
