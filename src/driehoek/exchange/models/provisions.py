"""What one party gives another: in parts, sealed, under a decision, until it ends."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.models import Deadline
from driehoek.exchange.models.details import Detail
from driehoek.exchange.models.requests import Request
from driehoek.exchange.models.standing import StandingCase
from driehoek.grounds.models import Decision
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.position.models import Item, Moment
from driehoek.problems.models import Classification, Problem, Theme


class Kind(models.TextChoices):
    """What made someone give."""

    REQUESTED = "requested", _("Op verzoek")
    STANDING = "standing", _("Volgens de lijst met vaste gevallen")
    UNPROMPTED = "unprompted", _("Uit eigen beweging")
    RETURN = "return", _("BIJ: terugkeer van een veroordeelde")
    PICTURE = "picture", _("Ordebeeld en omgeving")
    ONWARD = "onward", _("Doorgegeven")
    ORAL = "oral", _("Mondeling, achteraf vastgelegd")


class Channel(models.TextChoices):
    """How it was given."""

    DRIEHOEK = "driehoek", _("In Driehoek")
    ORAL = "oral", _("Mondeling")
    REGISTERED = "registered", _("Buiten Driehoek ontvangen, hier vastgelegd")


class ProvisionState(models.TextChoices):
    """Where a provision stands."""

    DRAFT = "draft", _("Concept")
    RELEASED = "released", _("Verstrekt")
    RECALLED = "recalled", _("Teruggetrokken")
    EXPIRED = "expired", _("Verlopen en vernietigd")
    DROPPED = "dropped", _("Niet verstrekt")


class Provision(models.Model):
    """One giving of data by one party to another (verstrekking); nothing leaves without an allowed decision.

    Attributes:
        number: G-2026-0001, per municipality and year; given on release, empty before.
        request: what it answers, when it was asked for.
        standing_case, moment: by which line of the standing list, and at which moment.
        onward_of: what it passes on, when it was received first.
        title: in one line, without personal data: it is shown where contents are not.
        purpose, subject, data_categories, trigger, wpg_processing, facts: the proposal that the legal check judges.
        subject_ref: pseudonym of whom it is about (ledger.services.subject_digest); empty when not said.
        urgent: whether someone at the receiver must confirm it at once, along the contact route (OM08).
        moment_at: when that moment was, for what is given by the standing list; `within_hours` counts from it.
        conditions: what the giver asks of the receiver, in words.
        mark: how to handle it; it travels with every copy and page.
        within_driehoek: whether it stays with mayor, prosecution service and police, whoever has it (CR14).
        decision: the stored legal decision under which it was released.
        keep_until: day on which its contents are destroyed, at the latest.
        readers: functions at the receiver that may read its contents.
        terms: what goes along with it for the receiver: bases, how long, how far, which secrecy; set on release.
        item: what the mayor has of it in the position.
        known_from: from when the receiver knows that it is there: its first part that is free. The database keeps it.
        announced_at: when the receiver was told.
        deadline: until when someone at the receiver must confirm, when that cannot wait.
        received_at: when the receiver confirmed receipt.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.CharField(max_length=16, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.DRIEHOEK)
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("aan wie"))
    request = models.ForeignKey(Request, models.PROTECT, related_name="provisions", null=True)
    standing_case = models.ForeignKey(StandingCase, models.PROTECT, related_name="provisions", null=True)
    onward_of = models.ForeignKey("self", models.PROTECT, related_name="passed_on", null=True)
    moment = models.CharField(max_length=8, choices=Moment.choices, blank=True)
    moment_at = models.DateTimeField(_("wanneer was dat"), null=True)
    urgent = models.BooleanField(_("moet meteen worden bevestigd"), default=False)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="provisions", null=True, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("thema"))
    title = models.CharField(_("in één regel, zonder persoonsgegevens"), max_length=140)
    purpose = models.CharField(_("waarvoor"), max_length=60)
    subject = models.CharField(_("over wie"), max_length=60)
    data_categories = ArrayField(models.CharField(max_length=60), verbose_name=_("welke gegevens"))
    trigger = models.CharField(max_length=20, default="on_request")
    wpg_processing = ArrayField(models.CharField(max_length=4), default=list)
    facts = models.JSONField(default=dict)
    subject_ref = models.CharField(max_length=64, blank=True)
    conditions = models.TextField(_("voorwaarden voor de ontvanger"), max_length=2000, blank=True)
    mark = models.CharField(
        _("vertrouwelijkheid"),
        max_length=14,
        choices=Classification.choices,
        default=Classification.CONFIDENTIAL,
    )
    within_driehoek = models.BooleanField(_("mag de driehoek niet uit"), default=False)
    readers = ArrayField(models.CharField(max_length=14), default=list)
    keep_until = models.DateField(_("bewaren tot"))
    state = models.CharField(max_length=8, choices=ProvisionState.choices, default=ProvisionState.DRAFT)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="+", null=True)
    terms = models.JSONField(default=dict)
    item = models.OneToOneField(Item, models.PROTECT, related_name="provision", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    known_from = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    recalled_at = models.DateTimeField(null=True)
    recalled_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    recall_words = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(giver=models.F("recipient")), name="provision_between_two_parties"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"], released_at=None)
                | (
                    ~Q(state__in=["draft", "dropped"])
                    & Q(released_at__isnull=False, decision__isnull=False)
                    & ~Q(number="")
                ),
                name="provision_released_under_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="recalled") | (Q(recalled_at__isnull=False) & ~Q(recall_words="")),
                name="provision_recall_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind="standing") | Q(standing_case__isnull=False),
                name="provision_standing_has_case",
            ),
            # Only a notice of return is written down by who received it (Bjsg art. 11a).
            models.CheckConstraint(
                condition=~Q(channel="registered") | Q(kind="return"),
                name="provision_registered_is_a_return",
            ),
            models.UniqueConstraint(
                fields=["municipality", "number"], condition=~Q(number=""), name="provision_number_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-known_from"], name="provision_received"),
            models.Index(fields=["giver", "-made_at"], name="provision_given"),
            models.Index(fields=["request"], name="provision_of_request"),
            models.Index(
                fields=["municipality", "keep_until"], condition=Q(ended_at=None), name="provision_ending"
            ),
            models.Index(fields=["problem"], name="provision_of_problem"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)

    @property
    def handling(self) -> str:
        """How to handle it, in words: the mark, and whether it stays within the driehoek."""
        mark = str(self.get_mark_display())
        return f"{mark} · {_('mag de driehoek niet uit')}" if self.within_driehoek else mark


class Part(models.Model):
    """One stage of a provision: the headline now, the essentials later, the extract under embargo (OM10).

    The contents are encrypted with a key of this part alone; destroying that key destroys them, also in every backup
    made afterwards.

    Attributes:
        body: AES-256-GCM ciphertext of the text; emptied when it ends.
        nonce: 12 bytes, once per text.
        digest: keyed digest of the text, so that it can be proven what was given, without holding it.
        held: whether it stays behind when the provision is released, to be let go later.
        embargo_until: nobody at the receiver reads it before this moment; None for at once.
        let_go_at: when the giver let this stage go; None while it is kept back.
        announced_at: when the receiver was told that it is free.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="parts")
    detail = models.CharField(max_length=10, choices=Detail.choices)
    body = models.BinaryField(null=True)
    nonce = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    characters = models.PositiveIntegerField(default=0)
    held = models.BooleanField(_("houd achter"), default=False)
    embargo_until = models.DateTimeField(_("niet eerder dan"), null=True, blank=True)
    let_go_at = models.DateTimeField(null=True)
    let_go_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    announced_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provision", "detail"], name="part_once_per_detail"),
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(body=None, nonce=None), name="part_destroyed_is_empty"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "embargo_until"],
                condition=Q(let_go_at__isnull=False, announced_at=None, destroyed_at=None),
                name="part_to_announce",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provision_id} {self.detail}"


class PartKey(models.Model):
    """The key of one part, wrapped by the installation's own; the row goes when the part ends."""

    part = models.OneToOneField(Part, models.PROTECT, primary_key=True, related_name="wrapped")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return str(self.part_id)


class PartReading(models.Model):
    """Someone at the receiver saw a part, at a moment: the proof at a recall (OM06). Never changed.

    Attributes:
        provision, detail: those of the part, so that the proof can be read when the part cannot.
        number: that of the provision, for who may read the proof and not the provision.
        reason: why it was opened, when it is kept for accountability only (Bjsg art. 11a, paragraph 4).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="readings")
    detail = models.CharField(max_length=10, choices=Detail.choices)
    number = models.CharField(max_length=16, blank=True)
    part = models.ForeignKey(Part, models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(_("waarom u dit opent"), max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["provision", "at"], name="part_read"),
            models.Index(
                fields=["municipality", "-at"], condition=~Q(reason=""), name="part_read_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} {self.person_id}"


class Use(models.Model):
    """What the receiver did with it, against the decision it served; the giver reads it as feedback (OM06).

    Attributes:
        decision_taken: which decision or act, in words, without personal data.
        helped: whether it was of use.
        planned_power: the closure or ban it was used for, when it stands in Driehoek.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="uses")
    decision_taken = models.CharField(_("voor welk besluit"), max_length=300)
    decided_on = models.DateField(_("datum van het besluit"))
    helped = models.BooleanField(_("het heeft geholpen"), default=True)
    feedback = models.CharField(_("terugkoppeling"), max_length=500, blank=True)
    planned_power = models.ForeignKey(
        "exchange.PlannedPower", models.PROTECT, related_name="uses", null=True, blank=True
    )
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    key = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return f"{self.provision_id}"
