"""The look on paper: the same font, the same drawing."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pikepdf
import typst

from driehoek.web.charts import Point, SeriesChart, series_chart
from driehoek.web.paper import FONT_FAMILY, FONT_FOLDER


def fonts(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as found:
        return {
            str(item.get("/BaseFont")).split("+")[-1]
            for item in found.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        }


def test_a_pdf_is_set_in_the_font_of_the_screen_with_the_same_chart(tmp_path: Path) -> None:
    points = tuple(Point(date(2025, month, 1), month, 1, 10, alarm=month > 10) for month in range(1, 13))
    definition = SeriesChart("Inbraken", "inbraken", "month", points, language="nl")
    chart = series_chart(definition, standalone=True)
    (tmp_path / "chart.svg").write_text(chart.svg)
    (tmp_path / "page.typ").write_text(
        f'#set document(title: "x")\n#set text(font: "{FONT_FAMILY}", lang: "nl")\n'
        'Gewoon en #text(weight: 600)[sterk].\n#image("chart.svg", alt: "grafiek")\n'
    )
    pdf = typst.compile(
        str(tmp_path / "page.typ"),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        font_paths=[str(FONT_FOLDER)],
    )
    names = fonts(bytes(pdf))
    assert {name for name in names if not name.startswith("SourceSans3")} == set()
    assert {"SourceSans3-Regular", "SourceSans3-Semibold"} <= {name.split("-Identity")[0] for name in names}
