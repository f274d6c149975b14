"""Every stored decision can be made again; whatever the owner of the tables alters is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from driehoek import cli, law
from driehoek.grounds import replay_command
from driehoek.grounds.replaying import Choice, _rules_of, replay
from driehoek.installation.places import InstallationError
from tests.grounds.conftest import Archive

pytestmark = pytest.mark.database


@contextmanager
def altered(archive: Archive, statement: str, *values: object, table: str = "decision") -> Iterator[None]:
    """Alter the archive as the owner of the tables can, and put it back."""
    with psycopg.connect(archive.address.owner_url) as link:
        link.execute("SELECT set_config('app.maintenance', 'on', false)")
        trigger = f"ALTER TABLE grounds_{table} {{}} TRIGGER grounds_{table}_append_only"
        link.execute(trigger.format("DISABLE"))
        link.execute(f"CREATE TABLE kept AS SELECT * FROM grounds_{table}")
        link.execute(statement, values)
        link.commit()
        try:
            yield
        finally:
            columns = link.execute("SELECT * FROM kept LIMIT 0").description or []
            names = ", ".join(f'"{one.name}"' for one in columns)
            link.execute(
                f"UPDATE grounds_{table} d SET ({names}) = (SELECT {names} FROM kept k WHERE k.{names.split(',')[0]}"
                f" = d.{names.split(',')[0]})"
            )
            link.execute("DROP TABLE kept")
            link.execute(trigger.format("ENABLE"))


def made_again(archive: Archive, *arguments: str) -> tuple[int, dict[str, object]]:
    """Run the command on the archive; its status and what it says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replay_command, "open_database", lambda **_choice: archive.address)
        printed: list[str] = []
        patch.setattr("builtins.print", printed.append)
        status = replay_command.replay_all([*arguments, "--json"], demo=False)
    return status, json.loads(printed[0])


@pytest.mark.parametrize("workers", ["1", "2"])
def test_every_decision_gives_the_same_answer_again(archive: Archive, workers: str) -> None:
    status, said = made_again(archive, "--workers", workers)
    assert status == 0
    assert said["decisions"] == len(archive.decisions) > 50
    assert said["differing"] == 0
    assert not said["other_engines"]
    assert not said["other_rules"]


@pytest.mark.parametrize(
    ("change", "way"),
    [
        ("outcome = 'allowed', bases = '{wjsg-39f-1b-orde-veiligheid}'", "answer"),
        ("missing = missing || '{necessary}'", "answer"),
        ("rules = '{}', outcome = 'warn'", "answer"),
        ("proposal = jsonb_set(proposal, '{facts,note}', '\"Jan\"')", "proposal"),
        (
            "confirmation = 'Dat schreef niemand zo op.', confirmed_by_id = made_by_id, outcome = 'warn'",
            "answer",
        ),
        # The answer still follows from the proposal; the seal shows that it is not what was judged.
        ("proposal = jsonb_set(proposal, '{recipient}', '\"inwoners\"')", "seal"),
        ("answer = jsonb_set(answer, '{reasons}', '[]')", "seal"),
        ("made_at = made_at + interval '1 microsecond'", "seal"),
        ("subject = gen_random_uuid()", "seal"),
        ("must_know = must_know || '{necessary}'", "seal"),
    ],
)
def test_a_row_that_the_owner_altered_is_found(archive: Archive, change: str, way: str) -> None:
    refused = archive.decisions[1]
    with altered(archive, f"UPDATE grounds_decision SET {change} WHERE id = %s", refused):
        status, said = made_again(archive, "--workers", "1")
    assert status == 1
    assert said["differing"] == 1
    assert said["named"][0]["decision"] == refused  # type: ignore[index]
    assert said["named"][0]["way"] == way  # type: ignore[index]
    assert made_again(archive, "--workers", "1")[0] == 0


def test_another_engine_or_other_rules_are_told_and_judged_with_what_is_there(archive: Archive) -> None:
    version = law.load().version
    with altered(
        archive, "UPDATE grounds_decision SET engine = repeat('0', 64) WHERE id = %s", archive.decisions[0]
    ):
        status, said = made_again(archive)
        # An engine that somebody wrote over is no longer what was sealed.
        assert (status, said["differing"]) == (1, 1)
        assert said["other_engines"] == {"0" * 64: 1}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(law, "engine_version", lambda: "f" * 64)
        status, said = made_again(archive, "--workers", "1")
        assert (status, said["differing"]) == (2, 0)
        assert said["other_engines"] == {law.version.engine_version(): len(archive.decisions)}
    lax = "UPDATE grounds_ruletext SET texts = texts || jsonb_build_object('boa.yaml', (texts->>'boa.yaml') || %s)"
    with altered(archive, lax, "\n# niets\n", table="ruletext"):
        _rules_of.cache_clear()
        status, said = made_again(archive, "--workers", "1")
        _rules_of.cache_clear()
        assert (status, said["differing"]) == (2, 0)
        assert said["other_rules"] == {version: len(archive.decisions)}


def test_a_choice_narrows_it(archive: Archive) -> None:
    owner = archive.address.owner_url
    with psycopg.connect(owner) as link:
        link.execute("SELECT set_config('app.maintenance', 'on', true)")
        codes = link.execute("SELECT cbs_code, id::text FROM parties_municipality").fetchall()
    assert len(codes) == 2
    judged = {code: replay(owner, Choice(municipality=one), workers=1).decisions for code, one in codes}
    assert judged == {"GM0599": len(archive.decisions), "GM0363": 0}
    assert made_again(archive, "--municipality", "GM0363")[1]["decisions"] == 0
    assert made_again(archive, "--since", "2199-01-01")[1]["decisions"] == 0
    assert made_again(archive, "--since", "2020-01-01")[1]["decisions"] == len(archive.decisions)
    with pytest.raises(InstallationError, match="GM9999"):
        made_again(archive, "--municipality", "GM9999")
    with pytest.raises(InstallationError, match="workers"):
        made_again(archive, "--workers", "0")


def test_the_command_says_in_words_how_many_and_how_fast(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(replay_command, "open_database", lambda **_choice: archive.address)
    assert cli.main(["law", "replay", "--workers", "1"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{len(archive.decisions)} decisions made again in ")
    assert said.endswith(": all the same\n")
    with altered(archive, "UPDATE grounds_decision SET missing = '{x}' WHERE id = %s", archive.decisions[0]):
        assert cli.main(["law", "replay"]) == 1
    assert f"{archive.decisions[0]}: gives another answer now" in capsys.readouterr().out
    assert cli.main(["law", "replay", "--municipality", "GM9999"]) == 2
    assert "GM9999" in capsys.readouterr().err
