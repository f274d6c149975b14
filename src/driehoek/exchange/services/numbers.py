"""Numbers by which people speak of requests (V), provisions (G) and planned powers (B)."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import timezone


def next_number(letter: str, at: datetime) -> str:
    """Return the next number of a kind in the year of `at`, such as V-2026-0001.

    Call it in the transaction that uses the number.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchange_next_number(%s, %s)", [letter, timezone.localdate(at).year])
        row = cursor.fetchone()
    return str(row[0])
