"""OV06 as it happens: a question becomes an analysis that a second person checks and the mayor reads and rates."""

from __future__ import annotations

import io
import re
import uuid
from datetime import timedelta
from typing import Any

import numpy as np
import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.areas.models import Area
from driehoek.parties.models import Function
from driehoek.position import services as position
from driehoek.position.models import Item, Question, QuestionState, Reading
from driehoek.publications.models import Edition, Publication, State
from tests.analysis.support import Figures
from tests.support.cast import Cast
from tests.support.publication_objects import TEXTS, bring_out, fresh, write

ANALYST, ADVISER, MAYOR, CHIEF = (
    Function.ANALYST,
    Function.SAFETY_ADVISER,
    Function.MAYOR,
    Function.TEAM_CHIEF,
)


@pytest.fixture
def figures(cast: Cast) -> Figures:
    """Figures of a town and three neighbourhoods, one of them with hardly any."""
    made = Figures(cast.home)
    with acting_as_system(municipality=cast.home.pk):
        Area.objects.filter(year=made.town.year).update(
            municipality_code=cast.home.cbs_code, inhabitants=10_000
        )
    indicator = made.indicator()
    made.series(indicator, made.town, np.array([20.0] * 36))
    for place, value in zip(made.neighbourhoods, (12.0, 6.0, 0.0), strict=True):
        values = np.array([value] * 36)
        values[-1] = max(values[-1], 2.0)
        made.series(indicator, place, values)
    made.indicators = [indicator]  # type: ignore[attr-defined]  # handed to the tests
    return made


def version_in(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found.group(1)


def text(client: Client, name: str, *about: object) -> str:
    answer = client.get(reverse(f"publications:{name}", args=about))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def ask_analyst(cast: Cast) -> uuid.UUID:
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        new = position.NewQuestion(
            text="Waarom stijgt het aantal inbraken?",
            due_at=timezone.now() + timedelta(days=7),
            to_person=cast.people[ANALYST],
        )
        return position.ask(identity=identity, new=new).pk


def filled(page: str, theme: object, **given: object) -> dict[str, Any]:
    """Return what the form sends: the version that the page shows, if it does, and every part."""
    version = re.search(r'name="version" value="(\d+)"', page)
    values = {
        "theme": theme, "audience": "figures", "classification": "intern", "certainty": "likely", "purpose": "",
    }  # fmt: skip
    return TEXTS | values | ({"version": version.group(1)} if version else {}) | given


@pytest.mark.story("OV06")
def test_a_question_becomes_an_analysis_that_is_checked_read_and_rated(cast: Cast, figures: Figures) -> None:
    question = ask_analyst(cast)
    analyst, adviser, mayor = (cast.client(one) for one in (ANALYST, ADVISER, MAYOR))
    page = text(analyst, "new")
    assert "Vraag: Waarom stijgt het aantal inbraken?" in page
    sent = filled(page, figures.theme.pk, limits="", purpose=f"question:{question}")
    made = analyst.post(reverse("publications:new"), sent, follow=True).content.decode()
    assert "Wat dit niet zegt" in made
    with acting_as(person=cast.people[ANALYST].pk):
        publication = Publication.objects.get()
        indicator = str(figures.indicators[0].pk)  # type: ignore[attr-defined]

    def act(client: Client, name: str, **data: object) -> str:
        with acting_as(person=cast.people[ANALYST].pk):
            version = fresh(publication.pk).version
        address = reverse(f"publications:{name}", args=[publication.pk])
        answer = client.post(address, {"version": version, **data}, follow=True)
        assert answer.status_code == 200, (name, answer.status_code)
        return answer.content.decode()

    for kind in ("series", "areas"):
        shown = act(analyst, "figure_add", indicator=indicator, kind=kind, periods="24")
        assert "Het cijfer staat bij het concept." in shown
    refused = act(analyst, "offer")
    assert "Vul eerst in: Wat dit niet zegt." in refused
    change = text(analyst, "change", publication.pk)
    assert f'value="question:{question}" selected' in change
    sent = filled(change, figures.theme.pk, purpose=f"question:{question}")
    del sent["version"]
    act(analyst, "change", **sent)
    act(analyst, "offer")
    # The writer's own word does not count, and the mayor sees nothing yet.
    address = reverse("publications:approve", args=[publication.pk])
    with acting_as(person=cast.people[ANALYST].pk):
        version = fresh(publication.pk).version
    assert analyst.post(address, {"version": version}).status_code == 403
    assert mayor.get(reverse("publications:page", args=[publication.pk])).status_code == 404
    assert "Akkoord, dit klopt" in text(adviser, "draft", publication.pk)
    act(adviser, "approve")
    act(analyst, "publish")

    with acting_as(person=cast.people[MAYOR].pk):
        item = Item.objects.get()
        edition = Edition.objects.get()
    assert item.info_kind == "analytical"
    assert item.limits == TEXTS["limits"]
    first_page = mayor.get(reverse("brief:today")).content.decode()
    assert TEXTS["title"] in first_page
    seen = mayor.get(reverse("position:item", args=[item.pk])).content.decode()
    assert reverse("publications:edition", args=[publication.pk, 1]) in seen
    read = text(mayor, "page", publication.pk)
    for words in (*TEXTS.values(), "Politie/CBS 47022NED", "Havenkwartier", edition.sha256[:16]):
        assert str(words) in read
    rate = mayor.post(
        reverse("position:item_rate", args=[item.pk]),
        {"verdict": "useful", "next": reverse("publications:edition", args=[publication.pk, 1])},
        follow=True,
    )
    assert "Uw oordeel: nuttig" in rate.content.decode()
    with acting_as(person=cast.people[MAYOR].pk):
        assert Reading.objects.get(person=cast.people[MAYOR]).verdict == "useful"
    assert "oordeel: nuttig" in text(analyst, "page", publication.pk)
    paper = mayor.get(reverse("publications:pdf", args=[publication.pk, 1]))
    with pikepdf.open(io.BytesIO(paper.content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.docinfo["/Title"]).startswith(TEXTS["title"])


@pytest.mark.story("OV06")
def test_publishing_answers_the_question_it_was_written_for(cast: Cast, figures: Figures) -> None:
    question = ask_analyst(cast)
    analyst = cast.client(ANALYST)
    sent = filled("", figures.theme.pk, purpose=f"question:{question}")
    analyst.post(reverse("publications:new"), sent)
    with acting_as(person=cast.people[ANALYST].pk):
        publication = Publication.objects.get()
    bring_out(cast, publication.pk)
    with acting_as(person=cast.people[MAYOR].pk):
        found = Question.objects.get(pk=question)
    assert found.state == QuestionState.ANSWERED
    assert TEXTS["finding"] in found.answer


@pytest.mark.story("OV06")
def test_a_second_version_shows_what_differs_and_the_first_stays(cast: Cast) -> None:
    publication = write(cast)
    bring_out(cast, publication)
    analyst, mayor = cast.client(ANALYST), cast.client(MAYOR)
    page = text(analyst, "page", publication)
    revised = analyst.post(
        reverse("publications:revise", args=[publication]), {"version": version_in(page)}, follow=True
    ).content.decode()
    assert "Wat is er nieuw in deze versie?" in revised
    change = reverse("publications:change", args=[publication])
    form = analyst.get(change).content.decode()
    with acting_as(person=cast.people[ANALYST].pk):
        theme = fresh(publication).theme_id
    sent = filled(form, theme, finding="De stijging zit in drie buurten.", changes="Nieuwe cijfers")
    assert analyst.post(change, sent).status_code == 302
    assert "twee buurten" in text(mayor, "page", publication)
    bring_out(cast, publication)
    second = text(mayor, "page", publication)
    for words in ("Anders dan in versie 1", "Nieuwe cijfers", "<del>De stijging zit in twee buurten.</del>",
                  "<ins>De stijging zit in drie buurten.</ins>"):  # fmt: skip
        assert words in second
    first = text(mayor, "edition", publication, 1)
    assert "twee buurten" in first
    assert "Er is een nieuwere versie" in first
    with acting_as(person=cast.people[MAYOR].pk):
        assert [one.title for one in Item.objects.order_by("received_at")] == [
            TEXTS["title"],
            f"{TEXTS['title']} (versie 2)",
        ]


def test_what_is_withdrawn_says_why_and_is_offered_nowhere(cast: Cast) -> None:
    publication = write(cast)
    bring_out(cast, publication)
    analyst, mayor = cast.client(ANALYST), cast.client(MAYOR)
    address = reverse("publications:withdraw", args=[publication])
    form = analyst.get(address).content.decode()
    analyst.post(address, {"version": version_in(form), "reason": "De telling klopte niet."})
    assert "De telling klopte niet." in text(mayor, "page", publication)
    assert "De telling klopte niet." in text(mayor, "list")
    ask = {"over": "publications.publication", "id": str(publication)}
    assert mayor.get(reverse("position:question_new"), ask).status_code == 404
    with acting_as(person=cast.people[ANALYST].pk):
        assert fresh(publication).state == State.WITHDRAWN
    # Who may have acted on it hears of it.
    assert f"Ingetrokken: {TEXTS['title']}" in mayor.get(reverse("brief:today")).content.decode()
