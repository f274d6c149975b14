"""Who may take something out, and what was taken out."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.exports.formats import FileFormat
from driehoek.exports.marks import Mark
from driehoek.parties.models import Municipality, Person

# A year, and the day that a leap year has more.
LONGEST: Final = timedelta(days=366)
USUAL_A_DAY: Final = 20
MOST_A_DAY: Final = 200


class ExportRight(models.Model):
    """A person may take lists out, from a moment until a moment: seeing something is not taking it out (OV12).

    The right is the person's own and does not pass to who stands in. A row never changes except to end it
    (walls.sql).

    Attributes:
        tables: keys of the lists (exports.tables); empty means every list that the person may see.
        highest: up to which mark.
        a_day: how many files on one day.
        reason: why, in the administrator's words.
        valid_from, valid_until: at most a year.
        ended_at, ended_by: when it was ended before its time, and by whom.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="export_rights", verbose_name=_("wie"))
    tables = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    highest = models.SmallIntegerField(choices=Mark.choices)
    a_day = models.PositiveSmallIntegerField(default=USUAL_A_DAY)
    reason = models.CharField(max_length=300)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="export_right_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__lte=F("valid_from") + LONGEST), name="export_right_at_most_a_year"
            ),
            models.CheckConstraint(
                condition=Q(a_day__gte=1, a_day__lte=MOST_A_DAY), name="export_right_some_a_day"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="export_right_has_reason"),
            models.CheckConstraint(condition=~Q(person=F("given_by")), name="export_right_from_another"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="export_right_ended_by_someone",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "valid_until"], name="export_right_of_person"),
            models.Index(fields=["municipality", "-given_at", "-id"], name="export_right_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.highest}"


class Export(models.Model):
    """A file that left Driehoek; a row never changes (walls.sql).

    Attributes:
        number: of the export, from 1, without gaps.
        by: who took it out.
        right: by which right.
        ticket: of the form that asked for it, so that a form sent twice makes one file.
        table_key: which list.
        filters: the choices as codes, never free text.
        rows: how many rows it holds.
        mark: the highest in it.
        training: whether it holds an exercise.
        purpose: what for, in the person's words.
        sha256: of the file, in hex, so that a file that turns up can be recognised.
        size: of the file in bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    right = models.ForeignKey(ExportRight, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    at = models.DateTimeField()
    table_key = models.CharField(max_length=40)
    filters = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()
    mark = models.SmallIntegerField(choices=Mark.choices)
    training = models.BooleanField(default=False)
    file_format = models.CharField(max_length=6, choices=FileFormat.choices)
    purpose = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "number"], name="export_number_once"),
            models.UniqueConstraint(fields=["by", "ticket"], name="export_ticket_once"),
            models.CheckConstraint(condition=~Q(purpose=""), name="export_has_purpose"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-at", "-id"], name="export_recent"),
            models.Index(fields=["by", "-at", "-id"], name="export_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.table_key}"
