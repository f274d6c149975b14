"""The pages with figures, as the people of the cast see them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.access.identity import acting_as_system
from driehoek.figures.models import ImportRun, ImportUpload, Indicator, Observation, Source
from driehoek.parties.models import Function
from driehoek.problems.models import SafetyField, Theme
from tests.figures.conftest import Load, gebieden
from tests.support.cast import Cast

ADVISER = Function.SAFETY_ADVISER
FILE = gebieden(
    "Voorbeeldstad (Gemeente),1.1.1 Diefstal/inbraak woning,2021MM08,10",
    "Voorbeeldstad (Gemeente),1.1.1 Diefstal/inbraak woning,2022MM08,14",
    "Oude Haven,1.1.1 Diefstal/inbraak woning,2022MM08,3",
    "Nergens,1.1.1 Diefstal/inbraak woning,2022MM08,=1+1",
)


def offered(content: str | bytes, name: str = "cijfers.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def test_the_list_says_value_period_comparison_certainty_and_source(home: Cast, load: Load) -> None:
    load(FILE)
    page = home.client(Function.MAYOR).get(reverse("figures:list")).content.decode()
    assert "Diefstal/inbraak woning" in page
    assert "augustus 2022" in page
    assert "4 meer dan een jaar eerder (10)" in page
    assert "voorlopig" in page
    assert "Politie/CBS 47022NED" in page


def test_hidden_kinds_are_called_hidden_and_never_zero(home: Cast, load: Load) -> None:
    load(FILE)
    page = home.client(Function.MAYOR).get(reverse("figures:list")).content.decode()
    row = page[page.index("Zedenmisdrijf") :]
    row = row[: row.index("</tr>")]
    assert "verborgen" in row
    assert "alleen per jaar" in row
    hidden = Indicator.objects.get(key="1.4.1")
    page = home.client(Function.MAYOR).get(reverse("figures:indicator", args=[hidden.pk])).content.decode()
    assert "Een maand zonder cijfer is hier geen nul" in page


def test_an_indicator_shows_areas_source_rows_and_revisions(home: Cast, load: Load) -> None:
    months = [f"Oude Haven,1.1.1 Diefstal/inbraak woning,2022MM{month:02d},{month}" for month in range(1, 9)]
    before = [f"Oude Haven,1.1.1 Diefstal/inbraak woning,2021MM{month:02d},1" for month in range(9, 13)]
    few = [
        f"Molenveld (Buurt),1.1.1 Diefstal/inbraak woning,{row.split(',')[2]},1" for row in [*before, *months]
    ]
    load(gebieden(*before, *months, *few))
    load(gebieden("Oude Haven,1.1.1 Diefstal/inbraak woning,2022MM08,9"), file_name="later.csv")
    found = Indicator.objects.get(key="1.1.1")
    address = reverse("figures:indicator", args=[found.pk])
    page = home.client(Function.ANALYST).get(address, {"gebied": "BU05990110"}).content.decode()
    assert "Politie/CBS 47022NED, stand augustus 2022" in page
    # 4 × 1 + 1…7 + 9 in a year = 41, for 4,000 inhabitants.
    assert "10,3" in page
    assert "te weinig inwoners" in page
    assert "later.csv" in page
    assert "proef.csv" in page
    assert "<svg" in page


def test_the_list_takes_as_many_queries_for_a_thousand_indicators_as_for_ten(home: Cast, load: Load) -> None:
    load(FILE)
    client = home.client(ADVISER)
    source, theme = Source.objects.get(key="47022NED"), Theme.objects.first()

    def add(number: int) -> None:
        Indicator.objects.bulk_create(
            Indicator(
                municipality=home.home, source=source, key=uuid.uuid4().hex, name="x", theme=theme, unit="x"
            )
            for _ in range(number)
        )

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("figures:list"), {"alle": "ja"}).status_code == 200
        return len(queries)

    add(10)
    few = count()
    add(990)
    assert count() == few


def test_a_file_is_previewed_confirmed_and_loaded(home: Cast) -> None:
    client = home.client(ADVISER)
    answer = client.post(reverse("figures:upload"), {"file": offered(FILE)}, follow=True)
    page = answer.content.decode()
    run = ImportRun.objects.get()
    assert run.outcome == "previewed"
    assert "3 cijfers worden nieuw of anders" in page
    assert "onbekend gebied" in page
    assert "De eerste rijen" in page
    assert not Observation.objects.exists()
    page = client.post(reverse("figures:confirm", args=[run.pk]), follow=True).content.decode()
    assert "De cijfers zijn ingelezen" in page
    assert Observation.objects.count() == 3
    assert [run.outcome for run in ImportRun.objects.all()] == ["loaded"]
    assert not ImportUpload.objects.exists()
    assert ImportRun.objects.get().by == home.people[ADVISER]


def test_confirming_twice_loads_once(home: Cast) -> None:
    client = home.client(ADVISER)
    client.post(reverse("figures:upload"), {"file": offered(FILE)})
    run = ImportRun.objects.get()
    assert client.post(reverse("figures:confirm", args=[run.pk])).status_code == 302
    assert client.post(reverse("figures:confirm", args=[run.pk])).status_code == 404
    loaded = ImportRun.objects.get()
    assert client.post(reverse("figures:confirm", args=[loaded.pk])).status_code == 302
    assert Observation.objects.count() == 3


def test_rejects_can_be_downloaded_and_are_no_formulas(home: Cast) -> None:
    client = home.client(ADVISER)
    bad = "=cmd|' /C calc'!A0,Totaal misdrijven,2022MM08,1"
    content = gebieden(bad, "Oude Haven,Totaal misdrijven,2022MM08,1")
    client.post(reverse("figures:upload"), {"file": offered(content)})
    run = ImportRun.objects.get()
    text = client.get(reverse("figures:rejects", args=[run.pk])).content.decode("utf-8-sig")
    assert "'=cmd|" in text
    assert text.splitlines()[0] == "regelnummer;kolom;waarde;reden"


def test_a_refused_file_tells_why(home: Cast) -> None:
    page = (
        home.client(ADVISER)
        .post(reverse("figures:upload"), {"file": offered("naam,getal\nx,1\n")}, follow=True)
        .content.decode()
    )
    assert "past bij geen bekend formaat" in page
    assert ImportRun.objects.get().outcome == "refused"
    assert not ImportUpload.objects.exists()


def test_a_file_that_is_too_large_is_not_read(home: Cast, settings: Any) -> None:
    settings.IMPORT_MAX_UPLOAD_BYTES = 100
    page = home.client(ADVISER).post(reverse("figures:upload"), {"file": offered("x" * 101)}).content.decode()
    assert "groter dan" in page
    assert not ImportRun.objects.exists()


def fields(theme: Theme, **other: Any) -> dict[str, Any]:
    return {
        "name": "Meldingen afval", "new_source": "Meldingen", "key": "AFVAL",
        "theme": theme.pk, "unit": "meldingen", "decimals": "0", "base": "absolute", "frequency": "month",
        "direction": "lower",
        "norm_type": "signal",
    } | other  # fmt: skip


@pytest.fixture
def theme(home: Cast) -> Theme:
    return Theme.objects.create(municipality=home.home, field=SafetyField.LIVING, name="Zwerfvuil")


@pytest.mark.story("ST05")
def test_an_indicator_is_made_changed_ended_and_brought_back(home: Cast, theme: Theme) -> None:
    client = home.client(ADVISER)
    assert client.post(reverse("figures:new"), fields(theme)).status_code == 302
    made = Indicator.objects.get()
    assert (made.source.key, made.unit, made.version) == ("Meldingen", "meldingen", 1)
    change = reverse("figures:change", args=[made.pk])
    data = fields(theme, source=made.source_id, unit="stuks", version="1")
    assert client.post(change, data).status_code == 302
    late = client.post(change, data | {"unit": "zakken"})
    assert late.status_code == 409
    assert "Iemand anders was u voor" in late.content.decode()
    assert "zakken" in late.content.decode()
    client.post(reverse("figures:end", args=[made.pk]), {"version": "2"})
    made.refresh_from_db()
    assert made.ended_at
    assert made.unit == "stuks"
    client.post(reverse("figures:restore", args=[made.pk]), {"version": "2"})
    made.refresh_from_db()
    assert made.ended_at, "an old page must not bring it back"
    client.post(reverse("figures:restore", args=[made.pk]), {"version": "3"})
    made.refresh_from_db()
    assert not made.ended_at


def test_a_code_stands_once_in_a_source(home: Cast, theme: Theme) -> None:
    client = home.client(ADVISER)
    client.post(reverse("figures:new"), fields(theme))
    source = Source.objects.get()
    answer = client.post(reverse("figures:new"), fields(theme, source=source.pk, new_source=""))
    assert "heeft al een indicator met deze code" in answer.content.decode()
    assert Indicator.objects.count() == 1


READERS = {"mayor", "deputy", "safety_adviser", "analyst", "team_chief", "prosecutor"}
KEEPERS = {"safety_adviser", "analyst"}


@pytest.mark.parametrize("function", list(Function))
def test_who_may_open_what(home: Cast, load: Load, function: Function) -> None:
    load(FILE)
    indicator, run = Indicator.objects.get(key="1.1.1"), ImportRun.objects.get()
    client = home.client(function)
    for name, about, may in (
        ("list", [], READERS), ("indicator", [indicator.pk], READERS), ("new", [], KEEPERS),
        ("change", [indicator.pk], KEEPERS), ("upload", [], KEEPERS), ("run", [run.pk], KEEPERS),
        ("rejects", [run.pk], KEEPERS),
    ):  # fmt: skip
        status = client.get(reverse(f"figures:{name}", args=about)).status_code
        assert status == (200 if function in may else 403), name


def test_another_municipality_finds_nothing(home: Cast, load: Load) -> None:
    load(FILE)
    indicator, run = Indicator.objects.get(key="1.1.1"), ImportRun.objects.get()
    client = home.client(person=home.stranger)
    for name, about in (("indicator", indicator), ("change", indicator), ("run", run), ("rejects", run)):
        assert client.get(reverse(f"figures:{name}", args=[about.pk])).status_code == 404
    assert client.post(reverse("figures:confirm", args=[run.pk])).status_code == 404
    assert "Diefstal" not in client.get(reverse("figures:list")).content.decode()
    with acting_as_system(municipality=home.away.pk):
        assert not Observation.objects.exists()
        assert not ImportRun.objects.exists()
