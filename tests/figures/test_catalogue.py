"""The catalogue of kinds: complete, each with a theme, hidden kinds and totals marked."""

from __future__ import annotations

import csv
from pathlib import Path

from driehoek.figures.catalogue import by_key, by_label, kinds
from driehoek.figures.importing.shapes import Family


def test_every_published_kind_is_there_once() -> None:
    assert (len(by_key(Family.CRIME)), len(by_key(Family.NUISANCE))) == (59, 9)
    assert len(kinds()) == 68
    assert all(kind.theme and all(kind.theme) for kind in kinds())
    assert [kind.key for kind in kinds() if kind.total] == ["0.0.0", "0.0.0"]
    assert [kind.key for kind in kinds() if kind.hidden_monthly] == ["1.4.1", "3.2.1", "3.2.2", "3.7.3"]


def test_labels_tell_totals_and_kinds_apart() -> None:
    assert by_label()["totaal misdrijven"].family == Family.CRIME
    assert by_label()["totaal registraties overlast"].family == Family.NUISANCE
    assert by_label()["1.1.1 diefstal/inbraak woning"].key == "1.1.1"


def test_the_catalogue_agrees_with_the_publishers_code_lists(shared_data: Path) -> None:
    for name, family in (
        ("47018NED_SoortMisdrijf_2024", Family.CRIME),
        ("47024NED_Overlast", Family.NUISANCE),
    ):
        with (shared_data / "nl_crime" / f"meta_{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = {row["Key"].strip(): row["Title"].strip() for row in csv.DictReader(stream)}
        assert {key: kind.label for key, kind in by_key(family).items()} == rows
