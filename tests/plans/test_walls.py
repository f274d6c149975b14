"""Who sees what, in the pages and in the database itself; and what no statement of the app's role changes."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from driehoek.access.identity import Identity, acting_as
from driehoek.parties.models import Function
from driehoek.plans import queries, services
from driehoek.plans.models import (
    Action,
    ActionStatus,
    ActionStep,
    Edition,
    Goal,
    Plan,
    QuarterlyReport,
    ReportPart,
)
from driehoek.plans.services import PartWords
from driehoek.problems.models import Theme
from tests.plans.conftest import Acting, Laid
from tests.support.cast import Cast
from tests.support.plan_objects import YEAR

ADVISER, PARTNER = Function.SAFETY_ADVISER, Function.PARTNER
READERS = (
    Function.MAYOR,
    Function.DEPUTY,
    ADVISER,
    Function.PROSECUTOR,
    Function.TEAM_CHIEF,
    Function.ANALYST,
)
TABLES = (Plan, Goal, Action, ActionStep, QuarterlyReport, ReportPart, Edition)


def fixed(identity: Identity, quarter: int = 2, text: str = "Een rustig kwartaal.") -> Edition:
    """Begin a report, write its core, and fix it."""
    report = services.start_report(identity=identity, year=YEAR, quarter=quarter)
    services.save_part(
        identity=identity,
        report=report,
        theme=None,
        version=1,
        words=PartWords(text=text, closed="Een gesprek loopt nog."),
        offered=(),
    )
    seen = queries.proof(queries.snapshot_of_report(identity, report)).digest
    return services.freeze_report(identity=identity, report=report, seen=seen)


@pytest.fixture
def edition(acting: Acting, laid: Laid) -> Edition:
    with acting(ADVISER) as identity:
        return fixed(identity)


def counts() -> dict[str, int]:
    """Count what the database shows, without any filter of ours."""
    return {table.__name__: table._default_manager.count() for table in TABLES}


class TestWhoSees:
    def test_the_driehoek_and_the_analyst_read_all_but_the_draft_of_a_report(
        self, acting: Acting, edition: Edition
    ) -> None:
        for function in READERS:
            with acting(function):
                found = counts()
            assert found["Action"] == 2, function
            assert found["Edition"] == 2, function
            keeps = function in queries.KEEPERS
            assert bool(found["ReportPart"]) == keeps, function

    def test_an_owner_sees_its_own_action_with_its_goal_and_nothing_more(
        self, acting: Acting, laid: Laid, edition: Edition
    ) -> None:
        with acting(PARTNER) as identity:
            assert counts() == {
                "Plan": 1,
                "Goal": 1,
                "Action": 1,
                "ActionStep": 0,
                "QuarterlyReport": 0,
                "ReportPart": 0,
                "Edition": 0,
            }
            assert queries.action_or_none(identity, laid.police.pk) is None
            assert queries.plan_or_none(identity, laid.plan.pk) is None
            assert queries.edition_or_none(identity, edition.pk) is None
            assert queries.latest_edition(identity, YEAR, 2) is None
            assert queries.editions_of(identity, plan=laid.plan) == []

    @pytest.mark.parametrize(
        "function", [Function.ADMIN, Function.DPO, Function.COUNCIL, Function.CASE_DIRECTOR]
    )
    def test_who_has_nothing_in_it_sees_nothing(
        self, acting: Acting, edition: Edition, function: Function
    ) -> None:
        with acting(function):
            assert set(counts().values()) == {0}

    def test_another_municipality_sees_nothing(self, cast: Cast, edition: Edition) -> None:
        with acting_as(person=cast.stranger.pk):
            assert set(counts().values()) == {0}

    def test_before_adoption_an_owner_sees_nothing_of_a_plan(self, acting: Acting, laid: Laid) -> None:
        with acting(ADVISER) as identity:
            services.copy_plan(identity=identity, plan=laid.plan, year=YEAR + 1, title="Volgend jaar")
        with acting(PARTNER):
            assert counts()["Plan"] == 1

    def test_pages_say_nothing_of_another_owner(self, cast: Cast, laid: Laid) -> None:
        client = cast.client(PARTNER)
        own = client.get(reverse("plans:own")).content.decode()
        assert "Portieken verlichten" in own
        assert "Vaste ploeg" not in own
        page = client.get(reverse("plans:action", args=[laid.housing.pk])).content.decode()
        assert "Vaste ploeg" not in page
        assert reverse("plans:plan", args=[laid.plan.pk]) not in page
        for name, which in (("action", laid.police.pk), ("action_status", laid.police.pk)):
            assert client.get(reverse(f"plans:{name}", args=[which])).status_code == 404
        assert client.get(reverse("plans:plan", args=[laid.plan.pk])).status_code == 403


def change(statement: str, *values: object) -> Callable[[], None]:
    """Return an act that runs a statement as the app's role."""

    def run() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


class TestWhatStays:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE plans_edition SET reason = 'anders' WHERE id = %s",
            "UPDATE plans_edition SET contents = '{}' WHERE id = %s",
            "DELETE FROM plans_edition WHERE id = %s",
        ],
    )
    def test_no_statement_changes_an_edition(self, acting: Acting, edition: Edition, statement: str) -> None:
        with acting(ADVISER):
            with pytest.raises(DatabaseError, match="stays"):
                change(statement, edition.pk)()
            assert Edition.objects.get(pk=edition.pk).contents == edition.contents

    def test_a_digest_that_does_not_fit_is_refused(self, acting: Acting, edition: Edition) -> None:
        with acting(ADVISER), pytest.raises(DatabaseError, match="plans_edition_digest"):
            change(
                "INSERT INTO plans_edition (id, municipality_id, report_id, number, schema, contents, sha256, reason,"
                " made_at, made_by_id) SELECT %s, municipality_id, report_id, 2, schema, '{\"a\":1}', sha256, 'x',"
                " made_at, made_by_id FROM plans_edition WHERE id = %s",
                uuid.uuid4(),
                edition.pk,
            )()

    def test_an_edition_that_skips_a_number_is_refused(self, acting: Acting, edition: Edition) -> None:
        with acting(ADVISER), pytest.raises(DatabaseError, match="does not follow"):
            change(
                "INSERT INTO plans_edition (id, municipality_id, report_id, number, schema, contents, sha256, reason,"
                " made_at, made_by_id) SELECT %s, municipality_id, report_id, 3, schema, contents, sha256, 'x',"
                " made_at, made_by_id FROM plans_edition WHERE id = %s",
                uuid.uuid4(),
                edition.pk,
            )()

    def test_what_an_owner_said_stays(self, acting: Acting, laid: Laid) -> None:
        with acting(ADVISER) as identity:
            services.set_status(
                identity=identity,
                action=laid.housing,
                version=laid.housing.version,
                status=ActionStatus.RUNNING,
                note="Begonnen.",
            )
            with pytest.raises(DatabaseError, match="stays"):
                change("UPDATE plans_actionstep SET note = 'anders'")()

    def test_an_owner_changes_the_status_and_nothing_else(self, acting: Acting, laid: Laid) -> None:
        with acting(PARTNER):
            change("UPDATE plans_action SET note = 'Loopt goed.' WHERE id = %s", laid.housing.pk)()
            assert Action.objects.get(pk=laid.housing.pk).note == "Loopt goed."
            for column, value in (("what", "Iets anders"), ("due_on", "2030-01-01"), ("agreed_at", None)):
                with pytest.raises(DatabaseError, match="status only"):
                    change(
                        f"UPDATE plans_action SET {column} = %s WHERE id = %s",
                        value,
                        laid.housing.pk,
                    )()
            change("UPDATE plans_action SET note = 'Nee.' WHERE id = %s", laid.police.pk)()
        with acting(ADVISER):
            assert Action.objects.get(pk=laid.police.pk).note == ""

    def test_a_closed_plan_is_closed_in_the_database_too(self, acting: Acting, laid: Laid) -> None:
        with acting(ADVISER) as identity:
            services.close_plan(identity=identity, plan=laid.plan, version=laid.plan.version)
            for statement in (
                "UPDATE plans_action SET note = 'x' WHERE id = %s",
                "DELETE FROM plans_action WHERE id = %s",
            ):
                with pytest.raises(DatabaseError, match="closed"):
                    change(statement, laid.housing.pk)()
            with pytest.raises(DatabaseError, match="closed"):
                change("UPDATE plans_goal SET sentence = 'x' WHERE id = %s", laid.goal.pk)()

    def test_a_reader_writes_nothing(self, acting: Acting, laid: Laid, theme: Theme) -> None:
        with acting(Function.ANALYST):
            change("UPDATE plans_goal SET sentence = 'x' WHERE id = %s", laid.goal.pk)()
            assert Goal.objects.get(pk=laid.goal.pk).sentence == laid.goal.sentence
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                QuarterlyReport.objects.create(
                    municipality_id=laid.plan.municipality_id,
                    year=YEAR,
                    quarter=1,
                    started_by_id=laid.plan.made_by_id,
                )
