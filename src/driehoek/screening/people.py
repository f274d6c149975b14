"""Words that point at one person: dates of birth, addresses, likely names. Careful: a warning must be worth reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from driehoek.screening.findings import ADDRESS, BIRTH_DATE, NAME, Finding, found
from driehoek.screening.vocabulary import (
    ABBREVIATIONS,
    LETTERED,
    NOT_A_NAME,
    PARTICLES,
    PERSONS,
    STREET_ENDINGS,
    TITLES,
)

_GAP = r"[ \u00a0]{1,3}"
_MONTHS = r"(?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,7}\.?"
_DAY = rf"(?:\d{{1,2}}[\-./ ]\d{{1,2}}[\-./ ]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}} {_MONTHS} \d{{4}})"
_BIRTH = re.compile(
    rf"\b(?:geb(?:oren)?|geboortedatum|geb\.? ?dat|gebdat)\b[.:]{{0,2}}{_GAP}?(?:op |d\.d\. |is )?{_DAY}(?!\d)",
    re.IGNORECASE,
)


def birth_dates(text: str) -> Iterator[Finding]:
    """Dates that are called a date of birth: "geb. 3-4-1999", "geboren op 3 april 1999"."""
    for match in _BIRTH.finditer(text):
        yield found(BIRTH_DATE, text, *match.span())


_HOUSE = r"[1-9]\d{0,4}(?:[ \-]?[a-zA-Z](?![a-zA-Z]))?(?:-[1-9]\d{0,3})?"
_POSTCODE = r"[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}"
_WITH_POSTCODE = re.compile(rf"(?<!\w){_POSTCODE}(?:,? (?:(?:nr|nummer|huisnummer)\.? ?)?|-){_HOUSE}(?!\w)")
_UPPER = "A-ZÀ-ÖØ-Þ"
_LOWER = "a-zß-öø-ÿ"
_NO_WORD_BEFORE = "In|Op|Aan|Bij|De|Het|Van|Naar|Tot|Uit"
_WORD_BEFORE = rf"(?!(?:{_NO_WORD_BEFORE}) )[{_UPPER}][{_LOWER}.]{{0,24}} (?:(?:van|de|den|der|het) ){{0,2}}"
_STREET = re.compile(
    rf"(?<!\w)(?:{_WORD_BEFORE}){{0,2}}(?=[{_UPPER}])[{_UPPER}{_LOWER}'’\-]{{0,30}}(?:{STREET_ENDINGS})"
    rf"(?:,? (?:nr|nummer|huisnummer)\.? | )({_HOUSE})(?![\w%:]|[.,]\d)"
)
# "Stationsplein 12 meldingen" counts; "Stationsplein 12 en 14" and "Stationsplein 12." are addresses.
_A_COUNT_FOLLOWS = re.compile(
    rf"[ \u00a0](?:(?!(?:en|te|in|is|was|op|bij|van|door|heeft|kreeg|werd)\b)[{_LOWER}]{{2,}}|[×x%])"
)
_YEAR = re.compile(r"(?:19|20)\d\d$")


def addresses(text: str) -> Iterator[Finding]:
    """A postcode with a house number, or a street with one. A street with a count or a year behind it is none."""
    for match in _WITH_POSTCODE.finditer(text):
        yield found(ADDRESS, text, *match.span())
    for match in _STREET.finditer(text):
        if not _YEAR.match(match.group(1)) and not _A_COUNT_FOLLOWS.match(text, match.end()):
            yield found(ADDRESS, text, *match.span())


_SURNAME = rf"[{_UPPER}][{_LOWER}]{{2,24}}(?:-[{_UPPER}][{_LOWER}]{{2,24}})?"
_PARTICLES = rf"(?:(?i:{PARTICLES}){_GAP}){{0,3}}(?:'t |d'|l')?"
_INITIALS = rf"(?:[{_UPPER}]\. ?){{1,5}}"
_BY_INITIALS = re.compile(rf"(?<![\w.])((?:[{_UPPER}]\. ?){{1,5}})({_PARTICLES})({_SURNAME})(?!\w)")
_BY_TITLE = re.compile(
    rf"(?<!\w)(?:{TITLES}){_GAP}(?:{_INITIALS})?{_PARTICLES}({_SURNAME})(?:{_GAP}{_PARTICLES}{_SURNAME}){{0,1}}(?!\w)"
)
_BY_ROLE = re.compile(
    rf"(?<!\w)(?:(?i:{PERSONS}))[:,]?{_GAP}(?:{_INITIALS})?{_PARTICLES}({_SURNAME})(?:{_GAP}{_PARTICLES}{_SURNAME}){{0,1}}(?!\w)"
)
# Streets named after people; endings such as -hof and -kamp are surnames as often.
_STREET_WORD = re.compile(r"\w(?:straat|laan|weg|plein|singel|gracht|kade|park|plantsoen|school|huis)$")
_A_LETTERED_THING: Final = re.compile(rf"(?:{LETTERED}) $", re.IGNORECASE)


def _no_surname(word: str) -> bool:
    """Whether a word with a capital is no surname: a function, a body, a place, a street, the start of a sentence."""
    return word.casefold() in NOT_A_NAME or _STREET_WORD.search(word.casefold()) is not None


def _by_initials(text: str) -> Iterator[Finding]:
    for match in _BY_INITIALS.finditer(text):
        letters = re.sub(r"[. ]", "", match.group(1))
        if letters in ABBREVIATIONS or _no_surname(match.group(3)):
            continue
        # "wijk B. Daarna kwam…": one letter that names a thing and ends a sentence.
        if len(letters) == 1 and _A_LETTERED_THING.search(text[max(0, match.start() - 16) : match.start()]):
            continue
        yield found(NAME, text, *match.span())


def names(text: str) -> Iterator[Finding]:
    """Likely names: initials with a surname, a form of address with one, a role in a case with one.

    First names without initials, form of address or role are not found.
    """
    yield from _by_initials(text)
    for pattern in (_BY_TITLE, _BY_ROLE):
        for match in pattern.finditer(text):
            if not _no_surname(match.group(1)):
                yield found(NAME, text, *match.span())
