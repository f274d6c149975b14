"""Pages about records that may be the same."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.parts import tabs_for
from driehoek.cases.queries import compartments_open_to
from driehoek.cases.views import READERS
from driehoek.ledger.versions import VersionConflict
from driehoek.matching import queries, rows, services, tasks
from driehoek.matching.forms.pairs import DecisionForm, PartForm, shared_lead
from driehoek.matching.linking.comparing import ALL_PAIRS
from driehoek.matching.models import Answer, Pair, PairState
from driehoek.matching.services.deciding import DECIDABLE
from driehoek.subjects.models import Subject, SubjectKind
from driehoek.subjects.services import reading
from driehoek.subjects.views import contents_or_404
from driehoek.web.components import Conflict
from driehoek.web.forms import sent_again
from driehoek.web.paging import keyset_cursor, next_page, page_of

STATES = (PairState.OPEN, PairState.UNKNOWN, PairState.SAME, PairState.DIFFERENT)


def _pair_or_404(request: IdentifiedRequest, case: Case, pair: uuid.UUID) -> Pair:
    found = queries.pair_or_none(request.identity, case, pair)
    if found is None:
        raise Http404
    return found


def _require_work(request: IdentifiedRequest, case: Case, pair: Pair) -> None:
    if not queries.may_decide(request.identity, case, pair):
        raise PermissionDenied(_("U mag dit lezen, maar niet beslissen. Vraag het de procesregisseur."))


def _persons(pairs: list[Pair]) -> list[uuid.UUID]:
    return [one for pair in pairs if pair.kind == SubjectKind.PERSON for one in (pair.left_id, pair.right_id)]


@require_GET
@for_functions(*READERS)
def pair_list(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """List the pairs of a case that wait, or those that were decided one way."""
    case = contents_or_404(request, problem)
    state = request.GET.get("stand", PairState.OPEN)
    if state not in STATES:
        state = PairState.OPEN
    found = queries.visible_pairs(request.identity, case).filter(state=state)
    shown, more = page_of(found, "found_at", keyset_cursor(request))
    name = _("Lijst van mogelijk dubbele records")
    with reading(municipality=case.municipality_id, persons=_persons(shown), name=name):
        listed = [rows.pair_row(one, case) for one in shown]
    works = compartments_open_to(request.identity, case, level=Level.WORK).exists()
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "matching"),
        "rows": listed,
        "state": state,
        "filters": [
            (str(label), f"?stand={value}", value == state)
            for value, label in PairState.choices
            if value in STATES
        ],
        "works": works,
        "next_url": next_page(request, shown[-1].found_at, shown[-1].pk) if more else "",
    }
    return render(request, "matching/pairs.html", context)


@require_POST
@for_functions(*READERS)
def search(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Look for pairs now; a large case is looked through in the background."""
    case = contents_or_404(request, problem)
    if not compartments_open_to(request.identity, case, level=Level.WORK).exists():
        raise PermissionDenied(_("U mag dit lezen, maar niet beslissen. Vraag het de procesregisseur."))
    if Subject.objects.filter(case=case, ended_at=None)[: ALL_PAIRS + 1].count() > ALL_PAIRS:
        tasks.find_pairs.defer_once(key=str(case.pk), municipality=case.municipality_id, case=str(case.pk))
        messages.success(request, _("Het zoeken loopt. Kijk over een paar minuten nog eens."))
        return redirect("matching:pairs", problem)
    found = services.find(identity=request.identity, case=case)
    count = found.new + found.again
    if count:
        said = ngettext(
            "%(count)s paar gevonden om te beoordelen.", "%(count)s paren gevonden om te beoordelen.", count
        ) % {"count": count}
    else:
        said = _("Gezocht. Er zijn geen nieuwe paren.")
    messages.success(request, said)
    return redirect("matching:pairs", problem)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def pair_page(request: IdentifiedRequest, problem: uuid.UUID, pair: uuid.UUID) -> HttpResponse:
    """Show two records beside each other with why they are proposed, and take the decision."""
    case = contents_or_404(request, problem)
    found = _pair_or_404(request, case, pair)
    form = DecisionForm(request.POST or None, pair=found, initial={"version": found.version})
    if request.method == "POST":
        _require_work(request, case, found)
        if form.is_valid():
            return _decided(request, case, found, form)
    return _show(request, case, found, form)


def _decided(request: IdentifiedRequest, case: Case, found: Pair, form: DecisionForm) -> HttpResponse:
    answer = Answer(form.cleaned_data["answer"])
    try:
        services.decide(
            identity=request.identity,
            pair=found,
            version=form.cleaned_data["version"],
            answer=answer,
            reason=form.cleaned_data["reason"],
            lead=form.chosen_lead(),
        )
    except VersionConflict:
        return _conflict(request, case, found)
    except services.NotNowError:
        messages.error(request, _("Dit paar kunt u nu niet beoordelen. Kijk eerst wat er nu staat."))
        return redirect("matching:pair", case.pk, found.pk)
    messages.success(request, str(rows.DECIDED[answer]))
    return redirect("matching:pair", case.pk, found.pk)


def _conflict(request: IdentifiedRequest, case: Case, found: Pair) -> HttpResponse:
    """Show what someone else decided meanwhile, with the reason that was typed kept."""
    now = _pair_or_404(request, case, found.pk)
    last = queries.decisions_of(now).first()
    form = DecisionForm(sent_again(request, now.version), pair=now)
    conflict = Conflict(
        who=last.decided_by.name if last and last.decided_by else "",
        when=last.decided_at if last else None,
        changes=[rows.answer_change(last)] if last else [],
    )
    return _show(request, case, now, form, conflict=conflict)


def _show(
    request: IdentifiedRequest, case: Case, found: Pair, form: DecisionForm, conflict: Conflict | None = None
) -> HttpResponse:
    name = _("Twee records vergelijken")
    sides = queries.sides_of(request.identity, found)
    linked = [
        end.pk
        for side in sides
        for link in side.links
        for end in (link.from_subject, link.to_subject)
        if end.kind == SubjectKind.PERSON
    ]
    with reading(municipality=case.municipality_id, persons=[*_persons([found]), *linked], name=name):
        may = queries.may_decide(request.identity, case, found)
        ends = (found.left, found.right)
        usable = found.state in DECIDABLE and not any(one.ended_at or one.restricted_at for one in ends)
        context = {
            "case": case,
            "tabs": tabs_for(request, case, "matching"),
            "pair": found,
            "tag": rows.tag_of(found),
            "why": rows.why_of(found),
            "table": rows.side_by_side(sides),
            "links": [rows.links_of(side, number) for number, side in enumerate(sides, start=1)],
            "entries": [rows.decision_entry(one) for one in queries.decisions_of(found)],
            "form": form if may and usable else None,
            "may_part": may and found.state == PairState.SAME,
            "restricted": any(one.restricted_at for one in ends),
            "conflict": conflict,
            "lead_is_fixed": shared_lead(found) is not None,
        }
        return render(request, "matching/pair.html", context, status=409 if conflict else 200)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def part(request: IdentifiedRequest, problem: uuid.UUID, pair: uuid.UUID) -> HttpResponse:
    """Say what taking a joining back does, and take it back."""
    case = contents_or_404(request, problem)
    found = _pair_or_404(request, case, pair)
    _require_work(request, case, found)
    address = reverse("matching:pair", args=[case.pk, found.pk])
    if found.state != PairState.SAME:
        messages.info(request, _("Deze records zijn niet samengevoegd."))
        return redirect(address)
    form = PartForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.part(
                identity=request.identity,
                pair=found,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except VersionConflict:
            messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
            return redirect(address)
        messages.success(request, _("Teruggedraaid. Beide records staan weer los in de lijst."))
        return redirect(address)
    context = {
        "form": form,
        "title": _("Samenvoegen terugdraaien"),
        "consequence_title": _("Wat dit doet"),
        "consequence": _(
            "Beide records staan weer los in de lijst. Verbindingen die later zijn toegevoegd, blijven bij het record "
            "waar ze bij zijn gezet."
        ),
        "submit_label": _("Draai terug"),
        "cancel_url": address,
        "back_url": address,
        "back_label": _("Twee records"),
    }
    return render(request, "web/confirm.html", context)
