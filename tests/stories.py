"""`python -m tests.stories`: run what shows a user story, print story → tests → result, write docs/stories.md."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

# How many stories each series of the field study has: ST01 … ST22, and so on.
SERIES = {"ST": 22, "CX": 23, "CR": 21, "OM": 11, "OV": 12, "TZ": 11, "HR": 6}
ALL = [f"{series}{number:02d}" for series, count in SERIES.items() for number in range(1, count + 1)]
TARGET = Path(__file__).resolve().parents[1] / "docs" / "stories.md"


class Collector:
    """Gathers the outcome of every test that is marked with a story."""

    def __init__(self) -> None:
        self.stories: dict[str, set[str]] = defaultdict(set)
        self.outcomes: dict[str, str] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note which tests show which story."""
        for item in items:
            for mark in item.iter_markers("story"):
                for story in mark.args:
                    if story not in ALL:
                        raise pytest.UsageError(f"{item.nodeid}: there is no story {story}")
                    self.stories[story].add(plain(item.nodeid))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how each test ended; a failure in any phase counts."""
        test = plain(report.nodeid)
        if report.outcome == "failed" or (report.when == "call" and self.outcomes.get(test) != "failed"):
            self.outcomes[test] = report.outcome

    def result(self, story: str) -> str:
        """Return green, red, or not run for a story."""
        found = [self.outcomes.get(test, "not run") for test in self.stories[story]]
        if "failed" in found:
            return "red"
        return "green" if found and all(one == "passed" for one in found) else "not run"


def main() -> int:
    """Run the story tests; return pytest's exit status."""
    collector = Collector()
    status = pytest.main(["-m", "story", "-q", "--no-header", "-p", "no:cacheprovider"], plugins=[collector])
    rows = [
        (story, sorted(collector.stories[story]), collector.result(story))
        for story in ALL
        if collector.stories[story]
    ]
    width = max((len(test) for _story, tests, _result in rows for test in tests), default=0)
    for story, tests, result in rows:
        for place, test in enumerate(tests):
            print(
                f"{story if place == 0 else '':<6}{test:<{width + 2}}{result if place == 0 else ''}".rstrip()
            )
    TARGET.write_text(document(rows), encoding="utf-8")
    print(
        f"\n{sum(result == 'green' for *_rest, result in rows)} of {len(ALL)} stories green; written to docs/stories.md"
    )
    return int(status)


def plain(test: str) -> str:
    """Return a test's name without the case that it was run with."""
    return test.partition("[")[0]


def named(tests: list[str]) -> str:
    """Return test names as they stand in the table."""
    return "<br>".join("`" + re.sub("^tests/", "", test) + "`" for test in tests)


def document(rows: list[tuple[str, list[str], str]]) -> str:
    """Return docs/stories.md."""
    lines = [
        "# User stories and the tests that show them",
        "",
        "Made by `make stories`; do not edit. Stories without a line have no end-to-end test yet.",
        "",
        "| story | test | result |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {story} | {named(tests)} | {result} |" for story, tests, result in rows]
    shown = {story for story, *_rest in rows}
    missing = [story for story in ALL if story not in shown]
    return "\n".join([*lines, "", f"Not yet shown ({len(missing)}): {', '.join(missing)}.", ""])


if __name__ == "__main__":
    sys.exit(main())
