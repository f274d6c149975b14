"""What is said about a pair: in what two records are alike and in what not, in words and never as a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.matching.linking.comparing import UNKNOWN
from driehoek.web.components import Tag, TagKind

STRENGTHS: Final[Mapping[str, Promise]] = {
    "very_likely": _("lijkt sterk op elkaar"),
    "likely": _("lijkt op elkaar"),
    "possible": _("lijkt een beetje op elkaar"),
}
# Kind, field, outcome: what it means. `differs` and `unknown` are said too: who decides must see what speaks against.
REASONS: Final[Mapping[str, Mapping[str, Mapping[str, Promise]]]] = {
    "person": {
        "family": {
            "equal": _("achternaam is gelijk"),
            "sounds": _("achternaam klinkt gelijk"),
            "near": _("achternaam verschilt één letter"),
            "part": _("een deel van de achternaam is gelijk"),
            "crossed": _("voornaam en achternaam lijken verwisseld"),
            "differs": _("achternaam verschilt"),
            UNKNOWN: _("achternaam is niet bij beide bekend"),
        },
        "given": {
            "equal": _("eerste voornaam is gelijk"),
            "sounds": _("voornaam klinkt gelijk"),
            "nickname": _("roepnaam of bijnaam past"),
            "initial": _("voorletter is gelijk"),
            "near": _("voornaam verschilt één letter"),
            "crossed": _("voornaam en achternaam lijken verwisseld"),
            "differs": _("voornaam verschilt"),
            UNKNOWN: _("voornaam is niet bij beide bekend"),
        },
        "birth": {
            "equal": _("geboortedatum is gelijk"),
            "crossed": _("dag en maand van geboorte lijken verwisseld"),
            "digit": _("geboortedatum op één cijfer na gelijk"),
            "year": _("geboortejaar is gelijk, de dag lijkt bij één onbekend"),
            "differs": _("geboortedatum verschilt"),
            UNKNOWN: _("geboortedatum is niet bij beide bekend"),
        },
    },
    "address": {
        "street": {
            "equal": _("straat is gelijk"),
            "near": _("straat verschilt een paar letters"),
            "differs": _("straat verschilt"),
            UNKNOWN: _("straat is niet bij beide bekend"),
        },
        "house": {
            "equal": _("huisnummer is gelijk"),
            "addition_missing": _("huisnummer is gelijk, bij één ontbreekt de toevoeging"),
            "addition_differs": _("huisnummer is gelijk, de toevoeging verschilt"),
            "differs": _("huisnummer verschilt"),
            UNKNOWN: _("huisnummer is niet bij beide bekend"),
        },
        "postcode": {
            "equal": _("postcode is gelijk"),
            "near": _("postcode verschilt één teken"),
            "district": _("cijfers van de postcode zijn gelijk"),
            "differs": _("postcode verschilt"),
            UNKNOWN: _("postcode is niet bij beide bekend"),
        },
        "place": {
            "equal": _("plaats is gelijk"),
            "differs": _("plaats verschilt"),
            UNKNOWN: _("plaats is niet bij beide bekend"),
        },
    },
    "organisation": {
        "name": {
            "equal": _("naam is gelijk, zonder de rechtsvorm"),
            "near": _("naam verschilt een paar letters"),
            "part": _("de ene naam begint met de andere"),
            "differs": _("naam verschilt"),
            UNKNOWN: _("naam is niet bij beide bekend"),
        },
        "kvk": {
            "equal": _("KvK-nummer is gelijk"),
            "digit": _("KvK-nummer op één cijfer na gelijk"),
            "differs": _("KvK-nummer verschilt"),
            UNKNOWN: _("KvK-nummer is niet bij beide bekend"),
        },
        "form": {
            "equal": _("rechtsvorm is gelijk"),
            "differs": _("rechtsvorm verschilt"),
            UNKNOWN: _("rechtsvorm is niet bij beide bekend"),
        },
    },
    "vehicle": {
        "plate": {
            "equal": _("kenteken is gelijk"),
            "confused": _("kenteken is gelijk als u letters en cijfers verwart die op elkaar lijken"),
            "near": _("kenteken verschilt één teken"),
            "differs": _("kenteken verschilt"),
            UNKNOWN: _("kenteken is niet bij beide bekend"),
        },
        "make": {
            "equal": _("merk en type zijn gelijk"),
            "near": _("merk en type lijken op elkaar"),
            "differs": _("merk of type verschilt"),
            UNKNOWN: _("merk is niet bij beide bekend"),
        },
        "colour": {
            "equal": _("kleur is gelijk"),
            "differs": _("kleur verschilt"),
            UNKNOWN: _("kleur is niet bij beide bekend"),
        },
    },
}
_AGAINST: Final = frozenset({"differs", "addition_differs"})
_TAGS: Final[Mapping[str, tuple[Promise, TagKind]]] = {
    "open": (_("te beoordelen"), "ask"),
    "same": (_("samengevoegd"), "calm"),
    "different": (_("niet hetzelfde"), ""),
    "unknown": (_("nog niet duidelijk"), "unknown"),
    "lapsed": (_("vervallen"), ""),
}


@dataclass(frozen=True)
class Why:
    """Why a pair is proposed.

    Attributes:
        alike: in what the records are alike.
        against: in what they differ.
        unknown: what one of them does not say.
    """

    alike: list[str]
    against: list[str]
    unknown: list[str]

    @property
    def text(self) -> str:
        """Return what speaks for and against, in one line."""
        return ", ".join(self.alike + self.against)


def why(kind: str, reasons: Mapping[str, str]) -> Why:
    """Return the words for the outcomes of a comparison, in the order of the comparison."""
    found = Why([], [], [])
    for name, words in REASONS[kind].items():
        outcome = reasons.get(name, UNKNOWN)
        said = str(words[outcome])
        into = found.unknown if outcome == UNKNOWN else found.against if outcome in _AGAINST else found.alike
        # Crossed names are one reason, found at both names.
        if said not in into:
            into.append(said)
    return found


def state_tag(state: str) -> Tag:
    """Return the tag of a pair's state."""
    label, kind = _TAGS[state]
    return Tag(str(label), kind)


def strength_words(strength: str) -> str:
    """Return the words for the strength of a likeness."""
    return str(STRENGTHS[strength])
