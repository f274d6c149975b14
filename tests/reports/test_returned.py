"""A report that came back with a question keeps what was sent, whatever happens to its form meanwhile."""

from __future__ import annotations

import pytest
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.parties.models import Function
from driehoek.reports import queries, services
from driehoek.reports.models import ReportState
from driehoek.reports.services import Content, NewForm, NewQuestion
from tests.reports.conftest import Week
from tests.reports.support import body, filled, stored, write
from tests.support.cast import Cast
from tests.support.report_objects import WORDS

pytestmark = pytest.mark.django_db
MEANING = "De stijging komt door één dader."


def come_back(cast: Cast, week: Week, *, drop: bool) -> None:
    """Send a report, ask a question, and change the form under it: a heading goes, and perhaps the form itself."""
    chief, adviser = (cast.people[one].pk for one in (Function.TEAM_CHIEF, Function.SAFETY_ADVISER))
    with acting_as(person=chief) as identity:
        content = Content(sections=WORDS, interpretations={week.indicator.key: MEANING})
        report = services.save(identity=identity, delivery=week.delivery, version=None, content=content)
        services.send(identity=identity, report=report, version=report.version)
    with acting_as(person=adviser) as identity:
        sent = queries.report_or_none(identity, report.pk)
        assert sent is not None
        services.return_with_questions(
            identity=identity, report=sent, version=sent.version, questions=[NewQuestion("Hoe laat was dat?")]
        )
        choice = queries.form_of(week.agreement)
        assert choice is not None
        left = tuple(one for one in queries.headings_of(choice.form) if one.key != "nuisance")
        new = NewForm(choice.form.name, left, choice.form.asks_status, choice.form.with_figures)
        services.change_form(identity=identity, form=choice.form, version=choice.form.version, new=new)
        if drop:
            services.drop_form(identity=identity, agreement=week.agreement, version=choice.version)


@pytest.mark.parametrize("drop", [False, True])
def test_no_text_is_lost_when_the_form_changes_while_a_report_is_back(
    cast: Cast, week: Week, drop: bool
) -> None:
    come_back(cast, week, drop=drop)
    chief = cast.client(Function.TEAM_CHIEF)
    page = chief.get(reverse("reports:write", args=[week.delivery.pk]))
    assert page.status_code == 200, "the supplier can answer"
    assert WORDS["nuisance"] in body(page)
    version = str(stored(cast, week.delivery).version)
    answer = write(chief, week.delivery, filled(week, version=version, section_incidents="Om elf uur."))
    assert answer.status_code == 302
    report = stored(cast, week.delivery)
    assert report.state == ReportState.SENT
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        kept = dict(report.sections.exclude(text="").values_list("key", "text"))
        meanings = list(report.figures.values_list("interpretation", flat=True))
    assert kept == WORDS | {"incidents": "Om elf uur."}
    assert meanings == [MEANING]


def test_a_machine_can_send_it_again_as_it_stands(cast: Cast, week: Week) -> None:
    come_back(cast, week, drop=False)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        report = queries.report_of_delivery(identity, week.delivery)
        assert report is not None
        again = services.send(identity=identity, report=report, version=report.version)
        assert dict(again.sections.exclude(text="").values_list("key", "text")) == WORDS
