"""The kinds that templates are described with."""

from __future__ import annotations

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldKind(Enum):
    """What a field of a template holds."""

    TEXT = "text"
    CHOICE = "choice"
    WHOLE = "whole"
    NUMBER = "number"
    TRUTH = "truth"
    LINES = "lines"
    REFERENCE = "reference"


class Group(models.TextChoices):
    """The three sides from which the guide looks at a problem (domain.md, section 1)."""

    ROLE = "role", _("Rol")
    PROCESS = "process", _("Proces")
    INFORMATION = "information", _("Informatie")


class IndicatorSource(models.TextChoices):
    """Where an indicator of a template comes from; the first four are defined elsewhere in Driehoek."""

    CRIME = "crime", _("Politiecijfers: misdrijven")
    NUISANCE = "nuisance", _("Politiecijfers: overlast")
    BBV = "bbv", _("BBV-indicatoren")
    SURVEY = "vm", _("Veiligheidsmonitor")
    OWN = "own", _("Eigen telling")


class StepKind(models.TextChoices):
    """Whether a step is work, or looks back on it and so ends the cycle."""

    WORK = "work", _("Werk")
    EVALUATION = "evaluation", _("Evaluatie")
