"""What the tests of the position's pages share."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from driehoek.access.identity import acting_as_system
from driehoek.deadlines.models import Deadline
from driehoek.position.models import Delivery
from tests.support.cast import Cast


def body(answer: Any) -> str:
    """The words of a page, as they are read."""
    return html.unescape(answer.content.decode())


def count_queries(client: Client, address: str) -> int:
    """How often a page asks the database."""
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(caught)


def make_late(cast: Cast, delivery: Delivery, *, days: int = 6) -> None:
    """Let a delivery have been due some days ago, past its grace."""
    due = timezone.now() - timedelta(days=days)
    with acting_as_system(municipality=cast.home.pk):
        changed = Deadline.objects.filter(pk=delivery.deadline_id).update(
            due_at=due, late_after=due + timedelta(hours=1)
        )
    assert changed == 1
