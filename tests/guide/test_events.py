"""Every event that the guide writes has words, and there are no words for what it never writes."""

from __future__ import annotations

import re
from pathlib import Path

from driehoek.guide import services
from driehoek.guide.words import EVENTS
from driehoek.ledger.events import words_for

FOLDER = Path(services.__file__).parent
SUBJECT = re.compile(r'action=f"guide:([a-z]+):\{verb\}"')
VERB = re.compile(r'_record(_tip)?\([^"]*"([a-z]+)"', re.DOTALL)


def written() -> set[str]:
    found = set()
    for path in FOLDER.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        subjects = SUBJECT.findall(source)
        for of_tip, verb in VERB.findall(source):
            subject = "tip" if of_tip else next(one for one in subjects if one != "tip")
            found.add(f"guide:{subject}:{verb}")
    return found


def test_every_event_has_words_and_every_word_its_event() -> None:
    assert len(written()) > 15
    assert written() == set(EVENTS)
    assert all(words_for(action) != action for action in EVENTS)
