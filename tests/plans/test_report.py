"""The quarterly report: what is offered, what was chosen, what is fixed, and that it costs no more as it grows."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from driehoek.access.identity import acting_as_system
from driehoek.areas.models import Area
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings import proposals
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.plans import queries, services
from driehoek.plans.demo import make_plans
from driehoek.plans.models import Action, ActionStatus, Edition, ReportPart
from driehoek.plans.paper import edition_pdf
from driehoek.plans.quarters import Quarter, quarter_of
from driehoek.plans.queries.plans import PlanFilter
from driehoek.plans.services import PartWords
from driehoek.plans.snapshot import AreaValue, FactPart, FigurePart
from driehoek.problems.models import Theme
from driehoek.standard.models import Norm
from tests.analysis.support import Figures
from tests.plans.conftest import Acting, Laid, organisation
from tests.standard.conftest import lay_down
from tests.support.cast import Cast
from tests.support.plan_objects import YEAR, new_action, new_goal

ADVISER = Function.SAFETY_ADVISER
# The figures of these tests end in August 2022.
SPRING = Quarter(2022, 2)


@pytest.fixture
def figures(cast: Cast) -> Figures:
    """Figures of the home municipality with the parts of its town."""
    made = Figures(cast.home)
    with acting_as_system(municipality=cast.home.pk):
        Area.objects.filter(
            pk__in=[made.town.pk, made.district.pk, *(one.pk for one in made.neighbourhoods)]
        ).update(municipality_code=cast.home.cbs_code)
    return made


@pytest.fixture
def norm(cast: Cast, figures: Figures) -> Norm:
    """Hooguit 20 per month, on 18 a month until the last three: 24, 25 and 26 in June, July and August."""
    indicator = figures.indicator()
    figures.series(indicator, figures.town, np.array([18.0] * 33 + [24.0, 25.0, 26.0]))
    for place, area in enumerate(figures.neighbourhoods):
        figures.series(indicator, area, np.array([5.0 + place] * 36))
    return lay_down(cast, indicator)


def figure_of(found: queries.Candidates) -> FigurePart:
    parts = [one.part for group in found.themes for one in group.offers if isinstance(one.part, FigurePart)]
    assert len(parts) == 1
    return parts[0]


class TestFigures:
    def test_a_count_is_that_of_the_quarter_beside_the_one_before(self, acting: Acting, norm: Norm) -> None:
        with acting(ADVISER) as identity, translation.override("nl"):
            part = figure_of(queries.candidates(identity, *SPRING))
        assert (part.value, part.before) == (18.0 + 18.0 + 24.0, 54.0)
        assert (part.period, part.before_period) == ("2e kwartaal 2022", "1e kwartaal 2022")
        assert part.state == "broken"
        assert "hooguit 20" in part.norm_sentence or "norm van 20" in part.norm_sentence

    def test_a_quarter_that_is_not_complete_gives_the_one_before(self, acting: Acting, norm: Norm) -> None:
        with acting(ADVISER) as identity, translation.override("nl"):
            part = figure_of(queries.candidates(identity, 2022, 3))
        assert (part.period, part.value) == ("2e kwartaal 2022", 60.0), "September is not there"

    def test_the_parts_of_town_are_over_the_same_time(
        self, acting: Acting, norm: Norm, figures: Figures
    ) -> None:
        with acting(ADVISER) as identity:
            part = figure_of(queries.candidates(identity, *SPRING))
        assert part.areas == tuple(
            AreaValue(area.code, area.name, 3 * (5.0 + place))
            for place, area in enumerate(figures.neighbourhoods)
        )

    def test_a_quarter_before_the_figures_began_has_none(self, acting: Acting, norm: Norm) -> None:
        with acting(ADVISER) as identity:
            part = figure_of(queries.candidates(identity, 2018, 1))
        assert (part.value, part.period, part.areas) == (None, "", ())


class TestWriting:
    def test_what_asks_for_attention_is_chosen_already(self, acting: Acting, norm: Norm, laid: Laid) -> None:
        with acting(ADVISER) as identity:
            report = services.start_report(identity=identity, year=YEAR, quarter=4)
            chosen = [key for part in ReportPart.objects.filter(report=report) for key in part.chosen]
        assert f"action:{laid.housing.lineage}" in chosen, "it is due in December"
        assert any(key.startswith("figure:") for key in chosen)

    def test_an_action_of_which_nothing_was_heard_waits_for_the_writer(
        self, acting: Acting, laid: Laid
    ) -> None:
        with acting(ADVISER) as identity:
            Action.objects.update(status_at=timezone.now().replace(year=YEAR - 1))
            report = services.start_report(identity=identity, year=YEAR, quarter=1)
            [part] = ReportPart.objects.filter(report=report, theme__isnull=False)
        assert f"action:{laid.housing.lineage}" in part.offered
        assert part.chosen == []

    def test_only_what_was_shown_can_be_chosen(self, acting: Acting, laid: Laid, theme: Theme) -> None:
        with acting(ADVISER) as identity:
            report = services.start_report(identity=identity, year=YEAR, quarter=4)
            own = f"action:{laid.housing.lineage}"
            part = services.save_part(
                identity=identity,
                report=report,
                theme=theme,
                version=1,
                words=PartWords(
                    text="Duiding", chosen=(own, f"action:{laid.police.lineage}", "norm:verzonnen")
                ),
                offered=(own,),
            )
            part.refresh_from_db()
            assert part.chosen == [own]
            [about] = queries.snapshot_of_report(identity, report).themes
        assert [one.what for one in about.actions] == ["Portieken verlichten"]

    def test_two_writers_of_one_theme(self, acting: Acting, laid: Laid, theme: Theme) -> None:
        with acting(ADVISER) as identity:
            report = services.start_report(identity=identity, year=YEAR, quarter=4)
            for text, fails in (("De eerste.", False), ("De tweede.", True)):
                try:
                    services.save_part(
                        identity=identity,
                        report=report,
                        theme=theme,
                        version=1,
                        words=PartWords(text=text),
                        offered=(),
                    )
                    assert not fails
                except VersionConflict:
                    assert fails
            assert ReportPart.objects.get(report=report, theme=theme).text == "De eerste."

    def test_a_quarter_is_begun_once(self, acting: Acting, laid: Laid) -> None:
        with acting(ADVISER) as identity:
            first = services.start_report(identity=identity, year=YEAR, quarter=1)
            with pytest.raises(services.ReportExistsError) as error:
                services.start_report(identity=identity, year=YEAR, quarter=1)
        assert error.value.existing == first

    def test_a_goal_that_the_council_decides_on_is_a_question_to_the_council(
        self, acting: Acting, cast: Cast, laid: Laid, theme: Theme
    ) -> None:
        with acting(ADVISER) as identity:
            services.add_goal(
                identity=identity,
                plan=laid.plan,
                new=new_goal(
                    theme, sentence="Een plek voor jongeren", decider="council", decision_on=date(YEAR, 5, 12)
                ),
            )
            [group] = queries.candidates(identity, YEAR, 2).themes
            asks = [one.part for one in group.offers if isinstance(one.part, FactPart)]
            assert [one.title for one in asks] == ["Een plek voor jongeren"]
            [other] = queries.candidates(identity, YEAR, 3).themes
        assert not [one for one in other.offers if isinstance(one.part, FactPart)]


class TestFixing:
    def test_what_moved_after_the_preview_is_not_fixed(
        self, acting: Acting, laid: Laid, theme: Theme
    ) -> None:
        with acting(ADVISER) as identity:
            report = services.start_report(identity=identity, year=YEAR, quarter=4)
            seen = queries.proof(queries.snapshot_of_report(identity, report)).digest
            services.set_status(
                identity=identity,
                action=laid.housing,
                version=laid.housing.version,
                status=ActionStatus.RUNNING,
                note="Begonnen.",
            )
            with pytest.raises(services.ChangedSinceSeenError):
                services.freeze_report(identity=identity, report=report, seen=seen)
            assert not Edition.objects.filter(report=report).exists()

    def test_the_document_is_dutch_whoever_presses_the_button(self, acting: Acting, laid: Laid) -> None:
        with acting(ADVISER) as identity:
            report = services.start_report(identity=identity, year=YEAR, quarter=4)
            with translation.override("en"):
                english = queries.proof(queries.snapshot_of_report(identity, report))
            with translation.override("nl"):
                assert queries.proof(queries.snapshot_of_report(identity, report)) == english
        assert english.snapshot.title == f"Kwartaalrapportage veiligheid, 4e kwartaal {YEAR}"


def test_pages_cost_the_same_with_ten_and_with_two_hundred_actions(
    cast: Cast, acting: Acting, laid: Laid, theme: Theme
) -> None:
    def measured() -> tuple[int, int]:
        with acting(ADVISER) as identity:
            with CaptureQueriesContext(connection) as plan:
                lines = queries.effort_beside_effect(identity, laid.plan, PlanFilter())
                assert all(len(line.actions) <= 8 for line in lines)
            with CaptureQueriesContext(connection) as report:
                queries.candidates(identity, YEAR, 4)
            return len(plan), len(report)

    def fill(number: int) -> None:
        with acting(ADVISER) as identity:
            owner = organisation(cast, OrganisationKind.POLICE)
            goals = [
                services.add_goal(
                    identity=identity, plan=laid.plan, new=new_goal(theme, sentence=f"Doel {number} {place}")
                )
                for place in range(2)
            ]
            for place in range(number):
                services.add_action(
                    identity=identity,
                    goal=goals[place % 2],
                    new=new_action(owner, what=f"Maatregel {number} {place}"),
                )

    fill(8)
    few = measured()
    fill(60)
    assert measured() == few


def test_the_demo_has_a_plan_and_a_corrected_report(cast: Cast, acting: Acting) -> None:
    with acting_as_system(municipality=cast.home.pk):
        for kind in (OrganisationKind.CARE, OrganisationKind.ENFORCEMENT, OrganisationKind.BUSINESS):
            Organisation.objects.create(municipality=cast.home, name=str(kind.label), kind=kind)
    last = quarter_of(timezone.localdate()).previous()
    with acting(ADVISER) as identity:
        plan = make_plans(identity, cast.people)
        assert (plan.goals.count(), Action.objects.filter(plan__year=last.year).count()) == (5, 14)
        newest = queries.latest_edition(identity, last.year, last.number)
        assert newest is not None
        assert newest.number == 2
        assert [one.number for one in queries.latest_editions(identity)] == [2]
        assert edition_pdf(newest, []).startswith(b"%PDF")
        late = proposals.propose_all(identity, timezone.now(), leaving_out=frozenset())
        offered = {group.source: len(group.proposals) for group in late}
        assert offered["plans.action"] == 2
