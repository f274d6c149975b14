"""What was held back goes later only when the law of that day still allows it, and a refusal is kept (OM10)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Detail, Part, Provision
from driehoek.exchange.proposals import PROVISION, proposal_of
from driehoek.exchange.services import releasing
from driehoek.exchange.services.parts import NewPart
from driehoek.grounds import services as grounds
from driehoek.grounds.models import Decision
from driehoek.parties.models import Function
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.giving import TEXT, posted, released

pytestmark = pytest.mark.django_db


def no_longer_minimised(provision: Provision) -> dict[str, Any]:
    """The same proposal, with one fact by which no basis allows it."""
    proposal = dict(proposal_of(provision))
    return proposal | {"facts": {**proposal["facts"], "minimised": False}}


@pytest.fixture
def held(cast: Cast, theme: Theme) -> Part:
    """The part of a released provision that was kept back."""
    parts = [NewPart(Detail.HEADLINE, TEXT), NewPart(Detail.EXTRACT, TEXT, let_go=False)]
    given = released(cast, theme, parts=parts)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        return Part.objects.select_related("provision").get(provision=given, detail=Detail.EXTRACT)


def judged(cast: Cast, part: Part) -> list[str]:
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        rows = Decision.objects.filter(subject_kind=PROVISION, subject=part.provision_id)
        return list(rows.order_by("made_at").values_list("outcome", flat=True))


def test_the_law_of_that_day_is_asked_once_more(
    cast: Cast, held: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cast.client(Function.PROSECUTOR)
    go = reverse("exchange:part_let_go", args=[held.provision_id, held.pk])
    before = judged(cast, held)
    with monkeypatch.context() as patch:
        patch.setattr(releasing, "proposal_of", no_longer_minimised)
        assert posted(client, go).status_code == 200
    assert judged(cast, held) == [*before, "not_allowed"]
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        assert Part.objects.get(pk=held.pk).let_go_at is None
    assert posted(client, go).status_code == 302
    assert judged(cast, held)[-1] == "allowed"
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        assert Part.objects.get(pk=held.pk).let_go_at is not None


def test_sql_lets_nothing_go_under_a_judgement_that_says_no(cast: Cast, held: Part) -> None:
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        grounds.judge(
            identity=identity,
            subject_kind=PROVISION,
            subject=held.provision_id,
            organisation=held.provision.giver_id,
            proposal=no_longer_minimised(held.provision),
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            Part.objects.filter(pk=held.pk).update(let_go_at=timezone.now())
