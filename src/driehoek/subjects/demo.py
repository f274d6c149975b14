"""Records and links of the demo's cases: a youth group around a square, and premises with their owner. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases.models import Case, Compartment, CompartmentKind
from driehoek.subjects import services
from driehoek.subjects.models import Subject
from driehoek.subjects.services import LinkValues, NewSubject

# key → kind, compartment ("" is the shared one), details.
Records = Mapping[str, tuple[str, str, dict[str, str]]]
# one, kind of link, other, certainty, days ago that it began (0 is unknown), note.
Links = tuple[tuple[str, str, str, str, int, str], ...]

PLACE: Final = "Voorbeeldstad"
YOUTH: Final[Records] = {
    "group": ("group", "", {"name": "Groep Proefplein", "place": "Proefplein, bij het bankje"}),
    "sam": ("person", "", {"given_names": "Sam", "surname": "Verzonnen", "nickname": "S.", "birth_date": "2007-03-04"}),
    "noor": ("person", "", {"given_names": "Noor", "surname": "Bedacht", "birth_date": "2008-11-19"}),
    "daan": ("person", "", {"given_names": "Daan", "prefix": "van", "surname": "Elders", "birth_date": "2006-07-30"}),
    "square": ("address", "", {"street": "Proefplein", "number": "1", "postcode": "1234 AB", "place": PLACE}),
    "home": ("address", "", {"street": "Proefstraat", "number": "12", "postcode": "1234 AC", "place": PLACE}),
    "snack": ("organisation", "", {"name": "Snackbar Voorbeeld", "kvk": "12345678"}),
    "scooter": ("vehicle", "", {"plate": "DXX-99-D", "make": "Proefscooter", "colour": "zwart"}),
    "mother": ("person", "Zorg", {"given_names": "Mevrouw", "surname": "Verzonnen"}),
    "shed": ("address", "Politie", {"street": "Proefkade", "number": "7", "postcode": "1234 AD", "place": PLACE}),
}  # fmt: skip
YOUTH_LINKS: Final[Links] = (
    ("sam", "member_of", "group", "confirmed", 300, "Staat in de groepsscan."),
    ("noor", "member_of", "group", "likely", 180, ""),
    ("daan", "member_of", "group", "unverified", 60, "Eén melding, niet nagegaan."),
    ("group", "seen_at", "square", "confirmed", 300, ""),
    ("sam", "lives_at", "home", "confirmed", 900, ""),
    ("sam", "uses", "scooter", "likely", 90, ""),
    ("daan", "uses", "scooter", "unverified", 45, ""),
    ("group", "seen_at", "snack", "confirmed", 200, ""),
    ("noor", "works_for", "snack", "denied", 0, "De eigenaar zegt van niet."),
    ("snack", "seated_at", "square", "confirmed", 0, ""),
    ("mother", "family_of", "sam", "confirmed", 0, ""),
    ("daan", "seen_at", "shed", "unverified", 20, ""),
)
PREMISES: Final[Records] = {
    "shed": ("address", "", {"street": "Proefkade", "number": "7", "postcode": "1234 AD", "place": PLACE}),
    "firm": ("organisation", "", {"name": "Verhuur Verzonnen B.V.", "kvk": "87654321", "form": "bv"}),
    "owner": ("person", "", {"given_names": "R.", "surname": "Bedenksel", "birth_date": "1979-05-12"}),
    "tenant": ("person", "", {"given_names": "T.", "surname": "Proefhuurder"}),
    "van": ("vehicle", "", {"plate": "VXX-99-X", "make": "Proefbus", "colour": "wit"}),
}
PREMISES_LINKS: Final[Links] = (
    ("firm", "owns", "shed", "confirmed", 1400, "Uit het Kadaster."),
    ("owner", "runs", "firm", "confirmed", 1400, "Uit het handelsregister."),
    ("tenant", "rents", "shed", "likely", 120, "Huurcontract gezien, niet getekend."),
    ("tenant", "uses", "van", "unverified", 30, ""),
    ("van", "seen_at", "shed", "confirmed", 18, ""),
)


def make_subjects(identity: Identity, cases: Mapping[str, Case]) -> dict[str, Subject]:
    """Write the records of the demo's cases down; return them as "case.key".

    Args:
        identity: the case director.
        cases: the cases of the demo, "youth" and "premises".
    """
    made: dict[str, Subject] = {}
    for name, records, links in (
        ("youth", YOUTH, YOUTH_LINKS),
        ("premises", PREMISES, PREMISES_LINKS),
    ):
        parts = _parts(cases[name])
        for key, (kind, part, details) in records.items():
            new = NewSubject(parts.get(part, parts[""]), kind, details)
            made[f"{name}.{key}"] = services.add_subject(identity=identity, new=new)
        for one, kind, other, certainty, days, note in links:
            services.add_link(
                identity=identity,
                one=made[f"{name}.{one}"],
                other=made[f"{name}.{other}"],
                values=_values(kind, certainty, days, note),
            )
    return made


def _parts(case: Case) -> dict[str, Compartment]:
    return {"" if one.kind == CompartmentKind.SHARED else one.name: one for one in case.compartments.all()}


def _values(kind: str, certainty: str, days: int, note: str) -> LinkValues:
    since = timezone.localdate() - timedelta(days=days) if days else None
    return LinkValues(kind=kind, certainty=certainty, since=since, note=note)
