"""The screening against sentences, against generated numbers, and against the clock."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from driehoek.screening import KINDS, screen
from driehoek.screening.numbers import eleven_test, mod_97
from tests.screening.texts import WITH, WITHOUT


def _last_digit(first_eight: int) -> str | None:
    """A number of nine digits that passes the 11-test, or None when no last digit makes one."""
    stem = f"{first_eight:08d}"
    rest = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), stem, strict=True)) % 11
    return None if rest == 10 or first_eight == 0 else stem + str(rest)


valid_numbers = st.integers(1_000_000, 99_999_999).map(_last_digit).filter(bool)
WAYS = ("{0}{1}{2}", "{0}.{1}.{2}", "{0} {1} {2}", "{0}\u00a0{1}\u00a0{2}")
# What after a number makes it plainly an amount or a count, and what before it makes it another number.
COUNTED = ("eur", "-", "inw", "pers", "mens", "huish", "won", "km", "m2", "m²", "keer", "stuks", "bezoek")
# Any text that does not itself say that a number is an amount, or bring digits of its own.
words = st.text(alphabet=st.characters(exclude_categories=("Nd", "Cs"), exclude_characters="€%"), max_size=60)


def kinds(text: str) -> list[str]:
    return [finding.kind for finding in screen(text)]


@pytest.mark.parametrize(
    ("text", "kind", "fragment"), WITH, ids=[kind + str(n) for n, (_, kind, _f) in enumerate(WITH)]
)
def test_each_kind_is_found_where_it_stands(text: str, kind: str, fragment: str) -> None:
    findings = screen(text)
    assert [(found.kind, found.fragment) for found in findings] == [(kind, fragment)]
    (found,) = findings
    assert text[found.start : found.end] == fragment
    assert found.refuse == (kind == "bsn")


@pytest.mark.parametrize("text", WITHOUT)
def test_plain_sentences_of_a_report_are_left_alone(text: str) -> None:
    assert screen(text) == []


def test_several_in_one_text_come_in_order_and_never_overlap() -> None:
    text = "\n".join(text for text, _kind, _fragment in WITH)
    findings = screen(text)
    assert [found.fragment for found in findings] == [fragment for _text, _kind, fragment in WITH]
    assert {found.kind for found in findings} == set(KINDS)
    assert all(one.end <= other.start for one, other in pairwise(findings))


@given(
    words,
    valid_numbers,
    words,
    st.sampled_from(WAYS),
)
@settings(max_examples=300, deadline=None)
def test_a_service_number_is_found_in_any_text(before: str, number: str, after: str, shape: str) -> None:
    assume(
        not after.lstrip(" \u00a0\u2009\u202f,")
        .lower()
        .startswith(("eur", "-", "inw", "pers", "mens", "huish", "won"))
    )
    assume(not after.lstrip(" \u00a0\u2009\u202f,").lower().startswith(COUNTED))
    assume(not before.rstrip().lower().endswith(("eur", "euro", "+", "kvk")))
    written = shape.format(number[:3], number[3:6], number[6:])
    text = f"{before} {written} {after}"
    assert any(found.refuse and found.fragment == written for found in screen(text)), text


@given(st.integers(0, 999_999_999).map(lambda number: f"{number:09d}"))
@settings(max_examples=300, deadline=None)
def test_nine_digits_are_a_service_number_exactly_when_they_pass_the_test(number: str) -> None:
    text = f"Onder nummer {number} is dit vastgelegd."
    assert ("bsn" in kinds(text)) == eleven_test(number)


@given(valid_numbers, st.integers(1, 9), st.integers(0, 7))
@settings(max_examples=100, deadline=None)
def test_one_wrong_digit_is_no_service_number(number: str, step: int, place: int) -> None:
    """The weights 9 to 2 share no factor with eleven, so every single slip shows."""
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert "bsn" not in kinds(f"nummer {wrong} staat vast")


def test_eight_digits_are_read_with_a_nought_in_front() -> None:
    assert _last_digit(9_999_001) is not None
    assert kinds("bsn 10000008") == (["bsn"] if eleven_test("010000008") else [])
    eight = next(str(n) for n in range(45_678_901, 45_679_000) if eleven_test(str(n)))
    assert kinds(f"Nummer {eight} is bekend.") == ["bsn"]


def test_a_date_of_eight_digits_is_a_number_only_when_it_is_called_one() -> None:
    day = next(f"202611{n:02d}" for n in range(1, 31) if eleven_test(f"202611{n:02d}"))
    assert kinds(f"tot en met {day} gemeten") == []
    assert kinds(f"BSN {day} gemeten") == ["bsn"]


def test_what_is_called_a_service_number_is_found_in_any_grouping() -> None:
    assert kinds("burgerservicenummer: 99 99 90 019") == ["bsn"]
    assert kinds("sofinummer 9-999-900-19") == ["bsn"]


def test_the_digits_of_a_telephone_number_or_account_are_no_service_number() -> None:
    eight = next(str(n) for n in range(45_678_901, 45_679_000) if eleven_test(str(n)))
    assert kinds(f"06 {eight}") == ["phone"]
    account = next(a for check in range(100) if mod_97(a := f"NL{check:02d}TEST0999990019"))
    assert kinds(f"op {account} gestort") == ["iban"]


def test_a_service_number_in_a_mail_address_refuses() -> None:
    assert [found.refuse for found in screen("mail 999990019@voorbeeld.example")] == [True]


def test_an_account_with_wrong_check_digits_is_none() -> None:
    assert kinds("NL91 ABNA 0417 1643 00") == ["iban"]
    assert kinds("NL92ABNA0417164300") == []


def test_precision_and_recall_on_the_sentences() -> None:
    """What the documentation says of the quality is computed here, per warning and per sentence."""
    right = sum(
        (kind, fragment) in {(f.kind, f.fragment) for f in screen(text)} for text, kind, fragment in WITH
    )
    wrong = sum(len(screen(text)) for text in WITHOUT)
    assert right / (right + wrong) >= 0.95
    assert right / len(WITH) >= 0.95


PIECES = (
    "a",
    "1",
    "1 ",
    "1.",
    "12 ",
    "A",
    "A.",
    "A. ",
    "a@",
    "a.",
    "van ",
    "De ",
    "0",
    "06 ",
    "NL91",
    "geb. ",
    "B-",
)


@pytest.mark.parametrize("piece", [*PIECES, "\u00e9", "Straat ", "Kerkstraat", "verdachte ", "3811 AB "])
def test_the_time_taken_grows_with_the_text_and_not_faster(piece: str) -> None:
    """100 kB of the worst repetition stays under a second; four times the text takes about four times the time.

    Counted in time of the processor, so that others on the machine do not matter; a square would take sixteen times.
    """

    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        began = time.process_time()
        screen(text)
        return time.process_time() - began

    short, long = min(seconds(25_000) for _ in range(3)), min(seconds(100_000) for _ in range(2))
    assert long < 1.0
    assert long < 8 * short + 0.05
