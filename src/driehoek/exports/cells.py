"""How a value is written in a file, so that a spreadsheet reads it as what it is and never as an order.

A text that begins with `= + - @`, with one of their full-width or small twins or with a minus sign, gets an
apostrophe in front (OWASP ASVS 5.0, 1.2.10). Blanks and characters that nobody sees do not help it through.
Control characters are taken out. Numbers, dates and durations never pass here as text, so they stay what they are.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from driehoek.exports.tables import TypedColumn, Value

# Full-width and small twins become these under NFKC; a minus sign is read as a hyphen by some.
ORDERS: Final = frozenset("=+-@\N{MINUS SIGN}")
# Cc control, Cs halves of characters, Co private; separators of lines count as blanks.
_UNWANTED: Final = frozenset({"Cc", "Cs"})
_BLANK: Final = frozenset({"Zs", "Zl", "Zp", "Cf"})
# These turn the order of the letters around, so that a text reads as another one.
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_AS_BLANK: Final = str.maketrans(dict.fromkeys("\t\n\r\v\f\x85\u2028\u2029", " "))
# A cell of a spreadsheet holds no more.
LONGEST: Final = 32_000
# Up to here every whole number has its own place among those with a fraction.
_WHOLE: Final = 2**53


def clean(text: str) -> str:
    """Take out what no file needs: control characters, turned text, non-characters; a new line becomes a blank."""
    plain = text.translate(_AS_BLANK)
    if plain.isascii() and plain.isprintable():
        return plain
    return "".join(one for one in plain if not _is_unwanted(one))


def guard(text: str) -> str:
    """Return `text` without control characters, and with an apostrophe where a spreadsheet would read an order."""
    plain = clean(text)
    for letter in plain:
        if unicodedata.category(letter) in _BLANK:
            continue
        twin = unicodedata.normalize("NFKC", letter)
        return f"'{plain}" if twin[:1] in ORDERS else plain
    return plain


def shortened(text: str) -> str:
    """Return a text that fits in a cell; one that does not says so at its end."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … [ingekort: {len(text)} tekens]"


def dutch(value: Value, column: TypedColumn) -> str:
    """Write a value as a Dutch spreadsheet reads it: 1234,5 and 31-12-2026 14:05."""
    if isinstance(value, datetime):
        return f"{_local(value):%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, timedelta):
        return _hours(value)
    if isinstance(value, (int, float, Decimal)):
        return _digits(value, column).replace(".", ",")
    return guard(value or "")


def plain(value: Value, column: TypedColumn) -> str:
    """Write a value as programs read it: 1234.5, 2026-12-31T14:05:00+01:00, PT26H5M (ISO 8601)."""
    if isinstance(value, datetime):
        return _local(value).replace(microsecond=0).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _iso(value)
    if isinstance(value, (int, float, Decimal)):
        return _digits(value, column)
    return guard(value or "")


def spreadsheet(value: Value) -> str | int | float | Decimal | date | datetime | timedelta | None:
    """Return a value as a spreadsheet stores it: a moment in local time without a zone, a text guarded."""
    if isinstance(value, datetime):
        return _local(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, float) and (value != value or value in {float("inf"), float("-inf")}):
        return None
    return shortened(guard(value)) if isinstance(value, str) else value


def is_number(value: Value) -> bool:
    """Tell whether a value is a number; true and false are not among the values."""
    return isinstance(value, (int, float, Decimal))


def _is_unwanted(letter: str) -> bool:
    code = ord(letter)
    return (
        unicodedata.category(letter) in _UNWANTED
        or letter in _TURNING
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
    )


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


def _digits(value: float | Decimal, column: TypedColumn) -> str:
    if isinstance(value, float) and (value != value or value in {float("inf"), float("-inf")}):
        return ""
    if column.decimals is not None:
        return f"{value:.{column.decimals}f}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    # A whole number is written as one, also where it is kept with a fraction.
    return str(int(value)) if float(value).is_integer() and abs(value) < _WHOLE else str(value)


def _hours(value: timedelta) -> str:
    minutes = round(abs(value).total_seconds() / 60)
    sign = "-" if value < timedelta() and minutes else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02d}"


def _iso(value: timedelta) -> str:
    minutes = round(abs(value).total_seconds() / 60)
    sign = "-" if value < timedelta() and minutes else ""
    return f"{sign}PT{minutes // 60}H{minutes % 60}M"
