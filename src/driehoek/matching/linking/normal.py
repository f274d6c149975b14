"""Normal forms of records, per kind: what the comparison looks at instead of what was written.

The details are those of `subjects.details`: a mapping of field to text, in which an absent field is unknown. Each
function returns the columns that `comparing` reads; an empty column is unknown and counts neither for nor against.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from driehoek.matching.linking.letters import PARTICLES, core, fold, sound, words

Details = Mapping[str, str]
Columns = dict[str, str]

_ISO: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DUTCH: Final = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$")
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_HOUSE: Final = {"hs": "hs", "huis": "hs", "bg": "hs", "bis": "bis", "rd": "rd"}
_NUMBER: Final = re.compile(r"^\D*(\d+)\s*(.*)$")
_ENDS: Final = (
    (re.compile(r"(?:str|strt|straat)$"), "straat"),
    (re.compile(r"(?:ln|laan)$"), "laan"),
    (re.compile(r"(?:pln|plein)$"), "plein"),
    (re.compile(r"(?:wg|weg)$"), "weg"),
    (re.compile(r"(?:sngl|singel)$"), "singel"),
    (re.compile(r"(?:kd|kade)$"), "kade"),
    (re.compile(r"(?:gr|gracht)$"), "gracht"),
)
_BEGINS: Final = {
    "burg": "burgemeester", "burgem": "burgemeester", "st": "sint", "ds": "dominee", "prof": "professor",
    "dr": "doctor", "ir": "ingenieur", "mr": "meester", "gen": "generaal", "adm": "admiraal", "kon": "koningin",
    "pr": "prins", "past": "pastoor", "mgr": "monseigneur", "jhr": "jonkheer", "wilh": "wilhelmina", "oz": "oostzijde",
    "wz": "westzijde", "nz": "noordzijde", "zz": "zuidzijde", "gr": "grote", "kl": "kleine",
    "ond": "oude", "nw": "nieuwe",
}  # fmt: skip
_FORMS: Final = frozenset(
    [
        "bv",
        "nv",
        "vof",
        "cv",
        "stichting",
        "st",
        "stg",
        "vereniging",
        "ver",
        "cooperatie",
        "coop",
        "maatschap",
        "eenmanszaak",
        "ua",
        "ba",
        "gmbh",
        "ltd",
    ]
)
_SAME_FORM: Final = {"st": "stichting", "stg": "stichting", "ver": "vereniging", "coop": "cooperatie"}
_DOTTED: Final = re.compile(r"\b(?:[a-z]\.\s?)+[a-z]\b\.?")
_PLATE: Final = re.compile(r"[^A-Z0-9]")
_CONFUSED: Final = str.maketrans("OQDILZSBG", "000112586")


def day_of(text: str) -> date | None:
    """Return the day that was written, year first or day first; None when it is none."""
    if found := _ISO.match(text.strip()):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DUTCH.match(text.strip()):
        day, month, year = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def house_of(number: str, addition: str = "") -> tuple[str, str]:
    """Return house number and addition in one form: "12-a", "12A" and "12" with "a" are the same house.

    The floor in Roman figures ("12-II") is the floor in ours, and a ground floor is "hs" however it is written.
    """
    found = _NUMBER.match(fold(number).strip())
    if found is None:
        return "", "".join(words(addition))
    rest = "".join(words(f"{found[2]} {addition}"))
    return str(int(found[1])), _HOUSE.get(rest, _ROMAN.get(rest, rest))


def street_of(text: str) -> str:
    """Return a street spelled out, without particles: "Burg. v.d. Voortstr." is "burgemeestervoortstraat"."""
    found = words(_dotless(text))
    kept = [word for word in found if word not in PARTICLES] or found
    joined = "".join(_BEGINS.get(word, word) if index == 0 else word for index, word in enumerate(kept))
    for pattern, whole in _ENDS:
        if pattern.search(joined):
            return pattern.sub(whole, joined)
    return joined


def postcode_of(text: str) -> str:
    """Return a postcode as four digits and two letters in small letters, or what there is of it."""
    return "".join(words(text))


def organisation_of(text: str) -> str:
    """Return the name of an organisation without its legal form: "De Bakker B.V." and "Bakker bv" are the same."""
    found = words(_dotless(text.replace("&", " en ").replace("+", " en ")))
    kept = [word for word in found if word not in _FORMS and word not in ("de", "het", "t", "the")] or found
    return "".join(kept)


def plate_of(text: str) -> str:
    """Return a number plate as capital letters and digits only."""
    return _PLATE.sub("", text.upper())


def plate_shape(text: str) -> str:
    """Return a plate in which letters and digits that are read for each other are the same (O and 0, I and 1)."""
    return plate_of(text).translate(_CONFUSED)


def form_of(name: str, form: str = "") -> str:
    """Return the legal form, from its own field or from the name: "bv", "stichting"; empty when neither says it."""
    found = [
        _SAME_FORM.get(word, word)
        for text in (form, name)
        for word in words(_dotless(text))
        if word in _FORMS
    ]
    return found[0] if found else ""


def _dotless(text: str) -> str:
    """Take the dots out of letters with dots, so that "b.v." is one word."""
    return _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", fold(text))


def person(details: Details) -> Columns:
    """Return the columns of a person: names as written and as they sound, initials, and the day of birth."""
    given = words(details.get("given_names", ""))
    surname = details.get("surname", "")
    parts = [one for one in re.split(r"\s*-\s*|\s+", surname) if core(one) and fold(one) not in PARTICLES]
    born = day_of(details.get("birth_date", ""))
    first = given[0] if given and len(given[0]) > 1 else ""
    return {
        "family": core(surname),
        "family_sound": sound(surname, family=True),
        "family_begin": sound(parts[0], family=True) if len(parts) > 1 else "",
        "family_end": sound(parts[-1], family=True) if len(parts) > 1 else "",
        "given": first,
        "given_sound": sound(first),
        "initial": given[0][0] if given else "",
        "nickname": core(details.get("nickname", "")),
        "birth": f"{born:%Y%m%d}" if born else "",
        "birth_crossed": f"{born:%Y%d%m}" if born and born.day <= 12 else "",
        "birth_year": f"{born:%Y}" if born else "",
    }


def address(details: Details) -> Columns:
    """Return the columns of an address."""
    number, addition = house_of(details.get("number", ""), details.get("addition", ""))
    return {
        "street": street_of(details.get("street", "")),
        "number": number,
        "addition": addition,
        "postcode": postcode_of(details.get("postcode", "")),
        "place": "".join(words(details.get("place", ""))),
    }


def organisation(details: Details) -> Columns:
    """Return the columns of an organisation."""
    name = organisation_of(details.get("name", ""))
    return {
        "name": name,
        "name_begin": name[:5],
        "form": form_of(details.get("name", ""), details.get("form", "")),
        "kvk": "".join(words(details.get("kvk", ""))),
    }


def vehicle(details: Details) -> Columns:
    """Return the columns of a vehicle."""
    plate = plate_of(details.get("plate", ""))
    return {
        "plate": plate,
        "plate_shape": plate_shape(plate),
        "plate_letters": "".join(sorted(plate)),
        "make": "".join(words(details.get("make", ""))),
        "colour": "".join(words(details.get("colour", ""))),
    }


# A group has no such form: what it is called says too little.
NORMAL: Final[Mapping[str, Callable[[Details], Columns]]] = {
    "person": person,
    "address": address,
    "organisation": organisation,
    "vehicle": vehicle,
}
