"""The command line: quick help, one line for each mistake, the right exit status."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from driehoek import cli


def run(*arguments: str, var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DRIEHOEK", "DATABASE"))}
    return subprocess.run(
        [sys.executable, "-m", "driehoek", *arguments],
        env=kept | {"DRIEHOEK_VAR": str(var)} | environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_help_lists_every_command_and_loads_nothing(tmp_path: Path) -> None:
    begun = time.monotonic()
    done = run("--help", var=tmp_path)
    seconds = time.monotonic() - begun
    assert done.returncode == 0
    assert all(f"\n  {name}" in done.stdout for name in cli.COMMANDS)
    assert seconds < 5
    look = "import sys; from driehoek import cli; cli.main(['--help']); print('django' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert loaded.stdout.endswith("False\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["serve", "setup", "backup", "restore", "doctor", "migrate", "worker"])
def test_help_of_a_command_needs_no_database(name: str, tmp_path: Path) -> None:
    done = run(name, "--help", var=tmp_path, DRIEHOEK_SECRET_KEY="x", DRIEHOEK_SUBJECT_KEY="x")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: driehoek {name}")
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize(
    "arguments", [[], ["bestaat-niet"], ["serve", "--port", "70000"], ["serve", "--port", "x"]]
)
def test_wrong_use_is_2(arguments: list[str], tmp_path: Path) -> None:
    assert run(*arguments, var=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "DATABASE_URL: cannot connect"),
        ("mysql:/what", "DATABASE_URL:"),
    ],
)
def test_an_outside_database_that_is_not_there_is_one_line(url: str, words: str, tmp_path: Path) -> None:
    done = run("migrate", var=tmp_path, DATABASE_URL=url)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_backup_that_is_none_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "verkeerd.dump"
    wrong.write_text("geen back-up")
    for path, words in (
        (wrong, "not a file that `driehoek backup` wrote"),
        (tmp_path / "weg", "No such file"),
    ):
        done = run("restore", str(path), var=tmp_path / "var")
        assert done.returncode == 2
        assert done.stderr.startswith(f"driehoek: {path}: ")
        assert words in done.stderr
    assert not (tmp_path / "var" / "postgres").exists()


def test_a_folder_of_someone_else_is_named(tmp_path: Path) -> None:
    var = tmp_path / "var"
    var.write_text("a file where the folder should be")
    done = run("migrate", var=var)
    assert done.returncode == 2
    assert str(var) in done.stderr
    assert "DRIEHOEK_VAR" in done.stderr


def test_spoiled_secrets_are_named_and_left_alone(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.json"
    secrets.write_text("{niet af")
    done = run("migrate", var=tmp_path)
    assert done.returncode == 2
    assert str(secrets) in done.stderr
    assert secrets.read_text() == "{niet af"


def test_demo_may_stand_before_or_after_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[list[str], bool]] = []
    monkeypatch.setattr("driehoek.cli._run", lambda _command, rest, *, demo: seen.append((rest, demo)) or 0)
    monkeypatch.delenv("DRIEHOEK_DEMO", raising=False)
    for arguments in (
        ["--demo", "serve", "--port", "9"],
        ["serve", "--demo", "--port", "9"],
        ["serve", "--port", "9"],
    ):
        cli.main(arguments)
    cli.main(["detect", "--demo"])
    assert seen == [
        (["--port", "9"], True),
        (["--port", "9"], True),
        (["--port", "9"], False),
        (["--demo"], False),
    ]
