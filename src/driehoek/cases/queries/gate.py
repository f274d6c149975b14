"""The legal gate of a case: what must be in place before partners enrich it with personal data (CX03).

Four things, kept by the room `grounds` as a source of the problem: a purpose that the covenant names, a basis that the
legal check allowed, a covenant in force, a DPIA that holds. A source that lost one of them is closed again by itself.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from driehoek.cases.models import Case
from driehoek.cases.requirements import Requirement
from driehoek.grounds.models import Source
from driehoek.grounds.queries.covenants import dpia_holds, holds_on
from driehoek.grounds.queries.sources import closed_because
from driehoek.web.formatting import date_long, known

LABELS: Final[dict[str, str | Promise]] = {
    "purpose": gettext_lazy("Doel"),
    "basis": gettext_lazy("Rechtsgrond"),
    "covenant": gettext_lazy("Convenant"),
    "dpia": gettext_lazy("DPIA"),
}


@dataclass(frozen=True)
class GateCheck:
    """One of the four things and how it stands, in a sentence."""

    key: str
    label: str
    holds: bool
    said: str


@dataclass(frozen=True)
class Gate:
    """The legal gate of one case.

    Attributes:
        checks: the four things, of the source that comes nearest.
        sources: the sources that run, with their partners.
        open: whether at least one source has all four.
        url: where a source is checked.
    """

    checks: tuple[GateCheck, ...]
    sources: tuple[Source, ...]
    open: bool
    url: str


def gate_of(case: Case) -> Gate:
    """Return the four checks of a case, in one query."""
    today = timezone.localdate()
    sources = _running(case)
    whole = [one for one in sources if not closed_because(one, today)]
    nearest = next(iter(whole), None) or next(iter(sources), None)
    return Gate(
        checks=_checks(nearest, today),
        sources=tuple(sources),
        open=bool(whole),
        url=reverse("grounds:source_new", args=[case.problem_id]),
    )


def enriching_allowed(case: Case, *, organisation: uuid.UUID | None = None) -> Requirement:
    """Tell whether personal data of a partner may enrich the case now; ask this before storing any.

    The function `cases_enriching_allowed(case, organisation)` in the database gives the same answer, for triggers.

    Args:
        case: the case.
        organisation: whose data they are; None asks whether any partner's may come.
    """
    today = timezone.localdate()
    sources = [one for one in _running(case) if organisation is None or one.organisation_id == organisation]
    if any(not closed_because(one, today) for one in sources):
        return Requirement(met=True)
    missing = [check.label.lower() for check in _checks(next(iter(sources), None), today) if not check.holds]
    return Requirement(
        met=False,
        text=_("Toets eerst of het mag. Er ontbreekt: %(what)s.") % {"what": ", ".join(missing)},
        url=reverse("grounds:source_new", args=[case.problem_id]),
    )


def _running(case: Case) -> list[Source]:
    """Return the sources of the problem that were not ended; row-level security leaves those one may see."""
    rows = Source.objects.filter(municipality=case.municipality_id, problem=case.problem_id, ended_at=None)
    return list(rows.select_related("organisation", "covenant").order_by("made_at"))


def _checks(source: Source | None, today: date) -> tuple[GateCheck, ...]:
    if source is None:
        unknown = _("Nog niet getoetst.")
        return tuple(GateCheck(key, str(label), False, unknown) for key, label in LABELS.items())
    covenant = source.covenant
    day = date_long(covenant.valid_until, language=known(get_language()))
    in_force, dpia = holds_on(covenant, today), dpia_holds(covenant, today)
    said = {
        "purpose": (True, _("Het convenant noemt dit doel.")),
        "basis": (True, _("De wettelijke toets staat dit toe.")),
        "covenant": (
            in_force,
            _("%(title)s geldt tot en met %(day)s.") % {"title": covenant.title, "day": day}
            if in_force
            else _("%(title)s geldt niet meer.") % {"title": covenant.title},
        ),
        "dpia": (
            dpia,
            _("De DPIA is gedaan.") if dpia else _("De DPIA moet eerst opnieuw bekeken worden."),
        ),
    }
    return tuple(GateCheck(key, str(label), *said[key]) for key, label in LABELS.items())
