"""Signals and hand-overs as rows, lines and entries on the screen."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from driehoek.grounds.asking import words_of
from driehoek.signals.models import (
    HandOver,
    HandOverState,
    Judgement,
    Milestone,
    MilestoneKind,
    Signal,
    SignalState,
)
from driehoek.web import formatting
from driehoek.web.components import Entry, Pair, Row, Tag, TagKind

LOOKS: Final[dict[str, TagKind]] = {
    SignalState.RECEIVED: "ask",
    SignalState.ACCEPTED: "accent",
    SignalState.REFERRED: "",
    SignalState.REJECTED: "calm",
}
SHORT: Final = 110


def day(moment: date) -> str:
    """Write a day out in the reader's language."""
    return formatting.date_long(moment, language=formatting.known(get_language()))


def state_tag(signal: Signal) -> Tag:
    """Return where a signal stands, in words."""
    return Tag(str(SignalState(signal.state).label), LOOKS[signal.state])


def own_row(signal: Signal) -> Row:
    """A signal in the sender's own list, with how much news there is."""
    news = getattr(signal, "news", 0)
    tags = [state_tag(signal)]
    if news:
        tags.append(Tag(ngettext("%(n)s nieuw bericht", "%(n)s nieuwe berichten", news) % {"n": news}, "ask"))
    return Row(
        signal.number,
        reverse("signals:signal", args=[signal.pk]),
        short(signal.what),
        tags=tags,
        meta=_("Gemeld op %(day)s") % {"day": day(signal.sent_at)},
    )


def intake_row(signal: Signal) -> Row:
    """A signal in the list of who judges."""
    tags = [Tag(_("Spoed"), "crisis")] if signal.urgent else []
    where = signal.area.name if signal.area else ""
    meta = " · ".join(
        part
        for part in (signal.organisation.name, where, _("gemeld op %(day)s") % {"day": day(signal.sent_at)})
        if part
    )
    return Row(
        signal.number,
        reverse("signals:signal", args=[signal.pk]),
        short(signal.what),
        tags=[*tags, state_tag(signal)],
        meta=meta,
    )


def short(text: str) -> str:
    """Return the beginning of a text."""
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"


def pairs(signal: Signal) -> list[Pair]:
    """What was reported, line by line."""
    unknown = _("niet bekend")
    return [
        Pair(_("Wat"), signal.what),
        Pair(_("Wanneer"), day(signal.happened_on)),
        Pair(
            _("Waar"),
            ", ".join(filter(None, (signal.place, signal.area.name if signal.area else ""))) or unknown,
        ),
        Pair(_("Om wie"), signal.about or unknown),
        Pair(_("Bron"), f"{signal.grade} – {signal.get_grade_display()}"),
        Pair(_("Juistheid"), f"{signal.credibility} – {signal.get_credibility_display()}"),
        Pair(_("Gemeld door"), f"{signal.reporter.name}, {signal.organisation.name}"),
    ]


def entry(line: Milestone) -> Entry:
    """One line that the sender hears."""
    kind = (
        "decision"
        if line.kind in (MilestoneKind.ACCEPTED, MilestoneKind.REFERRED, MilestoneKind.REJECTED)
        else ""
    )
    return Entry(line.made_at, str(MilestoneKind(line.kind).label), line.text, kind=kind)


def judgement_entry(one: Judgement) -> Entry:
    """One decision, for who judges."""
    said = [one.note]
    if one.referred_to:
        said.append(_("Naar %(who)s. Grond: %(basis)s") % {"who": one.referred_to.name, "basis": one.basis})
    label = (
        _("Opnieuw in beoordeling")
        if one.outcome == SignalState.RECEIVED
        else str(SignalState(one.outcome).label)
    )
    return Entry(
        one.judged_at, label, " ".join(filter(None, said)), source=one.judged_by.name, kind="decision"
    )


HAND_OVER_LOOKS: Final[dict[str, TagKind]] = {
    HandOverState.DRAFT: "unknown",
    HandOverState.GIVEN: "ask",
    HandOverState.RECEIVED: "accent",
    HandOverState.TAKEN_BACK: "barred",
}


def hand_over_tag(one: HandOver) -> Tag:
    """Return where a hand-over stands, in words."""
    return Tag(str(HandOverState(one.state).label), HAND_OVER_LOOKS[one.state])


def hand_over_row(one: HandOver) -> Row:
    """A hand-over in the list."""
    return Row(
        _("Aan %(who)s") % {"who": one.recipient.name},
        reverse("signals:hand_over", args=[one.pk]),
        words_of("purpose", one.purpose),
        tags=[hand_over_tag(one)],
        meta=_("Gemaakt op %(day)s") % {"day": day(one.made_at)},
    )


def hand_over_pairs(one: HandOver) -> list[Pair]:
    """Who gave what to whom, on which ground."""
    found = [
        Pair(_("Van"), one.giver.name),
        Pair(_("Aan"), one.recipient.name),
        Pair(_("Waarvoor"), words_of("purpose", one.purpose)),
        Pair(_("Over wie"), words_of("subject", one.subject)),
    ]
    if one.given_at:
        who = one.given_by.name if one.given_by else "–"
        found.append(Pair(_("Overgedragen"), f"{day(one.given_at)}, {who}"))
    if one.received_at:
        found.append(Pair(_("Ontvangst bevestigd"), f"{day(one.received_at)}: {one.receipt}"))
    if one.taken_back_at:
        found.append(Pair(_("Teruggenomen"), f"{day(one.taken_back_at)}: {one.taken_back_reason}"))
    return found
