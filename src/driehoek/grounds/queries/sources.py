"""Reading the sources of personal data of a problem, and what stands in the way of a new one (CX03)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek import law
from driehoek.access.identity import Identity
from driehoek.access.queries import visible_problem_ids
from driehoek.grounds.models import Covenant, Source
from driehoek.grounds.queries.covenants import Cover, covenants, cover, dpia_holds, holds_on
from driehoek.parties.models import Organisation
from driehoek.problems.models import Problem
from driehoek.web.formatting import date_long, known


@dataclass(frozen=True)
class Check:
    """One of the four things that a step needs, and how it stands.

    Attributes:
        name: covenant, purpose, dpia or basis.
        label: what it is called.
        holds: whether it is there and holds.
        said: how it stands, or what is missing, in a sentence.
        covenant: the covenant that it is about, where it holds.
    """

    name: str
    label: str
    holds: bool
    said: str
    covenant: Covenant | None = None


def sources_of(identity: Identity, problem: uuid.UUID) -> QuerySet[Source]:
    """Return the sources of a problem that the reader may see, with partner and covenant."""
    return (
        Source.objects.filter(
            municipality=identity.municipality,
            problem=problem,
            problem__in=visible_problem_ids(identity),
        )
        .select_related("organisation", "covenant")
        .order_by("ended_at", "organisation__name")
    )


def source(identity: Identity, identifier: uuid.UUID) -> Source | None:
    """Return a running source of a problem that the reader may see."""
    rows = Source.objects.filter(
        municipality=identity.municipality, ended_at=None, problem__in=visible_problem_ids(identity)
    )
    return rows.select_related("organisation", "problem").filter(pk=identifier).first()


def closed_because(one: Source, on: date) -> str:
    """Return why a source is closed on a day, in a sentence; empty while it is open."""
    if one.ended_at is not None:
        return _("gestopt")
    if not holds_on(one.covenant, on):
        return _("gesloten: het convenant geldt niet meer")
    if not dpia_holds(one.covenant, on):
        return _("gesloten: de DPIA moet opnieuw")
    return ""


def own_organisation(identity: Identity) -> Organisation:
    """Return the organisation that the acting person works for, the municipality's own before others."""
    rows = Organisation.objects.filter(pk__in=identity.organisations)
    return min(rows, key=lambda one: (one.kind != "municipality", one.name))


def check_step(
    identity: Identity,
    *,
    organisation: Organisation,
    proposal: Mapping[str, Any],
    among: Sequence[Covenant] | None = None,
) -> list[Check]:
    """Return how covenant, purpose, DPIA and basis stand for a partner's data; each must hold.

    Args:
        identity: who would take the step.
        organisation: whose data they are.
        proposal: the step as `law.check` reads it.
        among: the covenants to choose from when they were read already.
    """
    found = cover(
        identity,
        parties={organisation.pk, own_organisation(identity).pk},
        purpose=proposal["purpose"],
        categories=proposal["data_categories"],
        on=timezone.localdate(),
        among=among,
    )
    decision = law.check(proposal)
    waits = decision.outcome in (law.Outcome.NEEDS_APPROVAL, law.Outcome.NOT_ALLOWED)
    return [
        _covenant_check(found, organisation),
        _purpose_check(found),
        _dpia_check(found),
        Check("basis", _("Rechtsgrond"), not waits, _basis_words(decision)),
    ]


def _covenant_check(found: Cover, organisation: Organisation) -> Check:
    label = _("Convenant")
    if found.covenant is None:
        said = _("Er is geen convenant met %(partner)s.") % {"partner": organisation.name}
        return Check("covenant", label, False, said)
    day = date_long(found.covenant.valid_until, language=known(get_language()))
    values = {"title": found.covenant.title, "day": day}
    if not found.in_force:
        said = _("%(title)s geldt nu niet. Het gold tot en met %(day)s, of is beëindigd.")
        return Check("covenant", label, False, said % values)
    return Check("covenant", label, True, _("%(title)s geldt tot en met %(day)s.") % values, found.covenant)


def _purpose_check(found: Cover) -> Check:
    if found.covenant is None:
        return Check("purpose", _("Doel en gegevens"), False, _("Zonder convenant staat geen doel vast."))
    if not found.covers:
        said = _("Het convenant noemt dit doel of deze gegevens niet.")
        return Check("purpose", _("Doel en gegevens"), False, said)
    return Check("purpose", _("Doel en gegevens"), True, _("Het convenant noemt dit doel en deze gegevens."))


def _dpia_check(found: Cover) -> Check:
    if found.covenant is None or found.covenant.dpia_on is None:
        return Check("dpia", _("DPIA"), False, _("Er is geen DPIA gedaan."))
    if not found.dpia:
        return Check("dpia", _("DPIA"), False, _("De DPIA moet eerst opnieuw bekeken worden."))
    day = date_long(found.covenant.dpia_on, language=known(get_language()))
    return Check("dpia", _("DPIA"), True, _("Gedaan op %(day)s.") % {"day": day})


def _basis_words(decision: law.Decision) -> str:
    if decision.outcome == law.Outcome.ALLOWED:
        return _("Een wet staat dit toe.")
    if decision.outcome == law.Outcome.WARN:
        return _("Een wet staat dit toe, als u met een reden bevestigt wat nog open is.")
    if decision.outcome == law.Outcome.NEEDS_APPROVAL:
        return _("Dit wacht op toestemming.")
    return _("Geen wet staat dit zo toe.")


def partners_of(problem: Problem) -> list[Organisation]:
    """Return the organisations that have a role in a problem now, by name."""
    rows = Organisation.objects.filter(
        pk__in=problem.roles.filter(until=None, organisation__isnull=False).values("organisation")
    )
    return list(rows.order_by("name"))


def known_covenants(identity: Identity) -> list[Covenant]:
    """Return every covenant of the municipality with its parties, in two queries, to judge many steps with."""
    return list(covenants(identity))
