"""Imports: offered, looked at, loaded or refused; each leaves a run that says what came of it."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.areas.files import UnusableError
from driehoek.areas.queries import comparable_areas, newest_year
from driehoek.figures.catalogue import DEFAULT_TABLE, Kind, by_key
from driehoek.figures.importing import loading
from driehoek.figures.importing.opening import Opened, open_figures
from driehoek.figures.importing.parsed import Parsed, Reject
from driehoek.figures.importing.periods import Period
from driehoek.figures.importing.reading import Reader, Rules
from driehoek.figures.importing.resolve import (
    area_resolver,
    indicator_resolver,
    kind_resolver,
    null_value,
    period_resolver,
)
from driehoek.figures.importing.shapes import Family, Layout
from driehoek.figures.models import (
    Frequency,
    ImportReject,
    ImportRun,
    ImportUpload,
    Indicator,
    Nulls,
    Source,
)
from driehoek.figures.services.indicators import SIMULATED_PREFIX, ensure_catalogue, ensure_source
from driehoek.figures.signals import figures_loaded
from driehoek.ledger import services as ledger
from driehoek.parties.models import Municipality

LOCK_SPACE = 5_990_002
UPLOAD_KEPT = timedelta(days=1)
Outcome = ImportRun.Outcome


@dataclass(frozen=True)
class Offer:
    """Figures that someone offers, and how to read them.

    Attributes:
        municipality: for whom.
        file_name: what it is called.
        by: the person; None for a command or job.
        source: key of the source; empty lets the file's own table decide.
        simulated: made-up figures; they get a source of their own.
        provisional: take every row as provisional.
        area_year: the division that the codes belong to; None takes the source's, else the newest there is.
        published_on: the date that the publisher gives; older figures never replace newer ones.
        nulls: what an empty cell means; None leaves the source's setting.
        statuses: the publisher's status ("p", "d") by period, where it gives one.
        today: the day on which a period counts as future or not; None is today.
        progress: told how many rows were read.
    """

    municipality: Municipality
    file_name: str
    by: UUID | None = None
    source: str = ""
    simulated: bool = False
    provisional: bool = False
    area_year: int | None = None
    published_on: date | None = None
    nulls: Nulls | None = None
    statuses: dict[Period, str] | None = None
    today: date | None = None
    progress: Callable[[int], None] | None = None


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
        plan = _Plan.make(offer, opened.layout)
        parsed = plan.read(opened)
    except UnusableError as error:
        return _refuse(run, str(error))
    run.rows_read, run.rows_rejected, run.rows_hidden = parsed.read, parsed.rejects.count, parsed.hidden
    if not parsed.good and not parsed.hidden:
        return _refuse(run, _("Geen enkele rij is bruikbaar."), parsed)
    return _settle(run, plan, parsed, write=write)


def _settle(run: ImportRun, plan: _Plan, parsed: Parsed, *, write: bool) -> Result:
    indicators = plan.indicators(parsed, create=write)
    keys = loading.series_keys(parsed)
    ids, before = loading.find_series(
        municipality=run.municipality_id, keys=keys, indicators=indicators, areas=parsed.areas, create=write
    )
    run.source = plan.main_source(parsed)
    run.outcome = Outcome.PREVIEWED
    run.save(force_insert=True)
    difference = (
        loading.write(parsed, keys, ids, run=run.pk, fresh=not before)
        if write
        else loading.compare(parsed, keys, ids)
    )
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


@dataclass(frozen=True)
class _Plan:
    """What one file needs to be read: sources by family, areas, the municipality's own indicators."""

    offer: Offer
    layout: Layout
    sources: dict[Family, Source | None]
    area_year: int
    own: tuple[Indicator, ...] = ()

    @classmethod
    def make(cls, offer: Offer, layout: Layout) -> _Plan:
        families: list[Family] = (
            [Family.CRIME, Family.NUISANCE] if layout.family == Family.BOTH else [layout.family]
        )
        keys = {family: _source_key(offer, layout, family) for family in families if family != Family.OWN}
        known = {item.key: item for item in Source.objects.filter(municipality=offer.municipality)}
        sources: dict[Family, Source | None] = {family: known.get(key) for family, key in keys.items()}
        newest = newest_year(offer.municipality.cbs_code)
        year = offer.area_year or next((item.area_year for item in sources.values() if item), None) or newest
        if year is None or newest is None:
            raise UnusableError(
                _("Van %(code)s zijn nog geen gebieden bekend. Lees eerst de gebiedsindeling van het CBS in.")
                % {"code": offer.municipality.cbs_code}
            )
        own = Indicator.objects.filter(municipality=offer.municipality, ended_at=None)
        if offer.source:
            own = own.filter(source__key=offer.source)
        plan = cls(offer, layout, sources, year, tuple(own) if layout.family == Family.OWN else ())
        plan.refuse_older()
        return plan

    def refuse_older(self) -> None:
        """Refuse figures that the publisher replaced already."""
        published = self.offer.published_on
        there = [item for item in self.sources.values() if item]
        if not published or not there:
            return
        newer = ImportRun.objects.filter(
            source__in=there, published_on__gt=published, outcome__in=[Outcome.LOADED, Outcome.UNCHANGED]
        )
        if found := newer.order_by("-published_on").first():
            raise UnusableError(
                _("Deze cijfers zijn van %(old)s; er zijn al cijfers van %(new)s ingelezen.")
                % {"old": published.isoformat(), "new": found.published_on}
            )

    def read(self, opened: Opened) -> Parsed:
        """Validate every row."""
        offer, municipality = self.offer, self.offer.municipality
        areas = comparable_areas(municipality.cbs_code, year=self.area_year)
        nulls = offer.nulls or next((Nulls(item.nulls) for item in self.sources.values() if item), Nulls.ZERO)
        rules = Rules(
            kind=indicator_resolver(self.own)
            if self.layout.family == Family.OWN
            else kind_resolver(self.layout),
            area=area_resolver(areas, municipality.cbs_code, self.layout.shape.area_by),
            period=period_resolver(offer.today or timezone.localdate()),
            null_as=null_value(nulls),
            provisional=offer.provisional,
            statuses=offer.statuses,
            progress=offer.progress,
        )
        return Reader(opened, rules).read()

    def indicators(self, parsed: Parsed, *, create: bool) -> dict[tuple[int, Frequency], UUID]:
        """Return the indicator of each (kind, frequency), made from the catalogue when `create`."""
        if self.layout.family == Family.OWN:
            return {
                (index, Frequency(thing.frequency)): thing.pk
                for index, thing in enumerate(parsed.kinds)
                if isinstance(thing, Indicator)
            }
        found: dict[tuple[int, Frequency], UUID] = {}
        for family, source in self.sources.items():
            kinds = {
                thing.key: index
                for index, thing in enumerate(parsed.kinds)
                if isinstance(thing, Kind) and thing.family == family
            }
            home = self.source_of(family, source) if kinds and create else source
            if home is None or not kinds:
                continue
            for frequency in {period.frequency for period in parsed.periods}:
                known = self._known(home, family, frequency, create=create)
                found |= {(kinds[key], frequency): pk for key, pk in known.items() if key in kinds}
        return found

    def _known(self, home: Source, family: Family, frequency: Frequency, *, create: bool) -> dict[str, UUID]:
        there = dict(Indicator.objects.filter(source=home, frequency=frequency).values_list("key", "pk"))
        if not create or there.keys() >= by_key(family).keys():
            return there
        made = ensure_catalogue(
            municipality=self.offer.municipality.pk, source=home, family=family, frequency=frequency
        )
        return {key: item.pk for key, item in made.items()}

    def source_of(self, family: Family, known: Source | None) -> Source:
        """Return the source of one family, made or brought up to date where needed."""
        if known and known.area_year == self.area_year and self.offer.nulls in {None, known.nulls}:
            return known
        source = ensure_source(
            municipality=self.offer.municipality.pk,
            key=_source_key(self.offer, self.layout, family),
            simulated=self.offer.simulated,
            nulls=self.offer.nulls,
            area_year=self.area_year,
        )
        self.sources[family] = source
        return source

    def main_source(self, parsed: Parsed) -> Source | None:
        """Return the source to name at the run: the first of the file's, or the one of its indicators."""
        if self.layout.family == Family.OWN:
            ids = {thing.source_id for thing in parsed.kinds if isinstance(thing, Indicator)}
            return Source.objects.get(pk=ids.pop()) if len(ids) == 1 else None
        return next((source for source in self.sources.values() if source), None)


def _source_key(offer: Offer, layout: Layout, family: Family) -> str:
    if family == Family.OWN:
        return offer.source
    key = offer.source or layout.table or DEFAULT_TABLE[family]
    if layout.family == Family.BOTH and offer.source and family == Family.NUISANCE:
        key = f"{key}-overlast"
    return f"{SIMULATED_PREFIX}{key}" if offer.simulated and not key.startswith(SIMULATED_PREFIX) else key


def _refuse(run: ImportRun, problem: str, parsed: Parsed | None = None) -> Result:
    run.outcome, run.problem = Outcome.REFUSED, problem[:500]
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
