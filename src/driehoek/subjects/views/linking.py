"""Cases that belong together: by an object that both know, or by a phenomenon (CX23)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.access.queries import level_on, visible_problem_ids
from driehoek.cases.models import Case
from driehoek.cases.parts import tabs_for
from driehoek.cases.views import READERS, case_or_404
from driehoek.subjects import rows
from driehoek.subjects.forms.linking import PhenomenonForm, TogetherForm
from driehoek.subjects.models import Together
from driehoek.subjects.queries import linking as queries
from driehoek.subjects.queries.linking import SameObject
from driehoek.subjects.services import linking as services
from driehoek.subjects.views import contents_or_404
from driehoek.web.components import Action, Pair, Row, Tag


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def related(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show which cases know the same object or show the same phenomenon; a post names a phenomenon."""
    case = contents_or_404(request, problem)
    may_work = (level_on(request.identity, case.pk) or 0) >= Level.WORK
    form = PhenomenonForm(request.POST or None)
    if request.method == "POST":
        _require_work(may_work=may_work)
        if form.is_valid():
            services.add_phenomenon(identity=request.identity, case=case, name=form.cleaned_data["name"])
            messages.success(request, _("Het verschijnsel staat bij deze casus."))
            return redirect("subjects:related", case.pk)
    found, led = queries.same_objects(request.identity, case), _led(request)
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "related"),
        "objects": [_object_row(case, one, led) for one in found],
        "tags": [(tag.pk, tag.phenomenon.name) for tag in queries.tags_of(case)],
        "others": [
            Row(
                title=tag.case.problem.title,
                url=reverse("cases:page", args=[tag.case_id]),
                tags=[Tag(tag.phenomenon.name)],
            )
            for tag in queries.with_same_phenomena(request.identity, case)
        ],
        "known": [one.name for one in queries.phenomena(request.identity)],
        "form": form,
        "may_work": may_work,
    }
    return render(request, "subjects/related.html", context)


def _require_work(*, may_work: bool) -> None:
    if not may_work:
        raise PermissionDenied(_("U mag dit lezen, maar niet wijzigen. Vraag het de procesregisseur."))


def _led(request: IdentifiedRequest) -> set[uuid.UUID]:
    """Return the problems that the reader leads, in one query."""
    return set(visible_problem_ids(request.identity, level=Level.LEAD))


def _object_row(case: Case, one: SameObject, led: set[uuid.UUID]) -> Row:
    """Return an object that another case knows; objects only, so that nothing is read about persons."""
    place = [case.pk, one.here.pk, one.there.pk]
    actions = []
    if {one.here.case_id, one.there.case_id} <= led:
        actions.append(Action(_("Beslis"), reverse("subjects:together", args=place), about=one.here.label))
        if one.decided:
            back = reverse("subjects:together_back", args=place)
            actions.append(Action(_("Neem besluit terug"), back, post=True, about=one.here.label))
    decided = one.decided
    looks = {Together.LINKED: "calm", Together.APART: "barred"}
    return Row(
        title=one.here.label,
        kind=str(one.here.get_kind_display()).lower(),
        url=reverse("subjects:one", args=[one.there.case_id, one.there.pk]),
        text=_("Ook in: %(title)s") % {"title": one.there.case.problem.title},
        tags=[Tag(str(decided.get_decision_display()).lower(), looks[Together(decided.decision)])]  # type: ignore[arg-type]
        if decided
        else [Tag(_("nog niet beslist"), "unknown")],
        meta=_("%(who)s, %(day)s: %(reason)s")
        % {"who": decided.decided_by.name, "day": rows.day(decided.decided_at), "reason": decided.reason}
        if decided
        else "",
        actions=actions,
    )


def _pair_or_404(
    request: IdentifiedRequest, problem: uuid.UUID, one: uuid.UUID, other: uuid.UUID
) -> SameObject:
    case = contents_or_404(request, problem)
    found = queries.same_object(request.identity, case, one, other)
    if found is None:
        raise Http404
    if not {found.here.case_id, found.there.case_id} <= _led(request):
        raise PermissionDenied(_("Alleen wie beide casussen leidt, beslist hierover."))
    return found


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def together(
    request: IdentifiedRequest, problem: uuid.UUID, subject: uuid.UUID, other: uuid.UUID
) -> HttpResponse:
    """Decide whether two cases belong together over an object."""
    found = _pair_or_404(request, problem, subject, other)
    form = TogetherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = services.NewDecision(
            here=found.here,
            there=found.there,
            decision=Together(form.cleaned_data["decision"]),
            reason=form.cleaned_data["reason"],
        )
        services.decide_together(identity=request.identity, new=new)
        messages.success(request, _("Uw besluit staat vast. U kunt het terugnemen."))
        return redirect("subjects:related", problem)
    back = reverse("subjects:related", args=[problem])
    context = {
        "form": form,
        "title": _("Horen deze casussen bij elkaar?"),
        "consequence_title": _("Dit gebeurt er"),
        "consequence": _("Er staat dat de casussen samenhangen, of niet. Er wordt niets samengevoegd."),
        "summary": [
            Pair(str(found.here.get_kind_display()), found.here.label),
            Pair(_("Andere casus"), found.there.case.problem.title),
        ],
        "submit_label": _("Leg vast"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Samenhang"),
    }
    return render(request, "web/confirm.html", context)


@for_functions(*READERS)
@require_POST
def together_back(
    request: IdentifiedRequest, problem: uuid.UUID, subject: uuid.UUID, other: uuid.UUID
) -> HttpResponse:
    """Take a decision about two cases back."""
    found = _pair_or_404(request, problem, subject, other)
    if found.decided and services.take_back(identity=request.identity, link=found.decided, here=found.here):
        messages.success(request, _("Het besluit is teruggenomen."))
    return redirect("subjects:related", problem)


@for_functions(*READERS)
@require_POST
def phenomenon_end(request: IdentifiedRequest, problem: uuid.UUID, tag: uuid.UUID) -> HttpResponse:
    """Take a phenomenon off a case."""
    case = case_or_404(request, problem, Level.WORK)
    found = queries.tag(case, tag)
    if found is None:
        raise Http404
    services.end_phenomenon(identity=request.identity, tag=found)
    messages.success(request, _("Het verschijnsel is van deze casus gehaald."))
    return redirect("subjects:related", problem)
