"""Simulated records of people who do not exist, with the slips that people make when they write someone down."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from driehoek.matching.linking.comparing import Given

Details = dict[str, str]
Slip = Callable[[random.Random, Details], Details]

# A name with its other spellings.
GIVEN = (
    ("Mohamed", "Mohammed", "Muhammad", "Mohamad"), ("Youssef", "Yousef", "Jousef", "Yusuf"),
    ("Fatima", "Fatimah", "Fatiema"), ("Khadija", "Khadidja"), ("Aleksander", "Alexander", "Александр"),
    ("Katarzyna", "Katarzina"), ("Szymon", "Simon"), ("Wojciech", "Woyciech"), ("Çiğdem", "Cigdem"),
    ("Oğuzhan", "Oguzhan"), ("Şükran", "Sukran"), ("Jan", "Jan"), ("Pieter", "Peter"), ("Anouk", "Anoek"),
    ("Sophie", "Sofie"), ("Lieke", "Lieke"), ("Bram", "Bram"), ("Daan", "Daan"), ("Sanne", "Sanne"),
    ("Thijs", "Tijs"), ("Milan", "Milan"), ("Noor", "Noor"), ("Rick", "Rik"), ("Esther", "Ester"),
    ("Ruben", "Ruben"), ("Wahid", "Ouahid"), ("Samira", "Samirah"), ("Bilal", "Billal"), ("Hassan", "Hasan"),
    ("Ivan", "Iwan"), ("Dmitri", "Dmitry", "Дмитрий"), ("Natalia", "Nataliya"), ("Joost", "Joost"),
)  # fmt: skip
FAMILY = (
    ("", "El Amrani", "Elamrani", "Al-Amrani"), ("", "Yılmaz", "Yilmaz"), ("", "Öztürk", "Ozturk"),
    ("", "Kowalski", "Kowalsky", "Ковальский"), ("", "Wiśniewska", "Wisniewska"), ("van den", "Berg", "Bergh"),
    ("de", "Vries", "Vriesz"), ("van der", "Meer", "Meer"), ("", "Jansen", "Janssen"), ("", "Bakker", "Baker"),
    ("", "Ivanov", "Iwanow", "Иванов"), ("van", "Dijk", "Dyk", "Dijck"), ("", "Petrov", "Petrow"),
    ("", "Bouzid", "Bouzidi"), ("", "Çelik", "Celik"), ("ter", "Braak", "Braack"), ("", "Hoekstra", "Hoekstra"),
    ("", "Smit", "Smid"), ("", "Visser", "Visser"), ("", "Mulder", "Mulder"), ("", "Bensaïd", "Bensaid"),
    ("", "Haddad", "Hadad"), ("", "Demir", "Demir"), ("", "Nowak", "Nowack"), ("den", "Hartog", "Hartogh"),
    ("", "Kuipers", "Cuypers"), ("", "Schouten", "Schouten"), ("op den", "Kamp", "Camp"), ("", "Lammers", "Lamers"),
    ("", "Postma", "Postma"),
)  # fmt: skip
ENDS = ("sma", "stra", "mans", "kamp", "beek")
# Beyond these many people families are made of parts, so that they are as many as in a town.
FEW = 2_000
BEGINS = (
    "Ver",
    "Holt",
    "Brand",
    "Kroes",
    "Lin",
    "Mor",
    "Pot",
    "Ruis",
    "Sand",
    "Tol",
    "Vlas",
    "Wes",
    "Zand",
    "Dors",
)
MIDDLES = (
    "den",
    "sel",
    "ger",
    "pel",
    "ker",
    "ning",
    "ling",
    "dam",
    "mel",
    "ter",
    "win",
    "fen",
    "gel",
    "ber",
    "lo",
)


def person(dice: random.Random, number: int) -> Details:
    """Return someone who does not exist."""
    prefix, *names = FAMILY[dice.randrange(len(FAMILY))]
    # A made-up beginning keeps the families many, as they are.
    family = names[0] if number % 3 else f"{names[0]}{dice.choice(ENDS)}"
    if number >= FEW:
        family = f"{dice.choice(BEGINS)}{dice.choice(MIDDLES)}{dice.choice(ENDS)}"
    born = date(1960, 1, 1) + timedelta(days=dice.randrange(18_000))
    return {
        "given_names": GIVEN[dice.randrange(len(GIVEN))][0],
        "prefix": prefix,
        "surname": family,
        "birth_date": born.isoformat(),
    }


def _other_given(dice: random.Random, one: Details) -> Details:
    for names in GIVEN:
        if one["given_names"] == names[0]:
            return one | {"given_names": dice.choice(names[1:])}
    return one


def _other_family(dice: random.Random, one: Details) -> Details:
    for _prefix, *names in FAMILY:
        if one["surname"] == names[0] and len(names) > 1:
            return one | {"surname": dice.choice(names[1:])}
    return one


def _initial(_dice: random.Random, one: Details) -> Details:
    return one | {"given_names": one["given_names"][0] + "."}


def _prefix_inside(_dice: random.Random, one: Details) -> Details:
    return one | {"prefix": "", "surname": f"{one['prefix']} {one['surname']}".strip()}


def _swapped_day(_dice: random.Random, one: Details) -> Details:
    year, month, day = one["birth_date"].split("-")
    return one | {"birth_date": f"{year}-{day}-{month}"} if int(day) <= 12 else one


def _one_digit(dice: random.Random, one: Details) -> Details:
    year, month, day = one["birth_date"].split("-")
    return one | {"birth_date": f"{year[:3]}{dice.randrange(10)}-{month}-{day}"}


def _year_only(_dice: random.Random, one: Details) -> Details:
    return one | {"birth_date": one["birth_date"][:4] + "-01-01"}


def _no_birth(_dice: random.Random, one: Details) -> Details:
    return {key: value for key, value in one.items() if key != "birth_date"}


def _crossed(_dice: random.Random, one: Details) -> Details:
    return one | {"given_names": one["surname"], "surname": one["given_names"], "prefix": ""}


def _typo(dice: random.Random, one: Details) -> Details:
    name = one["surname"]
    if len(name) < 5:
        return one
    at = dice.randrange(1, len(name) - 1)
    return one | {"surname": name[:at] + name[at + 1] + name[at] + name[at + 2 :]}


def _double_name(_dice: random.Random, one: Details) -> Details:
    return one | {"surname": f"{one['surname']}-Proefstra"}


def _dutch_date(_dice: random.Random, one: Details) -> Details:
    return one | {"birth_date": "-".join(reversed(one["birth_date"].split("-")))}


SLIPS: dict[str, tuple[Slip, ...]] = {
    "same spelling": (_dutch_date,),
    "other given name": (_other_given,),
    "other family name": (_other_family,),
    "both other": (_other_given, _other_family),
    "initial": (_initial,),
    "initial and other family name": (_initial, _other_family),
    "prefix inside": (_prefix_inside,),
    "day and month": (_swapped_day,),
    "day and month, other given name": (_other_given, _swapped_day),
    "one digit": (_one_digit,),
    "only the year": (_year_only,),
    "no birth date": (_no_birth,),
    "crossed names": (_crossed,),
    "typo": (_typo,),
    "double name": (_double_name,),
}


def pairs(count: int, seed: int = 20261124) -> tuple[list[Given], dict[tuple[str, str], str]]:
    """Return records of `count` people written down twice, and which belong together by which slip."""
    dice = random.Random(seed)
    records: list[Given] = []
    truth: dict[tuple[str, str], str] = {}
    names = list(SLIPS)
    for number in range(count):
        slip = names[number % len(names)]
        one = person(dice, number)
        other = dict(one)
        for step in SLIPS[slip]:
            other = step(dice, other)
        left, right = f"{number:06d}a", f"{number:06d}b"
        records += [Given(left, "person", one), Given(right, "person", other)]
        truth[left, right] = slip
    return records, truth
