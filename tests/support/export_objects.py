"""Objects of the exports room for the rights table: rights of the safety adviser and the analyst."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exports import services, tables
from driehoek.exports.formats import FileFormat
from driehoek.exports.marks import Mark
from driehoek.exports.models import ExportRight
from driehoek.parties.models import Function
from tests.support.cast import Cast


def give(
    cast: Cast,
    function: Function,
    *,
    highest: Mark = Mark.INTERNAL,
    tables: tuple[str, ...] = (),
    a_day: int = 20,
    days: int = 30,
) -> ExportRight:
    """Let the administrator of `home` give a function a right that began a minute ago."""
    begin = timezone.now() - timedelta(minutes=1)
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        return services.give_right(
            identity=identity,
            new=services.NewRight(
                person=cast.people[function],
                highest=highest,
                reason="Nodig voor de kwartaalrapportage",
                valid_from=begin,
                valid_until=begin + timedelta(days=days),
                tables=tables,
                a_day=a_day,
            ),
        )


def export_objects(cast: Cast) -> dict[str, uuid.UUID | int | str]:
    """Rights for the adviser and the analyst, and a file that the adviser took out."""
    right = give(cast, Function.SAFETY_ADVISER, highest=Mark.STRICT)
    give(cast, Function.ANALYST)
    table = tables.find("problems")
    assert table is not None
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        made = services.make_export(
            identity=identity,
            table=table,
            filters={},
            new=services.NewExport(FileFormat.CSV_PLAIN, "Voor de kwartaalrapportage", uuid.uuid4()),
        )
    made.file.close()
    return {"export_right": right.pk, "export": made.export.pk}
