"""What real police figures give: Rotterdam to August 2022, 198 series of neighbourhoods and kinds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.analysis import sentences
from driehoek.analysis.models import Coverage
from driehoek.analysis.queries import deviation_evidence, deviations_for
from driehoek.analysis.services import detect_deviations
from driehoek.figures.demo import load_demo_figures
from driehoek.parties.models import Function
from tests.support.cast import Cast


@pytest.mark.story("ST07")
def test_rotterdam_gives_a_short_list_with_words_and_evidence(cast: Cast, shared_data: Path) -> None:
    with acting_as_system(municipality=cast.home.pk):
        load_demo_figures(cast.home, shared=shared_data)
    result = detect_deviations(municipality=cast.home.pk)
    assert result.series >= 190
    assert result.judged >= 150
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        lines, more = deviations_for(identity, limit=5)
        assert len(lines) == 5
        # Of the 36 series with a figure in that month a third lies outside; they tell ten things at most.
        assert more <= 5
        assert {line.deviation.period for line in lines} == {date(2022, 8, 1)}
        assert lines == sorted(lines, key=lambda line: -line.weight)
        first = deviation_evidence(identity, lines[0].deviation.pk)
        assert len(first.points) >= 30
        assert all(point.file_name.endswith(".csv") and point.line > 1 for point in first.points)
        assert "augustus 2022" in sentences.sentence(lines[0].deviation)
        assert {row.latest for row in Coverage.objects.all()} == {date(2022, 8, 1)}
    assert detect_deviations(municipality=cast.home.pk).found == 0
