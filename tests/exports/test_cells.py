"""The guard on cells: no text is ever an order, and what is a number stays one (properties)."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from driehoek.exports import cells
from driehoek.exports.cells import clean, guard
from driehoek.exports.marks import Mark
from driehoek.exports.tables import TypedColumn, ValueKind
from driehoek.exports.writing import Cover, write_csv_dutch, write_csv_plain, write_xlsx

NUMBER = TypedColumn("Aantal", ValueKind.NUMBER)
TEXT = TypedColumn("Tekst")
ORDERS = "=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−⁺⁼₋"
AT = datetime(2026, 11, 23, tzinfo=UTC)
COVER = Cover("Proef", Mark.INTERNAL, False, (("Gemeente", "Voorbeeldstad"),), 7, "proef", AT, "nl")
# Every kind of letter, and more often those that an attacker would choose.
TRICKS = ORDERS + " \u200b\u202e\ufeff\x00\x1b\";,'|"
HOSTILE = st.text(st.one_of(st.sampled_from(TRICKS), st.characters()), max_size=40)
ANY_FLOAT = st.floats(allow_nan=False, allow_infinity=False, width=32)
ROWS = st.lists(st.tuples(HOSTILE, st.integers(-(10**12), 10**12), ANY_FLOAT), min_size=1, max_size=5)


def seen(text: str) -> str:
    """The text as a spreadsheet begins to read it: without what nobody sees."""
    return "".join(one for one in text if unicodedata.category(one) not in {"Zs", "Zl", "Zp", "Cf", "Cc"})


@given(HOSTILE)
@settings(max_examples=400)
def test_no_text_begins_with_an_order(text: str) -> None:
    first = unicodedata.normalize("NFKC", seen(guard(text))[:1])[:1]
    assert first not in set("=+-@−")


@given(HOSTILE)
def test_no_control_character_stays_and_twice_is_once(text: str) -> None:
    safe = guard(text)
    assert not any(unicodedata.category(one) in {"Cc", "Cs"} for one in safe)
    assert guard(safe) == safe


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_an_ordinary_text_is_left_alone(text: str) -> None:
    if unicodedata.normalize("NFKC", text[0])[0] not in "=+-@−":
        assert guard(text) == text


@pytest.mark.parametrize(
    "text", ["=1+1", " =1+1", "\t=1+1", "＝cmd|' /C calc'!A0", "@SUM(A1)", "\u200b+1", "-1", "−1"]
)
def test_known_attacks_get_an_apostrophe(text: str) -> None:
    assert guard(text) == "'" + clean(text)


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_a_file_holds_as_many_rows_and_columns_as_went_in_and_numbers_stay_numbers(
    rows: list[tuple[str, int, float]],
) -> None:
    columns = (TEXT, NUMBER, NUMBER)
    plain, dutch, sheet = io.BytesIO(), io.BytesIO(), io.BytesIO()
    write_csv_plain(COVER, columns, rows, plain)
    write_csv_dutch(COVER, columns, rows, dutch)
    write_xlsx(COVER, columns, rows, sheet)

    read = list(csv.reader(io.StringIO(plain.getvalue().decode())))[1:]
    assert [[int(row[1]), float(row[2])] for row in read] == [[one, two] for _text, one, two in rows]
    assert [row[0] for row in read] == [guard(text) for text, _one, _two in rows]
    local = list(csv.reader(io.StringIO(dutch.getvalue().decode("utf-8-sig")), delimiter=";"))[2:]
    assert [float(row[2].replace(",", ".")) for row in local] == [two for _text, _one, two in rows]
    book = load_workbook(io.BytesIO(sheet.getvalue())).worksheets[0]
    found = list(book.iter_rows(min_row=2))
    assert len(found) == len(rows)
    for cell, (text, one, two) in zip(found, rows, strict=True):
        assert cell[0].data_type != "f"
        assert (cell[0].value or "") == guard(text)
        assert cell[1].value == one
        # A spreadsheet keeps sixteen digits.
        assert cell[2].value == pytest.approx(two, rel=1e-14)
        assert cell[1].data_type == "n"


def test_dates_and_durations_are_what_they_are() -> None:
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    moment, lasts = TypedColumn("Op", ValueKind.MOMENT), TypedColumn("Duur", ValueKind.DURATION)
    assert cells.dutch(at, moment) == "02-07-2026 00:30"
    assert cells.plain(at, moment) == "2026-07-02T00:30:00+02:00"
    assert cells.dutch(date(2026, 12, 31), moment) == "31-12-2026"
    assert cells.plain(timedelta(hours=-26, minutes=-5), lasts) == "-PT26H5M"
    assert cells.dutch(timedelta(hours=26, minutes=5), lasts) == "26:05"
    assert cells.dutch(Decimal("-1234.50"), TypedColumn("x", ValueKind.NUMBER, decimals=1)) == "-1234,5"
    assert [cells.dutch(one, NUMBER) for one in (146.0, 0.5, 7, 1e300)] == ["146", "0,5", "7", "1e+300"]
    sheet = io.BytesIO()
    write_xlsx(COVER, (moment, moment, lasts), [(at, date(2026, 12, 31), timedelta(hours=26))], sheet)
    row = next(load_workbook(sheet).worksheets[0].iter_rows(min_row=2))
    assert [cell.is_date for cell in row] == [True, True, True]
    assert row[0].value == datetime(2026, 7, 2, 0, 30)  # noqa: DTZ001 - a spreadsheet has no zones
    assert row[2].value == timedelta(hours=26)


def test_a_text_that_does_not_fit_says_so() -> None:
    sheet = io.BytesIO()
    write_xlsx(COVER, (TEXT,), [("x" * 40_000,)], sheet)
    value = load_workbook(sheet).worksheets[0]["A2"].value
    assert len(value) <= 32_767
    assert value.endswith("[ingekort: 40000 tekens]")


def test_the_guard_knows_every_twin_of_an_order() -> None:
    folded = ((chr(code), unicodedata.normalize("NFKC", chr(code))) for code in range(0x20, 0x20000))
    twins = {letter for letter, plain in folded if plain and plain[0] in "=+-@"}
    assert {"＝", "＋", "－", "＠", "﹢"} <= twins
    assert all(guard(twin + "1").startswith("'") for twin in twins)
