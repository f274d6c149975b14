"""The pages of the calendar, as the people who read and keep it use them."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.areas.models import Area, AreaLevel
from driehoek.moments import actions, queries, services
from driehoek.moments.models import Moment
from driehoek.parties.models import Function
from driehoek.problems.models import Kind
from driehoek.web.components import Action
from tests.moments.conftest import ADVISER, Put, problem_of
from tests.support.cast import Cast
from tests.support.moment_objects import moment_values

MAYOR, CHIEF = Function.MAYOR, Function.TEAM_CHIEF
TODAY = timezone.localdate()
CALENDAR = "/kalender/"


def page(client: Client, address: str = CALENDAR) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def sent(**more: object) -> dict[str, object]:
    """What a browser sends for a new moment."""
    usual: dict[str, object] = {
        "title": "Kermis op de Brink",
        "kind": "market",
        "starts_on": (TODAY + timedelta(days=5)).isoformat(),
        "starts_time": "14:00",
        "ends_time": "23:00",
        "ends_on": "",
        "rhythm": "",
        "until": "",
        "extra": "",
        "what": "Ruzie bij sluiting",
        "expected": "1200",
        "state": "planned",
        "problem": "",
        "theme": "",
        "owner": "",
        "source": "Vergunning",
    }
    return usual | more


def stored(cast: Cast, title: str) -> Moment:
    with acting_as(person=cast.people[ADVISER].pk):
        return Moment.objects.get(title=title)


@pytest.mark.story("OV09")
def test_the_adviser_keeps_a_calendar_of_risk_moments_and_the_mayor_sees_what_comes(cast: Cast) -> None:
    adviser, mayor = cast.client(ADVISER), cast.client(MAYOR)
    # Nothing yet: the page says where to begin.
    assert "Neem landelijke momenten over" in page(adviser)
    assert "Neem landelijke momenten over" not in page(cast.client(Function.PROSECUTOR))
    # One tap each for what comes back every year.
    taken = adviser.post(reverse("moments:take_over"), {"key": "jaarwisseling"}, follow=True)
    assert "“Jaarwisseling” staat in uw kalender." in taken.content.decode()
    # A market every week, a match on three days, a case's hearing.
    problem = problem_of(cast, Kind.STANDARD)
    until = (TODAY + timedelta(days=40)).isoformat()
    adviser.post(reverse("moments:new"), sent(rhythm="weekly", until=until))
    extra = "\n".join(f"{TODAY + timedelta(days=days):%d-%m-%Y}" for days in (9, 23))
    adviser.post(reverse("moments:new"), sent(title="Thuiswedstrijd", kind="match", extra=extra))
    adviser.post(reverse("moments:new"), sent(title="Zitting", kind="hearing", problem=str(problem)))
    # A list of permits, looked at first.
    day = TODAY + timedelta(days=12)
    content = f"kenmerk;titel;datum\nZ-1;Lichtjestocht;{day:%d-%m-%Y}\nZ-2;Stuk;vandaag\n"
    offered = adviser.post(
        reverse("moments:upload"),
        {
            "file": SimpleUploadedFile("lijst.csv", content.encode()),
            "kind": "event",
            "source": "Vergunningen",
        },
    )
    run = page(adviser, offered["Location"])
    for words in ("Lichtjestocht", "1 moment wordt nieuw of anders.", "Dit is geen datum", "vandaag"):
        assert words in run
    assert "Lichtjestocht" not in page(mayor)
    adviser.post(offered["Location"] + "bevestigen/")
    # The mayor reads what comes, week by week, soonest first.
    seen = page(mayor)
    assert seen.count("Kermis op de Brink") >= 5
    assert seen.count("Thuiswedstrijd") == 3
    order = [seen.index(words) for words in ("Zitting", "Lichtjestocht")]
    assert order == sorted(order)
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        coming = queries.coming(identity, days=6, limit=4)
    # In the last week of a year the turn of the year is among them.
    titles = [one.moment.title for one in coming if one.moment.kind != "new_year"]
    assert titles == ["Kermis op de Brink", "Thuiswedstrijd", "Zitting"]
    # One time does not take place; the mayor sees that too.
    fair = stored(cast, "Kermis op de Brink")
    where = reverse("moments:page", args=[fair.pk])
    gone = {"version": fair.version, "day": fair.starts_on.isoformat()}
    told = adviser.post(reverse("moments:cancel", args=[fair.pk]), gone, follow=True).content.decode()
    assert "U kunt het hier terugdraaien" in told
    assert "Zet terug" in told
    shown = page(mayor, where)
    assert "Gaat niet door" in shown
    assert "elke week" in shown
    # About a case: a question is one tap away.
    hearing = page(mayor, reverse("moments:page", args=[stored(cast, "Zitting").pk]))
    assert f"over=problems.problem&amp;id={problem}" in hearing
    assert "Stel een vraag" in hearing


def test_the_list_is_narrowed_by_kind_and_area(cast: Cast, put: Put) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        areas = [
            Area.objects.create(
                year=2024, code=code, name=name, level=AreaLevel.DISTRICT, municipality_code="GM0599"
            )
            for code, name in (("WK059901", "Noord"), ("WK059902", "Zuid"))
        ]

        for area in areas:
            services.add_moment(
                identity=identity, values=moment_values(f"Feest in {area.name}"), areas=(area,)
            )
    put("Wedstrijd", kind="match")
    client = cast.client(MAYOR)
    assert "Noord" in page(client)
    narrowed = page(client, f"{CALENDAR}?gebied={areas[0].pk}")
    assert "Feest in Noord" in narrowed
    assert "Feest in Zuid" not in narrowed
    assert "Wedstrijd" not in narrowed
    matches = page(client, f"{CALENDAR}?soort=match")
    assert "Wedstrijd" in matches
    assert "Feest in" not in matches
    assert "Niets bij deze keuze" in page(client, f"{CALENDAR}?soort=release")
    for nonsense in (
        "?soort=x&gebied=y&vanaf=z",
        "?gebied=99999999999999",
        "?vanaf=9999-12-31",
        "?vanaf=0001-01-01",
    ):
        assert "Wedstrijd" in page(client, CALENDAR + nonsense)


def test_weeks_before_and_after_are_one_tap_away(cast: Cast, put: Put) -> None:
    put("Volgend kwartaal", day=TODAY + timedelta(days=60))
    put("Vorige maand", day=TODAY - timedelta(days=20))
    client = cast.client(MAYOR)
    assert "Volgend kwartaal" not in page(client)
    after = (TODAY + timedelta(days=42)).isoformat()
    before = (TODAY - timedelta(days=42)).isoformat()
    assert f"?vanaf={after}" in page(client)
    assert "Volgend kwartaal" in page(client, f"{CALENDAR}?vanaf={after}")
    assert "Vorige maand" in page(client, f"{CALENDAR}?vanaf={before}")


def test_the_month_shows_a_moment_on_each_of_its_days(cast: Cast, put: Put) -> None:
    first = TODAY.replace(day=10)
    put("Driedaags feest", day=first, ends_on=first + timedelta(days=2), starts_time=None, ends_time=None)
    put("Avond", day=first.replace(day=20))
    seen, phone = page(cast.client(ADVISER), reverse("moments:month")).split('<div class="dh-matrix-lists')
    assert seen.count("Driedaags feest") == 3
    assert seen.count(">Avond<") == 1
    assert phone.count("Driedaags feest") == phone.count("Avond") == 1
    assert f"?dag={first.replace(day=20).isoformat()}" in seen
    reader = page(cast.client(Function.PROSECUTOR), reverse("moments:month"))
    assert "?dag=" not in reader
    for nonsense in ("x", "2026-13", "0000-01", "99999-01", "-"):
        assert "Avond" in page(cast.client(MAYOR), reverse("moments:month") + f"?maand={nonsense}")


@pytest.mark.parametrize("name", ["calendar", "month", "print"])
def test_more_moments_cost_no_more_questions(
    cast: Cast, put: Put, name: str, django_assert_max_num_queries: Any
) -> None:
    client = cast.client(MAYOR)
    address = reverse(f"moments:{name}")

    def count() -> int:
        with django_assert_max_num_queries(40) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    put("Eerste")
    count()
    one = count()
    problem = problem_of(cast, Kind.STANDARD)
    for number in range(12):
        put(f"Moment {number}", rule="FREQ=WEEKLY", problem=problem if number % 2 else None)
    assert count() == one


def test_the_second_editor_is_told_and_keeps_the_text(cast: Cast, put: Put) -> None:
    moment = put("Kermis")
    change = reverse("moments:change", args=[moment.pk])
    first, second = cast.client(ADVISER), cast.client(CHIEF)
    assert first.post(change, sent(title="Kermis in Zuid", version=1)).status_code == 302
    answer = second.post(change, sent(title="Kermis in Noord", version=1))
    assert answer.status_code == 409
    said = answer.content.decode()
    assert 'value="Kermis in Noord"' in said
    assert "Kermis in Zuid" in said
    assert cast.people[ADVISER].name in said
    assert 'name="version" value="2"' in said
    assert second.post(change, sent(title="Kermis in Noord", version=2)).status_code == 302
    assert stored(cast, "Kermis in Noord").version == 3


def test_what_is_filled_in_comes_back_in_the_form(cast: Cast) -> None:
    client = cast.client(ADVISER)
    answer = client.post(reverse("moments:new"), sent(ends_time="02:00", rhythm="monthly"))
    moment = stored(cast, "Kermis op de Brink")
    assert answer["Location"] == reverse("moments:page", args=[moment.pk])
    assert moment.ends_on == moment.starts_on + timedelta(days=1)
    change = reverse("moments:change", args=[moment.pk])
    form = client.get(change).context["form"]
    initial = {name: field.value() for name, field in ((bound.name, bound) for bound in form)}
    assert (initial["rhythm"], initial["ends_on"]) == ("monthly", None)
    again = {
        name: value.isoformat() if hasattr(value, "isoformat") else ("" if value is None else value)
        for name, value in initial.items()
        if name not in {"areas", "confidential"}
    }
    assert client.post(change, again, follow=True).status_code == 200
    assert stored(cast, "Kermis op de Brink").version == 1


def test_an_own_rule_stays_when_other_things_change(cast: Cast) -> None:
    client = cast.client(ADVISER)
    client.post(reverse("moments:take_over"), {"key": "carnaval"})
    moment = stored(cast, "Carnaval")
    change = reverse("moments:change", args=[moment.pk])
    assert "Zoals het nu is" in page(client, change)
    more = {"starts_on": moment.starts_on.isoformat(), "ends_on": moment.ends_on.isoformat()}
    times = {"starts_time": "", "ends_time": "", "rhythm": "own", "version": 1}
    answer = client.post(change, sent(title="Carnaval in de stad", **more, **times))
    assert answer.status_code == 302
    assert stored(cast, "Carnaval in de stad").rule == "FREQ=YEARLY;BYEASTER=-49"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "Geef het moment een titel."),
        ({"starts_on": "31-02-2026"}, "Vul een bestaande datum in"),
        ({"starts_time": ""}, "Vul ook in hoe laat het begint."),
        ({"ends_on": "2020-01-01"}, "Het einde ligt voor het begin"),
        ({"rhythm": "weekly", "until": "2020-01-01"}, "Kies een latere dag"),
        ({"extra": "5 december"}, "is geen datum"),
        ({"expected": "veel"}, "Vul een getal in"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(cast: Cast, wrong: dict[str, str], said: str) -> None:
    answer = cast.client(ADVISER).post(reverse("moments:new"), sent(**wrong))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    with acting_as(person=cast.people[ADVISER].pk):
        assert not Moment.objects.exists()


def test_an_analyst_is_not_asked_whether_it_is_confidential(cast: Cast) -> None:
    assert 'name="confidential"' in page(cast.client(CHIEF), reverse("moments:new"))
    assert 'name="confidential"' not in page(cast.client(Function.ANALYST), reverse("moments:new"))
    answer = cast.client(Function.ANALYST).post(reverse("moments:new"), sent(confidential="on"))
    assert answer.status_code == 302
    assert stored(cast, "Kermis op de Brink").confidential is False


def test_a_whole_moment_is_cancelled_and_taken_back(cast: Cast, put: Put) -> None:
    moment = put("Demonstratie")
    client = cast.client(CHIEF)
    where = reverse("moments:page", args=[moment.pk])
    late = {"version": 1}
    assert (
        "Zet terug"
        in client.post(reverse("moments:cancel", args=[moment.pk]), late, follow=True).content.decode()
    )
    told = client.post(reverse("moments:cancel", args=[moment.pk]), late, follow=True).content.decode()
    assert "Iemand anders heeft dit moment net gewijzigd" in told
    client.post(reverse("moments:restore", args=[moment.pk]), {"version": 2})
    assert "Zet terug" not in page(client, where)
    for day in ("gisteren", "2020-01-01"):
        answer = client.post(reverse("moments:cancel", args=[moment.pk]), {"version": 3, "day": day})
        assert answer.status_code == 404


def test_rooms_above_offer_what_can_be_done(cast: Cast, put: Put) -> None:
    moment = put("Demonstratie")
    where = reverse("moments:page", args=[moment.pk])
    actions.register(
        "proef", 5, lambda _request, found: Action("Zet op de agenda", f"/proef/{found.pk}/", True)
    )
    try:
        seen = page(cast.client(MAYOR), where)
        assert "Zet op de agenda" in seen
        assert f'action="/proef/{moment.pk}/"' in seen
        with pytest.raises(ValueError, match="proef"):
            actions.register("proef", 6, lambda _request, _found: None)
    finally:
        actions.unregister("proef")
    assert "Zet op de agenda" not in page(cast.client(MAYOR), where)


def test_a_reader_is_offered_nothing_to_change(cast: Cast, put: Put) -> None:
    moment = put("Demonstratie", rule="FREQ=WEEKLY")
    client = cast.client(Function.PROSECUTOR)
    seen = page(client) + page(client, reverse("moments:page", args=[moment.pk]))
    for address in (
        "wijzigen/",
        "vervalt/",
        "/kalender/nieuw/",
        "/kalender/inlezen/",
        "/kalender/downloaden/",
    ):
        assert address not in seen
    assert "Wie ziet dit" in seen


def test_the_menu_offers_the_calendar_to_its_readers(cast: Cast) -> None:
    assert CALENDAR in page(cast.client(MAYOR), reverse("more"))
    assert CALENDAR not in page(cast.client(Function.PARTNER), reverse("more"))


def test_another_s_file_and_a_file_read_in_twice(cast: Cast) -> None:
    client = cast.client(ADVISER)
    content = f"titel;datum\nOptocht;{TODAY:%d-%m-%Y}\n".encode()
    address = client.post(
        reverse("moments:upload"), {"file": SimpleUploadedFile("o.csv", content), "kind": "event"}
    )["Location"]
    assert cast.client(MAYOR).get(address).status_code == 404
    assert cast.client(MAYOR).post(address + "bevestigen/").status_code == 404
    client.post(address + "bevestigen/")
    again = client.post(address + "bevestigen/", follow=True).content.decode()
    assert "al ingelezen of niet meer bewaard" in again
    with acting_as(person=cast.people[ADVISER].pk):
        assert Moment.objects.count() == 1
    assert client.get(reverse("moments:run", args=[uuid.uuid4()])).status_code == 404


def test_a_file_that_is_no_calendar_says_what_to_do(cast: Cast) -> None:
    client = cast.client(ADVISER)
    answer = client.post(
        reverse("moments:upload"),
        {"file": SimpleUploadedFile("x.csv", b"\x00\x01\x02"), "kind": "event"},
        follow=True,
    )
    said = answer.content.decode()
    assert "Dit is geen tekstbestand. Kies een .ics- of .csv-bestand." in said
    assert "bevestigen" not in said
