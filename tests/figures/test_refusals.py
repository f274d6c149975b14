"""Bad input: each gets a readable refusal, and nothing is half-loaded."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from driehoek.figures.models import ImportReject, ImportRun, Observation, Series, Source
from driehoek.ledger.models import Event
from tests.figures.conftest import Load, gebieden

GOOD = "Oude Haven,Totaal misdrijven,2022MM08,5"


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def formula_book() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["indicator", "gebied", "periode", "waarde"])
    book.active.append(["X", "GM0599", "2022-08", "=SUM(1,2)"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain_book() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["indicator", "gebied", "periode", "waarde"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def damaged_book() -> bytes:
    """A spreadsheet of which a few bytes went wrong on the way."""
    content = bytearray(plain_book())
    begin = content.index(b"PK\x03\x04", 4) - 40
    content[begin : begin + 30] = b"\xff" * 30
    return bytes(content)


def odd_book() -> bytes:
    """A spreadsheet with a style that no program writes."""
    with zipfile.ZipFile(io.BytesIO(plain_book())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"<font>", b'<font odd="1">', 1)
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"patternType", b"oddType", 1)
    return zipped(parts)


def lying_bomb() -> bytes:
    """A zip whose directory says that a part is small, while it unpacks to 50 MB."""
    content = bytearray(zipped({"xl/worksheets/sheet1.xml": b"\0" * 50_000_000}))
    size = (50_000_000).to_bytes(4, "little")
    small = (1000).to_bytes(4, "little")
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = small
    return bytes(content)


def entity_bomb() -> bytes:
    sheet = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": sheet})


UNUSABLE: dict[str, tuple[str | bytes, str]] = {
    "empty": (b"", "leeg"),
    "only a header": ("gebied,soort,period,aantal\n", "geen enkele rij"),
    "UTF-16": (gebieden(GOOD).encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": (gebieden(GOOD).encode("utf-16-le"), "Regel 1 bevat een nulteken"),
    "latin-1": (
        gebieden(GOOD, "Café,Totaal misdrijven,2022MM08,5").encode("latin-1"),
        "Regel 3 is niet in UTF-8",
    ),
    "tabs": (gebieden(GOOD).replace(",", "\t"), "scheidingsteken is een tab"),
    "bars": (gebieden(GOOD).replace(",", "|"), "scheidingsteken is |"),
    "no separator": ("hallo\nwereld\n", "geen kolommen"),
    "unknown header": ("a,b,c\n1,2,3\n", "past bij geen bekend formaat"),
    "column twice": ("gebied,soort,period,aantal,aantal\n", "staat twee keer"),
    "quotes never closed": (
        gebieden(GOOD, '"Oude Haven,Totaal misdrijven,2022MM08,6', GOOD),
        "Regel 3: een aanhal",
    ),
    "NUL later on": (gebieden(GOOD).encode() + b"x" * 70_000 + b"\n\0\n", "nulteken"),
    "one endless line": (b"x" * 3_000_000, "houdt niet op"),
    "endless line later": (gebieden(GOOD).encode() + b"y" * 3_000_000, "houdt niet op"),
    "binary": (bytes(range(256)) * 100, "nulteken"),
    "broken JSON": ('{"odata.metadata":"x","value":[{"SoortMisdrijf":"1.1.1 ",', "kapot"),
    "JSON without rows": ('{"odata.metadata":"x","value":[]}', "geen rijen"),
    "other JSON": ('{"iets":1}', 'geen lijst "value"'),
    "old Excel": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "oud Excel"),
    "formula": (formula_book(), "Cel D2 bevat een formule"),
    "zip that is no workbook": (zipped({"lees.txt": b"hallo"}), "geen leesbaar XLSX"),
    "broken zip": (b"PK\x03\x04" + b"x" * 500, "geen leesbaar XLSX"),
    "damaged on the way": (damaged_book(), "geen leesbaar XLSX"),
    "a style that nobody writes": (odd_book(), "geen leesbaar XLSX"),
    "zip bomb": (zipped({"xl/worksheets/sheet1.xml": b"\0" * 300_000_000}), "te groot of vreemd"),
    "zip bomb that lies": (lying_bomb(), "XLSX"),
    "entity bomb": (entity_bomb(), "te groot of vreemd"),
    "many parts": (zipped({f"{number}.xml": b"" for number in range(600)}), "te groot of vreemd"),
}


@pytest.mark.parametrize("name", list(UNUSABLE))
def test_an_unusable_file_is_refused_with_the_reason(load: Load, name: str) -> None:
    content, says = UNUSABLE[name]
    result = load(content)
    assert result.run.outcome == ImportRun.Outcome.REFUSED
    assert says in result.run.problem
    assert not Observation.objects.exists()
    assert not Series.objects.exists()
    assert not Source.objects.exists()
    assert Event.objects.order_by("-sequence").first().action == "figures:import:refused"


BAD_ROWS: dict[str, tuple[str, str, str, str]] = {
    "negative count": ("Oude Haven,Totaal misdrijven,2022MM07,-1", "aantal", "-1", "niet negatief"),
    "no whole count": ("Oude Haven,Totaal misdrijven,2022MM07,1.5", "aantal", "1.5", "heel getal"),
    "thousands mark": ("Oude Haven,Totaal misdrijven,2022MM07,1.234", "aantal", "1.234", "heel getal"),
    "no number": ("Oude Haven,Totaal misdrijven,2022MM07,veel", "aantal", "veel", "geen getal"),
    "infinity": ("Oude Haven,Totaal misdrijven,2022MM07,1e400", "aantal", "1e400", "geen getal"),
    "not a number": ("Oude Haven,Totaal misdrijven,2022MM07,nan", "aantal", "nan", "geen getal"),
    "future month": ("Oude Haven,Totaal misdrijven,2022MM10,1", "period", "2022MM10", "toekomst"),
    "no period": ("Oude Haven,Totaal misdrijven,2022MM13,1", "period", "2022MM13", "geen periode"),
    "unknown area": ("Nergens,Totaal misdrijven,2022MM07,1", "gebied", "Nergens", "onbekend gebied"),
    "another area": ("Grachtenhoek,Totaal misdrijven,2022MM07,1", "gebied", "Grachtenhoek", "onbekend"),
    "unknown kind": ("Oude Haven,9.9.9 Iets,2022MM07,1", "soort", "9.9.9 Iets", "onbekende soort"),
    "too few columns": ("Oude Haven,Totaal misdrijven,1", "", "Oude Haven; Totaal misdrijven; 1",
                        "3 kolommen in plaats van 4"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(BAD_ROWS))
@pytest.mark.story("ST06")
def test_a_bad_row_is_refused_by_line_column_value_and_reason(load: Load, name: str) -> None:
    row, column, value, reason = BAD_ROWS[name]
    result = load(gebieden(GOOD, row))
    assert (result.run.outcome, result.run.rows_new, result.run.rows_rejected) == ("loaded", 1, 1)
    kept = ImportReject.objects.get()
    assert (kept.line, kept.column, kept.value) == (3, column, value)
    assert reason in kept.reason
    assert Observation.objects.count() == 1


def test_a_key_that_stands_twice_loads_neither(load: Load) -> None:
    result = load(gebieden(GOOD, "Marktkwartier,Totaal misdrijven,2022MM08,1", GOOD.replace(",5", ",6")))
    assert (result.run.rows_new, result.run.rows_rejected) == (1, 2)
    assert sorted(reject.line for reject in result.rejects) == [2, 4]
    assert "meer dan één keer" in result.rejects[0].reason
    assert not Observation.objects.filter(series__area__name="Oude Haven").exists()


def test_lines_are_counted_right_after_quoted_line_ends(load: Load) -> None:
    result = load(
        gebieden('"Oude\nHaven",Totaal misdrijven,2022MM08,5', "", "Nergens,Totaal misdrijven,2022MM08,1")
    )
    assert [(reject.line, reject.value) for reject in result.rejects] == [(2, "Oude\nHaven"), (5, "Nergens")]


def test_a_file_of_which_no_row_is_good_is_refused_with_its_rejects(load: Load) -> None:
    result = load(gebieden(*["Nergens,Totaal misdrijven,2022MM08,1"] * 1500))
    assert (result.run.outcome, result.run.rows_rejected) == ("refused", 1500)
    assert ImportReject.objects.count() == 1000
    assert not Source.objects.exists()


def test_noise_under_a_right_header_stops_early(load: Load) -> None:
    noise = "".join(f"plek{number},soort{number},nu,{number}\n" for number in range(120_000))
    result = load(gebieden(GOOD).replace(GOOD + "\n", noise))
    assert result.run.outcome == "refused"
    assert "Geen van de eerste" in result.run.problem
    assert "Regel 2, gebied" in result.run.problem or "Regel 2, soort" in result.run.problem


class Endless(io.RawIOBase):
    """Two gigabytes that are never really there; counts what was asked for."""

    def __init__(self, head: bytes, body: bytes, size: int) -> None:
        self.head, self.body, self.size, self.at, self.taken = head, body, size, 0, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset
        return offset

    def read(self, size: int = -1) -> bytes:
        size = min(size if size >= 0 else self.size, self.size - self.at)
        start, self.at = self.at, self.at + size
        self.taken += size
        whole = self.head + self.body * (size // len(self.body) + 2)
        return (
            whole[start : start + size]
            if start < len(self.head)
            else (self.body * (size // len(self.body) + 1))[:size]
        )


def test_more_bytes_than_allowed_are_never_read(load: Load, settings: Any) -> None:
    from driehoek.areas.files import UnusableError, open_csv

    settings.IMPORT_MAX_FILE_BYTES = 5_000_000
    stream = Endless(
        b"gebied,soort,period,aantal\n", b"Nergens,Totaal misdrijven,2022MM08,1\n", 2_000_000_000
    )
    _header, rows = open_csv(stream, limit=5_000_000)  # type: ignore[arg-type]
    with pytest.raises(UnusableError, match="het meeste"):
        for _row in rows:
            pass
    assert stream.taken < 8_000_000


def test_two_gigabytes_are_refused_by_their_size(tmp_path: Path, make_command: Callable[..., Any]) -> None:
    path = tmp_path / "ruis.csv"
    with path.open("wb") as out:
        out.truncate(2_000_000_000)
    code, _out, err = make_command("import", str(path))
    assert code == 2
    assert "2000 MB" in err
    assert err.count("\n") == 1
