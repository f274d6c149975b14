"""The lists of cases that are always shared, in words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from driehoek import law
from driehoek.exchange.models import StandingCase, StandingList, StandingListState
from driehoek.exchange.queries.standing import Line
from driehoek.exchange.services.standing import judge_case
from driehoek.grounds.asking import words_of
from driehoek.grounds.outcomes import outcome_of
from driehoek.position.models import Moment
from driehoek.web import formatting
from driehoek.web.components import Action, Entry, Pair, Row, Tag, TagKind

LOOKS: dict[str, TagKind] = {
    StandingListState.DRAFT: "ask",
    StandingListState.IN_FORCE: "calm",
    StandingListState.REPLACED: "",
    StandingListState.ENDED: "",
}


@dataclass(frozen=True)
class ShownLine:
    """A line of an edition as it stands on the page.

    Attributes:
        case: the line.
        tags: what changed, and what the law says of it.
        facts: what is given, when, for what.
        forbidden: why the law does not allow it; empty when it may.
        gone: whether it stands in the edition in force and no longer here.
        give: where to give by this line, for each of its moments; empty for who does not give.
    """

    case: StandingCase
    tags: tuple[Tag, ...]
    facts: list[Pair]
    forbidden: list[str]
    gone: bool
    give: list[Action]


def list_row(edition: StandingList) -> Row:
    """Make a list row of an edition; it carries the number of its lines."""
    count: int = getattr(edition, "lines", 0)
    return Row(
        title=pair_words(edition),
        url=reverse("exchange:standing", args=[edition.pk]),
        tags=(Tag(str(edition.get_state_display()).lower(), LOOKS[edition.state]),),
        text=says(edition),
        meta=" · ".join(
            (
                _("editie %(n)s") % {"n": edition.edition},
                ngettext("%(n)s soort zaak", "%(n)s soorten zaken", count) % {"n": count},
            )
        ),
    )


def pair_words(edition: StandingList) -> str:
    """Say who informs whom."""
    return _("%(giver)s informeert %(recipient)s") % {
        "giver": edition.giver.name,
        "recipient": edition.recipient.name,
    }


def says(edition: StandingList) -> str:
    """Say in a sentence where an edition stands."""
    language = formatting.known(get_language())
    if edition.state == StandingListState.IN_FORCE and edition.in_force_from and edition.review_on:
        return _("Geldt sinds %(since)s. Samen opnieuw bekijken vóór %(review)s.") % {
            "since": formatting.date_long(edition.in_force_from, language=language),
            "review": formatting.date_long(edition.review_on, language=language),
        }
    if edition.state != StandingListState.DRAFT:
        return _("Deze editie geldt niet meer.")
    agreed = [
        side.name
        for side, at in (
            (edition.giver, edition.giver_agreed_at),
            (edition.recipient, edition.recipient_agreed_at),
        )
        if at
    ]
    if agreed:
        return _("%(who)s is akkoord. De andere kant nog niet.") % {"who": agreed[0]}
    return _("Een voorstel. Het geldt als beide kanten akkoord zijn.")


def shown_lines(lines: list[Line], *, may_give: bool) -> list[ShownLine]:
    """Say of each line what it gives and what the law says of it, and where its giver gives by it."""
    return [_shown(line, may_give=may_give) for line in lines]


def timeline_of(edition: StandingList) -> list[Entry]:
    """Tell what happened to an edition, the newest first."""
    told = [Entry(edition.proposed_at, _("Voorgesteld"), source=edition.proposed_by.name)]
    for who, at, side in (
        (edition.giver_agreed_by, edition.giver_agreed_at, edition.giver),
        (edition.recipient_agreed_by, edition.recipient_agreed_at, edition.recipient),
    ):
        if who is not None and at is not None:
            told.append(
                Entry(at, _("%(side)s akkoord") % {"side": side.name}, source=who.name, kind="decision")
            )
    if edition.ended_at is not None:
        told.append(Entry(edition.ended_at, _("Beëindigd")))
    return sorted(told, key=lambda entry: str(entry.when), reverse=True)


def moments_words(case: StandingCase) -> str:
    """Say at which moments, as “bij een aanhouding, bij een vrijlating”."""
    return ", ".join(str(Moment(one).label).lower() for one in case.moments)


def _shown(line: Line, *, may_give: bool) -> ShownLine:
    case = line.case
    decision = judge_case(case)
    view = outcome_of(decision)
    refused = decision.outcome == law.Outcome.NOT_ALLOWED
    changed = [Tag(_("vervalt"), "barred")] if line.gone else []
    if not line.gone and line.changed:
        changed.append(Tag(_("gewijzigd"), "accent"))
    basis = view.bases[0].title if view.bases else ""
    facts = [
        Pair(_("Momenten"), moments_words(case)),
        Pair(_("Binnen"), ngettext("%(n)s uur", "%(n)s uur", case.within_hours) % {"n": case.within_hours}),
        Pair(_("Hoe uitgebreid"), str(case.get_detail_display())),
        Pair(_("Gegevens"), ", ".join(words_of("data_categories", one) for one in case.data_categories)),
        Pair(_("Over wie"), words_of("subject", case.subject)),
        Pair(_("Waarvoor"), words_of("purpose", case.purpose)),
    ]
    if basis:
        facts.append(Pair(_("Grondslag"), basis, view.bases[0].url, _("Lees de regel")))
    if line.changed and line.was is not None:
        facts.append(
            Pair(
                _("Nu nog"),
                f"{moments_words(line.was)}; {line.was.get_detail_display()}; "
                + ngettext("%(n)s uur", "%(n)s uur", line.was.within_hours) % {"n": line.was.within_hours},
            )
        )
    law_tag = Tag(_("mag niet van de wet"), "barred") if refused else Tag(_("per geval te toetsen"), "calm")
    return ShownLine(
        case=case,
        tags=(*changed, *(() if line.gone else (law_tag,))),
        facts=facts,
        forbidden=list(view.reasons) if refused and not line.gone else [],
        gone=line.gone,
        give=_ways_to_give(case) if may_give and not refused else [],
    )


def _ways_to_give(case: StandingCase) -> list[Action]:
    """Return where to give by a line, one for each of its moments."""
    address = reverse("exchange:provision_new")
    return [
        Action(
            label=str(Moment(one).label),
            url=f"{address}?{urlencode({'vaste-geval': str(case.pk), 'moment': one})}",
            about=case.name,
        )
        for one in case.moments
    ]
