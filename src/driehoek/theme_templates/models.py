"""A municipality's own templates, and the trail of each template that it took over."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Municipality, Person
from driehoek.problems.models import Theme
from driehoek.theme_templates.kinds import StepKind


class OwnTemplate(models.Model):
    """A template that a municipality made itself, without code (TZ11).

    Attributes:
        name: as in `content`, for lists.
        content: as it is being worked on; may be unfinished.
        published: as it was when it was last published; None before that. This is what colleagues take over.
        edition: how often it was published.
        copied_from: key of the template that it began as; empty when it began empty or came from a file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    name = models.CharField(_("naam"), max_length=80)
    content = models.JSONField()
    published = models.JSONField(null=True)
    published_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=0)
    copied_from = models.CharField(max_length=40, blank=True)
    archived_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-changed_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(edition=0, published=None, published_at=None)
                | Q(edition__gte=1, published__isnull=False, published_at__isnull=False),
                name="template_published_has_edition",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "-changed_at"], name="template_recent")]

    def __str__(self) -> str:
        return self.name


class AdoptionState(models.TextChoices):
    """Where a trail stands; it only goes forward."""

    RUNNING = "running", pgettext_lazy("step plan", "Loopt")
    EVALUATED = "evaluated", _("Geëvalueerd")
    ENDED = "ended", _("Beëindigd")
    UNDONE = "undone", _("Teruggedraaid")


class Adoption(models.Model):
    """The trail of a template that was taken over: what it said then, and how its steps go.

    Attributes:
        template: key of the built-in template, or id of the municipality's own one.
        edition: of the own template; 0 for a built-in one.
        content: the template as it was at that moment; never changes.
        round: the first time is 1; an evaluation begins the next.
        previous: the trail that this one follows.
        effect, cooperation: what the evaluation found; empty before it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    template = models.CharField(max_length=40)
    edition = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=80)
    content = models.JSONField()
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    starts_on = models.DateField(_("begint op"))
    round = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next")
    state = models.CharField(max_length=9, choices=AdoptionState.choices, default=AdoptionState.RUNNING)
    effect = models.TextField(_("effect"), max_length=2000, blank=True)
    cooperation = models.TextField(_("samenwerking"), max_length=2000, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "template"],
                condition=Q(state="running"),
                name="adoption_runs_once",
            ),
            models.CheckConstraint(
                condition=Q(state="running", closed_at=None)
                | (~Q(state="running") & Q(closed_at__isnull=False)),
                name="adoption_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="evaluated") | (~Q(effect="") & ~Q(cooperation="")),
                name="adoption_evaluated_on_both",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "-at"], name="adoption_recent")]

    def __str__(self) -> str:
        return self.name


class MadeKind(models.TextChoices):
    """What taking over a template can make."""

    INDICATOR = "indicators", _("Indicator")
    NEED = "needs", _("Behoefte")
    AGREEMENT = "agreements", _("Afspraak")
    NORM = "norms", _("Norm")
    FORM = "forms", _("Rapportformulier")
    MOMENT = "moments", _("Risicomoment")
    POINT = "points", _("Agendapunt")


class Made(models.Model):
    """One thing that taking over a template made; never changed or removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, models.PROTECT, related_name="made")
    kind = models.CharField(max_length=10, choices=MadeKind.choices)
    key = models.CharField(max_length=40)
    thing = models.UUIDField()

    class Meta:
        ordering = ["kind", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["adoption", "kind", "key"], name="made_once_per_line")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


# The due date of a step; its subject is the step.
STEP: Final = "theme_templates.step"


class StepState(models.TextChoices):
    """How a step goes."""

    OPEN = "open", _("Nog te doen")
    DONE = "done", _("Klaar")
    SKIPPED = "skipped", _("Overgeslagen")


class Step(models.Model):
    """One step of a trail.

    Attributes:
        place: the order, from 1.
        due_on: the working day on which it is due.
        owner: who sees to it.
        note: what came of it, or why it was skipped.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, models.PROTECT, related_name="steps")
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    due_on = models.DateField(_("klaar op"))
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("wie"))
    deadline = models.OneToOneField(Deadline, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=StepState.choices, default=StepState.OPEN)
    note = models.TextField(_("uitkomst"), max_length=1000, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["adoption", "place"], name="step_place_once"),
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(note=""), name="step_skipped_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="step_closed_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.key}"
