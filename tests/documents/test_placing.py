"""Documents in compartments: who sees them, what is stored, versions, locks, and what the database refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.documents import queries, services
from driehoek.documents.models import Chunk, Document, Lock, TextState, Version, VersionText, Words
from driehoek.documents.services.documents import LockedByOther
from driehoek.ledger.models import Event, ProcessingRecord
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.vault import LockedError
from tests.documents.conftest import World
from tests.support.document_objects import place

TABLES = (Document, Version, Chunk, VersionText, Words, Lock)


def test_each_sees_the_documents_of_their_own_compartments(world: World) -> None:
    seen = {
        Function.PARTNER: {"Plan van de week", "Verslag wijkteam"},
        Function.TEAM_CHIEF: {"Plan van de week", "Mutatie nachtdienst"},
        Function.GUEST: {"Plan van de week"},
        Function.MAYOR: set(),
        Function.ANALYST: set(),
    }
    for function, titles in seen.items():
        with world.acting(function) as identity:
            found, _more = queries.documents_of(identity, world.made.case)
            assert {one.title for one in found} == titles, function
            # The wall in the database says the same, whatever the query asks.
            assert {one.title for one in Document.objects.all()} == titles, function
            assert Chunk.objects.count() == len(titles), function
    with acting_as(person=world.cast.stranger.pk, municipality=world.cast.away.pk):
        assert not any(table._default_manager.exists() for table in TABLES)


def test_nothing_readable_lies_in_the_database_and_the_bytes_come_back_whole(world: World) -> None:
    content = b"Zilverberg " * 200_000
    with world.acting(Function.CASE_DIRECTOR) as identity:
        made = place(
            identity, world.made.case, world.made.shared, title="Dossier Zilverberg", content=content
        )
        version = queries.newest_version(made)
        assert queries.content_of(version) == content
        assert Chunk.objects.filter(file=version).count() == 3
        with connection.cursor() as cursor:
            for table in ("document", "version", "chunk", "versiontext", "words"):
                cursor.execute(f"SELECT string_agg(t::text, '') FROM documents_{table} t")
                (said,) = cursor.fetchone()
                assert said, table
                assert "ilverberg" not in said.lower(), table
                assert b"ilverberg".hex() not in said, table


def test_pieces_that_are_swapped_or_left_out_are_refused(world: World) -> None:
    content = bytes(3 * (1 << 20))
    with world.acting(Function.CASE_DIRECTOR) as identity:
        made = place(identity, world.made.case, world.made.shared, content=b"%PDF-1.7" + content, read=False)
        version = queries.newest_version(made)
        pieces = [bytes(one.data) for one in Chunk.objects.filter(file=version)]
        for wrong in (pieces[:-1], [pieces[1], pieces[0], *pieces[2:]], [*pieces, pieces[-1]]):
            with pytest.raises(LockedError):
                queries.unseal(wrong, key=version.key, file=version.pk)


def test_the_same_file_is_stored_once_and_a_stale_version_is_refused(world: World) -> None:
    with world.acting(Function.PARTNER) as identity:
        again = place(
            identity,
            world.made.case,
            world.made.shared,
            content=b"Huiswerkklas op het plein.",
            read=False,
            no_personal=True,
        )
        assert again.pk == world.shared.pk
        document = Document.objects.get(pk=world.shared.pk)
        newer = services.Given("plan.txt", b"Tweede plan")
        assert services.add_version(
            identity=identity,
            document=document,
            version=document.version,
            file=newer,
            no_personal=True,
        )
        assert not services.add_version(
            identity=identity, document=document, version=1, file=newer, no_personal=True
        )
        with pytest.raises(VersionConflict), transaction.atomic():
            services.add_version(
                identity=identity,
                document=document,
                version=1,
                file=services.Given("plan.txt", b"Derde plan"),
                no_personal=True,
            )
        assert [one.number for one in queries.versions_of(document)] == [2, 1]


def test_a_lock_keeps_others_out_until_it_ends_or_is_broken(world: World) -> None:
    document = world.shared
    with world.acting(Function.PARTNER) as identity:
        services.lock(identity=identity, document=document, duration=timedelta(hours=4))
        assert services.lock(identity=identity, document=document, duration=timedelta(hours=1)).until > (
            timezone.now() + timedelta(hours=3)
        )
    with world.acting(Function.TEAM_CHIEF) as identity:
        with pytest.raises(LockedByOther), transaction.atomic():
            services.add_version(
                identity=identity,
                document=document,
                version=1,
                file=services.Given("a.txt", b"Over de ander heen"),
                no_personal=True,
            )
        with pytest.raises(LockedByOther):
            services.lock(identity=identity, document=document, duration=timedelta(hours=1))
        # Not by SQL either: the service is not the wall.
        with pytest.raises(ProgrammingError), transaction.atomic():
            services.common.store(
                identity=identity,
                document=document,
                judged=services.common.judge(services.Given("a.txt", b"Stiekem")),
                no_personal=True,
            )
        assert not services.release(identity=identity, document=document)
    with world.acting(Function.CASE_DIRECTOR) as identity:
        assert services.break_lock(identity=identity, document=document, reason="Collega is ziek")
        assert queries.locks_of(document)[0].reason == "Collega is ziek"
        assert not queries.running_locks([document])
        with pytest.raises(ProgrammingError), transaction.atomic():
            Lock.objects.update(ended_at=timezone.now(), reason_locked="")


def test_a_lock_that_ran_out_holds_nobody(world: World) -> None:
    with world.acting(Function.PARTNER) as identity:
        Lock.objects.create(
            municipality_id=identity.municipality,
            compartment_id=world.shared.compartment_id,
            document=world.shared,
            by_id=identity.person,
            since=timezone.now() - timedelta(hours=2),
            until=timezone.now() - timedelta(seconds=1),
        )
    with world.acting(Function.TEAM_CHIEF) as identity:
        assert services.lock(identity=identity, document=world.shared, duration=timedelta(hours=1))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_version SET sha256 = repeat('0', 64)",
        "UPDATE documents_version SET text_state = 'waiting'",
        "DELETE FROM documents_version",
        "UPDATE documents_chunk SET data = ''",
        "DELETE FROM documents_chunk",
        "UPDATE documents_versiontext SET text_locked = ''",
        "UPDATE documents_document SET compartment_id = (SELECT id FROM cases_compartment WHERE kind = 'shared')",
        "DELETE FROM documents_document",
    ],
)
def test_what_was_stored_stays(world: World, statement: str) -> None:
    with (
        world.acting(Function.CASE_DIRECTOR),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_who_may_only_read_or_may_not_see_stores_nothing(world: World) -> None:
    with world.acting(Function.GUEST) as identity, pytest.raises(ProgrammingError), transaction.atomic():
        place(
            identity, world.made.case, world.made.own["Zorg"], title="Stiekem", read=False, no_personal=True
        )
    with world.acting(Function.MAYOR) as identity, pytest.raises(ProgrammingError), transaction.atomic():
        place(identity, world.made.case, world.made.shared, title="Van boven", read=False)


def test_a_document_is_not_less_confidential_than_its_case(world: World) -> None:
    with world.acting(Function.CASE_DIRECTOR) as identity:
        with pytest.raises(ValueError, match="less confidential"):
            place(identity, world.made.case, world.made.shared, classification="openbaar", content=b"Nieuw")
        with pytest.raises(ValueError, match="less confidential"):
            services.change_document(
                identity=identity, document=world.shared, version=1, values={"classification": "openbaar"}
            )


def test_taking_and_looking_stand_in_both_logs_for_who_sees_the_compartment(world: World) -> None:
    with world.acting(Function.PARTNER) as identity:
        document = queries.visible_to(identity).get(pk=world.care.pk)
        version = queries.newest_version(document)
        services.take(identity=identity, document=document, version=version)
        assert "Zilverberg" in services.look(identity=identity, document=document, version=version)
        mine = Event.objects.filter(action__startswith="documents:version", problem=document.compartment_id)
        assert {one.action for one in mine} == {"documents:version:taken", "documents:version:read"}
        assert "Zilverberg" not in "".join(one.data for one in mine)
    with world.acting(Function.TEAM_CHIEF):
        assert not Event.objects.filter(problem=world.care.compartment_id).exists()
    with world.acting(Function.DPO):
        assert ProcessingRecord.objects.filter(data_subject_id_type="documents.document").count() >= 2


def test_a_file_without_readable_text_says_so_and_is_still_found_by_its_title(world: World) -> None:
    with world.acting(Function.CASE_DIRECTOR) as identity:
        broken = place(identity, world.made.case, world.made.shared, title="Kapot", content=b"%PDF-1.7 niets")
        assert queries.newest_version(broken).text_state == TextState.UNREADABLE
        assert Words.objects.filter(document=broken).exists()
