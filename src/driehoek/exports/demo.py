"""Rights and exports for the demonstration, made through the same services that people use."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.exports import refusals, services, tables
from driehoek.exports.formats import FileFormat
from driehoek.exports.marks import Mark
from driehoek.parties.models import Function, Person

# Who, up to which mark, which lists, for how many days, and why.
RIGHTS: Final = (
    (
        Function.SAFETY_ADVISER,
        Mark.CONFIDENTIAL,
        (),
        180,
        "Maakt de kwartaalrapportage en bereidt de driehoek voor.",
    ),
    (
        Function.ANALYST,
        Mark.INTERNAL,
        ("deviations", "norms", "observations"),
        10,
        "Rekent aan de cijfers voor het veiligheidsbeeld.",
    ),
)
# What they took out, oldest first; CSV and spreadsheets, so that the demonstration starts fast.
EXPORTS: Final = (
    (
        Function.ANALYST,
        "deviations",
        FileFormat.CSV_PLAIN,
        "Natrekken van de pieken voor het veiligheidsbeeld",
    ),
    (Function.ANALYST, "norms", FileFormat.XLSX, "Overzicht van normen voor het overleg met de afdeling"),
    (Function.SAFETY_ADVISER, "agreements", FileFormat.XLSX, "Jaargesprek met de leveranciers voorbereiden"),
    (Function.SAFETY_ADVISER, "moments", FileFormat.CSV_DUTCH, "Planning van toezicht rond de feestdagen"),
)


def make_exports(identity: Identity, people: Mapping[Function, Person]) -> None:
    """Let the administrator give two rights, and those who got them take a few lists out.

    Args:
        identity: the administrator.
        people: who holds each function.
    """
    begin = timezone.now() - timedelta(days=3)
    for function, highest, keys, days, reason in RIGHTS:
        services.give_right(
            identity=identity,
            new=services.NewRight(
                person=people[function],
                highest=highest,
                reason=reason,
                valid_from=begin,
                valid_until=begin + timedelta(days=days),
                tables=keys,
            ),
        )
    for function, key, file_format, purpose in EXPORTS:
        with acting_as(person=people[function].pk, municipality=identity.municipality) as taker:
            _take(taker, key, file_format, purpose)


def _take(taker: Identity, key: str, file_format: FileFormat, purpose: str) -> None:
    """Take a list out, as often as asked; one that is empty or closed to them is passed over."""
    table = tables.find(key)
    if table is None:
        return
    mark = tables.measure(table, taker, {}).mark
    new = services.NewExport(file_format, purpose, uuid.uuid4(), confirmed=mark)
    try:
        services.make_export(identity=taker, table=table, filters={}, new=new).file.close()
    except (refusals.NothingThereError, refusals.TooConfidentialError):
        return
