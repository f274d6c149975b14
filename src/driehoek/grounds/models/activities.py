"""The register of processing activities (AVG 30): versions that never change, each with an address of its own."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.grounds.models.covenants import Covenant
from driehoek.parties.models import Municipality, Person


class ActivityVersion(models.Model):
    """One version of a processing activity; a change is a new version (field names: standards, register of LDV).

    Attributes:
        activity: the same for all versions of an activity.
        slug, number: together the version's address (ledger.activities.uri_of), to which the processing log refers.
        legal_basis: id of a basis of the law.
        categories, subjects, recipients: values of the law's vocabulary; recipients are parties.
        retention_period: how long the data are kept, as an ISO 8601 duration such as P1Y.
        measures: how the data are protected, in words.
        covenant: the covenant under which the data are shared, when there is one.
        expires_on: from this day the activity may not go on without being looked at again.
        ended: whether this version says that the activity stopped.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    activity = models.UUIDField()
    slug = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    name = models.CharField(_("naam"), max_length=200)
    purpose = models.CharField(_("doel"), max_length=500)
    legal_basis = models.CharField(max_length=80)
    categories = ArrayField(models.CharField(max_length=60))
    subjects = ArrayField(models.CharField(max_length=60))
    recipients = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    retention_period = models.CharField(max_length=20)
    measures = models.CharField(_("hoe de gegevens beschermd zijn"), max_length=1000, blank=True)
    covenant = models.ForeignKey(Covenant, models.PROTECT, related_name="+", null=True, blank=True)
    dpia_on = models.DateField(_("DPIA gedaan op"), null=True, blank=True)
    dpia_reference = models.CharField(_("kenmerk van de DPIA"), max_length=120, blank=True)
    expires_on = models.DateField(_("opnieuw bekijken voor"), null=True, blank=True)
    valid_from = models.DateField(_("geldt vanaf"))
    ended = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "number"], name="activity_version_once"),
            models.UniqueConstraint(fields=["municipality", "slug", "number"], name="activity_address_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="activity_counts_from_one"),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("valid_from")),
                name="activity_expires_after_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "slug", "-number"], name="activity_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} v{self.number}"
