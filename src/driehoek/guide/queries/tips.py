"""Which tip fits: this reader, this type of problem, this place, and not one they have had enough of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, JSONField, Value
from django.http import HttpRequest

from driehoek.access.identity import Identity
from driehoek.access.rules import DRIEHOEK, KEEPERS_OF_POSITION
from driehoek.guide.models import GuideText, HiddenTip
from driehoek.guide.queries.texts import effective
from driehoek.guide.shapes import ActionKind, GuideKind, Part, Place, Section, Tip
from driehoek.parties.models import Function

MOST = 2


@dataclass(frozen=True)
class Shelf:
    """The tips of a municipality, and those that its reader has hidden."""

    tips: tuple[Tip, ...]
    hidden: frozenset[str]


def shelf_of(request: HttpRequest, identity: Identity) -> Shelf:
    """Return the reader's shelf; however many places of a page ask, the database is asked once."""
    found: Shelf | None = getattr(request, "guide_shelf", None)
    if found is None:
        found = shelf(identity)
        request.guide_shelf = found  # type: ignore[attr-defined]
    return found


def shelf(identity: Identity) -> Shelf:
    """Return the tips as this municipality has them and what this person has hidden, in one query."""
    own = GuideText.objects.filter(municipality=identity.municipality, section=Section.TIP)
    away = HiddenTip.objects.filter(municipality=identity.municipality, person=identity.person)
    nothing = Value(None, output_field=JSONField())
    rows = (
        own.order_by()
        .annotate(hides=Value(False, output_field=BooleanField()))
        .values_list("key", "content", "ended", "hides")
        .union(
            away.order_by()
            .annotate(
                content=nothing,
                ended=Value(False, output_field=BooleanField()),
                hides=Value(True, output_field=BooleanField()),
            )
            .values_list("key", "content", "ended", "hides"),
            all=True,
        )
    )
    layers, hidden = [], set()
    for key, content, ended, hides in rows:
        if hides:
            hidden.add(key)
        else:
            layers.append((key, content, ended))
    known = effective(Section.TIP, sorted(layers, key=lambda layer: layer[0]))
    return Shelf(tuple(tip for tip in known.values() if isinstance(tip, Tip)), frozenset(hidden))


def fitting(
    tips: Iterable[Tip],
    *,
    functions: frozenset[Function],
    hidden: frozenset[str] = frozenset(),
    place: Place,
    kind: GuideKind | None = None,
    part: Part | None = None,
    most: int = MOST,
) -> list[Tip]:
    """Return the tips for a place, the ones for this type first, then those about sharing with the OM.

    Args:
        tips: in the order of the guide, which is the order within a type.
        functions: what the reader is, in person or standing in.
        hidden: keys that the reader has had enough of.
        place: where the reader is.
        kind: the type of problem at hand; None for any.
        part: role, process or information; None for any.
        most: how many at most.
    """
    wanted = (
        tip
        for tip in tips
        if place in tip.places
        and not tip.readers.isdisjoint(functions)
        and tip.key not in hidden
        and (part is None or tip.part == part)
        and (kind is None or tip.kind in {kind, GuideKind.OM})
    )
    return sorted(wanted, key=lambda tip: kind is not None and tip.kind != kind)[:most]


def may_act(identity: Identity, kind: ActionKind) -> bool:
    """Tell whether this person may turn a text into what its action says."""
    if kind == ActionKind.NONE:
        return False
    return identity.holds(*(DRIEHOEK if kind == ActionKind.AGENDA else KEEPERS_OF_POSITION))
