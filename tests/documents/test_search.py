"""The search: everyone finds what they may see, by other forms of a word, and nothing of the rest."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.documents import search
from driehoek.documents.finding import find_cases, find_documents, find_problems
from driehoek.documents.fingerprints import fingerprints, stems
from driehoek.documents.search import Hit, Provider, Wanted, snippet
from driehoek.parties.models import Function
from driehoek.problems import services as problems
from driehoek.problems.models import Kind, Problem
from tests.documents.conftest import World
from tests.support.document_objects import place

FIND = "SELECT * FROM documents_find(%s, NULL, FALSE, NULL, NULL, NULL, NULL, 50)"


def titles(identity: Identity, text: str, **given: object) -> set[str]:
    return {one.title for one in find_documents(identity, Wanted(text, **given), 51)}  # type: ignore[arg-type]


def test_each_finds_their_own_part_and_nobody_the_rest(world: World) -> None:
    found = {
        Function.PARTNER: {"Verslag wijkteam"},
        Function.TEAM_CHIEF: {"Mutatie nachtdienst"},
        Function.CASE_DIRECTOR: {"Verslag wijkteam", "Mutatie nachtdienst"},
        Function.GUEST: set(),
        Function.MAYOR: set(),
        Function.ANALYST: set(),
    }
    for function, expected in found.items():
        with world.acting(function) as identity:
            assert titles(identity, "Zilverberg") == expected, function
    with acting_as(person=world.cast.stranger.pk, municipality=world.cast.away.pk) as identity:
        assert titles(identity, "Zilverberg") == set()


def test_other_forms_accents_and_every_word(world: World) -> None:
    with world.acting(Function.PARTNER) as identity:
        assert titles(identity, "woning") == {"Verslag wijkteam"}
        assert titles(identity, "GEZÍN gesprekken") == {"Verslag wijkteam"}
        assert titles(identity, "gezin fietsen") == set()
        assert titles(identity, "het over de") == {"Verslag wijkteam"}
        (hit,) = find_documents(identity, Wanted("woning"), 51)
        assert "<mark>woningen</mark>" in hit.snippet
        assert hit.where == world.made.case.problem.title


def test_what_narrows(world: World) -> None:
    theme = world.made.case.problem.theme_id
    with world.acting(Function.PARTNER) as identity:
        assert titles(identity, "gezin", theme=theme)
        assert not titles(identity, "gezin", theme=uuid.uuid4())
        assert not titles(identity, "gezin", since=timezone.now() + timedelta(hours=1))
        assert not titles(identity, "gezin", training=True)
        (hit,) = find_documents(identity, Wanted("gezin"), 51)
        assert not titles(identity, "gezin", after=(hit.at, hit.id))


def test_an_enemy_gets_nothing_more_out_of_the_function(world: World) -> None:
    with world.acting(Function.PARTNER) as identity, connection.cursor() as cursor:
        marks = fingerprints(stems("fietsen"), identity.municipality)
        cursor.execute("SELECT set_config('app.maintenance', 'on', true)")
        cursor.execute(FIND, [marks])
        assert cursor.fetchall() == []
        bare = "SELECT set_config('row_security', 'off', true); " + FIND.replace("%s", "ARRAY['a']")
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(bare)
        # Who claims to be somebody else is nobody, and finds nothing of their own either.
        chief = str(world.cast.people[Function.TEAM_CHIEF].pk)
        cursor.execute(
            "SELECT set_config('app.person', %s, true), set_config('app.persons', %s, true)", [chief, chief]
        )
        cursor.execute(FIND, [marks])
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM documents_words")
        assert cursor.fetchone() == (0,)


def test_signs_of_the_query_language_are_words_like_others(world: World) -> None:
    with world.acting(Function.PARTNER) as identity, connection.cursor() as cursor:
        for given in (["a' | 'b"], ["!x", "(", "&"], ["\\"], ["'"]):
            cursor.execute(FIND, [given])
            assert cursor.fetchall() == []
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("SELECT access_seal_identity('a', 'a', 'a', 'a')")
        assert titles(identity, "gezin & ! | ( '") == {"Verslag wijkteam"}


def test_the_end_of_a_participation_ends_what_is_found(world: World) -> None:
    from driehoek.cases.services import end_participation

    with world.acting(Function.CASE_DIRECTOR) as identity:
        end_participation(identity=identity, participation=world.made.partners[Function.PARTNER])
    with world.acting(Function.PARTNER) as identity:
        assert titles(identity, "gezin") == set()


def test_a_changed_document_is_found_by_its_new_words_only(world: World) -> None:
    from driehoek.documents import queries, services

    with world.acting(Function.CASE_DIRECTOR) as identity:
        document = queries.visible_to(identity).get(pk=world.shared.pk)
        services.add_version(
            identity=identity,
            document=document,
            version=1,
            file=services.Given("p.txt", b"Voetbalavond bij de school"),
        )
        services.take_text(version=queries.newest_version(document).pk)
        assert titles(identity, "voetbalavond") == {"Plan van de week"}
        assert titles(identity, "huiswerkklas") == set()
        document.refresh_from_db()
        services.change_document(
            identity=identity, document=document, version=document.version, values={"title": "Weekplan"}
        )
        assert titles(identity, "weekplan voetbalavond") == {"Weekplan"}


def test_cases_and_problems_by_title_gist_and_dossier_where_it_is_open(world: World) -> None:
    adviser = world.cast.people[Function.SAFETY_ADVISER]
    with world.acting(Function.SAFETY_ADVISER) as identity:
        problems.open_problem(
            identity=identity,
            new=problems.NewProblem(
                title="Overlast bij de haven",
                summary="Lawaai in de nacht",
                dossier="Melder Goudvink klaagt",
                kind=Kind.STANDARD,
                theme=world.made.case.problem.theme,
                owner=adviser.pk,
                classification="zeer_geheim",
            ),
        )
        assert [one.title for one in find_problems(identity, Wanted("haven goudvink"), 51)] == [
            "Overlast bij de haven"
        ]
        assert find_cases(identity, Wanted("haven"), 51) == []
        assert [one.title for one in find_cases(identity, Wanted("voorbeeldplein"), 51)] == [
            world.made.case.problem.title
        ]
    # The prosecutor has an overview of it: what is strictly confidential is not even named.
    with world.acting(Function.PROSECUTOR) as identity:
        assert Problem.objects.filter(title="Overlast bij de haven").exists()
        assert find_problems(identity, Wanted("haven"), 51) == []
    with world.acting(Function.GUEST) as identity:
        assert find_problems(identity, Wanted("haven"), 51) == []


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    counts = []
    with world.acting(Function.CASE_DIRECTOR) as identity:
        for more in (0, 6):
            for number in range(more):
                place(
                    identity,
                    world.made.case,
                    world.made.shared,
                    title=f"Stuk {number}",
                    content=f"Zilverberg {number}".encode(),
                    read=False,
                )
            with CaptureQueriesContext(connection) as caught:
                search.find(identity, Wanted("zilverberg", shown=5), shown=5)
            counts.append(len(caught))
    assert counts[0] == counts[1]


def test_numbers_are_capped_and_other_rooms_join() -> None:
    hits = [Hit(uuid.uuid4(), timezone.now(), str(number), "/") for number in range(51)]
    search.register(Provider("proof", "Proef", 99, lambda *_given: hits))
    try:
        identity = None
        (group,) = search.find(identity, Wanted("iets"), kind="proof", shown=5)  # type: ignore[arg-type]
        assert (group.number, group.more, len(group.hits)) == (50, True, 5)
        assert search.find(identity, Wanted(" !? "), kind="proof", shown=5) == []  # type: ignore[arg-type]
    finally:
        search.forget("proof")


def test_a_snippet_escapes_what_it_shows() -> None:
    shown = snippet("voor <script>alert(1)</script> woningen na", ["woning"])
    assert "<script>" not in shown
    assert "<mark>woningen</mark>" in shown
