"""Covenants: who agreed to share which data for what, until when, and what rests on it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.parties.models import Municipality, Organisation, Person


class Covenant(models.Model):
    """An agreement between parties about sharing data (convenant).

    A covenant is a forum and never a basis by itself (law, rule-forum-is-no-basis); what rests on it stops with it.

    Attributes:
        purposes, categories: values of the law's vocabulary.
        valid_from, valid_until: it holds from the first day up to and including the last.
        dpia_on, dpia_reference, dpia_review_by: when the DPIA was done, where it is found, when it is looked at again.
        activity: id of the processing activity in the register that it belongs to (all its versions).
        location: where the document itself is kept, such as a case number.
        keeper: who sees to it; is told before it ends.
        ended_on: when it was ended before its time; None while it runs its course.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    title = models.CharField(_("naam"), max_length=200)
    purposes = ArrayField(models.CharField(max_length=60))
    categories = ArrayField(models.CharField(max_length=60))
    valid_from = models.DateField(_("geldt vanaf"))
    valid_until = models.DateField(_("geldt tot en met"))
    dpia_on = models.DateField(_("DPIA gedaan op"), null=True, blank=True)
    dpia_reference = models.CharField(_("kenmerk van de DPIA"), max_length=120, blank=True)
    dpia_review_by = models.DateField(_("DPIA opnieuw bekijken voor"), null=True, blank=True)
    activity = models.UUIDField(null=True, blank=True)
    location = models.CharField(_("waar het document ligt"), max_length=200)
    keeper = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("beheerder"))
    ended_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["valid_until", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="covenant_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(purposes=[]) & ~Q(categories=[]), name="covenant_has_purpose_and_data"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "valid_until", "id"], name="covenant_by_end"),
        ]

    def __str__(self) -> str:
        return self.title


class CovenantParty(models.Model):
    """An organisation that is party to a covenant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["covenant", "organisation"], name="covenant_party_once"),
        ]

    def __str__(self) -> str:
        return f"{self.covenant_id} {self.organisation_id}"


class Resting(models.Model):
    """Something that rests on a covenant, such as an information agreement; it is closed while the covenant is.

    Attributes:
        subject_kind: what it is, as `room.thing`; the room above that has it listens (grounds.signals).
        subject: its id.
        problem: when it is about one problem; then a grant on it is needed too.
        closed_at: since when it is closed because the covenant does not hold; None while it is open.
        acted: whether closing changed it: what rested already stays at rest when the covenant holds again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="resting")
    subject_kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    problem = models.UUIDField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    acted = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_kind", "subject"], name="resting_on_one_covenant"),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "covenant"], name="resting_on")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject}"
