"""The list of cases that are always shared (OM04)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.models import DeadlineState
from driehoek.exchange.models import Detail, StandingCase, StandingList, StandingListState
from driehoek.exchange.queries import standing as queries
from driehoek.exchange.services import standing as services
from driehoek.exchange.services.standing import NotAgreedError, a_year_after
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.position.models import Moment
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.exchange_standing import agreed_list, line, proposed

pytestmark = pytest.mark.django_db

OM, MAYOR_SIDE = Function.PROSECUTOR, Function.SAFETY_ADVISER


@pytest.mark.story("OM04")
def test_a_list_is_proposed_changed_agreed_by_both_replaced_and_looked_at_each_year(
    cast: Cast, theme: Theme
) -> None:
    adviser, prosecutor = cast.client(MAYOR_SIDE), cast.client(OM)
    with acting_as(person=cast.people[MAYOR_SIDE].pk) as identity:
        partner = next(one for one in queries.possible_partners(identity) if one.kind == "prosecution")
    page = adviser.post(
        reverse("exchange:standing_new"), {"partner": str(partner.pk), "way": "receives"}
    ).headers["Location"]
    edition = page.rstrip("/").rsplit("/", 1)[1]
    form = reverse("exchange:standing_case_new", args=[edition])
    assert "gegevens uit een strafzaak" in adviser.get(form).content.decode().lower()
    sent = {
        "name": "Woningoverval",
        "theme": str(theme.pk),
        "moments": [Moment.ARREST, Moment.RELEASE],
        "purpose": "openbare_orde",
        "subject": "verdachte",
        "data_categories": ["strafvorderlijke_gegevens"],
        "detail": Detail.HEADLINE,
        "within_hours": "4",
        "version": "1",
    }
    assert adviser.post(form, sent).status_code == 302
    seen = prosecutor.get(page).content.decode()
    for words in ("Woningoverval", "bij een aanhouding, bij een vrijlating", "4 uur", "Grondslag"):
        assert words in seen
    agree = reverse("exchange:standing_agree", args=[edition])
    prosecutor.post(agree, {"version": "2"}, follow=True)
    assert "is akkoord. De andere kant nog niet." in adviser.get(page).content.decode()

    change = reverse("exchange:standing_case", args=[edition, line_of(cast, edition)])
    adviser.post(change, sent | {"within_hours": "2", "version": "3"})
    assert "is akkoord" not in adviser.get(page).content.decode()
    prosecutor.post(agree, {"version": "4"})
    adviser.post(agree, {"version": "5"})
    now = adviser.get(page).content.decode()
    assert "Geldt sinds" in now
    with acting_as(person=cast.people[MAYOR_SIDE].pk) as identity:
        found = queries.standing_lists(identity).select_related("deadline").get(pk=edition)
    assert found.state == StandingListState.IN_FORCE
    assert found.review_on == a_year_after(timezone.localdate())
    assert found.deadline is not None
    assert found.deadline.due_at > timezone.now() + timedelta(days=360)

    again = prosecutor.post(
        reverse("exchange:standing_new"), {"partner": str(found.recipient_id), "way": "gives"}
    ).headers["Location"]
    assert again != page
    copied = prosecutor.get(again).content.decode()
    assert "Woningoverval" in copied


def line_of(cast: Cast, edition: str) -> str:
    """Return the id of the one line of an edition."""
    with acting_as(person=cast.people[MAYOR_SIDE].pk):
        return str(StandingCase.objects.get(standing_list=edition).pk)


def test_a_new_edition_replaces_the_old_one_and_says_what_changed(cast: Cast, theme: Theme) -> None:
    old = agreed_list(cast, theme)
    with acting_as(person=cast.people[OM].pk) as identity:
        new = services.propose_edition(identity=identity, giver=old.giver, recipient=old.recipient)
        assert services.propose_edition(identity=identity, giver=old.giver, recipient=old.recipient) == new
        case = new.cases.get()
        services.save_case(
            identity=identity, edition=new, version=new.version, new=line(theme, within_hours=1), case=case
        )
        services.save_case(
            identity=identity, edition=new, version=new.version, new=line(theme, name="Zedenzaak")
        )
        compared = queries.compared(new, queries.in_force(identity, new))
        assert [(one.case.name, one.changed, one.was is None) for one in compared] == [
            ("Woningoverval", True, False),
            ("Zedenzaak", False, True),
        ]
        services.agree(identity=identity, edition=new, version=new.version)
    with acting_as(person=cast.people[MAYOR_SIDE].pk) as identity:
        services.agree(identity=identity, edition=new, version=new.version)
        old.refresh_from_db()
        assert (old.state, new.state) == (StandingListState.REPLACED, StandingListState.IN_FORCE)
        assert old.deadline is not None
        assert old.deadline.state == DeadlineState.MET


def test_what_the_law_forbids_nobody_can_agree_to(cast: Cast, theme: Theme) -> None:
    edition = proposed(cast, theme, case=line(theme, purpose="openbaarheid"))
    for function in (OM, MAYOR_SIDE):
        with (
            acting_as(person=cast.people[function].pk) as identity,
            pytest.raises(NotAgreedError, match="law"),
        ):
            services.agree(identity=identity, edition=edition, version=edition.version)
    page = cast.client(OM).get(reverse("exchange:standing", args=[edition.pk])).content.decode()
    assert "Een regel mag niet van de wet" in page
    assert reverse("exchange:standing_agree", args=[edition.pk]) not in page


def test_an_empty_list_is_not_agreed_and_nobody_agrees_twice(cast: Cast, theme: Theme) -> None:
    edition = proposed(cast, theme)
    with acting_as(person=cast.people[OM].pk) as identity:
        services.agree(identity=identity, edition=edition, version=edition.version)
        with pytest.raises(NotAgreedError, match="twice"):
            services.agree(identity=identity, edition=edition, version=edition.version)
        services.end_list(identity=identity, edition=edition, version=edition.version)
        empty = services.propose_edition(identity=identity, giver=edition.giver, recipient=edition.recipient)
        with pytest.raises(NotAgreedError, match="empty"):
            services.agree(identity=identity, edition=empty, version=empty.version)
        with pytest.raises(VersionConflict):
            services.end_list(identity=identity, edition=edition, version=edition.version)


@pytest.mark.parametrize(
    ("function", "statement"),
    [
        (
            MAYOR_SIDE,
            "UPDATE exchange_standinglist SET giver_agreed_at = now(), giver_agreed_by_id = proposed_by_id",
        ),
        (
            OM,
            "UPDATE exchange_standinglist SET recipient_agreed_at = now(), recipient_agreed_by_id = proposed_by_id",
        ),
        (MAYOR_SIDE, "UPDATE exchange_standinglist SET state = 'in_force'"),
        (OM, "DELETE FROM exchange_standinglist"),
        (Function.TEAM_CHIEF, "UPDATE exchange_standinglist SET state = 'ended'"),
        (Function.ANALYST, "UPDATE exchange_standinglist SET state = 'ended'"),
        (OM, "TRUNCATE exchange_standingcase, exchange_provision, exchange_returnnotice CASCADE"),
    ],
)
def test_nobody_agrees_for_the_other_side_nor_alone(
    cast: Cast, theme: Theme, function: Function, statement: str
) -> None:
    proposed(cast, theme)
    assert touched(cast, function, statement) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exchange_standingcase SET within_hours = 300",
        "DELETE FROM exchange_standingcase",
        "UPDATE exchange_standinglist SET review_on = review_on + 900",
        "UPDATE exchange_standinglist SET state = 'draft'",
    ],
)
def test_what_is_in_force_stands_still(cast: Cast, theme: Theme, statement: str) -> None:
    agreed_list(cast, theme)
    for function in (OM, MAYOR_SIDE):
        assert touched(cast, function, statement) == 0


@pytest.mark.parametrize("function", [Function.TEAM_CHIEF, Function.ANALYST, Function.ADMIN, Function.DPO])
def test_a_list_is_for_its_two_parties(cast: Cast, theme: Theme, function: Function) -> None:
    edition = agreed_list(cast, theme)
    client = cast.client(function)
    assert client.get(reverse("exchange:standing", args=[edition.pk])).status_code in (403, 404)
    with acting_as(person=cast.people[function].pk):
        assert not StandingList.objects.exists()
        assert not StandingCase.objects.exists()


def test_the_pages_cost_the_same_for_one_line_and_for_many(
    cast: Cast, theme: Theme, django_assert_num_queries: Any
) -> None:
    edition = proposed(cast, theme)
    client = cast.client(OM)
    pages = [reverse("exchange:standing", args=[edition.pk]), reverse("exchange:standing_list")]
    counts = []
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as few:
            client.get(page)
        counts.append(len(few))
    with acting_as(person=cast.people[OM].pk) as identity:
        for number in range(6):
            services.save_case(
                identity=identity,
                edition=edition,
                version=edition.version,
                new=line(theme, name=f"Zaak {number}"),
            )
    for page, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(page)


def touched(cast: Cast, function: Function, statement: str) -> int:
    """Return how many rows a statement of the app's role changed."""
    with acting_as(person=cast.people[function].pk):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
                return max(cursor.rowcount, 0)
        except DatabaseError:
            return 0
