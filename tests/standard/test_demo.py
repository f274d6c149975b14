"""The demo gets norms that say something."""

from __future__ import annotations

from driehoek.access.identity import acting_as
from driehoek.analysis.services import detect_deviations
from driehoek.figures.models import Indicator
from driehoek.parties.models import Function
from driehoek.standard import queries
from driehoek.standard.demo import make_norms
from driehoek.standard.models import Norm, NormType
from driehoek.standard.norms import State
from tests.analysis.support import Figures
from tests.support.cast import Cast


def test_the_demo_has_broken_norms_and_the_ready_made_sets(cast: Cast, figures: Figures) -> None:
    indicator = figures.indicator(key="1.1.1")
    figures.series(indicator, figures.town, [10.0] * 48)
    detect_deviations(municipality=cast.home.pk)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        made = make_norms(identity)
        judged = queries.judged(identity, list(Norm.objects.all()))
        assert Indicator.objects.filter(source__key__in=["BBV", "VM"]).count() == 12
    assert {norm.type for norm in made} == {NormType.TREND, NormType.SIGNAL}
    assert judged[0].judgement.state == State.BROKEN
    assert judged[0].base == 120


def test_without_figures_there_are_no_norms(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert make_norms(identity) == []
