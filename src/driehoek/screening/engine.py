"""The screening itself: every search over the text, and one finding per place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from driehoek.screening.findings import BSN, IBAN, KINDS, PHONE, Finding
from driehoek.screening.numbers import (
    bank_accounts,
    citizen_numbers,
    mail_addresses,
    number_plates,
    telephones,
)
from driehoek.screening.people import addresses, birth_dates, names

_SEARCHES: tuple[Callable[[str], Iterator[Finding]], ...] = (
    citizen_numbers,
    bank_accounts,
    mail_addresses,
    telephones,
    birth_dates,
    number_plates,
    addresses,
    names,
)
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


def _part_of(one: Finding, other: Finding) -> bool:
    """Whether eight digits are the last part of a telephone number or an account, and so no number of their own."""
    return (
        one.kind == BSN and other.kind in (PHONE, IBAN) and other.start < one.start and one.end <= other.end
    )


def _loses(one: Finding, other: Finding) -> bool:
    """Whether a finding gives way to one that it overlaps: the more certain kind stays, and of one kind the longer."""
    if _part_of(one, other) or _part_of(other, one):
        return _part_of(one, other)
    return (_RANK[one.kind], one.start - one.end) > (_RANK[other.kind], other.start - other.end)


def screen(text: str) -> list[Finding]:
    """What in `text` looks like personal data, in the order of the text, without overlaps.

    A finding with `refuse` is a citizen service number (art. 10 Wet algemene bepalingen burgerservicenummer: only
    for whom the law allows it); the text may not be sent with it. Every other finding is a warning. The time taken
    is linear in the length of the text.
    """
    every = sorted(
        (finding for search in _SEARCHES for finding in search(text)), key=lambda f: (f.start, f.end)
    )
    kept: list[Finding] = []
    for finding in every:
        rivals = []
        while kept and _overlap(kept[-1], finding):
            rivals.append(kept.pop())
        if any(_loses(finding, rival) for rival in rivals):
            kept.extend(reversed(rivals))
        else:
            kept.append(finding)
    return kept
