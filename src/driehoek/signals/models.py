"""A signal of a partner: what was seen, how sure, what was judged of it, told to the sender and handed over."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import Area
from driehoek.cases.models import Compartment
from driehoek.grounds.models import Decision
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.vault import Secret


class SourceGrade(models.TextChoices):
    """How reliable the source is, as the police grade it (A to F)."""

    ALWAYS = "A", _("Altijd betrouwbaar")
    MOSTLY = "B", _("Meestal betrouwbaar")
    FAIRLY = "C", _("Soms betrouwbaar")
    SELDOM = "D", _("Meestal niet betrouwbaar")
    NEVER = "E", _("Niet betrouwbaar")
    UNKNOWN = "F", _("Weet ik niet: nieuwe of onbekende bron")


class Credibility(models.TextChoices):
    """How likely it is that what is told is right (1 to 6)."""

    CONFIRMED = "1", _("Bevestigd door een andere bron")
    LIKELY = "2", _("Waarschijnlijk juist")
    POSSIBLE = "3", _("Mogelijk juist")
    DOUBTFUL = "4", _("Twijfelachtig")
    UNLIKELY = "5", _("Waarschijnlijk niet juist")
    UNKNOWN = "6", _("Weet ik niet: kan ik niet beoordelen")


class SignalState(models.TextChoices):
    """Where a signal stands."""

    RECEIVED = "received", _("Ontvangen")
    ACCEPTED = "accepted", _("Opgepakt")
    REFERRED = "referred", _("Doorverwezen")
    REJECTED = "rejected", _("Niet opgepakt")


class Signal(models.Model):
    """What a partner saw and reports; its contents never change.

    Attributes:
        number: for speaking. It is drawn by lot, so that it tells nobody how many there are.
        reporter, organisation: who reports, and for whom.
        what, place, about: under lock: what was seen, where it was, about whom in a few words.
        area: the district or neighbourhood, when the sender chose one.
        happened_on: when it was, or was last seen.
        grade, credibility: how reliable the source is, and how likely what it tells.
        compartment: where it hangs after it was accepted.
        keep_until: the day on which it is destroyed, for what was not accepted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.CharField(max_length=10)
    reporter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    what_locked = models.TextField()
    place_locked = models.TextField(blank=True)
    about_locked = models.TextField(blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", null=True, blank=True)
    happened_on = models.DateField(_("wanneer"))
    grade = models.CharField(_("bron"), max_length=1, choices=SourceGrade.choices)
    credibility = models.CharField(_("juistheid"), max_length=1, choices=Credibility.choices)
    urgent = models.BooleanField(_("spoed"), default=False)
    state = models.CharField(max_length=8, choices=SignalState.choices, default=SignalState.RECEIVED)
    sent_at = models.DateTimeField()
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+", null=True)
    keep_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    what = Secret("what_locked")
    place = Secret("place_locked")
    about = Secret("about_locked")

    class Meta:
        ordering = ["-sent_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "number"], name="signal_number_once"),
            models.CheckConstraint(
                condition=Q(state="accepted", compartment__isnull=False)
                | (~Q(state="accepted") & Q(compartment=None)),
                name="signal_accepted_hangs_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("referred", "rejected"), keep_until__isnull=False)
                | (~Q(state__in=("referred", "rejected")) & Q(keep_until=None)),
                name="signal_not_taken_up_has_an_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "-sent_at"], name="signal_by_state"),
            models.Index(fields=["reporter", "-sent_at"], name="signal_of_reporter"),
            models.Index(fields=["compartment", "-sent_at"], name="signal_of_compartment"),
        ]

    def __str__(self) -> str:
        return self.number


class Judgement(models.Model):
    """What was decided about a signal, for those who judge; a row never changes.

    Attributes:
        outcome: the state that it came to; `received` when it is judged anew.
        model: key of the process model whose criteria were asked; `answers` what was answered to each question.
        note: under lock: why, for those who judge only.
        referred_to, basis: to whom it was referred, and on which ground.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="judgements")
    outcome = models.CharField(max_length=8, choices=SignalState.choices)
    model = models.CharField(max_length=40, blank=True)
    answers = models.JSONField(default=dict)
    note_locked = models.TextField(blank=True)
    referred_to = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    basis = models.CharField(max_length=300, blank=True)
    judged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    note = Secret("note_locked")

    class Meta:
        ordering = ["-judged_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="referred", referred_to__isnull=False)
                | (~Q(outcome="referred") & Q(referred_to=None)),
                name="judgement_referred_to_someone",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["signal", "-judged_at"], name="judgement_of_signal")]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.outcome}"


class MilestoneKind(models.TextChoices):
    """What the sender hears of their signal."""

    ACCEPTED = "accepted", _("Opgepakt")
    REFERRED = "referred", _("Doorverwezen")
    REJECTED = "rejected", _("Niet opgepakt")
    RECONSIDERED = "anew", _("Wordt opnieuw beoordeeld")
    PRIORITISED = "prioritised", _("De aanpak heeft prioriteit gekregen")
    EXECUTION = "execution", _("De aanpak wordt uitgevoerd")
    CLOSED = "closed", _("De aanpak is afgesloten")
    TOLD = "told", _("Teruggemeld")


class Milestone(models.Model):
    """One line that the sender reads of their signal (CX16): never the contents of a file.

    Attributes:
        text: under lock: in words that the sender may know.
        seen_at: when the sender saw it; the only thing that changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=12, choices=MilestoneKind.choices)
    text_locked = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    text = Secret("text_locked")

    class Meta:
        ordering = ["-made_at"]
        indexes: ClassVar = [models.Index(fields=["signal", "-made_at"], name="milestone_of_signal")]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.kind}"


class HandOverState(models.TextChoices):
    """Where a hand-over stands."""

    DRAFT = "draft", _("Concept")
    GIVEN = "given", _("Overgedragen")
    RECEIVED = "received", _("Ontvangst bevestigd")
    TAKEN_BACK = "taken_back", _("Teruggenomen")


class HandOver(models.Model):
    """What was handed to another partnership or organisation, to whom and on which ground (CX21).

    Once given, what went stands still; the database lets nothing go without a decision of the law of that day.

    Attributes:
        signal: id of the signal that it came from, if any; it may be gone by now.
        compartment: the part of a case that it came from, if any.
        items: under lock, JSON: a list of {label, category, text}.
        purpose, data_categories, subject, facts: the proposal, in the vocabulary of the law.
        receipt: who confirmed receipt there; under lock.
        taken_back_reason: why it was taken back; under lock.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    signal = models.UUIDField(null=True)
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+", null=True)
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    provider = models.CharField(max_length=60)
    receiver = models.CharField(max_length=60)
    purpose = models.CharField(max_length=60)
    data_categories = ArrayField(models.CharField(max_length=60))
    subject = models.CharField(max_length=60)
    wpg_processing = ArrayField(models.CharField(max_length=20), default=list)
    facts = models.JSONField(default=dict)
    items_locked = models.TextField()
    state = models.CharField(max_length=10, choices=HandOverState.choices, default=HandOverState.DRAFT)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    received_at = models.DateTimeField(null=True)
    receipt_locked = models.TextField(blank=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_locked = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    items = Secret("items_locked")
    receipt = Secret("receipt_locked")
    taken_back_reason = Secret("taken_back_locked")

    class Meta:
        ordering = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", given_at=None)
                | (
                    ~Q(state="draft")
                    & Q(given_at__isnull=False, decision__isnull=False, given_by__isnull=False)
                ),
                name="hand_over_given_by_decision",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["giver", "-made_at", "-id"], name="hand_over_of_giver"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"
