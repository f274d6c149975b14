"""The late board and what comes: words, order, pages, the one button, a constant number of queries."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines import kinds, queries, services
from driehoek.deadlines.calendar import add_working_days, end_of_working_day, working_days_between
from driehoek.deadlines.lines import lateness, lines_of
from driehoek.deadlines.models import Deadline, Notice
from driehoek.parties.models import Function
from driehoek.web.paging import Cursor
from tests.deadlines.support import (
    KIND,
    colleague,
    days_ago,
    due,
    noon,
    on_route,
    organisation,
    police,
    reread,
)
from tests.support.cast import Cast

Queries = Callable[..., AbstractContextManager[Any]]
LATE, COMING = "deadlines:late", "deadlines:coming"


def page(cast: Cast, function: Function, name: str = LATE, query: str = "") -> str:
    return cast.client(function).get(reverse(name) + query).content.decode()


def many(cast: Cast, number: int, *, kind: str = KIND) -> None:
    """Make `number` things late, each longer than the one before."""
    chief, organisation_id = cast.people[Function.TEAM_CHIEF].pk, police(cast)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.set_deadlines(
            new=[
                services.NewDeadline(
                    identity.municipality,
                    kind,
                    uuid.uuid4(),
                    timezone.now() - timedelta(days=10, hours=one),
                    organisation=organisation_id,
                    responsible=chief,
                )
                for one in range(number)
            ]
        )


@pytest.mark.story("ST09")
def test_the_adviser_sees_what_is_overdue_and_sends_one_reminder(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        kinds._kinds,
        KIND,
        lambda _identity, rows: {
            row.pk: kinds.Description("Weekbeeld wijk Oost", "", "veiligheid") for row in rows
        },
    )
    due_at = days_ago(4)
    made = due(cast, due_at, grace_days=1)
    adviser = cast.client(Function.SAFETY_ADVISER)
    shown = adviser.get(reverse(LATE)).content.decode()
    for words in (
        "Weekbeeld wijk Oost",
        "Politie",
        "4 werkdagen te laat",
        "Nog niet herinnerd.",
        "Herinner<",
    ):
        assert words in shown, words
    # One button, one interaction.
    button = reverse("deadlines:remind", args=[made.pk])
    answer = adviser.post(button, {"next": reverse(LATE)}, follow=True)
    after = answer.content.decode()
    name = cast.people[Function.TEAM_CHIEF].name
    assert f"De herinnering is verstuurd aan {name}." in after
    assert f"door {cast.people[Function.SAFETY_ADVISER].name}" in after
    assert button not in after
    # The chief sees it on the own page, as asked of him.
    assert "Weekbeeld wijk Oost" in page(cast, Function.TEAM_CHIEF)
    # A second attempt, by the mayor on a page of before, is refused and tells when and by whom.
    refused = cast.client(Function.MAYOR).post(button, follow=True).content.decode()
    assert "Er is al herinnerd, vandaag" in refused
    assert (
        f"door {cast.people[Function.SAFETY_ADVISER].name}. Er gaat geen tweede herinnering uit." in refused
    )
    with acting_as_system(municipality=cast.home.pk):
        notice = Notice.objects.get(deadline=made)
    assert notice.seen_at is not None
    # It comes after all: gone from the board.
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        services.meet(deadline=made)
    assert "Er is niets te laat" in page(cast, Function.SAFETY_ADVISER)


def test_the_pages_ask_the_same_number_of_questions_however_much_is_late(cast: Cast) -> None:
    on_route(cast, colleague(cast, "Piket"), 1)
    client = cast.client(Function.SAFETY_ADVISER)
    many(cast, 2)
    due(cast, timezone.now() + timedelta(days=2))
    counts: dict[str, set[int]] = {LATE: set(), COMING: set()}
    for more in (0, 58, 1940):
        many(cast, more)
        for name in counts:
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(name))
            counts[name].add(len(asked))
    assert {name: len(found) for name, found in counts.items()} == {LATE: 1, COMING: 1}, counts
    assert max(counts[LATE]) <= 20
    shown = page(cast, Function.SAFETY_ADVISER)
    assert "Meer dan 100 te laat." in shown
    assert shown.count("Herinner<") == queries.PAGE
    assert "Toon meer" in shown


def test_pages_follow_each_other_without_a_gap_or_a_double(cast: Cast) -> None:
    many(cast, 120)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        found: list[Deadline] = []
        after: Cursor | None = None
        for size in (50, 50, 20):
            rows, after = queries.late(identity, after=after)
            assert len(rows) == size
            found += rows
            # What comes in between moves nothing.
            due(cast, timezone.now() - timedelta(days=30))
        assert after is None
        assert len({row.pk for row in found}) == 120
        assert [row.due_at for row in found] == sorted(row.due_at for row in found)


def test_the_order_is_that_of_the_numbers_on_the_lines(cast: Cast) -> None:
    for ago, grace in ((9, 2), (2, 0), (4, 3), (1, 0), (3, 2)):
        due(cast, days_ago(ago) - timedelta(hours=17), grace_days=grace)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        rows, _after = queries.late(identity)
        assert [line.lateness.split()[0] for line in lines_of(identity, rows)] == ["9", "4", "3", "2", "1"]


def test_rows_of_the_same_moment_are_all_reached(cast: Cast) -> None:
    at = days_ago(3)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.set_deadlines(
            new=[services.NewDeadline(identity.municipality, KIND, uuid.uuid4(), at) for _one in range(7)]
        )
        seen: set[uuid.UUID] = set()
        after: Cursor | None = None
        while True:
            rows, after = queries.late(identity, after=after, limit=3)
            seen |= {row.pk for row in rows}
            if after is None:
                break
        assert len(seen) == 7


@pytest.mark.parametrize("broken", ["", "x", "2026-01-01_x", "2026-01-01T00:00:00_" + str(uuid.UUID(int=7))])
def test_a_broken_address_of_a_page_shows_the_first(cast: Cast, broken: str) -> None:
    due(cast, days_ago(2))
    assert "1 te laat." in page(
        cast, Function.MAYOR, query=f"?na={broken}&partner={broken}&soort={broken[:0]}"
    )


def test_narrowed_to_a_partner_and_a_kind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"proef.levering": "Weekbeeld", "proef.vraag": "Antwoord"}
    for kind, word in words.items():
        monkeypatch.setitem(
            kinds._kinds, kind, lambda _i, rows, word=word: {row.pk: kinds.Description(word) for row in rows}
        )
        monkeypatch.setitem(kinds._labels, kind, f"{word}en")
    many(cast, 1)
    many(cast, 1, kind="proef.vraag")
    housing = organisation(cast, "housing")
    due(cast, days_ago(2), organisation=housing, responsible=None)
    assert "3 te laat." in page(cast, Function.MAYOR)
    shown = page(cast, Function.MAYOR, query=f"?partner={police(cast)}&soort=proef.vraag")
    assert "1 te laat." in shown
    assert ">Antwoord " in shown
    assert ">Weekbeeld " not in shown
    empty = page(cast, Function.MAYOR, query=f"?partner={housing}&soort=proef.vraag")
    assert "Niets te laat met deze keuze" in empty


def test_a_supplier_cannot_choose_a_partner(cast: Cast) -> None:
    due(cast, days_ago(2), organisation=organisation(cast, "housing"), responsible=None)
    shown = page(cast, Function.TEAM_CHIEF, query=f"?partner={organisation(cast, 'housing')}")
    assert "U bent bij" in shown
    assert 'id="partner"' not in shown


def test_a_kind_without_words_has_a_neutral_line(cast: Cast) -> None:
    due(cast, days_ago(2))
    assert "Er moet iets komen" in page(cast, Function.SAFETY_ADVISER)


def test_words_are_asked_once_per_kind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def describe(_identity: Any, rows: list[Deadline]) -> dict[uuid.UUID, kinds.Description]:
        asked.append(len(rows))
        return {}

    monkeypatch.setitem(kinds._kinds, KIND, describe)
    many(cast, 30)
    page(cast, Function.SAFETY_ADVISER)
    assert asked == [30]


def test_a_kind_is_named_by_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="room"):
        kinds.register("levering", lambda _identity, _rows: {})


def test_how_late_is_counted_in_working_days_from_the_day_it_was_due(cast: Cast) -> None:
    friday = noon(2026, 9, 4)
    made = due(cast, friday)
    assert lateness(made, friday) == ""
    assert lateness(made, friday + timedelta(hours=2)) == "minder dan een werkdag te laat"
    assert lateness(made, noon(2026, 9, 6)) == "minder dan een werkdag te laat"
    assert lateness(made, noon(2026, 9, 7)) == "1 werkdag te laat"
    assert lateness(made, noon(2026, 9, 14)) == "6 werkdagen te laat"


def test_within_its_grace_it_is_to_come_and_not_late(cast: Cast) -> None:
    today = timezone.localdate()
    yesterday = add_working_days(today, -1)
    days = working_days_between(yesterday, today) + 2
    made = due(cast, end_of_working_day(yesterday) - timedelta(hours=8), grace_days=days)
    assert "U bent bij" in page(cast, Function.TEAM_CHIEF)
    shown = page(cast, Function.TEAM_CHIEF, COMING)
    assert "loopt uit" in shown
    assert "te laat na" in shown
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        assert queries.asked_of(identity) == [made]
    # A keeper can use the one reminder before it is late; a supplier has no such button.
    button = reverse("deadlines:remind", args=[made.pk])
    assert button not in shown
    adviser = cast.client(Function.SAFETY_ADVISER)
    assert button in adviser.get(reverse(COMING)).content.decode()
    after = adviser.post(button, {"next": reverse(COMING)}, follow=True).content.decode()
    assert "Herinnerd vandaag" in after
    assert button not in after


def test_what_comes_stands_by_week_and_no_further_than_four(cast: Cast) -> None:
    now = timezone.now()
    next_tuesday = 7 - timezone.localdate().weekday() + 1
    for days in (1, next_tuesday, 24, 40):
        due(cast, now + timedelta(days=days))
    shown = page(cast, Function.MAYOR, COMING)
    assert shown.count("Er moet iets komen") == 3
    assert "Volgende week" in shown
    assert "Week van " in shown
    assert shown.count("Verwacht ") == 3


def test_nothing_to_come_is_said(cast: Cast) -> None:
    assert "Er komt niets aan" in page(cast, Function.MAYOR, COMING)
    assert "Er wordt in deze weken niets van u verwacht." in page(cast, Function.PARTNER, COMING)


def test_the_line_tells_whose_turn_is_next(cast: Cast) -> None:
    duty = colleague(cast, "Piket")
    on_route(cast, duty, 1)
    made = due(cast, days_ago(3))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.remind(identity=identity, deadline=made)
        rows, _after = queries.late(identity)
        (line,) = lines_of(identity, rows, with_route=True)
    assert line.next_words.startswith("Hierna, ")
    assert line.next_words.endswith(": Piket.")
    assert [(step.label, step.state) for step in line.route] == [
        ("Herinnering", "done"),
        ("Contactroute, stap 1", "next"),
        ("Adviseur van de gemeente", "todo"),
    ]
    shown = page(cast, Function.MAYOR)
    assert "Wie weet het al?" in shown
    assert "nog niet gezien" in shown


def test_after_a_reminder_the_reader_is_back_where_they_were_and_never_elsewhere(cast: Cast) -> None:
    made = due(cast, days_ago(2))
    client = cast.client(Function.SAFETY_ADVISER)
    button = reverse("deadlines:remind", args=[made.pk])
    here = reverse(LATE) + f"?partner={police(cast)}"
    assert client.post(button, {"next": here})["Location"] == here
    assert client.post(button, {"next": "https://elders.invalid/"})["Location"] == reverse(LATE)


def test_nobody_to_remind_tells_what_to_do(cast: Cast) -> None:
    made = due(cast, days_ago(2), organisation=None, responsible=None)
    answer = cast.client(Function.SAFETY_ADVISER).post(
        reverse("deadlines:remind", args=[made.pk]), follow=True
    )
    assert "Zet iemand in de contactroute" in answer.content.decode()
    assert reread(cast, made).reminded_at is None


def test_of_some_subjects_their_deadlines(cast: Cast) -> None:
    made = due(cast, days_ago(2))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        found = queries.of_subjects(identity, kind=KIND, subjects=[made.subject, uuid.uuid4()])
    assert found == {made.subject: made}


def test_what_one_was_told_of_stands_until_it_has_come(cast: Cast) -> None:
    made = due(cast, days_ago(2))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.remind(identity=identity, deadline=made)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        assert [notice.deadline for notice in queries.notices_for(identity)] == [made]
        services.meet(deadline=made)
        assert queries.notices_for(identity) == []


def test_the_place_in_the_menu_is_for_those_who_have_a_board(cast: Cast) -> None:
    for function in Function:
        shown = cast.client(function).get(reverse("more")).content.decode()
        has_board = function not in {
            Function.ANALYST,
            Function.DPO,
            Function.ADMIN,
            Function.COUNCIL,
            Function.GUEST,
        }
        assert (f'href="{reverse(COMING)}"' in shown) == has_board, function
