"""Storing what a file with reports holds: offered, looked at, then kept as drafts or sent; again changes nothing."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.areas.files import UnusableError
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict
from driehoek.reports import services
from driehoek.reports.content import (
    BegunElsewhereError,
    IncompleteError,
    NoFormError,
    NotAtThisStageError,
    ScreenedError,
    UnknownPlaceError,
)
from driehoek.reports.intake.models import Intake
from driehoek.reports.intake.reading import Read, Reject, Row, read_file
from driehoek.reports.models import CONTENT_OPEN, Report
from driehoek.reports.queries.reports import reports_of_deliveries
from driehoek.reports.rights import WRITERS
from driehoek.reports.services.filling import same

KEPT: Final = timedelta(days=1)
Outcome = Intake.Outcome
# What a row can refuse, each with its own words.
REFUSALS: Final = (
    VersionConflict,
    NotAtThisStageError,
    BegunElsewhereError,
    NoFormError,
    UnknownPlaceError,
    IncompleteError,
    ScreenedError,
    PermissionDenied,
)


@dataclass(frozen=True)
class Planned:
    """One row beside what is stored: the report that it changes, if there is one, and whether that is any change."""

    row: Row
    report: Report | None
    unchanged: bool


@dataclass
class Plan:
    """What storing a file comes to."""

    rows: list[Planned] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many are new, changed, the same, and have something that looks like personal data."""
        return {
            "new": sum(one.report is None for one in self.rows),
            "changed": sum(one.report is not None and not one.unchanged for one in self.rows),
            "same": sum(one.unchanged for one in self.rows),
            "doubtful": sum(bool(one.row.doubts) for one in self.rows),
        }


@transaction.atomic
def offer(*, identity: Identity, file_name: str, content: bytes) -> Intake:
    """Look at a file without storing its reports; keep it for a day, for this person alone.

    A file that cannot be used gives an intake with outcome REFUSED, with the reason as its only reject.

    Raises:
        PermissionDenied: for who writes no reports.
    """
    _require_writer(identity)
    intake = Intake(
        municipality_id=identity.municipality,
        by_id=identity.person,
        file_name=file_name[:200],
        outcome=Outcome.REFUSED,
    )
    try:
        plan = _plan(identity, read_file(identity, content))
    except UnusableError as error:
        intake.rejects = [Reject(0, str(error)).as_data()]
        intake.save(force_insert=True)
        return intake
    _count(intake, plan)
    if plan.rows:
        intake.outcome, intake.content = Outcome.PREVIEWED, zlib.compress(content)
    intake.save(force_insert=True)
    _record(intake, "previewed")
    return intake


@transaction.atomic
def confirm(*, identity: Identity, intake: Intake, send: bool, confirmed: bool = False) -> Intake:
    """Store the good rows of a file that was looked at, as drafts or sent; the others come back with the reason.

    Args:
        identity: who offered it.
        intake: the file.
        send: whether the reports are sent at once.
        confirmed: the writer has looked at what seems personal data and is sure; without it such rows stay drafts.

    Raises:
        UnusableError: the file is no longer kept, or was stored already.
        PermissionDenied: for who writes no reports.
    """
    _require_writer(identity)
    held = Intake.objects.select_for_update().filter(
        pk=intake.pk, by=identity.person, outcome=Outcome.PREVIEWED
    )
    found = held.first()
    if found is None or found.content is None:
        raise UnusableError(_("Dit bestand is al bewaard, of wij hebben het niet meer. Kies het opnieuw."))
    plan = _plan(identity, read_file(identity, zlib.decompress(bytes(found.content))))
    _count(found, plan)
    stored = sent = 0
    for one in plan.rows:
        try:
            with transaction.atomic():
                report = _stored(identity, one)
            stored += not one.unchanged
            if send and report.state in CONTENT_OPEN:
                with transaction.atomic():
                    services.send(
                        identity=identity, report=report, version=report.version, confirmed=confirmed
                    )
                sent += 1
        except REFUSALS as error:
            plan.rejects.extend(_reasons(one.row.line, error))
    found.rejects = _in_order(plan.rejects)
    found.counts |= {"stored": stored, "sent": sent}
    found.outcome, found.content = Outcome.LOADED, None
    found.save()
    _record(found, "loaded")
    return found


def preview(identity: Identity, intake: Intake) -> list[Planned]:
    """Return what storing a file that was looked at would come to, row by row."""
    if intake.content is None:
        return []
    return _plan(identity, read_file(identity, zlib.decompress(bytes(intake.content)))).rows


@transaction.atomic
def drop_offers(*, municipality: uuid.UUID) -> int:
    """Throw away the content of files that were offered more than a day ago; return how many.

    For a job of the municipality (access.identity.acting_as_system): a person sees no other's files.
    """
    old = Intake.objects.filter(municipality=municipality, at__lt=timezone.now() - KEPT)
    count, _rows = old.exclude(outcome=Outcome.LOADED).delete()
    if count:
        ledger.append(
            municipality=municipality,
            action="reports:intake:dropped",
            subject=municipality,
            data={"count": count},
        )
    return count


def _plan(identity: Identity, read: Read) -> Plan:
    """Lay what a file holds beside what is stored; as many queries for a long file as for a short one."""
    plan = Plan(rejects=list(read.rejects))
    reports = reports_of_deliveries(identity, [row.delivery for row in read.rows])
    for row in read.rows:
        report = reports.get(row.delivery.pk)
        unchanged = report is not None and same(report, row.content)
        if report is not None and report.state not in CONTENT_OPEN and not unchanged:
            plan.rejects.append(Reject(row.line, _("Dit rapport is al verstuurd en verandert niet meer.")))
        else:
            plan.rows.append(Planned(row, report, unchanged))
    return plan


def _stored(identity: Identity, one: Planned) -> Report:
    if one.report is not None and one.unchanged:
        return one.report
    version = one.report.version if one.report else None
    return services.save(
        identity=identity, delivery=one.row.delivery, version=version, content=one.row.content
    )


def _reasons(line: int, error: Exception) -> Iterator[Reject]:
    """Say why a row was not stored or not sent, in as many lines as there are reasons."""
    if isinstance(error, IncompleteError):
        for _key, words in error.missing:
            yield Reject(line, _("Vul dit in. Tot die tijd is het een concept."), words)
    elif isinstance(error, ScreenedError):
        for label in dict.fromkeys(one.label for one in error.findings):
            yield Reject(
                line, _("Hier staan misschien persoonsgegevens. Daarom is het een concept gebleven."), label
            )
    elif isinstance(error, PermissionDenied):
        yield Reject(line, str(error))
    elif isinstance(error, BegunElsewhereError):
        yield Reject(line, _("De leverancier heeft al een concept, dat u niet kunt zien."))
    elif isinstance(error, VersionConflict):
        yield Reject(line, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
    else:
        yield Reject(line, _("Dit rapport wordt niet meer verwacht, of is al verstuurd."))


def _require_writer(identity: Identity) -> None:
    if not identity.holds(*WRITERS):
        raise PermissionDenied(_("Alleen een leverancier of de adviseur levert rapporten aan."))


def _count(intake: Intake, plan: Plan) -> None:
    intake.counts, intake.rejects = plan.counts, _in_order(plan.rejects)


def _in_order(rejects: list[Reject]) -> list[dict[str, object]]:
    return [one.as_data() for one in sorted(rejects, key=lambda one: one.line)]


def _record(intake: Intake, act: str) -> None:
    ledger.append(
        municipality=intake.municipality_id,
        action=f"reports:intake:{act}",
        subject=intake.pk,
        data={**intake.counts, "rejected": len(intake.rejects)},
    )
