"""Due dates with grace, one reminder and escalation (the only table of its kind)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.parties.models import Municipality, Organisation, Person


class DeadlineState(models.TextChoices):
    """Whether a deadline still runs."""

    OPEN = "open", _("Loopt")
    MET = "met", _("Gehaald of alsnog gedaan")
    WITHDRAWN = "withdrawn", _("Vervallen")


class Deadline(models.Model):
    """Something is due from an organisation or a person at a moment; after the grace it is late.

    `kind` names what it is (`room.thing`, registered in deadlines.kinds) and `subject` its id; rooms above
    hold the content. The row itself tells nothing but that something is due from whom.

    Attributes:
        due_at: when it is due.
        grace_days: how many working days it may come later without being late.
        late_after: due plus grace; from here on it is late.
        organisation: the party it is due from.
        responsible: the person it is asked of first; escalation goes on from there.
        substitute: who is asked next.
        set_by: who made it due, and may therefore follow it; None when it was planned by itself.
        problem: id of the problem it belongs to; then a grant on that problem is needed too.
        remind_at: when the one reminder goes out by itself; None when there is none.
        reminded_at: when it went out, by itself or by hand; it goes out once.
        escalate_at: when the next step of the route is taken; None when no step is left.
        step_minutes: for what cannot wait for a working day, how many minutes each step gets; None for working days.
        step: how many steps of the route have been taken.
        met_at: when it was met.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    problem = models.UUIDField(null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    responsible = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    substitute = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    due_at = models.DateTimeField()
    grace_days = models.PositiveSmallIntegerField(default=0)
    late_after = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DeadlineState.choices, default=DeadlineState.OPEN)
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    escalate_at = models.DateTimeField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    step_minutes = models.PositiveSmallIntegerField(null=True)
    met_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "subject"], name="deadline_once_per_subject"),
            models.CheckConstraint(condition=Q(late_after__gte=F("due_at")), name="deadline_late_after_due"),
            models.CheckConstraint(
                condition=Q(state="met", met_at__isnull=False) | (~Q(state="met") & Q(met_at=None)),
                name="deadline_met_has_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "late_after", "id"],
                name="deadline_open_late",
                condition=Q(state="open"),
            ),
            models.Index(
                fields=["municipality", "due_at", "id"], name="deadline_open_due", condition=Q(state="open")
            ),
            models.Index(
                fields=["organisation", "due_at"], name="deadline_open_of", condition=Q(state="open")
            ),
            models.Index(
                fields=["responsible", "due_at"], name="deadline_open_for", condition=Q(state="open")
            ),
            models.Index(
                fields=["municipality", "remind_at"],
                name="deadline_to_remind",
                condition=Q(state="open", reminded_at=None),
            ),
            models.Index(
                fields=["municipality", "escalate_at"], name="deadline_to_escalate", condition=Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Notice(models.Model):
    """Someone was told about a deadline: reminded, or called in as the next step of the route.

    A notice stays, so that "who was told when" can be shown; `seen_at` is when the person saw it.

    Attributes:
        problem: that of the deadline, so that the wall in the database holds for the notice too.
        person: who was told: the one whose turn it was, or who stood in at that moment.
        step: 0 for the reminder, else the number of the step.
        rung: which step of the route that was, by a name that survives changes of the route (routes.Rung).
    """

    class Reason(models.TextChoices):
        """Why someone was told."""

        REMINDER = "reminder", _("Herinnerd")
        ESCALATION = "escalation", _("Opgeschaald")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="notices")
    problem = models.UUIDField(null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    step = models.PositiveSmallIntegerField(default=0)
    rung = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deadline", "reason", "step", "person"], name="notice_once_per_step"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-sent_at"], name="notice_of_person")]

    def __str__(self) -> str:
        return f"{self.reason} {self.deadline_id}"
