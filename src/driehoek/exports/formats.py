"""The kinds of file in which a list can leave Driehoek."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileFormat(models.TextChoices):
    """The kinds of file."""

    XLSX = "xlsx", _("Excel")
    CSV_DUTCH = "csv_nl", _("CSV voor Nederlands Excel (puntkomma)")
    CSV_PLAIN = "csv", _("CSV voor programma’s (komma, datums als 2026-12-31)")
    PDF = "pdf", _("PDF")
