"""What one offered file needs to be read: its sources, the areas, the indicators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.areas.files import UnusableError
from driehoek.areas.queries import comparable_areas, newest_year
from driehoek.figures.catalogue import DEFAULT_TABLE, Kind, by_key
from driehoek.figures.importing.opening import Opened
from driehoek.figures.importing.parsed import Parsed
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
from driehoek.figures.models import Frequency, ImportRun, Indicator, Nulls, Series, Source
from driehoek.figures.services.indicators import SIMULATED_PREFIX, ensure_catalogue, ensure_source
from driehoek.parties.models import Municipality

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
class Plan:
    """What one file needs to be read: sources by family, areas, the municipality's own indicators."""

    offer: Offer
    layout: Layout
    sources: dict[Family, Source | None]
    area_year: int
    own: tuple[Indicator, ...] = ()

    @classmethod
    def make(cls, offer: Offer, layout: Layout) -> Plan:
        """Look up what is there for this municipality and these sources.

        Raises:
            UnusableError: there are no areas yet, or newer figures are there already.
        """
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

    @property
    def is_first(self) -> bool:
        """Tell whether nothing of these sources was loaded before."""
        there = [item for item in self.sources.values() if item]
        return (
            self.layout.family != Family.OWN
            and not Series.objects.filter(indicator__source__in=there).exists()
        )

    def reader(self, opened: Opened) -> Reader:
        """Return what validates every row."""
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
        return Reader(opened, rules)

    def indicators(self, parsed: Parsed, *, create: bool) -> dict[tuple[int, Frequency], UUID]:
        """Return the indicator of each (kind, frequency), made from the catalogue when `create`."""
        if self.layout.family == Family.OWN:
            return {
                (index, Frequency(thing.frequency)): thing.pk
                for index, thing in enumerate(parsed.kinds)
                if isinstance(thing, Indicator)
            }
        known = self.catalogued(parsed, create=create)
        return {
            (index, frequency): known[thing, frequency]
            for index, thing in enumerate(parsed.kinds)
            for frequency in {period.frequency for period in parsed.periods}
            if isinstance(thing, Kind) and (thing, frequency) in known
        }

    def catalogued(self, parsed: Parsed, *, create: bool) -> dict[tuple[Kind, Frequency], UUID]:
        """Return the indicators of all kinds of the families, and at the frequencies, that `parsed` has."""
        found: dict[tuple[Kind, Frequency], UUID] = {}
        used = {thing.family for thing in parsed.kinds if isinstance(thing, Kind)}
        for family, source in self.sources.items():
            home = self.source_of(family, source) if family in used and create else source
            if home is None or family not in used:
                continue
            kinds = by_key(family)
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
