"""The case: the approach of a complex problem, where it stands, and the compartments in which its contents lie."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.problems.models import Problem


class Phase(models.TextChoices):
    """Where any case stands, whatever its process model: the generic states of domain.md, section 4.1."""

    ASSESSMENT = "assessment", _("Beoordeling")
    ENRICHMENT = "enrichment", _("Verrijking")
    WEIGHING = "weighing", _("Weging")
    PRIORITISED = "prioritised", _("Geprioriteerd")
    PLAN = "plan", _("Plan")
    EXECUTION = "execution", _("Uitvoering")
    MONITORING = "monitoring", _("Monitoring")
    SCALING_DOWN = "scaling_down", _("Afschaling")
    CLOSED = "closed", _("Afgesloten")
    EVALUATION = "evaluation", _("Evaluatie")
    KEPT = "kept", _("Bewaard")
    REJECTED = "rejected", _("Afgewezen")
    REFERRED = "referred", _("Doorverwezen")


# A case in one of these asks no more work.
ENDED_PHASES = (Phase.CLOSED, Phase.EVALUATION, Phase.KEPT, Phase.REJECTED, Phase.REFERRED)


class ProcessModel(models.Model):
    """A version of a process model as a table: states, allowed moves, who may, what is required.

    A version never changes; adapting makes the next version, and a case keeps the version that it began with until
    someone moves it over. `data` has the shape of `cases.table.ModelTable`.

    Attributes:
        key: `pga`, `zvh`, `youth_group`, `riec`, `premises_13b`, `problem_oriented`, or a municipality's own.
        note: what was adapted and why; empty for the template as it comes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("naam"), max_length=120)
    data = models.JSONField()
    note = models.CharField(_("wat is aangepast"), max_length=500, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "key", "number"], name="process_model_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Case(models.Model):
    """How a complex problem is approached, as everyone with an overview of the problem sees it: no personal data here.

    Attributes:
        stage: key of a state in the model's table; `phase` is the generic state that it stands for.
        stage_since: since when it stands there.
        stuck_since: since when the approach does not get on; None when it does. With `stuck_reason`, in a few words.
        next_decision: what is to be decided next, and `next_decision_on` when.
        process_director: keeps the process (procesregisseur); never the same as `content_director` (casusregisseur).
        keep_until: until when it is kept after its end; then it is destroyed.
    """

    problem = models.OneToOneField(Problem, models.PROTECT, primary_key=True, related_name="case")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    model = models.ForeignKey(ProcessModel, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=40)
    phase = models.CharField(max_length=14, choices=Phase.choices)
    stage_since = models.DateTimeField()
    stuck_since = models.DateTimeField(null=True, blank=True)
    stuck_reason = models.CharField(_("waarom het vastzit"), max_length=200, blank=True)
    next_decision = models.CharField(_("volgende besluit"), max_length=200, blank=True)
    next_decision_on = models.DateField(_("wanneer"), null=True, blank=True)
    process_director = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("procesregisseur")
    )
    content_director = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("casusregisseur")
    )
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-stage_since"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(content_director=None) | ~Q(content_director=F("process_director")),
                name="case_directed_by_two",
            ),
            models.CheckConstraint(
                condition=Q(stuck_since=None, stuck_reason="")
                | (Q(stuck_since__isnull=False) & ~Q(stuck_reason="")),
                name="case_stuck_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("opened_at")), name="case_ends_after_start"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "phase", "-stage_since"], name="case_by_phase")
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.stage}"


class Move(models.Model):
    """A case went from one state to another; a row never changes.

    Attributes:
        checks: what was required and how it stood then: list of {key, met, text}.
        overruled: keys of requirements that were not met and passed over, with the reason in `reason`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="moves")
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40)
    reason = models.CharField(_("reden"), max_length=1000, blank=True)
    checks = models.JSONField(default=list)
    overruled = models.JSONField(default=list)
    moved_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["-moved_at"]
        indexes: ClassVar = [models.Index(fields=["case", "-moved_at"], name="move_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.before}>{self.after}"


class Admission(models.Model):
    """The admission criteria of a case, answered at a moment (domain.md, section 4.2); a row never changes.

    Attributes:
        model: the version of the process model whose questions these are.
        answers: key of a question → yes or no.
        admitted: whether the answers admit the case by that model.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="admissions")
    model = models.ForeignKey(ProcessModel, models.PROTECT, related_name="+")
    answers = models.JSONField()
    admitted = models.BooleanField()
    reason = models.CharField(_("toelichting"), max_length=1000, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        indexes: ClassVar = [models.Index(fields=["case", "-made_at"], name="admission_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.admitted}"


class CompartmentKind(models.TextChoices):
    """What a compartment is for."""

    SHARED = "shared", _("Gedeeld")
    OWN = "own", _("Besloten")


class Compartment(models.Model):
    """A part of a case that only some see. Its id stands in the table of grants, like the id of a problem.

    Everything with personal data lies in exactly one compartment. The shared one is read by everyone who takes part
    in the case, and by who may open the file of the problem; another only by who has a grant on it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="compartments")
    kind = models.CharField(max_length=6, choices=CompartmentKind.choices)
    name = models.CharField(_("naam"), max_length=80)
    purpose = models.CharField(_("waarvoor"), max_length=300, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["case", "-kind", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "name"], name="compartment_name_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="shared"), name="case_has_one_shared_compartment"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Participation(models.Model):
    """A person takes part in a case for an organisation, from a moment until a moment.

    What they see follows from their grants; this row says for whom they sit there, and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("wie"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("namens"))
    reason = models.CharField(_("waarom deze partner"), max_length=300)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(_("tot en met"))
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["since"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(ended_at=None), name="participation_of_person_once"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="participation_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.case_id}"
