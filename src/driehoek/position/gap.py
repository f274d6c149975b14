"""The gap: what is needed less what arrived, in six kinds, and the step that would close each.

This module reads nothing: queries bring the facts, and it judges them (design.md, section 2).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.web.components import TagKind


class GapKind(models.TextChoices):
    """How it stands with one need; each cell of the matrix shows the most urgent one in it."""

    NOT_AGREED = "not_agreed", _("niet afgesproken")
    AGREED = "agreed", _("afgesproken")
    LATE = "late", _("te laat")
    ARRIVED = "arrived", _("binnen")
    INSUFFICIENT = "insufficient", _("onvoldoende")
    BARRED = "barred", _("mag niet van de wet")


# The most urgent first, by how soon one act can close it and who is waiting:
# late: someone promised it and can be called today; the mayor decides without it meanwhile.
# insufficient: it came, so nobody else sees that it does not serve.
# not agreed: a known lack, which takes a talk and not a call.
# barred: asking again does not help; another question may.
# agreed and arrived: nothing to do, and arrived is the best there is.
URGENCY: Final = (
    GapKind.LATE,
    GapKind.INSUFFICIENT,
    GapKind.NOT_AGREED,
    GapKind.BARRED,
    GapKind.AGREED,
    GapKind.ARRIVED,
)
# What the parties themselves can close; the law's bar they cannot.
GAPS: Final = frozenset({GapKind.LATE, GapKind.INSUFFICIENT, GapKind.NOT_AGREED})
# A need is covered when an agreement runs, nothing of it is late and the last that came was good enough.
COVERED: Final = frozenset({GapKind.AGREED, GapKind.ARRIVED})

# Shape tells the kinds apart as well as words do: filled, framed, dashed, double (web/components.css).
TAGS: Final[Mapping[GapKind, TagKind]] = {
    GapKind.LATE: "crisis",
    GapKind.INSUFFICIENT: "ask",
    GapKind.NOT_AGREED: "unknown",
    GapKind.BARRED: "barred",
    GapKind.AGREED: "",
    GapKind.ARRIVED: "calm",
}

MEANINGS: Final[Mapping[GapKind, Promise]] = {
    GapKind.LATE: _("Er is een afspraak. Wat is afgesproken, is er niet op tijd."),
    GapKind.INSUFFICIENT: _("Er kwam iets binnen. De burgemeester vond het niet goed genoeg."),
    GapKind.NOT_AGREED: _("De behoefte is genoemd. Er loopt geen afspraak over."),
    GapKind.BARRED: _("De wet staat niet toe dat deze informatie wordt gedeeld."),
    GapKind.AGREED: _("Er loopt een afspraak. Er is nog niets binnen, en niets te laat."),
    GapKind.ARRIVED: _("Er loopt een afspraak. Het laatste bericht is binnen."),
}


class Seat(Enum):
    """From where someone looks at a gap: keeping the position, reading it, or supplying to it."""

    KEEPER = "keeper"
    READER = "reader"
    SUPPLIER = "supplier"


@dataclass(frozen=True)
class Facts:
    """What is known of a need under one supplier, as far as it decides the kind of gap.

    Attributes:
        barred: the law forbids it.
        agreed: an agreement runs.
        late: something that is due did not come within its grace.
        received: something came under a running agreement.
        insufficient: the last that came was rated other than useful, or below the wanted mark, by the mayor
            or who stands in.
    """

    barred: bool = False
    agreed: bool = False
    late: bool = False
    received: bool = False
    insufficient: bool = False


@dataclass(frozen=True)
class Handles:
    """What a step can take hold of: ids of the need and of what there is around it."""

    need: uuid.UUID
    agreement: uuid.UUID | None = None
    resting: uuid.UUID | None = None
    delivery: uuid.UUID | None = None
    item: uuid.UUID | None = None


@dataclass(frozen=True)
class Step:
    """What would close a gap, in words, and where that is one tap away (empty: nothing to do here)."""

    words: str
    url: str = ""


def judge(facts: Facts) -> GapKind:
    """Return the kind of gap: the law goes first, then what is missing, then what there is."""
    if facts.barred:
        return GapKind.BARRED
    if not facts.agreed:
        return GapKind.NOT_AGREED
    if facts.late:
        return GapKind.LATE
    if facts.insufficient:
        return GapKind.INSUFFICIENT
    return GapKind.ARRIVED if facts.received else GapKind.AGREED


def worst(kinds: Iterable[GapKind]) -> GapKind | None:
    """Return the most urgent of several kinds; None when there are none."""
    return min(kinds, key=URGENCY.index, default=None)


def next_step(kind: GapKind, handles: Handles, *, seat: Seat = Seat.KEEPER) -> Step:
    """Return the step that would close a gap of `kind`, for someone in `seat`.

    Who only reads is led to the need itself; a supplier to what it can do itself.
    """
    if seat is Seat.READER:
        return Step(gettext("Bekijk de behoefte"), reverse("position:need", args=[handles.need]))
    steps = _SUPPLIER_STEPS if seat is Seat.SUPPLIER else _KEEPER_STEPS
    return steps[kind](handles)


def _to_agree(handles: Handles) -> Step:
    if handles.resting:
        return Step(
            gettext("De afspraak rust: laat haar weer lopen"),
            reverse("position:agreement", args=[handles.resting]),
        )
    return Step(gettext("Maak een afspraak"), reverse("position:agreement_new", args=[handles.need]))


def _late(handles: Handles) -> Step:
    return Step(gettext("Bekijk de late levering en herinner"), _delivery_url(handles))


def _ask(handles: Handles) -> Step:
    if handles.item is None:
        return Step(gettext("Bekijk de levering"), _delivery_url(handles))
    query = urlencode({"over": "position.item", "id": str(handles.item)})
    return Step(gettext("Vraag wat er mist"), f"{reverse('position:question_new')}?{query}")


def _barred(handles: Handles) -> Step:
    return Step(gettext("Lees de reden en kijk wat wel kan"), reverse("position:need", args=[handles.need]))


def _waiting(handles: Handles) -> Step:
    return Step(gettext("Bekijk wanneer het komt"), _agreement_url(handles))


def _read(handles: Handles) -> Step:
    if handles.item is None:
        return Step(gettext("Bekijk de levering"), _delivery_url(handles))
    return Step(gettext("Lees het laatste bericht"), reverse("position:item", args=[handles.item]))


def _supplier_waits(_handles: Handles) -> Step:
    return Step(gettext("De gemeente maakt hierover een afspraak met u"))


def _supplier_delivers(handles: Handles) -> Step:
    if handles.delivery is None:
        return Step(gettext("Bekijk de afspraak"), _agreement_url(handles))
    return Step(gettext("Lever nu"), reverse("position:deliver", args=[handles.delivery]))


def _supplier_reads_rating(handles: Handles) -> Step:
    if handles.item is None:
        return Step(gettext("Bekijk de levering"), _delivery_url(handles))
    return Step(gettext("Lees wat er mist"), reverse("position:item", args=[handles.item]))


def _supplier_may_not(_handles: Handles) -> Step:
    return Step(gettext("U hoeft dit niet te leveren"))


def _delivery_url(handles: Handles) -> str:
    if handles.delivery is None:
        return _agreement_url(handles)
    return reverse("position:delivery", args=[handles.delivery])


def _agreement_url(handles: Handles) -> str:
    if handles.agreement is None:
        return reverse("position:need", args=[handles.need])
    return reverse("position:agreement", args=[handles.agreement])


_KEEPER_STEPS: Final = {
    GapKind.LATE: _late,
    GapKind.INSUFFICIENT: _ask,
    GapKind.NOT_AGREED: _to_agree,
    GapKind.BARRED: _barred,
    GapKind.AGREED: _waiting,
    GapKind.ARRIVED: _read,
}
_SUPPLIER_STEPS: Final = {
    GapKind.LATE: _supplier_delivers,
    GapKind.INSUFFICIENT: _supplier_reads_rating,
    GapKind.NOT_AGREED: _supplier_waits,
    GapKind.BARRED: _supplier_may_not,
    GapKind.AGREED: _waiting,
    GapKind.ARRIVED: _read,
}
