"""A notice of return (BIJ): its terms, and the municipal weighing that begins with it (OM07).

Bjsg art. 11a, paragraph 4: out of use nine months after it was given at the latest. Without a measure it is destroyed
then; with a measure it is kept for five years more, for accountability only. The database keeps the same (returns.sql).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import acting_as_system
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import at_local
from driehoek.exchange.models import Kind, Provision, ReturnNotice

# Until when the mayor decides: the eve of the return; its subject is the notice.
RETURN: Final = "exchange.return"
DECIDE_AT: Final = time(17, 0)
OUT_OF_USE_MONTHS: Final = 9
DESTROYED_MONTHS: Final = 69
DATE_RETURN: Final = "date_return"


def months_after(day: date, months: int) -> date:
    """Return the day so many months later; the last of its month where that day is not there."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def out_of_use_on(given_on: date) -> date:
    """Return the day on which a notice goes out of use: nine months after it was given."""
    return months_after(given_on, OUT_OF_USE_MONTHS)


def destroyed_on(given_on: date) -> date:
    """Return the day on which a notice with a measure is destroyed: nine months and five years after it was given."""
    return months_after(given_on, DESTROYED_MONTHS)


def given_on(provision: Provision) -> date:
    """Return the day on which a released provision was given."""
    return timezone.localdate(provision.given_at or provision.made_at)


def is_shielded(provision: Provision) -> bool:
    """Tell whether a provision is out of use and opens for accountability only."""
    return provision.kind == Kind.RETURN and out_of_use_on(given_on(provision)) <= timezone.localdate()


def open_notice(provision: Provision) -> ReturnNotice:
    """Begin the weighing of a notice that was released; who gave it does not see it."""
    returns_on = date.fromisoformat(str(provision.facts[DATE_RETURN]))
    with acting_as_system(municipality=provision.municipality_id):
        notice = ReturnNotice.objects.create(
            municipality_id=provision.municipality_id,
            organisation_id=provision.recipient_id,
            provision=provision,
            made_at=timezone.now(),
            returns_on=returns_on,
            term_ends_on=out_of_use_on(given_on(provision)),
        )
        notice.deadline = deadlines.set_deadline(
            new=deadlines.NewDeadline(
                municipality=provision.municipality_id,
                kind=RETURN,
                subject=notice.pk,
                due_at=decide_before(returns_on, timezone.now()),
                organisation=provision.recipient_id,
            )
        )
        ReturnNotice.objects.filter(pk=notice.pk).update(deadline=notice.deadline)
    return notice


def decide_before(returns_on: date, now: datetime) -> datetime:
    """Return until when to decide: five o'clock on the eve of the return, or an hour from now when that is over."""
    return max(at_local(returns_on - timedelta(days=1), DECIDE_AT), now + timedelta(hours=1))
