"""Who may open what of the room `council`."""

from __future__ import annotations

from tests.access.rights.who import KEEPERS_OF_POSITION, LEADERS, READERS_FOR_COUNCIL, VERSION, Right

RIGHTS: dict[str, Right] = {
    "council:home": Right(READERS_FOR_COUNCIL),
    "council:releases": Right(READERS_FOR_COUNCIL),
    "council:release": Right(READERS_FOR_COUNCIL, ("council_release",)),
    "council:release_pdf": Right(READERS_FOR_COUNCIL, ("council_release",)),
    "council:release_csv": Right(READERS_FOR_COUNCIL, ("council_release",)),
    "council:withdraw": Right(LEADERS, ("council_release",)),
    "council:answers": Right(READERS_FOR_COUNCIL),
    "council:answer": Right(READERS_FOR_COUNCIL, ("council_answer",)),
    "council:answer_pdf": Right(READERS_FOR_COUNCIL, ("council_answer",)),
    "council:desk": Right(KEEPERS_OF_POSITION),
    "council:versions": Right(KEEPERS_OF_POSITION),
    "council:version_new": Right(KEEPERS_OF_POSITION),
    "council:version": Right(KEEPERS_OF_POSITION, ("council_version",)),
    "council:version_change": Right(KEEPERS_OF_POSITION, ("council_version",)),
    "council:take_over": Right(KEEPERS_OF_POSITION, ("council_version",), "POST"),
    "council:passage_new": Right(KEEPERS_OF_POSITION, ("council_version",)),
    "council:confirm": Right(KEEPERS_OF_POSITION, ("council_version",), "POST", data=VERSION),
    "council:reopen": Right(KEEPERS_OF_POSITION, ("council_version",), "POST", data=VERSION),
    "council:version_release": Right(LEADERS, ("council_version",)),
    "council:passage_change": Right(KEEPERS_OF_POSITION, ("council_passage",)),
    "council:passage_remove": Right(KEEPERS_OF_POSITION, ("council_passage",)),
    "council:question_new": Right(KEEPERS_OF_POSITION),
    "council:question": Right(KEEPERS_OF_POSITION, ("council_question",)),
    "council:question_change": Right(KEEPERS_OF_POSITION, ("council_question",)),
    "council:facts": Right(KEEPERS_OF_POSITION, ("council_question",)),
    "council:answer_write": Right(KEEPERS_OF_POSITION, ("council_question",)),
    "council:check": Right(KEEPERS_OF_POSITION, ("council_question",), "POST", data=VERSION),
    "council:answer_reopen": Right(KEEPERS_OF_POSITION, ("council_question",), "POST", data=VERSION),
    "council:approve": Right(LEADERS, ("council_question",)),
    "council:send": Right(KEEPERS_OF_POSITION, ("council_question",), "POST", data=VERSION),
    "council:fact_renew": Right(KEEPERS_OF_POSITION, ("council_fact",), "POST"),
    "council:fact_drop": Right(KEEPERS_OF_POSITION, ("council_fact",)),
}
