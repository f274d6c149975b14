"""The return of a convicted person: written down, weighed apart from the facts, decided, and gone on its day (OM07)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek import law
from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.exchange import return_rows as rows
from driehoek.exchange import storing
from driehoek.exchange.models import (
    Advice,
    Channel,
    Kind,
    Measure,
    Part,
    PartKey,
    PartReading,
    Provision,
    ProvisionState,
    ReturnNotice,
)
from driehoek.exchange.services import provisions, receiving
from driehoek.exchange.services import returns as services
from driehoek.exchange.services.expiring import expire_due
from driehoek.exchange.services.notices import destroyed_on, months_after, out_of_use_on
from driehoek.exchange.services.provision_values import ReleaseError
from driehoek.exchange.views import returns as views
from driehoek.grounds.models import Decision
from driehoek.parties.models import Appointment, Function, OrganisationKind
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.exchange_returns import QUESTION, RISK, SECRET, asked, facts, probation, registered
from tests.support.giving import fields_of, organisation, released

pytestmark = pytest.mark.django_db
OTHERS = (
    Function.TEAM_CHIEF, Function.PROSECUTOR, Function.CASE_DIRECTOR, Function.PARTNER, Function.ANALYST,
    Function.DPO, Function.ADMIN, Function.COUNCIL,
)  # fmt: skip


def run(statement: str, *values: object) -> int:
    """Run SQL as the app's role; what is refused touched nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount
    except DatabaseError:
        return 0


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def decided(cast: Cast, notice: ReturnNotice, measure: Measure = Measure.MEASURE) -> ReturnNotice:
    """A notice that was weighed and decided by the mayor."""
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.weigh(identity=identity, notice=notice, version=notice.version, order_risk=RISK)
        services.decide_measure(
            identity=identity,
            notice=notice,
            version=notice.version,
            measure=measure,
            words="Gesprek bij terugkeer en toezicht in de wijk.",
            until=timezone.localdate() + timedelta(days=60),
        )
    return notice


@pytest.mark.story("OM07")
def test_a_notice_is_written_down_weighed_advised_on_decided_and_gone_on_its_day(
    cast: Cast, theme: Theme
) -> None:
    adviser, police = cast.client(Function.SAFETY_ADVISER), cast.client(Function.TEAM_CHIEF)
    mayor = cast.client(Function.MAYOR)
    today = timezone.localdate()
    new = reverse("exchange:return_new")
    page = adviser.get(new).content.decode()
    assert "Waarvoor zit of zat de persoon vast?" in page
    sent = fields_of(page, "dh-form") | {
        "theme": str(theme.pk),
        "text": SECRET,
        "received_on": today.isoformat(),
        "fact-final_decision": "conviction_irrevocable",
        "fact-return_offence_ground": "listed_offence",
        "fact-date_return": (today + timedelta(days=30)).isoformat(),
        "fact-recipient_task_named": "yes",
    }
    more = adviser.post(new, sent).content.decode()
    assert "Is het jeugdstrafrecht toegepast?" in more
    sent |= {"fact-asked": fields_of(more, "dh-form")["fact-asked"]}
    barred = adviser.post(new, sent | {"fact-juvenile_law_applied": "yes"}).content.decode()
    assert "Dit bericht mag hier niet zijn" in barred
    early = sent | {
        "fact-juvenile_law_applied": "no",
        "fact-date_return": months_after(today, 4).isoformat(),
    }
    assert "Dit bericht mag hier niet zijn" in adviser.post(new, early).content.decode()
    made = adviser.post(new, sent | {"fact-juvenile_law_applied": "no"})
    assert made.status_code == 302
    address = made.headers["Location"]
    assert adviser.post(new, sent | {"fact-juvenile_law_applied": "no"}).headers["Location"] == address
    notice = one(cast)

    shown = adviser.get(address).content.decode()
    assert SECRET not in shown
    for day in (out_of_use_on(today), destroyed_on(today)):
        assert str(day.year) in shown
    assert "Zonder maatregel: de gegevens van de persoon worden vernietigd." in shown
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        part = Part.objects.get()
    opened = adviser.post(reverse("exchange:return_read", args=[notice.pk, part.pk]))
    assert SECRET in opened.content.decode()
    assert "no-store" in opened.headers["Cache-Control"]
    # The usual page of what was received leads here, and its door to the text is closed.
    assert (
        adviser.get(reverse("exchange:received", args=[notice.provision_id])).headers["Location"] == address
    )
    usual = reverse("exchange:received_read", args=[notice.provision_id, part.pk])
    assert adviser.post(usual).status_code == 404
    assert adviser.get(reverse("exchange:pass_on", args=[notice.provision_id])).status_code == 404

    weigh = reverse("exchange:return_weigh", args=[notice.pk])
    refused = adviser.post(weigh, {"order_risk": "Nummer 111222333 woont er.", "version": notice.version})
    assert "burgerservicenummer" in refused.content.decode()
    assert adviser.post(weigh, {"order_risk": RISK, "version": notice.version}).status_code == 302
    late = mayor.post(weigh, {"order_risk": "Iets anders over de onrust.", "version": notice.version})
    assert late.status_code == 409
    assert "Iets anders over de onrust." in late.content.decode()
    adviser.post(
        reverse("exchange:return_ask", args=[notice.pk]),
        {"ask-organisation": str(organisation_of(cast, OrganisationKind.POLICE)), "ask-question": QUESTION},
    )
    asked_page = police.get(reverse("exchange:returns")).content.decode()
    assert "Advies over bericht" in asked_page
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        advice = Advice.objects.get()
    answer = reverse("exchange:return_advice", args=[advice.pk])
    question = police.get(answer).content.decode()
    assert QUESTION in question
    assert RISK not in question
    words = "Wij verwachten onrust in de eerste week; extra toezicht helpt."
    assert police.post(answer, {"words": words, "version": "1"}).status_code == 302
    assert words in adviser.get(address).content.decode()

    decide = reverse("exchange:return_decide", args=[notice.pk])
    read = fields_of(mayor.get(address).content.decode(), "dh-form")
    decision = {
        "decide-measure": "measure",
        "decide-words": "Toezicht in de wijk tijdens de eerste weken.",
        "decide-until": (today + timedelta(days=60)).isoformat(),
        "decide-version": one(cast).version,
    }
    assert read
    assert adviser.post(decide, decision).status_code == 403
    assert mayor.post(decide, decision).status_code == 302
    after = mayor.get(address).content.decode()
    assert "Toezicht in de wijk tijdens de eerste weken." in after
    assert "Zonder maatregel" not in after
    done = one(cast)
    assert (done.measure, done.decided_by_id) == (Measure.MEASURE, cast.people[Function.MAYOR].pk)
    assert done.deadline is not None
    assert done.deadline.state == DeadlineState.MET
    assert done.provision.keep_until == destroyed_on(today)

    ended(cast, done)
    gone = mayor.get(address).content.decode()
    assert "zijn vernietigd. De weging hieronder noemt niemand." in gone
    assert RISK in gone
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert not PartKey.objects.exists()
        assert Part.objects.get().body is None


def one(cast: Cast) -> ReturnNotice:
    with acting_as(person=cast.people[Function.MAYOR].pk):
        return ReturnNotice.objects.select_related("provision__recipient", "deadline").get()


def organisation_of(cast: Cast, kind: OrganisationKind) -> Any:
    with acting_as(person=cast.people[Function.MAYOR].pk):
        return organisation(kind, cast).pk


def ended(cast: Cast, notice: ReturnNotice) -> None:
    """Let a notice reach its day: its term is shortened to today, and the night's work runs."""
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        given = Provision.objects.select_related("recipient").get(pk=notice.provision_id)
        provisions.shorten(
            identity=identity, provision=given, version=given.version, keep_until=timezone.localdate()
        )
    with acting_as_system(municipality=cast.home.pk):
        assert expire_due(municipality=cast.home.pk) == 1


def test_nobody_else_knows_of_it_by_page_or_by_statement(cast: Cast, theme: Theme) -> None:
    notice = registered(cast, theme)
    for function in OTHERS:
        unknown_to(cast, notice, function)


def unknown_to(cast: Cast, notice: ReturnNotice, function: Function) -> None:
    client = cast.client(function)
    assert client.get(reverse("exchange:return", args=[notice.pk])).status_code == 403
    received = client.get(reverse("exchange:received", args=[notice.provision_id])).status_code
    assert received in (403, 404)
    # The police gave it, outside Driehoek: on the giving side it is not there either.
    assert client.get(reverse("exchange:provision", args=[notice.provision_id])).status_code in (403, 404)
    with acting_as(person=cast.people[function].pk):
        for table in (
            "exchange_provision", "exchange_part", "exchange_partkey", "exchange_partreading", "exchange_returnnotice",
            "exchange_advice",
        ):  # fmt: skip
            assert count(table) == 0
        assert not Deadline.objects.filter(kind__startswith="exchange.return").exists()


def test_another_municipality_sees_nothing(cast: Cast, theme: Theme) -> None:
    notice = registered(cast, theme)
    client = cast.client(person=cast.stranger)
    assert client.get(reverse("exchange:return", args=[notice.pk])).status_code == 404
    with acting_as(person=cast.stranger.pk):
        assert count("exchange_returnnotice") == 0


def test_an_asked_party_sees_its_own_question_and_nothing_of_another(cast: Cast, theme: Theme) -> None:
    notice = registered(cast, theme)
    advice = asked(cast, notice)
    other = probation(cast)
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(person=cast.people[Function.PARTNER]).update(organisation=other)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        theirs = services.ask_advice(
            identity=identity, notice=notice, organisation=other, question="Welke voorwaarden gelden er?"
        )
    partner = cast.client(Function.PARTNER)
    assert partner.get(reverse("exchange:return_advice", args=[theirs.pk])).status_code == 200
    assert partner.get(reverse("exchange:return_advice", args=[advice.pk])).status_code == 404
    with acting_as(person=cast.people[Function.PARTNER].pk) as identity:
        assert [one.pk for one in Advice.objects.all()] == [theirs.pk]
        assert count("exchange_returnnotice") == count("exchange_provision") == 0
        due = Deadline.objects.get(kind=services.ADVICE)
        assert due.subject == theirs.pk
        services.give_advice(identity=identity, advice=theirs, version=1, words="Een meldplicht, elke week.")
        due.refresh_from_db()
        assert due.state == DeadlineState.MET


def test_no_other_kind_is_written_by_who_received_it(cast: Cast, theme: Theme) -> None:
    notice = registered(cast, theme)
    given = released(cast, theme)
    insert = (
        "INSERT INTO exchange_provision (id, municipality_id, number, kind, channel, giver_id, recipient_id, moment,"
        " urgent, theme_id, title, purpose, subject, data_categories, trigger, wpg_processing, facts, subject_ref,"
        " conditions, mark, readers, keep_until, state, terms, made_by_id, made_at, recall_words, key, version,"
        " within_driehoek)"
        " SELECT gen_random_uuid(), municipality_id, '', %s, %s, %s, recipient_id, moment, urgent, theme_id, title,"
        " purpose, subject, data_categories, trigger, wpg_processing, facts, subject_ref, conditions, mark, readers,"
        " keep_until, 'draft', '{}', made_by_id, made_at, '', gen_random_uuid(), 1, false FROM exchange_provision"
        " WHERE id = %s"
    )
    police, prosecution = (
        organisation_of(cast, kind) for kind in (OrganisationKind.POLICE, OrganisationKind.PROSECUTION)
    )
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        for kind in Kind.values:
            assert run(insert, kind, Channel.DRIEHOEK, police, notice.provision_id) == 0
            allowed = int(kind == Kind.RETURN)
            assert run(insert, kind, Channel.REGISTERED, police, notice.provision_id) == allowed
        # The prosecution service has no BIJ unit; and what others gave does not become one's own.
        assert run(insert, Kind.RETURN, Channel.REGISTERED, prosecution, notice.provision_id) == 0
        assert run("UPDATE exchange_provision SET channel = 'registered' WHERE id = %s", given.pk) == 0
    # Nor is it written for another: the police cannot put a notice in the municipality's name.
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        assert run(insert, Kind.RETURN, Channel.REGISTERED, police, given.pk) == 0


def test_it_is_not_written_down_without_a_decision_of_today_that_leaves_nothing_open(
    cast: Cast, theme: Theme
) -> None:
    today = timezone.localdate()
    soon = today + timedelta(days=30)
    for changes in (
        {"facts": facts(soon, juvenile_law_applied=True)},
        {"facts": facts(soon, recipient_task_named=False)},
        {"facts": facts(months_after(today, 5))},
        # It came when the return was still more than three months off.
        {"facts": facts(soon), "received_on": months_after(today, -4)},
        {"facts": facts(soon), "received_on": months_after(today, -9)},
        {"facts": facts(soon), "received_on": today + timedelta(days=1)},
        {"facts": {key: value for key, value in facts(soon).items() if key != "return_offence_ground"}},
    ):
        with pytest.raises(ReleaseError), transaction.atomic():
            registered(cast, theme, **changes)
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert not Provision.objects.exists()
        assert not ReturnNotice.objects.exists()
    notice = registered(cast, theme)
    with acting_as(person=cast.people[Function.MAYOR].pk):
        decision = Decision.objects.get()
        assert (decision.outcome, decision.bases) == (law.Outcome.ALLOWED, ["bjsg-11a-bij"])
        assert decision.organisation_id == notice.organisation_id
        assert decision.proposal["provider"] == "politie_bij_eenheid"


def test_its_terms_are_the_laws_and_nobody_keeps_it_longer(cast: Cast, theme: Theme) -> None:
    notice = registered(cast, theme)
    today = timezone.localdate()
    assert notice.provision.keep_until == notice.term_ends_on == out_of_use_on(today)
    later = "UPDATE exchange_provision SET keep_until = %s WHERE kind = 'return'"
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert run(later, destroyed_on(today)) == 0
    decided(cast, notice)
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert one(cast).provision.keep_until == destroyed_on(today)
        assert run(later, destroyed_on(today) + timedelta(days=1)) == 0
        assert run("UPDATE exchange_returnnotice SET term_ends_on = term_ends_on + 1") == 0


def test_python_and_the_database_count_months_alike() -> None:
    days = [date(2026, 5, 31), date(2027, 2, 28), date(2028, 2, 29), date(2026, 11, 23), date(2026, 3, 29)]
    for day in days:
        at = timezone.make_aware(datetime.combine(day, time(0, 30)))
        with connection.cursor() as cursor:
            cursor.execute("SELECT exchange_return_term(%s, false), exchange_return_term(%s, true)", [at, at])
            assert cursor.fetchone() == (out_of_use_on(day), destroyed_on(day))


def test_without_a_measure_all_goes_and_the_weighing_stays(cast: Cast, theme: Theme) -> None:
    notice = decided(cast, registered(cast, theme), Measure.NONE)
    assert one(cast).provision.keep_until == notice.term_ends_on
    ended(cast, notice)
    done = one(cast)
    assert (done.provision.state, done.order_risk) == (ProvisionState.EXPIRED, RISK)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        with pytest.raises(services.NotDecidedError, match="over"):
            services.weigh(identity=identity, notice=done, version=done.version, order_risk="Toch anders.")
        assert run("UPDATE exchange_returnnotice SET order_risk = 'anders'") == 0


STILL = (
    (Function.MAYOR, "UPDATE exchange_returnnotice SET measure_words = 'anders'"),
    (Function.MAYOR, "UPDATE exchange_returnnotice SET measure = 'none'"),
    (Function.MAYOR, "UPDATE exchange_returnnotice SET returns_on = returns_on + 1"),
    (Function.MAYOR, "DELETE FROM exchange_returnnotice"),
    (Function.MAYOR, "TRUNCATE exchange_returnnotice, exchange_advice"),
    (Function.MAYOR, "UPDATE exchange_advice SET words = 'anders', given_at = now()"),
    (Function.MAYOR, "UPDATE exchange_advice SET question = 'anders'"),
    (Function.TEAM_CHIEF, "UPDATE exchange_advice SET words = 'anders'"),
    (Function.TEAM_CHIEF, "UPDATE exchange_advice SET question = 'anders'"),
    (Function.TEAM_CHIEF, "DELETE FROM exchange_advice"),
    (Function.MAYOR, "UPDATE exchange_partreading SET reason = ''"),
    (Function.MAYOR, "UPDATE exchange_part SET body = 'x'"),
)


def test_the_database_keeps_what_was_advised_and_decided(cast: Cast, theme: Theme) -> None:
    notice = registered(cast, theme)
    advice = asked(cast, notice)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        services.give_advice(identity=identity, advice=advice, version=1, words="Extra toezicht helpt hier.")
    decided(cast, notice)
    for function, statement in STILL:
        with acting_as(person=cast.people[function].pk):
            assert run(statement) == 0, statement


def test_only_the_mayor_decides_and_after_weighing(cast: Cast, theme: Theme) -> None:
    notice = registered(cast, theme)
    words = {"measure": Measure.NONE, "words": "Er is geen onrust te verwachten."}
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        with pytest.raises(services.NotDecidedError, match="risk"):
            services.decide_measure(identity=identity, notice=notice, version=notice.version, **words)
        services.weigh(identity=identity, notice=notice, version=notice.version, order_risk=RISK)
        with pytest.raises(services.NotDecidedError, match="until"):
            services.decide_measure(
                identity=identity,
                notice=notice,
                version=notice.version,
                measure=Measure.MEASURE,
                words="Toezicht in de wijk.",
            )
    with (
        acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity,
        pytest.raises(DatabaseError, match="The mayor decides"),
        transaction.atomic(),
    ):
        services.decide_measure(identity=identity, notice=notice, version=notice.version, **words)


@pytest.fixture
def out_of_use(database_address: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let every notice be nine months old, for the database and the application alike."""
    name = "exchange_is_shielded(text, timestamptz)"
    with psycopg.connect(database_address.owner_url, autocommit=True) as link:
        found = link.execute("SELECT pg_get_functiondef(%s::regprocedure)", [name]).fetchone()
        assert found is not None
        link.execute(
            "CREATE OR REPLACE FUNCTION exchange_is_shielded(kind text, given timestamptz) RETURNS boolean"
            " LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$ SELECT kind = 'return' $$"
        )
        for place in (receiving, views, rows, services, storing):
            monkeypatch.setattr(place, "is_shielded", lambda provision: provision.kind == Kind.RETURN)
        yield
        link.execute(str(found[0]))


def test_out_of_use_it_opens_only_with_a_reason_that_the_officer_reads(
    cast: Cast, theme: Theme, request: pytest.FixtureRequest
) -> None:
    notice = decided(cast, registered(cast, theme))
    with acting_as(person=cast.people[Function.MAYOR].pk):
        part = Part.objects.get()
    request.getfixturevalue("out_of_use")
    mayor = cast.client(Function.MAYOR)
    address = reverse("exchange:return_read", args=[notice.pk, part.pk])
    page = mayor.get(reverse("exchange:return", args=[notice.pk])).content.decode()
    assert "Dit bericht is uit gebruik." in page
    empty = mayor.post(address).content.decode()
    assert SECRET not in empty
    assert "Vul dit in." in empty
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        part = Part.objects.select_related("provision__recipient").get()
        with pytest.raises(receiving.NotReadableError, match="shielded"):
            receiving.read_part(identity=identity, part=part)
        # Past the application too: no reading without a reason, and no key without such a reading.
        with pytest.raises(DatabaseError), transaction.atomic():
            PartReading.objects.create(
                municipality_id=part.municipality_id,
                provision=part.provision,
                part=part,
                detail=part.detail,
                person_id=identity.person,
                at=timezone.now(),
            )
        assert not PartKey.objects.exists()
    why = "Klacht bij de ombudsman over het besluit."
    opened = mayor.post(address, {"account-reason": why}).content.decode()
    assert SECRET in opened
    officer = cast.client(Function.DPO).get(reverse("exchange:return_openings")).content.decode()
    assert why in officer
    assert one(cast).provision.number in officer
    with acting_as(person=cast.people[Function.DPO].pk):
        assert PartReading.objects.get().reason == why
        assert count("exchange_provision") == count("exchange_part") == count("exchange_partkey") == 0


def test_the_police_give_one_in_driehoek_and_the_mayor_weighs_it_apart(
    cast: Cast, theme: Theme, request: pytest.FixtureRequest
) -> None:
    today = timezone.localdate()
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        values: dict[str, Any] = {
            "kind": Kind.RETURN,
            "recipient": organisation(OrganisationKind.MUNICIPALITY, cast),
            "theme": theme,
            "title": "Terugkeer in de wijk",
            "readers": ["mayor", "safety_adviser"],
            "facts": facts(today + timedelta(days=30)),
            "keep_until": out_of_use_on(today) + timedelta(days=1),
            **services.FRAME,
        }
        release = {"record_written": True, "secrecy_notice": True}
        part = provisions.NewPart("essentials", SECRET)
        draft = provisions.draft_provision(
            identity=identity, new=provisions.NewProvision(**values), parts=[part]
        )
        with pytest.raises(ReleaseError, match="keep_until"):
            provisions.release(identity=identity, provision=draft, version=draft.version, facts=release)
        values["keep_until"] = out_of_use_on(today)
        draft = provisions.draft_provision(
            identity=identity, new=provisions.NewProvision(**values), parts=[part]
        )
        given = provisions.release(identity=identity, provision=draft, version=draft.version, facts=release)
        assert given.item_id is None
        assert count("exchange_returnnotice") == 0
    notice = one(cast)
    assert notice.term_ends_on == out_of_use_on(today)
    adviser = cast.client(Function.SAFETY_ADVISER)
    page = adviser.get(reverse("exchange:return", args=[notice.pk])).content.decode()
    assert "Bevestig ontvangst" in page
    assert SECRET not in page
    decided(cast, notice)
    assert one(cast).provision.keep_until == destroyed_on(today)
    # Out of use it is for who gave it, too.
    police, own = cast.client(Function.TEAM_CHIEF), reverse("exchange:provision", args=[given.pk])
    assert SECRET in police.get(own).content.decode()
    request.getfixturevalue("out_of_use")
    shown = police.get(own)
    assert shown.status_code == 200
    assert SECRET not in shown.content.decode()
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert not PartKey.objects.filter(part__provision=given).exists()


def test_the_way_for_the_police_begins_with_what_a_notice_is(cast: Cast, theme: Theme) -> None:
    police = cast.client(Function.TEAM_CHIEF)
    listed = police.get(reverse("exchange:returns")).content.decode()
    prosecutor = cast.client(Function.PROSECUTOR)
    assert "soort=bij" not in prosecutor.get(reverse("exchange:returns")).content.decode()
    town = organisation_of(cast, OrganisationKind.MUNICIPALITY)
    begin = f"{reverse('exchange:provision_new')}?soort=bij&aan={town}"
    assert begin.replace("&", "&amp;") in listed
    sent = fields_of(police.get(begin).content.decode(), "dh-form")
    assert (sent["purpose"], sent["data_categories"]) == ("terugkeer_gedetineerde", ["justitiele_gegevens"])
    made = police.post(begin, sent | {"title": "Terugkeer in de wijk", "theme": str(theme.pk)})
    assert made.status_code == 302
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        draft = Provision.objects.get()
    assert (draft.kind, draft.keep_until) == (Kind.RETURN, out_of_use_on(timezone.localdate()))


def test_the_list_costs_the_same_for_one_and_for_many(
    cast: Cast, theme: Theme, django_assert_num_queries: Any
) -> None:
    client = cast.client(Function.MAYOR)
    asked(cast, registered(cast, theme))
    address = reverse("exchange:returns")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _one in range(4):
        registered(cast, theme)
    with django_assert_num_queries(len(few)):
        client.get(address)
