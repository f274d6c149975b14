"""How often something recurs, and when that is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    """How often information is wanted or comes."""

    ONCE = "once", _("Eén keer")
    DAILY = "daily", _("Elke werkdag")
    WEEKLY = "weekly", _("Elke week")
    FORTNIGHTLY = "fortnightly", _("Elke twee weken")
    MONTHLY = "monthly", _("Elke maand")
    QUARTERLY = "quarterly", _("Elk kwartaal")
    HALF_YEARLY = "half_yearly", _("Elk half jaar")
    YEARLY = "yearly", _("Elk jaar")
    EVENT = "event", _("Bij een gebeurtenis")
