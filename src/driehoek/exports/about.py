"""What a file says about itself: whose, by whom, when, which choices, from which sources."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.exports import tables
from driehoek.exports.tables import Filters, Table
from driehoek.parties.models import Person
from driehoek.web import formatting


def pairs(
    identity: Identity, table: Table, filters: Filters, *, number: int, at: datetime, rows: int
) -> tuple[tuple[str, str], ...]:
    """Return what a file says about itself, as (label, words).

    Args:
        identity: who takes it out.
        table: the list.
        filters: the choices.
        number: of the export.
        at: when.
        rows: how many rows the file holds.
    """
    language = formatting.known(get_language())
    name = Person.objects.values_list("name", flat=True).get(pk=identity.person)
    choices = tables.in_words(table, identity, filters)
    sources = table.sources(identity, filters)
    return (
        (_("Gemeente"), identity.municipality_name),
        (_("Export"), str(number)),
        (_("Gemaakt door"), str(name)),
        (
            _("Gemaakt op"),
            f"{formatting.date_long(at, language=language)}, {formatting.clock(at, language=language)}",
        ),
        (_("Keuze"), "; ".join(f"{label}: {words}" for label, words in choices) or _("alles")),
        (_("Rijen"), formatting.number(rows, language=language)),
        (_("Bron"), " ".join(sources) or _("Driehoek, stand van het moment van maken.")),
    )
