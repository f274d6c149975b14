"""With SQL as the app's role no decision is forged, altered or lost, nor read or made by another."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from driehoek import law
from driehoek.access.identity import acting_as, acting_as_system
from driehoek.grounds import queries, services
from driehoek.grounds.models import ApprovalRecord, Decision, RuleText
from driehoek.grounds.sealing import sealed
from driehoek.parties.models import Function
from tests.support.cast import Cast
from tests.support.ground_objects import ALLOWED, KIND, REASON, REFUSED, judged, organisation_of

POLICE, F = Function.TEAM_CHIEF, Function
COLUMNS = ", ".join(f'"{one.column}"' for one in Decision._meta.concrete_fields)


def run(statement: str, *values: object) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def allows(decision: uuid.UUID, subject: uuid.UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT grounds_allows(%s, %s, %s)", [decision, KIND, subject])
        return bool(cursor.fetchone()[0])


def copied(change: str, value: str) -> str:
    """SQL that copies a decision with one column changed: what a forger would do."""
    columns = COLUMNS.split(", ")
    chosen = ", ".join(value if one == f'"{change}"' else one for one in columns)
    chosen = chosen.replace('"id"', "gen_random_uuid()").replace('"span_id"', "'00000000000000ff'")
    return f"INSERT INTO grounds_decision ({COLUMNS}) SELECT {chosen} FROM grounds_decision WHERE id = %s"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("outcome", "'allowed'"),
        ("subject", "gen_random_uuid()"),
        ("on", '"on" + 1'),
        ("made_at", "clock_timestamp()"),
        ("bases", "'{wpg-16-1b-burgemeester}'"),
        ("seal", "sha256('x')"),
        ("seal", "''"),
    ],
)
def test_a_forged_decision_does_not_come_in(cast: Cast, column: str, value: str) -> None:
    with acting_as(person=cast.people[POLICE].pk) as identity:
        made = judged(identity, organisation_of(cast, POLICE).pk, REFUSED)
        with pytest.raises(DatabaseError, match="seal of the application"):
            run(copied(column, value), made.pk)
        with pytest.raises(DatabaseError, match="seal of the application"):
            run(copied(column, value).replace("gen_random_uuid()", "id"), made.pk)
        assert Decision.objects.count() == 1


def test_a_seal_made_without_the_key_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    import driehoek.ledger.seal as module

    with acting_as(person=cast.people[POLICE].pk) as identity:
        made = judged(identity, organisation_of(cast, POLICE).pk, REFUSED)
        made.id, made.span_id, made.outcome = uuid.uuid4(), "00000000000000ff", "allowed"
        monkeypatch.setattr(module, "_key", lambda: b"geraden")
        made.seal = sealed(made)
        with pytest.raises(DatabaseError, match="seal of the application"), transaction.atomic():
            made.save(force_insert=True)


def test_the_same_decision_does_not_stand_twice_in_the_log(cast: Cast) -> None:
    with acting_as(person=cast.people[POLICE].pk) as identity:
        made = judged(identity, organisation_of(cast, POLICE).pk)
        made.id = uuid.uuid4()
        made.seal = sealed(made)
        with pytest.raises(IntegrityError, match="decision_once_in_log"), transaction.atomic():
            made.save(force_insert=True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE grounds_decision SET outcome = 'allowed'",
        "UPDATE grounds_decision SET confirmation = 'Toch maar wel, zei iemand.', outcome = 'warn'",
        "DELETE FROM grounds_decision",
        "TRUNCATE grounds_decision CASCADE",
        "ALTER TABLE grounds_decision DISABLE TRIGGER ALL",
        "ALTER TABLE grounds_decision DISABLE TRIGGER grounds_decision_sealed",
        "ALTER TABLE grounds_decision NO FORCE ROW LEVEL SECURITY",
        "SET session_replication_role = replica",
        "DROP TRIGGER grounds_decision_sealed ON grounds_decision",
        "CREATE OR REPLACE FUNCTION grounds_check_seal() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
        "UPDATE grounds_ruletext SET texts = '{}'",
        "DELETE FROM grounds_ruletext",
        "SELECT installation_seal('grounds.decision'::bytea)",
        "UPDATE ledger_sealkey SET only_one = true",
    ],
)
def test_what_was_judged_cannot_be_touched(cast: Cast, statement: str) -> None:
    with acting_as(person=cast.people[POLICE].pk) as identity:
        made = judged(identity, organisation_of(cast, POLICE).pk, REFUSED)
        with pytest.raises(DatabaseError):
            run(statement)
        assert Decision.objects.get(pk=made.pk).outcome == "not_allowed"
        assert not allows(made.pk, made.subject)


def test_the_maintenance_switch_opens_nothing(cast: Cast) -> None:
    with acting_as(person=cast.people[POLICE].pk) as identity:
        judged(identity, organisation_of(cast, POLICE).pk)
        run("SELECT set_config('app.maintenance', 'on', true)")
        with pytest.raises(DatabaseError):
            run("DELETE FROM grounds_decision")
    with acting_as(person=cast.people[F.MAYOR].pk):
        run("SELECT set_config('app.maintenance', 'on', true)")
        assert not Decision.objects.exists()
        # The question itself leaves no door open behind it.
        assert not allows(uuid.uuid4(), uuid.uuid4())
        assert not Decision.objects.exists()


def test_a_judgement_is_read_by_its_own_organisation_and_the_officer(cast: Cast) -> None:
    with acting_as(person=cast.people[POLICE].pk) as identity:
        made = judged(identity, organisation_of(cast, POLICE).pk, problem=uuid.uuid4())
    sees = {}
    for function, person in cast.people.items():
        with acting_as(person=person.pk) as identity:
            sees[function] = Decision.objects.filter(pk=made.pk).exists()
            assert (queries.decision(identity, made.pk) is not None) is sees[function]
            assert bool(queries.decision_log(identity)[0]) is sees[function]
            assert bool(queries.decisions_about(identity, KIND, made.subject)) is sees[function]
    assert {function for function, seen in sees.items() if seen} == {POLICE, F.DPO}
    with acting_as_system(municipality=cast.home.pk):
        assert Decision.objects.filter(pk=made.pk).exists()
    with acting_as(person=cast.stranger.pk) as identity:
        assert not Decision.objects.exists()
        assert queries.decision(identity, made.pk) is None
        assert not allows(made.pk, made.subject)
    with acting_as_system(municipality=cast.away.pk):
        assert not Decision.objects.exists()
        assert not allows(made.pk, made.subject)


def test_nobody_judges_in_the_name_of_another(cast: Cast) -> None:
    with acting_as(person=cast.people[POLICE].pk):
        police = organisation_of(cast, POLICE)
    for function in (F.MAYOR, F.SAFETY_ADVISER, F.PROSECUTOR, F.ADMIN, F.COUNCIL):
        with (
            acting_as(person=cast.people[function].pk) as identity,
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            judged(identity, police.pk)
    with acting_as(person=cast.stranger.pk) as identity:
        with pytest.raises(DatabaseError), transaction.atomic():
            judged(identity, police.pk)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            ApprovalRecord.objects.create(
                municipality=cast.home,
                subject_kind=KIND,
                subject=uuid.uuid4(),
                organisation=police,
                fact="helpdesk_consent",
                approver="helpdesk_privacy_pag",
                four_eyes=False,
                asked_by=cast.stranger,
                asked_at=timezone.now(),
            )


def test_the_decision_of_another_thing_or_of_another_organisation_lets_nothing_go(cast: Cast) -> None:
    mine, theirs = uuid.uuid4(), uuid.uuid4()
    with acting_as(person=cast.people[POLICE].pk) as identity:
        good = judged(identity, organisation_of(cast, POLICE).pk, subject=mine)
        bad = judged(identity, organisation_of(cast, POLICE).pk, REFUSED, subject=theirs)
        assert allows(good.pk, mine)
        assert not allows(good.pk, theirs)
        assert not allows(bad.pk, theirs)
    with acting_as(person=cast.people[F.PROSECUTOR].pk) as identity:
        other = judged(identity, organisation_of(cast, F.PROSECUTOR).pk, ALLOWED, subject=theirs)
    # Whoever lets a thing go must see that the decision is its own giver's: the newest is another's now.
    with acting_as(person=cast.people[POLICE].pk):
        assert not Decision.objects.filter(pk=other.pk).exists()
        assert not allows(bad.pk, theirs)


def test_rules_stand_only_under_their_own_version(cast: Cast) -> None:
    lax = {**law.texts_in_force(), "closing.yaml": "rules: []\n"}
    with acting_as(person=cast.people[POLICE].pk):
        with pytest.raises(DatabaseError, match="not version"), transaction.atomic():
            RuleText.objects.create(version=law.load().version, texts=lax)
        RuleText.objects.create(version=law.load().version, texts=law.texts_in_force())
        assert law.from_texts(RuleText.objects.get().texts) is law.load()


def test_a_reason_in_blanks_is_no_reason(cast: Cast) -> None:
    with acting_as(person=cast.people[POLICE].pk) as identity:
        police = organisation_of(cast, POLICE).pk
        made = judged(identity, police, {**ALLOWED, "facts": {}}, confirmation=" \t\n " * 20)
        assert made.confirmation == ""
        assert not made.releasable
        assert not allows(made.pk, made.subject)
        assert services.preview(ALLOWED).outcome == "allowed"
        assert judged(identity, police, {**ALLOWED, "facts": {}}, confirmation=REASON).releasable
