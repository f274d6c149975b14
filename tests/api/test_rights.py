"""Key × function × resource, and everyone who tries to get in without the right."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.api import services
from driehoek.api.models import ApiCall, ApiKey
from driehoek.api.rest.urls import addresses
from driehoek.api.rights import HOLDERS
from driehoek.ledger.models import Event
from driehoek.parties.models import Appointment, Function, Organisation, OrganisationKind, Substitution
from driehoek.reports.models import Report, ReportState
from tests.access.rights import API
from tests.api.conftest import World, make_world
from tests.support.api_keys import Caller, caller, make_key
from tests.support.cast import Cast

F = Function
FIGURES = {F.TEAM_CHIEF, F.PROSECUTOR, F.SAFETY_ADVISER, F.ANALYST}
ALL = set(HOLDERS)
POLICE = {F.TEAM_CHIEF}
# What each function gets; who is not named does not find it (404), except where a whole resource is closed (403).
SEEN: dict[str, tuple[set[Function], set[Function]]] = {
    "agreement": ({F.TEAM_CHIEF, F.SAFETY_ADVISER, F.ANALYST}, set()),
    "delivery": ({F.TEAM_CHIEF, F.SAFETY_ADVISER, F.ANALYST}, set()),
    "report": ({F.TEAM_CHIEF, F.SAFETY_ADVISER, F.ANALYST}, set()),
    "report_pdf": ({F.TEAM_CHIEF, F.SAFETY_ADVISER, F.ANALYST}, set()),
    "report_of_delivery": (POLICE, set()),
    "form": (ALL, set()),
    "indicator": (FIGURES, ALL - FIGURES),
    "observations": (FIGURES, ALL - FIGURES),
    "problem": ({F.TEAM_CHIEF, F.PROSECUTOR, F.SAFETY_ADVISER, F.ANALYST}, set()),
    # A request is its asker's; the asked side judges it on the pages.
    "request": ({F.SAFETY_ADVISER}, {F.ANALYST}),
    "provision": ({F.PROSECUTOR, F.SAFETY_ADVISER}, {F.ANALYST}),
}
LISTS = {
    "agreements": ALL,
    "deliveries": ALL,
    "reports": ALL,
    "forms": ALL,
    "indicators": FIGURES,
    "calendar": {F.TEAM_CHIEF, F.PROSECUTOR, F.SAFETY_ADVISER, F.ANALYST, F.CASE_DIRECTOR},
    "problems": ALL,
    "requests": ALL - {F.ANALYST},
    "provisions": ALL - {F.ANALYST},
}
ACTS = {"send", "submit", "judge"}


@pytest.fixture
def made(cast: Cast) -> World:
    """The world for one test: others here count the keys that there are."""
    return make_world(cast)


def about(world: World, name: str) -> uuid.UUID:
    return {
        "agreement": world.agreement.pk,
        "delivery": world.delivery.pk,
        "report": world.fixed.pk,
        "report_pdf": world.fixed.pk,
        "report_of_delivery": world.draft.delivery_id,
        "send": world.draft.pk,
        "form": world.fixed.form_id,
        "indicator": world.indicator.pk,
        "observations": world.indicator.pk,
        "problem": world.problem,
        "request": world.request,
        "submit": world.request,
        "provision": world.provision,
        "judge": world.provision,
    }[name]


def address(world: World, name: str) -> str:
    args = [] if name in LISTS or name == "load" else [about(world, name)]
    return reverse(f"api:{name}", args=args).removeprefix("/api/v1")


def test_every_resource_has_a_line_here() -> None:
    names = {one.name for one in addresses} - {"openapi", "openapi_yaml"}
    assert names == set(SEEN) | set(LISTS) | {"load"} | ACTS
    assert {f"api:{name}" for name in names} == API


def test_each_function_gets_what_the_table_says(world: World) -> None:
    wrong = []
    for name in (*SEEN, *LISTS):
        sees, shut = SEEN.get(name) or (LISTS[name], ALL - LISTS[name])
        for function, system in world.systems.items():
            status = system.get(address(world, name)).status_code
            expected = 200 if function in sees else 403 if function in shut else 404
            if status != expected:
                wrong.append(f"{name} as {function}: {status}, expected {expected}")
    assert wrong == []


def test_lists_hold_only_what_one_may_see(world: World) -> None:
    partner, police = world.systems[F.PARTNER], world.police
    for name in ("agreements", "deliveries", "reports", "problems"):
        assert partner.get(address(world, name)).json()["resultaten"] == []
        assert police.get(address(world, name)).json()["resultaten"] != []
    analyst = world.systems[F.ANALYST].get("/voortgangsrapportages").json()["resultaten"]
    assert [one["id"] for one in analyst] == [str(world.fixed.pk)]
    adviser = world.systems[F.SAFETY_ADVISER].get("/voortgangsrapportages").json()["resultaten"]
    assert str(world.draft.pk) not in [one["id"] for one in adviser]


def test_what_is_for_the_driehoek_alone_does_not_leave_by_a_key(world: World) -> None:
    for system in world.systems.values():
        body = system.get("/kalender").content.decode()
        assert "Besloten moment" not in body
    assert "Markt op het plein" in world.police.get("/kalender").content.decode()


def test_a_session_does_not_open_the_api(world: World) -> None:
    """A site that makes a signed-in browser call the API gets nothing: cookies are not read there."""
    for function in Function:
        client = world.cast.client(function)
        for one in addresses:
            if one.name in ("openapi", "openapi_yaml"):
                continue
            name = str(one.name)
            answer = client.get("/api/v1" + address(world, name))
            assert answer.status_code == 401, name
        assert client.post("/api/v1" + address(world, "send")).status_code == 401
        assert client.post("/api/v1/waarnemingen").status_code == 401


def test_everything_of_one_municipality_is_nothing_to_another(world: World) -> None:
    stranger = caller(world.cast.stranger)
    for name in SEEN:
        assert stranger.get(address(world, name)).status_code == 404, name
    for name in LISTS:
        assert stranger.get(address(world, name)).json()["resultaten"] == [], name
    put = stranger.put(f"/leveringen/{world.delivery.pk}/voortgangsrapportage", {"kern": "Vreemd"})
    assert put.status_code == 404
    assert stranger.post(address(world, "send"), {}, If_Match='"1"').status_code == 404


def test_another_organisation_cannot_write_or_send_for_the_police(world: World) -> None:
    for function in (F.PARTNER, F.PROSECUTOR, F.CASE_DIRECTOR):
        system = world.systems[function]
        put = system.put(f"/leveringen/{world.delivery.pk}/voortgangsrapportage", {"kern": "Vreemd"})
        assert put.status_code == 404
        assert system.post(address(world, "send"), {}, If_Match='"1"').status_code == 404
    assert world.systems[F.ANALYST].put(
        f"/leveringen/{world.delivery.pk}/voortgangsrapportage", {}
    ).status_code == 403  # fmt: skip
    with acting_as(person=world.cast.people[F.TEAM_CHIEF].pk):
        assert Report.objects.get(pk=world.draft.pk).state == ReportState.DRAFT


@pytest.mark.parametrize("function", [F.MAYOR, F.DEPUTY, F.ADMIN, F.DPO, F.COUNCIL])
def test_who_decides_or_watches_has_no_key(cast: Cast, function: Function) -> None:
    with pytest.raises(Exception, match="leveranciers"):
        make_key(cast.people[function])
    assert cast.client(function).get(reverse("api:keys")).status_code == 403


def test_a_key_that_only_reads_writes_nothing(world: World) -> None:
    system = caller(world.cast.people[F.TEAM_CHIEF], write=False)
    assert system.get("/afspraken").status_code == 200
    put = system.put(f"/leveringen/{world.delivery.pk}/voortgangsrapportage", {"kern": "x"})
    assert put.status_code == 403
    assert "alleen lezen" in put.json()["detail"]
    assert system.post("/waarnemingen", {}).status_code == 403


@pytest.mark.parametrize("secret", ["onzin", "driehoek_" + "x" * 43, "", "x" * 5000])
def test_a_wrong_key_opens_nothing(cast: Cast, secret: str) -> None:
    answer = Caller().get("/afspraken", Authorization=f"Bearer {secret}")
    assert answer.status_code == 401
    assert "WWW-Authenticate" in answer


def test_a_revoked_key_opens_nothing_from_that_moment(cast: Cast) -> None:
    person = cast.people[F.TEAM_CHIEF]
    system = caller(person)
    assert system.get("/afspraken").status_code == 200
    with acting_as(person=person.pk) as identity:
        key = ApiKey.objects.get(person=person)
        assert services.revoke_key(identity=identity, key=key)
        assert not services.revoke_key(identity=identity, key=key)
        assert Event.objects.filter(action="api:key:revoked", subject=key.pk).count() == 1
    answer = system.get("/afspraken")
    assert answer.status_code == 401
    assert "ingetrokken" in answer.json()["detail"]


def test_an_expired_key_opens_nothing(cast: Cast) -> None:
    system = Caller(_short_key(cast))
    answer = system.get("/afspraken")
    assert answer.status_code == 401
    assert "verlopen" in answer.json()["detail"]


def _short_key(cast: Cast) -> str:
    """A key that was valid for the blink of an eye; the clock cannot be turned, the constraint is real."""
    person = cast.people[F.TEAM_CHIEF]
    with acting_as(person=person.pk) as identity:
        _key, secret = services.make_key(
            identity=identity,
            name="kort",
            valid_until=timezone.now() + timedelta(milliseconds=120),
            may_write=False,
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.15)")
    return secret


def test_a_key_ends_with_the_function_of_its_owner(cast: Cast) -> None:
    person = cast.people[F.TEAM_CHIEF]
    system = caller(person)
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(person=person).update(valid_until=timezone.now() - timedelta(minutes=1))
    answer = system.get("/afspraken")
    assert answer.status_code == 401
    assert "functie" in answer.json()["detail"]


def test_a_key_carries_no_function_that_may_have_none_and_nobody_elses(world: World) -> None:
    """The partner becomes mayor too, and stands in for the adviser: the key stays a partner's."""
    cast = world.cast
    partner = cast.people[F.PARTNER]
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.create(
            municipality=cast.home,
            person=partner,
            organisation=Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.MUNICIPALITY),
            function=F.MAYOR,
            valid_from=timezone.now() - timedelta(days=1),
        )
        Substitution.objects.create(
            municipality=cast.home,
            principal=cast.people[F.SAFETY_ADVISER],
            substitute=partner,
            valid_from=timezone.now() - timedelta(days=1),
            valid_until=timezone.now() + timedelta(days=1),
        )
    system = world.systems[F.PARTNER]
    assert system.get("/indicatoren").status_code == 403
    assert system.get("/voortgangsrapportages").json()["resultaten"] == []
    assert system.get("/problemen").json()["resultaten"] == []


@override_settings(API_CALLS_PER_MINUTE=3)
def test_too_many_calls_are_told_to_wait_and_other_keys_go_on(cast: Cast) -> None:
    system, other = caller(cast.people[F.TEAM_CHIEF]), caller(cast.people[F.TEAM_CHIEF])
    assert [system.get("/afspraken").status_code for _call in range(4)] == [200, 200, 200, 429]
    answer = system.get("/afspraken")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer.json()["status"] == 429
    assert other.get("/afspraken").status_code == 200


def test_the_use_of_a_key_is_noted_and_calls_are_nobodys_to_read(cast: Cast) -> None:
    person = cast.people[F.TEAM_CHIEF]
    caller(person).get("/afspraken")
    with acting_as(person=person.pk):
        assert ApiKey.objects.get(person=person).last_used_at is not None
        assert not ApiCall.objects.exists()
        assert not Event.objects.filter(action__startswith="api:key:used").exists()


def test_the_secret_is_kept_nowhere_and_a_key_does_not_change(cast: Cast) -> None:
    person = cast.people[F.TEAM_CHIEF]
    secret = make_key(person)
    with acting_as(person=person.pk):
        key = ApiKey.objects.get(person=person)
        assert secret not in str(vars(key))
        data = Event.objects.filter(subject=key.pk).values_list("data", flat=True)
        assert all(secret[len("driehoek_") : 20] not in one for one in data)
        for change in (
            {"may_write": False},
            {"valid_until": timezone.now()},
            {"person": cast.people[F.ANALYST]},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                ApiKey.objects.filter(pk=key.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            ApiKey.objects.filter(pk=key.pk)._raw_delete("default")


def test_keys_of_others_do_not_exist_except_for_the_administrator_without_secrets(cast: Cast) -> None:
    make_key(cast.people[F.TEAM_CHIEF])
    for function in (F.PARTNER, F.MAYOR, F.DPO):
        with acting_as(person=cast.people[function].pk):
            assert not ApiKey.objects.exists()
    with acting_as(person=cast.people[F.ADMIN].pk):
        assert ApiKey.objects.count() == 1
    with acting_as(person=cast.stranger.pk):
        assert not ApiKey.objects.exists()


def test_a_key_cannot_be_made_for_someone_else_in_the_database_either(cast: Cast) -> None:
    now = timezone.now()
    with (
        acting_as(person=cast.people[F.TEAM_CHIEF].pk),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        ApiKey.objects.create(
            municipality=cast.home, person=cast.people[F.SAFETY_ADVISER], name="vals", hint="x", hash=b"x" * 32,
            made_at=now, valid_until=now + timedelta(days=1),
        )  # fmt: skip
