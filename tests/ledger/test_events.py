"""Every event that code can write has words for the timeline; every name follows the grammar."""

from __future__ import annotations

import re
from pathlib import Path

from driehoek.ledger.events import known_actions, words_for

SOURCE = Path(__file__).resolve().parents[2] / "src" / "driehoek"
ROOMS = "|".join(sorted(path.parent.name for path in SOURCE.glob("*/apps.py")))
WRITTEN = re.compile(rf'"((?:{ROOMS}|ledger):[a-z_]+:[a-z_]+)"')


def test_every_event_in_the_code_is_registered_with_words() -> None:
    written = {
        name for path in SOURCE.rglob("*.py") for name in WRITTEN.findall(path.read_text(encoding="utf-8"))
    }
    assert len(written) > 20
    missing = written - set(known_actions())
    assert not missing, f"register words for {sorted(missing)} (ledger.events)"


def test_every_registered_event_has_words_of_its_own() -> None:
    assert all(words_for(action) != action for action in known_actions())
