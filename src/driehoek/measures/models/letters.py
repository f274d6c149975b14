"""Letters about a measure: made from a template and the register, a concept until the mayor has decided."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Compartment
from driehoek.measures.models.measures import AdministrativeMeasure
from driehoek.parties.models import Municipality, Person
from driehoek.vault import Secret


class LetterKind(models.TextChoices):
    """What a letter says."""

    INTENTION = "intention", _("Voornemen")
    DECISION = "decision", _("Besluit")
    ANNOUNCEMENT = "announcement", _("Bekendmaking")
    END = "end", _("Einde van de maatregel")


class LetterTemplate(models.Model):
    """A municipality's own template for a kind of letter; a version never changes.

    Attributes:
        body: the docx file; it holds no personal data, only known fields.
        digest: SHA-256 of the file, hex.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField(_("soort brief"), max_length=12, choices=LetterKind.choices)
    number = models.PositiveSmallIntegerField(default=1)
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "kind", "number"], name="letter_template_once"),
            models.UniqueConstraint(
                fields=["municipality", "kind"],
                condition=Q(ended_at=None),
                name="letter_template_one_in_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Letter(models.Model):
    """A letter as it was made: what went into it under lock, and by which template; the file is made from these.

    Attributes:
        template: the municipality's own, or None for the one that comes with Driehoek.
        template_digest: SHA-256 of the template's file, so that a changed file is noticed.
        content: JSON text under lock: what was filled in.
        concept: made before the mayor decided; the letter says so on every page.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    measure = models.ForeignKey(AdministrativeMeasure, models.PROTECT, related_name="letters")
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    number = models.PositiveSmallIntegerField()
    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="+", null=True)
    template_digest = models.CharField(max_length=64)
    content_locked = models.TextField()
    concept = models.BooleanField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    content = Secret("content_locked")

    class Meta:
        ordering = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "kind", "number"], name="letter_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.kind} {self.number}"
