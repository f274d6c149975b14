"""How a case goes and how it ends: life domains at fixed moments, scaling down, aftercare, evaluation."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case, Compartment
from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.subjects.models import Subject
from driehoek.vault import Secret


class Moment(models.TextChoices):
    """Which of the fixed moments a scoring is."""

    START = "start", _("Begin")
    BETWEEN = "between", _("Tussentijds")
    END = "end", _("Einde")


class Scoring(models.Model):
    """The life domains of one person at one moment, planned first and scored once (CX17).

    Attributes:
        scores: key of a life domain → 1 to 5, or 0 where it is not known; empty until it is scored.
        remark: what the scores do not tell, under lock.
        corrects: the scoring of the same moment that this one takes the place of.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    moment = models.CharField(_("moment"), max_length=7, choices=Moment.choices)
    planned_on = models.DateField(_("op"))
    scores = models.JSONField(default=dict, blank=True)
    remark_locked = models.TextField(blank=True)
    remark = Secret("remark_locked")
    scored_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    scored_at = models.DateTimeField(null=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="+", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["planned_on", "made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "planned_on"], condition=Q(corrects=None), name="scoring_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(scored_at=None, scored_by=None, scores={})
                | (Q(scored_at__isnull=False, scored_by__isnull=False) & ~Q(scores={})),
                name="scoring_has_scores_and_scorer",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["compartment", "subject"], name="scoring_of_subject")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.planned_on}"


class ScaleDown(models.Model):
    """How a case is scaled down: why, who cares for what comes after, and what brings it back (CX19).

    Everyone with an overview of the case reads it, so it holds no names.

    Attributes:
        criterion: what the plan said, and how it is met.
        reopen_when: what brings the case back.
        message: what the partners are told.
        announced_at: when it was told to them; from then on it stays as it is.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="scale_down")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    criterion = models.CharField(_("waarom het nu kan"), max_length=1000)
    reopen_when = models.CharField(_("wanneer de casus terugkomt"), max_length=500)
    message = models.CharField(_("bericht aan de partners"), max_length=1000)
    aftercare = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("wie de nazorg heeft")
    )
    aftercare_contact = models.CharField(_("hoe die te bereiken is"), max_length=200)
    aftercare_until = models.DateField(_("nazorg tot en met"))
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.case_id)


class RestAction(models.Model):
    """What is left when a case is scaled down: something to do, who takes it over, before when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="rest_actions")
    what = models.CharField(_("wat er nog moet gebeuren"), max_length=300)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("wie dat overneemt")
    )
    due_on = models.DateField(_("voor wanneer"))
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="+", null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "made_at"]
        indexes: ClassVar = [models.Index(fields=["case", "due_on"], name="rest_action_of_case")]

    def __str__(self) -> str:
        return self.what


class Result(models.TextChoices):
    """How far a goal was reached."""

    REACHED = "reached", _("Bereikt")
    PARTLY = "partly", _("Deels bereikt")
    NOT = "not", _("Niet bereikt")
    UNKNOWN = "unknown", _("Niet vast te stellen")


class Evaluation(models.Model):
    """What an approach brought and what was learnt; settled once (CX20). No names: it is read by everyone in the case.

    Attributes:
        summary: the result in a few sentences.
        lessons: what the next case of this kind should know; others with a case of the same model find it.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="evaluation")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    summary = models.TextField(_("wat de aanpak bracht"), max_length=2000)
    lessons = models.TextField(_("wat wij leerden"), max_length=2000, blank=True)
    model_key = models.CharField(max_length=40)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    settled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.case_id)


class GoalResult(models.Model):
    """How far one goal of the plan was reached, and where that shows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="goal_results")
    goal = models.CharField(_("doel"), max_length=300)
    result = models.CharField(_("uitkomst"), max_length=8, choices=Result.choices)
    evidence = models.CharField(_("waaruit dat blijkt"), max_length=500)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "goal"], name="goal_result_once"),
        ]

    def __str__(self) -> str:
        return self.goal


class Cooperation(models.Model):
    """What one participant says of the cooperation, under their organisation's name; it stays as it was given.

    Attributes:
        answers: key of a question (`course.questions`) → 1 to 4.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="cooperation")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    answers = models.JSONField()
    remark = models.CharField(_("wat zou u anders doen?"), max_length=1000, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation__name", "given_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person"], name="cooperation_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.case_id}"
