"""Areas as CBS divides the country, one row per year of the division and code.

Areas are public data, the same for every municipality on the installation, so they carry no tenant and no
row-level security.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaLevel(models.TextChoices):
    """The levels of the CBS area division that Driehoek uses."""

    COUNTRY = "country", _("Land")
    MUNICIPALITY = "municipality", _("Gemeente")
    DISTRICT = "district", _("Wijk")
    NEIGHBOURHOOD = "neighbourhood", _("Buurt")


class Area(models.Model):
    """One area in one year's division; the key is (year, code), because codes move every year."""

    year = models.PositiveSmallIntegerField(help_text="year of the area division")
    code = models.CharField(max_length=10, help_text="CBS code without padding, such as GM0599 or BU05991081")
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=14, choices=AreaLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    municipality_code = models.CharField(max_length=6, blank=True)
    inhabitants = models.PositiveIntegerField(null=True)
    inhabitants_year = models.PositiveSmallIntegerField(null=True)
    geometry = models.JSONField(null=True, help_text="GeoJSON geometry in CRS84 (longitude, latitude)")

    class Meta:
        ordering = ["year", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "code"], name="area_key")]
        indexes: ClassVar = [
            models.Index(fields=["year", "municipality_code", "level"], name="area_in_municipality")
        ]

    def __str__(self) -> str:
        return self.name
