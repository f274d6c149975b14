"""In the first quarter the demo takes last year's plan over."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from driehoek.access.identity import acting_as_system
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.plans import queries
from driehoek.plans.demo import make_plans
from driehoek.plans.models import PlanState
from tests.plans.conftest import Acting
from tests.support.cast import Cast


def test_in_the_first_quarter_last_years_plan_is_taken_over(
    cast: Cast, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as_system(municipality=cast.home.pk):
        for kind in (OrganisationKind.CARE, OrganisationKind.ENFORCEMENT, OrganisationKind.BUSINESS):
            Organisation.objects.create(municipality=cast.home, name=str(kind.label), kind=kind)
    real, new_year = timezone.localdate, timezone.localdate().year + 1
    february = date(new_year, 2, 1)

    def today(value: datetime | None = None) -> date:
        return real(value) if value else february

    monkeypatch.setattr(timezone, "localdate", today)
    with acting(Function.SAFETY_ADVISER) as identity:
        plan = make_plans(identity, cast.people)
        assert (plan.year, plan.state) == (new_year, PlanState.ADOPTED)
        assert 0 < plan.actions.count() < 14, "what was finished stays behind"
        newest = queries.latest_edition(identity, new_year - 1, 4)
        assert newest is not None
        assert newest.number == 2
