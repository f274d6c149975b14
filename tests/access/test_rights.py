"""Every address × every function: right 200, missing right 403, wrong object 404, not signed in to the door."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.access.models import Grant
from driehoek.parties.models import Appointment, Function, Substitution
from driehoek.problems import services
from driehoek.problems.models import Kind, Role, SafetyField
from driehoek.problems.roles import NewRole
from driehoek.web import errors
from tests.access.rights import OPEN, RIGHTS, Right
from tests.support.api_keys import api_objects
from tests.support.approach_objects import approach_objects
from tests.support.asking_objects import asking_objects
from tests.support.barrier_objects import barrier_objects
from tests.support.briefing_objects import briefing_objects
from tests.support.case_objects import case_objects, rights_case
from tests.support.cast import Cast, make_cast
from tests.support.council_objects import council_objects
from tests.support.course_objects import course_objects
from tests.support.document_objects import document_objects
from tests.support.effect_objects import effect_objects
from tests.support.exchange_giving import giving_objects
from tests.support.exchange_oral import oral_objects
from tests.support.exchange_planned import planned_objects
from tests.support.exchange_returns import return_objects
from tests.support.exchange_standing import standing_objects
from tests.support.export_objects import export_objects
from tests.support.guide_objects import guide_objects
from tests.support.intake_objects import intake_objects
from tests.support.matching_objects import matching_objects
from tests.support.measure_objects import measure_objects
from tests.support.meeting_objects import meeting_objects
from tests.support.moment_objects import moment_objects
from tests.support.objects import deadline_objects, figure_objects
from tests.support.plan_objects import plan_objects
from tests.support.position_objects import position_objects
from tests.support.publication_objects import publication_objects
from tests.support.register_objects import register_objects
from tests.support.report_objects import report_objects
from tests.support.scan_objects import scan_objects
from tests.support.signal_objects import signal_objects
from tests.support.standard_objects import standard_objects
from tests.support.subject_objects import subject_objects
from tests.support.template_objects import template_objects

LIBRARIES = ("account/", "static/")
Objects = dict[str, uuid.UUID | int | str]
HOLDERS_OF_THE_GRANT = frozenset(
    {
        Function.MAYOR,
        Function.SAFETY_ADVISER,
        Function.TEAM_CHIEF,
        Function.PROSECUTOR,
        Function.ANALYST,
    }
)


class Outsiders(NamedTuple):
    """Browsers of those who hold no function in the home municipality."""

    nobody: Client
    stranger: Client


def named_addresses(resolver: URLResolver, prefix: str = "", place: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        where = place + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named_addresses(pattern, space, where)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", where


def own_names() -> set[str]:
    return {name for name, where in named_addresses(get_resolver()) if not where.startswith(LIBRARIES)}


def test_every_address_has_a_line_in_the_rights_table() -> None:
    missing = own_names() - set(RIGHTS) - OPEN
    assert not missing, f"write who may open: {sorted(missing)}"


def test_every_line_of_the_rights_table_has_an_address() -> None:
    assert set(RIGHTS) <= own_names()


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """The cast, made once for all the lines of the table; each test leaves it as it found it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


@pytest.fixture
def bare_error_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what error pages say: the table is about who gets which answer; tests/web reads the pages."""
    monkeypatch.setattr(errors, "render_to_string", lambda *_given: "")


@pytest.fixture(scope="module")
def signed_in(cast: Cast) -> dict[Function, Client]:
    """A browser for each function, signed in once: the door itself is tested elsewhere."""
    return {function: cast.client(function) for function in Function}


@pytest.fixture(scope="module")
def outsiders(cast: Cast) -> Outsiders:
    """A browser of nobody, and one of the adviser of another municipality."""
    return Outsiders(nobody=Client(), stranger=cast.client(person=cast.stranger))


@pytest.fixture(autouse=True)
def undone(cast: Cast, db: None) -> None:
    """Take back what a test changes: it runs within the transaction of the cast, in one of its own."""


@pytest.fixture(scope="module")
def objects(cast: Cast) -> Objects:
    """One of everything that an address can be about, in the home municipality."""
    adviser = cast.people[Function.SAFETY_ADVISER]
    found: Objects = {}
    with acting_as(person=adviser.pk) as identity:
        theme = services.ensure_theme(
            municipality=identity.municipality,
            field=SafetyField.LIVING,
            path=("Objectieve veiligheid", "Woninginbraak"),
        )
        problem = services.open_problem(
            identity=identity,
            new=services.NewProblem(
                title="Dossier nachtvlinder", kind=Kind.STANDARD, theme=theme, owner=adviser.pk
            ),
        )
        role = services.add_role(
            identity=identity, problem=problem, new=NewRole(Role.DIRECTS, person=adviser)
        )
        found["problem_role"] = role.pk
        grant = Grant.objects.filter(problem=problem.pk, person=cast.people[Function.MAYOR]).get()
        found |= {"theme": theme.pk, "problem": problem.pk, "grant": grant.pk, "person": adviser.pk}
        found["appointment"] = Appointment.objects.get(person=cast.people[Function.PARTNER]).pk
        found |= figure_objects(identity, theme)
        found |= meeting_objects(identity)
        found |= deadline_objects(identity)
        found |= moment_objects(identity)
        found |= position_objects(identity, theme)
        found |= api_objects(identity)
        found |= intake_objects(identity)
        found |= scan_objects(identity, theme)
        found |= plan_objects(identity, theme.pk)
        found |= report_objects(identity, theme, uuid.UUID(str(found["indicator"])))
        found |= standard_objects(identity, uuid.UUID(str(found["indicator"])))
        found |= template_objects(identity)
    found |= guide_objects(cast)
    found |= council_objects(cast)
    found |= publication_objects(cast)
    found |= briefing_objects(cast)
    found |= export_objects(cast)
    found |= register_objects(cast)
    found |= asking_objects(cast, theme)
    found |= giving_objects(cast, theme)
    found |= planned_objects(cast, theme)
    found |= return_objects(cast, theme)
    found |= oral_objects(cast, theme)
    found |= standing_objects(cast, theme)
    made = rights_case(cast)
    found |= case_objects(made)
    found |= approach_objects(cast, made)
    found |= document_objects(cast, made)
    found |= course_objects(cast, made)
    found |= effect_objects(cast, made)
    found |= measure_objects(cast, made)
    found |= subject_objects(cast, made)
    found |= signal_objects(cast, made)
    found |= barrier_objects(cast, made)
    found |= matching_objects(cast, made)
    with acting_as_system(municipality=cast.home.pk):
        found["substitution"] = Substitution.objects.create(
            municipality=cast.home,
            principal=cast.people[Function.MAYOR],
            substitute=cast.people[Function.ADMIN],
            valid_from=timezone.now() + timedelta(days=1),
            valid_until=timezone.now() + timedelta(days=2),
        ).pk
    # What the database still has to check of all this, it checks once and not after each test.
    connection.check_constraints()
    return found


def ask(
    client: Client,
    name: str,
    right: Right,
    about: list[uuid.UUID | int | str],
    **objects: uuid.UUID | int | str,
) -> HttpResponse:
    address = reverse(name, args=[*right.fixed, *about])
    if right.query:
        address += "?" + urlencode({key: value.format(**objects) for key, value in right.query.items()})
    data = {key: value.format(**objects) if objects else value for key, value in right.data.items()}
    return client.post(address, data) if right.method == "POST" else client.get(address)


def expected(function: Function, right: Right) -> set[int]:
    """The answers that the table allows a function of the home municipality."""
    if right.needs_grant and function not in HOLDERS_OF_THE_GRANT:
        return {404, 403} if function not in right.may else {404}
    if function in right.elsewhere or (
        right.owned and function in right.may and function != Function.SAFETY_ADVISER
    ):
        return {404}
    return {200, 302} if function in right.may else {403}


def wrong_without_a_function(
    outsiders: Outsiders, name: str, right: Right, objects: Objects
) -> Iterator[str]:
    """Who is not signed in is led to the door; another municipality never gets the object."""
    about = [objects[key] for key in right.about]
    answer = ask(outsiders.nobody, name, right, about, **objects)
    if answer.status_code != 302 or not answer["Location"].startswith(reverse("account_login")):
        yield f"not signed in: {answer.status_code}, expected to be led to the door"
    if right.about:
        status = ask(outsiders.stranger, name, right, about).status_code
        allowed = {404} if Function.SAFETY_ADVISER in right.may else {403, 404}
        if status not in allowed:
            yield f"another municipality: {status}, expected {allowed}"


def wrong_for_functions(
    signed_in: dict[Function, Client], name: str, right: Right, objects: Objects
) -> Iterator[str]:
    """An object that does not exist is 404; each function gets what the table says."""
    if right.about:
        nothing = [uuid.uuid4() if isinstance(objects[key], uuid.UUID) else 0 for key in right.about]
        function = next(iter(sorted(right.may)))
        status = ask(signed_in[function], name, right, nothing).status_code
        if status != 404:
            yield f"an object that does not exist, as {function}: {status}, expected 404"
    about = [objects[key] for key in right.about]
    # Who may comes last: what it changes, the others must not have needed.
    for function in sorted(Function, key=lambda one: one in right.may):
        status = ask(signed_in[function], name, right, about, **objects).status_code
        if status not in expected(function, right):
            yield f"as {function}: {status}, expected {expected(function, right)}"


@pytest.mark.usefixtures("bare_error_pages")
@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_each_function_gets_what_the_table_says(
    outsiders: Outsiders, signed_in: dict[Function, Client], objects: Objects, name: str
) -> None:
    """Every wrong answer of this address is named, not only the first."""
    right = RIGHTS[name]
    wrong = [
        *wrong_without_a_function(outsiders, name, right, objects),
        *wrong_for_functions(signed_in, name, right, objects),
    ]
    assert not wrong, "\n".join([name, *wrong])


def test_a_password_alone_does_not_open_a_page(cast: Cast) -> None:
    client = Client()
    client.force_login(
        cast.people[Function.MAYOR], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    response = client.get(reverse("brief:today"))
    assert response.status_code == 302
    assert response["Location"] == reverse("mfa_activate_totp")


def test_who_holds_no_function_now_is_told_so(cast: Cast) -> None:
    partner = cast.people[Function.PARTNER]
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(person=partner).update(valid_until=timezone.now() - timedelta(minutes=5))
    response = cast.client(Function.PARTNER).get(reverse("brief:today"))
    assert response.status_code == 403
    assert "geen functie" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "data"), [("set_language", {"language": "en"}), ("set_theme", {"theme": "dark"})]
)
def test_language_and_look_are_chosen_without_signing_in(db: None, name: str, data: dict[str, str]) -> None:
    client = Client()
    answer = client.post(reverse(name), data | {"next": "/account/login/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/"
    if name == "set_language":
        assert 'lang="en"' in client.get("/account/login/").content.decode()
