"""The words of the room `scans`: event names, places in the menu, and how a scan is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from driehoek.access.gate import holders
from driehoek.scans.models import Basis, Finding, FindingKind, Priority, Scan, ScanState, Trend
from driehoek.scans.rights import READERS
from driehoek.web import formatting
from driehoek.web.components import Tag, TagKind
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "scans:scan:begun": gettext_lazy("Gebiedsscan begonnen"),
    "scans:scan:corrected": gettext_lazy("Nieuwe versie van de gebiedsscan begonnen"),
    "scans:scan:changed": gettext_lazy("Gebiedsscan gewijzigd"),
    "scans:scan:fixed": gettext_lazy("Gebiedsscan vastgesteld"),
    "scans:scan:copied": gettext_lazy("Gebiedsscan als pdf opgehaald"),
    "scans:scan:discarded": gettext_lazy("Concept van een gebiedsscan weggegooid"),
    "scans:session:held": gettext_lazy("Sessie van de gebiedsscan vastgelegd"),
    "scans:finding:added": gettext_lazy("Bevinding toegevoegd aan de gebiedsscan"),
    "scans:finding:changed": gettext_lazy("Bevinding in de gebiedsscan gewijzigd"),
    "scans:finding:figures": gettext_lazy("Cijfers opnieuw opgehaald voor de gebiedsscan"),
    "scans:finding:dropped": gettext_lazy("Bevinding uit de gebiedsscan gehaald"),
    "scans:priority:added": gettext_lazy("Prioriteit toegevoegd aan de gebiedsscan"),
    "scans:priority:changed": gettext_lazy("Prioriteit in de gebiedsscan gewijzigd"),
    "scans:priority:moved": gettext_lazy("Volgorde van de prioriteiten gewijzigd"),
    "scans:priority:dropped": gettext_lazy("Prioriteit uit de gebiedsscan gehaald"),
    "scans:priority:proposed": gettext_lazy("Prioriteit op de agenda gezet"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        gettext_lazy("Gebiedsscan"),
        "scans:list",
        gettext_lazy("Hot spots, hot groups, hot facilities en prioriteiten, op de kaart en in een lijst."),
        holders(*READERS),
        order=18,
    ),
    MenuEntry(
        gettext_lazy("Patronen"),
        "scans:patterns",
        gettext_lazy(
            "Waar meer dan één ding samenkomt: een uitzondering, een zaak, een hot spot, een moment."
        ),
        holders(*READERS),
        order=19,
    ),
)
EVERY_DAY: Final = [0, 1, 2, 3, 4, 5, 6]
WORKING_DAYS: Final = [0, 1, 2, 3, 4]
BASIS_KINDS: Final[dict[Basis, TagKind]] = {
    Basis.BOTH: "calm",
    Basis.REGISTERS: "unknown",
    Basis.STREET: "unknown",
    Basis.NONE: "ask",
}
TREND_KINDS: Final[dict[Trend, TagKind]] = {Trend.WORSE: "crisis", Trend.BETTER: "calm", Trend.NEW: "accent"}


def spoken() -> formatting.Language:
    """Return the language of the reader."""
    return formatting.known(get_language())


def name(scan: Scan) -> str:
    """Name a scan: “Gebiedsscan 2026”."""
    return _("Gebiedsscan %(year)s") % {"year": scan.year}


def places(scan: Scan) -> str:
    """Say what a scan covers; it must have been read with its places."""
    names: Sequence[str] = getattr(scan, "place_names", ())
    return ", ".join(names) or _("hele gemeente")


def edition(scan: Scan) -> str:
    """Say which fixed scan it is: “nummer 3, vastgesteld op 12 maart 2026”; empty while it is not fixed."""
    if scan.fixed_at is None:
        return ""
    day = formatting.date_long(scan.fixed_at, language=spoken())
    return _("nummer %(number)s, vastgesteld op %(day)s") % {"number": scan.number, "day": day}


def state_tag(state: ScanState, *, replaced: bool = False) -> Tag:
    """Say how far a scan is."""
    if replaced:
        return Tag(_("Vervangen"), "barred")
    kinds: dict[ScanState, TagKind] = {ScanState.FIXED: "calm", ScanState.IN_SESSION: "accent"}
    return Tag(str(state.label), kinds.get(state, "unknown"))


def basis_tag(basis: Basis) -> Tag:
    """Say what something rests on."""
    return Tag(str(basis.label), BASIS_KINDS[basis])


def trend_tag(finding: Finding) -> Tag:
    """Say in a word how a finding compares with the scan before."""
    trend = Trend(finding.trend)
    labels = {
        Trend.WORSE: _("Erger"),
        Trend.SAME: _("Gelijk"),
        Trend.BETTER: _("Minder"),
        Trend.NEW: _("Nieuw"),
        Trend.UNKNOWN: _("Verloop onbekend"),
    }
    return Tag(labels[trend], TREND_KINDS.get(trend, ""))


def when(finding: Finding) -> str:
    """Say when it happens: “vr en za, 22 tot 4 uur”; empty when that is not known."""
    said = []
    if finding.weekdays:
        said.append(_days(sorted(finding.weekdays)))
    if finding.hour_from is not None and finding.hour_until is not None:
        hours = {"from": finding.hour_from, "until": finding.hour_until}
        said.append(_("%(from)s tot %(until)s uur") % hours)
    return ", ".join(said)


def where(finding: Finding) -> str:
    """Say where it is."""
    said = [finding.area.name if finding.area else "", finding.places]
    return ", ".join(filter(None, said)) or _("plek niet ingevuld")


def size(finding: Finding) -> str:
    """Say how large a group is and of which age; empty for what is no group."""
    if finding.kind != FindingKind.GROUP:
        return ""
    said = []
    people = _range(finding.size_from, finding.size_until)
    if people:
        said.append(_("ongeveer %(number)s mensen") % {"number": people})
    age = _range(finding.age_from, finding.age_until)
    if age:
        said.append(_("%(age)s jaar") % {"age": age})
    return ", ".join(said)


def in_a_row(times: int) -> str:
    """Say in how many scans in a row something stands; empty for one."""
    if times < 2:
        return ""
    return ngettext("%(n)s scan op rij", "%(n)s scans op rij", times) % {"n": times}


def caveat(priorities: Iterable[Priority]) -> str:
    """Say what the priorities rest on together: not only on registers, not only on what is asked nationally."""
    rows = list(priorities)
    if not rows:
        return ""
    found = [row.basis for row in rows]
    counted = {
        "all": len(rows),
        "both": found.count(Basis.BOTH),
        "registers": found.count(Basis.REGISTERS),
        "street": found.count(Basis.STREET),
        "local": sum(not row.national for row in rows),
    }
    said = [
        _(
            "Van de %(all)s prioriteiten rusten er %(both)s op registers én straatkennis, %(registers)s alleen op"
            " registers en %(street)s alleen op straatkennis."
        )
        % counted,
        ngettext(
            "%(local)s is geen landelijke prioriteit.",
            "%(local)s zijn geen landelijke prioriteit.",
            counted["local"],
        )
        % counted,
    ]
    bare = found.count(Basis.NONE)
    if bare:
        said.append(
            ngettext("%(n)s is nog niet onderbouwd.", "%(n)s zijn nog niet onderbouwd.", bare) % {"n": bare}
        )
    return " ".join(said)


def warning(priorities: Iterable[Priority]) -> str:
    """Warn when all priorities rest on registers alone, or all are national ones; empty when that is not so."""
    rows = list(priorities)
    if not rows:
        return ""
    if all(row.basis == Basis.REGISTERS for row in rows):
        return _(
            "Alle prioriteiten rusten alleen op registers. Vraag wat mensen op straat zien: niet alles wordt gemeld."
        )
    if all(row.national for row in rows):
        return _("Alle prioriteiten zijn landelijke prioriteiten. Kijk wat hier in het gebied speelt.")
    return ""


def _days(weekdays: list[int]) -> str:
    if weekdays == EVERY_DAY:
        return _("elke dag")
    if weekdays == WORKING_DAYS:
        return _("op werkdagen")
    days = formatting.SHORT_DAYS[spoken()]
    return _and([days[day] for day in weekdays])


def _range(first: int | None, last: int | None) -> str:
    if first is None:
        return ""
    if last is None or last == first:
        return str(first)
    return _("%(first)s tot %(last)s") % {"first": first, "last": last}


def _and(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s en %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
