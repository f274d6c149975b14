"""Problems to take out, and the ways to ask for a file."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.parties.models import Function
from driehoek.problems import services
from driehoek.problems.models import Classification, Kind, Problem, SafetyField
from tests.support.cast import Cast

ADVISER = Function.SAFETY_ADVISER
PURPOSE = "Voor de kwartaalrapportage aan het college"
Open = Callable[..., Problem]


@pytest.fixture
def opened(cast: Cast) -> Open:
    """Open a problem as the safety adviser."""

    def make(
        title: str,
        *,
        kind: Kind = Kind.STANDARD,
        classification: Classification = Classification.INTERNAL,
        training: bool = False,
        summary: str = "",
    ) -> Problem:
        adviser = cast.people[ADVISER]
        with acting_as(person=adviser.pk) as identity:
            theme = services.ensure_theme(
                municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",)
            )
            return services.open_problem(
                identity=identity,
                new=services.NewProblem(
                    title=title,
                    summary=summary,
                    kind=kind,
                    theme=theme,
                    owner=adviser.pk,
                    classification=classification,
                    training=training,
                ),
            )

    return make


def ask(
    client: Client, key: str = "problems", query: str = "", *, file_format: str = "csv", **sent: object
) -> HttpResponse:
    """Send the form of an export."""
    data = {"file_format": file_format, "purpose": PURPOSE, "ticket": str(uuid.uuid4())}
    return client.post(
        reverse("exports:table", args=[key]) + query, data | {k: str(v) for k, v in sent.items()}
    )


def content_of(answer: HttpResponse) -> bytes:
    """Return the file of an answer."""
    assert answer.status_code == 200, answer.status_code
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file is streamed
