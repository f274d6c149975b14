"""The kinds that Politie and CBS publish, each with the theme it belongs to; read from catalogue.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from driehoek.figures.importing.shapes import Family
from driehoek.figures.models import Frequency
from driehoek.problems.models import SafetyField

PATH = Path(__file__).with_name("catalogue.csv")


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of crime or nuisance; there is one object of each, so they compare by identity.

    Attributes:
        family: which code list it is in.
        key: its code there, without padding; 0.0.0 is the published total.
        title: its name without the code.
        field: the safety field, and `theme` the path of theme names under it.
        total: a total as published, never rebuilt from kinds.
        hidden_monthly: published per year only (1.4.1, 3.2.1, 3.2.2, 3.7.3): a month is hidden, not zero.
    """

    family: Family
    key: str
    title: str
    field: SafetyField
    theme: tuple[str, ...]
    total: bool
    hidden_monthly: bool

    @property
    def label(self) -> str:
        """The label as published: "1.1.1 Diefstal/inbraak woning", a nuisance or total without its code."""
        coded = self.family == Family.CRIME and not self.total
        return f"{self.key} {self.title}" if coded else self.title

    @property
    def unit(self) -> str:
        """What is counted."""
        return "misdrijven" if self.family == Family.CRIME else "meldingen"

    def hidden(self, frequency: Frequency) -> bool:
        """Tell whether this kind is not published at `frequency`."""
        return self.hidden_monthly and frequency == Frequency.MONTH


@dataclass(frozen=True)
class Table:
    """A table of the publisher: what it counts and at which frequency."""

    key: str
    family: Family
    name: str
    frequency: Frequency
    dimension: str
    topic: str


MONTHLY = Frequency.MONTH
YEARLY = Frequency.YEAR
_CRIME = (Family.CRIME, "Geregistreerde misdrijven")
_NUISANCE = (Family.NUISANCE, "Geregistreerde overlast")
TABLES: dict[str, Table] = {
    key: Table(
        key,
        family,
        f"{name} {where}",
        frequency,
        "SoortMisdrijf" if family == Family.CRIME else "Overlast",
        "GeregistreerdeMisdrijven_1" if family == Family.CRIME else "GeregistreerdeOverlast_1",
    )
    for key, (family, name), where, frequency in (
        ("47022NED", _CRIME, "per wijk en buurt, per maand", MONTHLY),
        ("47018NED", _CRIME, "per wijk en buurt, per jaar", YEARLY),
        ("47013NED", _CRIME, "per gemeente, per maand", MONTHLY),
        ("47025NED", _CRIME, "per regio, per jaar", YEARLY),
        ("47024NED", _NUISANCE, "per wijk en buurt, per maand", MONTHLY),
        ("47021NED", _NUISANCE, "per regio, per jaar", YEARLY),
    )
}
DEFAULT_TABLE = {Family.CRIME: "47022NED", Family.NUISANCE: "47024NED"}
REGION_TABLES = frozenset({"47013NED", "47025NED", "47021NED"})
ATTRIBUTION = "Politie/CBS"


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind of the catalogue, in the order of the publisher's code lists."""
    with PATH.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Kind(
                family=Family(row["family"]),
                key=row["key"],
                title=row["title"],
                field=SafetyField(row["field"]),
                theme=tuple(row["theme"].split("/")),
                total=row["total"] == "1",
                hidden_monthly=row["hidden_monthly"] == "1",
            )
            for row in csv.DictReader(stream, delimiter=";")
        )


@cache
def by_key(family: Family) -> dict[str, Kind]:
    """Return the kinds of one family by code."""
    return {kind.key: kind for kind in kinds() if kind.family == family}


@cache
def by_label() -> dict[str, Kind]:
    """Return all kinds by published label and by bare title, in lower case."""
    return {text.casefold(): kind for kind in kinds() for text in (kind.title, kind.label)}
