"""Moments as lines on a screen."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.moments.models import Moment, MomentState
from driehoek.moments.queries import Occurrence, places_of, problem_of
from driehoek.moments.words import recurs, spoken, when
from driehoek.web import formatting
from driehoek.web.components import Action, Pair, Row, Tag


def row(one: Occurrence) -> Row:
    """Return a time of a moment: what, when and where, how sure, who says so."""
    moment = one.moment
    said = [when(one.starts_at, one.ends_at, all_day=moment.starts_time is None), ", ".join(one.places)]
    meta = [people(moment.expected), recurs(moment.schedule), source(moment)]
    return Row(
        title=moment.title,
        url=reverse("moments:page", args=[moment.pk]),
        kind=str(moment.get_kind_display()).lower(),
        tags=tags(moment, cancelled=one.cancelled),
        text=" · ".join(filter(None, said)),
        meta=" · ".join(filter(None, meta)),
    )


def time_row(one: Occurrence, *, may_write: bool, recurs: bool) -> Row:
    """Return one time on the page of its moment, with what can be done about that time alone."""
    said = when(one.starts_at, one.ends_at, all_day=one.moment.starts_time is None)
    mine = one.day in one.moment.cancelled_days
    acts: list[Action] = []
    if may_write and recurs and one.moment.state != MomentState.CANCELLED:
        name = "restore" if mine else "cancel"
        label = _("Zet terug") if mine else _("Schrap deze keer")
        sent = (("version", str(one.moment.version)), ("day", one.day.isoformat()))
        acts.append(Action(label, reverse(f"moments:{name}", args=[one.moment.pk]), True, sent, said))
    return Row(title=said, tags=[Tag(_("Gaat niet door"), "barred")] if one.cancelled else [], actions=acts)


def tags(moment: Moment, *, cancelled: bool = False) -> list[Tag]:
    """Return how sure a moment is and whom it is for."""
    found = []
    if cancelled or moment.state == MomentState.CANCELLED:
        found.append(Tag(_("Gaat niet door"), "barred"))
    elif moment.state == MomentState.PLANNED:
        found.append(Tag(_("Verwacht"), "unknown"))
    if moment.confidential:
        found.append(Tag(_("Alleen driehoek"), "accent"))
    return found


def pairs(moment: Moment, soonest: Occurrence) -> list[Pair]:
    """Return what is known about a moment, and what is not."""
    unknown = _("Niet ingevuld")
    again = recurs(moment.schedule)
    found = [
        Pair(_("Wanneer"), when(soonest.starts_at, soonest.ends_at, all_day=moment.starts_time is None)),
        *([Pair(_("Herhaalt"), again)] if again else []),
        Pair(_("Waar"), ", ".join(places_of(moment)) or _("Hele gemeente, of niet ingevuld")),
        Pair(_("Hoe zeker"), str(moment.get_state_display())),
        Pair(_("Verwacht"), people(moment.expected) or unknown),
        Pair(_("Soort"), str(moment.get_kind_display())),
        Pair(_("Thema"), moment.theme.name if moment.theme else unknown),
        Pair(_("In de gaten gehouden door"), moment.owner.name if moment.owner else _("Niemand")),
        Pair(_("Bron"), source(moment)),
        Pair(_("Wie ziet dit"), readers(moment)),
    ]
    title = problem_of(moment)
    if moment.problem and title:
        url = reverse("problems:page", args=[moment.problem])
        found.insert(1, Pair(_("Gaat over"), title, url, _("Bekijk")))
    return found


def readers(moment: Moment) -> str:
    """Say who sees a moment."""
    said = (
        _("Alleen de driehoek en wie haar voorbereidt.")
        if moment.confidential
        else _("De driehoek, de adviseur, de analist en de procesregisseur.")
    )
    if moment.problem:
        said += " " + _("En dan alleen wie het probleem mag zien.")
    return said


def source(moment: Moment) -> str:
    """Say who says so; without a source the person who typed it in does."""
    return moment.source or _("Ingevuld in Driehoek")


def people(expected: int | None) -> str:
    """Say how many people are expected."""
    if expected is None:
        return ""
    words = ngettext("%(number)s mens", "%(number)s mensen", expected)
    return words % {"number": formatting.number(expected, language=spoken())}
