"""Who may open what: every address of the page server with the answer that each function gets.

A new address fails test_rights.py until it has a line, in the file of its room (`tests/access/rights/<room>.py`; a new
room has a file of its own and stands in ROOMS). Functions that come back in many lines have a name in `who`. `OPEN`
is for addresses that need no sign-in.
"""

from __future__ import annotations

from tests.access.rights import (
    access,
    analysis,
    api,
    approach,
    barriers,
    brief,
    briefings,
    cases,
    council,
    course,
    deadlines,
    documents,
    effects,
    exchange,
    exports,
    figures,
    grounds,
    guide,
    matching,
    measures,
    meetings,
    moments,
    oversight,
    plans,
    position,
    problems,
    publications,
    reports,
    scans,
    signals,
    standard,
    subjects,
    theme_templates,
    web,
)
from tests.access.rights.who import Right

__all__ = ["API", "OPEN", "RIGHTS", "Right"]

# The API knows no sessions: with a cookie everyone gets 401, and a key opens what tests/api/test_rights.py says.
API = frozenset(
    {
        "api:agreement",
        "api:agreements",
        "api:calendar",
        "api:deliveries",
        "api:delivery",
        "api:form",
        "api:forms",
        "api:indicator",
        "api:indicators",
        "api:judge",
        "api:load",
        "api:observations",
        "api:problem",
        "api:problems",
        "api:provision",
        "api:provisions",
        "api:report",
        "api:report_of_delivery",
        "api:report_pdf",
        "api:reports",
        "api:request",
        "api:requests",
        "api:send",
        "api:submit",
    }
)

OPEN = (
    frozenset(
        {
            "brief:home",
            "set_theme",
            "set_language",
            "livez",
            "readyz",
            "demo:sign_in",
            "security_txt",
            "meetings:calendar",
            "api:openapi",
            "api:openapi_yaml",
            "api:nothing",
        }
    )
    | API
)

ROOMS = (
    access,
    analysis,
    api,
    approach,
    barriers,
    brief,
    briefings,
    cases,
    council,
    course,
    deadlines,
    documents,
    effects,
    exchange,
    exports,
    figures,
    grounds,
    guide,
    matching,
    measures,
    meetings,
    moments,
    oversight,
    plans,
    position,
    problems,
    publications,
    reports,
    scans,
    signals,
    standard,
    subjects,
    theme_templates,
    web,
)
RIGHTS: dict[str, Right] = {name: right for room in ROOMS for name, right in room.RIGHTS.items()}
