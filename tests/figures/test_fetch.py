"""Fetching from the publisher, against recorded answers in its format with made-up numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from driehoek.areas.files import UnusableError
from driehoek.figures.fetching import TRIES, Fetcher, Wanted, area_filter
from driehoek.figures.models import ImportRun, Observation

Answer = Callable[[httpx.Request], httpx.Response]
PERIODS = [
    {"Key": "2016MM12", "Title": "2016 december", "Status": "Definitief"},
    {"Key": "2021MM07", "Title": "2021 juli", "Status": "Definitief"},
    {"Key": "2021JJ00", "Title": "2021", "Status": "Definitief"},
    {"Key": "2022MM07", "Title": "2022 juli", "Status": "Voorlopig"},
]
WANTED = Wanted(table="47022NED", municipality="GM0599", since=2017)


class Publisher:
    """Answers as dataderden.cbs.nl does; pages of two rows; can be busy first."""

    def __init__(self, *, busy: int = 0, status: int = 503) -> None:
        self.asked: list[httpx.Request] = []
        self.busy, self.status = busy, status

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if self.busy:
            self.busy -= 1
            return httpx.Response(self.status)
        kind = request.url.path.rsplit("/", 1)[-1]
        if kind == "Perioden":
            return self.page(PERIODS)
        if kind == "TableInfos":
            return self.page([{"ID": 0, "Modified": "2022-08-15T02:00:00"}])
        rows = list(self.rows(parse_qs(request.url.query.decode())))
        skip = int(request.url.params.get("$skip", 0))
        more = skip + 2 < len(rows)
        link = str(request.url.copy_set_param("$skip", str(skip + 2))) if more else None
        return self.page(rows[skip : skip + 2], link)

    def rows(self, query: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
        wanted = query["$filter"][0]
        # The publisher compares padded keys to the letter: without spaces nothing fits.
        if "'GM0599    '" not in wanted:
            return
        for number, (kind, period) in enumerate(
            (k, p) for k in ("1.1.1 ", "0.0.0 ") for p in ("2021MM07", "2022MM07", "2021JJ00")
        ):
            if f"'{period}'" in wanted:
                yield {
                    "SoortMisdrijf": kind, "WijkenEnBuurten": "GM0599    ", "Perioden": period,
                    "GeregistreerdeMisdrijven_1": number + 3,
                }  # fmt: skip

    @staticmethod
    def page(rows: list[dict[str, Any]], link: str | None = None) -> httpx.Response:
        content: dict[str, Any] = {"odata.metadata": "https://dataderden.cbs.nl/x/$metadata", "value": rows}
        return httpx.Response(200, json=content | ({"odata.nextLink": link} if link else {}))


def fetcher(answer: Answer) -> Fetcher:
    return Fetcher(httpx.Client(transport=httpx.MockTransport(answer)), pause=0)


def test_pages_are_followed_and_periods_enumerated(tmp_path: Path) -> None:
    publisher = Publisher()
    fetched = fetcher(publisher).fetch(WANTED, tmp_path)
    content = json.loads(fetched.path.read_text())
    assert fetched.rows == len(content["value"]) == 6
    assert fetched.published_on == date(2022, 8, 15)
    assert "47022NED" in content["odata.metadata"]
    asked = [request for request in publisher.asked if "TypedDataSet" in request.url.path]
    assert len(asked) == 3
    wanted = asked[0].url.params["$filter"]
    assert "2016MM12" not in wanted
    assert " ge " not in wanted
    assert " le " not in wanted
    assert {request.url.host for request in publisher.asked} == {"dataderden.cbs.nl"}


def test_the_publishers_status_decides_what_is_definitive(
    make_command: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("DRIEHOEK_VAR", str(tmp_path))
    code, out, err = make_command("fetch", "--table", "47022NED", "--json", fetcher=fetcher(Publisher()))
    assert (code, err) == (0, "")
    assert json.loads(out)["rows_new"] == 6
    statuses = set(Observation.objects.values_list("period", "status", "series__indicator__frequency"))
    assert statuses == {
        (date(2021, 7, 1), "d", "month"), (date(2022, 7, 1), "p", "month"), (date(2021, 1, 1), "d", "year"),
    }  # fmt: skip
    assert ImportRun.objects.get().published_on == date(2022, 8, 15)
    code, out, _err = make_command("fetch", "--json", fetcher=fetcher(Publisher()))
    assert (code, json.loads(out)["outcome"]) == (0, "unchanged")


def test_a_busy_publisher_is_asked_again(tmp_path: Path) -> None:
    publisher = Publisher(busy=TRIES - 1)
    assert fetcher(publisher).fetch(WANTED, tmp_path).rows == 6


def test_a_silent_publisher_is_named_in_one_line(make_command: Any, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("DRIEHOEK_VAR", str(tmp_path))

    def silent(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("name or service not known")

    code, out, err = make_command("fetch", fetcher=fetcher(silent))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "dataderden.cbs.nl geeft geen antwoord" in err
    assert not Observation.objects.exists()


def test_a_refusal_is_not_repeated(tmp_path: Path) -> None:
    publisher = Publisher(busy=9, status=404)
    with pytest.raises(UnusableError, match="HTTP 404"):
        fetcher(publisher).fetch(WANTED, tmp_path)
    assert len(publisher.asked) == 1


def test_a_broken_fetch_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("driehoek.figures.fetching.PERIODS_AT_ONCE", 1)
    publisher = Publisher()
    broken = fetcher(publisher)
    answers = 0

    def fails_later(request: httpx.Request) -> httpx.Response:
        nonlocal answers
        answers += "TypedDataSet" in request.url.path
        return httpx.Response(400) if answers > 1 else publisher(request)

    with pytest.raises(UnusableError):
        fetcher(fails_later).fetch(WANTED, tmp_path)
    before = len(publisher.asked)
    assert broken.fetch(WANTED, tmp_path).rows == 6
    again = [
        request.url.params["$filter"]
        for request in publisher.asked[before:]
        if "TypedDataSet" in request.url.path
    ]
    assert not any("2021JJ00" in wanted for wanted in again), "the first part was there already"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (httpx.Response(200, text="<html>"), "geen JSON"),
        (httpx.Response(200, json=[1]), "geen OData"),
        (httpx.Response(200, json={"x": 1}), 'geen lijst "value"'),
        (
            httpx.Response(200, json={"value": [], "odata.nextLink": "https://elders.invalid/x"}),
            "ander adres",
        ),
    ],
)
def test_a_strange_answer_is_refused(tmp_path: Path, answer: httpx.Response, says: str) -> None:
    with pytest.raises(UnusableError, match=says):
        fetcher(lambda _request: answer).fetch(WANTED, tmp_path)


def test_keys_in_filters_are_padded_to_the_publishers_width() -> None:
    assert "WijkenEnBuurten eq 'GM0599    '" in area_filter(WANTED)
    assert "substringof('BU0599',WijkenEnBuurten)" in area_filter(WANTED)
    assert area_filter(Wanted("47013NED", "GM0599")) == "RegioS eq 'GM0599' or RegioS eq 'NL01  '"


@pytest.mark.parametrize(("table", "code"), [("99999NED", "GM0599"), ("47022NED", "0599")])
def test_an_unknown_table_or_code_is_refused_before_asking(tmp_path: Path, table: str, code: str) -> None:
    publisher = Publisher()
    with pytest.raises(UnusableError):
        fetcher(publisher).fetch(Wanted(table, code), tmp_path)
    assert not publisher.asked
