"""What the database holds against anyone: what was sent and fixed stays, and nobody sees what is not theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.access.models import Level
from driehoek.access.services import grant
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position import services as position
from driehoek.problems import services as problems
from driehoek.problems.models import Kind
from driehoek.reports import queries, services
from driehoek.reports.models import Figure, Flag, FormOfAgreement, Remark, Report, ReportState, Section
from driehoek.reports.services import Content, NewFlag, NewQuestion
from tests.reports.conftest import Week
from tests.reports.support import body
from tests.support.cast import Cast
from tests.support.position_objects import organisation_of
from tests.support.report_objects import WORDS, expected, sent_report

pytestmark = pytest.mark.django_db

TABLES = ("report", "section", "figure", "flag", "remark")
READERS = (Function.MAYOR, Function.ANALYST)
OUTSIDERS = (Function.PROSECUTOR, Function.CASE_DIRECTOR, Function.PARTNER, Function.DPO, Function.ADMIN)


def fixed_report(cast: Cast, week: Week) -> Report:
    """A report that was flagged, asked about, answered and fixed."""
    content = Content(
        sections=WORDS,
        interpretations={week.indicator.key: "Eén dader."},
        flags=[NewFlag("Onrust na een schietpartij")],
    )
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        report = services.save(identity=identity, delivery=week.delivery, version=None, content=content)
        report = services.send(identity=identity, report=report, version=report.version)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        report = services.return_with_questions(
            identity=identity, report=report, version=report.version, questions=[NewQuestion("Waarom?")]
        )
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        found = queries.report_or_none(identity, report.pk)
        assert found is not None
        report = services.send(identity=identity, report=found, version=found.version)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        return services.fix(identity=identity, report=report, version=report.version)


def refused(cast: Cast, function: Function, statement: str, *values: object) -> bool:
    """Whether the database refuses a statement, or leaves every row as it was."""
    with acting_as(person=cast.people[function].pk), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement, values)
                return cursor.rowcount == 0
        except DatabaseError:
            return True


@pytest.mark.parametrize("function", [Function.SAFETY_ADVISER, Function.TEAM_CHIEF, Function.MAYOR])
def test_no_statement_changes_a_fixed_report(cast: Cast, week: Week, function: Function) -> None:
    report = fixed_report(cast, week)
    assert not refused(cast, Function.SAFETY_ADVISER, "SELECT 1"), "a statement that is allowed is told apart"
    for table, column in (
        ("section", "text"),
        ("figure", "interpretation"),
        ("flag", "title"),
        ("remark", "text"),
    ):
        where = f"WHERE report_id = '{report.pk}'"
        assert refused(cast, function, f"UPDATE reports_{table} SET {column} = 'anders' {where}"), table
        assert refused(cast, function, f"DELETE FROM reports_{table} {where}"), table
    for change in (
        "gist = 'anders'",
        "state = 'returned'",
        "number = 'R-1'",
        "state = 'draft'",
        "fixed_at = now()",
    ):
        assert refused(cast, function, f"UPDATE reports_report SET {change} WHERE id = %s", report.pk), change
    assert refused(cast, function, "DELETE FROM reports_report WHERE id = %s", report.pk)
    for table in TABLES:
        assert refused(cast, function, f"TRUNCATE reports_{table} CASCADE"), table
    added = (
        "INSERT INTO reports_section (municipality_id, report_id, key, label, place, text)"
        " VALUES (%s, %s, 'extra', 'Extra', 9, 'erbij')"
    )
    assert refused(cast, function, added, cast.home.pk, report.pk)


def test_what_was_sent_stands_still_while_it_is_checked(cast: Cast, week: Week) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        report = sent_report(identity, week.delivery)
    for function in (Function.TEAM_CHIEF, Function.SAFETY_ADVISER):
        assert refused(
            cast, function, "UPDATE reports_section SET text = 'x' WHERE report_id = %s", report.pk
        )
        assert refused(cast, function, "UPDATE reports_report SET gist = 'x' WHERE id = %s", report.pk)
        assert refused(cast, function, "UPDATE reports_report SET state = 'draft' WHERE id = %s", report.pk)
        assert refused(cast, function, "UPDATE reports_report SET state = 'fixed' WHERE id = %s", report.pk)
    # The supplier does not check its own report, by no statement.
    checked = "UPDATE reports_report SET state = 'checked', checked_at = now() WHERE id = %s"
    assert refused(cast, Function.TEAM_CHIEF, checked, report.pk)
    assert refused(cast, Function.MAYOR, checked, report.pk)
    # Nor does it take back what it sent.
    returned = "UPDATE reports_report SET state = 'returned' WHERE id = %s"
    assert refused(cast, Function.TEAM_CHIEF, returned, report.pk)
    assert not refused(cast, Function.SAFETY_ADVISER, checked, report.pk)


def test_a_draft_is_seen_by_its_supplier_alone(cast: Cast, week: Week) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        content = Content(sections={"incidents": "Nog niet af: Nachtvlinder."})
        draft = services.save(identity=identity, delivery=week.delivery, version=None, content=content)
        assert list(queries.visible_reports(identity)) == [draft]
    for function in set(Function) - {Function.TEAM_CHIEF, Function.COUNCIL}:
        with acting_as(person=cast.people[function].pk) as identity:
            assert not queries.visible_reports(identity).exists(), function
            assert not Report.objects.exists(), function
            assert not Section.objects.exists(), function
        client = cast.client(function)
        assert client.get(reverse("reports:report", args=[draft.pk])).status_code in {403, 404}, function
        for page in ("reports:reports", "position:items", "brief:today"):
            assert "Nachtvlinder" not in body(client.get(reverse(page))), f"{page} {function}"


def test_a_draft_that_the_adviser_writes_is_seen_by_adviser_and_supplier_not_by_the_mayor(
    cast: Cast, week: Week
) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        draft = services.save(
            identity=identity, delivery=week.delivery, version=None, content=Content(sections=WORDS)
        )
        assert draft.on_behalf
        assert list(queries.visible_reports(identity)) == [draft]
    for function, sees in ((Function.TEAM_CHIEF, True), (Function.MAYOR, False), (Function.DEPUTY, False)):
        with acting_as(person=cast.people[function].pk) as identity:
            assert queries.visible_reports(identity).exists() == sees, function
            assert Report.objects.exists() == sees, function


def test_readers_see_what_is_fixed_and_the_others_nothing(cast: Cast, week: Week) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        report = sent_report(identity, week.delivery)
    address = reverse("reports:report", args=[report.pk])
    for function in (*READERS, *OUTSIDERS):
        with acting_as(person=cast.people[function].pk) as identity:
            assert not Report.objects.exists(), function
        assert cast.client(function).get(address).status_code in {403, 404}, function
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.fix(identity=identity, report=report, version=report.version)
    for function in READERS:
        assert "Testmarkt" in body(cast.client(function).get(address)), function
    for function in OUTSIDERS:
        with acting_as(person=cast.people[function].pk) as identity:
            assert not Report.objects.exists(), function
            assert not Section.objects.exists(), function
            assert not Figure.objects.exists(), function
        assert cast.client(function).get(address).status_code in {403, 404}, function
    stranger = cast.client(person=cast.stranger)
    assert stranger.get(address).status_code == 404
    assert stranger.get(reverse("reports:pdf", args=[report.pk])).status_code == 404
    with acting_as(person=cast.stranger.pk):
        for model in (Report, Section, Figure, Flag, Remark, FormOfAgreement):
            assert not model.objects.exists(), model


def test_questions_and_answers_stay_between_the_supplier_and_who_checks(cast: Cast, week: Week) -> None:
    report = fixed_report(cast, week)
    for function, sees in (
        (Function.TEAM_CHIEF, True),
        (Function.SAFETY_ADVISER, True),
        (Function.MAYOR, False),
        (Function.ANALYST, False),
    ):
        with acting_as(person=cast.people[function].pk):
            assert Remark.objects.exists() == sees, function
        page = body(cast.client(function).get(reverse("reports:report", args=[report.pk])))
        assert ("Waarom?" in page) == sees, function


def test_a_report_about_a_problem_needs_the_grant(cast: Cast, week: Week) -> None:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        problem = problems.open_problem(
            identity=identity,
            new=problems.NewProblem(title="Zaak", kind=Kind.COMPLEX, theme=week.theme, owner=adviser.pk),
        )
        grant(
            identity=identity, problem=problem.pk, person=cast.people[Function.TEAM_CHIEF].pk, level=Level.FILE,
            reason="Levert over deze zaak.", valid_until=timezone.now() + timedelta(days=30),
        )  # fmt: skip
        need = position.state_need(
            identity=identity,
            new=position.NewNeed(
                sentence="Wat speelt er in deze zaak?", theme=week.theme, problem=problem,
                partner=organisation_of(identity, OrganisationKind.POLICE),
            ),
        )  # fmt: skip
        agreement = position.make_agreement(
            identity=identity,
            need=need,
            new=position.NewAgreement(
                supplier=organisation_of(identity, OrganisationKind.POLICE), what="Zaakrapport",
                rhythm=Rhythm.WEEKLY, starts_on=timezone.localdate(),
            ),
        )  # fmt: skip
        form = services.take_form(identity=identity, key="police_week")
        services.choose_form(identity=identity, agreement=agreement, form=form)
        delivery = expected(agreement)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        report = sent_report(identity, delivery)
    with acting_as(person=adviser.pk) as identity:
        services.fix(identity=identity, report=report, version=report.version)
    address = reverse("reports:report", args=[report.pk])
    for function, status in (
        (Function.TEAM_CHIEF, 200),
        (Function.SAFETY_ADVISER, 200),
        (Function.DEPUTY, 404),
        (Function.ANALYST, 404),
        (Function.PROSECUTOR, 404),
    ):
        assert cast.client(function).get(address).status_code == status, function
        with acting_as(person=cast.people[function].pk):
            assert Report.objects.exists() == (status == 200), function


def test_an_agreement_with_personal_data_has_no_form(cast: Cast, week: Week) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        form = services.take_form(identity=identity, key="police_week")
        week.agreement.personal_data = True
        with pytest.raises(services.UnfitFormError, match="personal_data"):
            services.choose_form(identity=identity, agreement=week.agreement, form=form)


def test_a_supplier_chooses_no_form_by_no_statement(cast: Cast, week: Week) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        choice = queries.form_of(week.agreement)
    assert choice is not None, "the supplier sees which form it fills in"
    for statement in (
        "DELETE FROM reports_formindicator WHERE choice_id = %s",
        "DELETE FROM reports_formofagreement WHERE id = %s",
        "UPDATE reports_formofagreement SET version = 9 WHERE id = %s",
    ):
        assert refused(cast, Function.TEAM_CHIEF, statement, choice.pk)
    assert refused(
        cast, Function.TEAM_CHIEF, "UPDATE reports_form SET name = 'x' WHERE id = %s", choice.form_id
    )
    assert not refused(
        cast, Function.SAFETY_ADVISER, "UPDATE reports_form SET name = 'x' WHERE id = %s", choice.form_id
    )


def test_numbers_run_on_over_what_the_checker_may_not_see(cast: Cast, week: Week) -> None:
    numbers = []
    for place in range(3):
        with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
            report = sent_report(identity, expected(week.agreement))
            numbers.append(services.fix(identity=identity, report=report, version=report.version).number)
            assert report.state == ReportState.FIXED, place
    year = timezone.localdate().year
    assert numbers == [f"R-{year}-000{place}" for place in (1, 2, 3)]
