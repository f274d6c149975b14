"""Fixing a report or a plan: what was seen is what is fixed, once, with number, moment, person and reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.plans.models import Edition, Plan, QuarterlyReport
from driehoek.plans.queries.composing import snapshot_of_report
from driehoek.plans.services.common import record, require_keeper
from driehoek.plans.snapshot import SCHEMA, Snapshot, canonical, digest


class ChangedSinceSeenError(Exception):
    """A text, a figure or an action changed after the reader saw what they were to fix."""


class NothingChangedError(Exception):
    """The last edition says exactly the same, so there is nothing to fix."""


class UnreasonedError(ValueError):
    """A second edition says why it is there."""


@transaction.atomic
def freeze_report(
    *,
    identity: Identity,
    report: QuarterlyReport,
    seen: str,
    reason: str = "",
    at: datetime | None = None,
) -> Edition:
    """Fix a quarterly report as its next edition (ST16); return it.

    `seen` is the digest of the preview that the reader saw: figures that moved since then are not fixed unseen.
    `reason` says why there is another edition; `at` is the moment, when it is not now.

    Raises:
        ChangedSinceSeenError: it would not say what the reader saw.
        NothingChangedError: the last edition says the same.
        UnreasonedError: a second edition without a reason.
    """
    require_keeper(identity)
    edition = fix(
        identity=identity,
        about=report,
        snapshot=snapshot_of_report(identity, report),
        seen=seen,
        reason=reason,
        at=at or timezone.now(),
    )
    record(report.municipality_id, "report:fixed", report.pk, data={"edition": edition.number})
    return edition


def fix(
    *,
    identity: Identity,
    about: QuarterlyReport | Plan,
    snapshot: Snapshot,
    seen: str,
    reason: str,
    at: datetime,
) -> Edition:
    """Store a snapshot as the next edition of a report or a plan. Two who fix at once get one edition.

    Raises: see freeze_report.
    """
    # The row is held, so that numbers follow each other and the second of two finds what the first fixed.
    type(about)._default_manager.select_for_update().get(pk=about.pk)
    last = about.editions.order_by("-number").first()
    contents = canonical(snapshot)
    value = digest(contents)
    if value != seen:
        raise ChangedSinceSeenError
    if last is not None and last.sha256 == value:
        raise NothingChangedError
    if last is not None and not reason.strip():
        raise UnreasonedError("say why there is another edition")
    return Edition.objects.create(
        municipality_id=about.municipality_id,
        report=about if isinstance(about, QuarterlyReport) else None,
        plan=about if isinstance(about, Plan) else None,
        number=last.number + 1 if last else 1,
        schema=SCHEMA,
        contents=contents,
        sha256=value,
        reason=reason.strip() if last else "",
        made_at=at,
        made_by_id=identity.person,
    )


@transaction.atomic
def take_copy(*, edition: Edition) -> None:
    """Note on the ledger that someone took an edition as a document."""
    record(edition.municipality_id, "edition:copied", edition.pk, data={"number": edition.number})
