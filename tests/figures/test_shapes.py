"""Each shape in which figures come, as its publisher writes it, with made-up numbers."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import openpyxl
import pytest

from driehoek.figures.importing.shapes import Family, detect
from driehoek.figures.models import (
    Frequency,
    Indicator,
    Nulls,
    Observation,
    ObservationStatus,
    Series,
    Source,
)
from driehoek.figures.services import IndicatorValues, add_indicator, ensure_source
from driehoek.problems.models import SafetyField, Theme
from tests.figures.conftest import Load, gebieden
from tests.support.cast import Cast


def odata(*rows: tuple[str, str, str, Any], extra: bool = False, table: str = "47022NED") -> str:
    names = ("SoortMisdrijf", "WijkenEnBuurten", "Perioden", "GeregistreerdeMisdrijven_1")
    value = []
    for number, (kind, area, period, count) in enumerate(rows):
        row = {"ID": number} | dict(zip(names, (f"{kind:<6}", f"{area:<10}", period, count), strict=True))
        if extra:
            row |= {"Gemeentenaam_2": "Voorbeeldstad       ", "SoortRegio_3": "Buurt     "}
        value.append(row)
    head = f"https://dataderden.cbs.nl/ODataApi/OData/{table}/$metadata#Cbs.OData.WebAPI.TypedDataSet"
    return json.dumps(
        {"odata.metadata": head, "value": value, "odata.nextLink": "https://dataderden.cbs.nl/x"}
    )


def values_of(kind: str, code: str, frequency: Frequency = Frequency.MONTH) -> dict[date, float | None]:
    found = Observation.objects.filter(
        series__indicator__key=kind, series__indicator__frequency=frequency, series__area__code=code
    )
    return dict(found.values_list("period", "value"))


@pytest.mark.parametrize("extra", [False, True])
def test_odata_with_padded_keys_letters_in_codes_and_newer_columns(load: Load, extra: bool) -> None:
    result = load(
        odata(("1.1.1", "BU059901MA", "2022MM07", 4), ("1.1.1", "GM0599", "2022MM07", 9), extra=extra)
    )
    assert (result.run.outcome, result.run.rows_new) == ("loaded", 2)
    assert values_of("1.1.1", "BU059901MA") == {date(2022, 7, 1): 4}
    assert result.run.source is not None
    assert result.run.source.key == "47022NED"
    assert ("Gemeentenaam_2" in result.unread) is extra


def test_months_and_years_in_one_column_go_to_their_own_frequency(load: Load) -> None:
    load(odata(("1.1.1", "GM0599", "2021MM12", 5), ("1.1.1", "GM0599", "2021JJ00", 61)))
    assert values_of("1.1.1", "GM0599") == {date(2021, 12, 1): 5}
    assert values_of("1.1.1", "GM0599", Frequency.YEAR) == {date(2021, 1, 1): 61}


def test_kinds_that_are_never_monthly_are_hidden_not_zero(load: Load) -> None:
    result = load(
        odata(
            ("1.4.1", "GM0599", "2021MM12", 0),
            ("3.2.1", "GM0599", "2021MM12", None),
            ("1.4.1", "GM0599", "2021JJ00", 17),
            ("0.0.0", "GM0599", "2021MM12", 100),
        )
    )
    assert (result.run.rows_hidden, result.run.rows_new) == (2, 2)
    assert values_of("1.4.1", "GM0599") == {}
    assert values_of("1.4.1", "GM0599", Frequency.YEAR) == {date(2021, 1, 1): 17}
    assert Indicator.objects.get(key="1.4.1", frequency=Frequency.MONTH).hidden
    assert not Indicator.objects.get(key="1.4.1", frequency=Frequency.YEAR).hidden


def test_a_monthly_figure_for_a_hidden_kind_is_refused(load: Load) -> None:
    result = load(odata(("1.4.1", "GM0599", "2021MM12", 3), ("1.1.1", "GM0599", "2021MM12", 3)))
    assert result.run.rows_rejected == 1
    assert "niet per maand gepubliceerd" in result.rejects[0].reason


def test_a_total_is_kept_as_published_and_flagged_as_total(load: Load) -> None:
    load(odata(("0.0.0", "GM0599", "2022MM07", 100), ("1.1.1", "GM0599", "2022MM07", 97)))
    assert values_of("0.0.0", "GM0599") == {date(2022, 7, 1): 100}
    assert Indicator.objects.get(key="0.0.0").is_total
    assert not Indicator.objects.get(key="1.1.1").is_total


def test_an_empty_cell_is_zero_with_a_flag_or_unknown_by_the_setting(load: Load) -> None:
    content = odata(("1.1.1", "GM0599", "2022MM07", None), ("1.1.2", "GM0599", "2022MM07", 0))
    load(content)
    flagged = Observation.objects.get(series__indicator__key="1.1.1")
    assert (flagged.value, flagged.flag) == (0, "0")
    assert Observation.objects.get(series__indicator__key="1.1.2").flag == ""
    result = load(content, nulls=Nulls.MISSING)
    assert (result.run.rows_changed, result.run.rows_same) == (1, 1)
    changed = Observation.objects.get(series__indicator__key="1.1.1")
    assert (changed.value, changed.flag) == (None, "?")
    assert Source.objects.get(key="47022NED").nulls == Nulls.MISSING
    assert load(content).run.outcome == "unchanged", "the source remembers the setting"


def test_statline_with_dutch_labels_points_and_asterisks(load: Load) -> None:
    header = '"Wijken en buurten";"Soort misdrijf";"Perioden";"Geregistreerde misdrijven (aantal)"'
    rows = [
        '"Oude Haven";"1.1.1 Diefstal/inbraak woning";"2022 juli*";"3"',
        '"Marktkwartier";"Totaal misdrijven";"2022 juni";"."',
        '"Centrum";"1.1.1 Diefstal/inbraak woning";"2022";"40"',
    ]
    result = load("\ufeff" + "\r\n".join([header, *rows]) + "\r\n")
    assert (result.run.shape, result.run.rows_new, result.run.rows_rejected) == ("csv:statline", 3, 0)
    unknown = Observation.objects.get(series__area__code="BU059901MA")
    assert (unknown.value, unknown.flag, unknown.status) == (None, "?", ObservationStatus.DEFINITIVE)
    assert Observation.objects.get(series__area__code="BU05990110").status == ObservationStatus.PROVISIONAL
    assert values_of("1.1.1", "WK059901", Frequency.YEAR) == {date(2022, 1, 1): 40}


def test_a_name_that_district_and_neighbourhood_share_is_refused(load: Load) -> None:
    header = '"Wijken en buurten";"Soort misdrijf";"Perioden";"Geregistreerde misdrijven (aantal)"'
    rows = [
        '"Molenveld";"Totaal misdrijven";"2022 juli";"3"',
        '"Oude Haven";"Totaal misdrijven";"2022 juli";"1"',
    ]
    result = load("\n".join([header, *rows]))
    assert result.rejects[0].line == 2
    assert "gebruik de CBS-code" in result.rejects[0].reason


@pytest.mark.parametrize(
    ("kind", "area", "period"),
    [("1.1.1 ", "GM0599    ", "2022MM07"), ("1.1.1 Diefstal/inbraak woning", "Voorbeeldstad", "2022 juli")],
)
def test_cbsodata_csv_with_codes_or_labels(load: Load, kind: str, area: str, period: str) -> None:
    result = load(
        '"","SoortMisdrijf","WijkenEnBuurten","Perioden","GeregistreerdeMisdrijven_1"\n'
        f'"1","{kind}","{area}","{period}",12\n"2","0.0.0 ","GM0599","2022MM07",NA\n'
    )
    assert (result.run.shape, result.run.rows_new) == ("csv:cbsodata", 2)
    assert values_of("1.1.1", "GM0599") == {date(2022, 7, 1): 12}


def test_nuisance_has_a_code_list_and_a_source_of_its_own(load: Load) -> None:
    content = (
        "Overlast,WijkenEnBuurten,Perioden,GeregistreerdeOverlast_1\n"
        "E35   ,GM0599    ,2022MM07,8\n0.0.0 ,GM0599    ,2022MM07,20\n1.1.1 ,GM0599    ,2022MM07,1\n"
    )
    result = load(content)
    assert (result.run.rows_new, result.run.rows_rejected) == (2, 1)
    total = Indicator.objects.get(key="0.0.0")
    assert (total.source.key, total.unit) == ("47024NED", "meldingen")


def test_the_file_with_gebieden_maps_level_by_suffix(load: Load) -> None:
    load(
        gebieden(
            "Voorbeeldstad (Gemeente),Totaal misdrijven,2022MM08,50.0",
            "Molenveld (Gebied),Totaal misdrijven,2022MM08,20.0",
            "Molenveld,Totaal misdrijven,2022MM08,5.0",
            "Molenveld,Totaal registraties overlast,2022MM08,2.0",
        )
    )
    codes = Series.objects.values_list("area__code", "indicator__source__key")
    assert sorted(codes) == [
        ("BU05990220", "47022NED"),
        ("BU05990220", "47024NED"),
        ("GM0599", "47022NED"),
        ("WK059902", "47022NED"),
    ]


def test_national_months_stand_beside_the_own_figures(load: Load) -> None:
    load(
        "crime_type_code,date,frequency,total_crime_count\n0.0.0,2022-07-01,61234,99\n1.4.1,2022-07-01,0,99\n"
    )
    assert values_of("0.0.0", "NL00") == {date(2022, 7, 1): 61234}
    assert values_of("1.4.1", "NL00") == {}


def test_national_years_by_label(load: Load) -> None:
    load("incident_type_code,year,incident_count\nTotaal misdrijven,2021,742000\nE41,2021,1\n")
    assert values_of("0.0.0", "NL00", Frequency.YEAR) == {date(2021, 1, 1): 742000}


@pytest.fixture
def own(home: Cast) -> Indicator:
    theme = Theme.objects.create(municipality=home.home, field=SafetyField.LIVING, name="Beleving")
    source = ensure_source(municipality=home.home.pk, key="VM", name="Veiligheidsmonitor")
    values = IndicatorValues(
        source=source, key="CIJFER", name="Rapportcijfer veiligheid", theme=theme, unit="punten",
        frequency=Frequency.QUARTER, decimals=1,
    )  # fmt: skip
    return add_indicator(municipality=home.home.pk, values=values)


@pytest.mark.story("ST06")
def test_own_observations_as_csv(load: Load, own: Indicator) -> None:
    result = load(
        "indicator;gebied;periode;waarde;status\n"
        "CIJFER;BU05990110;2022-Q1;7,2;definitief\n"
        "rapportcijfer veiligheid;GM0599;2022KW02;7.1;voorlopig\n"
        "CIJFER;GM0599;2022-03;7,0;\n"
        "CIJFER;GM0599;2022-Q1;7,0;misschien\n"
        "ONBEKEND;GM0599;2022-Q1;7,0;\n"
    )
    assert (result.run.rows_new, result.run.rows_rejected) == (2, 3)
    reasons = {reject.line: (reject.column, reject.reason) for reject in result.rejects}
    assert reasons[4] == ("periode", "deze indicator is per kwartaal")
    assert reasons[5][0] == "status"
    assert "maak hem eerst aan" in reasons[6][1]
    assert values_of("CIJFER", "BU05990110", Frequency.QUARTER) == {date(2022, 1, 1): 7.2}


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_own_observations_as_spreadsheet(load: Load, own: Indicator) -> None:
    Indicator.objects.filter(pk=own.pk).update(frequency=Frequency.MONTH, decimals=0)
    rows = [
        ["indicator", "gebied", "periode", "waarde", "status"],
        ["CIJFER", "GM0599", date(2022, 7, 1), 12, None],
    ]
    result = load(workbook([*rows, ["CIJFER", "GM0599", "2022-06", 3.0, "d"]]))
    assert (result.run.shape, result.run.rows_new) == ("xlsx:plain", 2)
    assert values_of("CIJFER", "GM0599") == {date(2022, 7, 1): 12, date(2022, 6, 1): 3}


def test_the_family_follows_from_the_column() -> None:
    layout = detect(["Overlast", "RegioS", "Perioden", "GeregistreerdeOverlast_1"])
    assert (layout.family, layout.shape.key) == (Family.NUISANCE, "cbsodata")
