"""Every read about questions; row-level security decides again what of it exists for the reader."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.queries import grants_on
from driehoek.access.rules import CONTENTLESS, KEEPERS_OF_POSITION, READERS_OF_FIGURES
from driehoek.parties.models import Appointment, Function, Person
from driehoek.position.models import Question, QuestionState
from driehoek.position.subjects import Subject
from driehoek.problems.models import Problem
from driehoek.web.paging import PAGE, Cursor, page_of


class Side(models.TextChoices):
    """Whose questions a list shows."""

    MINE = "aan-mij", _("Aan u gesteld")
    ASKED = "van-mij", _("Door u gesteld")
    ALL = "alle", _("Alle")


def questions(identity: Identity) -> QuerySet[Question]:
    """Return the questions that the reader asked, is to answer, or oversees."""
    seen = of_mine(identity) | Q(asked_by__in=identity.persons)
    if identity.holds(*KEEPERS_OF_POSITION):
        seen = Q()
    return Question.objects.filter(seen, municipality=identity.municipality).select_related(
        "asked_by", "to_person", "to_organisation", "deadline", "answered_by"
    )


def of_mine(identity: Identity) -> Q:
    """Return the condition of being asked: in person, or through one's organisation."""
    mine = Q(to_person__in=identity.persons)
    if not identity.functions <= CONTENTLESS:
        mine |= Q(to_person=None, to_organisation__in=identity.organisations)
    return mine


def question_list(
    identity: Identity, side: Side, *, after: Cursor | None = None
) -> tuple[list[Question], bool]:
    """Return a page of questions, the newest first, and whether there are more."""
    found = questions(identity)
    if side == Side.MINE:
        found = found.filter(of_mine(identity))
    elif side == Side.ASKED:
        found = found.filter(asked_by__in=identity.persons)
    return page_of(found, "asked_at", after)


def open_about(identity: Identity, problem: Problem) -> list[Question]:
    """Return the questions about a problem that wait, those for the reader first (at most a page)."""
    found = questions(identity).filter(problem=problem, state=QuestionState.OPEN)
    mine = Case(When(of_mine(identity), then=Value(0)), default=Value(1))
    return list(found.order_by(mine, F("deadline__due_at").asc(nulls_last=True))[:PAGE])


def waiting(identity: Identity) -> list[Question]:
    """Return the questions that wait for this reader's answer, the soonest first (at most a page)."""
    found = questions(identity).filter(of_mine(identity), state=QuestionState.OPEN)
    return list(found.order_by(F("deadline__due_at").asc(nulls_last=True), "asked_at")[:PAGE])


def who_can_answer(identity: Identity, about: Subject) -> QuerySet[Person]:
    """Return the people who may be asked about something: they work here now, and may see it."""
    held = Appointment.objects.filter(municipality=identity.municipality).exclude(function__in=CONTENTLESS)
    if about.figures:
        held = held.filter(function__in=READERS_OF_FIGURES)
    people = Person.objects.filter(pk__in=held.filter(_running()).values("person"), is_active=True).exclude(
        pk=identity.person
    )
    if about.problem is not None:
        people = people.filter(pk__in=grants_on(about.problem.pk).order_by().values("person"))
    return people.order_by(
        Case(When(pk=about.person.pk if about.person else None, then=Value(0)), default=Value(1)), "name"
    )


def mayor_of(identity: Identity) -> Person | None:
    """Return the mayor of the municipality now, of whom decisions are asked."""
    held = Appointment.objects.filter(municipality=identity.municipality, function=Function.MAYOR)
    appointment = held.filter(_running()).select_related("person").first()
    return appointment.person if appointment else None


def _running() -> Q:
    now = models.functions.Now()
    return Q(valid_from__lte=now) & (Q(valid_until__isnull=True) | Q(valid_until__gt=now))
