"""The pages about keys: made and shown once, revoked, and seen by the administrator without secrets."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.api import services
from driehoek.api.models import ApiKey
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from tests.support.api_keys import Caller, make_key
from tests.support.cast import Cast

SECRET = re.compile(r'value="(driehoek_[\w-]{43})"')
FORM = {"name": "Weekrapport", "days": "90", "may_write": "on"}


def page(answer: HttpResponse) -> str:
    return html.unescape(answer.content.decode())


def key_of(cast: Cast, function: Function = Function.TEAM_CHIEF) -> ApiKey:
    with acting_as(person=cast.people[function].pk):
        return ApiKey.objects.get()


def test_a_key_is_made_shown_once_and_opens_the_api(cast: Cast) -> None:
    client = cast.client(Function.TEAM_CHIEF)
    address = reverse("api:keys")
    assert "U hebt nog geen sleutels" in page(client.get(address))
    made = page(client.post(address, FORM))
    secret = SECRET.search(made)
    assert secret is not None
    assert Caller(secret.group(1)).get("/afspraken").status_code == 200
    again = page(client.get(address))
    assert secret.group(1) not in again
    assert "Weekrapport" in again
    key = key_of(cast)
    assert key.may_write
    assert timedelta(days=89) < key.valid_until - timezone.now() <= timedelta(days=90)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert Event.objects.filter(action="api:key:made", subject=key.pk).count() == 1


def test_a_form_that_is_sent_twice_makes_one_key(cast: Cast) -> None:
    client = cast.client(Function.TEAM_CHIEF)
    client.post(reverse("api:keys"), FORM)
    again = page(client.post(reverse("api:keys"), FORM))
    assert "al een sleutel met deze naam" in again
    assert SECRET.search(again) is None
    assert key_of(cast).name == "Weekrapport"


@pytest.mark.parametrize("change", [{"name": ""}, {"days": "4000"}, {"days": ""}])
def test_what_is_not_right_is_said_and_makes_no_key(cast: Cast, change: dict[str, str]) -> None:
    answer = page(cast.client(Function.TEAM_CHIEF).post(reverse("api:keys"), FORM | change))
    assert "Fout:" in answer
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert not ApiKey.objects.exists()


def test_ten_keys_are_enough_for_anyone(cast: Cast) -> None:
    for _number in range(services.MOST_KEYS):
        make_key(cast.people[Function.TEAM_CHIEF])
    answer = page(cast.client(Function.TEAM_CHIEF).post(reverse("api:keys"), FORM))
    assert "al tien sleutels" in answer


def test_a_key_longer_than_a_year_is_not_made(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        for days in (-1, 0, 367):
            with pytest.raises(ValueError, match="a year"):
                services.make_key(
                    identity=identity,
                    name="lang",
                    valid_until=timezone.now() + timedelta(days=days),
                    may_write=False,
                )


def test_the_owner_revokes_after_a_question(cast: Cast) -> None:
    secret = make_key(cast.people[Function.TEAM_CHIEF])
    client = cast.client(Function.TEAM_CHIEF)
    address = reverse("api:revoke", args=[key_of(cast).pk])
    assert "meteen niets meer" in page(client.get(address))
    assert Caller(secret).get("/afspraken").status_code == 200
    assert "ingetrokken" in page(client.post(address, follow=True))
    assert Caller(secret).get("/afspraken").status_code == 401
    assert "al ingetrokken" in page(client.post(address, follow=True))


def test_the_administrator_sees_all_keys_without_secrets_and_revokes_one(cast: Cast) -> None:
    secret = make_key(cast.people[Function.TEAM_CHIEF])
    make_key(cast.people[Function.ANALYST])
    admin = cast.client(Function.ADMIN)
    shown = page(admin.get(reverse("api:all_keys")))
    assert cast.people[Function.TEAM_CHIEF].name in shown
    assert cast.people[Function.ANALYST].name in shown
    assert secret not in shown
    key = key_of(cast)
    admin.post(reverse("api:revoke", args=[key.pk]))
    assert Caller(secret).get("/afspraken").status_code == 401
    with acting_as(person=cast.people[Function.ADMIN].pk):
        assert ApiKey.objects.get(pk=key.pk).revoked_by_id == cast.people[Function.ADMIN].pk


def test_nobody_else_sees_or_revokes_a_key(cast: Cast) -> None:
    secret = make_key(cast.people[Function.TEAM_CHIEF])
    address = reverse("api:revoke", args=[key_of(cast).pk])
    for function in (Function.PARTNER, Function.SAFETY_ADVISER, Function.ANALYST):
        assert cast.client(function).post(address).status_code == 404
    assert cast.client(person=cast.stranger).post(address).status_code == 404
    assert cast.client(Function.MAYOR).post(address).status_code == 403
    assert Caller(secret).get("/afspraken").status_code == 200


def test_the_list_of_all_keys_goes_by_pages_with_a_constant_number_of_queries(cast: Cast) -> None:
    admin = cast.client(Function.ADMIN)
    counts = []
    for people in ((Function.TEAM_CHIEF,), (Function.PARTNER, Function.ANALYST, Function.PROSECUTOR)):
        for function in people:
            for _number in range(services.MOST_KEYS):
                make_key(cast.people[function])
        with CaptureQueriesContext(connection) as found:
            shown = admin.get(reverse("api:all_keys"))
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert "Toon meer" in page(shown)
