"""The registers of the data-protection officer: rules with remarks, covenants, processing activities, samples."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.access.models import Grant, Level, Origin
from driehoek.access.services import Order, give
from driehoek.deadlines.models import Deadline
from driehoek.documents.services.taking import ACTIVITY as DOCUMENTS_TAKEN
from driehoek.grounds import rulebook
from driehoek.grounds.models import ActivityVersion, Covenant, Remark, Sample, SampledPurpose, SignOff
from driehoek.grounds.queries import activities, covenants, remarks
from driehoek.grounds.queries.samples import Quarter
from driehoek.grounds.services import activities as activity_services
from driehoek.grounds.services import covenants as covenant_services
from driehoek.grounds.services import samples as sample_services
from driehoek.grounds.services.covenants import CovenantValues
from driehoek.grounds.signals import covenant_lapsed, covenant_renewed
from driehoek.law.ruleset import load
from driehoek.ledger.activities import in_force
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function, Organisation
from driehoek.subjects.services.reading import ACTIVITY as RECORDS_READ
from tests.support.cast import Cast, make_cast

RULE = "wpg-16-1b-burgemeester"
TODAY = timezone.localdate()


@pytest.fixture(scope="module")
def everyone(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """The cast, made once for this module; each test leaves it as it found it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


@pytest.fixture
def cast(everyone: Cast, db: None) -> Cast:
    return everyone


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"grounds:{name}", args=list(args)), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode())


def organisations(cast: Cast) -> dict[str, Organisation]:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        return {one.kind: one for one in Organisation.objects.filter(municipality=cast.home)}


def values(cast: Cast, **other: Any) -> CovenantValues:
    kinds = organisations(cast)
    said: dict[str, Any] = {
        "title": "Convenant Proefplein",
        "parties": (kinds["municipality"], kinds["housing"]),
        "purposes": ("woonoverlast",),
        "categories": ("persoonsgegevens",),
        "valid_from": TODAY - timedelta(days=300),
        "valid_until": TODAY + timedelta(days=90),
        "location": "Z-2026-0099",
        "keeper": cast.people[Function.SAFETY_ADVISER],
        "dpia_on": TODAY - timedelta(days=200),
        "dpia_reference": "DPIA-12",
    }
    return CovenantValues(**said | other)


def made(cast: Cast, **other: Any) -> Covenant:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        return covenant_services.make_covenant(identity=identity, values=values(cast, **other))


# Rules


def test_every_rule_has_a_page_without_a_key_on_it(cast: Cast) -> None:
    adviser, rules = cast.client(Function.SAFETY_ADVISER), rulebook.rules_in_force()
    listed = page(adviser, "rules")
    assert rules.version in listed
    for entry in (*rules.bases, *rules.rules):
        assert reverse("grounds:rule", args=[entry.id]) in listed
    doubtful = [one for one in (*rules.bases, *rules.rules) if one.confidence == "low"]
    assert doubtful
    for entry in [*rules.bases[:4], *rules.rules[:4], *doubtful]:
        shown = page(adviser, "rule", entry.id)
        body = shown.partition("<main")[2].partition("</main>")[0]
        # What looks like a key, outside the markup.
        assert not re.findall(r"\b[a-z]+_[a-z_]+\b", re.sub(r"<[^>]+>", " ", body)), entry.id
        assert ("van deze regel zijn wij niet zeker" in shown) == (entry.confidence == "low")
        assert entry.source.replace("&", "&amp;") in shown
    assert adviser.get(reverse("grounds:rule", args=["bestaat-niet"])).status_code == 404


def test_the_rules_are_narrowed_by_act_partner_and_purpose(cast: Cast) -> None:
    adviser = cast.client(Function.SAFETY_ADVISER)
    rules = rulebook.rules_in_force()
    narrowed = page(adviser, "rules", partner="zvh", doel="complexe_casus_zvh")
    for basis in rules.bases:
        fits = "zvh" in basis.providers | basis.recipients and "complexe_casus_zvh" in basis.purposes
        assert (reverse("grounds:rule", args=[basis.id]) in narrowed) == fits, basis.id
    assert "Geen regel past hierop" in page(adviser, "rules", partner="knvb", doel="schuldhulp")


@pytest.mark.story("CX03")
def test_plain_questions_lead_to_an_outcome_and_nothing_is_stored(cast: Cast) -> None:
    client, address = cast.client(Function.CASE_DIRECTOR), reverse("grounds:try_out")
    events = Event.objects.count()
    asked: dict[str, Any] = {
        "provider": "om",
        "recipient": "burgemeester",
        "purpose": "openbare_orde",
        "data_categories": ["strafvorderlijke_gegevens"],
        "subject": "verdachte",
        "frequency": "incidental",
    }
    first = client.post(address, asked)
    conversation = first.context["conversation"]
    assert "Nog een paar vragen" in first.content.decode()
    answers = {f"fact-{key}": "yes" for key in conversation.open_keys}
    answers |= {"fact-whole_file": "no", "fact-others_traceable": "no", "fact-frequency": "incidental"}
    answers |= {"fact-final_decision": "conviction_irrevocable", conversation.asked_name: conversation.asked}
    second = client.post(address, asked | answers).content.decode()
    assert "Dit mag" in second
    assert "artikel 39f" in second
    assert "Wie besluit" in second
    refused = client.post(address, asked | answers | {"fact-proportionate": "no"}).content.decode()
    assert "Dit mag niet" in refused
    assert Event.objects.count() == events


def test_a_remark_is_answered_once_and_a_second_answer_keeps_its_text(cast: Cast) -> None:
    prosecutor, officer = cast.client(Function.PROSECUTOR), cast.client(Function.DPO)
    address = reverse("grounds:remark_new", args=[RULE])
    for _twice in range(2):
        prosecutor.post(address, {"text": "Artikel 16 vraagt ook een advies van de eenheid."})
    with acting_as(person=cast.people[Function.DPO].pk):
        remark = Remark.objects.get(rule=RULE)
    assert remark.digest == rulebook.digest_of(rulebook.entry_of(rulebook.rules_in_force(), RULE) or _none())
    assert "advies van de eenheid" in page(officer, "remarks")
    settle = reverse("grounds:remark_settle", args=[remark.pk])
    assert prosecutor.post(settle, {"version": 1, "answer": "Klopt."}).status_code == 403
    assert officer.post(settle, {"version": 1, "answer": "Wij vragen het na."}).status_code == 302
    late = officer.post(settle, {"version": 1, "answer": "Een ander antwoord."})
    assert late.status_code == 409
    assert "Een ander antwoord." in late.content.decode()
    assert "Wij vragen het na." in page(prosecutor, "rule", RULE)
    assert "advies van de eenheid" not in page(officer, "remarks")


def _none() -> Any:
    raise AssertionError("the rule is gone")


def test_a_service_number_in_a_remark_is_refused(cast: Cast) -> None:
    client = cast.client(Function.PROSECUTOR)
    answer = client.post(
        reverse("grounds:remark_new", args=[RULE]), {"text": "Zie 111222333 in het dossier."}
    )
    assert "burgerservicenummer" in answer.content.decode()
    with acting_as(person=cast.people[Function.DPO].pk):
        assert not Remark.objects.filter(text__contains="111222333").exists()


def test_a_lawyers_agreement_holds_for_the_text_that_it_is_about(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = cast.client(Function.DPO)
    officer.post(reverse("grounds:sign_off", args=[RULE]), {"lawyer": "mr. A. Voorbeeld, jurist", "note": ""})
    assert "mr. A. Voorbeeld, jurist is akkoord met deze tekst" in page(officer, "rule", RULE)
    assert "akkoord van een jurist" in page(officer, "rules")
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert remarks.signed_rules(identity, rulebook.rules_in_force()) == {RULE}
    digest_of = rulebook.digest_of
    monkeypatch.setattr(remarks, "digest_of", lambda entry: digest_of(entry)[::-1])
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert remarks.signed_rules(identity, rulebook.rules_in_force()) == frozenset()
    monkeypatch.undo()
    officer.post(reverse("grounds:sign_off_withdraw", args=[RULE]))
    assert "Nog geen jurist legde vast" in page(officer, "rule", RULE)
    with (
        acting_as(person=cast.people[Function.DPO].pk),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        _sql("UPDATE grounds_signoff SET lawyer = 'iemand anders'")


def _sql(statement: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


# Covenants


def test_a_covenant_warns_sixty_days_before_and_closes_and_opens_what_rests_on_it(cast: Cast) -> None:
    covenant = made(cast)
    subject, heard = uuid.uuid4(), []

    def closed(resting: list[Any], **_more: object) -> list[uuid.UUID]:
        heard.append(("closed", [one.subject for one in resting]))
        return [one.subject for one in resting]

    def opened(resting: list[Any], **_more: object) -> None:
        heard.append(("opened", [one.subject for one in resting]))

    covenant_lapsed.connect(closed)
    covenant_renewed.connect(opened)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        due = Deadline.objects.get(kind="grounds.covenant", subject=covenant.pk)
        assert timezone.localdate(due.due_at) == covenant.valid_until - timedelta(days=60)
        assert due.responsible_id == cast.people[Function.SAFETY_ADVISER].pk
        covenant_services.rest_on(
            identity=identity, covenant=covenant, subject_kind="proef.ding", subject=subject
        )
        assert heard == []
        short = values(cast, valid_until=TODAY - timedelta(days=1))
        covenant_services.change_covenant(identity=identity, covenant=covenant, version=1, values=short)
        assert heard == [("closed", [subject])]
        with pytest.raises(VersionConflict):
            covenant_services.end_covenant(identity=identity, covenant=covenant, version=1)
    with acting_as_system(municipality=cast.home.pk):
        assert covenant_services.settle_all(municipality=cast.home.pk) == 0
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        longer = values(cast, valid_until=TODAY + timedelta(days=400))
        covenant_services.change_covenant(identity=identity, covenant=covenant, version=2, values=longer)
        due.refresh_from_db()
    assert heard[1:] == [("opened", [subject])]
    assert timezone.localdate(due.due_at) == TODAY + timedelta(days=340)
    covenant_lapsed.disconnect(closed)
    covenant_renewed.disconnect(opened)


def test_the_night_closes_what_rests_on_a_covenant_that_ended(cast: Cast) -> None:
    covenant = made(cast, valid_until=TODAY)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        resting = covenant_services.rest_on(
            identity=identity, covenant=covenant, subject_kind="proef.ding", subject=uuid.uuid4()
        )
        assert resting.closed_at is None
        Covenant.objects.filter(pk=covenant.pk).update(valid_until=TODAY - timedelta(days=1))
    with acting_as_system(municipality=cast.home.pk):
        assert covenant_services.settle_all(municipality=cast.home.pk) == 1
        assert covenant_services.settle_all(municipality=cast.home.pk) == 0
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        resting.refresh_from_db()
        line = Event.objects.filter(action="grounds:covenant:closed", subject=covenant.pk).get()
    assert resting.closed_at is not None
    assert line.actor is None


def test_the_law_learns_of_a_covenant_whether_it_covers_and_holds(cast: Cast) -> None:
    made(cast)
    kinds = organisations(cast)
    both = {kinds["municipality"].pk, kinds["housing"].pk}
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:

        def fact(parties: set[uuid.UUID], purpose: str, on: date = TODAY) -> bool | None:
            return covenants.covenant_fact(
                identity, parties=parties, purpose=purpose, categories=["persoonsgegevens"], on=on
            )

        assert fact(both, "woonoverlast") is True
        assert fact(both, "openbare_orde") is False
        assert fact(both, "woonoverlast", TODAY + timedelta(days=91)) is False
        assert fact(both | {kinds["police"].pk}, "woonoverlast") is None


def test_the_register_of_covenants_in_the_browser(cast: Cast) -> None:
    adviser, kinds = cast.client(Function.SAFETY_ADVISER), organisations(cast)
    assert "Nog geen convenant" in page(adviser, "covenants")
    asked: dict[str, Any] = {
        "title": "Convenant kade",
        "parties": [str(kinds["municipality"].pk)],
        "purposes": ["openbare_orde"],
        "categories": ["persoonsgegevens"],
        "valid_from": "2026-01-01",
        "valid_until": "2025-01-01",
        "dpia_on": "2025-12-01",
        "location": "Z-1",
        "keeper": str(cast.people[Function.DEPUTY].pk),
    }
    refused = adviser.post(reverse("grounds:covenant_new"), asked).content.decode()
    for words in (
        "Kies ten minste twee partijen",
        "Dit ligt voor het begin",
        "Noem waar de DPIA te vinden is",
    ):
        assert words in refused
    right = asked | {
        "parties": [str(kinds["municipality"].pk), str(kinds["police"].pk)],
        "valid_until": (TODAY + timedelta(days=10)).isoformat(),
        "dpia_reference": "D-1",
    }
    shown = adviser.post(reverse("grounds:covenant_new"), right, follow=True).content.decode()
    assert "nog 10 dagen" in shown
    with acting_as(person=cast.people[Function.DPO].pk):
        covenant = Covenant.objects.get(title="Convenant kade")
    change = reverse("grounds:covenant_change", args=[covenant.pk])
    adviser.post(change, right | {"version": 1, "title": "Convenant kade en haven"})
    late = adviser.post(change, right | {"version": 1, "title": "Mijn titel"})
    assert late.status_code == 409
    assert "Mijn titel" in late.content.decode()
    assert "Convenant kade en haven" in late.content.decode()
    chief = cast.client(Function.TEAM_CHIEF)
    assert "Convenant kade en haven" in page(chief, "covenants")
    assert chief.post(change, right).status_code == 403
    adviser.post(reverse("grounds:covenant_end", args=[covenant.pk]), {"version": 2})
    assert "Convenant kade en haven" not in page(adviser, "covenants")
    assert "Convenant kade en haven" in page(adviser, "covenants", voorbij="ja")
    stranger = cast.client(person=cast.stranger)
    assert stranger.get(reverse("grounds:covenant", args=[covenant.pk])).status_code == 404
    assert "Convenant kade" not in page(stranger, "covenants", voorbij="ja")


# Processing activities


@pytest.mark.story("TZ01")
def test_the_officer_sees_every_purpose_with_basis_covenant_dpia_and_expiry(cast: Cast) -> None:
    officer = cast.client(Function.DPO)
    covenant = made(cast)
    officer.post(reverse("grounds:activities_standard"))
    asked = {
        "name": "Aanpak woonoverlast",
        "purpose": "Overlast in en om de woning stoppen.",
        "legal_basis": "avg-6-1-e-eigen-taak",
        "categories": ["persoonsgegevens"],
        "subjects": ["overlastgever"],
        "recipients": ["woningcorporatie"],
        "retention_period": "P2Y",
        "covenant": str(covenant.pk),
        "dpia_on": (TODAY - timedelta(days=400)).isoformat(),
        "dpia_reference": "DPIA-7",
        "valid_from": TODAY.isoformat(),
        "expires_on": (TODAY + timedelta(days=20)).isoformat(),
    }
    officer.post(reverse("grounds:activity_new"), asked)
    listed = page(officer, "activities")
    for words in (
        "Aanpak woonoverlast",
        "Convenant Proefplein",
        "loopt bijna af",
        "AVG",
        "Beheer van gebruikers",
    ):
        assert words in listed, words
    assert listed.index("Aanpak woonoverlast") < listed.index("Beheer van gebruikers")
    with acting_as(person=cast.people[Function.DPO].pk):
        first = ActivityVersion.objects.get(slug="aanpak-woonoverlast")
        assert activities.number_in_force(cast.home.pk, first.slug) == 1
    change = reverse("grounds:activity_change", args=[first.activity])
    assert officer.post(change, asked | {"number": 1, "retention_period": "P1Y"}).status_code == 302
    late = officer.post(change, asked | {"number": 1, "purpose": "Een ander doel dan daarnet."})
    assert late.status_code == 409
    assert "Een ander doel dan daarnet." in late.content.decode()
    earlier = page(officer, "activity_version", first.slug, 1)
    assert "2 jaar" in earlier
    assert "Dit is een eerdere versie" in earlier
    assert "1 jaar" in page(officer, "activity", first.activity)
    with acting_as(person=cast.people[Function.DPO].pk):
        assert in_force(cast.home.pk, first.slug).endswith("/aanpak-woonoverlast/v2")
    officer.post(reverse("grounds:activity_end", args=[first.activity]))
    assert "Aanpak woonoverlast" not in page(officer, "activities")
    assert "Aanpak woonoverlast" in page(officer, "activities", gestopt="ja")


def test_a_version_never_changes_and_two_changes_at_once_give_one_version(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.DPO].pk) as identity:
        assert activity_services.take_over_standard(identity=identity) == 5
        assert activity_services.take_over_standard(identity=identity) == 0
        last = ActivityVersion.objects.get(slug="beheer-van-gebruikers")
        activity_services.end_activity(identity=identity, last=last)
        with pytest.raises(VersionConflict):
            activity_services.end_activity(identity=identity, last=last)
        for statement in (
            "UPDATE grounds_activityversion SET purpose = 'iets anders'",
            "DELETE FROM grounds_activityversion",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                _sql(statement)


def test_the_processing_log_refers_to_the_version_that_holds(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        first = in_force(cast.home.pk, "beheer-van-gebruikers")
        assert first.endswith("/beheer-van-gebruikers/v1")
        activity_services.take_over_standard(identity=identity)
        last = ActivityVersion.objects.get(slug="beheer-van-gebruikers")
        values = activity_services._values_of(last, TODAY)
        activity_services.revise_activity(identity=identity, last=last, number=1, values=values)
        assert in_force(cast.home.pk, "beheer-van-gebruikers").endswith("/v2")
        assert in_force(uuid.uuid4(), "beheer-van-gebruikers") == first


def test_reading_of_cases_refers_to_an_activity_that_the_register_knows(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.DPO].pk) as identity:
        activity_services.take_over_standard(identity=identity)
        for slug in (RECORDS_READ, DOCUMENTS_TAKEN):
            assert activities.number_in_force(cast.home.pk, slug) == 1
        found = ActivityVersion.objects.get(slug=RECORDS_READ)
        known = load().vocabulary
        assert found.categories == ["persoonsgegevens"]
        assert set(found.subjects) <= known["subject"]
        assert set(found.recipients) <= known["recipient"]
        assert found.retention_period == "P5Y"


# Samples


def stated(cast: Cast, count: int) -> Quarter:
    """Let the mayor have opened files in the last quarter; return that quarter."""
    quarter = Quarter.of(TODAY).before
    start, _end = quarter.bounds()
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        orders = [
            Order(
                person=identity.person, problem=uuid.uuid4(), level=Level.FILE, origin=Origin.PURPOSE,
                reason=f"Besluit nummer {number} over een gebiedsverbod", power="openbare_orde",
                valid_from=start + timedelta(days=number), valid_until=start + timedelta(days=number, hours=8),
            )
            for number in range(count)
        ]  # fmt: skip
        give(municipality=identity.municipality, orders=orders)
    return quarter


@pytest.mark.story("TZ09")
def test_the_officer_draws_a_quarter_once_rates_it_and_sees_what_it_came_to(cast: Cast) -> None:
    quarter, officer = stated(cast, 6), cast.client(Function.DPO)
    new = reverse("grounds:sample_new")
    asked = {"quarter": f"{quarter.year}-{quarter.number}", "size": "3", "reason": ""}
    drawn = officer.post(new, asked, follow=True)
    sample = drawn.context["sample"]
    assert [row.kind for row in drawn.context["rows"]] == ["Openbare orde"] * 3
    with acting_as(person=cast.people[Function.DPO].pk):
        chosen = list(SampledPurpose.objects.filter(sample=sample).values_list("grant", flat=True))
        all_grants = list(Grant.objects.filter(origin="purpose").values_list("pk", flat=True))
    assert sample_services.drawn(sample.seed, reversed(all_grants), 3) == chosen
    again = officer.post(new, asked)
    assert "al getrokken" in again.content.decode()
    second = officer.post(new, asked | {"reason": "De eerste was te klein voor een oordeel."}, follow=True)
    assert "Opnieuw getrokken" in second.content.decode()
    following = drawn.context["next"]
    for verdict, note in (("good", ""), ("doubt", ""), ("poor", "Geen bevoegdheid genoemd.")):
        rate = reverse("grounds:purpose_rate", args=[following.pk])
        answer = officer.post(rate, {"version": 1, "verdict": verdict, "note": note})
        assert answer.status_code == 302
        following = officer.get(answer["Location"]).context.get("stated", None)
        following = following.purpose if following else None
    assert following is None
    assert officer.post(rate, {"version": 1, "verdict": "good", "note": ""}).status_code == 409
    assert (
        "Zeg in een zin" in officer.post(rate, {"version": 2, "verdict": "poor", "note": ""}).content.decode()
    )
    listed = page(officer, "samples")
    for words in ("1 goed", "1 twijfel", "1 onvoldoende", "3 van 6 doelen getrokken"):
        assert words in listed, words
    taken = officer.get(reverse("grounds:sample_pdf", args=[sample.pk]))
    assert taken["Content-Type"] == "application/pdf"
    assert taken.content.startswith(b"%PDF-")
    with acting_as(person=cast.people[Function.DPO].pk):
        assert Event.objects.filter(action="grounds:sample:taken", subject=sample.pk).count() == 1
    for function in (Function.ADMIN, Function.MAYOR):
        assert cast.client(function).get(reverse("grounds:samples")).status_code == 403


def test_what_was_drawn_cannot_be_swapped_or_drawn_again_in_silence(cast: Cast) -> None:
    quarter = stated(cast, 3)
    with acting_as(person=cast.people[Function.DPO].pk) as identity:
        sample_services.draw(identity=identity, quarter=quarter, size=2)
        with pytest.raises(sample_services.DrawnAlready):
            sample_services.draw(identity=identity, quarter=quarter, size=2)
        with pytest.raises(sample_services.QuarterRuns):
            sample_services.draw(identity=identity, quarter=Quarter.of(TODAY), size=2)
        for statement in (
            'UPDATE grounds_sampledpurpose SET "grant" = gen_random_uuid()',
            "DELETE FROM grounds_sampledpurpose",
            "DELETE FROM grounds_sample",
            "UPDATE grounds_sample SET seed = 'gekozen'",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                _sql(statement)
    with acting_as(person=cast.people[Function.ADMIN].pk):
        assert not Sample.objects.exists()
        assert not SampledPurpose.objects.exists()


def test_another_municipality_sees_nothing_of_the_registers(cast: Cast) -> None:
    made(cast)
    with acting_as(person=cast.people[Function.DPO].pk) as identity:
        activity_services.take_over_standard(identity=identity)
    cast.client(Function.PROSECUTOR).post(
        reverse("grounds:remark_new", args=[RULE]), {"text": "Alleen voor Voorbeeldstad bedoeld."}
    )
    with acting_as(person=cast.stranger.pk):
        for model in (Covenant, ActivityVersion, Remark, SignOff, Sample):
            assert not model.objects.exists(), model.__name__
    assert "Alleen voor Voorbeeldstad" not in page(cast.client(person=cast.stranger), "rule", RULE)


def test_lists_ask_as_many_questions_for_many_rows_as_for_one(
    cast: Cast, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        made(cast, title=f"Convenant {number}", valid_until=TODAY + timedelta(days=100 + number))
    with acting_as(person=cast.people[Function.DPO].pk) as identity:
        with django_assert_num_queries(2):
            rows, more = covenants.register(identity, on=TODAY)
        assert ([one.title for one in rows], more) == ([f"Convenant {number}" for number in range(4)], False)
        assert [len(one.parties.all()) for one in rows] == [2] * 4
        after = (rows[1].valid_until, rows[1].pk)
        assert [one.title for one in covenants.register(identity, on=TODAY, after=after)[0]] == [
            "Convenant 2",
            "Convenant 3",
        ]
        activity_services.take_over_standard(identity=identity)
        with django_assert_num_queries(1):
            assert len(activities.newest(identity)) == 5
