"""Incidents per area on the map, in words and as a list."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.access.identity import Identity
from driehoek.areas.models import Area, AreaLevel
from driehoek.areas.queries import shapes_of
from driehoek.effects.incidents import AreaCount, Table, YearChoice
from driehoek.effects.words import spoken
from driehoek.web import formatting
from driehoek.web.components import Row
from driehoek.web.maps import MapArea, MapItem, MapView, Point


def period_words(choice: YearChoice) -> str:
    """Write a year: "2025", or "2026 tot en met augustus 2026"."""
    if choice.months == 12:
        return str(choice.year)
    until = formatting.month(choice.until, language=spoken())
    return _("%(year)s, tot en met %(until)s") % {"year": choice.year, "until": until}


def view(identity: Identity, found: Table) -> MapView:
    """Return the map of a table."""
    query = urlencode(
        {"indicator": str(found.indicator.pk), "jaar": str(found.choice.year), "niveau": found.level}
    )
    return MapView(
        id="cijfers-kaart",
        title=_("%(what)s in %(when)s") % {"what": found.indicator.name, "when": period_words(found.choice)},
        source_url=f"{reverse('effects:map_data')}?{query}",
        items=items(found),
        areas=ground(identity),
        empty=_("Er zijn geen cijfers per gebied"),
    )


def ground(identity: Identity) -> list[MapArea]:
    """Return the areas under the map: the outline of the whole first, without a name."""
    shapes = shapes_of(identity.cbs_code)
    found = [
        MapArea("", "" if one.level == AreaLevel.MUNICIPALITY else one.name, one.geometry, one.point)
        for one in shapes
    ]
    return sorted(found, key=lambda area: bool(area.name))


def items(found: Table) -> list[MapItem]:
    """Return the areas as things on the map: a diamond is much, a square is not shown, any other a circle."""
    points = _points(Area.objects.filter(pk__in=[one.area.pk for one in found.rows], geometry__isnull=False))
    return [_item(number, one, found, points) for number, one in enumerate(found.rows, start=1)]


def _item(number: int, one: AreaCount, found: Table, points: dict[int, Point]) -> MapItem:
    above = _("Veel: ruim boven het gemiddelde") if one.above else _("Rond of onder het gemiddelde")
    return MapItem(
        key=one.area.code,
        mark="–" if one.count is None else str(number) if number < 100 else "+",
        shape="square" if one.count is None else "diamond" if one.above else "circle",
        kind=_("Niet getoond") if one.count is None else above,
        row=Row(title=one.area.name, text=count_words(one, found)),
        point=points.get(one.area.pk),
    )


def count_words(one: AreaCount, found: Table) -> str:
    """Write a count with its rate, or that it is not shown."""
    if one.count is None:
        return _("Niet getoond: het getal is klein, of zou een klein getal verraden.")
    value = formatting.number(one.count, language=spoken())
    facts = {"count": value, "unit": found.indicator.unit, "when": period_words(found.choice)}
    said = _("%(count)s %(unit)s in %(when)s.") % facts
    if one.per_thousand is None:
        return said + " " + _("Er wonen te weinig mensen voor een getal per 1.000 inwoners.")
    per = formatting.number(one.per_thousand, decimals=1, language=spoken())
    return said + " " + _("%(rate)s per 1.000 inwoners.") % {"rate": per}


def summary(found: Table) -> str:
    """Say in a few sentences what the table shows."""
    shown = [one for one in found.rows if one.count is not None]
    parts = []
    if found.total is not None:
        facts = {
            "total": formatting.number(found.total, language=spoken()),
            "unit": found.indicator.unit,
            "when": period_words(found.choice),
        }
        parts.append(_("In de hele gemeente %(total)s %(unit)s in %(when)s.") % facts)
    if shown:
        top = ", ".join(one.area.name for one in shown[:3])
        parts.append(_("De meeste in %(top)s.") % {"top": top})
    if found.hidden:
        said = ngettext(
            "Eén gebied is niet getoond, zodat niemand herkenbaar wordt.",
            "%(n)s gebieden zijn niet getoond, zodat niemand herkenbaar wordt.",
            found.hidden,
        )
        parts.append(said % {"n": found.hidden})
    return " ".join(parts)


def _points(areas: QuerySet[Area]) -> dict[int, Point]:
    from shapely.geometry import shape

    found: dict[int, Point] = {}
    for pk, geometry in areas.values_list("pk", "geometry"):
        inside = shape(geometry).representative_point()
        found[pk] = (round(inside.x, 5), round(inside.y, 5))
    return found
