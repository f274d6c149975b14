"""OV12: a list leaves with its mark, by right, and it is written down."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from driehoek.access.identity import acting_as
from driehoek.exports.models import Export
from driehoek.ledger.models import Event, ProcessingRecord
from driehoek.parties.models import Function
from tests.exports.conftest import ADVISER, PURPOSE, Open, content_of
from tests.support.cast import Cast


@pytest.mark.story("OV12")
def test_the_adviser_gets_a_right_takes_a_list_out_and_the_officer_sees_it(cast: Cast, opened: Open) -> None:
    opened("Overlast Stationsplein", summary="=1+1")
    opened("Woninginbraak Noord")
    adviser, admin = cast.client(ADVISER), cast.client(Function.ADMIN)

    # Seeing is not taking out: the page says whom to ask.
    assert (
        reverse("exports:table", args=["problems"]) in adviser.get(reverse("problems:list")).content.decode()
    )
    closed = adviser.get(reverse("exports:table", args=["problems"]))
    assert closed.status_code == 403
    assert "Vraag het uw beheerder (Beheerder)" in closed.content.decode()

    form = admin.get(reverse("exports:right_new"))
    given = admin.post(
        reverse("exports:right_new"),
        {
            "person": cast.people[ADVISER].pk,
            "highest": "1",
            "which": ["all"],
            "a_day": "20",
            "first_day": form.context["form"].initial["first_day"],
            "last_day": form.context["form"].initial["last_day"],
            "reason": "Maakt de kwartaalrapportage",
        },
    )
    assert given.status_code == 302

    # What it contains, then the choice and the purpose, then the file: two pages, one form.
    page = adviser.get(reverse("exports:table", args=["problems"]))
    assert "2 rijen" in page.content.decode()
    assert "Intern" in page.content.decode()
    ticket = re.search(r'name="ticket" value="([0-9a-f-]+)"', page.content.decode())
    assert ticket
    answer = adviser.post(
        reverse("exports:table", args=["problems"]),
        {"file_format": "xlsx", "purpose": PURPOSE, "ticket": ticket.group(1)},
    )
    content = content_of(answer)
    assert re.fullmatch(
        r'attachment; filename="problems-INTERN-nr1-\d{4}-\d\d-\d\d\.xlsx"', answer["Content-Disposition"]
    )
    assert (answer["X-Driehoek-Classification"], answer["Cache-Control"]) == ("INTERN", "no-store")
    sheet, about = load_workbook(io.BytesIO(content)).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("Nummer", "Titel")
    assert {row[1] for row in rows[1:]} == {"Overlast Stationsplein", "Woninginbraak Noord"}
    assert "'=1+1" in {row[10] for row in rows[1:]}
    assert sheet.oddHeader.center.text == "INTERN"
    told = dict(about.iter_rows(values_only=True))
    assert told["Vertrouwelijkheid"] == "INTERN"
    assert told["Export"] == "1"
    assert told["Gemaakt door"] == cast.people[ADVISER].name
    assert told["Gemeente"].startswith("Voorbeeldstad")

    # Written down: the row with the purpose, the ledger without it, the processing log per dossier.
    with acting_as(person=cast.people[Function.DPO].pk):
        row = Export.objects.get()
        assert row.sha256 == hashlib.sha256(content).hexdigest()
        assert (row.rows, row.size, row.purpose) == (2, len(content), PURPOSE)
        line = Event.objects.get(action="exports:export:made")
        assert json.loads(line.data) == {
            "number": 1, "table": "problems", "rows": 2, "mark": 1, "format": "xlsx"
        }  # fmt: skip
        records = ProcessingRecord.objects.filter(name="exporteren")
        kinds = sorted(record.data_subject_id_type.rsplit("/", 1)[1] for record in records)
        assert kinds == ["dossier", "dossier", "medewerker"]

    log = cast.client(Function.DPO).get(reverse("exports:log")).content.decode()
    assert PURPOSE in log
    assert cast.people[ADVISER].name in log
    assert "Overlast Stationsplein" not in log
    own = adviser.get(reverse("exports:own")).content.decode()
    assert PURPOSE in own
    detail = adviser.get(reverse("exports:made", args=[row.pk])).content.decode()
    assert row.sha256 in detail


@pytest.mark.story("OV12")
def test_both_kinds_of_csv_and_paper_carry_the_same_rows(cast: Cast, opened: Open) -> None:
    from tests.exports.conftest import ask
    from tests.support.export_objects import give

    problem = opened("Overlast; Stationsplein", summary='Regel een\nregel "twee"')
    give(cast, ADVISER)
    client = cast.client(ADVISER)
    plain = content_of(ask(client)).decode("utf-8")
    heads, row = list(csv.reader(io.StringIO(plain)))
    assert heads[:2] == ["Nummer", "Titel"]
    assert row[:2] == [str(problem.number), "Overlast; Stationsplein"]
    assert row[10] == 'Regel een regel "twee"'
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00", row[7])

    dutch = content_of(ask(client, file_format="csv_nl"))
    assert dutch.startswith(b"\xef\xbb\xbf")
    said, *table = list(csv.reader(io.StringIO(dutch.decode("utf-8-sig")), delimiter=";"))
    assert said[0].startswith("INTERN · Problemen · Gemeente: Voorbeeldstad")
    assert table[0] == heads
    assert re.fullmatch(r"\d\d-\d\d-\d{4} \d\d:\d\d", table[1][7])

    answer = ask(client, file_format="pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert content_of(answer).startswith(b"%PDF")
