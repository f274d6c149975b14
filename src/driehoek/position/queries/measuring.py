"""What every measure of the position shares: who reads it, whose part, and the pieces of SQL that decide.

The rows are those that row-level security lets through for the reader; the conditions here only narrow them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from driehoek.access.identity import Identity
from driehoek.access.rules import KEEPERS_OF_POSITION, READERS_OF_POSITION, SUPPLIERS
from driehoek.parties.models import Function
from driehoek.position.gap import Seat
from driehoek.position.queries.walls import own_organisations

# Everyone sees the gap from their own seat, except the administrator, who sees no content.
VIEWERS: Final = (*READERS_OF_POSITION, *SUPPLIERS)

# Readings that say how good something was: those of who is or was mayor or deputy here, or stood in for them.
HEADS: Final = """
    (SELECT p.person_id FROM parties_appointment p
      WHERE p.municipality_id = %(here)s AND p.function IN ('mayor', 'deputy')
     UNION
     SELECT s.substitute_id FROM parties_substitution s
       JOIN parties_appointment p ON p.person_id = s.principal_id AND p.municipality_id = s.municipality_id
      WHERE s.municipality_id = %(here)s AND p.function IN ('mayor', 'deputy'))
"""


def real(column: str) -> str:
    """Return a condition that leaves exercises out: they never count in the real position (design.md, section 8)."""
    return f"({column} IS NULL OR {column} IN (SELECT x.id FROM problems_problem x WHERE NOT x.training))"  # noqa: S608 - constants only


@dataclass(frozen=True)
class Scope:
    """Whose part of the position someone sees.

    Attributes:
        seat: keeping it, reading it, or supplying to it.
        organisations: for a supplier its own; None for who sees every partner.
    """

    seat: Seat
    organisations: frozenset[uuid.UUID] | None

    @property
    def everything(self) -> bool:
        """Whether all partners are in sight."""
        return self.organisations is None

    def values(self, identity: Identity) -> dict[str, Any]:
        """Return the parameters that `HEADS` and `own` need."""
        return {"here": identity.municipality, "own": list(self.organisations or ())}

    def own(self, column: str) -> str:
        """Return a condition that keeps a supplier to its own rows."""
        return "TRUE" if self.everything else f"{column} = ANY (%(own)s::uuid[])"


def scope_of(identity: Identity) -> Scope:
    """Return whose part of the position `identity` sees: all of it, or that of its own organisations."""
    if identity.holds(*KEEPERS_OF_POSITION):
        return Scope(Seat.KEEPER, None)
    if identity.holds(*READERS_OF_POSITION):
        return Scope(Seat.READER, None)
    return Scope(Seat.SUPPLIER, own_organisations(identity))


def reads_ratings(identity: Identity) -> bool:
    """Tell whether `identity` can see ratings; the data-protection officer reads no items, so neither what they got."""
    return identity.holds(*(function for function in VIEWERS if function != Function.DPO))


def reads_questions(identity: Identity) -> bool:
    """Tell whether `identity` can see questions: who keeps the position all, a supplier those to itself."""
    return scope_of(identity).seat is not Seat.READER


def rows_of(sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run one statement and return its rows by column name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
