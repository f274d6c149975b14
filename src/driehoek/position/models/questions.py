"""Questions and decisions: asked at a line, due from someone, answered."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.problems.models import Problem


class QuestionKind(models.TextChoices):
    """What is asked for."""

    QUESTION = "question", _("Vraag")
    DECISION = "decision", _("Besluit")


class QuestionState(models.TextChoices):
    """Where a question stands."""

    OPEN = "open", _("Wacht op antwoord")
    ANSWERED = "answered", _("Beantwoord")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class Question(models.Model):
    """Someone asks someone about a line, to be answered by a moment (ST03).

    Attributes:
        about_kind, about_id: the thing asked about, `room.thing` and its id (position.subjects).
        about_title: the line as it stood when it was asked.
        about_url: path of its page.
        problem: when the line is about one problem; then a grant on it is needed too.
        options: for a decision, what can be chosen; `advice` says what is advised and why.
        to_person, to_organisation: who answers; anyone of the organisation may.
        chosen: index into `options`, once decided.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=QuestionKind.choices, default=QuestionKind.QUESTION)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.UUIDField(null=True)
    about_title = models.CharField(max_length=200, blank=True)
    about_url = models.CharField(max_length=300, blank=True)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+", null=True, blank=True)
    text = models.TextField(_("vraag"), max_length=1000)
    options = ArrayField(models.CharField(max_length=200), default=list, blank=True, verbose_name=_("keuzes"))
    advice = models.TextField(_("advies"), max_length=1000, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    to_person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("aan")
    )
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True, blank=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="question", null=True)
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN)
    answer = models.TextField(_("antwoord"), max_length=4000, blank=True)
    chosen = models.PositiveSmallIntegerField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    answer_seen_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-asked_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_person__isnull=False) | Q(to_organisation__isnull=False),
                name="question_has_someone_to_answer",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False)
                | (~Q(state="answered") & Q(answered_at=None)),
                name="question_answered_has_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-asked_at"], name="question_recent"),
            models.Index(fields=["about_id"], name="question_about"),
            models.Index(fields=["to_person"], name="question_open_for", condition=Q(state="open")),
            models.Index(fields=["to_organisation"], name="question_open_of", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.text[:60]
