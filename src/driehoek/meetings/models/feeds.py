"""The secret address by which a person's own calendar follows the meetings."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from driehoek.parties.models import Municipality, Person


class FeedToken(models.Model):
    """A secret that opens one person's calendar of meetings, until it is revoked. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "person"], condition=Q(revoked_at=None), name="feed_once_per_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
