"""One of each of the giving side, for the table of rights."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Detail, Part
from driehoek.exchange.services import provisions
from driehoek.exchange.services.parts import NewPart
from driehoek.parties.models import Function
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.giving import TEXT, drafted, released, submitted


def giving_objects(cast: Cast, theme: Theme) -> dict[str, uuid.UUID | int | str]:
    """A request that waits, a draft, what was given in stages, and what was taken back; of the prosecution service."""
    given = released(
        cast,
        theme,
        parts=[
            NewPart(Detail.HEADLINE, TEXT),
            NewPart(Detail.ESSENTIALS, TEXT, embargo_until=timezone.now() + timedelta(days=1)),
            NewPart(Detail.EXTRACT, TEXT, let_go=False),
        ],
    )
    recalled = released(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        provisions.recall(
            identity=identity, provision=recalled, version=recalled.version, words="Dit klopte niet."
        )
        parts = {part.detail: part.pk for part in Part.objects.filter(provision=given)}
    return {
        "judged_request": submitted(cast, theme).pk,
        "giving_draft": drafted(cast, theme).pk,
        "given_provision": given.pk,
        "given_back": recalled.pk,
        "embargo_part": parts[Detail.ESSENTIALS],
        "held_part": parts[Detail.EXTRACT],
        "approval_fact": "helpdesk_consent",
    }
