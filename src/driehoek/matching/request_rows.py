"""How requests of data subjects look in lists and on their pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from driehoek.matching import sentences
from driehoek.matching.models import (
    Outcome,
    Place,
    RequestKind,
    RequestState,
    RequestStep,
    RightsRequest,
)
from driehoek.matching.requests import grounds
from driehoek.matching.requests.queries import CaseCount
from driehoek.subjects.details import FIELDS
from driehoek.web import formatting
from driehoek.web.components import Column, Entry, Pair, Row, Step, Tag, TagKind

STEPS: Final[dict[str, Promise]] = {
    "registered": gettext_lazy("Geregistreerd"),
    "identified": gettext_lazy("Identiteit vastgesteld"),
    "searched": gettext_lazy("Gezocht"),
    "decided": gettext_lazy("Besluit over een plek"),
    "extended": gettext_lazy("Termijn verlengd"),
    "answered": gettext_lazy("Beantwoord"),
    "closed": gettext_lazy("Gesloten"),
}
_LOOKS: Final[dict[str, TagKind]] = {"answered": "calm", "registered": "ask", "identified": "accent"}


def _kinds(found: RightsRequest) -> str:
    return ", ".join(str(RequestKind(kind).label).partition(":")[0].lower() for kind in found.kinds)


def _days_left(found: RightsRequest) -> str:
    """Say how the term stands, in words."""
    left = (found.due_on - timezone.localdate()).days
    if left < 0:
        return ngettext("%(count)s dag te laat", "%(count)s dagen te laat", -left) % {"count": -left}
    if left == 0:
        return _("vandaag is de laatste dag")
    return ngettext("nog %(count)s dag", "nog %(count)s dagen", left) % {"count": left}


def _late(found: RightsRequest) -> bool:
    return found.closed_at is None and found.due_on < timezone.localdate()


def request_row(found: RightsRequest) -> Row:
    """Return a request as a line, without about whom it is."""
    tags = [Tag(str(found.get_state_display()).lower(), _LOOKS.get(found.state, ""))]
    if _late(found):
        tags.append(Tag(_("te laat"), "crisis"))
    text = (
        _("Antwoord uiterlijk %(day)s: %(left)s.")
        % {"day": formatting.date_long(found.due_on), "left": _days_left(found)}
        if found.closed_at is None
        else _("Gesloten %(when)s.") % {"when": formatting.moment(found.closed_at)}
    )
    return Row(
        title=f"{found}: {_kinds(found)}",
        url=reverse("matching:request", args=[found.pk]),
        text=text,
        tags=tags,
        meta=_("ontvangen %(day)s · behandelaar %(who)s")
        % {"day": formatting.date_long(found.received_on), "who": found.handler.name},
    )


def summary(found: RightsRequest) -> list[Pair]:
    """Return what everyone who sees the request may know."""
    due = formatting.date_long(found.due_on)
    rows = [
        Pair(_("Gevraagd"), _kinds(found)),
        Pair(_("Antwoord uiterlijk"), due if found.closed_at else f"{due} ({_days_left(found)})"),
        Pair(_("Ontvangen"), f"{formatting.date_long(found.received_on)}, {found.get_channel_display()}"),
        Pair(_("Behandelaar"), found.handler.name),
        Pair(_("Stand"), str(found.get_state_display())),
    ]
    if found.identity_check:
        rows.append(Pair(_("Identiteit"), str(found.get_identity_check_display())))
    if found.extended_at:
        rows.append(
            Pair(
                _("Verlengd"),
                f"{formatting.moment(found.extended_at)}: {found.extension_reason}",
            )
        )
    return rows


def about(found: RightsRequest) -> list[Pair]:
    """Return about whom it is, for who handles it."""
    person = found.about_person
    details = json.loads(person.about)
    rows = [Pair(str(one.label), details[one.key]) for one in FIELDS["person"] if one.key in details]
    if person.address:
        rows.append(Pair(_("Adres voor het antwoord"), person.address))
    if person.asked:
        rows.append(Pair(_("Wat er staat"), person.asked))
    return rows


def steps(found: RightsRequest, *, all_decided: bool) -> list[Step]:
    """Return the steps of handling, with where it stands now; `all_decided` tells of the places that were found."""
    closed = found.closed_at is not None
    done = [
        found.identified_at is not None,
        found.searched_at is not None,
        found.searched_at is not None and all_decided,
        found.state == RequestState.ANSWERED,
    ]
    labels = [
        _("Identiteit vaststellen"),
        _("Zoeken waar de betrokkene voorkomt"),
        _("Over elke plek besluiten"),
        _("Antwoorden met een brief"),
    ]
    made: list[Step] = []
    now_given = closed
    for label, ready in zip(labels, done, strict=True):
        here = not ready and not now_given
        now_given = now_given or here
        made.append(Step(label, "done" if ready else "now" if here else "todo"))
    return made


def place_row(one: Place) -> Row:
    """Return a place as a line."""
    tag = (
        Tag(str(one.get_outcome_display()).lower(), "barred" if one.outcome == Outcome.REFUSED else "calm")
        if one.outcome
        else Tag(_("te beslissen"), "ask")
    )
    return Row(
        title=one.subject.label,
        url=reverse("matching:place", args=[one.request_id, one.pk]),
        text=_("Waarom: %(why)s.") % {"why": why_of(one).text},
        tags=[tag],
        meta=f"{one.case.problem.title} · {one.compartment.name}",
    )


def why_of(one: Place) -> sentences.Why:
    """Return why this record may be about the person who asks."""
    return sentences.why("person", one.reasons)


def place_summary(one: Place) -> list[Pair]:
    """Return where a place is and what was decided."""
    rows = [
        Pair(_("Record"), one.subject.label),
        Pair(_("Casus"), one.case.problem.title),
        Pair(_("Compartiment"), one.compartment.name),
    ]
    if one.outcome:
        rows.append(Pair(_("Besluit"), str(one.get_outcome_display())))
    if one.ground:
        rows.append(Pair(_("Grond"), grounds.words(one.ground)))
    return rows


def count_rows(counts: Sequence[CaseCount]) -> list[list[str]]:
    """Return per case the numbers for the officer."""
    return [
        [one.number, str(one.places), str(one.decided), str(one.refused), str(one.logged)] for one in counts
    ]


def count_columns() -> list[Column]:
    """Return the columns of those numbers."""
    labels = [_("Plekken"), _("Besloten"), _("Geweigerd"), _("Regels in het verwerkingslog")]
    return [Column(_("Casus")), *(Column(label, numeric=True) for label in labels)]


def register_figures(requests: QuerySet[RightsRequest]) -> list[Pair]:
    """Return the numbers of the register; one query."""
    day = timezone.localdate()
    found = requests.aggregate(
        running=Count("pk", filter=Q(closed_at=None)),
        late=Count("pk", filter=Q(closed_at=None, due_on__lt=day)),
        extended=Count("pk", filter=Q(extended_at__isnull=False)),
        answered=Count("pk", filter=Q(state=RequestState.ANSWERED)),
        in_time=Count(
            "pk",
            filter=Q(state=RequestState.ANSWERED, due_on__gte=TruncDate(F("closed_at"))),
        ),
    )
    return [
        Pair(_("Lopend"), str(found["running"])),
        Pair(_("Te laat"), str(found["late"])),
        Pair(_("Verlengd"), str(found["extended"])),
        Pair(
            _("Beantwoord"),
            _("%(all)s, waarvan %(in_time)s op tijd")
            % {"all": found["answered"], "in_time": found["in_time"]},
        ),
    ]


def step_entry(one: RequestStep) -> Entry:
    """Return a step as a moment on the timeline."""
    return Entry(
        when=one.taken_at,
        title=str(STEPS[one.verb]),
        text=_step_detail(one),
        source=one.taken_by.name if one.taken_by else "Driehoek",
    )


def _step_detail(one: RequestStep) -> str:
    if one.verb == "decided":
        return str(Outcome(one.detail).label)
    if one.verb == "closed":
        return str(RequestState(one.detail).label)
    if one.verb == "searched":
        count = int(one.detail)
        return ngettext("%(count)s nieuwe plek", "%(count)s nieuwe plekken", count) % {"count": count}
    return ""
