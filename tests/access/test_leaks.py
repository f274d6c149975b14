"""A closed dossier is absent from every surface for whom it is not (anchors.md, section 4, point 1)."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from datetime import timedelta
from unittest import mock

import pikepdf
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.access.models import Grant, Level
from driehoek.access.rules import KEPT_APART
from driehoek.access.services import end_grant, grant
from driehoek.deadlines.models import Deadline
from driehoek.deadlines.recurrence import Rhythm
from driehoek.ledger import services as ledger
from driehoek.ledger.models import Event
from driehoek.meetings.services import put_forward
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.position import services as position
from driehoek.problems import queries, services
from driehoek.problems.models import Dossier, Kind, Problem, ProblemArea, SafetyField
from driehoek.server.live.events import Change
from driehoek.server.live.hub import Viewer
from driehoek.server.live.rights import Admission, missed
from tests.support.cast import Cast

TITLE, SUMMARY, TEXT = "Zaak Nachtvlinder", "Kern die niemand mag zien", "Dossier dat niemand mag zien"


@dataclass(frozen=True)
class Secret:
    """A complex case: the adviser leads it, the mayor has the overview, the others nothing."""

    pk: uuid.UUID
    number: int
    cast: Cast


@pytest.fixture
def secret(cast: Cast) -> Secret:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = services.ensure_theme(
            municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",)
        )
        problem = services.open_problem(
            identity=identity,
            new=services.NewProblem(
                title=TITLE, summary=SUMMARY, dossier=TEXT, kind=Kind.COMPLEX, theme=theme, owner=adviser.pk
            ),
        )
        around_it(identity, problem, cast)
    return Secret(problem.pk, problem.number, cast)


def around_it(identity: Identity, problem: Problem, cast: Cast) -> None:
    """A need, a late agreement with the police, a question and a point on the agenda, all about the closed case."""
    police = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.POLICE)
    need = position.state_need(
        identity=identity,
        new=position.NewNeed(sentence=TITLE, theme=problem.theme, partner=police, problem=problem),
    )
    agreement = position.make_agreement(
        identity=identity,
        need=need,
        new=position.NewAgreement(
            supplier=police,
            what=TITLE,
            rhythm=Rhythm.ONCE,
            starts_on=timezone.localdate() + timedelta(days=2),
        ),
    )
    Deadline.objects.filter(delivery__agreement=agreement).update(
        due_at=timezone.now() - timedelta(days=9), late_after=timezone.now() - timedelta(days=7)
    )
    position.ask(
        identity=identity,
        new=position.NewQuestion(
            text=SUMMARY, due_at=timezone.now() + timedelta(days=1), to_organisation=police, problem=problem
        ),
    )
    put_forward(identity=identity, title=TITLE, problem=problem.pk)


OUTSIDERS = (
    Function.TEAM_CHIEF,
    Function.ANALYST,
    Function.PARTNER,
    Function.ADMIN,
    Function.DPO,
    Function.DEPUTY,
    Function.COUNCIL,
    Function.GUEST,
)
PAGES = ("signals:intake", "signals:mine", "signals:hand_overs", "signals:register", "barriers:models",
         "brief:today", "problems:list", "problems:themes", "more", "oversight:people", "oversight:events",
         "oversight:openings", "oversight:chain", "problems:new", "position:matrix", "position:needs",
         "position:need_new", "position:agreements", "position:items", "position:profile", "position:history",
         "position:mine", "position:questions", "deadlines:coming", "deadlines:late", "meetings:agenda",
         "meetings:new", "meetings:settled", "guide:overview", "guide:scans", "guide:workshops",
         "reports:reports", "reports:to_check", "reports:forms", "reports:intake", "reports:intake_csv",
        "api:keys", "api:all_keys",
         "effects:list", "effects:map", "theme_templates:list", "theme_templates:trails", "scans:list",
         "scans:patterns",
         "plans:plans", "plans:own", "plans:reports", "council:home", "council:desk", "council:version_new",
         "publications:list", "briefings:list", "briefings:compose", "exports:own", "exports:log",
         "exports:rights", "exchange:inbox", "exchange:given", "exchange:provision_new",
         "measures:register", "measures:reports",
         "exchange:planned_list", "exchange:planned_new", "exchange:standing_list",
         "approach:mine", "approach:ranking", "approach:weights", "approach:capacity",
         "exchange:front", "exchange:requests", "exchange:request_new", "exchange:received_list",
         "exchange:standing_new", "exchange:returns", "exchange:oral_list", "exchange:oral_new",
         "grounds:rules", "grounds:covenants", "grounds:activities", "grounds:samples", "grounds:decisions",
         "grounds:remarks", "position:gate", "cases:mine", "documents:search", "cases:overview", "matching:requests",
         "matching:register", "cases:models", "signals:new", "measures:report_new", "measures:templates",
         "barriers:new", "effects:new", "effects:map_data", "course:lessons")  # fmt: skip


def seen(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


@pytest.mark.parametrize("function", OUTSIDERS)
def test_no_page_tells_an_outsider_of_it(secret: Secret, function: Function) -> None:
    client = secret.cast.client(function)
    for name in PAGES:
        page = seen(client, reverse(name))
        for words in (TITLE, SUMMARY, TEXT, str(secret.pk)):
            assert words not in page, f"{name} leaked to {function}"


def test_no_page_tells_another_municipality_of_it(secret: Secret) -> None:
    client = secret.cast.client(person=secret.cast.stranger)
    for name in PAGES:
        assert TITLE not in seen(client, reverse(name))
    assert client.get(reverse("problems:page", args=[secret.pk])).status_code == 404


def test_an_outsider_who_guesses_the_address_gets_404(secret: Secret) -> None:
    for function in OUTSIDERS:
        client = secret.cast.client(function)
        for name in ("page", "timeline", "change", "dossier", "access"):
            # For a council member or a guest every such page is closed, whether there is something behind it or not.
            closed = 403 if function in KEPT_APART else 404
            assert client.get(reverse(f"problems:{name}", args=[secret.pk])).status_code == closed


def test_a_count_does_not_give_it_away(secret: Secret) -> None:
    with acting_as(person=secret.cast.people[Function.TEAM_CHIEF].pk) as identity:
        rows, more = queries.problem_list(identity, queries.ProblemFilter())
        assert (rows, more) == ([], False)
        assert queries.visible_to(identity).count() == 0
    page = seen(secret.cast.client(Function.TEAM_CHIEF), reverse("brief:today"))
    assert "van 1 probleem" not in page


def test_the_a4_does_not_tell_an_outsider(secret: Secret) -> None:
    answer = secret.cast.client(Function.TEAM_CHIEF).get(reverse("brief:pdf"))
    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        words = b" ".join(
            page.Contents.read_bytes() for page in paper.pages if hasattr(page.Contents, "read_bytes")
        )
    assert b"Nachtvlinder" not in words
    assert b"Nachtvlinder" not in answer.content


def test_the_overview_shows_no_dossier_text(secret: Secret) -> None:
    page = seen(secret.cast.client(Function.MAYOR), reverse("problems:page", args=[secret.pk]))
    assert TITLE in page
    assert TEXT not in page


def test_a_stated_purpose_opens_the_dossier_and_the_officer_sees_it_without_the_title(secret: Secret) -> None:
    mayor = secret.cast.client(Function.MAYOR)
    address = reverse("problems:open", args=[secret.pk])
    assert mayor.post(address, {"reason": "kort"}).status_code == 200
    mayor.post(address, {"reason": "Besluit over een gebiedsverbod, artikel 172a Gemeentewet"})
    assert TEXT in seen(mayor, reverse("problems:page", args=[secret.pk]))
    officer = seen(secret.cast.client(Function.DPO), reverse("oversight:openings"))
    assert "172a" in officer
    assert TITLE not in officer


def test_break_glass_needs_the_number_and_a_reason_and_is_seen_at_once(secret: Secret) -> None:
    deputy = secret.cast.client(Function.DEPUTY)
    wrong = deputy.post(
        reverse("problems:emergency"), {"number": 4711, "reason": "Nu handelen, niemand bereikbaar"}
    )
    assert wrong.status_code == 200
    deputy.post(
        reverse("problems:emergency"), {"number": secret.number, "reason": "Nu handelen, niemand bereikbaar"}
    )
    assert TITLE in seen(deputy, reverse("problems:page", args=[secret.pk]))
    assert "noodtoegang" in seen(secret.cast.client(Function.DPO), reverse("oversight:openings"))


def test_an_ended_grant_closes_the_door_at_the_next_request(secret: Secret) -> None:
    partner = secret.cast.people[Function.PARTNER]
    with acting_as(person=secret.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        made = grant(identity=identity, person=partner.pk, problem=secret.pk, level=Level.FILE)
    client = secret.cast.client(Function.PARTNER)
    assert TEXT in seen(client, reverse("problems:page", args=[secret.pk]))
    with acting_as(person=secret.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        end_grant(identity=identity, grant=Grant.objects.get(pk=made.pk))
    assert client.get(reverse("problems:page", args=[secret.pk])).status_code == 404


@pytest.mark.parametrize("model", [Problem, Dossier, ProblemArea])
def test_the_database_itself_hides_it_from_a_query_that_forgets_the_filter(
    secret: Secret, model: type
) -> None:
    """The second wall: a view that skipped `visible_to` would still show nothing."""
    with acting_as(person=secret.cast.people[Function.TEAM_CHIEF].pk):
        assert not model.objects.exists()
    assert not model.objects.exists()


def test_the_database_refuses_a_change_by_who_may_only_look(secret: Secret) -> None:
    with acting_as(person=secret.cast.people[Function.MAYOR].pk):
        assert Problem.objects.filter(pk=secret.pk).update(title="veranderd") == 0


def test_a_row_cannot_be_written_into_another_municipality(secret: Secret) -> None:
    with (
        acting_as(person=secret.cast.stranger.pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO parties_organisation (id, municipality_id, name, kind) VALUES (%s, %s, 'Van ons', 'police')",
            [uuid.uuid4(), secret.cast.home.pk],
        )


def test_a_problem_that_becomes_complex_closes_its_dossier_to_those_who_had_it_as_standard(
    cast: Cast,
) -> None:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = services.ensure_theme(
            municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",)
        )
        problem = services.open_problem(
            identity=identity,
            new=services.NewProblem(
                title=TITLE, dossier=TEXT, kind=Kind.STANDARD, theme=theme, owner=adviser.pk
            ),
        )
    address = reverse("problems:page", args=[problem.pk])
    assert TEXT in seen(cast.client(Function.TEAM_CHIEF), address)
    assert TEXT in seen(cast.client(Function.MAYOR), address)
    with acting_as(person=adviser.pk) as identity:
        services.retype(
            identity=identity,
            problem=problem,
            version=1,
            kind=Kind.COMPLEX,
            answers={},
            reason="De gewone aanpak helpt niet.",
        )
    assert cast.client(Function.TEAM_CHIEF).get(address).status_code == 404
    assert TEXT not in seen(cast.client(Function.MAYOR), address)
    assert TEXT in seen(cast.client(Function.SAFETY_ADVISER), address)


@pytest.mark.parametrize(
    ("action", "heard_by"),
    [
        ("analysis:deviation:found", {Function.MAYOR, Function.ANALYST}),
        ("figures:import:loaded", {Function.MAYOR, Function.ANALYST}),
        ("oversight:appointment:given", {Function.ADMIN, Function.DPO}),
        ("position:delivery:received", {Function.MAYOR, Function.ANALYST}),
        ("deadlines:deadline:reminded", {Function.MAYOR, Function.ANALYST}),
        ("meetings:point:proposed", {Function.MAYOR}),
        ("guide:scan:submitted", {Function.MAYOR}),
        ("brief:page:seen", set()),
        (
            "problems:theme:added",
            {Function.MAYOR, Function.ANALYST, Function.ADMIN, Function.DPO, Function.PARTNER},
        ),
    ],
)
def test_the_live_stream_tells_each_function_only_what_it_may_know(
    cast: Cast, action: str, heard_by: set[Function]
) -> None:
    """Replay and the running stream judge alike: a receipt or a deviation must not reach a partner's browser."""
    everyone = (Function.MAYOR, Function.ANALYST, Function.ADMIN, Function.DPO, Function.PARTNER)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        ledger.append(municipality=identity.municipality, action=action, subject=uuid.uuid4())
        event = Event.objects.latest("sequence")
    change = Change(cast.home.pk, event.sequence, action, event.subject, None, 0)
    for function in everyone:
        with acting_as(person=cast.people[function].pk) as identity:
            admission = Admission(
                identity.person, identity.municipality, frozenset(identity.persons), 0, identity.functions
            )
        viewer = Viewer(mock.Mock(), "sessie", admission, 0)
        assert viewer.may_see(change, {}) == (function in heard_by)
        with mock.patch("driehoek.server.live.rights.close_old_connections"):
            replayed = missed(admission, event.sequence - 1).rows
        assert bool(replayed) == (function in heard_by)
