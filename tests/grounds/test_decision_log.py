"""The decision log: one record per judgement, by the schema, without content, for the officer and for one's own."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from driehoek import cli, law
from driehoek.access.identity import acting_as
from driehoek.grounds import log_command, queries
from driehoek.grounds.decision_log import record_of
from driehoek.parties.models import Function
from driehoek.web.paging import PAGE
from tests.grounds.conftest import Archive
from tests.law.test_cases import CASES
from tests.support.cast import Cast
from tests.support.ground_objects import ALLOWED, REASON, REFUSED, UNSURE, judged, organisation_of

SCHEMA = json.loads(
    (Path(law.__file__).parents[1] / "grounds/data/decision_log.schema.json").read_text(encoding="utf-8")
)


def test_every_worked_case_makes_a_record_by_the_schema(cast: Cast) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        office = organisation_of(cast, Function.PROSECUTOR).pk
        made = [judged(identity, office, case["proposal"]) for case in CASES]
        records = [record_of(one) for one in queries.in_order(identity.municipality)]
    for record in records:
        validator.validate(json.loads(json.dumps(record)))
    assert len(records) == len(made)
    assert len({(one["trace_id"], one["span_id"]) for one in records}) == len(made)
    assert {one["body"]["adl.core.response"]["context"]["outcome"] for one in records} == set(law.Outcome)


def test_a_record_says_which_facts_were_used_and_not_what_they_were(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        record = record_of(
            judged(identity, organisation_of(cast, Function.TEAM_CHIEF).pk, UNSURE, confirmation=REASON)
        )
        refusal = record_of(judged(identity, organisation_of(cast, Function.TEAM_CHIEF).pk, REFUSED))
    assert record["body"]["adl.core.response"]["decision"] is True
    assert REASON not in json.dumps(record)
    assert refusal["attributes"]["adl.core.information"] == sorted(ALLOWED["facts"])
    assert refusal["body"]["adl.core.response"]["decision"] is False
    assert refusal["status"] == "Ok"
    assert "False" not in str(refusal["body"]["adl.core.request"])


@pytest.mark.parametrize("many", [1, PAGE + 2])
def test_the_officer_reads_the_log_in_pages_and_one_query(cast: Cast, many: int) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        police = organisation_of(cast, Function.TEAM_CHIEF).pk
        made = [judged(identity, police) for _ in range(many)]
    with acting_as(person=cast.people[Function.DPO].pk) as officer:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page, more = queries.decision_log(officer)
            [record_of(one) for one in page]
        assert len(asked) == 1
        assert more is (many > PAGE)
        seen = [one.pk for one in page]
        if more:
            last = page[-1]
            seen += [one.pk for one in queries.decision_log(officer, (last.made_at, last.pk))[0]]
        assert seen == [one.pk for one in reversed(made)]


def test_the_log_is_printed_line_by_line_the_oldest_first(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(log_command, "enter", lambda **_choice: archive.address)
    # Pages of seven: what comes is the same as in one.
    monkeypatch.setattr("driehoek.grounds.queries.decisions._CHUNK", 7)
    assert cli.main(["law", "log"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["body"]["adl.core.response"]["context"]["id"] for one in records] == archive.decisions
    for arguments in (["--municipality", "GM0363"], ["--since", "2199-01-01"]):
        assert cli.main(["law", "log", *arguments]) == 0
        assert capsys.readouterr().out == ""
    assert cli.main(["law", "log", "--municipality", "GM9999"]) == 2
