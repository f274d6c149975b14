"""From the texts in a file to what they mean: each distinct text is looked at once, then encoded in bulk."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import Area, AreaLevel
from driehoek.figures import catalogue
from driehoek.figures.catalogue import Kind
from driehoek.figures.importing.periods import Period, parse_period
from driehoek.figures.importing.shapes import AreaBy, Family, Layout
from driehoek.figures.models import Indicator, Nulls, ObservationStatus

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Found = TypeVar("Found", bound=Hashable)

# Distinct texts that are remembered; a file of noise, in which every text differs, stays within memory.
REMEMBERED = 200_000
NUMBER = re.compile(r"^-?\d{1,12}(?:[.,]\d{1,6})?$", re.ASCII)
DIGITS_MOST = 12
NULLS = frozenset({"", "NA", "null", "NULL", "None"})
MISSING = frozenset({".", "x", "X"})
IS_NULL, IS_MISSING = np.inf, -np.inf
LABELLED = re.compile(r"^(\d{1,2}\.\d{1,2}\.\d{1,2})(?:\s|$)")
AREA_CODE = re.compile(r"^[A-Z]{2}\d{2}[0-9A-Z]*$")
LEVEL_WORDS = {
    "gemeente": AreaLevel.MUNICIPALITY,
    "gebied": AreaLevel.DISTRICT,
    "wijk": AreaLevel.DISTRICT,
    "buurt": AreaLevel.NEIGHBOURHOOD,
}
WITH_LEVEL = re.compile(r"^(.+) \((gemeente|gebied|wijk|buurt)\)$", re.IGNORECASE)
STATUSES = {
    "": "",
    "voorlopig": ObservationStatus.PROVISIONAL,
    "p": ObservationStatus.PROVISIONAL,
    "nadervoorlopig": ObservationStatus.PROVISIONAL,
    "definitief": ObservationStatus.DEFINITIVE,
    "d": ObservationStatus.DEFINITIVE,
}


class MeaninglessError(Exception):
    """A text that means nothing here; the reason is shown beside it."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


class Codes(dict[str, int], Generic[Found]):
    """Numbers the distinct things that a column names: text → index in `found`, or below zero: a refusal."""

    def __init__(self, resolve: Callable[[str], Found]) -> None:
        super().__init__()
        self._resolve = resolve
        self._numbers: dict[Found, int] = {}
        self._reasons: dict[str | Promise, int] = {}
        self.found: list[Found] = []

    def __missing__(self, text: str) -> int:
        try:
            thing = self._resolve(text)
        except MeaninglessError as refusal:
            code = -1 - self._reasons.setdefault(refusal.reason, len(self._reasons))
        else:
            code = self._numbers.setdefault(thing, len(self.found))
            if code == len(self.found):
                self.found.append(thing)
        if len(self) < REMEMBERED:
            self[text] = code
        return code

    def encode(self, texts: Sequence[str]) -> Ints:
        """Return the code of each text."""
        return np.fromiter(map(self.__getitem__, texts), np.int32, len(texts))

    def reason(self, code: int) -> str:
        """Return the reason behind a code below zero."""
        return str(list(self._reasons)[-1 - code])


class Values(dict[str, float]):
    """Reads numbers: an empty cell becomes `IS_NULL`, an unknown one `IS_MISSING`, what is no number NaN."""

    def __missing__(self, text: str) -> float:
        value = read_value(text)
        if len(self) < REMEMBERED:
            self[text] = value
        return value

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return the value of each text."""
        return np.fromiter(map(self.__getitem__, texts), np.float64, len(texts))


def read_value(text: str) -> float:
    """Read one number with `.` or `,` before its decimals; no thousands marks, no exponents."""
    bare = text.strip()
    if bare.isascii() and bare.isdecimal() and len(bare) <= DIGITS_MOST:
        return float(bare)
    if bare in NULLS:
        return float(IS_NULL)
    if bare in MISSING:
        return float(IS_MISSING)
    return float(bare.replace(",", ".")) if NUMBER.match(bare) else float("nan")


def null_value(nulls: Nulls) -> float:
    """Return what an empty cell stands for under a source's setting."""
    return 0.0 if nulls == Nulls.ZERO else float(IS_MISSING)


def kind_resolver(layout: Layout) -> Callable[[str], Kind]:
    """Return how a file's kinds are read: padded code, label with code, or title."""

    def resolve(text: str) -> Kind:
        bare = text.strip()
        known = catalogue.by_key(layout.family) if layout.family != Family.BOTH else {}
        kind = known.get(bare)
        if kind is None:
            coded = LABELLED.match(bare)
            kind = (
                catalogue.by_key(Family.CRIME).get(coded.group(1))
                if coded and layout.family != Family.NUISANCE
                else catalogue.by_label().get(bare.casefold())
            )
        if kind is None or layout.family not in {kind.family, Family.BOTH}:
            raise MeaninglessError(_("onbekende soort; zie de soorten van Politie/CBS"))
        return kind

    return resolve


def indicator_resolver(indicators: Iterable[Indicator]) -> Callable[[str], Indicator]:
    """Return how the plain format names an indicator: by its code in the source or by its name."""
    by_text: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        for text in {indicator.key.casefold(), indicator.name.casefold()}:
            by_text.setdefault(text, []).append(indicator)

    def resolve(text: str) -> Indicator:
        found = by_text.get(text.strip().casefold(), [])
        if not found:
            raise MeaninglessError(_("onbekende indicator; maak hem eerst aan bij Cijfers"))
        if len(found) > 1:
            raise MeaninglessError(_("meer dan één indicator heet zo; kies ook de bron"))
        return found[0]

    return resolve


def area_resolver(areas: Iterable[Area], municipality_code: str, area_by: AreaBy) -> Callable[[str], Area]:
    """Return how areas are read: by code (padding off), else by name within the municipality.

    Behind a name `(Gemeente)`, `(Gebied)`, `(Wijk)` or `(Buurt)` may say the level. In the format with
    `gebied, soort, period, aantal` a name without it is a neighbourhood, and a "gebied" is the CBS
    district of that name (docs/figures.md tells why). Elsewhere a name that two levels share is refused.
    """
    by_code: dict[str, Area] = {}
    by_name: dict[str, list[Area]] = {}
    for area in areas:
        by_code[area.code] = area
        if area.municipality_code == municipality_code:
            by_name.setdefault(area.name.casefold(), []).append(area)
    country = next((area for area in by_code.values() if area.level == AreaLevel.COUNTRY), None)

    def resolve(text: str) -> Area:
        bare = text.strip()
        if area_by == AreaBy.COUNTRY or bare in {"NL00", "NL01", "Nederland"}:
            return _known(country)
        if AREA_CODE.match(bare):
            return _known(by_code.get(bare))
        said = WITH_LEVEL.match(bare)
        name, level = (said.group(1), LEVEL_WORDS[said.group(2).lower()]) if said else (bare, None)
        found = by_name.get(name.casefold(), [])
        if level is None and area_by == AreaBy.GEBIED:
            level = AreaLevel.NEIGHBOURHOOD
        if level is not None:
            found = [area for area in found if area.level == level]
        if len(found) > 1:
            raise MeaninglessError(
                _("deze naam hebben een wijk én een buurt, of twee buurten; gebruik de CBS-code")
            )
        return _known(found[0] if found else None)

    return resolve


def _known(area: Area | None) -> Area:
    if area is None:
        raise MeaninglessError(_("onbekend gebied in deze gemeente en indeling"))
    return area


def period_resolver(today: date) -> Callable[[str], Period]:
    """Return how periods are read; one that has not begun by `today` is refused."""

    def resolve(text: str) -> Period:
        period = parse_period(text)
        if period is None:
            raise MeaninglessError(_("geen periode; schrijf bijvoorbeeld 2022-08, 2022MM08 of 2022 augustus"))
        if period.start > today:
            raise MeaninglessError(_("deze periode ligt in de toekomst"))
        return period

    return resolve


def read_status(text: str) -> str:
    """Read the status column of the plain format; empty leaves it to the rule for definitive figures."""
    try:
        return STATUSES[text.strip().casefold().replace(" ", "")]
    except KeyError:
        raise MeaninglessError(_("status is voorlopig of definitief, of leeg")) from None
