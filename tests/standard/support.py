"""What the tests of this room share: reading pages, judgements and the ledger."""

from __future__ import annotations

import re

import numpy as np
from django.test import Client
from django.urls import reverse
from lxml import html

from driehoek.access.identity import acting_as
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from driehoek.standard import queries
from driehoek.standard.models import Norm
from driehoek.standard.queries import Judged
from tests.support.cast import Cast

THREE_HIGH = np.array([18.0] * 33 + [24.0, 25.0, 26.0])


def text_of(client: Client, name: str, *about: object, **query: object) -> str:
    response = client.get(reverse(name, args=about), {key: str(value) for key, value in query.items()})
    assert response.status_code == 200
    (main,) = html.fromstring(response.content.decode()).xpath("//main")
    return re.sub(r"\s+", " ", " ".join(main.itertext()))


def judged(cast: Cast, norm: Norm, function: Function = Function.MAYOR) -> Judged:
    with acting_as(person=cast.people[function].pk) as identity:
        found = queries.norm_or_none(identity, norm.pk)
        assert found is not None
        [one] = queries.judged(identity, [found])
    return one


def actions(cast: Cast) -> list[str]:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        rows = Event.objects.filter(action__startswith="standard:").order_by("sequence")
        return list(rows.values_list("action", flat=True))
