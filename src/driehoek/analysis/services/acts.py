"""What people do with a deviation: take note, silence a series for a while, follow a theme or an area."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.analysis.models import Acknowledgement, Deviation, Follow, Mute
from driehoek.areas.models import Area
from driehoek.figures.models import Indicator
from driehoek.ledger import services as ledger
from driehoek.problems.models import Theme

# A silence without end is how alarms die unseen; after a year someone decides anew.
LONGEST_MUTE: Final = timedelta(days=366)


@transaction.atomic
def acknowledge(*, identity: Identity, deviation: Deviation, reason: str) -> Acknowledgement:
    """Record that the reader took note of a deviation, and why that is enough; it leaves their first page.

    Doing it again changes nothing: the first reason stands until it is undone.

    Raises:
        ValueError: there is no reason.
    """
    words = _reason(reason)
    made, is_new = Acknowledgement.objects.get_or_create(
        municipality_id=identity.municipality,
        deviation=deviation,
        person_id=identity.person,
        undone_at=None,
        defaults={"reason": words},
    )
    if is_new:
        ledger.append(
            municipality=identity.municipality, action="analysis:deviation:acknowledged", subject=deviation.id
        )
    return made


@transaction.atomic
def undo_acknowledgement(*, identity: Identity, deviation: Deviation) -> bool:
    """Take the reader's acknowledgement back, so that the deviation returns; tell whether there was one."""
    undone = Acknowledgement.objects.filter(
        deviation=deviation, person_id=identity.person, undone_at=None
    ).update(undone_at=Now())
    if undone:
        ledger.append(
            municipality=identity.municipality, action="analysis:deviation:reopened", subject=deviation.id
        )
    return bool(undone)


@transaction.atomic
def mute(*, identity: Identity, indicator: Indicator, area: Area | None, reason: str, until: date) -> Mute:
    """Silence an indicator, in one area or everywhere, up to and including a date; replaces a mute alike.

    Its deviations are still found and kept; they stay off first pages and stand in the list as muted.

    Raises:
        ValueError: there is no reason, or the date lies in the past or more than a year ahead.
    """
    words = _reason(reason)
    today = timezone.localdate()
    if not today <= until <= today + LONGEST_MUTE:
        raise ValueError("a mute ends between today and a year from now")
    alike = Mute.objects.filter(indicator=indicator, area=area, ended_at=None)
    for older in alike.select_for_update():
        end_mute(identity=identity, mute=older)
    made = Mute.objects.create(
        municipality_id=identity.municipality,
        indicator=indicator,
        area=area,
        person_id=identity.person,
        reason=words,
        until=until,
    )
    ledger.append(
        municipality=identity.municipality,
        action="analysis:mute:set",
        subject=made.id,
        data={
            "indicator": str(indicator.pk),
            "area": area.code if area else None,
            "until": until.isoformat(),
        },
    )
    return made


@transaction.atomic
def end_mute(*, identity: Identity, mute: Mute) -> bool:
    """End a mute before its date; tell whether it was still in force."""
    ended = Mute.objects.filter(pk=mute.pk, ended_at=None).update(ended_at=Now())
    if ended:
        ledger.append(municipality=identity.municipality, action="analysis:mute:ended", subject=mute.id)
    return bool(ended)


@transaction.atomic
def follow(*, identity: Identity, theme: Theme | None = None, area: Area | None = None) -> Follow:
    """Let a theme or an area weigh double for the reader; following twice is following once.

    Raises:
        ValueError: neither or both are given.
    """
    if (theme is None) == (area is None):
        raise ValueError("follow one theme or one area")
    made, is_new = Follow.objects.get_or_create(
        municipality_id=identity.municipality, person_id=identity.person, theme=theme, area=area
    )
    if is_new:
        ledger.append(
            municipality=identity.municipality,
            action="analysis:follow:set",
            subject=made.id,
            data={"theme": str(theme.pk) if theme else None, "area": area.code if area else None},
        )
    return made


@transaction.atomic
def unfollow(*, identity: Identity, follow: Follow) -> None:
    """Stop following; only one's own following can be stopped."""
    gone, _ = Follow.objects.filter(pk=follow.pk, person_id=identity.person).delete()
    if gone:
        ledger.append(municipality=identity.municipality, action="analysis:follow:ended", subject=follow.id)


def _reason(given: str) -> str:
    words = given.strip()
    if not words:
        raise ValueError("a reason is needed")
    return words
