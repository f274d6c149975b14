"""Keys with which systems come in, and what keeps their calls honest."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.parties.models import Municipality, Person

LONGEST: Final = timedelta(days=366)


class ApiKey(models.Model):
    """A key with which a system acts as one person in one municipality.

    What it may is decided at every call, from the functions that the person holds then (api.rights). The secret is
    shown once and never kept.

    Attributes:
        name: what the person calls it: which system uses it.
        hint: the first characters of the secret, to tell keys apart.
        hash: SHA-256 of the secret, which has 256 bits of chance.
        may_write: whether it may also write; otherwise it only reads.
        last_used_at: about when it was last used, to five minutes.
        revoked_by: who revoked it: its owner or the administrator.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(_("naam"), max_length=60)
    hint = models.CharField(max_length=12)
    hash = models.BinaryField(max_length=32, unique=True)
    may_write = models.BooleanField(_("mag ook schrijven"), default=False)
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField(_("geldig tot"))
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("made_at"), valid_until__lte=F("made_at") + LONGEST),
                name="key_valid_for_a_year_at_most",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="key_revoked_by_someone",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-made_at", "-id"], name="key_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def opens(self, now: datetime) -> bool:
        """Tell whether the key still opens anything at `now`, as far as the key itself goes."""
        return self.revoked_at is None and self.valid_until > now


class ApiCall(models.Model):
    """One call of the last minute, to count them; only the database's own function sees these (walls.sql)."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "at"], name="call_of_key")]

    def __str__(self) -> str:
        return f"{self.key_id} {self.at}"


class Once(models.Model):
    """An act that a system marked with an Idempotency-Key, so that sending it again does nothing twice.

    Attributes:
        mark: the Idempotency-Key that was sent.
        fingerprint: SHA-256 of method, address and body; another body under the same mark is refused.
        subject: what came of it, read again when the answer is repeated; no content is kept here.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    mark = models.CharField(max_length=80)
    fingerprint = models.BinaryField(max_length=32)
    subject = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "mark"], name="act_once_per_mark")]

    def __str__(self) -> str:
        return f"{self.key_id} {self.mark}"
