"""The pages of the giving side: unasked, by the standing list, after release; and what they keep to themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Provision, ProvisionState, StandingCase
from driehoek.exchange.urgent import FRAMES, PURPOSE, ready_proposal
from driehoek.law import check
from driehoek.parties.models import Function
from driehoek.position.models import Moment
from driehoek.problems.models import Kind, Theme
from driehoek.problems.services import NewProblem, open_problem
from tests.support.cast import Cast
from tests.support.exchange_standing import agreed_list
from tests.support.giving import POSTED, TEXT, drafted, fields_of, posted, released, submitted

pytestmark = pytest.mark.django_db
TICKS = {"record_written": "on", "secrecy_notice": "on"}
SECRET = "Zaak Nachtvlinder"


def test_a_line_of_the_list_brings_everything_but_the_text_and_the_missing_facts(
    cast: Cast, theme: Theme
) -> None:
    agreed_list(cast, theme)
    client = cast.client(Function.PROSECUTOR)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        case = StandingCase.objects.get()
    new = reverse("exchange:provision_new")
    by_it = f"{new}?vaste-geval={case.pk}&moment={Moment.ARREST}"
    page = client.get(by_it).content.decode()
    for said in (case.name, "binnen 4 uur", "Mag dit?", "Bij een aanhouding"):
        assert said.lower() in page.lower()
    since = timezone.localtime() - timedelta(hours=5)
    typed = fields_of(page) | POSTED | {
        "part-headline_text": TEXT, "along-moment_at": since.strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    coming = since + timedelta(days=1)
    wrong = client.post(by_it, typed | {"along-moment_at": coming.strftime("%Y-%m-%dT%H:%M"), "decide": "1"})
    assert wrong.status_code == 200
    sent = [client.post(by_it, typed | {"decide": "1"}).headers["Location"] for _twice in range(2)]
    assert sent[0] == sent[1]
    assert posted(client, sent[0], **TICKS).status_code == 302
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        given = Provision.objects.get()
    assert (given.standing_case_id, given.moment, given.state) == (
        case.pk,
        Moment.ARREST,
        ProvisionState.RELEASED,
    )
    assert "Dat is al voorbij." in client.get(reverse("exchange:provision", args=[given.pk])).content.decode()
    # A moment that is not on the line, and a line of which the reader is not the giver, do not exist.
    assert client.get(f"{new}?vaste-geval={case.pk}&moment={Moment.VERDICT}").status_code == 404
    assert cast.client(Function.SAFETY_ADVISER).get(by_it).status_code == 404


def test_a_problem_that_the_giver_may_not_see_is_not_named(cast: Cast, theme: Theme) -> None:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        problem = open_problem(
            identity=identity,
            new=NewProblem(title=SECRET, kind=Kind.COMPLEX, theme=theme, owner=adviser.pk),
        )
    asked = submitted(cast, theme, problem=problem)
    client = cast.client(Function.PROSECUTOR)
    judge = reverse("exchange:judge", args=[asked.pk])
    for address in (reverse("exchange:inbox"), judge):
        page = client.get(address).content.decode()
        assert theme.name in page
        assert SECRET not in page
        assert str(problem.pk) not in page
    typed = fields_of(client.get(judge).content.decode()) | POSTED
    decide = client.post(judge, typed | {"ruling": "grant", "part-headline_text": TEXT, "decide": "1"})
    look = client.get(decide.headers["Location"]).content.decode()
    assert SECRET not in look
    given = posted(client, decide.headers["Location"], **TICKS).headers["Location"]
    assert SECRET not in client.get(given).content.decode()
    with acting_as(person=adviser.pk):
        assert Provision.objects.get(request=asked).problem_id == problem.pk


def test_a_provision_ends_sooner_but_never_later_and_its_page_is_kept_nowhere(
    cast: Cast, theme: Theme
) -> None:
    given = released(cast, theme)
    client = cast.client(Function.PROSECUTOR)
    end = reverse("exchange:provision_end", args=[given.pk])
    later = given.keep_until + timedelta(days=1)
    assert "eerder is dan nu staat" in posted(client, end, keep_until=later.isoformat()).content.decode()
    sooner = given.keep_until - timedelta(days=10)
    assert posted(client, end, keep_until=sooner.isoformat()).status_code == 302
    answer = client.get(reverse("exchange:provision", args=[given.pk]))
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    for said in (
        f"Vertrouwelijk · {given.number}",
        TEXT,
        "De ontvangst is nog niet bevestigd.",
        "Nog door niemand gelezen.",
    ):
        assert said in page
    # Nothing of it can be edited: no field but those of the page around it.
    main = page[page.index("<main") : page.index("</main>")]
    assert "<textarea" not in main
    assert "<input" not in main.replace('type="hidden"', "")


def test_a_draft_is_thrown_away_with_its_text(cast: Cast, theme: Theme) -> None:
    draft = drafted(cast, theme)
    client = cast.client(Function.PROSECUTOR)
    drop = reverse("exchange:provision_drop", args=[draft.pk])
    sent = fields_of(client.get(drop).content.decode(), "dh-form")
    assert client.post(drop, sent | {"version": "9"}, follow=True).status_code == 200
    assert client.post(drop, sent).status_code == 302
    page = client.get(reverse("exchange:provision", args=[draft.pk])).content.decode()
    assert "weggegooid" in page
    assert TEXT not in page


def test_who_takes_no_part_hears_nothing_of_it(cast: Cast, theme: Theme) -> None:
    given = released(cast, theme)
    for function in (Function.ANALYST, Function.DPO):
        client = cast.client(function)
        assert client.get(reverse("exchange:provision", args=[given.pk])).status_code == 403
        assert given.title not in client.get("/vandaag/", follow=True).content.decode()


@pytest.mark.parametrize("giver", sorted(FRAMES))
def test_the_answers_that_stand_ready_at_night_are_those_that_the_law_asks(giver: str) -> None:
    frame: dict[str, object] = {
        key: list(value) if isinstance(value, tuple) else value for key, value in FRAMES[giver].items()
    }
    frame |= {"provider": giver, "recipient": "burgemeester", "purpose": PURPOSE}
    frame |= {"frequency": "incidental", "trigger": "unprompted"}
    ready = ready_proposal(frame)
    decision = check(ready)
    assert (decision.outcome, decision.missing) == ("allowed", ())
    # Each of them matters or is what release asks: without it the law says less.
    for key in ready["facts"]:
        fewer = {name: value for name, value in ready["facts"].items() if name != key}
        less = check({**ready, "facts": fewer})
        assert less.outcome != "allowed" or key in {"record_written", "secrecy_notice", "urgency_stated"}, key
