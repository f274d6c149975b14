"""Every read about problems; all of it begins at `visible_to`."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.models import Level, Origin
from driehoek.access.queries import active_grants, visible_problem_ids
from driehoek.access.rules import level_for
from driehoek.areas import queries as areas
from driehoek.areas.models import Area
from driehoek.ledger.events import words_for
from driehoek.ledger.models import Event
from driehoek.parties.models import Appointment, Function, Organisation, OrganisationKind, Person
from driehoek.problems.models import Dossier, Kind, Problem, ProblemRole, SafetyField, Theme, Typing
from driehoek.problems.roles import NewRole, UsualRole, is_usual_task, usual_roles
from driehoek.problems.words import explain
from driehoek.web.paging import PAGE, Cursor, page_of

# Due dates that come and go with an act that has a line of its own; the ledger keeps them all.
BOOKKEEPING = (
    "deadlines:deadline:set",
    "deadlines:deadline:met",
    "deadlines:deadline:withdrawn",
    "deadlines:notice:seen",
    "deadlines:plan:made",
    "deadlines:plan:withdrawn",
    "deadlines:plan:taken_back",
)
AT_ONCE = timedelta(seconds=10)


def visible_to(identity: Identity, *, level: int = Level.OVERVIEW) -> QuerySet[Problem]:
    """Return the problems that `identity` may see at `level` or higher, in their municipality."""
    return Problem.objects.filter(
        municipality=identity.municipality, id__in=visible_problem_ids(identity, level=level)
    ).select_related("theme")


@dataclass(frozen=True)
class ProblemFilter:
    """What the list of problems can be narrowed to; empty means all."""

    kind: str = ""
    status: str = ""
    theme: uuid.UUID | None = None
    training: bool = False


def problem_list(
    identity: Identity, chosen: ProblemFilter, *, after: Cursor | None = None
) -> tuple[list[Problem], bool]:
    """Return a page of problems, last changed first, and whether there are more."""
    return page_of(narrowed(identity, chosen), "changed_at", after)


def narrowed(identity: Identity, chosen: ProblemFilter) -> QuerySet[Problem]:
    """Return the visible problems that a choice leaves, with their owners."""
    found = visible_to(identity).filter(training=chosen.training)
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.status:
        found = found.filter(status=chosen.status)
    if chosen.theme:
        found = found.filter(theme=chosen.theme)
    return found.select_related("owner")


def dossier_of(problem: Problem) -> Dossier | None:
    """Return the dossier, or None for those whose grant does not reach it (row-level security decides)."""
    return Dossier.objects.filter(problem=problem).first()


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a problem's timeline; the same act several times at once is one line."""

    when: datetime
    title: str
    text: str
    source: str


def timeline(
    problem: Problem, *, before: int | None = None, limit: int = PAGE
) -> tuple[list[TimelineEntry], int | None]:
    """Return what happened to a problem, newest first, and the sequence to go on from (None at the end)."""
    events = Event.objects.filter(problem=problem.id).exclude(action__in=BOOKKEEPING)
    if before is not None:
        events = events.filter(sequence__lt=before)
    rows = list(events.order_by("-sequence")[: limit + 1])
    names = dict(
        Person.objects.filter(pk__in={row.actor for row in rows if row.actor}).values_list("pk", "name")
    )
    entries = [
        TimelineEntry(
            when=acts[0].at,
            title=_title(acts),
            text=" ".join(dict.fromkeys(filter(None, (explain(json.loads(act.data)) for act in acts)))),
            source=names.get(acts[0].actor, "Driehoek") if acts[0].actor else "Driehoek",
        )
        for acts in _at_once(rows[:limit])
    ]
    return entries, rows[limit - 1].sequence if len(rows) > limit else None


def _at_once(rows: list[Event]) -> list[list[Event]]:
    """Put together what one person did in one go to several things, so that it does not bury the rest."""
    groups: list[list[Event]] = []
    for row in rows:
        last = groups[-1][-1] if groups else None
        if (
            last
            and (last.action, last.actor) == (row.action, row.actor)
            and last.at - row.at <= AT_ONCE
            and row.subject not in {one.subject for one in groups[-1]}
        ):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _title(acts: list[Event]) -> str:
    words = words_for(acts[0].action)
    return words if len(acts) == 1 else _("%(words)s, %(n)s keer") % {"words": words, "n": len(acts)}


def last_change(problem: Problem, subject: uuid.UUID | None = None) -> tuple[str, datetime] | None:
    """Return who changed a problem last (or `subject` in it), for the person whose own change came too late."""
    changes = Event.objects.filter(problem=problem.id, subject=subject or problem.id)
    event = changes.order_by("-sequence").first()
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at


@dataclass(frozen=True)
class ThemeBranch:
    """A theme with its depth in the tree of its safety field."""

    theme: Theme
    depth: int


def theme_tree(
    identity: Identity, *, with_ended: bool = False
) -> list[tuple[SafetyField, list[ThemeBranch]]]:
    """Return the five safety fields, each with its themes in tree order, in one query."""
    themes = Theme.objects.filter(municipality=identity.municipality)
    if not with_ended:
        themes = themes.filter(ended_at=None)
    children: dict[uuid.UUID | None, list[Theme]] = {}
    for theme in themes.order_by("position", "name"):
        children.setdefault(theme.parent_id, []).append(theme)

    def walk(parent: uuid.UUID | None, depth: int, field: SafetyField) -> list[ThemeBranch]:
        found: list[ThemeBranch] = []
        for theme in children.get(parent, []):
            if theme.field == field:
                found.append(ThemeBranch(theme, depth))
                found.extend(walk(theme.pk, depth + 1, field))
        return found

    return [(field, walk(None, 0, field)) for field in SafetyField]


def areas_of(identity: Identity) -> QuerySet[Area]:
    """Return the areas of the municipality in its newest division."""
    return areas.areas_of(identity.cbs_code)


def colleagues(identity: Identity) -> QuerySet[Person]:
    """Return the people with an appointment in the municipality, for choosing an owner."""
    return Person.objects.filter(
        pk__in=Appointment.objects.filter(municipality=identity.municipality).values("person"), is_active=True
    )


def organisations_of(identity: Identity) -> QuerySet[Organisation]:
    """Return the organisations that work with the municipality now, for choosing who has a role."""
    return Organisation.objects.filter(municipality=identity.municipality, ended_at=None)


def id_of_number(number: int) -> uuid.UUID | None:
    """Return the id of a running problem by its number, for break-glass; needs no grant and tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT problems_id_of_number(%s)", [number])
        row = cursor.fetchone()
    return row[0] if row else None


def typings_of(problem: Problem) -> list[Typing]:
    """Return the decisions about a problem's kind, newest first, with who decided."""
    return list(Typing.objects.filter(problem=problem).select_related("decided_by").order_by("-decided_at"))


def roles_of(problem: Problem) -> list[ProblemRole]:
    """Return the roles that run in a problem, with who has them."""
    return list(_roles(problem).filter(until=None))


def ended_roles_of(problem: Problem) -> list[ProblemRole]:
    """Return the roles that ended in a problem and that the same party does not have again, last ended first."""
    again = ProblemRole.objects.filter(
        Q(person=OuterRef("person")) | Q(organisation=OuterRef("organisation")),
        problem=OuterRef("problem"),
        role=OuterRef("role"),
        since__gt=OuterRef("since"),
    )
    return list(_roles(problem).exclude(until=None).exclude(Exists(again)).order_by("-until"))


def role_of(problem: Problem, role: uuid.UUID) -> ProblemRole | None:
    """Return one role of a problem, running or ended."""
    return _roles(problem).filter(pk=role).first()


def proposed_roles(
    identity: Identity, problem: Problem, held: Iterable[ProblemRole] | None = None
) -> list[NewRole]:
    """Return the roles that a problem of this kind usually has, filled with who is there, less those taken.

    A role that was taken with the usual task of another kind is proposed with the task of this kind.

    Args:
        identity: who asks.
        problem: the problem.
        held: the roles that run in it, where they are known already.
    """
    usual = usual_roles(problem.kind)
    people, parties = _people_by_function(identity, usual), _organisations_by_kind(identity)
    taken = {
        (one.role, one.person_id, one.organisation_id): one.task
        for one in (roles_of(problem) if held is None else held)
    }
    found = []
    for one in usual:
        person = people.get(one.function) if one.function else None
        organisation = parties.get(one.organisation) if one.organisation else None
        party = (person.pk if person else None, organisation.pk if organisation else None)
        task = taken.get((str(one.role), *party))
        is_free = task is None or (task != one.task and is_usual_task(task))
        if (person or organisation) and is_free:
            found.append(NewRole(one.role, person, organisation, one.task))
    return found


def _people_by_function(identity: Identity, usual: Iterable[UsualRole]) -> dict[Function, Person]:
    """Return who holds each function now; the one who began first where several do."""
    appointments = Appointment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=Now()),
        municipality=identity.municipality,
        valid_from__lte=Now(),
        function__in=[one.function for one in usual if one.function],
        person__is_active=True,
    ).select_related("person")
    return {Function(one.function): one.person for one in appointments.order_by("-valid_from")}


def _organisations_by_kind(identity: Identity) -> dict[OrganisationKind, Organisation]:
    """Return an organisation of each kind, the first by name where there are several."""
    return {OrganisationKind(one.kind): one for one in organisations_of(identity).order_by("-name")}


def level_after(identity: Identity, problem: Problem, kind: Kind) -> Level | None:
    """Return the level that `identity` will have when the problem becomes `kind`, or None for nothing.

    What functions hand out changes with the kind; leading, invitations and openings with a purpose stay.
    """
    stays = (
        active_grants(identity)
        .filter(problem=problem.pk)
        .exclude(origin=Origin.FUNCTION, appointment__isnull=False)
        .aggregate(highest=Max("level"))["highest"]
    )
    handed = [level_for(function, str(kind)) for function in identity.functions]
    levels = [Level(stays)] if stays else []
    return max([*levels, *(level for level in handed if level)], default=None)


def _roles(problem: Problem) -> QuerySet[ProblemRole]:
    return ProblemRole.objects.filter(problem=problem).select_related("person", "organisation")
