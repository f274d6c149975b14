"""What keeps coming back in area scans, as a reason to type a theme anew (ST22; standard/data/retyping.yaml)."""

from __future__ import annotations

import uuid
from typing import Final

from django.urls import reverse
from django.utils.translation import ngettext

from driehoek.access.identity import Identity
from driehoek.scans.queries import returning
from driehoek.standard.retyping import Returned

REASON: Final = "scans.hot_spot_returns"


def find(identity: Identity, theme: uuid.UUID) -> list[Returned]:
    """Return the hot spots and groups of the last scans on a theme with in how many scans in a row they stand."""
    return [
        Returned(
            id=finding.pk,
            times=times,
            words=ngettext(
                "“%(name)s” staat in %(n)s gebiedsscan.",
                "“%(name)s” staat in %(n)s gebiedsscans op rij.",
                times,
            )
            % {"name": finding.name, "n": times},
            url=reverse("scans:finding", args=[finding.pk]),
        )
        for finding, times in returning(identity, theme=theme)
    ]
