"""Letters and words as they are compared: one script, no accents, no case, and how a name sounds.

People are written down by many hands: from a passport in another script, over the telephone, from memory. What stands
here takes away what such hands differ in. It is used to propose only; what someone wrote stays as they wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Letters that do not fall apart in a letter and an accent.
_SINGLE: Final = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a",
        "ĳ": "ij", "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'",
    }
)  # fmt: skip
# Cyrillic after ICAO Doc 9303 (passports), with the Ukrainian and Serbian letters beside the Russian ones.
_CYRILLIC: Final = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "ђ": "dj", "е": "e", "ё": "e", "є": "ie",
        "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj",
        "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "у": "u",
        "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "џ": "dz", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "",
        "э": "e", "ю": "iu", "я": "ia",
    }
)  # fmt: skip
# Arabic after the same document, without the short vowels that are not written.
_ARABIC: Final = str.maketrans(
    {
        "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh",
        "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z",
        "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w",
        "ي": "y", "ى": "a", "ة": "a", "ء": "", "ئ": "y", "ؤ": "w", "پ": "p", "چ": "ch", "ژ": "zh", "ک": "k",
        "گ": "g", "ی": "y",
    }
)  # fmt: skip
_WORD: Final = re.compile(r"[a-z0-9]+")

# Particles before a family name: Dutch, and those of languages that are often met beside it.
PARTICLES: Final = frozenset(
    [
        "van",
        "von",
        "v",
        "vd",
        "de",
        "der",
        "den",
        "het",
        "t",
        "ten",
        "ter",
        "te",
        "in",
        "op",
        "aan",
        "bij",
        "uit",
        "d",
        "da",
        "di",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ben",
        "ibn",
        "bint",
        "zu",
        "'s",
        "s",
    ]
)
# Particles that are written with or without a space: "El Amrani", "Elamrani", "al-Amrani".
_ATTACHED: Final = re.compile(r"^(?:el|al)(?=[b-df-hj-np-tv-z]?[a-z]{5,}$)")

# How groups of letters sound, for Dutch ears and over the usual spellings of Arabic, Berber, Turkish, Slavic and Polish
# names. The order matters: longer groups first.
_SOUNDS: Final = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"^o[ue](?=[aeiy])", "w"),  # Ouahid, Wahid
        (r"ij(?![aeiou])", "y"),
        (r"^(?:x|ks)(?=[aeiouy])", "s"),
        (r"shch|sch|szcz", "s"),
        (r"dzj|dzh|dj|dz|zh|zj|rz|dg(?=[ei])", "j"),
        (r"tsch|tsj|tch|tsz|tsh|cz|cs", "ts"),
        (r"sh|sj|sz", "s"),
        (r"kh|gh|ch", "g"),
        (r"ph|v|w", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"ck|q", "k"),
        (r"c(?=[eiy])|z", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"dt$|d$", "t"),
        (r"b$", "p"),
    )
)
_VOWELS: Final = re.compile(r"[aeiouy]+")
_DOUBLED: Final = re.compile(r"(.)\1+")


def fold(text: str) -> str:
    """Return `text` in small Latin letters without accents; other scripts that are known here become Latin."""
    parted = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return bare.casefold().translate(_CYRILLIC).translate(_ARABIC).translate(_SINGLE)


def words(text: str) -> list[str]:
    """Return the words of `text`, folded, without anything between them."""
    return _WORD.findall(fold(text))


def core(text: str) -> str:
    """Return a family name without particles, in one piece; what consists of particles only stays whole."""
    found = words(text)
    kept = [word for word in found if word not in PARTICLES] or found
    return "".join(kept)


def sound(text: str, *, family: bool = False) -> str:
    """Return how a name sounds: a skeleton of consonants that is the same for usual spellings of one name.

    Names that differ may sound the same. That two names sound alike is one reason among others, never enough.

    Args:
        text: the name as it was written.
        family: whether it is a family name, which may carry its article in the same word.
    """
    word = _DOUBLED.sub(r"\1", core(text))
    if family:
        word = _ATTACHED.sub("", word)
    for pattern, into in _SOUNDS:
        word = pattern.sub(into, word)
    if not word:
        return ""
    begins = "a" if word[0] in "aeiou" else "j" if word[0] == "y" else word[0]
    rest = _VOWELS.sub("", word[1:]).replace("h", "")
    return _DOUBLED.sub(r"\1", begins + rest)
