"""The area scan of crime and nuisance (gebiedsscan criminaliteit & overlast, ST21; domain.md, section 3.1).

System knowledge and street knowledge come together in three sessions, and give hot spots, hot groups, hot facilities
and priorities. A fixed scan never changes (walls.sql); a correction is a new scan that replaces it.
"""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.analysis.sentences import Certainty
from driehoek.areas.models import Area
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.problems.models import Theme


class SessionKind(models.TextChoices):
    """The three sessions in which a scan is made, in order."""

    SYSTEM = "system", _("Systeemkennis")
    STREET = "street", _("Straatkennis")
    PRIORITIES = "priorities", _("Prioriteiten")


class ScanState(models.TextChoices):
    """How far a scan is; it follows from the sessions that were held and from fixing it."""

    DRAFT = "draft", _("Concept")
    IN_SESSION = "in_session", _("In de sessies")
    FIXED = "fixed", _("Vastgesteld")


class FindingKind(models.TextChoices):
    """What a scan finds: where, who as a phenomenon, and which facility."""

    SPOT = "spot", _("Hot spot")
    GROUP = "group", _("Hot group")
    FACILITY = "facility", _("Hot facility")


class FacilityKind(models.TextChoices):
    """What sort of facility draws crime or nuisance."""

    SCHOOL = "school", _("School")
    STATION = "station", _("Station of halte")
    NIGHTLIFE = "nightlife", _("Uitgaansgelegenheid")
    SHOPS = "shops", _("Winkelgebied")
    SPORT = "sport", _("Sport of park")
    SHELTER = "shelter", _("Opvang of zorg")
    CAR_PARK = "car_park", _("Parkeerplaats of garage")
    OTHER = "other", _("Anders")


class Trend(models.TextChoices):
    """How a finding compares with the scan before."""

    WORSE = "worse", _("Erger dan in de vorige scan")
    SAME = "same", _("Gelijk aan de vorige scan")
    BETTER = "better", _("Minder dan in de vorige scan")
    NEW = "new", _("Nieuw")
    UNKNOWN = "unknown", _("Niet te zeggen")


class Basis(models.TextChoices):
    """What a finding or a priority rests on."""

    BOTH = "both", _("Registers en straatkennis")
    REGISTERS = "registers", _("Alleen registers")
    STREET = "street", _("Alleen straatkennis")
    NONE = "none", _("Nog geen onderbouwing")


class Scan(models.Model):
    """A scan of a year, of some areas or of the whole municipality.

    Attributes:
        previous: the scan of an earlier year that this one is compared with.
        corrects: the fixed scan that this one replaces.
        number: given when it is fixed, running in the municipality.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("jaar"))
    areas: models.ManyToManyField[Area, models.Model] = models.ManyToManyField(
        Area, through="ScanArea", related_name="+"
    )
    question = models.TextField(_("aanleiding"), max_length=1000, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    fixed_at = models.DateTimeField(null=True, blank=True)
    fixed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "number"], condition=Q(number__isnull=False), name="scan_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number=None, fixed_at=None, fixed_by=None)
                | Q(number__isnull=False, fixed_at__isnull=False, fixed_by__isnull=False),
                name="scan_fixed_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "-made_at", "-id"], name="scan_newest")]

    def __str__(self) -> str:
        return f"{self.year}"

    @property
    def is_fixed(self) -> bool:
        """Whether it can no longer change."""
        return self.fixed_at is not None


class OfScan(models.Model):
    """A part of a scan: it is read with the scan, and stays as it is with the scan."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class ScanArea(OfScan):
    """A scan covers an area."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["scan", "area"], name="scan_area_once")]

    def __str__(self) -> str:
        return f"{self.scan_id} {self.area_id}"


class Session(OfScan):
    """One of the three sessions: when it was, which organisations sat there, and what it came to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=SessionKind.choices)
    held_on = models.DateField(_("gehouden op"))
    conclusion = models.TextField(_("uitkomst"), max_length=2000, blank=True)
    organisations: models.ManyToManyField[Organisation, models.Model] = models.ManyToManyField(
        Organisation, through="SessionOrganisation", related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["scan", "kind"], name="scan_session_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.held_on}"


class SessionOrganisation(OfScan):
    """An organisation took part in a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "organisation"], name="scan_session_organisation_once")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.organisation_id}"


# Fields that say something of a hot group alone.
OF_GROUPS: Final = ("size_from", "size_until", "age_from", "age_until")


class Finding(OfScan):
    """A hot spot, hot group or hot facility; a phenomenon in a place, never a person.

    Attributes:
        number: what it is called on map and list of its scan.
        area: the district or neighbourhood it lies in.
        shape: a point or a polygon as GeoJSON in CRS84; empty when only the area is known.
        places: where a group is seen, in words.
        weekdays: 0 for Monday to 6 for Sunday; empty when the days do not matter.
        hour_from, hour_until: from which hour until which, 0 to 24; an end before the begin runs past midnight.
        figures: what the registers counted in the area, as it stood when it was taken over (queries.figures).
        system_knowledge, street_knowledge: what the registers mean, and what people in the street know.
        period: which period the knowledge is about, in words.
        previous: the same finding in the scan before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=FindingKind.choices)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("naam"), max_length=120)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", null=True, blank=True)
    shape = models.JSONField(null=True, blank=True)
    facility = models.CharField(max_length=9, choices=FacilityKind.choices, blank=True)
    size_from = models.PositiveSmallIntegerField(null=True, blank=True)
    size_until = models.PositiveSmallIntegerField(null=True, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_until = models.PositiveSmallIntegerField(null=True, blank=True)
    places = models.CharField(max_length=300, blank=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    hour_from = models.PositiveSmallIntegerField(null=True, blank=True)
    hour_until = models.PositiveSmallIntegerField(null=True, blank=True)
    figures = models.JSONField(default=list, blank=True)
    system_knowledge = models.TextField(max_length=2000, blank=True)
    street_knowledge = models.TextField(max_length=2000, blank=True)
    source = models.CharField(max_length=160, blank=True)
    period = models.CharField(max_length=80, blank=True)
    certainty = models.CharField(max_length=7, choices=Certainty.choices, default=Certainty.UNKNOWN)
    trend = models.CharField(max_length=7, choices=Trend.choices, default=Trend.UNKNOWN)
    previous = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["scan", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scan", "number"], name="scan_finding_number_once"),
            models.UniqueConstraint(fields=["scan", "kind", "name"], name="scan_finding_name_once"),
            models.CheckConstraint(
                condition=Q(kind=FindingKind.GROUP) | Q(**{f"{name}__isnull": True for name in OF_GROUPS}),
                name="scan_group_alone_has_size",
            ),
            models.CheckConstraint(
                condition=Q(kind=FindingKind.FACILITY, facility__gt="")
                | (~Q(kind=FindingKind.FACILITY) & Q(facility="")),
                name="scan_facility_has_kind",
            ),
            models.CheckConstraint(
                condition=Q(size_until=None) | Q(size_until__gte=F("size_from")), name="scan_size_in_order"
            ),
            models.CheckConstraint(
                condition=Q(age_until=None) | Q(age_until__gte=F("age_from")), name="scan_age_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def basis(self) -> Basis:
        """What it rests on: registers, street knowledge, or both."""
        return basis_of(
            registers=bool(self.figures or self.system_knowledge.strip()),
            street=bool(self.street_knowledge.strip()),
        )


class Priority(OfScan):
    """What is done first, why, and how.

    Attributes:
        rank: 1 is the first.
        national: whether it is a national priority as well; a scan must not only follow those.
        lead: the organisation that takes the lead.
        by_when: until when the approach runs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="priorities")
    rank = models.PositiveSmallIntegerField()
    title = models.CharField(_("titel"), max_length=120)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    why = models.TextField(_("waarom"), max_length=1000)
    approach = models.TextField(_("afgesproken aanpak"), max_length=1000, blank=True)
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True, blank=True)
    by_when = models.DateField(null=True, blank=True)
    national = models.BooleanField(default=False)
    findings: models.ManyToManyField[Finding, models.Model] = models.ManyToManyField(
        Finding, through="PriorityFinding", related_name="priorities"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["scan", "rank", "id"]
        verbose_name_plural = "priorities"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scan", "title"], name="scan_priority_title_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def basis(self) -> Basis:
        """What it rests on: all that its findings rest on together."""
        found = {finding.basis for finding in self.findings.all()}
        return basis_of(
            registers=bool(found & {Basis.BOTH, Basis.REGISTERS}),
            street=bool(found & {Basis.BOTH, Basis.STREET}),
        )


class PriorityFinding(OfScan):
    """A priority rests on a finding."""

    priority = models.ForeignKey(Priority, models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["priority", "finding"], name="scan_priority_finding_once")
        ]

    def __str__(self) -> str:
        return f"{self.priority_id} {self.finding_id}"


def basis_of(*, registers: bool, street: bool) -> Basis:
    """Return what something rests on."""
    if registers and street:
        return Basis.BOTH
    if registers:
        return Basis.REGISTERS
    return Basis.STREET if street else Basis.NONE
