"""A council version from figures to a council member's screen (OV10)."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from datetime import date

import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.council import composing, queries
from driehoek.council.composing import Why
from driehoek.council.content import canonical, parse_release
from driehoek.council.models import ReleaseContent, Version
from driehoek.council.services import versions
from driehoek.council.services.common import RefusedTextError
from driehoek.figures.models import Observation
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from tests.council.conftest import Town

# In the last quarter Noord has 39, Zuid 3 and Oost 57; together 99.
TOGETHER = "99"
TEXT = {"heading": "Vooraf", "text": "Wat wij doen.", "version": "0"}
BSN = "Neem contact op over 123456782."


def page(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(f"council:{name}", args=args), follow=True).content.decode()


def words_of(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        assert paper.Root.MarkInfo.Marked
        # The letters are glyph numbers in the page; the maps to letters stand beside the fonts.
        return " ".join(_letters(one) for one in paper.pages)


def _letters(sheet: pikepdf.Page) -> str:
    maps: dict[str, dict[int, str]] = {}
    for name, font in sheet.Resources.Font.items():
        table = font.ToUnicode.read_bytes().decode()
        pairs = re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*$", table, re.MULTILINE)
        maps[name] = {int(key, 16): bytes.fromhex(value).decode("utf-16-be") for key, value in pairs}
    found: list[str] = []
    letters: dict[int, str] = {}
    for step in pikepdf.parse_content_stream(sheet):
        if not isinstance(step, pikepdf.ContentStreamInstruction):
            continue
        operator, operands = str(step.operator), list(step.operands)
        if operator == "Tf":
            letters = maps[str(operands[0])]
        elif operator in ("Tj", "TJ"):
            parts = list(operands[0]) if operator == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    codes = [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
                    found += [letters.get(code, "?") for code in codes]
            found.append(" ")
    return "".join(found)


@pytest.mark.story("OV10")
def test_from_figures_to_the_council_members_screen(town: Town) -> None:
    adviser, mayor = town.cast.client(Function.SAFETY_ADVISER), town.cast.client(Function.MAYOR)
    member = town.cast.client(Function.COUNCIL)
    answer = adviser.post(
        reverse("council:version_new"),
        {
            "title": "Veiligheid voor de raad",
            "quarter": "2022-Q3",
            "indicators": [str(town.indicator.pk)],
            "depth": "district",
            "minimum": "5",
            "intro": "Hoe het gaat.",
            "version": "0",
        },
    )
    assert answer.status_code == 302
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        made = queries.versions_of(identity).get()
    preview = page(adviser, "version", made.pk)
    assert "niet getoond" in preview
    assert "Aantallen onder de grens" in preview
    assert "uit te rekenen" in preview
    adviser.post(
        reverse("council:passage_new", args=[made.pk]),
        {"heading": "Vooraf", "text": "Wat wij doen.", "version": "0"},
    )
    assert page(member, "home").count("Veiligheid voor de raad") == 0
    adviser.post(reverse("council:confirm", args=[made.pk]), {"version": "1"})
    assert adviser.get(reverse("council:version_release", args=[made.pk])).status_code == 403
    assert "Gecontroleerd door" in page(mayor, "version_release", made.pk)
    mayor.post(reverse("council:version_release", args=[made.pk]), {"version": "2"})

    front = member.get(reverse("brief:today"))
    assert front["Location"] == reverse("council:home")
    assert "Veiligheid voor de raad" in page(member, "home")
    with acting_as(person=town.cast.people[Function.COUNCIL].pk) as identity:
        released = queries.releases_of(identity).get()
    read = page(member, "release", released.pk)
    assert "Wat wij doen." in read
    assert "99 misdrijven" in read
    assert re.search(r"<th scope=\"row\"><span>Noord", read)
    assert "niet getoond" in read
    assert released.sha256 in read
    assert member.get(reverse("council:release_pdf", args=[released.pk])).status_code == 200
    with acting_as_system(municipality=town.cast.home.pk):
        acts = set(Event.objects.filter(action__startswith="council:").values_list("action", flat=True))
    assert {"council:version:confirmed", "council:release:made", "council:release:copied"} <= acts


def test_no_hidden_count_is_anywhere_in_what_the_council_gets(town: Town) -> None:
    released = town.release()
    member = town.cast.client(Function.COUNCIL)
    with acting_as(person=town.cast.people[Function.COUNCIL].pk) as identity:
        stored = queries.content_of(identity, released)
        assert stored is not None
    [table] = parse_release(stored.contents).tables
    by_name = {line.name: line for line in table.lines}
    # Zuid had 7 in the first quarter and 3 in the others; one more district covers it each time.
    hidden = {name: [cell.hidden for cell in line.cells] for name, line in by_name.items()}
    assert hidden["Zuid"] == [False, True, True, True, True]
    assert [sum(row[quarter] for row in hidden.values()) for quarter in range(5)] == [0, 2, 2, 2, 2]
    assert hidden["Voorbeeldstad"] == [False] * 5
    assert by_name["Voorbeeldstad"].cells[-1].value == 99
    assert by_name["Zuid"].per_thousand is None
    for line in table.lines:
        for cell in line.cells:
            assert (cell.value is None) == cell.hidden
    # What is hidden is in no form of it: not on the page, not behind the chart, not in the file, not on paper.
    covered = next(name for name in ("Noord", "Oost") if hidden[name][-1])
    secret = {"Noord": "39", "Oost": "57"}[covered]
    file = member.get(reverse("council:release_csv", args=[released.pk])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file), delimiter=";"))
    for row in rows:
        if row["gebied"] in ("Zuid", covered) and row["periode"] == "2022-Q3":
            assert (row["aantal"], row["opmerking"]) == ("", "niet getoond")
    assert {
        row["aantal"] for row in rows if row["gebied"] == "Voorbeeldstad" and row["periode"] == "2022-Q3"
    } == {"99"}
    assert secret not in {row["aantal"] for row in rows}
    paper = words_of(member.get(reverse("council:release_pdf", args=[released.pk])).content)
    assert TOGETHER in paper
    assert "niet getoond" in paper
    # The digest at the end is a line of chance in which every two figures come by now and then.
    assert not re.search(rf"\b{secret}\b", paper.partition("SHA-256")[0])
    read = page(member, "release", released.pk)
    assert not re.search(rf">\s*{secret}\s*<", read)
    # As a value of its own: ids and digests are lines of chance, too.
    assert not re.search(rf"(?<![\w.-]){secret}(?![\w.-])", stored.contents)


def test_a_small_month_of_the_whole_municipality_is_covered_in_chart_and_table(town: Town) -> None:
    small = town.figures.indicator("Straatroof")
    values = [6.0] * 13 + [2.0, 9.0]
    town.figures.series(small, town.figures.town, values)
    town.indicator = small
    released = town.release()
    with acting_as(person=town.cast.people[Function.COUNCIL].pk) as identity:
        stored = queries.content_of(identity, released)
        assert stored is not None
    [table] = parse_release(stored.contents).tables
    last = table.course[-3:]
    assert last[1].hidden
    # The quarter is shown (17), so that one of the other two months must cover the small one.
    assert sum(cell.hidden for cell in last) == 2 or table.lines[0].cells[-1].hidden
    read = page(town.cast.client(Function.COUNCIL), "release", released.pk)
    table_of_chart = read[read.index("Toon tabel") :]
    assert "augustus 2022" in table_of_chart
    assert re.search(r"augustus 2022.{0,200}niet getoond", table_of_chart, re.DOTALL)


def test_a_next_release_does_not_give_away_what_an_earlier_one_hid(town: Town) -> None:
    first = town.release()
    # The next version goes deeper in time only: the same quarter, with one more case in Oost.
    town.add("Oost", date(2022, 9, 1), 4)
    second = town.release(town.version(title="Nog eens"))
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        tables = [
            parse_release(stored.contents).tables[0]
            for release in (first, second)
            if (stored := queries.content_of(identity, release))
        ]
    quarters = [{line.name: line.cells[-1] for line in table.lines} for table in tables]
    hidden = [{name for name, cell in row.items() if cell.hidden} for row in quarters]
    assert "Zuid" in hidden[0]
    assert "Zuid" in hidden[1]
    # Noord did not change: had it covered Zuid once and been shown the other time, the sum would tell.
    assert ("Noord" in hidden[0]) == ("Noord" in hidden[1])


def test_what_cannot_be_protected_is_left_out_as_a_whole(town: Town) -> None:
    town.release()
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        found = town.version(title="Strenger")
        # Seven in the first quarter of Zuid was shown; with a higher minimum it would have to be hidden.
        Version.objects.filter(pk=found.pk).update(minimum=8)
        found.refresh_from_db()
        composed = composing.compose(identity, found)
    assert composed.content.tables == ()
    assert [one.why for one in composed.left_out] == [Why.UNPROTECTED]


def test_what_was_confirmed_is_what_is_released(town: Town) -> None:
    found = town.version()
    adviser, mayor = town.cast.client(Function.SAFETY_ADVISER), town.cast.client(Function.MAYOR)
    adviser.post(reverse("council:confirm", args=[found.pk]), {"version": "1"})
    town.add("Noord", date(2022, 8, 1), 5)
    answer = mayor.post(reverse("council:version_release", args=[found.pk]), {"version": "2"}, follow=True)
    assert "veranderd sinds de controle" in answer.content.decode()
    assert "Er is nog geen raadsversie" in page(town.cast.client(Function.COUNCIL), "home")
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert queries.versions_of(identity).get().state == "draft"


def test_pressing_release_twice_releases_once(town: Town) -> None:
    found = town.version()
    town.cast.client(Function.SAFETY_ADVISER).post(
        reverse("council:confirm", args=[found.pk]), {"version": "1"}
    )
    mayor = town.cast.client(Function.MAYOR)
    for _press in range(2):
        mayor.post(reverse("council:version_release", args=[found.pk]), {"version": "2"})
    with acting_as(person=town.cast.people[Function.MAYOR].pk) as identity:
        assert [one.number for one in queries.releases_of(identity)] == [1]


def test_a_release_cannot_be_changed_or_removed_by_any_statement(town: Town) -> None:
    released = town.release()
    with acting_as(person=town.cast.people[Function.MAYOR].pk) as identity:
        stored = ReleaseContent.objects.get(release=released)
        assert hashlib.sha256(stored.contents.encode()).hexdigest() == released.sha256
        assert canonical(parse_release(stored.contents)) == stored.contents
        for statement in (
            "UPDATE council_release SET title = 'anders'",
            "DELETE FROM council_release",
            "UPDATE council_releasecontent SET contents = '{}'",
            "DELETE FROM council_releasebasis",
            "TRUNCATE council_withdrawal",
            "UPDATE council_version SET title = 'anders'",
            "DELETE FROM council_chosenindicator",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        assert queries.releases_of(identity).get().title == released.title


def test_withdrawn_with_a_reason_the_council_sees_that_and_no_more(town: Town) -> None:
    released = town.release(town.version(intro="Deze inleiding verdwijnt."))
    mayor, member = town.cast.client(Function.MAYOR), town.cast.client(Function.COUNCIL)
    assert "Deze inleiding verdwijnt." in page(member, "release", released.pk)
    for _press in range(2):
        mayor.post(reverse("council:withdraw", args=[released.pk]), {"reason": "Een cijfer klopte niet."})
    read = page(member, "release", released.pk)
    assert "Een cijfer klopte niet." in read
    assert "Deze inleiding verdwijnt." not in read
    assert "99" not in re.sub(r"[0-9a-f-]{36}|\d{4}", "", read)
    for name in ("release_pdf", "release_csv"):
        assert member.get(reverse(f"council:{name}", args=[released.pk])).status_code == 404
    assert "ingetrokken" in page(member, "home")
    assert "Deze inleiding verdwijnt." in page(mayor, "release", released.pk)


def test_texts_with_a_citizen_service_number_do_not_come_in(town: Town) -> None:
    found = town.version()
    adviser = town.cast.client(Function.SAFETY_ADVISER)
    answer = adviser.post(
        reverse("council:passage_new", args=[found.pk]), {"heading": "Vooraf", "text": BSN, "version": "0"}
    )
    assert "burgerservicenummer" in answer.content.decode()
    assert BSN in answer.content.decode()
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert found.passages.count() == 0
        with pytest.raises(RefusedTextError):
            versions.change_version(
                identity=identity,
                found=found,
                version=1,
                new=versions.NewVersion(title="x", year=2022, quarter=3, indicators=[], intro=BSN),
            )


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("In Zuid waren 3 inbraken.", True),
        ("Er waren twee overvallen.", True),
        ("In 3 weken daalde het.", False),
        ("Het was kwartaal 3 van 2022.", False),
        ("Er waren 13 inbraken.", False),
        ("Het steeg met 1,5 procent.", False),
    ],
)
def test_a_small_number_in_a_text_is_pointed_out(text: str, flagged: bool) -> None:
    assert any(doubt.kind == "small_number" for doubt in composing.doubts_in("", text)) == flagged


def test_two_editors_one_version(town: Town) -> None:
    found = town.version()
    adviser, deputy = town.cast.client(Function.SAFETY_ADVISER), town.cast.client(Function.DEPUTY)
    address = reverse("council:version_change", args=[found.pk])
    data = {"quarter": "2022-Q3", "indicators": [str(town.indicator.pk)], "depth": "district", "minimum": "5"}
    adviser.post(address, data | {"title": "Van de adviseur", "intro": "", "version": "1"})
    answer = deputy.post(address, data | {"title": "Van de loco", "intro": "", "version": "1"})
    assert answer.status_code == 409
    assert "Van de adviseur" in answer.content.decode()
    assert 'value="Van de loco"' in answer.content.decode()


def test_totals_over_all_kinds_are_not_offered(town: Town) -> None:
    town.figures.indicator("Totaal misdrijven", is_total=True)
    offered = page(town.cast.client(Function.SAFETY_ADVISER), "version_new")
    assert "Fietsdiefstal" in offered
    assert "Totaal misdrijven" not in offered


def test_a_quarter_that_is_not_complete_is_left_out_and_said(town: Town) -> None:
    with acting_as_system(municipality=town.cast.home.pk):
        Observation.objects.filter(series__indicator=town.indicator, period=date(2022, 9, 1)).delete()
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        composed = composing.compose(identity, town.version())
    assert [one.why for one in composed.left_out] == [Why.NO_FIGURES]
