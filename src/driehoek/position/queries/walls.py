"""The first wall of the position: what of it a reader may see, before row-level security decides again."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from django.db.models import Q

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.access.rules import CONTENTLESS, READERS_OF_POSITION
from driehoek.parties.models import Function
from driehoek.position.words import READERS_OF_ITEMS

# How long the same words from the same hand are taken for one tap too many.
TWICE: Final = timedelta(minutes=10)
SEES_PERSONAL_DATA = (Function.MAYOR, Function.SAFETY_ADVISER)
READERS_OF_FILES = (*READERS_OF_ITEMS, Function.CASE_DIRECTOR, Function.TEAM_CHIEF, Function.PROSECUTOR)


def own_organisations(identity: Identity) -> frozenset[uuid.UUID]:
    """Return the organisations whose content the reader may see; an administrator or officer has none."""
    return frozenset() if identity.functions <= CONTENTLESS else identity.organisations


def of_own(identity: Identity, column: str = "supplier") -> Q:
    """Return the condition that `column` is an organisation of the reader's."""
    return Q(**{f"{column}__in": own_organisations(identity)})


def about_visible(identity: Identity) -> Q:
    """Return the condition that a row is about no problem, or about one that the reader may see."""
    return Q(problem__isnull=True) | Q(problem__in=visible_problem_ids(identity))


def readable(identity: Identity, column: str = "supplier") -> Q:
    """Return the condition for needs, agreements and deliveries.

    Those who read the position see it whole, a supplier what concerns its own organisation, and who works on a
    problem what is agreed about that problem.
    """
    if identity.holds(*READERS_OF_POSITION):
        seen = Q()
    else:
        worked_on = visible_problem_ids(identity, level=Level.WORK)
        seen = of_own(identity, column) | Q(problem__in=worked_on)
    return Q(municipality=identity.municipality) & about_visible(identity) & seen


def items_readable(identity: Identity) -> Q:
    """Return the condition for items.

    The supplier always sees what it delivered. Of the others nobody sees personal data, except the mayor and the
    adviser where there is no problem, and who may read the file where there is one.
    """
    nothing = Q(pk__in=())
    plain = Q(personal_data=False) if identity.holds(*READERS_OF_ITEMS) else nothing
    # An empty condition beside another one would vanish: "everything" is therefore said in full.
    everything = Q(pk__isnull=False) if identity.holds(*SEES_PERSONAL_DATA) else nothing
    filed = nothing
    if identity.holds(*READERS_OF_FILES):
        filed = Q(problem__in=visible_problem_ids(identity, level=Level.FILE))
    of_none = Q(problem__isnull=True) & (of_own(identity) | plain | everything)
    of_problem = Q(problem__in=visible_problem_ids(identity)) & (of_own(identity) | plain | filed)
    return Q(municipality=identity.municipality) & (of_none | of_problem)


def or_under(path: str, wanted: uuid.UUID) -> Q:
    """Return the condition that a theme is `wanted` or lies under it, two levels down."""
    return Q(**{path: wanted}) | Q(**{f"{path}__parent": wanted}) | Q(**{f"{path}__parent__parent": wanted})


def of_exercises(wanted: bool) -> Q:
    """Return the condition that a row is about an exercise, or that it is not: a list never mixes the two."""
    return Q(problem__training=True) if wanted else Q(problem__isnull=True) | Q(problem__training=False)
