"""The fields of each kind of record, what it is called, and what of it can be found again blind.

Pure Python. Details are kept as JSON text, key → text; an absent key means unknown.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek import vault
from driehoek.subjects.models import SubjectKind


@dataclass(frozen=True)
class Field:
    """A field of a kind: its key in the details, its words, whether it is needed, its greatest length."""

    key: str
    label: str | Promise
    needed: bool = False
    length: int = 80


FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    SubjectKind.PERSON: (
        Field("given_names", _("Voornamen of initialen")),
        Field("prefix", _("Tussenvoegsel"), length=20),
        Field("surname", _("Achternaam")),
        Field("nickname", _("Roepnaam of bijnaam")),
        Field("birth_date", _("Geboortedatum"), length=10),
    ),
    SubjectKind.ADDRESS: (
        Field("street", _("Straat"), needed=True),
        Field("number", _("Huisnummer"), needed=True, length=6),
        Field("addition", _("Toevoeging"), length=10),
        Field("postcode", _("Postcode"), length=7),
        Field("place", _("Plaats"), needed=True),
    ),
    SubjectKind.ORGANISATION: (
        Field("name", _("Naam"), needed=True, length=120),
        Field("kvk", _("KvK-nummer"), length=8),
        Field("form", _("Rechtsvorm"), length=40),
    ),
    SubjectKind.VEHICLE: (
        Field("plate", _("Kenteken"), needed=True, length=10),
        Field("make", _("Merk en type")),
        Field("colour", _("Kleur"), length=30),
    ),
    SubjectKind.GROUP: (
        Field("name", _("Naam van de groep"), needed=True, length=120),
        Field("place", _("Waar de groep komt"), length=120),
    ),
}

_DASHES: Final = re.compile(r"[^0-9A-Z]")


def to_text(kind: str, details: Mapping[str, str]) -> str:
    """Return details as the JSON text that is kept; empty values fall away.

    Raises:
        ValueError: a field that this kind does not have, or one that is needed is missing.
    """
    known = {field.key for field in FIELDS[kind]}
    found = {key: " ".join(value.split()) for key, value in details.items() if value and value.strip()}
    if unknown := sorted(set(found) - known):
        raise ValueError(f"{kind} has no {', '.join(unknown)}")
    if missing := [field.key for field in FIELDS[kind] if field.needed and field.key not in found]:
        raise ValueError(f"{kind} needs {', '.join(missing)}")
    if not found:
        raise ValueError(f"{kind} without anything known")
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def from_text(text: str) -> dict[str, str]:
    """Return details as they were kept."""
    return dict(json.loads(text)) if text else {}


def label_of(kind: str, details: Mapping[str, str]) -> str:
    """Return what a record is called on screen."""
    return _LABELS[kind](details)


def _person(details: Mapping[str, str]) -> str:
    name = " ".join(details[key] for key in ("given_names", "prefix", "surname") if details.get(key))
    nickname = details.get("nickname", "")
    if name and nickname:
        return f"{name} ({nickname})"
    return name or nickname or details.get("birth_date", "")


def _address(details: Mapping[str, str]) -> str:
    house = f"{details.get('street', '')} {details.get('number', '')}"
    if addition := details.get("addition"):
        house += f"-{addition}" if addition[0].isdigit() else f" {addition}"
    return f"{house}, {details.get('place', '')}".strip(", ")


def _vehicle(details: Mapping[str, str]) -> str:
    make = details.get("make", "")
    return f"{details.get('plate', '')} {make}".strip()


def _named(details: Mapping[str, str]) -> str:
    return details.get("name", "")


_LABELS: Final[Mapping[str, Callable[[Mapping[str, str]], str]]] = {
    SubjectKind.PERSON: _person,
    SubjectKind.ADDRESS: _address,
    SubjectKind.ORGANISATION: _named,
    SubjectKind.VEHICLE: _vehicle,
    SubjectKind.GROUP: _named,
}


def exact(text: str) -> str:
    """Return a number, plate or postcode without anything but capital letters and digits."""
    return _DASHES.sub("", text.upper())


def fingerprints_of(kind: str, details: Mapping[str, str], municipality: uuid.UUID) -> list[str]:
    """Return the blind values by which an object is found again in another case; none for persons and groups.

    An address counts only with its postcode: street and number alone are not one place.
    """
    values: list[tuple[str, str]] = []
    if kind == SubjectKind.ADDRESS and details.get("postcode"):
        parts = (exact(details["postcode"]), exact(details["number"]), exact(details.get("addition", "")))
        values.append(("address", "|".join(parts)))
    if kind == SubjectKind.VEHICLE:
        values.append(("plate", exact(details["plate"])))
    if kind == SubjectKind.ORGANISATION and details.get("kvk"):
        values.append(("kvk", exact(details["kvk"])))
    return [vault.blind(value, f"subjects.{use}", municipality) for use, value in values]
