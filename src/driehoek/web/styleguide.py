"""Fictional content for the style guide: every component in every state."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from driehoek.web.charts import Bar, BarChart, Point, SeriesChart, bar_chart, series_chart, sparkline
from driehoek.web.components import Cell, Change, Column, Conflict, Entry, Figure, Pair, Row, Step, Tag
from driehoek.web.forms import PlainErrors

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=ZoneInfo("Europe/Amsterdam"))
KINDS = (("standard", "Standaard"), ("complex", "Complex"), ("crisis", "Crisis"))


class FilterForm(forms.Form):
    """A few choices above a list."""

    kind = forms.ChoiceField(label="Soort", choices=(("", "Alle soorten"), *KINDS), required=False)
    status = forms.ChoiceField(
        label="Status", choices=(("", "Elke status"), ("open", "Open")), required=False
    )


class ExampleForm(PlainErrors, forms.Form):
    """One field of each kind."""

    subject = forms.CharField(label="Onderwerp", max_length=80, help_text="Eén regel. Noem geen personen.")
    explanation = forms.CharField(label="Toelichting", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Soort probleem", choices=KINDS, widget=forms.RadioSelect)
    theme = forms.ChoiceField(
        label="Thema",
        choices=(("", "Kies een thema"), ("woning", "Woninginbraak"), ("jeugd", "Jeugd en veiligheid")),
    )
    due = forms.DateField(
        label="Voor wanneer?",
        help_text="Bijvoorbeeld 26-11-2026.",
        widget=forms.DateInput(attrs={"inputmode": "numeric"}),
    )
    partners = forms.MultipleChoiceField(
        label="Wie doet mee?",
        choices=(("om", "Openbaar Ministerie"), ("politie", "Politie"), ("zvh", "Zorg- en veiligheidshuis")),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label="De driehoek is hiermee akkoord")


def _points(months: int = 60) -> tuple[Point, ...]:
    """A made-up series that ends in October 2026, with a yearly wave and three high months at the end."""
    points = []
    for index in range(months):
        year, month = divmod(index + 10, 12)
        expected = 22 + 5 * math.cos(month * math.pi / 6)
        value = round(expected + 3 * math.sin(index * 2.4))
        if index >= months - 3:
            value = round(expected + 9 + 2 * (index - months + 3))
        lower, upper = round(expected - 6), round(expected + 6)
        points.append(
            Point(
                date(2021 + year, month + 1, 1),
                value,
                lower,
                upper,
                alarm=value > upper,
                provisional=index == months - 4,
            )
        )
    return tuple(points)


LAST = _points()[-1]


def _asks() -> list[Row]:
    return [
        Row(
            "Besluit: sluiting pand aan de haven (art. 13b)",
            "#vraag",
            "OM heeft geen bezwaar. Rapportage compleet, noodzaak onderbouwd. Van: adviseur OOV",
            tags=[Tag("vóór do 26 nov 12.00", "ask")],
        ),
        Row(
            "Mag de zittingsdatum naar het wijkteam?",
            "#vraag",
            "Vraag van de officier. De toets zegt: mag, alleen de datum",
            tags=[Tag("vandaag 17.00", "ask")],
        ),
        Row(
            "Extra inzet rond de derby van zaterdag",
            "#vraag",
            "Teamchef vraagt uw akkoord. Twee opties, een advies",
            tags=[Tag("driehoek wo 25 nov")],
        ),
    ]


def _playing(key: str) -> list[Row]:
    spark = sparkline(
        _points()[-12:], title="Twaalf maanden, de laatste drie boven het verwachte bereik", key=key
    )
    return [
        Row(
            "Woninginbraken in Noord: meer dan verwacht",
            "#cijfer",
            f"{LAST.value} in oktober, verwacht {LAST.lower} tot {LAST.upper}. Derde maand boven de grens.",
            meta="Zekerheid hoog. Gesimuleerde cijfers, stand 12 nov",
            chart=spark,
        ),
        Row(
            "Jeugdgroep op het plein",
            "#probleem",
            "Staat drie weken stil op huisvesting. De regisseur vraagt uw doorbraak in de driehoek",
            kind="complex, 14 maanden",
        ),
        Row(
            "Weekbericht basisteam",
            "#bericht",
            "Eén keer herinnerd. Vervanger is gebeld",
            kind="standaard",
            tags=[Tag("2 dagen te laat")],
        ),
    ]


def _unknown() -> list[Row]:
    return [
        Row("Wie organiseert dit?", text="Gevraagd aan politie 21.20. Antwoord verwacht 22.00"),
        Row(
            "Zijn er kinderen in de groep?",
            text="Gevraagd aan politie 21.35",
            tags=[Tag("10 min te laat", "ask")],
        ),
        Row("Wat zien en zeggen mensen?", text="Omgevingsbeeld communicatie volgt 21.50"),
    ]


def _figures() -> list[Figure]:
    return [
        Figure(
            "Woninginbraken in Noord",
            str(LAST.value),
            "inbraken",
            "oktober 2026",
            f"Meer dan in oktober 2025. Verwacht: {LAST.lower} tot {LAST.upper}.",
            "hoog",
            "gesimuleerde cijfers",
            "12 november 2026",
            url="#cijfer",
            chart=sparkline(_points()[-12:], title="Twaalf maanden, de laatste drie hoog", key="figure"),
        ),
        Figure(
            "Geweld bij uitgaan",
            "3,4",
            "per 1.000 inwoners",
            "3e kwartaal 2026",
            "Gelijk aan een jaar geleden (3,3).",
            "middel: nog voorlopig",
            "gesimuleerde cijfers",
            "12 november 2026",
        ),
        Figure(
            "Meldingen van verwarde personen",
            missing="Met de politie is nog niet afgesproken dat dit cijfer komt.",
            missing_label="niet afgesproken",
        ),
    ]


def _table() -> dict[str, Any]:
    columns = [
        Column("Partner"),
        Column("Afgesproken", numeric=True),
        Column("Op tijd", numeric=True),
        Column("Oordeel"),
    ]
    rows = [
        (Cell("Politie"), "12", "11", Cell("goed", tag="calm")),
        (Cell("OM"), "4", "4", Cell("goed", tag="calm")),
        (Cell("Veiligheids\u00adhuis"), "3", "1", Cell("duiding mist", tag="ask")),
        (Cell("Corporatie"), "–", "–", Cell("niet afgesproken", tag="unknown")),
        (Cell("Zorg\u00adinstelling"), "–", "–", Cell("mag niet van de wet", tag="barred")),
    ]
    return {"columns": columns, "rows": rows}


def _timeline() -> list[Entry]:
    return [
        Entry(
            NOW,
            "Burgemeester nam een besluit",
            "Sluiting voor zes maanden.",
            "adviseur OOV",
            "#besluit",
            "decision",
        ),
        Entry(NOW - timedelta(hours=3), "Vraag gesteld aan het OM", source="adviseur OOV", kind="ask"),
        Entry(
            NOW - timedelta(days=1, hours=5, minutes=53),
            "Rapportage ontvangen",
            "Twaalf bladzijden.",
            "politie",
        ),
        Entry(NOW - timedelta(days=4), "Opgeschaald naar crisis", source="meldkamer", kind="crisis"),
    ]


def _bars() -> BarChart:
    return BarChart(
        "Woninginbraken per wijk",
        "per 1.000 woningen",
        (
            Bar("Noord", 6.4, highlight=True, note="meer dan verwacht"),
            Bar("Haven en Stationsgebied", 4.1),
            Bar("Centrum", 3.2),
            Bar("Buitenwijken-Zuid", 1.9),
        ),
        reference=3.6,
        reference_label="de hele gemeente",
        source="gesimuleerde cijfers, stand 12 november 2026",
    )


def styleguide_context() -> dict[str, Any]:
    """Give the style guide's template all its examples."""
    wrong = ExampleForm(
        {"fout-explanation": "Deze tekst blijft staan.", "fout-kind": "complex", "fout-due": "31-02-2026"},
        prefix="fout",
    )
    series = SeriesChart(
        "Woninginbraken in Noord",
        "woninginbraken",
        "month",
        _points(),
        source="gesimuleerde cijfers in de vorm van Politie/CBS 47022NED, stand 12 november 2026",
    )
    return {
        "asks": _asks(),
        "playing": _playing("playing"),
        "known": _playing("known"),
        "unknown": _unknown(),
        "tags": [
            Tag("niet begonnen"),
            Tag("vóór do 26 nov", "ask"),
            Tag("crisis", "crisis"),
            Tag("op tijd", "calm"),
            Tag("nieuw", "accent"),
            Tag("onbekend", "unknown"),
            Tag("mag niet van de wet", "barred"),
        ],
        "figures": _figures(),
        "table": _table(),
        "timeline": _timeline(),
        "pairs": [
            Pair("Onderwerp", "Sluiting pand aan de haven", "#wijzig"),
            Pair("Soort", "Standaard", "#wijzig"),
            Pair("Toelichting", ""),
        ],
        "steps": [
            Step("Gegevens verzamelen", "done", "#stap"),
            Step("Toets op de wet", "now", "#stap"),
            Step("Besluit vragen"),
            Step("Versturen", "barred", words="kan nog niet: besluit ontbreekt"),
        ],
        "filter": FilterForm(prefix="keuze"),
        "form": ExampleForm(),
        "wrong": wrong,
        "conflict": Conflict(
            "Adviseur OOV", NOW, (Change("Toelichting", "De tekst die een ander bewaarde."),)
        ),
        "series": series_chart(series),
        "bars": bar_chart(_bars()),
        "moment": NOW,
        "running": timedelta(minutes=49),
    }
