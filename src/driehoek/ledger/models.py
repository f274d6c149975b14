"""The two logs: events (who did what) and processing records (about whom), joined by trace id.

Numbering and chaining happen in a database trigger (ledger/chain.sql), so that no code path, not even SQL
under the app's role, can write a line outside the chain; that role cannot update or delete either.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from driehoek.parties.models import Municipality


class Event(models.Model):
    """One thing that happened, in the grammar `source:subject:action`; carries no personal values.

    `actor` is the acting person's id, taken by the trigger from the database session, not from the caller.
    `data` holds a canonical JSON text (RFC 8785) of ids, codes and numbers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_constraint=False)
    sequence = models.BigIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.UUIDField(null=True)
    action = models.CharField(max_length=80)
    subject = models.UUIDField()
    problem = models.UUIDField(null=True)
    version = models.IntegerField(default=0)
    trace = models.CharField(max_length=32)
    data = models.TextField(default="{}")
    previous_hash = models.BinaryField(max_length=32, default=b"")
    hash = models.BinaryField(max_length=32, default=b"")

    class Meta:
        ordering = ["municipality", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "sequence"], name="event_sequence_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["problem", "sequence"], name="event_of_problem"),
            models.Index(fields=["subject", "sequence"], name="event_of_subject"),
            models.Index(fields=["municipality", "actor", "action", "sequence"], name="event_of_actor"),
            models.Index(
                fields=["municipality", "sequence"],
                name="event_of_analysis",
                condition=models.Q(action__startswith="analysis:"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class Head(models.Model):
    """The end of a municipality's chain: guards the last lines against deletion and numbers the next."""

    municipality = models.OneToOneField(Municipality, models.PROTECT, primary_key=True, related_name="+")
    sequence = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.sequence}"


class Root(models.Model):
    """A signed Merkle root (RFC 6962) over a municipality's event hashes up to `sequence`, made daily."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    sequence = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    public_key = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["municipality", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "sequence"], name="root_once")
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.sequence}"


class ProcessingRecord(models.Model):
    """One processing of one data subject's data, with the fields of Logboek Dataverwerkingen; no actor.

    `data_subject_id` is an HMAC under the installation's subject key, so the log can be searched for a person
    but not read as a list of people.
    """

    class Status(models.TextChoices):
        """Status of LDV: Unset means processed without internal fault."""

        UNSET = "Unset"
        OK = "Ok"
        ERROR = "Error"

    span_id = models.CharField(primary_key=True, max_length=16)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_constraint=False)
    trace_id = models.CharField(max_length=32)
    parent_span_id = models.CharField(max_length=16, blank=True)
    status = models.CharField(max_length=5, choices=Status.choices, default=Status.UNSET)
    name = models.CharField(max_length=200)
    start_time = models.BigIntegerField(help_text="milliseconds since the epoch")
    end_time = models.BigIntegerField(help_text="milliseconds since the epoch")
    processing_activity_id = models.URLField()
    data_subject_id = models.CharField(max_length=64)
    data_subject_id_type = models.CharField(max_length=200)
    resource = models.JSONField(default=dict)

    class Meta:
        ordering = ["start_time"]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "data_subject_id"], name="processing_of_subject"),
            models.Index(fields=["trace_id"], name="processing_of_trace"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.span_id}"
