"""The safety problem and the tree of themes it belongs to."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import Area
from driehoek.parties.models import Municipality, Organisation, Person


class SafetyField(models.TextChoices):
    """The five safety fields of VNG's Kernbeleid Veiligheid (2017)."""

    LIVING = "living", _("Veilige woon- en leefomgeving")
    BUSINESS = "business", _("Bedrijvigheid en veiligheid")
    YOUTH = "youth", _("Jeugd en veiligheid")
    PHYSICAL = "physical", _("Fysieke veiligheid")
    INTEGRITY = "integrity", _("Integriteit en veiligheid")


class Theme(models.Model):
    """A subject of safety policy; themes form a tree under the five safety fields (ST04)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    field = models.CharField(_("veiligheidsveld"), max_length=10, choices=SafetyField.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("valt onder")
    )
    name = models.CharField(_("naam"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["field", "position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "field", "parent", "name"],
                name="theme_name_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="theme_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    """The guide's three types of safety problem."""

    STANDARD = "standard", _("Standaard")
    COMPLEX = "complex", _("Complex")
    CRISIS = "crisis", _("Crisis")


class Status(models.TextChoices):
    """Where a problem stands."""

    OPEN = "open", _("Loopt")
    WATCHED = "watched", _("Wordt gevolgd")
    CLOSED = "closed", _("Afgesloten")


class Classification(models.TextChoices):
    """How confidential a problem is; who may see it follows from grants, this says how to handle it."""

    PUBLIC = "openbaar", _("Openbaar")
    INTERNAL = "intern", _("Intern")
    CONFIDENTIAL = "vertrouwelijk", _("Vertrouwelijk")
    STRICT = "zeer_geheim", _("Strikt vertrouwelijk")


class Problem(models.Model):
    """A safety problem as everyone with an overview grant sees it: no personal data here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(_("titel"), max_length=140)
    summary = models.TextField(_("kern"), max_length=1000, blank=True)
    kind = models.CharField(_("soort"), max_length=10, choices=Kind.choices)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="problems", verbose_name=_("thema"))
    areas: models.ManyToManyField[Area, models.Model] = models.ManyToManyField(
        Area, through="ProblemArea", related_name="problems"
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="owned_problems", verbose_name=_("eigenaar")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    classification = models.CharField(
        _("vertrouwelijkheid"), max_length=14, choices=Classification.choices, default=Classification.INTERNAL
    )
    training = models.BooleanField(_("oefening"), default=False)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-changed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "number"], name="problem_number_once"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at=None)),
                name="problem_closed_has_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "status", "-changed_at"], name="problem_recent")
        ]

    def __str__(self) -> str:
        return self.title


class ProblemArea(models.Model):
    """A problem plays in an area."""

    problem = models.ForeignKey(Problem, models.CASCADE)
    area = models.ForeignKey(Area, models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "area"], name="problem_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.area_id}"


class Dossier(models.Model):
    """What is known about a problem in full; needs a grant of level `file` or higher."""

    problem = models.OneToOneField(Problem, models.CASCADE, primary_key=True, related_name="dossier")
    text = models.TextField(_("dossiertekst"), blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.problem_id)


class Typing(models.Model):
    """A named person decided of which kind a problem is, and why; a row never changes (domain.md, section 1.2).

    Attributes:
        previous: the kind it was; empty when the problem was opened.
        proposed: the kind that the answers pointed to; empty without answers, or when they did not decide.
        answers: key of a question → code of the answer that was given (problems.typing).
        reason: in the decider's own words; may be empty only when the problem was opened.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="typings")
    kind = models.CharField(_("soort"), max_length=10, choices=Kind.choices)
    previous = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    proposed = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    answers = models.JSONField(default=dict)
    reason = models.TextField(_("reden"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kind=F("previous")), name="typing_to_another_kind"),
            models.CheckConstraint(condition=Q(previous="") | ~Q(reason=""), name="retyping_has_reason"),
            models.UniqueConstraint(
                fields=["problem"], condition=Q(previous=""), name="problem_typed_once_at_opening"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["problem", "-decided_at"], name="typing_of_problem")]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.kind}"


class Role(models.TextChoices):
    """What a party does in the approach of a problem."""

    COMMISSIONS = "commissions", _("Opdrachtgever")
    DIRECTS = "directs", _("Regisseur")
    EXECUTES = "executes", _("Uitvoerder")
    SUPPLIES = "supplies", _("Informatieleverancier")


class ProblemRole(models.Model):
    """A person or an organisation has a role in a problem, from a moment until a moment.

    Someone who has two tasks in one role has them in one row; so the director of the process is never also
    the director of the content (domain.md, section 1.4).

    Attributes:
        person, organisation: who has the role: one of both.
        task: what they do, in a few words without personal data.
        until: when the role ended; None while it runs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="roles")
    role = models.CharField(_("rol"), max_length=12, choices=Role.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True, blank=True)
    task = models.CharField(_("taak"), max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["since"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, organisation__isnull=False)
                | Q(person__isnull=False, organisation__isnull=True),
                name="role_of_person_or_organisation",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="role_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["problem", "role", "person"], condition=Q(until=None), name="role_of_person_once"
            ),
            models.UniqueConstraint(
                fields=["problem", "role", "organisation"],
                condition=Q(until=None),
                name="role_of_organisation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.problem_id}"

    @property
    def holder(self) -> str:
        """Name of who has the role."""
        return self.person.name if self.person else str(self.organisation)
