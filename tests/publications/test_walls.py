"""Who reads what, what cannot be changed, two people at once, small numbers, and how many questions a list costs."""

from __future__ import annotations

import json
import uuid
from typing import Any

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.areas.models import Area
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.proposals import propose_all
from driehoek.parties.models import Function, OrganisationKind
from driehoek.problems.models import Classification
from driehoek.publications import services
from driehoek.publications.contents import differences, seal
from driehoek.publications.models import Audience, Draft, Edition, FigureKind, Publication
from tests.analysis.support import Figures
from tests.support.cast import Cast
from tests.support.position_objects import first_delivery, make_agreement, make_need, organisation_of
from tests.support.publication_objects import TEXTS, any_theme, bring_out, draft_values, fresh, write

ANALYST, ADVISER, MAYOR, CHIEF, PARTNER = (
    Function.ANALYST,
    Function.SAFETY_ADVISER,
    Function.MAYOR,
    Function.TEAM_CHIEF,
    Function.PARTNER,
)


def counted(cast: Cast, function: Function) -> tuple[int, int, int]:
    """Return how many heads, drafts and editions the database itself shows someone."""
    with acting_as(person=cast.people[function].pk), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM publications_publication), (SELECT count(*) FROM publications_draft),"
            " (SELECT count(*) FROM publications_edition)"
        )
        found: tuple[int, int, int] = cursor.fetchone()
    return found


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.MUNICIPALITY, {MAYOR, Function.DEPUTY}),
        (Audience.FIGURES, {MAYOR, Function.DEPUTY, CHIEF, Function.PROSECUTOR}),
        (Audience.EVERYONE, {MAYOR, Function.DEPUTY, CHIEF, Function.PROSECUTOR, PARTNER, Function.CASE_DIRECTOR}),
    ],
)  # fmt: skip
def test_an_audience_reads_what_is_out_and_nobody_else_on_any_surface(
    cast: Cast, audience: Audience, readers: set[Function]
) -> None:
    publication = write(cast, audience=audience)
    write(cast, title="Nog in de maak", audience=audience)
    bring_out(cast, publication)
    for function in set(Function) - {ADVISER, ANALYST}:
        client = cast.client(function)
        listed = client.get(reverse("publications:list"))
        names = ["edition"] if function in readers else ["edition", "pdf"]
        answers = {
            client.get(reverse(f"publications:{name}", args=[publication, 1])).status_code for name in names
        }
        heads, drafts, editions = counted(cast, function)
        assert drafts == 0
        if function in readers:
            assert answers == {200}
            assert (heads, editions) == (1, 1)
            assert "Nog in de maak" not in listed.content.decode()
        else:
            # A function without content gets no door at all, any other finds nothing behind it.
            assert answers <= {404, 403}
            assert (heads, editions) == (0, 0)
            assert TEXTS["title"] not in listed.content.decode()


def test_another_municipality_finds_nothing(cast: Cast) -> None:
    publication = write(cast, audience=Audience.EVERYONE)
    bring_out(cast, publication)
    stranger = cast.client(person=cast.stranger)
    assert TEXTS["title"] not in stranger.get(reverse("publications:list")).content.decode()
    for name in ("page", "draft"):
        assert stranger.get(reverse(f"publications:{name}", args=[publication])).status_code == 404
    with acting_as(person=cast.stranger.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM publications_edition")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE publications_edition SET content = '{}'",
        "UPDATE publications_edition SET sha256 = ''",
        "DELETE FROM publications_edition",
        "DELETE FROM publications_publication",
    ],
)
def test_what_came_out_cannot_be_changed_by_any_statement(cast: Cast, statement: str) -> None:
    publication = write(cast)
    edition = bring_out(cast, publication)
    with (
        acting_as(person=cast.people[ANALYST].pk),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        cursor.execute(statement)
    with acting_as(person=cast.people[ANALYST].pk):
        found = Edition.objects.get()
        assert found.content == edition.content
        assert seal(found.content) == found.sha256


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"checked_by": ANALYST}, "wrote"),
        ({"limits": ""}, "limits"),
        ({"comparison": ""}, "limits"),
    ],
)
def test_the_database_lets_nothing_out_unchecked_or_without_limits(
    cast: Cast, change: dict[str, Any], why: str
) -> None:
    edition = bring_out(cast, write(cast))
    with acting_as(person=cast.people[ANALYST].pk):
        values = {field.attname: getattr(edition, field.attname) for field in Edition._meta.fields}
        values |= {"id": uuid.uuid4(), "number": 2, "author_id": cast.people[MAYOR].pk}
        if "checked_by" in change:
            values["checked_by_id"] = cast.people[ANALYST].pk
        else:
            values["content"] = edition.content | change
        with pytest.raises(DatabaseError, match=why), transaction.atomic():
            Edition.objects.create(**values)


def test_what_waits_for_the_checker_is_not_rewritten_behind_the_back(cast: Cast) -> None:
    publication = write(cast)
    with acting_as(person=cast.people[ANALYST].pk) as identity:
        found = fresh(publication)
        services.offer(identity=identity, publication=found, version=found.version)
        with pytest.raises(DatabaseError, match="waits for its checker"), transaction.atomic():
            Draft.objects.filter(pk=publication).update(frozen={"title": "Iets anders"})
        stale = fresh(publication)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        found = fresh(publication)
        services.send_back(identity=identity, publication=found, version=found.version, note="Noem de bron.")
    with acting_as(person=cast.people[ADVISER].pk) as identity, pytest.raises(VersionConflict):
        services.approve(identity=identity, publication=stale, version=stale.version)
    assert "Noem de bron." in cast.client(ANALYST).get(
        reverse("publications:draft", args=[publication])
    ).content.decode()  # fmt: skip


def test_who_wrote_a_word_in_it_is_no_second_pair_of_eyes(cast: Cast) -> None:
    publication = write(cast)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        found = fresh(publication)
        values = draft_values(any_theme(identity), finding="Herschreven door de adviseur.")
        services.change_draft(identity=identity, publication=found, version=found.version, values=values)
        services.offer(identity=identity, publication=found, version=found.version)
        with pytest.raises(services.OwnWorkError):
            services.approve(identity=identity, publication=found, version=found.version)
    with acting_as(person=cast.people[ANALYST].pk) as identity, pytest.raises(services.OwnWorkError):
        services.approve(identity=identity, publication=fresh(publication), version=found.version)


def test_two_writers_at_once_the_second_keeps_the_text(cast: Cast) -> None:
    publication = write(cast)
    address = reverse("publications:change", args=[publication])
    with acting_as(person=cast.people[ANALYST].pk):
        theme, version = fresh(publication).theme_id, fresh(publication).version
    sent = TEXTS | {
        "theme": theme, "audience": "figures", "classification": "intern", "certainty": "likely", "version": version,
    }  # fmt: skip
    assert cast.client(ADVISER).post(address, sent | {"finding": "Van de adviseur"}).status_code == 302
    second = cast.client(ANALYST).post(address, sent | {"finding": "Van de analist"})
    assert second.status_code == 409
    page = second.content.decode()
    assert "Van de analist" in page
    assert "Iemand anders was u voor" in page


def test_the_same_form_sent_twice_is_one_draft(cast: Cast) -> None:
    with acting_as(person=cast.people[ANALYST].pk) as identity:
        theme = any_theme(identity).pk
    sent = TEXTS | {
        "theme": theme, "audience": "figures", "classification": "intern", "certainty": "likely", "purpose": "",
    }  # fmt: skip
    for _twice in range(2):
        assert cast.client(ANALYST).post(reverse("publications:new"), sent).status_code == 302
    with acting_as(person=cast.people[ANALYST].pk):
        assert Publication.objects.count() == 1


def test_service_numbers_are_refused_and_what_is_confidential_is_not_for_everyone(cast: Cast) -> None:
    analyst = cast.client(ANALYST)
    with acting_as(person=cast.people[ANALYST].pk) as identity:
        theme = any_theme(identity).pk
    sent = TEXTS | {
        "theme": theme, "audience": "everyone", "classification": Classification.CONFIDENTIAL.value,
        "certainty": "likely", "purpose": "", "finding": "Het gaat om 111222333.",
    }  # fmt: skip
    page = analyst.post(reverse("publications:new"), sent).content.decode()
    assert "burgerservicenummer" in page
    assert "Kies een kleinere groep lezers" in page
    with acting_as(person=cast.people[ANALYST].pk):
        assert not Publication.objects.exists()


@pytest.fixture
def small(cast: Cast) -> Figures:
    """A town with a neighbourhood in which hardly anything happens."""
    made = Figures(cast.home)
    with acting_as_system(municipality=cast.home.pk):
        Area.objects.filter(year=made.town.year).update(municipality_code=cast.home.cbs_code)
    return made


@pytest.mark.parametrize(("audience", "hidden"), [(Audience.EVERYONE, True), (Audience.FIGURES, False)])
def test_small_numbers_are_hidden_for_a_wide_audience_and_cannot_be_reckoned_out(
    cast: Cast, small: Figures, audience: Audience, hidden: bool
) -> None:
    indicator = small.indicator()
    for place, value in zip(small.neighbourhoods, (10.0, 2.0, 0.25), strict=True):
        small.series(indicator, place, np.array([value] * 12))
    small.series(indicator, small.town, np.array([12.0] * 11 + [3.0]))
    publication = write(cast, audience=audience)
    with acting_as(person=cast.people[ANALYST].pk) as identity:
        for kind in (FigureKind.AREAS, FigureKind.SERIES):
            found = fresh(publication)
            services.add_figure(
                identity=identity, publication=found, version=found.version,
                values={"kind": kind, "indicator": indicator, "area": None, "periods": 12},
            )  # fmt: skip
    areas, series = bring_out(cast, publication).content["figures"]
    shown = dict(areas["bars"])
    assert shown["Havenkwartier"] == 120
    # The total is 147: with one number hidden the others would give it away, so two are.
    assert (shown["Stationsbuurt"], shown["Bloemenbuurt"]) == ((None, None) if hidden else (3, 24))
    assert series["points"][-1][1] == (None if hidden else 3)
    page = cast.client(MAYOR).get(reverse("publications:page", args=[publication])).content.decode()
    assert ("niet getoond" in page) is hidden
    assert ("minder dan 5" in page) is hidden


def test_a_list_costs_the_same_however_long(cast: Cast) -> None:
    mayor = cast.client(MAYOR)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert mayor.get(reverse("publications:list")).status_code == 200
        return len(queries)

    bring_out(cast, write(cast))
    cost()
    one = cost()
    for number in range(4):
        bring_out(cast, write(cast, title=f"Analyse {number}"))
    assert cost() == one


def test_the_ledger_holds_the_acts_and_no_words(cast: Cast) -> None:
    bring_out(cast, write(cast))
    with acting_as(person=cast.people[ADVISER].pk):
        events = list(Event.objects.filter(action__startswith="publications:").order_by("sequence"))
    assert [one.action.rsplit(":", 1)[1] for one in events] == ["started", "offered", "checked", "published"]
    assert not any(str(words) in json.dumps(one.data) for one in events for words in TEXTS.values())


def test_a_new_analysis_is_proposed_for_an_agenda_unless_it_is_for_the_municipality_alone(cast: Cast) -> None:
    bring_out(cast, write(cast, title="Voor de tafel"))
    bring_out(cast, write(cast, title="Voor onszelf", audience=Audience.MUNICIPALITY))
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        groups = propose_all(identity, timezone.now(), leaving_out=frozenset())
    titles = [one.title for group in groups for one in group.proposals if group.source.startswith("publ")]
    assert titles == ["Voor de tafel"]


def test_an_expected_delivery_is_in_when_the_analysis_comes_out(cast: Cast) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        town = organisation_of(identity, OrganisationKind.MUNICIPALITY)
        need = make_need(identity, any_theme(identity), partner=town)
        delivery = first_delivery(make_agreement(identity, need))
    with acting_as(person=cast.people[ANALYST].pk) as identity:
        publication = services.start(
            identity=identity,
            values=draft_values(any_theme(identity)),
            purpose=services.For(delivery=delivery),
        )
    edition = bring_out(cast, publication.pk)
    with acting_as(person=cast.people[MAYOR].pk):
        delivery.refresh_from_db()
        assert delivery.state == "received"
        assert edition.item.delivery_id == delivery.pk


def test_differences_name_the_parts_and_leave_out_what_is_the_same() -> None:
    before: dict[str, Any] = TEXTS | {
        "certainty": "likely", "classification": "intern", "theme": "Inbraak", "areas": [], "figures": [],
    }  # fmt: skip
    after = before | {"certainty": "confirmed", "areas": ["Noord"]}
    assert [(one.before, one.after) for one in differences(before, after)] == [
        ("Waarschijnlijk", "Bevestigd"),
        ("", "Noord"),
    ]
