"""Pages about the records of a case and what ties them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.cases.models import Case, Compartment
from driehoek.cases.queries import compartments_open_to, level_in
from driehoek.cases.views import case_or_404
from driehoek.grounds.models import Source
from driehoek.ledger import services as ledger
from driehoek.parties.models import Organisation
from driehoek.subjects import queries, services
from driehoek.subjects.models import Link, Subject, SubjectKind


def contents_or_404(request: IdentifiedRequest, problem: uuid.UUID) -> Case:
    """Return a case of which the reader may see at least one compartment.

    Raises:
        Http404: there is no such case for this reader.
        PermissionDenied: they see the approach, and no compartment.
    """
    case = case_or_404(request, problem)
    if not compartments_open_to(request.identity, case).exists():
        raise PermissionDenied(
            _("U ziet van deze casus de aanpak. De gegevens zijn alleen voor wie eraan meewerkt.")
        )
    return case


def subject_or_404(
    request: IdentifiedRequest, case: Case, subject: uuid.UUID, level: Level = Level.OVERVIEW
) -> Subject:
    """Return a record of a case that lies in a compartment open to the reader; another does not exist.

    Raises:
        Http404: there is no such record for this reader.
        PermissionDenied: they may read it, and not change it.
    """
    found = queries.one(request.identity, case, subject)
    if found is None:
        raise Http404
    _require(request, found.compartment, level)
    return found


def link_or_404(
    request: IdentifiedRequest, case: Case, link: uuid.UUID, level: Level = Level.OVERVIEW
) -> Link:
    """Return a link of which the reader sees both ends; another does not exist.

    Raises:
        Http404: there is no such link for this reader.
        PermissionDenied: they may read it, and not change it.
    """
    found = queries.link(request.identity, case, link)
    if found is None:
        raise Http404
    _require(request, found.compartment, level)
    return found


def _require(request: IdentifiedRequest, compartment: Compartment, level: Level) -> None:
    if (level_in(request.identity, compartment) or 0) < level:
        raise PermissionDenied(_("U mag dit lezen, maar niet wijzigen. Vraag het de procesregisseur."))


def workable(request: IdentifiedRequest, case: Case) -> QuerySet[Compartment]:
    """Return the compartments of a case in which the reader may write."""
    return compartments_open_to(request.identity, case, level=Level.WORK).filter(ended_at=None)


def workable_or_403(request: IdentifiedRequest, case: Case) -> QuerySet[Compartment]:
    """Return the compartments in which the reader may write; there must be one.

    Raises:
        PermissionDenied: there is none.
    """
    found = workable(request, case)
    if not found:
        raise PermissionDenied(_("U mag dit lezen, maar niet wijzigen. Vraag het de procesregisseur."))
    return found


def suppliers(request: IdentifiedRequest, case: Case) -> QuerySet[Organisation]:
    """Return the organisations from which something may come: partners behind the legal gate, and one's own."""
    running = Source.objects.filter(problem=case.problem_id, ended_at=None).values("organisation")
    return Organisation.objects.filter(
        Q(pk__in=running) | Q(pk__in=request.identity.organisations),
        municipality=request.identity.municipality,
    )


def reading(request: IdentifiedRequest, subjects: Iterable[Subject], name: str) -> ledger.Processing:
    """Put what the enclosed work reads about persons in the processing log; `name` says what is done."""
    return services.reading(
        municipality=request.identity.municipality,
        persons=[one.pk for one in subjects if one.kind == SubjectKind.PERSON],
        name=name,
    )
