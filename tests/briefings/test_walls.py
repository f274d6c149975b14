"""What a reader may not see is absent and says nothing; what was sent stays; two people at once; what a list costs."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.access.models import Grant, Level
from driehoek.access.services import end_grant
from driehoek.briefings import paper, queries, services, sources
from driehoek.briefings.models import Briefing, Line, Receipt
from driehoek.briefings.rows import split
from driehoek.briefings.services import OwnLine
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function, OrganisationKind, Substitution
from driehoek.position import services as position
from driehoek.position.models import Verdict
from driehoek.problems.models import Classification, Kind, Problem, SafetyField
from driehoek.problems.services import NewProblem, ensure_theme, open_problem
from tests.support.briefing_objects import fresh, make_briefing, proposal, send_to, version_in
from tests.support.cast import Cast
from tests.support.position_objects import organisation_of

ADVISER, ANALYST, CHIEF, DEPUTY, MAYOR, PROSECUTOR = (
    Function.SAFETY_ADVISER,
    Function.ANALYST,
    Function.TEAM_CHIEF,
    Function.DEPUTY,
    Function.MAYOR,
    Function.PROSECUTOR,
)
SECRET, FILED, MEANT = (
    "Zaak Nachtvlinder loopt op.",
    "In het dossier staat een naam.",
    "Alleen voor de burgemeester.",
)
OPEN = "Elf inbraken in Noord."


@pytest.fixture
def secret(cast: Cast) -> uuid.UUID:
    """A complex case: the mayor has the overview, team chief and deputy nothing."""
    adviser = cast.people[ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = ensure_theme(municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",))
        new = NewProblem(title="Zaak Nachtvlinder", kind=Kind.COMPLEX, theme=theme, owner=adviser.pk)
        return open_problem(identity=identity, new=new).pk


@pytest.fixture
def sent(cast: Cast, secret: uuid.UUID) -> Briefing:
    """A briefing for mayor, deputy and team chief, with lines that not all of them may read."""
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        made = make_briefing(
            identity,
            proposal(SECRET, problem=secret),
            proposal(FILED, problem=secret, level=int(Level.FILE)),
            proposal(MEANT, functions=(MAYOR,)),
            proposal(OPEN),
        )
        return send_to(identity, made, [cast.people[one].pk for one in (MAYOR, DEPUTY, CHIEF)])


def page(cast: Cast, function: Function, briefing: Briefing) -> str:
    answer = cast.client(function).get(reverse("briefings:briefing", args=[briefing.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("function", "seen"),
    [(MAYOR, {SECRET, MEANT, OPEN}), (DEPUTY, {OPEN}), (CHIEF, {OPEN}), (ADVISER, {SECRET, FILED, OPEN})],
)
def test_each_reader_gets_the_lines_that_are_for_them_on_screen_paper_and_in_the_database(
    cast: Cast, sent: Briefing, function: Function, seen: set[str]
) -> None:
    text = page(cast, function, sent)
    for words in (SECRET, FILED, MEANT, OPEN):
        assert (words in text) is (words in seen), words
    with acting_as(person=cast.people[function].pk) as identity, connection.cursor() as cursor:
        cursor.execute("SELECT sentence FROM briefings_line")
        assert {row[0] for row in cursor.fetchall()} == seen
        content = paper_content(identity, sent)
    assert [one["sentence"] for one in content] == [
        one for one in (SECRET, FILED, MEANT, OPEN) if one in seen
    ]


def paper_content(identity: Identity, briefing: Briefing) -> list[dict[str, str]]:
    lines = queries.lines_of(identity, fresh(briefing))
    return list(paper._content(identity, fresh(briefing), lines)["lines"])


def test_a_line_left_out_leaves_no_trace_in_numbers_or_counts(cast: Cast, sent: Briefing) -> None:
    text = page(cast, CHIEF, sent)
    assert text.count("bron: ") == 1
    for word in ("Nachtvlinder", "4 regels", "niet te zien"):
        assert word not in text
    # Ending a grant takes the line away from who could read it when it was sent.
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        grant = Grant.objects.get(person=cast.people[MAYOR], valid_until=None)
        end_grant(identity=identity, grant=grant)
    assert SECRET not in page(cast, MAYOR, sent)


def test_who_did_not_get_it_and_another_municipality_find_nothing(cast: Cast, sent: Briefing) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        making = make_briefing(identity, proposal("Nog niet verstuurd."))
    for client, of in (
        (cast.client(PROSECUTOR), (sent, making)),
        (cast.client(person=cast.stranger), (sent, making)),
        (cast.client(MAYOR), (making,)),
    ):
        for one in of:
            for name in ("briefing", "pdf"):
                assert client.get(reverse(f"briefings:{name}", args=[one.pk])).status_code == 404
            rate = client.post(reverse("briefings:rate", args=[one.pk]), {"verdict": "useful"})
            assert rate.status_code == 404
        assert "Nog niet verstuurd." not in client.get(reverse("briefings:list")).content.decode()
    for person in (cast.people[PROSECUTOR], cast.stranger):
        with acting_as(person=person.pk), connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM briefings_briefing WHERE sent_at IS NOT NULL),"
                           " (SELECT count(*) FROM briefings_line l JOIN briefings_briefing b ON b.id = l.briefing_id"
                           "   WHERE b.sent_at IS NOT NULL), (SELECT count(*) FROM briefings_receipt)")  # fmt: skip
            assert cursor.fetchone() == (0, 0, 0)


def test_only_who_got_it_is_told_that_it_waits_unopened(cast: Cast, sent: Briefing) -> None:
    address, mayor = reverse("briefings:list"), cast.client(MAYOR)
    assert "nog niet geopend" in mayor.get(address).content.decode()
    assert "nog niet geopend" not in cast.client(ADVISER).get(address).content.decode(), "the maker"
    mayor.get(reverse("briefings:briefing", args=[sent.pk]))
    assert "nog niet geopend" not in mayor.get(address).content.decode()


def test_who_stands_in_for_the_mayor_reads_the_mayors_briefing_with_a_receipt_of_their_own(
    cast: Cast, sent: Briefing
) -> None:
    with acting_as_system(municipality=cast.home.pk):
        Substitution.objects.create(
            municipality=cast.home,
            principal=cast.people[MAYOR],
            substitute=cast.people[ANALYST],
            valid_from=timezone.now() - timedelta(hours=1),
            valid_until=timezone.now() + timedelta(days=1),
        )
    assert SECRET in page(cast, ANALYST, sent)
    with acting_as(person=cast.people[ADVISER].pk):
        assert Receipt.objects.get().person_id == cast.people[ANALYST].pk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE briefings_briefing SET lead = 'anders'",
        "UPDATE briefings_briefing SET sent_at = NULL, sent_by_id = NULL, sha256 = ''",
        "DELETE FROM briefings_briefing",
        "UPDATE briefings_line SET sentence = 'anders'",
        "UPDATE briefings_line SET place = 9",
        "DELETE FROM briefings_line",
        "DELETE FROM briefings_reader",
        "UPDATE briefings_reader SET person_id = person_id",
    ],
)
def test_what_was_sent_cannot_be_changed_by_any_statement(cast: Cast, sent: Briefing, statement: str) -> None:
    with (
        acting_as(person=cast.people[ADVISER].pk),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="stays as it is"),
        transaction.atomic(),
    ):
        cursor.execute(statement)
    with acting_as(person=cast.people[ADVISER].pk), connection.cursor() as cursor:
        cursor.execute("SELECT briefings_seal(%s)", [sent.pk])
        assert cursor.fetchone() == (fresh(sent).sha256,)


def test_a_line_cannot_be_slipped_into_what_was_sent(cast: Cast, sent: Briefing) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        with pytest.raises(VersionConflict):
            services.add_line(identity=identity, briefing=sent, new=OwnLine("Erbij.", "niemand"))
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            Line.objects.create(
                municipality_id=identity.municipality, briefing=sent, place=9, kind="own", sentence="Erbij.",
                source="niemand", added_by_id=identity.person,
            )  # fmt: skip


def test_a_receipt_is_never_taken_back(cast: Cast, sent: Briefing) -> None:
    page(cast, MAYOR, sent)
    for statement in ("DELETE FROM briefings_receipt", "UPDATE briefings_receipt SET opened_at = now()"):
        with (
            acting_as(person=cast.people[MAYOR].pk),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="stays as it is"),
            transaction.atomic(),
        ):
            cursor.execute(statement)
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        services.rate(identity=identity, briefing=sent, verdict=Verdict.TOO_MUCH)
        services.rate(identity=identity, briefing=sent, verdict=Verdict.USEFUL)
        assert Receipt.objects.get().verdict == "useful"


def test_two_advisers_at_once_the_second_keeps_the_text_and_a_stale_page_sends_nothing(cast: Cast) -> None:
    adviser = cast.client(ADVISER)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        made = make_briefing(identity, proposal(OPEN))
        line = Line.objects.get()
    change = reverse("briefings:line_change", args=[line.pk])
    form = adviser.get(change).content.decode()
    send = adviser.get(reverse("briefings:send", args=[made.pk])).content.decode()
    adviser.post(change, {"sentence": "Van de eerste.", "version": version_in(form)})
    second = adviser.post(change, {"sentence": "Van de tweede.", "version": version_in(form)})
    assert second.status_code == 409
    text = second.content.decode()
    assert "Van de tweede." in text
    assert "Iemand anders was u voor" in text
    lead = adviser.post(
        reverse("briefings:lead", args=[made.pk]), {"lead": "Een rustige week.", "version": "1"}
    )
    assert lead.status_code == 409
    assert "Een rustige week." in lead.content.decode()
    stale = send.split('name="readers" value="')[1].split('"')[0]
    answer = adviser.post(
        reverse("briefings:send", args=[made.pk]),
        {"readers": [stale], "version": version_in(send)},
        follow=True,
    )
    assert "Iemand anders was u voor" in answer.content.decode()
    with acting_as(person=cast.people[ADVISER].pk):
        assert Briefing.objects.get().sent_at is None


def test_only_the_adviser_makes_briefings_and_one_is_made_at_a_time(cast: Cast) -> None:
    for function in set(Function) - {ADVISER}:
        assert cast.client(function).get(reverse("briefings:compose")).status_code == 403
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        assert services.begin(identity=identity).pk == services.begin(identity=identity).pk
        with pytest.raises(services.NoReadersError):
            send_to(identity, Briefing.objects.get(), [])
    with acting_as(person=cast.people[MAYOR].pk) as identity, pytest.raises(Exception, match="adviseur"):
        services.begin(identity=identity)


def test_personal_data_of_a_case_are_only_for_who_may_read_its_file(cast: Cast, secret: uuid.UUID) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        theme = ensure_theme(municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",))
        police = organisation_of(identity, OrganisationKind.POLICE)
        for title, problem in (("Over de zaak", secret), ("Over niemands zaak", None)):
            new = position.NewItem(
                title=title,
                text="Een naam.",
                personal_data=True,
                classification=Classification.CONFIDENTIAL,
                expires_on=timezone.localdate() + timedelta(days=30),
            )
            position.provide(
                identity=identity,
                new=new,
                supplier=police,
                theme=theme,
                problem=None if problem is None else _problem(problem),
            )
        offered = {one.sentence[:12]: one for one in sources.items(identity, timezone.now())}
    of_case, of_none = offered["Over de zaak"], offered["Over niemand"]
    assert (of_case.problem, of_case.level) == (secret, int(Level.FILE))
    assert (of_none.level, set(of_none.functions)) == (1, {MAYOR, ADVISER})


def _problem(given: uuid.UUID) -> Problem:
    return Problem.objects.get(pk=given)


def test_the_ledger_and_the_queue_hold_no_words(cast: Cast, sent: Briefing) -> None:
    page(cast, MAYOR, sent)
    with acting_as(person=cast.people[ADVISER].pk):
        events = list(Event.objects.filter(action__startswith="briefings:").order_by("sequence"))
    assert [one.action.rsplit(":", 1)[1] for one in events] == ["begun", "lines_taken", "sent", "opened"]
    assert not any(words in json.dumps(one.data) for one in events for words in (SECRET, OPEN))


def test_lists_and_pages_cost_the_same_however_much_there_is(cast: Cast) -> None:
    mayor = cast.client(MAYOR)

    def cost(name: str, *about: object) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert mayor.get(reverse(f"briefings:{name}", args=about)).status_code == 200
        return len(queries)

    def send(lines: int) -> Briefing:
        with acting_as(person=cast.people[ADVISER].pk) as identity:
            made = make_briefing(identity, *(proposal(f"Regel {n}.") for n in range(lines)))
            return send_to(identity, made, [cast.people[MAYOR].pk])

    short, long = send(1), send(12)
    for one in (short, long):
        cost("briefing", one.pk)
    assert cost("briefing", short.pk) == cost("briefing", long.pk)
    before = cost("list")
    for _more in range(4):
        send(1)
    assert cost("list") == before


def test_the_first_page_names_the_briefing_without_a_question_more(cast: Cast) -> None:
    mayor = cast.client(MAYOR)

    def cost() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as queries:
            answer = mayor.get(reverse("brief:today"))
        return len(queries), answer.content.decode()

    cost()
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        made = make_briefing(identity, proposal(OPEN))
    before, text = cost()
    assert "Weekbriefing van" not in text
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        send_to(identity, made, [cast.people[MAYOR].pk])
    # The first look at anything new leaves a receipt; the line itself costs nothing.
    cost()
    after, text = cost()
    assert "Weekbriefing van" in text
    assert OPEN not in text
    assert after == before
    assert "Weekbriefing van" not in cast.client(CHIEF).get(reverse("brief:today")).content.decode()


@pytest.mark.parametrize(
    ("sentence", "first", "rest"),
    [
        ("Elf inbraken in Noord. Twee daders in beeld.", "Elf inbraken in Noord.", "Twee daders in beeld."),
        (
            "Diefstal van ov. voertuigen: meer. 146 in mei.",
            "Diefstal van ov. voertuigen: meer.",
            "146 in mei.",
        ),
        ("Het zijn er 2.904 om 10.00 uur", "Het zijn er 2.904 om 10.00 uur", ""),
    ],
)
def test_the_first_sentence_says_it_and_an_abbreviation_ends_none(
    sentence: str, first: str, rest: str
) -> None:
    assert split(sentence) == (first, rest)
