"""Objects of the briefings room, for tests that need one of each."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence

from driehoek.access.identity import Identity, acting_as
from driehoek.briefings import services
from driehoek.briefings.models import Briefing
from driehoek.briefings.proposals import Proposal
from driehoek.briefings.services import OwnLine
from driehoek.briefings.words import READERS as CONTENT
from driehoek.parties.models import Function
from tests.support.cast import Cast

# Everyone but the adviser, who makes it.
READERS = frozenset(CONTENT) - {Function.SAFETY_ADVISER}


def proposal(sentence: str, **given: object) -> Proposal:
    """Return a proposal as a room would make it."""
    known: dict[str, object] = {
        "kind": "proef.ding",
        "id": uuid.uuid4().hex,
        "source": "weekbericht",
        "url": "/problemen/",
        "since": "ma 16 nov",
        "certainty": "bevestigd",
        "from_whom": "Politie",
    }
    return Proposal(sentence=sentence, **(known | given))  # type: ignore[arg-type]


def make_briefing(identity: Identity, *proposals: Proposal) -> Briefing:
    """Begin a briefing with these lines."""
    briefing = services.begin(identity=identity)
    services.take(identity=identity, briefing=briefing, proposals=proposals)
    return fresh(briefing)


def send_to(identity: Identity, briefing: Briefing, readers: Sequence[uuid.UUID]) -> Briefing:
    """Send a briefing as it is now."""
    found = fresh(briefing)
    services.send(identity=identity, briefing=found, version=found.version, readers=readers)
    return found


def fresh(briefing: Briefing) -> Briefing:
    """Read a briefing again."""
    return Briefing.objects.select_related("made_by", "sent_by").get(pk=briefing.pk)


def version_in(page: str) -> str:
    """Return the version that a form on a page was read at."""
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found.group(1)


def briefing_objects(cast: Cast) -> dict[str, uuid.UUID | int | str]:
    """Make one that everyone got and one in the making with a line; the names are those of the rights table."""
    people = cast.people
    with acting_as(person=people[Function.SAFETY_ADVISER].pk) as identity:
        readers = [person.pk for function, person in people.items() if function in READERS]
        sent = send_to(identity, make_briefing(identity, proposal("Elf inbraken in Noord.")), readers)
        making = services.begin(identity=identity)
        line = services.add_line(
            identity=identity,
            briefing=making,
            new=OwnLine("Let op de terrassen.", "gesprek met de wijkagent"),
        )
        return {"briefing": sent.pk, "draft_briefing": making.pk, "briefing_line": line.pk}
