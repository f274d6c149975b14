"""How much of something is given."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Detail(models.TextChoices):
    """The three levels of detail that OM and mayor agree on (domain.md, section 1.6); each says more than the last."""

    HEADLINE = "headline", _("Kop: dat er iets is")
    ESSENTIALS = "essentials", _("Kern: wat de burgemeester nodig heeft")
    EXTRACT = "extract", _("Uittreksel uit het dossier")
