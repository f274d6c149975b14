"""Moments that every municipality has, as data with working defaults; taken over with one tap.

Dates follow the law where there is one: King's Day is the 27th of April, or the day before when that is a Sunday;
the opening of the States General is the third Tuesday of September (Grondwet art. 65). The entry of Sinterklaas is
the Saturday after the 11th of November; carnival is the Sunday to Tuesday seven weeks before Easter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from dateutil.rrule import rrulestr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.moments.models import MomentKind

UID_PREFIX: Final = "landelijk:"


@dataclass(frozen=True)
class NationalMoment:
    """A moment of the whole country.

    Attributes:
        key: its name in data.
        kind, title, what: as a moment has them.
        rule: when it recurs, over days.
        begins, ends: wall-clock times; both empty for whole days.
        days: how many days later than it begins it ends.
    """

    key: str
    kind: MomentKind
    title: Promise
    what: Promise
    rule: str
    begins: time | None = None
    ends: time | None = None
    days: int = 0

    @property
    def uid(self) -> str:
        """What it is called in a municipality's own calendar."""
        return f"{UID_PREFIX}{self.key}"

    def first_day(self, today: date) -> date:
        """Return the first day on which it begins, not before `today`.

        Raises:
            ValueError: its rule has no such day, which a test keeps from happening.
        """
        begin = datetime.combine(today.replace(month=1, day=1), time(0))
        series = rrulestr(self.rule, dtstart=begin)
        found = series.after(datetime.combine(today, time(0)), inc=True)
        if found is None:
            raise ValueError(f"{self.key} never comes round after {today}")
        return found.date()

    def last_day(self, first: date) -> date:
        """Return the day on which it ends when it begins on `first`."""
        return first + timedelta(days=self.days)


NATIONAL: Final = (
    NationalMoment(
        "jaarwisseling",
        MomentKind.NEW_YEAR,
        _("Jaarwisseling"),
        _(
            "Vuurwerk, branden en geweld tegen hulpverleners. Let op de nacht ervoor en op plekken van vorig jaar."
        ),
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
        time(18, 0),
        time(6, 0),
        1,
    ),
    NationalMoment(
        "carnaval",
        MomentKind.EVENT,
        _("Carnaval"),
        _(
            "Drukte op straat en in de horeca, drie dagen lang. Let op alcohol, optochten en de weg naar huis."
        ),
        "FREQ=YEARLY;BYEASTER=-49",
        days=2,
    ),
    NationalMoment(
        "koningsdag",
        MomentKind.EVENT,
        _("Koningsdag"),
        _("Vrijmarkten en feesten in de open lucht. De nacht ervoor is vaak drukker dan de dag zelf."),
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=26,27;BYDAY=MO,TU,WE,TH,FR,SA;BYSETPOS=-1",
    ),
    NationalMoment(
        "dodenherdenking",
        MomentKind.EVENT,
        _("Dodenherdenking"),
        _("Stille tochten en twee minuten stilte om 20.00 uur. Let op verstoring."),
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=4",
        time(18, 0),
        time(22, 0),
    ),
    NationalMoment(
        "bevrijdingsdag",
        MomentKind.EVENT,
        _("Bevrijdingsdag"),
        _("Festivals en feesten in de open lucht."),
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5",
    ),
    NationalMoment(
        "prinsjesdag",
        MomentKind.OTHER,
        _("Prinsjesdag"),
        _("Kans op demonstraties, ook buiten Den Haag. Politie is die dag elders nodig."),
        "FREQ=YEARLY;BYMONTH=9;BYDAY=3TU",
    ),
    NationalMoment(
        "sinterklaas",
        MomentKind.EVENT,
        _("Intocht van Sinterklaas"),
        _("Veel kinderen op straat, en kans op demonstraties. Pas de dag aan als uw eigen intocht later is."),
        "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=12,13,14,15,16,17,18;BYDAY=SA",
        time(11, 0),
        time(15, 0),
    ),
)
BY_KEY: Final = {one.key: one for one in NATIONAL}
