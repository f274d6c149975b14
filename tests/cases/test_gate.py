"""The legal gate: without purpose, basis, covenant and DPIA no partner data may come; the step is blocked (CX03)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.cases import requirements, services
from driehoek.cases.models import Case
from driehoek.cases.queries.gate import enriching_allowed, gate_of
from driehoek.grounds.models import Covenant
from driehoek.grounds.services import covenants, sources
from driehoek.grounds.services.covenants import CovenantValues
from driehoek.parties.models import Function, Organisation, OrganisationKind
from tests.support.cases import make_case
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FACTS = ("necessary", "recipient_task_named", "om_coordination_done", "minimised", "quality_checked")


def source(cast: Cast, case: Case) -> Covenant:
    """Let the police be a source of the case, as who works on it does."""
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        own = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.MUNICIPALITY)
        police = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.POLICE)
        covenant = covenants.make_covenant(
            identity=identity,
            values=CovenantValues(
                title="Convenant Voorbeeldplein",
                parties=(own, police),
                purposes=("openbare_orde",),
                categories=("politiegegevens",),
                valid_from=TODAY - timedelta(days=9),
                valid_until=TODAY + timedelta(days=99),
                location="Z-1",
                keeper=adviser,
                dpia_on=TODAY - timedelta(days=9),
                dpia_reference="D-1",
                dpia_review_by=TODAY + timedelta(days=99),
            ),
        )
        sources.add_source(
            identity=identity,
            problem=case.problem,
            organisation=police,
            proposal={
                "provider": "politie",
                "recipient": "burgemeester",
                "purpose": "openbare_orde",
                "data_categories": ["politiegegevens"],
                "subject": "overlastgever",
                "frequency": "incidental",
                "trigger": "on_request",
                "wpg_processing": ["8"],
                "facts": dict.fromkeys(FACTS, True),
            },
        )
    return covenant


def allowed_by_the_database(case: Case) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_enriching_allowed(%s)", [case.pk])
        return bool((cursor.fetchone() or [False])[0])


@pytest.mark.story("CX03")
def test_the_step_is_blocked_until_all_four_are_there_and_again_when_one_is_lost(cast: Cast) -> None:
    made = make_case(cast, partners=[(Function.PARTNER, ())])
    director = cast.client(Function.CASE_DIRECTOR)
    page = reverse("cases:page", args=[made.id])
    shown = director.get(page).text
    assert "nee, nog niet" in shown
    assert reverse("grounds:source_new", args=[made.id]) in shown
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk) as identity:
        answers = dict.fromkeys(("shared_signals", "behaviour", "cross_chain"), True)
        services.judge_admission(identity=identity, case=made.case, answers=answers)
        with pytest.raises(services.NotMetError) as refused:
            services.move(identity=identity, case=made.case, version=1, step="gather")
        assert [one.key for one in refused.value.unmet] == ["cases.legal_gate"]
        assert "doel, rechtsgrond, convenant, dpia" in requirements.check(made.case, "cases.legal_gate").text
        assert not allowed_by_the_database(made.case)
    covenant = source(cast, made.case)
    # Each who works on the case gets the same answer, a partner too: the walls do not stand in between.
    for function in (Function.CASE_DIRECTOR, Function.PARTNER, Function.SAFETY_ADVISER):
        with acting_as(person=cast.people[function].pk):
            assert enriching_allowed(made.case).met
            assert allowed_by_the_database(made.case)
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk) as identity:
        other = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.HOUSING)
        assert not enriching_allowed(made.case, organisation=other.pk).met
        services.move(identity=identity, case=made.case, version=1, step="gather")
    for lost, words in (
        ({"dpia_review_by": TODAY - timedelta(days=1)}, "dpia"),
        ({"dpia_review_by": None, "ended_on": TODAY}, "convenant"),
    ):
        with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
            Covenant.objects.filter(pk=covenant.pk).update(**lost)
            said = enriching_allowed(made.case)
            assert not said.met
            assert words in said.text
            assert not allowed_by_the_database(made.case)
            assert [one.key for one in gate_of(made.case).checks if not one.holds] == [
                "covenant" if words == "convenant" else "dpia"
            ]
    assert "nee, nog niet" in director.get(page).text
