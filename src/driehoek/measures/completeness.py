"""How complete a report is, by the test of a court: power, necessity, proportionality (domain.md, section 4.7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from driehoek.measures.models import ReportEdition
from driehoek.measures.tables import Group, ReportField, report_fields, report_groups


@dataclass(frozen=True)
class FieldStands:
    """A field of a report: `there`, `none` (said not to apply), `missing`, or `weak`: there, and asked about."""

    field: ReportField
    stands: str
    text: str = ""


@dataclass(frozen=True)
class GroupStands:
    """A group with its fields, and how many of them that must be there are missing or asked about."""

    group: Group
    fields: tuple[FieldStands, ...]

    @property
    def lacking(self) -> tuple[FieldStands, ...]:
        """The fields of which something is to be asked: what must be there and is not, and what was asked about."""
        return tuple(
            one for one in self.fields if one.stands == "weak" or (one.stands == "missing" and one.field.core)
        )


def missing_core(edition: ReportEdition | None) -> list[str]:
    """Return the keys of the fields that must be there and are not, in order."""
    said = {*edition.filled, *edition.none} if edition else set()
    return [key for key, field in report_fields().items() if field.core and key not in said]


def completeness(
    edition: ReportEdition | None, texts: dict[str, str] | None = None, asked: Collection[str] = ()
) -> list[GroupStands]:
    """Return how each group stands.

    Args:
        edition: the newest edition.
        texts: what the fields say, for a reader of the contents.
        asked: fields about which a question is open.
    """
    return [
        GroupStands(
            group,
            tuple(
                FieldStands(field, _stands(key, edition, asked), (texts or {}).get(key, ""))
                for key, field in report_fields().items()
                if field.group == group.key
            ),
        )
        for group in report_groups()
    ]


def _stands(key: str, edition: ReportEdition | None, asked: Collection[str]) -> str:
    there = edition is not None and key in edition.filled
    if there:
        return "weak" if key in asked else "there"
    if edition is not None and key in edition.none:
        return "weak" if key in asked else "none"
    return "missing"
