"""Fetching tables from the publisher: OData v3 of dataderden.cbs.nl, politely, resumable, into one file.

Filters need padded keys: without the padding the publisher answers with nothing and no error. Months and
years share one column, so periods are enumerated, never compared.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from django.utils.translation import gettext as _

from driehoek.areas.files import UnusableError
from driehoek.figures.catalogue import REGION_TABLES, TABLES, Table
from driehoek.figures.importing.periods import Period, code_of, parse_period
from driehoek.figures.models import Frequency

HOST = "https://dataderden.cbs.nl"
FEED = "ODataFeed/odata"
ROWS_MOST = 10_000_000
PAGES_MOST = 5_000
TRIES = 5
PAUSE = 0.5
TIMEOUT = httpx.Timeout(60.0, connect=15.0)
# What a status in Perioden means here; the publisher also knows NaderVoorlopig.
DEFINITIVE = "definitief"
MUNICIPALITY = re.compile(r"^GM\d{4}$")
PERIODS_AT_ONCE = 24


@dataclass(frozen=True)
class Wanted:
    """What to fetch: a table for one municipality, its districts and neighbourhoods, since a year."""

    table: str
    municipality: str
    since: int = 2017

    @property
    def known(self) -> Table:
        """The table's description.

        Raises:
            UnusableError: no table that is known here, or no code of a municipality.
        """
        if self.table not in TABLES:
            raise UnusableError(
                _("Tabel %(table)s is onbekend. Bekend zijn: %(known)s.")
                % {"table": self.table, "known": ", ".join(TABLES)}
            )
        if not MUNICIPALITY.match(self.municipality):
            raise UnusableError(
                _("%(code)s is geen gemeentecode; schrijf bijvoorbeeld GM0599.") % {"code": self.municipality}
            )
        return TABLES[self.table]

    @property
    def area_column(self) -> str:
        """The column with areas."""
        return "RegioS" if self.table in REGION_TABLES else "WijkenEnBuurten"


@dataclass
class Fetched:
    """What was fetched: the answer file in the publisher's own envelope, and what its side tables say."""

    path: Path
    rows: int
    statuses: dict[Period, str] = field(default_factory=dict)
    published_on: date | None = None


class Fetcher:
    """Speaks to the publisher; one connection, one request at a time, with pauses and retries.

    Args:
        client: an HTTP client; tests give one with a recorded transport.
        pause: seconds between requests, and the first wait before a retry.
        progress: told how many rows there are so far.
    """

    def __init__(
        self,
        client: httpx.Client | None = None,
        *,
        pause: float = PAUSE,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self._client = client or httpx.Client(timeout=TIMEOUT, headers={"User-Agent": "driehoek (open data)"})
        self._pause = pause
        self._progress = progress

    def fetch(self, wanted: Wanted, folder: Path) -> Fetched:
        """Fetch a table into `folder`, going on where an earlier fetch of the same stopped.

        Raises:
            UnusableError: the publisher does not answer, or not as it should; what came so far stays.
        """
        table = wanted.known
        folder.mkdir(parents=True, exist_ok=True)
        statuses, published = self._statuses(wanted.table), self._published(wanted.table)
        periods = [
            period
            for period in statuses
            if period.start.year >= wanted.since and period.frequency in {table.frequency, Frequency.YEAR}
        ]
        if not periods:
            raise UnusableError(
                _("Tabel %(table)s heeft geen perioden vanaf %(year)d.")
                % {"table": wanted.table, "year": wanted.since}
            )
        stamp = f"{wanted.table}-{wanted.municipality}-{published or 'onbekend'}"
        pages = list(self._pages(wanted, table, periods, folder / stamp))
        path = folder / f"{stamp}-{wanted.since}.json"
        rows = _join(pages, path, wanted.table)
        return Fetched(path, rows, {period: statuses[period] for period in periods}, published)

    def _pages(self, wanted: Wanted, table: Table, periods: list[Period], folder: Path) -> Iterator[Path]:
        """Yield the files with answers, asking only for those that are not there from an earlier try."""
        folder.mkdir(exist_ok=True)
        total = 0
        codes = [
            code_of(period.frequency, period.start) for period in sorted(periods, key=lambda item: item.start)
        ]
        for start in range(0, len(codes), PERIODS_AT_ONCE):
            part = codes[start : start + PERIODS_AT_ONCE]
            path = folder / f"{part[0]}-{part[-1]}-{len(part)}.json"
            if not path.exists():
                rows = list(self._rows(wanted, table, part))
                draft = path.with_suffix(".part")
                draft.write_text(json.dumps(rows), encoding="utf-8")
                draft.replace(path)
                total += len(rows)
                if self._progress:
                    self._progress(total)
            yield path

    def _rows(self, wanted: Wanted, table: Table, codes: list[str]) -> Iterator[dict[str, Any]]:
        times = " or ".join(f"Perioden eq '{code}'" for code in codes)
        address = f"{HOST}/{FEED}/{wanted.table}/TypedDataSet"
        parameters = {
            "$filter": f"({area_filter(wanted)}) and ({times})",
            "$select": f"{table.dimension},{wanted.area_column},Perioden,{table.topic}",
            "$format": "json",
        }
        yield from self._paged(address, parameters)

    def _paged(self, address: str, parameters: dict[str, str]) -> Iterator[dict[str, Any]]:
        following: str | None = address
        for _number in range(PAGES_MOST):
            if following is None:
                return
            answer = self._ask(following, parameters if following == address else None)
            rows = answer.get("value")
            if not isinstance(rows, list):
                raise UnusableError(_('Het antwoord van %(host)s heeft geen lijst "value".') % {"host": HOST})
            yield from rows
            link = answer.get("odata.nextLink")
            following = self._checked(str(httpx.URL(following).join(link))) if link else None
        raise UnusableError(_("Het antwoord van %(host)s houdt niet op.") % {"host": HOST})

    def _checked(self, address: str) -> str:
        """Follow links to the publisher only."""
        if httpx.URL(address).host != httpx.URL(HOST).host:
            raise UnusableError(
                _("Het antwoord verwijst naar een ander adres: %(to)s.") % {"to": address[:120]}
            )
        return address.replace("http://", "https://", 1)

    def _ask(self, address: str, parameters: dict[str, str] | None) -> dict[str, Any]:
        """Ask once, and again after a growing wait when the publisher is busy or out of reach."""
        problem = ""
        for attempt in range(TRIES):
            time.sleep(self._pause * (2**attempt if attempt else 1))
            try:
                answer = self._client.get(address, params=parameters)
            except httpx.TransportError as error:
                problem = str(error) or type(error).__name__
                continue
            if answer.status_code == httpx.codes.OK:
                return _as_object(answer)
            problem = f"HTTP {answer.status_code}"
            if answer.status_code < 500 and answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
                break
        raise UnusableError(
            _("%(host)s geeft geen antwoord (%(why)s). Probeer het later; wat er al is, blijft bewaard.")
            % {"host": httpx.URL(address).host, "why": problem}
        )

    def _statuses(self, table: str) -> dict[Period, str]:
        """Return the periods of a table with "p" or "d", from its side table Perioden."""
        found: dict[Period, str] = {}
        for row in self._paged(f"{HOST}/{FEED}/{table}/Perioden", {"$format": "json"}):
            period = parse_period(str(row.get("Key", "")))
            if period is not None:
                found[period] = "d" if str(row.get("Status", "")).casefold() == DEFINITIVE else "p"
        return found

    def _published(self, table: str) -> date | None:
        """Return the date of the figures, from the side table TableInfos."""
        for row in self._paged(f"{HOST}/{FEED}/{table}/TableInfos", {"$format": "json"}):
            found = re.match(r"(\d{4})-(\d{2})-(\d{2})", str(row.get("Modified", "")))
            if found:
                return date(*map(int, found.groups()))
        return None


def area_filter(wanted: Wanted) -> str:
    """Return the filter on areas, keys padded to the publisher's width."""
    digits = wanted.municipality[2:]
    if wanted.table in REGION_TABLES:
        return f"RegioS eq '{wanted.municipality:<6}' or RegioS eq 'NL01  '"
    column = wanted.area_column
    own = f"{column} eq '{wanted.municipality:<10}'"
    parts = " or ".join(f"substringof('{prefix}{digits}',{column})" for prefix in ("WK", "BU"))
    return f"{own} or {column} eq '{'NL00':<10}' or {parts}"


def _as_object(answer: httpx.Response) -> dict[str, Any]:
    try:
        content = answer.json()
    except ValueError as error:
        raise UnusableError(
            _("Het antwoord van %(host)s is geen JSON.") % {"host": answer.url.host}
        ) from error
    if not isinstance(content, dict):
        raise UnusableError(_("Het antwoord van %(host)s is geen OData.") % {"host": answer.url.host})
    return content


def _join(pages: list[Path], path: Path, table: str) -> int:
    """Write all rows into one answer in the publisher's envelope; return how many there are."""
    count = 0
    with path.open("w", encoding="utf-8") as out:
        out.write(
            json.dumps({"odata.metadata": f"{HOST}/{FEED}/{table}/$metadata#Cbs.OData.WebAPI.TypedDataSet"})[
                :-1
            ]
        )
        out.write(',"value":[')
        for page in pages:
            rows = json.loads(page.read_text(encoding="utf-8"))
            for row in rows:
                out.write(("," if count else "") + "\n" + json.dumps(row, ensure_ascii=False))
                count += 1
        out.write("\n]}\n")
    return count
