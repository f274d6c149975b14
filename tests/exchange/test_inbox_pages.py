"""The inbox: the most urgent first, late marked, constant in queries, page by page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Detail
from driehoek.exchange.queries import giving as queries
from driehoek.exchange.services.parts import NewPart
from driehoek.parties.models import Function
from driehoek.problems.models import Theme
from driehoek.web import paging
from tests.support.cast import Cast
from tests.support.giving import TEXT, drafted, fields_of, released, submitted

pytestmark = pytest.mark.django_db
INBOX = reverse("exchange:inbox")


def numbers(page: str) -> list[str]:
    return re.findall(r"V-\d{4}-\d{4}", page)


def count(client: Client, address: str = INBOX) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_what_cannot_wait_stands_on_top_then_what_is_due_first_and_late_is_said(
    cast: Cast, theme: Theme
) -> None:
    now = timezone.now()
    calm = submitted(cast, theme, due_at=now + timedelta(days=9))
    soon = submitted(cast, theme, due_at=now + timedelta(days=1))
    urgent = submitted(cast, theme, due_at=now + timedelta(days=20), urgent=True)
    client = cast.client(Function.PROSECUTOR)
    page = client.get(INBOX).content.decode()
    assert numbers(page) == [urgent.number, soon.number, calm.number]
    assert "3 verzoeken wachten op uw besluit." in page
    assert "Kan niet wachten" in page
    # Taken up it stops ringing, and the asker sees it; it still waits.
    assert client.post(reverse("exchange:judge_take_up", args=[urgent.pk])).status_code == 302
    assert "in beoordeling" in client.get(INBOX).content.decode()
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        rows = queries.inbox(identity)
        assert [one.pk for one in rows.urgent] == [urgent.pk]
        late = [one for one in rows.requests if one.due_at < now]
        assert late == []


def test_drafts_approvals_and_what_is_kept_back_wait_too_and_an_empty_inbox_says_so(
    cast: Cast, theme: Theme
) -> None:
    client = cast.client(Function.PROSECUTOR)
    assert "Er wacht niets" in client.get(INBOX).content.decode()
    draft = drafted(cast, theme, title="Eigen concept", purpose="voorkomen_strafbare_feiten")
    tomorrow = timezone.now() + timedelta(days=1)
    released(
        cast, theme, title="Onder embargo",
        parts=[NewPart(Detail.HEADLINE, TEXT), NewPart(Detail.ESSENTIALS, TEXT, embargo_until=tomorrow)],
    )  # fmt: skip
    released(cast, theme, title="Helemaal vrij")
    page = client.get(INBOX).content.decode()
    assert page.index("Eigen concept") < page.index("Onder embargo")
    assert "embargo loopt" in page
    assert "Helemaal vrij" not in page
    client.post(reverse("exchange:approval", args=[draft.pk, "helpdesk_consent"]), {})
    asked = client.get(INBOX).content.decode()
    assert "Wacht op toestemming" in asked
    assert "Concepten" not in asked
    given = client.get(reverse("exchange:given")).content.decode()
    for title in ("Eigen concept", "Onder embargo", "Helemaal vrij"):
        assert title in given
    for function in (Function.MAYOR, Function.TEAM_CHIEF):
        assert "Er wacht niets" in cast.client(function).get(INBOX).content.decode()


def test_more_requests_cost_no_more_queries_and_every_page_has_its_own(
    cast: Cast, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    monkeypatch.setattr(queries, "PAGE", 2)
    now = timezone.now()
    kept = [NewPart(Detail.HEADLINE, TEXT), NewPart(Detail.EXTRACT, TEXT, let_go=False)]
    client = cast.client(Function.PROSECUTOR)
    first = submitted(cast, theme, due_at=now + timedelta(days=2))
    released(cast, theme, parts=kept)
    few = count(client)
    # Two with the same moment: the id decides, and neither is shown twice or skipped.
    later = [submitted(cast, theme, due_at=now + timedelta(days=day)) for day in (3, 3, 5, 6)]
    released(cast, theme, parts=kept)
    assert count(client) == few
    seen: list[str] = []
    address = INBOX
    for _page in range(3):
        page = client.get(address).content.decode()
        seen += numbers(page)
        following = re.search(r'href="(\?na=[^"]+)" rel="next"', page)
        address = INBOX + following[1].replace("&amp;", "&") if following else ""
    assert address == ""
    assert seen[0] == first.number
    assert set(seen[1:3]) == {one.number for one in later[:2]}
    assert seen[3:] == [one.number for one in later[2:]]


def test_judging_costs_the_same_whatever_was_given_before(cast: Cast, theme: Theme) -> None:
    asked = submitted(cast, theme)
    client = cast.client(Function.PROSECUTOR)
    address = reverse("exchange:judge", args=[asked.pk])
    released(cast, theme)
    few = count(client, address)
    for _more in range(2):
        released(cast, theme)
    assert count(client, address) == few


def test_the_law_alone_answers_without_storing(cast: Cast, theme: Theme) -> None:
    asked = submitted(cast, theme)
    client = cast.client(Function.PROSECUTOR)
    judge = reverse("exchange:judge", args=[asked.pk])
    typed = fields_of(client.get(judge).content.decode()) | {"fact-whole_file": "yes"}
    said = client.post(reverse("exchange:judge_check", args=[asked.pk]), typed).content.decode()
    assert "Dit kan nu niet worden verstrekt" in said
    assert "<html" not in said
    open_end = typed | {"fact-whole_file": "no", "fact-final_decision": "none"}
    more = client.post(reverse("exchange:judge_check", args=[asked.pk]), open_end).content.decode()
    assert "Er komen vragen bij." in more
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        assert queries.draft_for(identity, asked) is None
    assert "nieuw" in client.get(INBOX).content.decode()
