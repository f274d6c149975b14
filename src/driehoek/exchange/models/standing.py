"""What is always shared, at which moments; and the return of a convicted person (BIJ)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.models import Deadline
from driehoek.exchange.models.details import Detail
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.position.models import Moment
from driehoek.problems.models import Problem, Theme


class StandingListState(models.TextChoices):
    """Where an edition of the list stands."""

    DRAFT = "draft", _("Voorstel")
    IN_FORCE = "in_force", _("Geldt")
    REPLACED = "replaced", _("Vervangen")
    ENDED = "ended", _("Beëindigd")


class StandingList(models.Model):
    """An edition of the list of case types that are always shared; in force once both sides agreed (OM04).

    Attributes:
        edition: 1, 2, … per pair of parties.
        review_on: within a year after it came into force; `deadline` watches it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=StandingListState.choices, default=StandingListState.DRAFT)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    giver_agreed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    giver_agreed_at = models.DateTimeField(null=True)
    recipient_agreed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    recipient_agreed_at = models.DateTimeField(null=True)
    in_force_from = models.DateField(null=True)
    review_on = models.DateField(null=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["giver", "recipient", "edition"], name="standing_list_edition_once"
            ),
            models.UniqueConstraint(
                fields=["giver", "recipient"],
                condition=Q(state="in_force"),
                name="standing_list_one_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force")
                | Q(
                    giver_agreed_at__isnull=False,
                    recipient_agreed_at__isnull=False,
                    in_force_from__isnull=False,
                    review_on__isnull=False,
                ),
                name="standing_list_agreed_by_both",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.recipient_id} {self.edition}"


class StandingCase(models.Model):
    """One line of the list: which cases, at which moments, how much, under which purpose (OM03).

    Attributes:
        purpose, subject, data_categories: values of the law's vocabulary.
        moments: at which moments it is given as a matter of course.
        within_hours: how soon after the moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    standing_list = models.ForeignKey(StandingList, models.PROTECT, related_name="cases")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("thema"))
    name = models.CharField(_("soort zaak"), max_length=140)
    moments = ArrayField(models.CharField(max_length=8, choices=Moment.choices), verbose_name=_("momenten"))
    purpose = models.CharField(_("waarvoor"), max_length=60)
    subject = models.CharField(_("over wie"), max_length=60)
    data_categories = ArrayField(models.CharField(max_length=60), verbose_name=_("welke gegevens"))
    detail = models.CharField(
        _("hoe uitgebreid"), max_length=10, choices=Detail.choices, default=Detail.HEADLINE
    )
    within_hours = models.PositiveSmallIntegerField(_("binnen hoeveel uur"), default=24)

    class Meta:
        ordering = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["standing_list", "name"], name="standing_case_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Measure(models.TextChoices):
    """What the municipality does about a return."""

    OPEN = "open", _("Nog niet besloten")
    NONE = "none", _("Geen maatregel")
    MEASURE = "measure", _("Wel een maatregel")


class ReturnNotice(models.Model):
    """The municipal side of a BIJ notice: the weighing, apart from the facts about the person (OM07).

    The facts stand in the provision's parts and are destroyed with it; what is weighed here names nobody.

    Attributes:
        provision: the notice as it was received, with the facts.
        order_risk: the risk for public order, in words without the person.
        measure, measure_words: the measure or none, and why.
        term_ends_on: when the term of Bjsg art. 11a runs out; `deadline` watches it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    provision = models.OneToOneField("exchange.Provision", models.PROTECT, related_name="return_notice")
    made_at = models.DateTimeField(default=timezone.now)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+", null=True, blank=True)
    returns_on = models.DateField(_("datum van terugkeer"))
    order_risk = models.TextField(_("risico voor de openbare orde"), max_length=2000, blank=True)
    measure = models.CharField(max_length=8, choices=Measure.choices, default=Measure.OPEN)
    measure_words = models.TextField(_("maatregel en reden"), max_length=2000, blank=True)
    measure_until = models.DateField(_("maatregel loopt tot"), null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    term_ends_on = models.DateField()
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(measure="open", decided_at=None)
                | (~Q(measure="open") & Q(decided_at__isnull=False) & ~Q(measure_words="")),
                name="return_notice_decided_has_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "-made_at"], name="return_notice_own")]

    def __str__(self) -> str:
        return str(self.provision_id)


class Advice(models.Model):
    """What police or probation advise about a return, without the person's facts. Never changed.

    Attributes:
        number, returns_on: those of the notice, which the asked side does not see itself; the database fills them in.
        question: what is asked, without personal data.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    notice = models.ForeignKey(ReturnNotice, models.PROTECT, related_name="advices")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    number = models.CharField(max_length=16, blank=True)
    returns_on = models.DateField(null=True)
    question = models.CharField(_("vraag"), max_length=1000, blank=True)
    words = models.TextField(_("advies"), max_length=2000, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    given_at = models.DateTimeField(null=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "organisation"], name="advice_once_per_party"),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "-asked_at"], name="advice_asked")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.organisation_id}"
