"""How an organisation gets on with its actions, in words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.approach.queries.actions import Progress
from driehoek.cases.models import Case
from driehoek.web.components import Row, Tag


def row(one: Progress, case: Case) -> Row:
    """Make the row of an organisation: how many of its actions are done, late and stuck."""
    tags = []
    if one.late:
        tags.append(Tag(_("%(n)s te laat") % {"n": one.late}, "crisis"))
    if one.stuck:
        tags.append(
            Tag(ngettext("%(n)s lukt niet", "%(n)s lukken niet", one.stuck) % {"n": one.stuck}, "ask")
        )
    if not tags:
        tags.append(Tag(_("op schema"), "calm"))
    return Row(
        title=one.organisation,
        url=reverse("approach:actions", args=[case.pk]),
        tags=tuple(tags),
        text=ngettext("%(done)s van %(n)s actie gedaan.", "%(done)s van %(n)s acties gedaan.", one.total)
        % {"done": one.done, "n": one.total},
    )
