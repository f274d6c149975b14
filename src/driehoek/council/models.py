"""What the council is given: versions with aggregated figures only, and answers to its questions."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import AreaLevel
from driehoek.deadlines.models import Deadline
from driehoek.figures.models import Indicator
from driehoek.parties.models import Municipality, Person


class VersionState(models.TextChoices):
    """Where a council version stands."""

    DRAFT = "draft", _("Concept")
    CONFIRMED = "confirmed", _("Gecontroleerd")
    RELEASED = "released", _("Vrijgegeven")


class Depth(models.TextChoices):
    """Down to which areas the figures go."""

    MUNICIPALITY = AreaLevel.MUNICIPALITY.value, _("Alleen de hele gemeente")
    DISTRICT = AreaLevel.DISTRICT.value, _("Tot en met wijken")
    NEIGHBOURHOOD = AreaLevel.NEIGHBOURHOOD.value, _("Tot en met buurten")


class Version(models.Model):
    """A council version while it is made: which figures over which quarter, and the texts with them.

    Attributes:
        year, quarter: what it is about.
        depth: down to which areas the figures go.
        minimum: counts under this are not shown.
        edition: id of the quarterly report that texts were taken from; None when there is none.
        confirmed_digest: SHA-256 of what was confirmed, so that nothing else is released.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    title = models.CharField(_("titel"), max_length=140)
    intro = models.TextField(_("inleiding"), max_length=2000, blank=True)
    year = models.PositiveSmallIntegerField(_("jaar"))
    quarter = models.PositiveSmallIntegerField(_("kwartaal"))
    depth = models.CharField(_("gebieden"), max_length=14, choices=Depth.choices, default=Depth.DISTRICT)
    minimum = models.PositiveSmallIntegerField(_("kleinste getal dat te zien is"), default=5)
    edition = models.UUIDField(null=True)
    indicators: models.ManyToManyField[Indicator, ChosenIndicator] = models.ManyToManyField(
        Indicator, through="ChosenIndicator", related_name="+"
    )
    state = models.CharField(max_length=9, choices=VersionState.choices, default=VersionState.DRAFT)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    confirmed_digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="council_quarter"),
            models.CheckConstraint(condition=Q(minimum__gte=3), name="council_minimum"),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(confirmed_by__isnull=False) & ~Q(confirmed_digest="")),
                name="council_confirmed_by_someone",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-made_at", "-id"], name="council_version_newest")
        ]

    def __str__(self) -> str:
        return self.title


class ChosenIndicator(models.Model):
    """An indicator that a version shows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    council_version = models.ForeignKey(Version, models.CASCADE, related_name="chosen")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council_version", "indicator"], name="council_indicator_once")
        ]

    def __str__(self) -> str:
        return f"{self.council_version_id} {self.indicator_id}"


class Passage(models.Model):
    """A text in a version: written here, or taken from the open part of a quarterly report.

    Attributes:
        origin: key of the text in the report; empty when it was written here.
        place: where it stands among the others.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    council_version = models.ForeignKey(Version, models.CASCADE, related_name="passages")
    heading = models.CharField(_("kopje"), max_length=140)
    text = models.TextField(_("tekst"), max_length=4000)
    origin = models.CharField(max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return self.heading


class Release(models.Model):
    """A version as it was released to the council; the database refuses every change.

    Attributes:
        number: counts the releases of the municipality.
        sha256: digest of the contents, as anyone can compute it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    council_version = models.OneToOneField(Version, models.PROTECT, related_name="release")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=140)
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    released_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    released_at = models.DateTimeField()

    class Meta:
        ordering = ["-released_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "number"], name="council_release_number_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-released_at", "-id"], name="council_release_newest")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ReleaseContent(models.Model):
    """What a release says; for the council as long as it is not withdrawn."""

    release = models.OneToOneField(Release, models.PROTECT, primary_key=True, related_name="content")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    contents = models.TextField(help_text="canonical JSON")

    def __str__(self) -> str:
        return str(self.release_id)


class ReleaseBasis(models.Model):
    """The counts behind a release, the hidden ones too, so that a later release gives none of them away.

    Only for who makes council versions; the council never reads this.
    """

    release = models.OneToOneField(Release, models.PROTECT, primary_key=True, related_name="basis")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    counts = models.JSONField(help_text="indicator id -> [area code, column, count, shown]")

    def __str__(self) -> str:
        return str(self.release_id)


class Withdrawal(models.Model):
    """A release was withdrawn, with the reason; it stays in the list as withdrawn."""

    release = models.OneToOneField(Release, models.PROTECT, primary_key=True, related_name="withdrawal")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    reason = models.CharField(_("waarom"), max_length=500)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.release_id)


class AnswerState(models.TextChoices):
    """Where the answer to a council question stands."""

    DRAFT = "draft", _("In voorbereiding")
    CHECKED = "checked", _("Gecontroleerd")
    APPROVED = "approved", _("Goedgekeurd")
    SENT = "sent", _("Verzonden")


class CouncilQuestion(models.Model):
    """A written question of the council (article 155 Gemeentewet), and the answer while it is made.

    Attributes:
        number: counts the questions of a year.
        asked_by: the party in the council that asked.
        term_days: within how many days the rules of order want an answer; they differ, 30 days is the usual term.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("onderwerp"), max_length=140)
    text = models.TextField(_("de vraag"), max_length=4000)
    asked_by = models.CharField(_("gesteld door"), max_length=120)
    asked_on = models.DateField(_("ontvangen op"))
    term_days = models.PositiveSmallIntegerField(_("termijn in dagen"), default=30)
    answer = models.TextField(_("antwoord"), max_length=8000, blank=True)
    state = models.CharField(max_length=8, choices=AnswerState.choices, default=AnswerState.DRAFT)
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="+", null=True)
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-asked_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "year", "number"], name="council_question_number_once"
            ),
            models.CheckConstraint(condition=Q(term_days__range=(1, 365)), name="council_question_term"),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(checked_by__isnull=False) & ~Q(answer="")),
                name="council_answer_checked_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "checked"]) | Q(approved_by__isnull=False),
                name="council_answer_approved_by_someone",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-registered_at", "-id"], name="council_question_newest")
        ]

    def __str__(self) -> str:
        return self.title


class FactSource(models.TextChoices):
    """Where an approved fact comes from."""

    NORM = "norm", _("Norm")
    RELEASE = "release", _("Vrijgegeven raadsversie")
    DECISION = "decision", _("Vastgesteld besluit")
    EDITION = "edition", _("Kwartaalrapportage of jaarplan")


class Fact(models.Model):
    """A fact that an answer stands on, as it was when it was picked.

    Attributes:
        number: what the text refers to, as [1].
        source_kind, source_key: where it was picked, to see whether it has changed since.
        statement: what it says.
        source: where that can be found.
        as_of: the day that it is about.
        certainty: how sure, in words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    question = models.ForeignKey(CouncilQuestion, models.PROTECT, related_name="facts")
    number = models.PositiveSmallIntegerField()
    source_kind = models.CharField(max_length=8, choices=FactSource.choices)
    source_key = models.CharField(max_length=200)
    statement = models.TextField(max_length=2000)
    source = models.CharField(max_length=300)
    as_of = models.DateField(null=True)
    certainty = models.CharField(max_length=120, blank=True)
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "number"], name="council_fact_number_once"),
            models.UniqueConstraint(
                fields=["question", "source_kind", "source_key"], name="council_fact_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.number}"


class SentAnswer(models.Model):
    """An answer as it went to the council; the database refuses every change.

    Attributes:
        contents: question, answer and facts as canonical JSON.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    question = models.OneToOneField(CouncilQuestion, models.PROTECT, related_name="sent")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=140)
    contents = models.TextField(help_text="canonical JSON")
    sha256 = models.CharField(max_length=64)
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at"]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-sent_at", "-id"], name="council_answer_newest")
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number} {self.title}"
