"""Numbers that point at one person: citizen service numbers, bank accounts, telephones, number plates, mail.

Every pattern is bounded in length and begins where a run begins, so that the time taken grows with the length of the
text and not with its square.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from driehoek.screening.findings import BSN, EMAIL, IBAN, LICENCE_PLATE, PHONE, Finding, found

_SPACES = "\u0020\u00a0\u2009\u202f"
# Digits in groups of at most nine: a longer unbroken run is some other number.
_GROUP = re.compile(r"(?<!\d)\d{1,9}(?!\d)")
_LABEL = re.compile(
    r"(?:bsn|b\.s\.n\.?|burgerservice ?nummer|burger service nummer|sofi-?(?:nummer|nr))"
    r"[\s:.=\-]{0,4}(?:is |nr\.? ?|nummer )?$",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(
    r"(?:kvk|k\.v\.k\.|handelsregister)(?:[ \-]?(?:nummer|nr\.?))?[\s:.=\-]{0,4}$", re.IGNORECASE
)
_BEFORE_AMOUNT = re.compile(rf"(?:€|\beur|\beuro)[{_SPACES}]{{0,2}}$", re.IGNORECASE)
_AFTER_AMOUNT = re.compile(rf"(?:,(?:\d{{1,2}}(?!\d)|-)|[{_SPACES}]{{0,2}}(?:€|euro?\b|%))", re.IGNORECASE)
_COUNTED = re.compile(
    rf"[{_SPACES}](?:inwoners|personen|mensen|huishoudens|woningen|km|m2|m²|keer|stuks|bezoekers)\b"
)

# Thousands with dots that go on: the middle of a larger count.
_LONGER_BEFORE = re.compile(r"\d\.$")
_LONGER_AFTER = re.compile(r"\.\d")

# How people write a number of eight or nine digits; a row of figures in a table does not look like this.
_SHAPES: Final = frozenset(
    {(8,), (9,), (3, 3, 3), (2, 3, 3), (4, 2, 3), (3, 2, 3), (2, 2, 2, 3), (3, 2, 2, 2), (1,) * 8, (1,) * 9}
)
_THOUSANDS: Final = frozenset({(3, 3, 3), (2, 3, 3)})
_SEPARATORS = frozenset(_SPACES + ".-")


def eleven_test(digits: str) -> bool:
    """Whether eight or nine digits pass the 11-test of the citizen service number.

    The digits are weighed 9, 8, … 2 and -1; the sum is a multiple of eleven (Logisch Ontwerp BSN). Eight digits
    get a nought in front. Noughts alone are no number.
    """
    values = [int(digit) for digit in digits.zfill(9)]
    total = sum(weight * value for weight, value in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), values, strict=True))
    return total % 11 == 0 and any(values)


def _is_date(digits: str) -> bool:
    """Whether eight digits are a day of these two centuries, written 20261123 or 23112026."""
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        if 1900 <= int(year) <= 2099:
            try:
                date(int(year), int(month), int(day))
            except ValueError:
                continue
            return True
    return False


def _plainly_other(text: str, start: int, end: int, digits: str, shape: tuple[int, ...]) -> bool:
    """Whether the digits are an amount, a count, a date or a number of the trade register by what stands around."""
    before, after = text[max(0, start - 24) : start], text[end : end + 14]
    if _BEFORE_AMOUNT.search(before) or _AFTER_AMOUNT.match(after) or _OTHER_LABEL.search(before):
        return True
    if shape in _THOUSANDS and (
        _COUNTED.match(after) or _LONGER_BEFORE.search(before) or _LONGER_AFTER.match(after)
    ):
        return True
    return shape == (8,) and _is_date(digits)


def _window(
    text: str, groups: Sequence[re.Match[str]], first: int
) -> Iterator[tuple[int, int, str, tuple[int, ...]]]:
    """The runs of eight or nine digits that begin at a group: (start, end, digits, sizes of its groups)."""
    digits, separator = "", ""
    sizes: list[int] = []
    for position in range(first, min(first + 9, len(groups))):
        group = groups[position]
        if sizes:
            gap = text[groups[position - 1].end() : group.start()]
            if gap not in _SEPARATORS or (separator and gap != separator):
                return
            separator = gap
        digits += group.group()
        sizes.append(len(group.group()))
        if len(digits) > 9:
            return
        if len(digits) >= 8:
            yield groups[first].start(), group.end(), digits, tuple(sizes)


def citizen_numbers(text: str) -> Iterator[Finding]:
    """Citizen service numbers: eight or nine digits, in groups or not, that pass the 11-test.

    Amounts, counts and dates are left out, unless the number is called one ("BSN 20261123"); a number that is
    called one is found in any grouping.
    """
    groups = list(_GROUP.finditer(text))
    for first in range(len(groups)):
        for start, end, digits, shape in _window(text, groups, first):
            if not eleven_test(digits):
                continue
            labelled = _LABEL.search(text[max(0, start - 40) : start]) is not None
            if labelled or (shape in _SHAPES and not _plainly_other(text, start, end, digits, shape)):
                yield found(BSN, text, start, end)


# Lengths of account numbers in the countries of the single euro payments area (ISO 13616 register).
_LENGTHS: Final = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "TR": 26,
}  # fmt: skip
_ACCOUNT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ \u00a0.]?[A-Za-z0-9])")


def mod_97(account: str) -> bool:
    """Whether the check digits of an account number agree (ISO 7064 mod 97-10)."""
    turned = (account[4:] + account[:4]).upper()
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def bank_accounts(text: str) -> Iterator[Finding]:
    """Account numbers (IBAN) with the length of their country and agreeing check digits, with or without spaces."""
    for match in _ACCOUNT.finditer(text):
        length = _LENGTHS.get(match.group()[:2].upper())
        if length is None:
            continue
        signs, place = "", match.start()
        while len(signs) < length and place < len(text):
            sign = text[place]
            if sign.isascii() and sign.isalnum():
                signs += sign
            elif sign not in " \u00a0." or text[place - 1] in " \u00a0.":
                break
            place += 1
        ends = place >= len(text) or not text[place].isalnum()
        if len(signs) == length and ends and mod_97(signs):
            yield found(IBAN, text, match.start(), place)


_MAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64}@(?:[a-zA-Z0-9][a-zA-Z0-9\-]{0,62}\.){1,6}[a-zA-Z]{2,24}(?![\w\-])"
)


def mail_addresses(text: str) -> Iterator[Finding]:
    """Mail addresses."""
    for match in _MAIL.finditer(text):
        yield found(EMAIL, text, *match.span())


_SEPARATED = rf"(?:[{_SPACES}.\-]?\d{{2,8}}){{1,5}}"
_PHONE = re.compile(
    rf"(?<![\d\w+])(?:"
    rf"(?P<abroad>(?:\+|00)31[{_SPACES}\-]?(?:\(0\)[{_SPACES}]?)?[1-9]\d{{0,8}}(?:[{_SPACES}.\-]\d{{2,8}}){{0,5}})"
    rf"|(?P<plain>0[1-9]\d{{8}})"
    rf"|(?P<split>\(?0[1-9]\d{{0,2}}\)?[{_SPACES}\-/.]{{1,3}}\d{{2,8}}(?:[{_SPACES}.\-]\d{{2,6}}){{0,4}})"
    rf")(?![\d])"
)


def telephones(text: str) -> Iterator[Finding]:
    """Dutch telephone numbers: ten digits from a nought, or nine after +31. Dates do not begin like one."""
    for match in _PHONE.finditer(text):
        digits = "".join(sign for sign in match.group().replace("(0)", "") if sign.isdigit())
        if match.lastgroup == "abroad":
            fits = len(digits.removeprefix("00").removeprefix("31")) == 9
        else:
            fits = len(digits) == 10
        if fits:
            yield found(PHONE, text, *match.span())


def _plate(shape: str, letters: str) -> str:
    return "".join({"X": letters, "9": r"\d", "-": "-"}[sign] for sign in shape)


# Sidecodes 1 to 14 (RDW). From the fourth on, plates have no vowels.
_OLD = ("XX-99-99", "99-99-XX", "99-XX-99")
_NEW = (
    "XX-99-XX",
    "XX-XX-99",
    "99-XX-XX",
    "99-XXX-9",
    "9-XXX-99",
    "XX-999-X",
    "X-999-XX",
    "XXX-99-X",
    "X-99-XXX",
)
_NEWEST = ("9-XX-999", "999-XX-9")
_CODES = "|".join(
    [_plate(code, "[A-Z]") for code in _OLD] + [_plate(code, "[B-DF-HJ-NP-TV-Z]") for code in _NEW + _NEWEST]
)
_PLATE = re.compile(rf"(?<![\w\-])(?:{_CODES})(?![\w\-])")
# After the word itself a plate is found in any case, with or without hyphens.
_NAMED_PLATE = re.compile(
    r"\bkenteken(?:nummer)?[\s:=]{1,3}(?:is )?((?=[\w \-]{0,7}\d)[A-Za-z0-9](?:[ \-]?[A-Za-z0-9]){5})(?!\w)",
    re.IGNORECASE,
)


def number_plates(text: str) -> Iterator[Finding]:
    """Dutch number plates with their hyphens, or in any writing after the word "kenteken"."""
    for match in _PLATE.finditer(text):
        yield found(LICENCE_PLATE, text, *match.span())
    for match in _NAMED_PLATE.finditer(text):
        yield found(LICENCE_PLATE, text, *match.span(1))
