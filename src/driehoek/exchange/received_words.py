"""The sentences about what was received, for the side that reads it (OM06)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from driehoek.exchange.models import Detail, Part, Provision, ProvisionState, Use
from driehoek.exchange.request_words import moment
from driehoek.grounds.asking import words_of
from driehoek.web import formatting
from driehoek.web.components import Pair, Row, Tag

# From so many days before its end a provision says how long it is still there.
ENDS_SOON: Final = 14


def long_day(day: date) -> str:
    """Write a day in full in the reader's language."""
    return formatting.date_long(day, language=formatting.known(get_language()))


def days_left(provision: Provision) -> int:
    """Return how many days the contents are still there; 0 on the last day."""
    return max((provision.keep_until - timezone.localdate()).days, 0)


def kept_words(provision: Provision) -> str:
    """Say until when it is kept and how many days that still is."""
    left = days_left(provision)
    days = (
        ngettext("nog %(n)s dag", "nog %(n)s dagen", left) % {"n": left}
        if left
        else _("vandaag de laatste dag")
    )
    return _("%(day)s, %(left)s") % {"day": long_day(provision.keep_until), "left": days}


def tags_of(provision: Provision) -> tuple[Tag, ...]:
    """Say how to handle it, and where it stands for the receiver."""
    mark = Tag(provision.handling.lower(), "accent")
    if provision.state == ProvisionState.RECALLED:
        return (Tag(_("teruggetrokken"), "barred"), mark)
    if provision.state == ProvisionState.EXPIRED:
        return (Tag(_("verlopen"), "unknown"), mark)
    tags = [mark]
    if provision.received_at is None:
        tags.insert(
            0, Tag(_("bevestig nu"), "crisis") if provision.urgent else Tag(_("te bevestigen"), "ask")
        )
    if days_left(provision) <= ENDS_SOON:
        tags.append(Tag(_("verloopt %(when)s") % {"when": _short(provision.keep_until)}, "ask"))
    return tuple(tags)


def row(provision: Provision) -> Row:
    """Return what was received as a line; its title holds no personal data."""
    return Row(
        title=provision.title,
        url=reverse("exchange:received", args=[provision.pk]),
        text=_text(provision),
        tags=tags_of(provision),
        meta=" · ".join(filter(None, [provision.number, provision.giver.name, moment(_known(provision))])),
    )


def facts_of(provision: Provision) -> list[Pair]:
    """Return where it comes from, under which basis, and what the receiver must do with it."""
    terms = provision.terms
    data = ", ".join(words_of("data_categories", one) for one in provision.data_categories)
    pairs = [
        Pair(_("Van"), provision.giver.name),
        Pair(_("Gekregen"), moment(_known(provision))),
        Pair(_("Hoe"), str(provision.get_kind_display())),
        Pair(_("Waarvoor"), words_of("purpose", provision.purpose)),
        Pair(_("Welke gegevens"), data),
        Pair(_("Over wie"), words_of("subject", provision.subject)),
    ]
    if provision.conditions:
        pairs.append(Pair(_("Voorwaarden"), provision.conditions))
    named = (
        ("onward", _("Doorgeven")),
        ("secrecy", _("Geheimhouding")),
        ("keep_until", _("Bewaren volgens de wet")),
    )
    pairs += [Pair(label, said_term(terms, key)) for key, label in named if said_term(terms, key)]
    if provision.state == ProvisionState.RELEASED:
        pairs.append(Pair(_("Vernietigd na"), kept_words(provision)))
    return pairs


def said_term(terms: dict[str, Any], key: str) -> str:
    """Return a term that came along, in the reader's language; empty when there is none."""
    both = terms.get(key) or {}
    if isinstance(both, str):
        return both
    language = formatting.known(get_language())
    return str(both.get(language) or both.get("nl") or "")


def asked_row(provision: Provision) -> Row:
    """Return the line that asks the receiver to confirm, or to read, what came in."""
    return Row(
        title=_("Bevestig dat u dit kreeg: %(title)s") % {"title": provision.title},
        url=reverse("exchange:received", args=[provision.pk]),
        text=_("%(giver)s wacht tot iemand bevestigt.") % {"giver": provision.giver.name}
        if provision.urgent
        else _("van %(giver)s") % {"giver": provision.giver.name},
        tags=(Tag(_("nu"), "crisis"),) if provision.urgent else (Tag(_("te bevestigen"), "ask"),),
        meta=" · ".join(filter(None, [provision.number, moment(_known(provision))])),
    )


def helped_words(use: Use) -> str:
    """Say whether it was of use."""
    return _("heeft geholpen") if use.helped else _("hielp niet")


def part_words(part: Part) -> str:
    """Say how much a stage holds and since when it is there, without a word of what it says."""
    letters = ngettext("%(n)s teken", "%(n)s tekens", part.characters) % {
        "n": formatting.number(part.characters, language=formatting.known(get_language()))
    }
    if part.let_go_at is None:
        return letters
    free = max(filter(None, [part.let_go_at, part.embargo_until]))
    return _("%(letters)s, sinds %(when)s") % {"letters": letters, "when": moment(free)}


def detail_title(detail: str) -> str:
    """Name a level of detail: “Kop”, “Kern”, “Uittreksel”."""
    return {
        Detail.HEADLINE: pgettext("detail", "Kop"),
        Detail.ESSENTIALS: pgettext("detail", "Kern"),
        Detail.EXTRACT: _("Uittreksel"),
    }[Detail(detail)]


def part_title(part: Part) -> str:
    """Name one stage by its level of detail."""
    return detail_title(part.detail)


def read_label(part: Part) -> str:
    """Return the words of the button with which a stage is opened."""
    return {
        Detail.HEADLINE: _("Lees de kop"),
        Detail.ESSENTIALS: _("Lees de kern"),
        Detail.EXTRACT: _("Lees het uittreksel"),
    }[Detail(part.detail)]


def unreadable(provision: Provision, code: str) -> str:
    """Say why a text cannot be read by this reader now, by the codes of services.receiving.NotReadableError."""
    giver = {"giver": provision.giver.name}
    return {
        "not_yet": _("%(giver)s houdt deze tekst nog achter.") % giver,
        "recalled": _("%(giver)s heeft dit teruggetrokken.") % giver,
        "ended": _("De inhoud is vernietigd."),
        "reader": _("%(giver)s gaf dit aan anderen binnen uw organisatie.") % giver,
        "purpose": _(
            "Dit hoort bij een dossier dat u niet mag openen. Vraag het de burgemeester of de adviseur."
        ),
        "oral": _("Dit is mondeling verteld. De tekst is alleen bewaard als bewijs."),
    }[code]


def ended_words(provision: Provision) -> tuple[str, str]:
    """Say for what is not there any more what happened and when, without what stood in it."""
    if provision.state == ProvisionState.RECALLED:
        when = moment(provision.recalled_at) if provision.recalled_at else ""
        return (
            _("%(giver)s heeft dit teruggetrokken") % {"giver": provision.giver.name},
            _("Op: %(when)s. Reden: “%(why)s” Gebruik het niet meer en vernietig wat u overnam.")
            % {"when": when, "why": provision.recall_words},
        )
    return (
        _("De inhoud is vernietigd"),
        _("De bewaartermijn liep tot %(day)s. Dat u dit kreeg, blijft bekend. Wat erin stond niet.")
        % {"day": long_day(provision.keep_until)},
    )


def _text(provision: Provision) -> str:
    if provision.state in (ProvisionState.RECALLED, ProvisionState.EXPIRED):
        return ended_words(provision)[0]
    if provision.received_at is not None:
        return _("Ontvangst bevestigd.")
    return _("Nog niet bevestigd.")


def _known(provision: Provision) -> datetime:
    return provision.known_from or provision.released_at or provision.made_at


def _short(day: date) -> str:
    return formatting.relative_day(day, language=formatting.known(get_language()))
