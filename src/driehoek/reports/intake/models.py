"""A file with reports that someone offered: first to look at, then to store."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from driehoek.parties.models import Municipality, Person


class Intake(models.Model):
    """A file that was offered. Only who offered it sees it; a day later its content is gone.

    Attributes:
        content: the file, compressed, until it is stored or a day has passed.
        counts: how many rows are new, changed, same, sent and doubtful.
        rejects: what was refused, as {line, column, value, reason}.
    """

    class Outcome(models.TextChoices):
        """What came of the file."""

        PREVIEWED = "previewed", _("Nog niet bewaard")
        LOADED = "loaded", _("Bewaard")
        REFUSED = "refused", _("Geweigerd")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    counts = models.JSONField(default=dict)
    rejects = models.JSONField(default=list)

    class Meta:
        app_label = "reports"
        ordering = ["-at"]
        indexes: ClassVar = [models.Index(fields=["by", "-at"], name="intake_of_person")]

    def __str__(self) -> str:
        return self.file_name
