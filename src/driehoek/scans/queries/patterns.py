"""Patterns over types (OV08): areas where a standing exception, a complex problem, a hot spot and a risk moment meet.

Every part is read as its own room reads it for this person, so what they may not see is not in it: not as a line, not
in a count. The number of questions to the database does not grow with what there is.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.analysis import sentences as deviation_words
from driehoek.analysis.models import Deviation
from driehoek.areas.models import Area, AreaLevel
from driehoek.moments.models import MomentArea
from driehoek.moments.queries import Occurrence, coming
from driehoek.moments.words import when as moment_when
from driehoek.problems.models import Kind, ProblemArea, Status
from driehoek.problems.queries import visible_to
from driehoek.scans import words
from driehoek.scans.models import FindingKind
from driehoek.scans.queries.comparing import times_in_a_row
from driehoek.scans.queries.figures import standing_deviations
from driehoek.scans.queries.scans import current_findings
from driehoek.scans.rights import READERS
from driehoek.standard import sentences as norm_words
from driehoek.standard.queries import judged, running_norms, theme_of
from driehoek.standard.queries.judging import BAD

AHEAD: Final = 42
# More deviations than these stand at once in no municipality; the strongest come first.
MOST: Final = 400
WHOLE: Final = ""


class Part(models.TextChoices):
    """What can meet in a place."""

    EXCEPTION = "exception", gettext_lazy("Uitzondering")
    PROBLEM = "problem", gettext_lazy("Complex probleem")
    SPOT = "spot", gettext_lazy("Gebiedsscan")
    MOMENT = "moment", gettext_lazy("Risicomoment")


PHRASES: Final = {
    Part.EXCEPTION: gettext_lazy("een uitzondering in de cijfers"),
    Part.PROBLEM: gettext_lazy("een complex probleem"),
    Part.SPOT: gettext_lazy("een plek of groep uit de gebiedsscan"),
    Part.MOMENT: gettext_lazy("een risicomoment dat komt"),
}


@dataclass(frozen=True)
class Place:
    """A district, or the whole municipality (with an empty code)."""

    code: str
    name: str


@dataclass(frozen=True)
class Element:
    """One of the things that meet.

    Attributes:
        part: what it is.
        place: in which district; WHOLE when it is about the whole municipality.
        theme, theme_name: on what.
        title, text, url: its line and its page.
        since: since when; None for what is still to come.
        since_words: that in words, where a month would say more than is known.
        sure: how sure it is, in words.
        subject: what a question about it is about, as `room.thing:id`; empty when none can be asked.
        problem: id of the problem it is about, if any.
        confidential: for the closed part of an agenda.
    """

    part: Part
    place: Place
    theme: uuid.UUID | None
    theme_name: str
    title: str
    text: str
    url: str
    since: date | None
    sure: str
    since_words: str = ""
    subject: str = ""
    problem: uuid.UUID | None = None
    confidential: bool = False


@dataclass(frozen=True)
class Pattern:
    """What meets in a district, on one theme or (with `theme` None) on several.

    Attributes:
        elements: what meets, the longest running first in each part.
        beside: what else plays in the district, on another theme.
    """

    place: Place
    theme: uuid.UUID | None
    theme_name: str
    elements: tuple[Element, ...]
    beside: tuple[Element, ...] = ()

    @property
    def parts(self) -> list[Part]:
        """What sorts of things meet, in a fixed order."""
        found = {one.part for one in self.elements}
        return [part for part in Part if part in found]

    @property
    def since(self) -> date | None:
        """Since when the oldest of it runs."""
        return min((one.since for one in self.elements if one.since), default=None)

    @property
    def key(self) -> str:
        """What names it in a form; the words are read again, never taken from the form."""
        return f"{self.place.code}:{self.theme or '-'}"


def patterns(identity: Identity) -> list[Pattern]:
    """Return where more than one sort of thing meets, the most of them on one theme first."""
    if not identity.holds(*READERS):
        return []
    elements = [
        *_norms(identity),
        *_deviations(identity),
        *_problems(identity),
        *_findings(identity),
        *_moments(identity),
    ]
    return meeting(elements)


def meeting(elements: Iterable[Element]) -> list[Pattern]:
    """Put together what meets; no database.

    On one theme in a district two different parts make a pattern; what is about the whole municipality joins in on
    its theme. What is left over in a district makes one pattern of several themes when it has two parts itself, and
    stands beside the others when it has not.
    """
    rows = list(elements)
    whole = [one for one in rows if one.place.code == WHOLE]
    found: list[Pattern] = []
    for place in dict.fromkeys(one.place for one in rows if one.place.code != WHOLE):
        found += _in_place(place, [one for one in rows if one.place == place], whole)
    return sorted(found, key=_order)


def _in_place(place: Place, here: list[Element], whole: list[Element]) -> list[Pattern]:
    made: list[Pattern] = []
    used: set[Element] = set()
    for theme in dict.fromkeys(one.theme for one in here if one.theme):
        same = [one for one in (*here, *whole) if one.theme == theme]
        if len({one.part for one in same}) > 1:
            made.append(Pattern(place, theme, same[0].theme_name, _sorted(same)))
            used.update(same)
    left = [one for one in here if one not in used]
    if len({one.part for one in left}) > 1:
        return [*made, Pattern(place, None, "", _sorted(left))]
    beside = _sorted(left)
    return [Pattern(one.place, one.theme, one.theme_name, one.elements, beside) for one in made]


def _sorted(elements: Iterable[Element]) -> tuple[Element, ...]:
    order = list(Part)
    return tuple(sorted(elements, key=lambda one: (order.index(one.part), one.since or date.max, one.title)))


def _order(one: Pattern) -> tuple[int, bool, date, str, str]:
    return (-len(one.parts), one.theme is None, one.since or date.max, one.place.name, one.theme_name)


def _norms(identity: Identity) -> list[Element]:
    """Return the norms that are not met, for readers of figures."""
    if not identity.holds(*READERS_OF_FIGURES):
        return []
    rows = running_norms(identity).filter(agreement=None).select_related("area__parent")
    rows = rows.defer("area__geometry", "area__parent__geometry", "reference_area__geometry")
    return [
        Element(
            part=Part.EXCEPTION,
            place=_place(one.norm.area),
            theme=theme_of(one.norm).pk,
            theme_name=theme_of(one.norm).name,
            title=_("Norm niet gehaald: %(what)s") % {"what": norm_words.what(one.norm)},
            text=norm_words.sentence(one),
            url=reverse("standard:norm", args=[one.norm.pk]),
            since=one.since,
            sure=norm_words.sure_words(one),
            subject=f"figures.indicator:{one.norm.indicator_id}",
        )
        for one in judged(identity, list(rows))
        if one.judgement.exception
    ]


def _deviations(identity: Identity) -> list[Element]:
    """Return the strongest deviation to the bad side for each district and theme; the rest is named by number."""
    groups: dict[tuple[Place, uuid.UUID], list[Deviation]] = {}
    for row in standing_deviations(identity)[:MOST]:
        indicator = row.series.indicator
        if row.sense in BAD[indicator.direction]:
            groups.setdefault((_place(row.series.area), indicator.theme_id), []).append(row)
    return [_deviation(place, rows) for (place, _theme), rows in groups.items()]


def _deviation(place: Place, rows: list[Deviation]) -> Element:
    first, theme = rows[0], rows[0].series.indicator.theme
    text = deviation_words.sentence(first)
    more = len(rows) - 1
    if more:
        said = ngettext("En nog %(n)s afwijking hier.", "En nog %(n)s afwijkingen hier.", more)
        text += " " + said % {"n": more}
    return Element(
        part=Part.EXCEPTION,
        place=place,
        theme=theme.pk,
        theme_name=theme.name,
        title=deviation_words.title(first),
        text=text,
        url=reverse("analysis:deviation", args=[first.pk]),
        since=first.period,
        sure=_("zekerheid %(sure)s") % {"sure": deviation_words.certainty_of(first).label},
        subject=f"analysis.deviation:{first.pk}",
    )


def _problems(identity: Identity) -> list[Element]:
    """Return the running complex problems that this reader may see, once for each district; two queries."""
    rows = visible_to(identity).filter(kind=Kind.COMPLEX, training=False).exclude(status=Status.CLOSED)
    found = {row.pk: row for row in rows}
    places: dict[uuid.UUID, list[Place]] = {}
    inside = ProblemArea.objects.filter(problem__in=list(found)).select_related("area__parent")
    for one in inside.defer("area__geometry", "area__parent__geometry"):
        places.setdefault(one.problem_id, []).append(_place(one.area))
    return [
        Element(
            part=Part.PROBLEM,
            place=place,
            theme=row.theme_id,
            theme_name=row.theme.name,
            title=row.title,
            text=str(row.get_status_display()),
            url=reverse("problems:page", args=[row.pk]),
            since=timezone.localdate(row.opened_at),
            sure=_("in behandeling als dossier"),
            subject=f"problems.problem:{row.pk}",
            problem=row.pk,
        )
        for row in found.values()
        for place in dict.fromkeys(places.get(row.pk, [_place(None)]))
    ]


def _findings(identity: Identity) -> list[Element]:
    """Return what the last fixed scans found."""
    rows = [one for one in current_findings(identity) if one.area is not None]
    times = times_in_a_row(rows)
    return [
        Element(
            part=Part.SPOT,
            place=_place(one.area),
            theme=one.theme_id,
            theme_name=one.theme.name,
            title=one.name,
            text=" · ".join(
                filter(None, (str(FindingKind(one.kind).label), words.when(one), str(one.basis.label)))
            ),
            url=reverse("scans:finding", args=[one.pk]),
            since=date(one.scan.year - times[one.pk] + 1, 1, 1),
            since_words=_("in de gebiedsscan sinds %(year)s") % {"year": one.scan.year - times[one.pk] + 1},
            sure=_("zekerheid %(sure)s") % {"sure": deviation_words.Certainty(one.certainty).label},
        )
        for one in rows
    ]


def _moments(identity: Identity) -> list[Element]:
    """Return the risk moments of the coming weeks, each by its first time, once for each district; two queries."""
    first: dict[uuid.UUID, Occurrence] = {}
    for one in coming(identity, days=AHEAD, limit=MOST):
        first.setdefault(one.moment.pk, one)
    places: dict[uuid.UUID, list[Place]] = {}
    inside = MomentArea.objects.filter(moment__in=list(first)).select_related("area__parent")
    for row in inside.defer("area__geometry", "area__parent__geometry"):
        places.setdefault(row.moment_id, []).append(_place(row.area))
    return [
        _moment(one, place)
        for one in first.values()
        for place in dict.fromkeys(places.get(one.moment.pk, [_place(None)]))
    ]


def _moment(one: Occurrence, place: Place) -> Element:
    theme = one.moment.theme
    return Element(
        part=Part.MOMENT,
        place=place,
        theme=theme.pk if theme else None,
        theme_name=theme.name if theme else "",
        title=one.moment.title,
        text=moment_when(one.starts_at, one.ends_at, all_day=one.moment.starts_time is None),
        url=reverse("moments:page", args=[one.moment.pk]),
        since=None,
        sure=str(one.moment.get_state_display()).lower(),
        problem=one.moment.problem,
        confidential=one.moment.confidential,
    )


def _place(area: Area | None) -> Place:
    """Return the district that an area is or lies in."""
    if area is None or area.level in (AreaLevel.MUNICIPALITY, AreaLevel.COUNTRY):
        return Place(WHOLE, "")
    if area.level == AreaLevel.NEIGHBOURHOOD and area.parent is not None:
        return Place(area.parent.code, area.parent.name)
    return Place(area.code, area.name)


def lead(one: Pattern) -> str:
    """Say in a sentence what meets and since when."""
    phrases = [str(PHRASES[part]) for part in one.parts]
    said = _("Hier komen samen: %(first)s en %(last)s.") % {
        "first": ", ".join(phrases[:-1]),
        "last": phrases[-1],
    }
    if one.theme is None:
        said += " " + _("Het gaat om verschillende thema’s in hetzelfde gebied.")
    if one.since:
        said += " " + _("Het oudste speelt sinds %(year)s.") % {"year": one.since.year}
    return said


def name(one: Pattern) -> str:
    """Name a pattern: “Centrum: geweld”."""
    theme = one.theme_name or _("verschillende thema’s")
    return _("%(place)s: %(theme)s") % {"place": one.place.name, "theme": theme[:1].lower() + theme[1:]}
