"""What is needed, and what was agreed about it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.problems.models import Kind, Problem, Theme


class InfoKind(models.TextChoices):
    """The two kinds of information of the WODC study (domain.md, section 2.1)."""

    OPERATIONAL = "operational", _("Operationeel")
    ANALYTICAL = "analytical", _("Analytisch")


class NeedState(models.TextChoices):
    """Where a need stands; whether it is agreed follows from its agreements."""

    OPEN = "open", _("Loopt")
    BARRED = "barred", _("Mag niet van de wet")
    ENDED = "ended", _("Niet meer nodig")


class Need(models.Model):
    """What the mayor needs to know, in one sentence (informatiebehoefte).

    Attributes:
        sentence: the need as it was stated.
        partner: who could supply it; None while nobody has been thought of.
        problem: when it is about one problem; then a grant on it is needed too.
        rhythm: how often it is wanted; empty when not said.
        wanted_mark: how good the content should be, 1 to 5.
        barred_reason: why the law forbids it, when `state` is barred.
        regime: the kind of problem whose information regime asked for it, else empty.
        origin, origin_id: what it came from: "template", "tip", "scan", "workshop", "regime", or empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    sentence = models.CharField(_("wat u wilt weten"), max_length=300)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="needs", verbose_name=_("thema"))
    partner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("partner")
    )
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="needs", null=True, blank=True)
    info_kind = models.CharField(
        _("soort informatie"), max_length=12, choices=InfoKind.choices, default=InfoKind.ANALYTICAL
    )
    rhythm = models.CharField(_("hoe vaak"), max_length=12, choices=Rhythm.choices, blank=True)
    wanted_mark = models.PositiveSmallIntegerField(
        _("gewenst cijfer voor de inhoud"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    state = models.CharField(max_length=8, choices=NeedState.choices, default=NeedState.OPEN)
    barred_reason = models.CharField(_("reden"), max_length=500, blank=True)
    regime = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    origin = models.CharField(max_length=12, blank=True)
    origin_id = models.CharField(max_length=80, blank=True)
    stated_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-stated_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(wanted_mark__range=(1, 5)), name="need_mark_1_to_5"),
            models.CheckConstraint(
                condition=~Q(state="barred") | ~Q(barred_reason=""), name="need_barred_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at=None)),
                name="need_ended_has_moment",
            ),
            models.UniqueConstraint(
                fields=["problem", "regime", "origin_id"],
                condition=~Q(regime=""),
                name="need_once_per_regime_line",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "theme"], name="need_of_theme"),
            models.Index(fields=["problem"], name="need_of_problem"),
        ]

    def __str__(self) -> str:
        return self.sentence


class AgreementState(models.TextChoices):
    """Whether an agreement runs."""

    ACTIVE = "active", pgettext_lazy("agreement", "Loopt")
    PAUSED = "paused", _("Rust")
    ENDED = "ended", _("Beëindigd")


class Channel(models.TextChoices):
    """How the information comes (domain.md, section 2.5)."""

    DRIEHOEK = "driehoek", _("In Driehoek")
    MEETING = "meeting", _("In het overleg")
    PHONE = "phone", _("Per telefoon")
    SECURE_MAIL = "secure_mail", _("Per beveiligde e-mail")
    LETTER = "letter", _("Per brief of rapport")


class Gate(models.TextChoices):
    """Whether the legal gate has judged the agreement; only those with personal data need it."""

    NOT_NEEDED = "not_needed", _("Geen persoonsgegevens")
    UNTESTED = "untested", _("Nog niet getoetst")
    EACH_TIME = "each_time", _("Wordt bij elke verstrekking getoetst")
    ALLOWED = "allowed", _("Getoetst: mag van de wet")
    STOPPED = "stopped", _("Gestopt: mag niet van de wet")


class Moment(models.TextChoices):
    """The moments at which the prosecution service informs as a matter of course (OM03, OM04)."""

    ARREST = "arrest", _("Bij een aanhouding")
    RELEASE = "release", _("Bij een vrijlating")
    HEARING = "hearing", _("Bij een zitting")
    VERDICT = "verdict", _("Bij een uitspraak")
    RETURN = "return", _("Bij verlof of terugkeer")
    OTHER = "other", _("Bij een andere gebeurtenis")


class Agreement(models.Model):
    """Who supplies what for a need, how often, how, and to whom to turn (informatieafspraak).

    Rhythm ONCE makes it a request (verzoek), EVENT a standing case type without dates.

    Attributes:
        what: what is supplied, in one line.
        rule: the recurrence as an RRULE (RFC 5545); empty for ONCE and EVENT.
        starts_on: first day that counts; for ONCE the day it is due.
        grace_days: working days after which a delivery is late.
        contact, substitute: the supplier's person and who stands in; reminders and escalation begin here.
        threshold: when to ring outside the rhythm.
        moment: for EVENT, at which moment.
        gate: the legal gate's judgement.
        regime: the kind of problem whose regime it serves, else empty; it rests under another kind.
        review_on: when the parties look at it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, models.PROTECT, related_name="agreements")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="agreements", null=True, blank=True)
    supplier = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreements", verbose_name=_("leverancier")
    )
    what = models.CharField(_("wat"), max_length=200)
    info_kind = models.CharField(_("soort informatie"), max_length=12, choices=InfoKind.choices)
    rhythm = models.CharField(_("hoe vaak"), max_length=12, choices=Rhythm.choices)
    rule = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(_("vanaf"))
    grace_days = models.PositiveSmallIntegerField(_("werkdagen uitloop"), default=2)
    channel = models.CharField(_("hoe"), max_length=12, choices=Channel.choices, default=Channel.DRIEHOEK)
    contact = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("contactpersoon")
    )
    substitute = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("vervanger")
    )
    threshold = models.CharField(_("bel tussendoor als"), max_length=300, blank=True)
    moment = models.CharField(_("moment"), max_length=8, choices=Moment.choices, blank=True)
    personal_data = models.BooleanField(_("met persoonsgegevens"), default=False)
    gate = models.CharField(max_length=12, choices=Gate.choices, default=Gate.NOT_NEEDED)
    regime = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    state = models.CharField(max_length=8, choices=AgreementState.choices, default=AgreementState.ACTIVE)
    review_on = models.DateField(_("opnieuw bekijken op"), null=True, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["supplier__name", "what"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rhythm__in=["once", "event"], rule="")
                | (~Q(rhythm__in=["once", "event"]) & ~Q(rule="")),
                name="agreement_rule_when_recurring",
            ),
            models.CheckConstraint(
                condition=Q(personal_data=False, gate="not_needed")
                | (Q(personal_data=True) & ~Q(gate="not_needed")),
                name="agreement_personal_data_is_gated",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at=None)),
                name="agreement_ended_has_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "supplier"], name="agreement_of_supplier"),
            models.Index(fields=["problem"], name="agreement_of_problem"),
        ]

    def __str__(self) -> str:
        return self.what


class GateJudgement(models.Model):
    """What the data-protection officer said of an agreement with personal data (TZ05); it never changes.

    Attributes:
        verdict: allowed or stopped.
        reason: why, in a sentence; always there when it was stopped.
        decision: id of the stored legal check (grounds) that it went by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=12, choices=Gate.choices)
    reason = models.CharField(_("reden"), max_length=1000, blank=True)
    decision = models.UUIDField()
    judged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        ordering = ["-judged_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict="allowed") | (Q(verdict="stopped") & ~Q(reason="")),
                name="gate_stopped_has_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agreement", "-judged_at"], name="judgement_of_agreement")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.verdict}"
