"""Scans, findings and priorities as lines on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.analysis.sentences import Certainty
from driehoek.figures.words import said_certainty, said_period, said_value
from driehoek.scans import words
from driehoek.scans.models import FacilityKind, Finding, FindingKind, Priority, Scan, Trend
from driehoek.scans.queries import state_of
from driehoek.scans.queries.figures import Figure
from driehoek.web import formatting
from driehoek.web.components import Action, Pair, Row, Tag

SHOWN: Final = 160


def scan_row(scan: Scan) -> Row:
    """Return a scan in the list."""
    found, ranked = getattr(scan, "found", 0), getattr(scan, "ranked", 0)
    said = [
        ngettext("%(n)s bevinding", "%(n)s bevindingen", found) % {"n": found},
        ngettext("%(n)s prioriteit", "%(n)s prioriteiten", ranked) % {"n": ranked},
    ]
    return Row(
        title=words.name(scan),
        url=reverse("scans:page", args=[scan.pk]),
        kind=words.places(scan),
        tags=[words.state_tag(state_of(scan), replaced=bool(getattr(scan, "replaced", False)))],
        text=", ".join(said),
        meta=words.edition(scan) or _("gemaakt door %(who)s") % {"who": scan.made_by.name},
    )


def finding_row(finding: Finding, *, times: int = 1) -> Row:
    """Return a finding: what, where and when, how sure, what it rests on, and whether it came back."""
    first = finding.priorities.all()[:1]
    tags = [Tag(_("Prioriteit %(rank)s") % {"rank": first[0].rank}, "ask")] if first else []
    if finding.trend != Trend.UNKNOWN:
        tags.append(words.trend_tag(finding))
    tags.append(words.basis_tag(finding.basis))
    said = [words.where(finding), words.when(finding), words.size(finding)]
    meta = [sure(finding), words.in_a_row(times)]
    return Row(
        title=finding.name,
        url=reverse("scans:finding", args=[finding.pk]),
        kind=finding.theme.name,
        tags=tags,
        text=" · ".join(filter(None, said)),
        meta=" · ".join(filter(None, meta)),
    )


def compared_row(finding: Finding, *, times: int = 1) -> Row:
    """Return a finding beside the scan before: only what that comparison says."""
    tags = [words.trend_tag(finding)] if finding.trend != Trend.UNKNOWN else []
    said = [str(FindingKind(finding.kind).label), words.in_a_row(times)]
    return Row(
        title=finding.name,
        url=reverse("scans:finding", args=[finding.pk]),
        tags=tags,
        text=" · ".join(filter(None, said)),
    )


def priority_row(
    priority: Priority, *, may_write: bool, on_agenda: bool, last: int, may: Mapping[str, bool]
) -> Row:
    """Return a priority with what it rests on and where it can go.

    Args:
        priority: which one.
        may_write: whether the reader can still change it.
        on_agenda: whether it waits on an agenda that the reader sees.
        last: the lowest rank of its scan.
        may: whether the reader may put it on an "agenda", state a "need", open a "problem".
    """
    rests = [finding.name for finding in priority.findings.all()]
    tags = [words.basis_tag(priority.basis)]
    if priority.national:
        tags.append(Tag(_("Ook landelijk")))
    if on_agenda:
        tags.append(Tag(_("Op de agenda"), "accent"))
    text = priority.why + (
        " " + _("Aanpak: %(approach)s") % {"approach": priority.approach} if priority.approach else ""
    )
    meta = [
        _("rust op %(names)s") % {"names": ", ".join(rests)} if rests else _("rust nog nergens op"),
        priority.lead.name if priority.lead else "",
        _("tot en met %(day)s") % {"day": _day(priority.by_when)} if priority.by_when else "",
    ]
    return Row(
        title=f"{priority.rank}. {priority.title}",
        kind=priority.theme.name,
        tags=tags,
        text=text,
        meta=" · ".join(filter(None, meta)),
        actions=_writing(priority, last) if may_write else _going_on(priority, may, on_agenda=on_agenda),
    )


def _writing(priority: Priority, last: int) -> list[Action]:
    move = reverse("scans:priority_move", args=[priority.pk])
    found = [
        Action(_("Wijzig"), reverse("scans:priority_change", args=[priority.pk]), about=priority.title),
        Action(_("Haal weg"), reverse("scans:priority_drop", args=[priority.pk]), about=priority.title),
    ]
    if priority.rank > 1:
        found.append(Action(_("Omhoog"), move, True, (("direction", "up"),), priority.title))
    if priority.rank < last:
        found.append(Action(_("Omlaag"), move, True, (("direction", "down"),), priority.title))
    return found


def _going_on(priority: Priority, may: Mapping[str, bool], *, on_agenda: bool) -> list[Action]:
    """Offer what a priority of a fixed scan may become; only codes go along in an address."""
    about = urlencode({"thema": str(priority.theme_id)})
    found = []
    if may["agenda"] and not on_agenda:
        url = reverse("scans:priority_agenda", args=[priority.pk])
        found.append(Action(_("Op de agenda"), url, True, (), priority.title))
    if may["need"]:
        found.append(
            Action(_("Noteer een behoefte"), f"{reverse('position:need_new')}?{about}", about=priority.title)
        )
    if may["problem"]:
        found.append(
            Action(_("Open een probleem"), f"{reverse('problems:new')}?{about}", about=priority.title)
        )
    return found


def figure_row(figure: Figure) -> Row:
    """Return a count of the registers, with the way to its page."""
    return Row(
        title=figure.name,
        url=reverse("figures:indicator", args=[UUID(figure.indicator)]),
        text=figure_words(figure) + ".",
        meta=f"{source_words(figure)} · {said_certainty(provisional=figure.provisional)}",
    )


def figure_words(figure: Figure) -> str:
    """Say a count beside that of the year before: “41 misdrijven in het jaar tot en met augustus 2022, …”."""
    period = said_period(figure.frequency, figure.period)
    if figure.total is None:
        return _("geen heel jaar met cijfers tot en met %(period)s") % {"period": period}
    given = {"n": said_value(figure.total), "unit": figure.unit, "period": period}
    said = _("%(n)s %(unit)s in het jaar tot en met %(period)s") % given
    if figure.before is None:
        return said
    return said + _("; het jaar ervoor %(before)s") % {"before": said_value(figure.before)}


def source_words(figure: Figure) -> str:
    """Say who published a count."""
    return _("gesimuleerde cijfers") if figure.source == "simulated" else figure.source


def sure(finding: Finding) -> str:
    """Say how sure a finding is."""
    return _("zekerheid %(sure)s") % {"sure": Certainty(finding.certainty).label}


def finding_pairs(finding: Finding, *, times: int) -> list[Pair]:
    """Return what is known about a finding, and what is not."""
    unknown = _("Niet ingevuld")
    found = [
        Pair(_("Soort"), str(FindingKind(finding.kind).label)),
        Pair(_("Thema"), finding.theme.name),
        Pair(_("Waar"), words.where(finding)),
        Pair(_("Wanneer"), words.when(finding) or unknown),
        Pair(_("Bron"), finding.source or unknown),
        Pair(_("Periode"), finding.period or unknown),
        Pair(_("Hoe zeker"), str(Certainty(finding.certainty).label)),
        Pair(_("Rust op"), str(finding.basis.label)),
        Pair(_("Vergeleken met de vorige scan"), str(Trend(finding.trend).label)),
    ]
    if finding.kind == FindingKind.FACILITY:
        found.insert(1, Pair(_("Voorziening"), str(FacilityKind(finding.facility).label)))
    if finding.kind == FindingKind.GROUP:
        found.insert(1, Pair(_("Omvang en leeftijd"), words.size(finding) or unknown))
    if finding.previous:
        url = reverse("scans:finding", args=[finding.previous.pk])
        found.append(
            Pair(
                _("In de vorige scan"), f"{finding.previous.name} ({words.in_a_row(times)})", url, _("Bekijk")
            )
        )
    return found


def _day(day: date) -> str:
    return formatting.date_long(day, language=words.spoken())
