"""Indicators, series, observations with their history, and the record of each import."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from driehoek.areas.models import Area
from driehoek.parties.models import Municipality, Person
from driehoek.problems.models import Theme


class Nulls(models.TextChoices):
    """How an empty cell of a source is read; the publisher does not say, so it is a setting."""

    ZERO = "zero", _("nul")
    MISSING = "missing", _("onbekend")


class Source(models.Model):
    """Where figures come from, with the attribution that stands beside every figure shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    key = models.CharField(_("kenmerk"), max_length=40, help_text=_("bijvoorbeeld 47022NED"))
    name = models.CharField(_("naam"), max_length=160)
    attribution = models.CharField(_("bronvermelding"), max_length=200)
    simulated = models.BooleanField(_("gesimuleerd"), default=False)
    nulls = models.CharField(
        _("een lege cel betekent"), max_length=7, choices=Nulls.choices, default=Nulls.ZERO
    )
    area_year = models.PositiveSmallIntegerField(
        _("jaar van de gebiedsindeling"), null=True, help_text="the division on which the source counts"
    )

    class Meta:
        ordering = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "key"], name="source_key_once")
        ]

    def __str__(self) -> str:
        return self.name


class Frequency(models.TextChoices):
    """How often an indicator is measured."""

    WEEK = "week", _("per week")
    MONTH = "month", _("per maand")
    QUARTER = "quarter", _("per kwartaal")
    YEAR = "year", _("per jaar")


class Direction(models.TextChoices):
    """Which way is good."""

    LOWER = "lower", _("lager is beter")
    HIGHER = "higher", _("hoger is beter")
    NEUTRAL = "neutral", _("geen richting")


class Base(models.TextChoices):
    """What a value is expressed against."""

    ABSOLUTE = "absolute", _("aantal")
    PER_THOUSAND = "per_thousand", _("per 1.000 inwoners")


class NormType(models.TextChoices):
    """The norm types of domain.md, section 3.3."""

    NONE = "none", _("geen norm")
    ABSOLUTE = "absolute", _("vaste streefwaarde")
    TREND = "trend", _("daling of stijging tegen een basisjaar")
    REFERENCE = "reference", _("vergelijking met een referentie")
    SIGNAL = "signal", _("signaalwaarde")
    PROCESS = "process", _("procesnorm: op tijd ontvangen")


class Indicator(models.Model):
    """What is measured, for a theme, from a source (ST05)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, models.PROTECT, related_name="indicators", verbose_name=_("bron"))
    key = models.CharField(_("code in de bron"), max_length=40)
    name = models.CharField(_("naam"), max_length=160)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="indicators", verbose_name=_("thema"))
    unit = models.CharField(_("eenheid"), max_length=60)
    base = models.CharField(_("uitgedrukt als"), max_length=12, choices=Base.choices, default=Base.ABSOLUTE)
    frequency = models.CharField(
        _("periode"), max_length=8, choices=Frequency.choices, default=Frequency.MONTH
    )
    direction = models.CharField(
        _("richting"), max_length=8, choices=Direction.choices, default=Direction.LOWER
    )
    norm_type = models.CharField(
        _("soort norm"), max_length=10, choices=NormType.choices, default=NormType.SIGNAL
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("eigenaar")
    )
    is_total = models.BooleanField(default=False, help_text="a total as published, never rebuilt from kinds")
    hidden = models.BooleanField(
        _("niet per maand gepubliceerd"), default=False, help_text="shown as hidden, never as zero"
    )
    decimals = models.PositiveSmallIntegerField(
        _("cijfers achter de komma"), default=0, help_text="0 for counts, which are whole and never negative"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["theme", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "key", "frequency"], name="indicator_key_once")
        ]

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """One indicator in one area."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="series")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["indicator", "area"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id}"


class ImportRun(models.Model):
    """One file or answer that was offered: what it was, who offered it, what came of it."""

    class Outcome(models.TextChoices):
        """What came of an import."""

        PREVIEWED = "previewed", _("Bekeken, nog niet ingelezen")
        LOADED = "loaded", _("Ingelezen")
        UNCHANGED = "unchanged", _("Al eerder ingelezen, niets veranderd")
        REFUSED = "refused", _("Geweigerd")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="imports")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    shape = models.CharField(max_length=30, help_text="the format that was detected")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    published_on = models.DateField(null=True, help_text="date of the figures as the source states it")
    rows_read = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    rows_hidden = models.PositiveIntegerField(
        default=0, help_text="rows of kinds that are not published monthly"
    )
    rows_redefined = models.PositiveIntegerField(default=0, help_text="definitive values that changed again")
    problem = models.CharField(max_length=500, blank=True, help_text="why the whole file was refused")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.outcome}"


class ImportReject(models.Model):
    """A row that was refused, with place, value and reason; the first thousand of a run are kept."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejects")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return f"{self.line} {self.column}"


class ImportUpload(models.Model):
    """An uploaded file between its preview and the confirmation, compressed; removed once it is loaded."""

    run = models.OneToOneField(ImportRun, models.CASCADE, primary_key=True, related_name="upload")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    content = models.BinaryField(help_text="zlib")
    options = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.run_id)


class ObservationStatus(models.TextChoices):
    """Whether the publisher may still change a value (ST15)."""

    PROVISIONAL = "p", _("voorlopig")
    DEFINITIVE = "d", _("definitief")


class ObservationFlag(models.TextChoices):
    """Something to know about a value."""

    NONE = "", ""
    NULL_AS_ZERO = "0", _("leeg in de bron, gelezen als nul")
    MISSING = "?", _("onbekend of geheim in de bron")


class Observation(models.Model):
    """One value of one series in one period, with the file and line it came from.

    Series and period are the key: a surrogate key and foreign keys checked row by row would make loading
    three times slower. Loading joins to the series; triggers (walls.sql) keep a series or run still in use.
    """

    pk = models.CompositePrimaryKey("series", "period")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    series = models.ForeignKey(
        Series, models.PROTECT, related_name="observations", db_constraint=False, db_index=False
    )
    period = models.DateField(help_text="first day of the period")
    value = models.FloatField(null=True)
    status = models.CharField(max_length=1, choices=ObservationStatus.choices)
    flag = models.CharField(max_length=1, choices=ObservationFlag.choices, blank=True)
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    line = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.series_id} {self.period}"


class ObservationRevision(models.Model):
    """What an observation was before a later import replaced it (ST15); never changed or removed."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_constraint=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="revisions")
    period = models.DateField()
    value = models.FloatField(null=True)
    status = models.CharField(max_length=1, choices=ObservationStatus.choices)
    flag = models.CharField(max_length=1, choices=ObservationFlag.choices, blank=True)
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    replaced_at = models.DateTimeField(auto_now_add=True)
    replaced_by = models.ForeignKey(ImportRun, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["series", "period", "replaced_at"]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period}"
