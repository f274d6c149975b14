"""Imports: offered, looked at, loaded or refused; each leaves a run that says what came of it."""

from __future__ import annotations

import hashlib
import io
import zlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.areas.files import UnusableError
from driehoek.figures.importing import loading
from driehoek.figures.importing.loading import Difference
from driehoek.figures.importing.opening import open_figures
from driehoek.figures.importing.parsed import Parsed, Reject
from driehoek.figures.models import (
    ImportReject,
    ImportRun,
    ImportUpload,
    Nulls,
)
from driehoek.figures.services.first import load_first
from driehoek.figures.services.plan import Offer, Plan
from driehoek.figures.signals import figures_loaded
from driehoek.ledger import services as ledger
from driehoek.parties.models import Municipality

LOCK_SPACE = 5_990_002
UPLOAD_KEPT = timedelta(days=1)
Outcome = ImportRun.Outcome


@dataclass(frozen=True)
class Result:
    """What came of an offer: the run as recorded, and what was read (None when the file was unusable)."""

    run: ImportRun
    rejects: tuple[Reject, ...] = ()
    header: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    unread: tuple[str, ...] = ()
    series: tuple[int, ...] = field(default=(), repr=False)


@transaction.atomic
def load_figures(*, offer: Offer, stream: BinaryIO) -> Result:
    """Load every good row of `stream` and report the others; refuse the whole when none is good.

    Offering the same content again changes nothing (UNCHANGED). A value that differs from what is there goes
    into the history first. Imports of one municipality take turns. Never raises for what a file holds: an
    unusable file gives a run with outcome REFUSED and nothing else.
    """
    _take_turn(offer.municipality.pk)
    return _work(offer, stream, write=True)


@transaction.atomic
def preview_figures(*, offer: Offer, stream: BinaryIO) -> Result:
    """Read and compare as `load_figures` does, but load nothing; the run says PREVIEWED or REFUSED."""
    _take_turn(offer.municipality.pk)
    return _work(offer, stream, write=False)


@transaction.atomic
def preview_upload(*, offer: Offer, stream: BinaryIO) -> Result:
    """Preview an uploaded file and keep it until it is confirmed, for a day at most."""
    result = preview_figures(offer=offer, stream=stream)
    ImportUpload.objects.filter(at__lt=timezone.now() - UPLOAD_KEPT).delete()
    if result.run.outcome == Outcome.PREVIEWED:
        stream.seek(0)
        ImportUpload.objects.create(
            run=result.run,
            municipality=offer.municipality,
            content=zlib.compress(stream.read(), 1),
            options={
                "source": offer.source,
                "provisional": offer.provisional,
                "area_year": offer.area_year,
                "published_on": offer.published_on.isoformat() if offer.published_on else None,
                "nulls": offer.nulls,
            },
        )
    return result


@transaction.atomic
def confirm_upload(*, run: ImportRun, by: UUID) -> Result:
    """Load a previewed upload under its options; its preview run gives way to the run that loads it.

    Raises:
        UnusableError: the upload is no longer there.
    """
    upload = ImportUpload.objects.select_for_update().filter(run=run).first()
    if upload is None:
        raise UnusableError(_("Dit bestand is niet meer bewaard. Lees het opnieuw in."))
    options = upload.options
    published = options.get("published_on")
    offer = Offer(
        municipality=Municipality.objects.get(pk=upload.municipality_id),
        file_name=run.file_name,
        by=by,
        source=options["source"],
        provisional=options["provisional"],
        area_year=options["area_year"],
        published_on=date.fromisoformat(published) if published else None,
        nulls=Nulls(options["nulls"]) if options["nulls"] else None,
    )
    result = load_figures(offer=offer, stream=io.BytesIO(zlib.decompress(upload.content)))
    run.delete()
    return result


def _work(offer: Offer, stream: BinaryIO, *, write: bool) -> Result:
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    stream.seek(0)
    run = ImportRun(
        municipality=offer.municipality,
        by_id=offer.by,
        file_name=offer.file_name[:200],
        sha256=digest,
        published_on=offer.published_on,
        shape="",
    )
    try:
        opened = open_figures(stream, limit=settings.IMPORT_MAX_FILE_BYTES)
        run.shape = f"{opened.format}:{opened.layout.shape.key}"
        plan = Plan.make(offer, opened.layout)
        if write and plan.is_first:
            if loaded := load_first(plan, opened, run):
                return _finish(run, *loaded, write=True)
            stream.seek(0)
            opened = open_figures(stream, limit=settings.IMPORT_MAX_FILE_BYTES)
            plan = Plan.make(offer, opened.layout)
        parsed = plan.reader(opened).read()
    except UnusableError as error:
        return _refuse(run, str(error))
    if not parsed.good and not parsed.hidden:
        return _refuse(run, _("Geen enkele rij is bruikbaar."), parsed)
    return _settle(run, plan, parsed, write=write)


def _settle(run: ImportRun, plan: Plan, parsed: Parsed, *, write: bool) -> Result:
    indicators = plan.indicators(parsed, create=write)
    keys = loading.series_keys(parsed)
    ids, before = loading.find_series(
        municipality=run.municipality_id, keys=keys, indicators=indicators, areas=parsed.areas, create=write
    )
    run.source = plan.main_source(parsed)
    run.outcome = Outcome.PREVIEWED
    run.save(force_insert=True)
    difference = (
        loading.write(parsed, keys, ids, municipality=run.municipality_id, run=run.pk, fresh=not before)
        if write
        else loading.compare(parsed, keys, ids)
    )
    return _finish(run, parsed, difference, write=write)


def _finish(run: ImportRun, parsed: Parsed, difference: Difference, *, write: bool) -> Result:
    """Record what came of the import, and tell those who listen."""
    _count(run, parsed)
    run.rows_new, run.rows_changed, run.rows_same = difference.new, difference.changed, difference.same
    run.rows_redefined = difference.redefined
    changes = bool(difference.new or difference.changed)
    if write:
        run.outcome = Outcome.LOADED if changes else Outcome.UNCHANGED
    run.save(force_update=True)
    _record(run, parsed)
    if write and changes:
        figures_loaded.send(
            sender=ImportRun, municipality=run.municipality_id, run=run, series=difference.series
        )
    return Result(
        run=run,
        rejects=tuple(parsed.rejects.kept),
        header=parsed.layout.names,
        sample=tuple(map(tuple, parsed.sample)),
        unread=parsed.layout.unread,
        series=difference.series,
    )


def _refuse(run: ImportRun, problem: str, parsed: Parsed | None = None) -> Result:
    run.outcome, run.problem = Outcome.REFUSED, problem[:500]
    if parsed:
        _count(run, parsed)
    run.save(force_insert=True)
    _record(run, parsed)
    if parsed is None:
        return Result(run=run)
    return Result(
        run=run,
        rejects=tuple(parsed.rejects.kept),
        header=parsed.layout.names,
        sample=tuple(map(tuple, parsed.sample)),
    )


def _count(run: ImportRun, parsed: Parsed) -> None:
    run.rows_read, run.rows_rejected, run.rows_hidden = parsed.read, parsed.rejects.count, parsed.hidden


def _record(run: ImportRun, parsed: Parsed | None) -> None:
    """Keep the rejects and put the outcome on the ledger."""
    if parsed:
        ImportReject.objects.bulk_create(
            ImportReject(
                municipality_id=run.municipality_id,
                run=run,
                line=reject.line,
                column=reject.column,
                value=reject.value,
                reason=reject.reason,
            )
            for reject in parsed.rejects.kept
        )
    counts: dict[str, Any] = {
        "read": run.rows_read,
        "new": run.rows_new,
        "changed": run.rows_changed,
        "same": run.rows_same,
        "rejected": run.rows_rejected,
        "hidden": run.rows_hidden,
        "redefined": run.rows_redefined,
    }
    ledger.append(
        municipality=run.municipality_id, action=f"figures:import:{run.outcome}", subject=run.id, data=counts
    )


def _take_turn(municipality: UUID) -> None:
    """Let imports of one municipality take turns, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SPACE, str(municipality)])
