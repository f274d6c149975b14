"""The year plan: goals, the actions that serve them, and what became of each action (domain.md, section 3.4)."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.problems.models import Theme
from driehoek.standard.models import Decider, Norm


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", _("Concept")
    ADOPTED = "adopted", _("Vastgesteld")
    CLOSED = "closed", _("Afgesloten")


class Plan(models.Model):
    """The plan of one year (uitvoeringsplan). Once adopted its text lives on in editions; the rows go on.

    Attributes:
        adopted_by, adopted_on, adopted_where: who adopted it last, when and at which table.
        copied_from: the plan that its goals and actions were taken over from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("jaar"))
    title = models.CharField(_("titel"), max_length=140)
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.DRAFT)
    adopted_by = models.CharField(_("vastgesteld door"), max_length=10, choices=Decider.choices, blank=True)
    adopted_on = models.DateField(_("vastgesteld op"), null=True)
    adopted_where = models.CharField(_("waar"), max_length=140, blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "year"], name="plan_once_a_year"),
            models.CheckConstraint(
                condition=Q(state="draft", adopted_on=None, adopted_by="")
                | (~Q(state="draft") & Q(adopted_on__isnull=False) & ~Q(adopted_by="")),
                name="plan_adopted_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"


class Goal(models.Model):
    """What a plan wants to reach, and how one can tell.

    Attributes:
        lineage: the same for a goal and what was taken over from it in later years.
        norm: the norm that it is measured by; without one `measured_how` says how.
        decider, decision_on: who decides about it, and when that is planned.
        dropped_at: when it was given up; it can be taken up again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("thema"))
    sentence = models.CharField(_("doel"), max_length=300)
    norm = models.ForeignKey(Norm, models.PROTECT, null=True, related_name="+", verbose_name=_("norm"))
    measured_how = models.CharField(_("hoe gemeten"), max_length=300, blank=True)
    decider = models.CharField(_("wie besluit"), max_length=10, choices=Decider.choices)
    decision_on = models.DateField(_("moment van besluit"), null=True)
    dropped_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(norm__isnull=False) | ~Q(measured_how=""), name="goal_can_be_measured"
            ),
            models.UniqueConstraint(fields=["plan", "lineage"], name="goal_lineage_once"),
        ]

    def __str__(self) -> str:
        return self.sentence


class ActionStatus(models.TextChoices):
    """How it goes with an action."""

    PLANNED = "planned", _("Gepland")
    RUNNING = "running", pgettext_lazy("measure", "Loopt")
    AT_RISK = "at_risk", _("Loopt risico")
    DELAYED = "delayed", _("Vertraagd")
    DONE = "done", _("Klaar")
    STOPPED = "stopped", _("Gestopt")


FINISHED: Final = (ActionStatus.DONE, ActionStatus.STOPPED)


class Action(models.Model):
    """Something that an organisation does for a goal, before a day (maatregel).

    Attributes:
        lineage: the same for an action and what was taken over from it in later years.
        owner: the organisation that does it; `person` answers for it there.
        instrument: with which means: a covenant, supervision, a subsidy.
        hours, money: what it costs, in hours and whole euros, as far as known.
        expected_effect: what it should do; never what it did.
        note: the explanation of the status, in one line.
        agreed_at: when it became part of an adopted plan; from then on its owner sees it.
        deadline: what is due from its owner, from then on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="actions")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="actions")
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    what = models.CharField(_("maatregel"), max_length=200)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("wie doet het"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("persoon"))
    instrument = models.CharField(_("instrument"), max_length=140, blank=True)
    starts_on = models.DateField(_("begint op"))
    due_on = models.DateField(_("uiterlijk klaar op"))
    hours = models.PositiveIntegerField(_("uren"), null=True)
    money = models.PositiveIntegerField(_("euro"), null=True)
    expected_effect = models.CharField(_("verwacht effect"), max_length=300, blank=True)
    status = models.CharField(max_length=8, choices=ActionStatus.choices, default=ActionStatus.PLANNED)
    note = models.CharField(_("toelichting"), max_length=200, blank=True)
    status_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    deadline = models.ForeignKey(Deadline, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("starts_on")), name="plan_action_ends_after_start"
            ),
            models.UniqueConstraint(fields=["plan", "lineage"], name="plan_action_lineage_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["plan", "goal", "due_on"], name="plan_action_of_goal"),
            models.Index(fields=["owner", "due_on"], name="plan_action_of_owner"),
        ]

    def __str__(self) -> str:
        return self.what


class ActionStep(models.Model):
    """What an owner said about an action, or what was agreed anew; it stays as it was written.

    Attributes:
        before, after: the status.
        due_before, due_after: the day, when that moved.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, models.PROTECT, related_name="steps")
    before = models.CharField(max_length=8, choices=ActionStatus.choices)
    after = models.CharField(max_length=8, choices=ActionStatus.choices)
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        indexes: ClassVar = [models.Index(fields=["action", "-at"], name="plan_step_of_action")]

    def __str__(self) -> str:
        return f"{self.action_id} {self.after}"
