"""What an analysis found, meant and advises: the draft that keepers work on, and the editions that never change."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import Area
from driehoek.figures.models import Indicator
from driehoek.parties.models import Municipality, Person
from driehoek.position.models import Certainty, Delivery, Item, Question
from driehoek.problems.models import Classification, Theme


class State(models.TextChoices):
    """Where the version in the making stands; editions that are out stay out."""

    DRAFT = "draft", _("Concept")
    OFFERED = "offered", _("Wacht op nakijken")
    CHECKED = "checked", _("Nagekeken")
    PUBLISHED = "published", _("Gepubliceerd")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class Audience(models.TextChoices):
    """Who reads it; the widest holds people who may not read figures, so small numbers are hidden there."""

    MUNICIPALITY = "municipality", _("Burgemeester, loco, adviseur en analist")
    FIGURES = "figures", _("Wie cijfers mag lezen: ook politie en OM")
    EVERYONE = "everyone", _("Iedereen met een inhoudelijke functie, ook partners")


class Publication(models.Model):
    """One analysis over all its editions.

    Attributes:
        title, summary, audience, theme: of the last edition, or of the draft while nothing is out.
        number: the last edition that is out; 0 while none is.
        question, delivery: what it answers or delivers when it comes out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    title = models.CharField(max_length=140)
    summary = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=12, choices=Audience.choices)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    number = models.PositiveSmallIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", null=True)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-published_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(number=0, published_at=None) | Q(number__gt=0, published_at__isnull=False),
                name="publication_out_has_moment",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_reason="")
                )
                | (~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")),
                name="publication_withdrawn_has_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-published_at", "-id"], name="publication_recent"),
            models.Index(fields=["municipality", "theme", "-published_at"], name="publication_of_theme"),
        ]

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """The version in the making; only who keeps figures sees it.

    Attributes:
        sources, period: from which data, over which time.
        meaning: the interpretation (duiding).
        before_after: whether it puts a time before a measure beside one after it.
        comparison: with what it is compared; without it a difference says little.
        limits: what it does not say.
        certainty, certainty_why: how sure the finding is, and why.
        areas: ids of the areas that it is about; none for the whole municipality.
        changes: what is new in this version, from the second on.
        hands: ids of the people who wrote in this version; none of them can check it.
        note: why the checker sent it back.
        frozen: what was offered, with its figures; the checker judges this and nothing else comes out.
    """

    publication = models.OneToOneField(Publication, models.CASCADE, primary_key=True, related_name="draft")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    title = models.CharField(_("titel"), max_length=140)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("thema"))
    areas = ArrayField(models.BigIntegerField(), default=list, blank=True)
    asked = models.CharField(_("de vraag"), max_length=500)
    method = models.TextField(max_length=2000, blank=True)
    sources = models.CharField(max_length=500, blank=True)
    period = models.CharField(max_length=100, blank=True)
    finding = models.TextField(max_length=4000, blank=True)
    comparison = models.CharField(max_length=200, blank=True)
    before_after = models.BooleanField(default=False)
    meaning = models.TextField(max_length=2000, blank=True)
    advice = models.TextField(max_length=1500, blank=True)
    limits = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty.choices, default=Certainty.LIKELY)
    certainty_why = models.CharField(max_length=300, blank=True)
    classification = models.CharField(
        max_length=14, choices=Classification.choices, default=Classification.INTERNAL
    )
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.FIGURES)
    changes = models.CharField(max_length=300, blank=True)
    hands = ArrayField(models.UUIDField(), default=list)
    note = models.CharField(max_length=500, blank=True)
    frozen = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    checked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    checked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title


class FigureKind(models.TextChoices):
    """How a figure is shown."""

    SERIES = "series", _("Verloop in de tijd")
    ELSEWHERE = "elsewhere", _("Vergeleken met elders")
    AREAS = "areas", _("Per wijk of buurt, het laatste jaar")


class DraftFigure(models.Model):
    """A figure of the draft: an indicator and how it is shown; its values are read when the draft is offered.

    Attributes:
        area: for a series, where; None for the whole municipality.
        periods: for a series, how many of the last periods.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="figures")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=FigureKind.choices)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", null=True)
    periods = models.PositiveSmallIntegerField(default=36)

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.kind} {self.indicator_id}"


class Edition(models.Model):
    """A version as it came out, numbered and sealed; the database refuses every change.

    Attributes:
        content: the texts and the figures with their values and sources (publications.contents).
        sha256: seal over the content in its canonical form.
        hands: ids of the people who wrote it; the checker is none of them.
        item: what reached the mayor with it, and is rated there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=12, choices=Audience.choices)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    hands = ArrayField(models.UUIDField())
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["publication", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "number"], name="publication_edition_once"),
            models.CheckConstraint(
                condition=~Q(checked_by=F("author")), name="publication_edition_has_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.number}"
