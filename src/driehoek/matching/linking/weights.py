"""How much each likeness and difference counts: fixed numbers, written down here and nowhere learned.

The model is that of Fellegi and Sunter (JASA 64, 1969): per comparison each outcome has the share among pairs that are
the same (`m`) and among pairs that are not (`u`); a match weight is the sum of log2(m/u) over the comparisons and the
prior. Nothing is trained on the data of cases: rules for cooperation on cases leave no room for self-learning methods
(domain.md, section 4.9), and a fixed number can be explained and contested. They were set by reasoning (how often does
a slip of this kind happen; how many people share a name, a birthday, a postcode) and checked against the simulated
pairs of tests/matching; changing one raises VERSION, which every proposal keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

VERSION: Final = 1
# In a case the same few people, houses and cars come back: one pair in a hundred.
PRIOR: Final = 0.01
# A pair below this is not proposed; from these on it is called likely, and very likely.
PROPOSE: Final = 2.0
LIKELY: Final = 6.0
VERY_LIKELY: Final = 11.0


@dataclass(frozen=True)
class Outcome:
    """One way in which two records compare.

    Attributes:
        code: what it is called in proposals and words.
        when: the SQL condition over `l` and `r`; empty for everything else.
        same: its share among pairs that are the same (m).
        other: its share among pairs that are not (u).
    """

    code: str
    when: str
    same: float
    other: float


@dataclass(frozen=True)
class Compared:
    """One thing that is compared; the first outcome whose condition holds is the one.

    Attributes:
        field: what it is called in proposals and words.
        unknown: the SQL condition under which nothing is known, so that it counts neither way.
        outcomes: in order; the last is everything else.
    """

    field: str
    unknown: str
    outcomes: tuple[Outcome, ...]


def _empty(column: str) -> str:
    return f"\"{column}_l\" = '' OR \"{column}_r\" = ''"


def _equal(column: str) -> str:
    return f'"{column}_l" = "{column}_r"'


def _near(column: str, slips: int, length: int) -> str:
    return (
        f'damerau_levenshtein("{column}_l", "{column}_r") <= {slips}'
        f' AND least(length("{column}_l"), length("{column}_r")) >= {length}'
    )


_CROSSED = (
    "\"given_sound_l\" <> '' AND \"given_sound_r\" <> ''"
    ' AND "given_sound_l" = "family_sound_r" AND "family_sound_l" = "given_sound_r"'
)
_PART = " OR ".join(
    f'("family_{end}_{one}" <> \'\' AND "family_{end}_{one}" = "family_sound_{two}")'
    for end in ("begin", "end")
    for one, two in (("l", "r"), ("r", "l"))
)
_NICKNAME = (
    '("nickname_l" <> \'\' AND ("nickname_l" = "given_r" OR "nickname_l" = "nickname_r"))'
    ' OR ("nickname_r" <> \'\' AND "nickname_r" = "given_l")'
)
_INITIAL = '("given_l" = \'\' OR "given_r" = \'\') AND "initial_l" = "initial_r"'

WEIGHTS: Final[Mapping[str, tuple[Compared, ...]]] = {
    "person": (
        Compared(
            "family",
            _empty("family"),
            (
                Outcome("equal", _equal("family"), 0.70, 0.004),
                Outcome("sounds", _equal("family_sound"), 0.13, 0.006),
                Outcome("near", _near("family", 1, 5), 0.06, 0.001),
                Outcome("part", _PART, 0.04, 0.003),
                Outcome("crossed", _CROSSED, 0.03, 0.0001),
                Outcome("differs", "", 0.04, 0.9859),
            ),
        ),
        Compared(
            "given",
            _empty("initial"),
            (
                Outcome("equal", f"\"given_l\" <> '' AND {_equal('given')}", 0.639, 0.0098),
                Outcome("sounds", f"\"given_sound_l\" <> '' AND {_equal('given_sound')}", 0.12, 0.01),
                Outcome("nickname", _NICKNAME, 0.03, 0.002),
                Outcome("initial", _INITIAL, 0.17, 0.06),
                Outcome("near", _near("given", 1, 5), 0.04, 0.003),
                # Crossed names are one slip: it counted at the family name already.
                Outcome("crossed", _CROSSED, 0.0005, 0.0005),
                # Twins have one family name and one birthday: another first name must outweigh both.
                Outcome("differs", "", 0.0005, 0.9147),
            ),
        ),
        Compared(
            "birth",
            _empty("birth"),
            (
                Outcome("equal", _equal("birth"), 0.85, 0.0003),
                Outcome("crossed", '"birth_crossed_l" = "birth_r"', 0.03, 0.0003),
                Outcome("digit", 'damerau_levenshtein("birth_l", "birth_r") = 1', 0.07, 0.006),
                # Where only the year is known, papers often say the first of January.
                Outcome(
                    "year",
                    f"{_equal('birth_year')} AND (right(\"birth_l\", 4) = '0101' OR right(\"birth_r\", 4) = '0101')",
                    0.03,
                    0.001,
                ),
                Outcome("differs", "", 0.02, 0.9924),
            ),
        ),
    ),
    "address": (
        Compared(
            "street",
            _empty("street"),
            (
                Outcome("equal", _equal("street"), 0.85, 0.01),
                Outcome("near", _near("street", 2, 7), 0.12, 0.003),
                Outcome("differs", "", 0.03, 0.987),
            ),
        ),
        Compared(
            "house",
            _empty("number"),
            (
                Outcome("equal", f"{_equal('number')} AND {_equal('addition')}", 0.90, 0.01),
                Outcome("addition_missing", f"{_equal('number')} AND ({_empty('addition')})", 0.0895, 0.01),
                # Another addition is another front door.
                Outcome("addition_differs", _equal("number"), 0.0005, 0.015),
                Outcome("differs", "", 0.01, 0.965),
            ),
        ),
        Compared(
            "postcode",
            _empty("postcode"),
            (
                Outcome("equal", _equal("postcode"), 0.85, 0.02),
                Outcome("near", _near("postcode", 1, 6), 0.07, 0.01),
                Outcome("district", 'left("postcode_l", 4) = left("postcode_r", 4)', 0.05, 0.07),
                Outcome("differs", "", 0.03, 0.90),
            ),
        ),
        Compared(
            "place",
            _empty("place"),
            (Outcome("equal", _equal("place"), 0.97, 0.60), Outcome("differs", "", 0.03, 0.40)),
        ),
    ),
    "organisation": (
        Compared(
            "name",
            _empty("name"),
            (
                Outcome("equal", _equal("name"), 0.80, 0.001),
                Outcome("near", _near("name", 2, 7), 0.12, 0.001),
                Outcome(
                    "part",
                    'least(length("name_l"), length("name_r")) >= 5 AND (starts_with("name_l", "name_r")'
                    ' OR starts_with("name_r", "name_l"))',
                    0.05,
                    0.004,
                ),
                Outcome("differs", "", 0.03, 0.994),
            ),
        ),
        Compared(
            "kvk",
            _empty("kvk"),
            (
                Outcome("equal", _equal("kvk"), 0.92, 0.0001),
                Outcome("digit", _near("kvk", 1, 8), 0.05, 0.0001),
                Outcome("differs", "", 0.03, 0.9998),
            ),
        ),
        # A foundation and a company of one name are two organisations.
        Compared(
            "form",
            _empty("form"),
            (Outcome("equal", _equal("form"), 0.97, 0.40), Outcome("differs", "", 0.03, 0.60)),
        ),
    ),
    "vehicle": (
        Compared(
            "plate",
            _empty("plate"),
            (
                Outcome("equal", _equal("plate"), 0.90, 0.0001),
                Outcome("confused", _equal("plate_shape"), 0.05, 0.0001),
                Outcome("near", _near("plate", 1, 6), 0.04, 0.0005),
                Outcome("differs", "", 0.01, 0.9993),
            ),
        ),
        Compared(
            "make",
            _empty("make"),
            (
                Outcome("equal", _equal("make"), 0.70, 0.05),
                Outcome(
                    "near",
                    f'({_near("make", 1, 4)}) OR contains("make_l", "make_r") OR contains("make_r", "make_l")',
                    0.20,
                    0.05,
                ),
                Outcome("differs", "", 0.10, 0.90),
            ),
        ),
        Compared(
            "colour",
            _empty("colour"),
            (Outcome("equal", _equal("colour"), 0.80, 0.20), Outcome("differs", "", 0.20, 0.80)),
        ),
    ),
}

# With many records only pairs that share one of these are compared; each is a set of columns, left and right, of which
# every one must be known. A family name alone is no reason to compare: without the initial or the day of birth the
# outcome is never a proposal.
BLOCKS: Final[Mapping[str, tuple[tuple[tuple[str, str], ...], ...]]] = {
    "person": (
        (("family_sound", "family_sound"), ("initial", "initial")),
        (("birth", "birth"),),
        (("birth_crossed", "birth"),),
        (("given_sound", "family_sound"), ("family_sound", "given_sound")),
        (("family_begin", "family_sound"), ("initial", "initial")),
        (("family_end", "family_sound"), ("initial", "initial")),
    ),
    "address": ((("postcode", "postcode"),), (("street", "street"), ("number", "number"))),
    "organisation": ((("name_begin", "name_begin"),), (("kvk", "kvk"),)),
    "vehicle": (
        (("plate", "plate"),),
        (("plate_shape", "plate_shape"),),
        (("plate_letters", "plate_letters"),),
    ),
}
