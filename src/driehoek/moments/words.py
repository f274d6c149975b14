"""The words of the room `moments`: event names, places in the menu, and when something takes place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.deadlines.calendar import AMSTERDAM
from driehoek.moments.recurrence import Schedule, parts_of, until_of
from driehoek.moments.rights import READERS
from driehoek.web import formatting
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "moments:moment:added": _("Risicomoment toegevoegd"),
    "moments:moment:changed": _("Risicomoment gewijzigd"),
    "moments:moment:cancelled": _("Risicomoment gaat niet door"),
    "moments:moment:restored": _("Risicomoment gaat toch door"),
    "moments:import:previewed": _("Kalenderbestand bekeken"),
    "moments:import:loaded": _("Kalenderbestand ingelezen"),
    "moments:import:dropped": _("Oude kalenderbestanden weggegooid"),
    "moments:export:made": _("Kalender gedownload"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Kalender van risicomomenten"),
        "moments:calendar",
        _("Wat eraan komt: evenementen, wedstrijden, demonstraties en zittingen."),
        holders(*READERS),
        order=17,
    ),
)
_ONE_DAY: Final = timedelta(days=1)


def spoken() -> formatting.Language:
    """Return the language of the reader."""
    return formatting.known(get_language())


def when(starts_at: datetime, ends_at: datetime, *, all_day: bool) -> str:
    """Say when something takes place: "za 28 nov, 20.00 tot 23.00 uur"."""
    begin, end = starts_at.astimezone(AMSTERDAM), ends_at.astimezone(AMSTERDAM)
    language = spoken()
    if all_day:
        last = end - _ONE_DAY
        if begin.date() == last.date():
            return gettext("%(day)s, de hele dag") % {"day": _day(begin)}
        return gettext("%(first)s tot en met %(last)s") % {"first": _day(begin), "last": _day(last)}
    words = {
        "day": _day(begin),
        "from": formatting.clock(begin, language=language, unit=False),
        "last": _day(end),
        "until": formatting.clock(end, language=language),
    }
    if begin.date() == end.date():
        return gettext("%(day)s, %(from)s tot %(until)s") % words
    return gettext("%(day)s, %(from)s tot %(last)s, %(until)s") % words


def recurs(schedule: Schedule) -> str:
    """Say how something recurs: "elke week, tot en met 1 juli 2027"; empty when it happens once."""
    said = [_rhythm(schedule.rule)] if schedule.rule else []
    until = until_of(schedule.rule)
    if until:
        said.append(gettext("tot en met %(day)s") % {"day": formatting.date_long(until, language=spoken())})
    count = parts_of(schedule.rule).get("COUNT")
    if count:
        said.append(ngettext("%(n)s keer", "%(n)s keer", int(count)) % {"n": count})
    if schedule.extra_days:
        n = len(schedule.extra_days)
        said.append(ngettext("ook op %(n)s andere dag", "ook op %(n)s andere dagen", n) % {"n": n})
    return ", ".join(said)


def _rhythm(rule: str) -> str:
    parts = parts_of(rule)
    every = int(parts.get("INTERVAL", "1"))
    name = parts.get("FREQ", "")
    words = {
        "DAILY": (gettext("elke dag"), gettext("om de %(n)s dagen")),
        "WEEKLY": (gettext("elke week"), gettext("om de %(n)s weken")),
        "MONTHLY": (gettext("elke maand"), gettext("om de %(n)s maanden")),
        "YEARLY": (gettext("elk jaar"), gettext("om de %(n)s jaar")),
    }
    one, more = words[name]
    return one if every == 1 else more % {"n": every}


def _day(moment: datetime) -> str:
    return formatting.date_short(moment.date(), language=spoken())
