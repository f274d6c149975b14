"""Pages about informing the people that a case is about."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.parts import tabs_for
from driehoek.cases.views import READERS
from driehoek.ledger.versions import VersionConflict
from driehoek.matching.forms.requests import InformForm
from driehoek.matching.models import Informing, InformingState
from driehoek.matching.requests import duties, grounds, queries, terms
from driehoek.subjects.models import Subject, SubjectKind
from driehoek.subjects.queries import of_case
from driehoek.subjects.services import reading
from driehoek.subjects.views import contents_or_404, subject_or_404
from driehoek.web import formatting
from driehoek.web.components import Entry, Row, Tag, TagKind
from driehoek.web.paging import keyset_cursor, next_page, page_of

_LOOKS: dict[str, TagKind] = {
    InformingState.PLANNED: "accent",
    InformingState.POSTPONED: "unknown",
    InformingState.INFORMED: "calm",
}


@require_GET
@for_functions(*READERS)
def informing_list(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """List the persons of a case and whether they were told that it is about them."""
    case = contents_or_404(request, problem)
    rows = of_case(request.identity, case, kind=SubjectKind.PERSON)
    shown, more = page_of(rows, "made_at", keyset_cursor(request))
    settled = queries.informings(request.identity, case)
    name = _("Wie is geïnformeerd")
    with reading(municipality=case.municipality_id, persons=[one.pk for one in shown], name=name):
        context = {
            "case": case,
            "tabs": tabs_for(request, case, "informing"),
            "rows": [_row(case, one, settled.get(one.pk)) for one in shown],
            "next_url": next_page(request, shown[-1].made_at, shown[-1].pk) if more else "",
        }
        return render(request, "matching/informing.html", context)


def _row(case: Case, subject: Subject, found: Informing | None) -> Row:
    address = reverse("matching:inform", args=[case.pk, subject.pk])
    by = terms.inform_by(formatting.day_of(formatting.local(subject.made_at)))
    if found is None:
        late = by < timezone.localdate()
        return Row(
            title=subject.label,
            url=address,
            tags=[Tag(_("te laat"), "crisis") if late else Tag(_("nog niets gepland"), "ask")],
            text=_("Informeer uiterlijk %(day)s, of stel het uit met een reden.")
            % {"day": formatting.date_long(by)},
        )
    words = {
        InformingState.PLANNED: _("Gepland op %(day)s."),
        InformingState.POSTPONED: _("Uitgesteld. Opnieuw bekijken op %(day)s."),
        InformingState.INFORMED: _("Geïnformeerd op %(day)s."),
    }[InformingState(found.state)]
    return Row(
        title=subject.label,
        url=address,
        tags=[Tag(str(found.get_state_display()).lower(), _LOOKS[found.state])],
        text=words % {"day": formatting.date_long(found.due_on)},
        meta=grounds.words(found.ground),
    )


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def inform(request: IdentifiedRequest, problem: uuid.UUID, subject: uuid.UUID) -> HttpResponse:
    """Plan that a person is told, put it off with a reason, or note that it was done."""
    case = contents_or_404(request, problem)
    one = subject_or_404(request, case, subject, Level.WORK)
    if one.kind != SubjectKind.PERSON:
        raise Http404
    found = Informing.objects.filter(subject=one).first()
    form = InformForm(request.POST or None, initial=_initial(one, found))
    if request.method == "POST" and form.is_valid():
        try:
            _settle(request, one, form)
        except VersionConflict:
            messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
            return redirect("matching:inform", problem, subject)
        messages.success(request, _("Vastgelegd. De dag wordt bewaakt."))
        return redirect("matching:informing", problem)
    back = reverse("matching:informing", args=[problem])
    with reading(municipality=case.municipality_id, persons=[one.pk], name=_("Betrokkene informeren")):
        context = {
            "form": form,
            "title": _("Informeren: %(who)s") % {"who": one.label},
            "lead": _(
                "Zonder dit weet de betrokkene niet dat u gegevens hebt. Uitstel kan alleen op een grond."
            ),
            "submit_label": _("Leg vast"),
            "cancel_url": back,
            "back_url": back,
            "back_label": _("Informeren"),
            "entries": [_entry(step) for step in found.steps.select_related("taken_by")] if found else [],
        }
        return render(request, "matching/inform.html", context)


def _settle(request: IdentifiedRequest, one: Subject, form: InformForm) -> None:
    values = form.cleaned_data
    duties.settle(
        identity=request.identity,
        subject=one,
        version=values["version"],
        plan=duties.Plan(
            state=InformingState(values["state"]),
            day=values["day"],
            ground=values["ground"],
            reason=values["reason"] if values["state"] == InformingState.POSTPONED else "",
            how=values["how"],
        ),
    )


def _initial(one: Subject, found: Informing | None) -> dict[str, Any]:
    if found is None:
        by = terms.inform_by(formatting.day_of(formatting.local(one.made_at)))
        day = max(by, timezone.localdate())
        return {"version": 0, "day": day, "state": InformingState.PLANNED}
    return {
        "version": found.version,
        "state": found.state,
        "day": found.due_on,
        "ground": found.ground,
        "reason": found.reason,
        "how": found.how,
    }


def _entry(step: Any) -> Entry:
    said = " ".join(
        filter(None, (formatting.date_long(step.due_on), grounds.words(step.ground), step.reason))
    )
    return Entry(
        when=step.taken_at,
        title=str(step.get_state_display()),
        text=said,
        source=step.taken_by.name if step.taken_by else "",
    )
