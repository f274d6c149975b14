"""What people do with a proposal to type a theme anew (ST22)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.ledger import services as ledger
from driehoek.meetings.models import AgendaPoint
from driehoek.meetings.services import put_forward
from driehoek.problems.models import Theme
from driehoek.standard.models import Dismissal, Norm
from driehoek.standard.retyping import ORIGIN, REASON_ORIGIN, Returned, origin_id


class AlreadyDismissedError(Exception):
    """Someone set this proposal aside already."""


@transaction.atomic
def propose_retyping(
    *, identity: Identity, norm: Norm, since: date, rule: str, title: str, text: str, url: str
) -> AgendaPoint:
    """Put the proposal on the agenda of the driehoek; while its point is open, return that one.

    Args:
        identity: who puts it forward.
        norm: the norm that was broken.
        since: first day of the run of broken periods.
        rule: key of the rule that made the proposal.
        title: the point in one line; about figures, so without personal data.
        text: why it is proposed.
        url: path of the page that the proposal stands on.
    """
    point = put_forward(
        identity=identity,
        title=title,
        text=text,
        origin=ORIGIN,
        origin_id=origin_id(norm.pk, since),
        origin_url=url,
    )
    _record(norm, "proposed", {"since": since.isoformat(), "rule": rule, "point": str(point.pk)})
    return point


@transaction.atomic
def propose_for_return(
    *, identity: Identity, theme: Theme, found: Returned, rule: str, title: str, text: str
) -> AgendaPoint:
    """Put on the agenda of the driehoek that something keeps coming back; while its point is open, return that one.

    Args:
        identity: who puts it forward.
        theme: on which theme.
        found: what came back.
        rule: key of the rule that made the proposal.
        title: the point in one line, without personal data.
        text: why it is proposed.
    """
    point = put_forward(
        identity=identity,
        title=title,
        text=text,
        origin=REASON_ORIGIN,
        origin_id=str(found.id),
        origin_url=found.url,
    )
    ledger.append(
        municipality=identity.municipality,
        action="standard:retyping:proposed",
        subject=theme.pk,
        version=theme.version,
        data={"rule": rule, "times": found.times, "point": str(point.pk)},
    )
    return point


@transaction.atomic
def dismiss_retyping(*, identity: Identity, norm: Norm, since: date, reason: str) -> Dismissal:
    """Set the proposal aside for the run that began at `since`; a new run brings a new one.

    Raises:
        AlreadyDismissedError: someone did so already.
    """
    try:
        with transaction.atomic():
            made = Dismissal.objects.create(
                municipality_id=norm.municipality_id,
                norm=norm,
                run_since=since,
                reason=reason.strip(),
                by_id=identity.person,
            )
    except IntegrityError as error:
        raise AlreadyDismissedError from error
    _record(norm, "dismissed", {"since": since.isoformat()})
    return made


@transaction.atomic
def reopen_retyping(*, dismissal: Dismissal) -> bool:
    """Take up a proposal again that was set aside; tell whether it still was."""
    changed = Dismissal.objects.filter(pk=dismissal.pk, undone_at=None).update(undone_at=Now())
    if changed:
        _record(dismissal.norm, "reopened", {"since": dismissal.run_since.isoformat()})
    return bool(changed)


def _record(norm: Norm, act: str, data: ledger.EventData) -> None:
    ledger.append(
        municipality=norm.municipality_id,
        action=f"standard:retyping:{act}",
        subject=norm.pk,
        version=norm.version,
        data=data,
    )
