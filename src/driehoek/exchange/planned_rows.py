"""Planned powers in words: rows, facts, timeline, and what stands in the way of a decision."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.exchange.models import Objection, ObjectionState, PlannedPower, PlannedState
from driehoek.exchange.services.planned import stands_in_the_way
from driehoek.problems.queries import visible_to
from driehoek.web import formatting
from driehoek.web.components import Change, Entry, Pair, Row, Tag, TagKind


def planned_row(planned: PlannedPower, identity: Identity) -> Row:
    """Make a list row: what, from when, and what is asked of the reader."""
    return Row(
        title=planned.title,
        url=reverse("exchange:planned", args=[planned.pk]),
        tags=tags_of(planned, asked=planned.told_to_id in identity.organisations),
        text=_("%(power)s, %(place)s. Vanaf %(day)s.")
        % {
            "power": planned.get_power_display(),
            "place": planned.place,
            "day": formatting.date_long(planned.planned_for, language=_language()),
        },
        meta=" · ".join(filter(None, (planned.number, planned.theme.name, planned.organisation.name))),
    )


def tags_of(planned: PlannedPower, *, asked: bool = False) -> tuple[Tag, ...]:
    """Say where it stands; `asked` when the reader's organisation is to answer."""
    if planned.state != PlannedState.ANNOUNCED:
        kind: TagKind = "calm" if planned.state == PlannedState.DECIDED else ""
        return (Tag(str(planned.get_state_display()).lower(), kind),)
    given = _answer(planned)
    if given:
        look: TagKind = "calm" if given == ObjectionState.NONE else "ask"
        return (Tag(str(ObjectionState(given).label).lower(), look),)
    if planned.object_until <= timezone.now():
        return (Tag(_("termijn voorbij, geen antwoord"), "" if asked else "ask"),)
    return (
        Tag(_("antwoord vóór %(when)s") % {"when": _moment(planned.object_until)}, "ask" if asked else ""),
    )


def says(planned: PlannedPower) -> str:
    """Say in a sentence where it stands and what comes next."""
    who, until = planned.told_to.name, _moment(planned.object_until)
    if planned.state == PlannedState.DRAFT:
        return _("Dit is een concept. Alleen de gemeente ziet het.")
    if planned.state == PlannedState.DROPPED:
        return _("Dit gaat niet door.")
    if planned.state == PlannedState.DECIDED:
        return _("Besloten: %(what)s") % {"what": planned.outcome_words}
    answer = planned.objections.first()
    if answer is None and planned.object_until > timezone.now():
        return _("%(who)s kan antwoorden tot %(until)s.") % {"who": who, "until": until}
    if answer is None:
        return _("De termijn is voorbij. %(who)s heeft niet geantwoord. De burgemeester kan besluiten.") % {
            "who": who
        }
    return _answer_words(answer, who)


def way_of(planned: PlannedPower) -> str:
    """Return what must be said before deciding (services.planned.stands_in_the_way)."""
    return stands_in_the_way(planned, planned.objections.first())


def facts_of(planned: PlannedPower, identity: Identity) -> list[Pair]:
    """List what is known; the problem only for who may see it."""
    pairs = [
        Pair(_("Bevoegdheid"), str(planned.get_power_display())),
        Pair(_("Waar"), planned.place),
        Pair(_("Vanaf"), formatting.date_long(planned.planned_for, language=_language())),
        Pair(_("Van"), planned.organisation.name),
        Pair(_("Voorgelegd aan"), planned.told_to.name),
        Pair(_("Thema"), planned.theme.name),
    ]
    if planned.number:
        pairs.insert(0, Pair(_("Nummer"), planned.number))
    if planned.urgent_words:
        pairs.append(Pair(_("Waarom het niet kan wachten"), planned.urgent_words))
    if planned.weighed_words:
        pairs.append(Pair(_("Hoe het antwoord meewoog"), planned.weighed_words))
    problem = visible_to(identity).filter(pk=planned.problem_id).first() if planned.problem_id else None
    if problem is not None:
        pairs.append(
            Pair(_("Gaat over"), problem.title, reverse("problems:problem", args=[problem.pk]), _("Bekijk"))
        )
    return pairs


def timeline_of(planned: PlannedPower) -> list[Entry]:
    """Tell what happened, the newest first."""
    told = [Entry(planned.made_at, _("Opgeschreven"))] if planned.announced_at is None else []
    if planned.announced_at is not None:
        told.append(
            Entry(
                planned.announced_at,
                _("Voorgelegd aan %(who)s") % {"who": planned.told_to.name},
                text=_("Antwoord kan tot %(until)s.") % {"until": _moment(planned.object_until)},
                kind="ask",
            )
        )
    told.extend(
        Entry(one.given_at, str(one.get_answer_display()), text=one.words, source=one.given_by.name)
        for one in planned.objections.select_related("given_by")
    )
    if planned.decided_at is not None:
        told.append(Entry(planned.decided_at, _("Besloten"), text=planned.outcome_words, kind="decision"))
    return sorted(told, key=lambda entry: entry.when, reverse=True)


def stored_now(planned: PlannedPower) -> list[Change]:
    """List what someone else stored in the fields of a draft meanwhile."""
    return [
        Change(_("In één regel"), planned.title),
        Change(_("Waar?"), planned.place),
        Change(_("Waarom?"), planned.reason),
    ]


def _answer(planned: PlannedPower) -> str:
    """Return the answer that counts: as a list read it, or from the rows."""
    if hasattr(planned, "answer_given"):
        return planned.answer_given or ""
    newest = planned.objections.first()
    return newest.answer if newest else ""


def _answer_words(answer: Objection, who: str) -> str:
    if answer.answer == ObjectionState.NONE:
        return _("%(who)s heeft geen bezwaar. De burgemeester kan besluiten.") % {"who": who}
    if answer.answer == ObjectionState.WAIT and answer.wait_until is not None:
        return _("%(who)s vraagt om te wachten tot %(until)s.") % {
            "who": who,
            "until": _moment(answer.wait_until),
        }
    return _("%(who)s heeft bezwaar in het belang van het onderzoek.") % {"who": who}


def _moment(value: datetime) -> str:
    return formatting.moment(value, language=_language())


def _language() -> formatting.Language:
    return formatting.known(get_language())
