"""Tables of the position over time, by partner and by theme, for the page of months and that of a year."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.parties.models import Organisation
from driehoek.position import gap_words
from driehoek.position.looking_back import shares
from driehoek.position.queries.history import Figures, PeriodFigures
from driehoek.problems.models import Theme
from driehoek.web import formatting
from driehoek.web.components import Cell, Column


@dataclass(frozen=True)
class Names:
    """The names of partners and themes, for figures that know them by id."""

    partners: dict[uuid.UUID, str]
    themes: dict[uuid.UUID, str]

    def partner(self, identifier: uuid.UUID | None) -> str:
        """Return the name of a partner; without an id nobody yet."""
        return self.partners.get(identifier, "") if identifier else _("Nog niemand")

    def theme(self, identifier: uuid.UUID | None) -> str:
        """Return the name of a theme; questions are about none."""
        return self.themes.get(identifier, "") if identifier else _("Vragen")


def names_for(identity: Identity) -> Names:
    """Return the names of every partner and theme of the municipality."""
    return Names(
        partners=dict(
            Organisation.objects.filter(municipality=identity.municipality).values_list("pk", "name")
        ),
        themes=dict(Theme.objects.filter(municipality=identity.municipality).values_list("pk", "name")),
    )


def part_columns(first: str, *, with_ratings: bool, with_questions: bool = True) -> list[Column]:
    """Return the columns of a table of parts; without ratings for who may not see them."""
    columns = [
        Column(first),
        Column(_("Nodig"), numeric=True),
        Column(_("Afgesproken"), numeric=True),
        Column(_("Op tijd")),
    ]
    quality = [Column(_("Goed genoeg")), Column(_("Cijfer"), numeric=True)] if with_ratings else []
    questions = [Column(_("Vragen op tijd"))] if with_questions else []
    return [*columns, *quality, *questions]


def part_row(name: str, figures: Figures, *, with_ratings: bool, with_questions: bool = True) -> list[Cell]:
    """Return the row of one part."""
    found = shares(figures)
    quality = []
    if with_ratings:
        quality = [Cell(found["good"].words), Cell(mark_words(figures.mean_mark))]
    return [
        Cell(name),
        Cell(gap_words.count(figures.needed)),
        Cell(gap_words.count(figures.agreed)),
        Cell(found["on_time"].words),
        *quality,
        *([Cell(found["answered"].words)] if with_questions else []),
    ]


def rows_by_partner(
    found: PeriodFigures, names: Names, *, with_ratings: bool, with_questions: bool
) -> list[list[Cell]]:
    """Return a row for each partner by name, and last the needs that are nobody's yet."""
    by_partner = {
        partner: total(figures for (one, _theme), figures in found.cells.items() if one == partner)
        for partner in {partner for partner, _theme in found.cells}
    }
    ordered = sorted(
        by_partner.items(), key=lambda pair: (pair[0] is None, names.partner(pair[0]).casefold())
    )
    return [
        part_row(names.partner(partner), one, with_ratings=with_ratings, with_questions=with_questions)
        for partner, one in ordered
    ]


def rows_by_cell(found: PeriodFigures, names: Names, *, with_ratings: bool) -> tuple[list[list[Cell]], int]:
    """Return a row for each partner and theme that something was due, came or was rated of, and how many are left out.

    Questions are about no theme and stand with the partners.
    """
    about = {key: one for key, one in found.cells.items() if key[1]}
    told = {key: one for key, one in about.items() if one.due or one.received or one.rated}
    named = sorted(
        ((cell_name(names, *key), one) for key, one in told.items()), key=lambda pair: pair[0].casefold()
    )
    rows = [part_row(name, one, with_ratings=with_ratings, with_questions=False) for name, one in named]
    return rows, len(about) - len(told)


def cell_name(names: Names, partner: uuid.UUID | None, theme: uuid.UUID | None) -> str:
    """Return the name of a partner with that of a theme."""
    return f"{names.partner(partner)}, {names.theme(theme)}"


def total(parts: Iterable[Figures]) -> Figures:
    """Add up the themes of one partner: they are apart, so no need is counted twice."""
    found = list(parts)
    marks = sum(one.marks for one in found)
    marked = sum(one.mean_mark * one.marks for one in found if one.mean_mark is not None)
    return Figures(
        needed=sum(one.needed for one in found),
        agreed=sum(one.agreed for one in found),
        due=sum(one.due for one in found),
        on_time=sum(one.on_time for one in found),
        received=sum(one.received for one in found),
        rated=sum(one.rated for one in found),
        insufficient=sum(one.insufficient for one in found),
        marks=marks,
        mean_mark=marked / marks if marks else None,
        questions=sum(one.questions for one in found),
        answered_in_time=sum(one.answered_in_time for one in found),
    )


def mark_words(value: float | None) -> str:
    """Write a mark with one decimal; a dash when there is none."""
    return formatting.number(value, 1, language=gap_words.language())
