"""What is coming in the demo municipality: a calendar of a few weeks, with nothing real in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.moments import queries, services
from driehoek.moments.models import MomentKind, MomentState
from driehoek.moments.services import MomentValues
from driehoek.parties.models import Function, Person
from driehoek.problems.models import Problem

NATIONAL: Final = ("jaarwisseling", "koningsdag", "dodenherdenking")
SATURDAY: Final = 5
THURSDAY: Final = 3


@dataclass(frozen=True)
class DemoMoment:
    """A moment of the demo, so many days from now, moved to a weekday where one is named."""

    title: str
    kind: MomentKind
    days: int
    begins: time | None
    ends: time | None
    what: str
    by: Function = Function.SAFETY_ADVISER
    weekday: int | None = None
    lasts: int = 0
    rule: str = ""
    more_days: tuple[int, ...] = ()
    expected: int | None = None
    source: str = ""
    confirmed: bool = True
    confidential: bool = False
    theme: str = ""

    def first_day(self, today: date) -> date:
        """Return the day on which it begins."""
        day = today + timedelta(days=self.days)
        return day if self.weekday is None else day + timedelta(days=(self.weekday - day.weekday()) % 7)


MOMENTS: Final = (
    DemoMoment(
        "Testmarkt op het plein",
        MomentKind.MARKET,
        0,
        time(9, 0),
        time(17, 0),
        "Zakkenrollers en verkeer dat vastloopt. Na sluiting blijft een groep hangen.",
        weekday=THURSDAY,
        rule="FREQ=WEEKLY",
        expected=2500,
        source="Marktverordening",
    ),
    DemoMoment(
        "Thuiswedstrijd in het Voorbeeldstadion",
        MomentKind.MATCH,
        2,
        time(20, 0),
        time(22, 30),
        "Supporters in de binnenstad voor en na de wedstrijd. Vorig seizoen was er vuurwerk op straat.",
        by=Function.TEAM_CHIEF,
        weekday=SATURDAY,
        more_days=(14, 28, 49),
        expected=9000,
        source="Speelschema",
    ),
    DemoMoment(
        "Demonstratie voor het gemeentehuis",
        MomentKind.DEMONSTRATION,
        6,
        time(13, 0),
        time(15, 0),
        "Er is een tegenactie aangekondigd. Gevraagd: waar staat wie, en wie spreekt met beide groepen?",
        expected=150,
        source="Kennisgeving",
        confirmed=False,
    ),
    DemoMoment(
        "Zitting in een zaak die veel losmaakt",
        MomentKind.HEARING,
        9,
        time(10, 0),
        time(16, 0),
        "Media en familie bij het gerechtsgebouw. Mogelijk onrust in de buurt na de uitspraak.",
        source="Openbaar Ministerie",
        confidential=True,
    ),
    DemoMoment(
        "Nacht van het Voorbeeld",
        MomentKind.EVENT,
        16,
        time(19, 0),
        time(2, 0),
        "Volle binnenstad en veel alcohol. De laatste bus gaat om 01.30 uur.",
        weekday=SATURDAY,
        lasts=1,
        expected=6000,
        source="Vergunning",
        theme="Veilig uitgaan",
    ),
    DemoMoment(
        "Winterkermis in Noord",
        MomentKind.MARKET,
        20,
        None,
        None,
        "Grote groepen jongeren in de avond. Afspraak: eerder sluiten als het onrustig wordt.",
        lasts=8,
        expected=12000,
        source="Vergunning",
    ),
    DemoMoment(
        "Afsteken van carbid op het oefenveld",
        MomentKind.EVENT,
        33,
        time(12, 0),
        time(18, 0),
        "Letsel en geluid. De hulpdiensten willen een vrije route.",
        expected=800,
        source="Aanvraag",
        confirmed=False,
    ),
)


def make_moments(municipality: uuid.UUID, people: dict[Function, Person]) -> None:
    """Fill the calendar as the people whose work it is; one time of the market does not take place."""
    today = timezone.localdate()
    for item in MOMENTS:
        with acting_as(person=people[item.by].pk, municipality=municipality) as identity:
            areas = list(queries.choosable_areas(identity))
            place = areas[item.days % len(areas) : item.days % len(areas) + 1] if areas else []
            moment = services.add_moment(
                identity=identity, values=_values(item, today, people), areas=tuple(place)
            )
            if item.kind == MomentKind.MARKET and item.rule:
                day = moment.starts_on + timedelta(weeks=5)
                services.cancel(identity=identity, moment=moment, version=moment.version, day=day)
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=municipality) as identity:
        for key in NATIONAL:
            services.take_over(identity=identity, key=key)


def _values(item: DemoMoment, today: date, people: dict[Function, Person]) -> MomentValues:
    first = item.first_day(today)
    problem = (
        Problem.objects.filter(theme__name=item.theme, training=False).values_list("pk", flat=True).first()
        if item.theme
        else None
    )
    return MomentValues(
        kind=item.kind,
        title=item.title,
        what=item.what,
        starts_on=first,
        starts_time=item.begins,
        ends_on=first + timedelta(days=item.lasts),
        ends_time=item.ends,
        rule=item.rule,
        extra_days=tuple(first + timedelta(days=days) for days in item.more_days),
        problem=problem,
        confidential=item.confidential,
        expected=item.expected,
        owner=people[item.by].pk,
        source=item.source,
        state=MomentState.CONFIRMED if item.confirmed else MomentState.PLANNED,
    )
