"""The life domains, the steps of their scale, and what a course says (CX17; domain.md, 4.10: pga-mon, lopik)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNKNOWN: Final = 0
# Fewer people than this make a total that tells of one of them.
LEAST_PERSONS: Final = 5


@dataclass(frozen=True)
class Domain:
    """A life domain: its key, its name on screen, what it is looked at for."""

    key: str
    name: str | Promise
    about: str | Promise


@dataclass(frozen=True)
class Scale:
    """The domains in the order of the form, and the words of the five steps."""

    domains: tuple[Domain, ...]
    steps: Mapping[int, str | Promise]

    def refuse_wrong(self, scores: Mapping[str, int]) -> None:
        """Check scores.

        Raises:
            ValueError: a domain is missing or unknown, or a score is no step; names it.
        """
        if wrong := sorted(set(scores) ^ {one.key for one in self.domains}):
            raise ValueError(f"these life domains are missing or unknown: {', '.join(wrong)}")
        if wrong := sorted(key for key, score in scores.items() if score not in {UNKNOWN, *self.steps}):
            raise ValueError(f"no step of the scale: {', '.join(wrong)}")


SCALE: Final = Scale(
    domains=(
        Domain("housing", _("Huisvesting"), _("Een vaste plek om te wonen, zonder dreigende uitzetting.")),
        Domain("finance", _("Financiën"), _("Inkomen, schulden, overzicht over geld.")),
        Domain("work", _("Werk en dagbesteding"), _("Een vaste invulling van de dag.")),
        Domain("education", _("Onderwijs en taal"), _("Naar school gaan, de taal begrijpen.")),
        Domain("health", _("Lichamelijke gezondheid"), _("Klachten, en of er zorg voor is.")),
        Domain("mental", _("Psychische gezondheid"), _("Klachten, behandeling, onbegrepen gedrag.")),
        Domain("addiction", _("Middelengebruik"), _("Gebruik, en wat het met de dag doet.")),
        Domain("daily", _("Dagelijks leven"), _("Zelfzorg, huishouden, afspraken nakomen.")),
        Domain("family", _("Gezin en relaties"), _("Rust en veiligheid thuis.")),
        Domain("network", _("Sociaal netwerk"), _("Wie er steunt, wie er trekt.")),
        Domain("participation", _("Meedoen in de buurt"), _("Contact met buren, meedoen aan wat er is.")),
        Domain("justice", _("Politie en justitie"), _("Aanraking met politie, straffen en voorwaarden.")),
    ),
    steps={
        1: _("Acute nood"),
        2: _("Niet zelfredzaam"),
        3: _("Beperkt zelfredzaam"),
        4: _("Voldoende zelfredzaam"),
        5: _("Volledig zelfredzaam"),
    },
)


@dataclass(frozen=True)
class Movement:
    """How many life domains went which way between two scorings; `unknown` could not be compared."""

    forward: int
    same: int
    back: int
    unknown: int


def movement(first: Mapping[str, int], last: Mapping[str, int]) -> Movement:
    """Compare two scorings of one person, domain by domain; never added up to one score."""
    forward = same = back = unknown = 0
    for key in first.keys() | last.keys():
        before, after = first.get(key, UNKNOWN), last.get(key, UNKNOWN)
        if UNKNOWN in (before, after):
            unknown += 1
        elif after > before:
            forward += 1
        elif after < before:
            back += 1
        else:
            same += 1
    return Movement(forward, same, back, unknown)


def together(courses: Sequence[tuple[Mapping[str, int], Mapping[str, int]]]) -> dict[str, Movement] | None:
    """Return per life domain how many persons went which way; None for fewer than five persons."""
    if len(courses) < LEAST_PERSONS:
        return None
    return {
        domain.key: _added(
            movement({domain.key: first.get(domain.key, 0)}, {domain.key: last.get(domain.key, 0)})
            for first, last in courses
        )
        for domain in SCALE.domains
    }


def _added(movements: Iterable[Movement]) -> Movement:
    rows = list(movements)
    return Movement(
        sum(one.forward for one in rows),
        sum(one.same for one in rows),
        sum(one.back for one in rows),
        sum(one.unknown for one in rows),
    )
