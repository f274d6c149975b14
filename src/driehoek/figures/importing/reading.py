"""Validating rows against the shape's schema: good rows become numbers, bad ones rejects with a reason."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from driehoek.areas.files import UnusableError
from driehoek.areas.models import Area
from driehoek.figures.catalogue import Kind
from driehoek.figures.importing.opening import Batch, Opened
from driehoek.figures.importing.parsed import (
    FLAG_MISSING,
    FLAG_NULL,
    FREQUENCIES,
    SAMPLE,
    Parsed,
    Rejects,
    frequency_of,
)
from driehoek.figures.importing.periods import Period, code_of, shift_months
from driehoek.figures.importing.resolve import IS_MISSING, IS_NULL, Codes, Values, read_status
from driehoek.figures.models import Frequency, Indicator

HOPELESS = 100_000
YEARS_PROVISIONAL = 2
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Rules:
    """How one file is to be read.

    Attributes:
        kind, area, period: what the texts of those columns mean.
        null_as: the value of an empty cell: 0 or IS_MISSING.
        provisional: take every row as provisional.
        statuses: the publisher's own status by first day of the period, where it gives one.
        progress: told how many rows were read, after each batch.
    """

    kind: Callable[[str], Kind | Indicator]
    area: Callable[[str], Area]
    period: Callable[[str], Period]
    null_as: float = 0.0
    provisional: bool = False
    statuses: dict[Period, str] | None = None
    progress: Callable[[int], None] | None = None


class Reader:
    """Reads one opened file to the end."""

    def __init__(self, opened: Opened, rules: Rules) -> None:
        self.layout = opened.layout
        self._batches = opened.batches
        self._rules = rules
        self._kinds: Codes[Kind | Indicator] = Codes(rules.kind)
        self._areas: Codes[Area] = Codes(rules.area)
        self._periods: Codes[Period] = Codes(rules.period)
        self._statuses: Codes[str] = Codes(read_status)
        self._values = Values()
        self._rejects = Rejects()
        self._pieces: list[tuple[npt.NDArray[Any], ...]] = []
        self._read = self._hidden = self._good = 0
        self._sample: list[list[str]] = []
        self._known_statuses: tuple[bytes, ...] = ()

    def read(self) -> Parsed:
        """Read every row.

        Raises:
            UnusableError: no row can be used, in the file or in its first hundred thousand.
        """
        with _no_collector():
            for batch in self._batches:
                self._take(batch)
                self._look_up()
        self._refuse_empty()
        parsed = self._parsed()
        _refuse_repeated(parsed)
        return parsed

    def parts(self, least: int) -> Iterator[Parsed]:
        """Yield the good rows while reading, at least `least` at a time; the counts in each are those so far.

        Keys that stand in the file twice are not looked for here, and the status of a period is what the rows
        so far tell: compare `statuses` at the end.

        Raises:
            UnusableError: as `read`.
        """
        with _no_collector():
            for batch in self._batches:
                self._take(batch)
                self._look_up()
                if sum(len(piece[0]) for piece in self._pieces) >= least:
                    yield self._parsed()
                    self._pieces.clear()
        self._refuse_empty()
        yield self._parsed()

    @property
    def good(self) -> int:
        """How many good rows there are so far."""
        return self._good

    @property
    def statuses(self) -> tuple[bytes, ...]:
        """The status of each period found so far, in the order in which they were found."""
        # Worked out again only when there is a period more.
        if len(self._known_statuses) != len(self._periods.found):
            self._known_statuses = tuple(self._period_statuses(self._periods.found))
        return self._known_statuses

    def _refuse_empty(self) -> None:
        if not self._read:
            raise UnusableError(_("Onder de kopregel staat geen enkele rij."))

    def _look_up(self) -> None:
        """Tell how far it is, and give up on a file of which nothing is usable."""
        if self._rules.progress:
            self._rules.progress(self._read)
        if self._read >= HOPELESS and not self._good and not self._hidden:
            raise UnusableError(
                _("Geen van de eerste %(rows)d rijen is bruikbaar. %(first)s") % self._first_reason()
            )

    def _take(self, batch: Batch) -> None:
        self._sample += [list(row) for row in batch.rows[: SAMPLE - len(self._sample)]]
        self._read += len(batch.rows)
        rows, lines = batch.rows, np.asarray(batch.lines, np.int32)
        width = self.layout.width
        if set(map(len, rows)) != {width}:
            rows, lines = self._drop_misshapen(rows, lines, width)
        if not rows:
            return
        columns = list(zip(*rows, strict=True))
        kind = self._kinds.encode(columns[self.layout.kind])
        area_column = columns[self.layout.area] if self.layout.area is not None else ("NL00",) * len(rows)
        area = self._areas.encode(area_column)
        period = self._periods.encode(columns[self.layout.period])
        value = self._values.encode(columns[self.layout.value])
        status = self._encode_status(columns, len(rows))
        bad = (kind < 0) | (area < 0) | (period < 0) | (status < 0) | np.isnan(value)
        bad |= self._against_rules(kind, period, value, bad)
        hidden = self._hidden_rows(kind, period, bad)
        wrong = hidden & np.isfinite(value) & (value != 0)
        bad |= wrong
        for index in np.flatnonzero(bad):
            self._reject(
                rows[index],
                int(lines[index]),
                int(kind[index]),
                int(area[index]),
                int(period[index]),
                int(status[index]),
                bool(wrong[index]),
            )
        keep = ~bad & ~hidden
        self._hidden += int(np.count_nonzero(hidden & ~bad))
        self._good += int(np.count_nonzero(keep))
        if keep.all():
            self._pieces.append((kind, area, period, value, status, lines))
        else:
            self._pieces.append(tuple(part[keep] for part in (kind, area, period, value, status, lines)))

    def _drop_misshapen(
        self, rows: list[list[str]], lines: npt.NDArray[np.int32], width: int
    ) -> tuple[list[list[str]], npt.NDArray[np.int32]]:
        right = np.fromiter((len(row) == width for row in rows), np.bool_, len(rows))
        for index in np.flatnonzero(~right):
            reason = _("deze rij heeft %(found)d kolommen in plaats van %(wanted)d")
            found = rows[index]
            self._rejects.add(
                int(lines[index]), "", "; ".join(found), reason % {"found": len(found), "wanted": width}
            )
        return [row for row in rows if len(row) == width], lines[right]

    def _encode_status(self, columns: list[tuple[str, ...]], number: int) -> npt.NDArray[np.int32]:
        if self.layout.status is None:
            return np.zeros(number, np.int32)
        return self._statuses.encode(columns[self.layout.status])

    def _against_rules(
        self,
        kind: npt.NDArray[np.int32],
        period: npt.NDArray[np.int32],
        value: npt.NDArray[np.float64],
        bad: Mask,
    ) -> Mask:
        """Find counts that are negative or not whole, and periods of another frequency than wanted."""
        if not self._kinds.found or not self._periods.found:
            return np.zeros(len(kind), np.bool_)
        whole = np.array([_is_count(thing) for thing in self._kinds.found])[kind]
        finite = np.isfinite(value)
        broken = whole & finite & ((value < 0) | (value != np.floor(np.where(finite, value, 0))))
        wanted = np.array([_frequency_index(thing) for thing in self._kinds.found])[kind]
        given = frequency_of(self._periods.found)[period]
        against: Mask = ~bad & (broken | ((wanted >= 0) & (wanted != given)))
        return against

    def _hidden_rows(self, kind: npt.NDArray[np.int32], period: npt.NDArray[np.int32], bad: Mask) -> Mask:
        hides = np.array([isinstance(thing, Kind) and thing.hidden_monthly for thing in self._kinds.found])
        if not hides.any() or not self._periods.found:
            return np.zeros(len(kind), np.bool_)
        monthly = frequency_of(self._periods.found) == FREQUENCIES.index(Frequency.MONTH)
        hidden: Mask = ~bad & hides[kind] & monthly[period]
        return hidden

    def _reject(
        self, row: Sequence[str], line: int, kind: int, area: int, period: int, status: int, hidden: bool
    ) -> None:
        layout = self.layout
        for column, code, codes in (
            (layout.kind, kind, self._kinds),
            (layout.area, area, self._areas),
            (layout.period, period, self._periods),
            (layout.status, status, self._statuses),
        ):
            if code < 0:
                text = row[column] if column is not None else ""
                name = layout.names[column] if column is not None else ""
                self._rejects.add(line, name, text, codes.reason(code))
                return
        column, reason = layout.value, self._value_reason(row[layout.value], hidden=hidden)
        thing, given = self._kinds.found[kind], self._periods.found[period]
        if isinstance(thing, Indicator) and thing.frequency != given.frequency:
            column = layout.period
            reason = _("deze indicator is %(frequency)s") % {"frequency": thing.get_frequency_display()}
        self._rejects.add(line, layout.names[column], row[column], reason)

    def _value_reason(self, text: str, *, hidden: bool) -> str:
        value = self._values[text]
        if hidden:
            return _("deze soort wordt niet per maand gepubliceerd; een maandcijfer kan dus niet kloppen")
        if np.isnan(value):
            return _("geen getal; schrijf bijvoorbeeld 12 of 7,5, zonder punten voor duizendtallen")
        if value < 0:
            return _("een aantal kan niet negatief zijn")
        return _("een aantal is een heel getal")

    def _first_reason(self) -> dict[str, Any]:
        first = self._rejects.kept[0] if self._rejects.kept else None
        told = ""
        if first:
            told = _("Regel %(line)s, %(column)s, '%(value)s': %(reason)s.") % {
                "line": first.line,
                "column": first.column,
                "value": first.value[:60],
                "reason": first.reason,
            }
        return {"rows": self._read, "first": told}

    def _parsed(self) -> Parsed:
        empty = (np.empty(0, np.int32),) * 3 + (np.empty(0), np.empty(0, np.int32), np.empty(0, np.int32))
        pieces = self._pieces or [empty]
        joined = pieces[0] if len(pieces) == 1 else tuple(map(np.concatenate, zip(*pieces, strict=True)))
        kind, area, period, value, status, line = joined
        flag = np.zeros(len(line), np.int8)
        flag[value == IS_NULL] = FLAG_NULL
        value = np.where(value == IS_NULL, self._rules.null_as, value)
        flag[value == IS_MISSING] = FLAG_MISSING
        value = np.where(value == IS_MISSING, np.nan, value)
        parsed = Parsed(
            layout=self.layout,
            kinds=self._kinds.found,
            areas=self._areas.found,
            periods=self._periods.found,
            kind=kind,
            area=area,
            period=period,
            value=value,
            flag=flag,
            status=status,
            line=line,
            rejects=self._rejects,
            read=self._read,
            hidden=self._hidden,
            sample=self._sample,
        )
        parsed.status = self._status_of(parsed)
        return parsed

    def _status_of(self, parsed: Parsed) -> npt.NDArray[Any]:
        """Definitive or not: as the row says, else the mark on the period, else by age (ST15)."""
        if self._rules.provisional or not parsed.good:
            return np.full(parsed.good, b"p")
        status: npt.NDArray[Any] = np.array(self.statuses, "S1")[parsed.period]
        if self.layout.status is not None:
            said = np.array([text.encode() for text in self._statuses.found], "S1")[parsed.status]
            status = np.where(said == b"", status, said)
        return status

    def _period_statuses(self, periods: list[Period]) -> list[bytes]:
        marked = any(period.provisional for period in periods)
        latest: dict[Frequency, date] = {}
        for period in periods:
            latest[period.frequency] = max(latest.get(period.frequency, period.start), period.start)
        old = {frequency: shift_months(start, -12 * YEARS_PROVISIONAL) for frequency, start in latest.items()}
        known = self._rules.statuses or {}

        def status(period: Period) -> bytes:
            if period in known:
                return known[period].encode()
            if marked:
                return b"p" if period.provisional else b"d"
            return b"d" if period.start <= old[period.frequency] else b"p"

        return [status(period) for period in periods]


@contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the cyclic collector away from rows of text, which hold no cycles; it would double the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_count(thing: Kind | Indicator) -> bool:
    return isinstance(thing, Kind) or thing.decimals == 0


def _frequency_index(thing: Kind | Indicator) -> int:
    return FREQUENCIES.index(Frequency(thing.frequency)) if isinstance(thing, Indicator) else -1


def _period_code(period: Period) -> str:
    return code_of(period.frequency, period.start)


def _refuse_repeated(parsed: Parsed) -> None:
    """Refuse all rows of a key that the file has more than once: nobody can tell which of them is right."""
    moments: dict[tuple[Frequency, date], int] = {}
    for period in parsed.periods:
        moments.setdefault((period.frequency, period.start), len(moments))
    when = np.array([moments[period.frequency, period.start] for period in parsed.periods] or [0], np.int64)
    key = parsed.kind.astype(np.int64) * max(1, len(parsed.areas)) + parsed.area
    key = key * max(1, len(moments)) + (when[parsed.period] if len(parsed.period) else 0)
    ordered = np.sort(key)
    if not (ordered[1:] == ordered[:-1]).any():
        return
    _unique, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
    repeated = counts[inverse] > 1
    for index in np.flatnonzero(repeated):
        parsed.rejects.add(
            int(parsed.line[index]),
            parsed.layout.names[parsed.layout.period],
            f"{_period_code(parsed.periods[parsed.period[index]])} {parsed.areas[parsed.area[index]].code}",
            _("deze soort, dit gebied en deze periode staan er meer dan één keer in"),
        )
    for name in ("kind", "area", "period", "value", "flag", "status", "line"):
        setattr(parsed, name, getattr(parsed, name)[~repeated])
