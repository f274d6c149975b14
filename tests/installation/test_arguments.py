"""Wrong use is answered in one line that says what is wrong and where to read on."""

from __future__ import annotations

from datetime import date

import pytest

from driehoek.installation.arguments import Arguments, day


def parser() -> Arguments:
    made = Arguments(prog="driehoek proef")
    made.add_argument("--on", type=day)
    made.add_subparsers(dest="command").add_parser("doe").add_argument("bestand")
    return made


@pytest.mark.parametrize("wrong", [["--on", "nooit"], ["--onbekend"], ["doe"], ["niets"]])
def test_wrong_use_is_one_line_and_exit_status_2(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(wrong)
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "--help" in said.err


def test_a_date_is_read() -> None:
    assert parser().parse_args(["--on", "2026-11-23"]).on == date(2026, 11, 23)
