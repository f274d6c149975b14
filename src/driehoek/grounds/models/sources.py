"""Sources of personal data in a problem: which partner brings what, for what, and on which ground (CX03)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from driehoek.grounds.models.covenants import Covenant
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.problems.models import Problem


class Source(models.Model):
    """A partner's personal data may enrich a problem: checked before, and on record.

    Attributes:
        purpose, categories, subject: values of the law's vocabulary.
        covenant: the covenant under which they come; its end, or that of its DPIA, closes the source.
        decision: id of the stored legal check that allowed it.
        ended_at: when it was ended; None while it runs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="sources_of_personal_data")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=60)
    categories = ArrayField(models.CharField(max_length=60))
    subject = models.CharField(max_length=60)
    covenant = models.ForeignKey(Covenant, models.PROTECT, related_name="+")
    decision = models.UUIDField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(categories=[]), name="source_has_data"),
            models.UniqueConstraint(
                fields=["problem", "organisation", "purpose"],
                condition=Q(ended_at=None),
                name="source_once_per_purpose",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["problem", "made_at"], name="source_of_problem")]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.organisation_id}"
