"""Reading the quarterly samples: what was drawn, how it was rated, what a quarter came to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.models import Grant, Origin
from driehoek.deadlines.calendar import at_local
from driehoek.grounds.models.samples import Sample, SampledPurpose, Verdict
from driehoek.parties.models import Person

QUARTERS: Final = 8


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year, by the local calendar."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter that a day is in."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def begins(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> Quarter:
        """The quarter that follows."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> Quarter:
        """The quarter that came before."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def is_over(self, on: date) -> bool:
        """Tell whether it is over on a day."""
        return on >= self.after.begins

    def bounds(self) -> tuple[datetime, datetime]:
        """Return its first moment and the first after it."""
        return at_local(self.begins, time()), at_local(self.after.begins, time())


def past_quarters() -> list[Quarter]:
    """Return the quarters that can be drawn, the last one first."""
    found = [Quarter.of(timezone.localdate()).before]
    while len(found) < QUARTERS:
        found.append(found[-1].before)
    return found


def stated_in(identity: Identity, quarter: Quarter) -> QuerySet[Grant]:
    """Return the openings with a stated purpose, in a quarter; those in an emergency are looked at one by one."""
    start, end = quarter.bounds()
    return Grant.objects.filter(
        municipality=identity.municipality,
        origin=Origin.PURPOSE,
        valid_from__gte=start,
        valid_from__lt=end,
    )


def samples(identity: Identity) -> QuerySet[Sample]:
    """Return the samples of the municipality, newest quarter first, with how many are rated how."""
    rated = {
        f"rated_{one.value}": Count("purposes", filter=Q(purposes__verdict=one.value)) for one in Verdict
    }
    return (
        Sample.objects.filter(municipality=identity.municipality)
        .select_related("drawn_by")
        .annotate(drawn=Count("purposes"), **rated)
        .order_by("-year", "-quarter", "-number")
    )


def sample(identity: Identity, identifier: uuid.UUID) -> Sample | None:
    """Return a sample of the municipality."""
    return samples(identity).filter(pk=identifier).first()


@dataclass(frozen=True)
class Stated:
    """A purpose of a sample with the words that were stated, by whom and when."""

    purpose: SampledPurpose
    reason: str
    power: str
    person: str
    when: datetime | None


def stated(identity: Identity, found: Sample) -> list[Stated]:
    """Return the purposes of a sample in the order of the draw; three queries whatever its size."""
    rows = list(SampledPurpose.objects.filter(sample=found).order_by("place"))
    return _with_words(identity, rows)


def one_stated(identity: Identity, identifier: uuid.UUID) -> Stated | None:
    """Return one purpose of a sample, with its sample."""
    rows = SampledPurpose.objects.filter(municipality=identity.municipality, pk=identifier)
    return next(iter(_with_words(identity, list(rows.select_related("sample")))), None)


def next_unrated(found: Sample) -> SampledPurpose | None:
    """Return the first purpose of a sample that is not rated yet."""
    return SampledPurpose.objects.filter(sample=found, verdict="").order_by("place").first()


def _with_words(identity: Identity, rows: list[SampledPurpose]) -> list[Stated]:
    grants = Grant.objects.filter(municipality=identity.municipality).in_bulk([one.grant for one in rows])
    names = dict(
        Person.objects.filter(pk__in={one.person_id for one in grants.values()}).values_list("pk", "name")
    )
    found = []
    for one in rows:
        grant = grants.get(one.grant)
        found.append(
            Stated(
                purpose=one,
                reason=grant.reason if grant else "",
                power=grant.power if grant else "",
                person=names.get(grant.person_id, "") if grant else "",
                when=grant.valid_from if grant else None,
            )
        )
    return found
