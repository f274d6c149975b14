"""A request for data, and how the other side judges it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.models import Deadline
from driehoek.exchange.models.details import Detail
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.position.models import Agreement
from driehoek.problems.models import Problem, Theme


class RequestState(models.TextChoices):
    """Where a request stands (domain.md, section 7.7)."""

    DRAFT = "draft", _("Concept")
    SUBMITTED = "submitted", _("Ingediend")
    JUDGING = "judging", _("In beoordeling")
    GRANTED = "granted", _("Verstrekt")
    PART = "part", _("Deels verstrekt")
    REFUSED = "refused", _("Geweigerd")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class Request(models.Model):
    """A party asks another for data: for what, why it is needed, what exactly, by when (OM01).

    Attributes:
        number: V-2026-0001, per municipality and year; given on submission, empty before.
        from_organisation, to_organisation: who asks, who is asked; a draft exists for the asking side alone.
        purpose, subject, data_categories: values of the law's vocabulary (driehoek.law), as the check needs them.
        decision_for: which decision or act it serves, in words.
        necessity: why it cannot be done without, in words.
        what: what exactly is asked, in words; no more than is needed.
        detail: the level of detail that is enough.
        facts: what the asking side itself can confirm for the legal check (keys of the law's facts).
        agreement: the request as an agreement that happens once, so that it counts in the position.
        deadline: when an answer is due.
        urgent: whether it cannot wait for office hours (OM08); then someone must take it up at once.
        answered_at, ruling_words: when and with which words it was granted, granted in part or refused.
        received_at: when the asking side confirmed receipt.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.CharField(max_length=16, blank=True)
    from_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("aan wie")
    )
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="requests", null=True, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("thema"))
    purpose = models.CharField(_("waarvoor"), max_length=60)
    subject = models.CharField(_("over wie"), max_length=60)
    data_categories = ArrayField(models.CharField(max_length=60), verbose_name=_("welke gegevens"))
    decision_for = models.CharField(_("voor welk besluit of welke taak"), max_length=200)
    necessity = models.TextField(_("waarom het nodig is"), max_length=2000)
    what = models.TextField(_("wat u precies vraagt"), max_length=2000)
    detail = models.CharField(
        _("hoe uitgebreid"), max_length=10, choices=Detail.choices, default=Detail.HEADLINE
    )
    facts = models.JSONField(default=dict)
    due_at = models.DateTimeField(_("antwoord nodig op"))
    urgent = models.BooleanField(_("kan niet wachten tot kantoortijd"), default=False)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.DRAFT)
    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="exchange_request", null=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    taken_up_at = models.DateTimeField(null=True)
    taken_up_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    ruling_words = models.TextField(max_length=2000, blank=True)
    refusal_grounds = ArrayField(models.CharField(max_length=60), default=list)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(from_organisation=models.F("to_organisation")),
                name="request_between_two_parties",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
                name="request_submitted_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["granted", "part", "refused"], answered_at__isnull=False)
                | (~Q(state__in=["granted", "part", "refused"]) & Q(answered_at=None)),
                name="request_answered_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "part"]) | ~Q(ruling_words=""),
                name="request_refusal_has_reason",
            ),
            models.UniqueConstraint(
                fields=["municipality", "number"], condition=~Q(number=""), name="request_number_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["to_organisation", "state", "due_at"], name="request_inbox"),
            models.Index(fields=["from_organisation", "-made_at"], name="request_own"),
            models.Index(fields=["problem"], name="request_of_problem"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)


class Ruling(models.TextChoices):
    """What the asked side makes of a request."""

    GRANT = "grant", _("Verstrekken")
    PART = "part", _("Deels verstrekken")
    REFUSE = "refuse", _("Weigeren")


class Judgement(models.Model):
    """The working paper of who judges a request: for the asked side alone, also afterwards (OM02).

    Attributes:
        facts, wpg_processing: what was confirmed for the legal check (keys of the law's facts; tags of police data).
        ruling: what is intended; empty while not chosen.
        words: the reasons as the asking side will read them.
        notes: for the own side only.
        refusal_grounds: why not, or not all.
        ruled_at, ruled_by: when it was decided; the asking side hears of it when something of it is free.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    request = models.OneToOneField(Request, models.PROTECT, related_name="judgement")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    wpg_processing = ArrayField(models.CharField(max_length=4), default=list)
    ruling = models.CharField(max_length=6, choices=Ruling.choices, blank=True)
    words = models.TextField(_("reden"), max_length=2000, blank=True)
    notes = models.TextField(_("eigen aantekening"), max_length=2000, blank=True)
    refusal_grounds = ArrayField(models.CharField(max_length=60), default=list)
    ruled_at = models.DateTimeField(null=True)
    ruled_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.request_id)
