"""What the database holds against anyone: who sees nothing, what is not allowed, what does not change."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.measures import services
from driehoek.measures.models import (
    AdministrativeMeasure,
    Letter,
    MeasureClock,
    MeasureFile,
    MeasureStep,
    PoliceReport,
    ReportEdition,
    ReportQuestion,
)
from driehoek.measures.queries.measures import file_open_to
from driehoek.parties.models import Function
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast
from tests.support.measure_objects import REASON, SECRET, as_person, closure, filed, go, letter_of, placed

pytestmark = pytest.mark.django_db
TABLES = (AdministrativeMeasure, MeasureStep, MeasureClock, MeasureFile, Letter)
REPORTS = (PoliceReport, ReportEdition, ReportQuestion)


@pytest.fixture
def made(cast: Cast) -> MadeCase:
    return make_case(cast, own=("Zorg",), partners=[(Function.PARTNER, ("Zorg",))])


def refuses(change: str, *values: uuid.UUID) -> None:
    """Say that a statement of someone's own is refused."""
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, values)


def test_who_has_no_part_in_it_sees_nothing(cast: Cast, made: MadeCase) -> None:
    measure = closure(cast, made)
    letter_of(cast, measure)
    report = placed(cast, made, filed(cast))
    outside = [(cast.people[one], cast.home) for one in (Function.GUEST, Function.ANALYST, Function.DPO)]
    for person, place in (*outside, (cast.stranger, cast.away)):
        with acting_as(person=person.pk, municipality=place.pk):
            for model in (*TABLES, *REPORTS):
                assert not model.objects.exists(), (model, person.name)
    stranger = cast.client(person=cast.stranger)
    assert stranger.get(reverse("measures:measure", args=[measure.pk])).status_code == 404
    assert stranger.get(reverse("measures:report", args=[report.pk])).status_code == 404
    prosecutor = cast.client(Function.PROSECUTOR)
    assert prosecutor.get(reverse("measures:report", args=[report.pk])).status_code == 404


def test_the_overview_shows_the_measure_and_not_whom_it_concerns(cast: Cast, made: MadeCase) -> None:
    measure = closure(cast, made)
    letter = letter_of(cast, measure)
    report = placed(cast, made, filed(cast))
    with as_person(cast, Function.MAYOR) as identity:
        assert AdministrativeMeasure.objects.get() == measure
        assert not MeasureFile.objects.exists()
        assert not Letter.objects.exists()
        assert not PoliceReport.objects.exists()
        assert file_open_to(identity, measure) is None
    mayor = cast.client(Function.MAYOR)
    shown = mayor.get(reverse("measures:measure", args=[measure.pk])).content.decode()
    assert SECRET not in shown
    assert "Open met een doel" in shown
    assert mayor.get(reverse("measures:letter", args=[letter, "pdf"])).status_code == 404
    assert mayor.get(reverse("measures:report", args=[report.pk])).status_code == 404
    assert mayor.get(reverse("measures:file", args=[measure.pk])).status_code == 404
    # A partner of the case reads what lies in the shared compartment.
    partner = cast.client(Function.PARTNER).get(reverse("measures:measure", args=[measure.pk]))
    assert SECRET in partner.content.decode()


def test_a_report_without_a_case_is_for_its_sender_and_the_advisers(cast: Cast, made: MadeCase) -> None:
    report = filed(cast)
    for function, sees in (
        (Function.TEAM_CHIEF, True),
        (Function.SAFETY_ADVISER, True),
        (Function.MAYOR, False),
        (Function.CASE_DIRECTOR, False),
        (Function.PARTNER, False),
    ):
        with as_person(cast, function):
            assert PoliceReport.objects.filter(pk=report.pk).exists() is sees, function
            assert ReportEdition.objects.exists() is sees, function
    # What it says lies under lock in the table itself.
    with as_person(cast, Function.SAFETY_ADVISER), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(contents_locked, '') FROM measures_reportedition")
        assert SECRET not in cursor.fetchone()[0]


def test_nothing_is_carried_out_before_decision_and_announcement(cast: Cast, made: MadeCase) -> None:
    measure = closure(cast, made)
    go(cast, measure, "intend", "hear")
    with as_person(cast, Function.SAFETY_ADVISER):
        table = "UPDATE measures_administrativemeasure SET"
        refuses(f"{table} executed_on = current_date WHERE id = %s", measure.pk)
        refuses(f"{table} state = 'in_force' WHERE id = %s", measure.pk)
        refuses(f"{table} state = 'asked' WHERE id = %s", measure.pk)
        refuses(f"{table} ends_on = begins_on - 1 WHERE id = %s", measure.pk)
        refuses(f"{table} objection = 'objected' WHERE id = %s", measure.pk)
    go(cast, measure, "ask", "decide")
    with as_person(cast, Function.SAFETY_ADVISER):
        refuses(f"{table} executed_on = current_date WHERE id = %s", measure.pk)
        refuses(f"{table} title = 'Anders' WHERE id = %s", measure.pk)
        refuses(f"{table} ends_on = ends_on + 30 WHERE id = %s", measure.pk)
        refuses("UPDATE measures_measurefile SET grounds_locked = '' WHERE measure_id = %s", measure.pk)
        refuses("UPDATE measures_measurestep SET reason = '' WHERE measure_id = %s", measure.pk)
        refuses("DELETE FROM measures_measurestep WHERE measure_id = %s", measure.pk)


def test_only_the_mayor_decides_whatever_the_way(cast: Cast, made: MadeCase) -> None:
    measure = closure(cast, made)
    go(cast, measure, "intend", "hear", "ask")
    with as_person(cast, Function.SAFETY_ADVISER) as identity:
        measure.refresh_from_db()
        with pytest.raises(services.StepNotNowError, match="mayor"):
            services.take_step(
                identity=identity, measure=measure, version=measure.version, step="decide", reason=REASON
            )
        with pytest.raises(ProgrammingError), transaction.atomic():
            MeasureStep.objects.create(
                municipality=cast.home,
                case=made.case,
                measure=measure,
                step="decide",
                track="main",
                before="asked",
                after="decided",
                on=timezone.localdate(),
                taken_by_id=identity.person,
                taken_at=timezone.now(),
            )


def test_in_a_hurry_it_may_be_done_before_the_announcement_with_the_reason(
    cast: Cast, made: MadeCase
) -> None:
    calm = closure(cast, made, title="Rustig")
    urgent = closure(cast, made, title="Spoed", urgent_words="Er dreigt vannacht een plofkraak in de straat.")
    with pytest.raises(services.StepNotNowError, match="urgent"):
        go(cast, calm, "ask_urgent")
    go(cast, urgent, "ask_urgent", "decide", "execute_urgent", "announce_after")
    with as_person(cast, Function.MAYOR):
        urgent_now = AdministrativeMeasure.objects.get(pk=urgent.pk)
        assert (urgent_now.state, urgent_now.announced_on) == ("in_force", timezone.localdate())


def test_a_ban_of_more_than_three_months_is_not_asked_and_prolonging_ends(cast: Cast, made: MadeCase) -> None:
    today = timezone.localdate()
    long = closure(cast, made, kind="area_ban", ends_on=today + timedelta(days=100), uses_police_data=False)
    go(cast, long, "intend", "hear")
    with pytest.raises(services.StepNotNowError, match="too_long"):
        go(cast, long, "ask")
    ban = closure(cast, made, kind="house_ban", ends_on=today + timedelta(days=9), uses_police_data=False)
    go(cast, ban, "intend", "hear", "ask", "decide", "announce", "execute")
    with pytest.raises(services.StepNotNowError, match="too_long"):
        go(cast, ban, "prolong", ends_on=today + timedelta(days=28))
    go(cast, ban, "prolong", ends_on=today + timedelta(days=27))
    with pytest.raises(services.StepNotNowError, match="may_prolong"):
        go(cast, ban, "prolong", ends_on=today + timedelta(days=28))
    with as_person(cast, Function.MAYOR):
        ban.refresh_from_db()
        assert (ban.ends_on, ban.prolonged) == (today + timedelta(days=27), 1)


def test_what_was_sent_stays_as_it_was_sent(cast: Cast, made: MadeCase) -> None:
    report = placed(cast, made, filed(cast))
    measure = closure(cast, made)
    letter_of(cast, measure)
    other = make_case(cast, title="Een andere casus")
    with as_person(cast, Function.SAFETY_ADVISER):
        refuses("UPDATE measures_reportedition SET contents_locked = '' WHERE report_id = %s", report.pk)
        refuses("UPDATE measures_policereport SET reference = 'x' WHERE id = %s", report.pk)
        refuses("UPDATE measures_policereport SET case_id = %s WHERE id = %s", other.id, report.pk)
        refuses("DELETE FROM measures_policereport WHERE id = %s", report.pk)
        refuses("UPDATE measures_letter SET concept = false")
        refuses(
            "UPDATE measures_measurefile SET compartment_id = %s WHERE measure_id = %s",
            other.shared.pk,
            measure.pk,
        )
