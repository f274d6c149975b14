"""Long lists: constant memory for rows, paper in parts with headings on each page, and a limit that says what to do."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest import mock

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from driehoek.access.identity import Identity
from driehoek.exports import paper, services, tables
from driehoek.exports.marks import Mark
from driehoek.exports.tables import Filters, Line, Table, TypedColumn, ValueKind
from driehoek.exports.writing import Cover, Spool, new_file, write_csv_plain, write_xlsx
from tests.exports.conftest import ADVISER, Open, ask, content_of
from tests.support.cast import Cast
from tests.support.export_objects import give

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
COVER = Cover("Proef", Mark.INTERNAL, False, (("Gemeente", "Voorbeeldstad"),), 7, "proef", AT, "nl")
COLUMNS = (
    TypedColumn("Nummer", ValueKind.NUMBER),
    TypedColumn("Titel", wide=True),
    TypedColumn("Moment", ValueKind.MOMENT),
)


def spool_of(rows: int) -> Spool:
    spool = Spool()
    for number in range(rows):
        spool.add((number, f"Een titel van gewone lengte, nummer {number}", AT + timedelta(minutes=number)))
    return spool


def test_ten_thousand_rows_need_little_memory_and_all_come_out() -> None:
    spool = spool_of(10_000)
    for write, ending in ((write_csv_plain, "csv"), (write_xlsx, "xlsx")):
        file = new_file()
        tracemalloc.start()
        write(COVER, COLUMNS, spool, file)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 12 * 1024 * 1024, f"{ending}: {peak}"
        file.seek(0)
        if ending == "csv":
            assert sum(1 for _line in file) == 10_001
        else:
            sheet = load_workbook(file, read_only=True).worksheets[0]
            assert sum(1 for _row in sheet.rows) == 10_001


def test_paper_says_its_mark_on_each_page_and_becomes_parts_when_long() -> None:
    with mock.patch.object(paper, "IN_A_PART", 60):
        file = new_file()
        paper.write_pdf(COVER, COLUMNS, spool_of(150), file)
        file.seek(0)
        bundle = zipfile.ZipFile(file)
        assert bundle.namelist() == [
            f"proef-INTERN-nr7-2026-11-23.deel-{part:02d}-van-03.pdf" for part in (1, 2, 3)
        ]
        with pikepdf.open(io.BytesIO(bundle.read(bundle.namelist()[0]))) as document:
            assert len(document.pages) > 1
            with document.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1"
            assert str(document.Root.Lang) == "nl"
            structure = document.Root.StructTreeRoot
            kinds = {str(one.get("/S")) for one in walk(structure.K) if "/S" in one}
            assert {"/Table", "/TH", "/TD", "/H1"} <= kinds


def walk(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every element of a document's structure."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from walk(one)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        if "/K" in node:
            yield from walk(node.K)


def many(rows: int) -> Table:
    def read(_identity: Identity, _filters: Filters) -> Iterator[Line]:
        return (Line((number, "Rij", AT)) for number in range(rows))

    return Table(
        "proef", "Proef", "Een rij.", COLUMNS, read, lambda _filters: reverse("problems:list"), (ADVISER,)
    )


@pytest.mark.parametrize(
    ("file_format", "most"), [("pdf", services.MOST_ON_PAPER), ("csv", services.MOST_ROWS)]
)
def test_a_list_that_is_too_long_says_what_to_do(cast: Cast, file_format: str, most: int) -> None:
    give(cast, ADVISER)
    with mock.patch.dict(tables._tables, {"proef": many(most + 1)}):
        said = ask(cast.client(ADVISER), "proef", file_format=file_format).content.decode()
    assert "maak uw keuze kleiner" in said


def test_an_empty_list_is_no_file(cast: Cast) -> None:
    give(cast, ADVISER)
    client = cast.client(ADVISER)
    assert (
        "Er is niets om te exporteren"
        in client.get(reverse("exports:table", args=["problems"])).content.decode()
    )
    assert "Er is niets om te exporteren" in ask(client).content.decode()


def test_the_log_and_the_rights_ask_the_same_number_of_questions_however_long(
    cast: Cast, opened: Open
) -> None:
    from driehoek.parties.models import Function

    opened("Overlast")
    give(cast, ADVISER, a_day=200)
    officer, adviser = cast.client(Function.DPO), cast.client(ADVISER)
    addresses = ((officer, "exports:log"), (officer, "exports:rights"), (adviser, "exports:own"))
    content_of(ask(adviser))

    def questions() -> list[int]:
        counts = []
        for client, name in addresses:
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(name)).status_code == 200
            counts.append(len(asked))
        return counts

    before = questions()
    for number in range(34):
        content_of(ask(adviser))
        if number < 31:
            give(cast, Function.ANALYST, days=2 + number)
    assert questions() == before
    first = officer.get(reverse("exports:log"))
    assert len(first.context["rows"]) == 30
    following = officer.get(reverse("exports:log") + first.context["next_url"])
    assert len(following.context["rows"]) == 5
    assert "kort na elkaar" in first.content.decode()
