"""Pages of a bottleneck and of the one question about it to the mayor (CX09)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.approach import rows, services
from driehoek.approach.forms import EscalationForm
from driehoek.approach.models import BottleneckState, Escalation, EscalationState
from driehoek.approach.queries import actions as queries
from driehoek.approach.services.bottlenecks import may_answer, may_record
from driehoek.approach.views.common import bottleneck_or_404, form_page, tell_changed, worked_case
from driehoek.cases.models import Case
from driehoek.cases.parts import tabs_for
from driehoek.cases.views import READERS, case_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Change, Conflict
from driehoek.web.forms import is_number, posted_version, sent_again


@require_GET
@for_functions(*READERS)
def page(request: IdentifiedRequest, problem: uuid.UUID, bottleneck: uuid.UUID) -> HttpResponse:
    """Show a bottleneck, the action that it keeps back, and what the mayor decided."""
    case = case_or_404(request, problem)
    found = bottleneck_or_404(request, case, bottleneck)
    open_now = found.state in {BottleneckState.OPEN, BottleneckState.ANSWERED}
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "actions"),
        "bottleneck": found,
        "pairs": rows.bottleneck_pairs(found),
        "questions": [rows.question_row(one) for one in found.escalations.all()],
        "may_ask": open_now and queries.works_on(request.identity, case.pk),
        "may_solve": open_now and queries.may_act(request.identity, found.action),
    }
    return render(request, "approach/bottleneck.html", context)


@require_POST
@for_functions(*READERS)
def solve(request: IdentifiedRequest, problem: uuid.UUID, bottleneck: uuid.UUID) -> HttpResponse:
    """Say that a bottleneck is gone."""
    case = case_or_404(request, problem)
    found = bottleneck_or_404(request, case, bottleneck)
    try:
        services.solve(identity=request.identity, bottleneck=found, version=posted_version(request))
        messages.success(request, _("Het knelpunt is opgelost. De actie loopt weer."))
    except services.NotTheirsError as error:
        raise PermissionDenied(
            _("Deze actie is van een andere partij. Vraag het de procesregisseur.")
        ) from error
    except VersionConflict:
        tell_changed(request)
    return redirect("approach:bottleneck", case.pk, found.pk)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def ask(request: IdentifiedRequest, problem: uuid.UUID, bottleneck: uuid.UUID) -> HttpResponse:
    """Make one question with options for the mayor of a bottleneck."""
    case = worked_case(request, problem)
    found, conflict = bottleneck_or_404(request, case, bottleneck), None
    form = EscalationForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = services.escalate(
                identity=request.identity,
                bottleneck=found,
                version=posted_version(request),
                new=services.NewEscalation(
                    values["question"], form.options(), values["advice"], values["due_on"], values["stuck"]
                ),
            )
        except services.NobodyToAskError:
            form.add_error(None, _("Er is nu geen burgemeester aangewezen. Vraag het de beheerder."))
        except VersionConflict:
            found = bottleneck_or_404(request, case, bottleneck)
            conflict = Conflict(
                changes=[Change(one.label, one.value) for one in rows.bottleneck_pairs(found)]
            )
            form = EscalationForm(sent_again(request, found.version))
        else:
            messages.success(request, _("De vraag staat bij de burgemeester."))
            return redirect("approach:question", case.pk, made.pk)
    return form_page(
        request,
        form,
        title=_("Leg voor aan de burgemeester"),
        lead=found.text,
        submit=_("Leg voor"),
        back=(reverse("approach:bottleneck", args=[case.pk, found.pk]), _("Knelpunt")),
        conflict=conflict,
    )


@require_GET
@for_functions(*READERS)
def question(request: IdentifiedRequest, problem: uuid.UUID, escalation: uuid.UUID) -> HttpResponse:
    """Show what the mayor is asked, with a button per option for who decides."""
    case = case_or_404(request, problem)
    found = _escalation(request, case, escalation)
    waits = found.state == EscalationState.ASKED
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "actions"),
        "escalation": found,
        "tag": rows.question_tag(found),
        "asked": rows.asked_words(found),
        "answered": rows.answered_words(found),
        "decides": waits and may_answer(request.identity, found),
        "records": waits and may_record(request.identity, found),
        "chosen": found.options[found.chosen]["option"] if found.chosen is not None else "",
    }
    return render(request, "approach/question.html", context)


@require_POST
@for_functions(*READERS)
def answer(request: IdentifiedRequest, problem: uuid.UUID, escalation: uuid.UUID) -> HttpResponse:
    """Decide with one tap; a reason may go with it."""
    case = case_or_404(request, problem)
    found = _escalation(request, case, escalation)
    given = request.POST.get("chosen", "")
    chosen = int(given) if is_number(given) else -1
    reason = request.POST.get("reason", "").strip()[:500]
    in_meeting = request.POST.get("in_meeting") == "on"
    if not (may_answer(request.identity, found) or (in_meeting and may_record(request.identity, found))):
        raise PermissionDenied(_("Deze vraag is aan de burgemeester gesteld."))
    try:
        services.answer(
            identity=request.identity,
            escalation=found,
            version=posted_version(request),
            given=services.AnswerGiven(chosen, reason, in_meeting),
        )
        messages.success(
            request, _("Uw besluit is vastgelegd. De procesregisseur en de partner zien het nu.")
        )
    except ValueError:
        messages.error(request, _("Kies een van de mogelijkheden."))
    except VersionConflict:
        messages.error(request, _("Deze vraag is net beantwoord of ingetrokken. Kijk wat er nu staat."))
    return redirect("approach:question", case.pk, found.pk)


@require_POST
@for_functions(*READERS)
def withdraw(request: IdentifiedRequest, problem: uuid.UUID, escalation: uuid.UUID) -> HttpResponse:
    """Take a question back that has no answer yet."""
    case = worked_case(request, problem)
    found = _escalation(request, case, escalation)
    try:
        services.withdraw(identity=request.identity, escalation=found, version=posted_version(request))
        messages.success(request, _("De vraag is ingetrokken. Het knelpunt staat weer open."))
    except VersionConflict:
        messages.error(request, _("Deze vraag is net beantwoord of ingetrokken. Kijk wat er nu staat."))
    return redirect("approach:question", case.pk, found.pk)


def _escalation(request: IdentifiedRequest, case: Case, escalation: uuid.UUID) -> Escalation:
    found = queries.visible_escalations(request.identity).filter(pk=escalation, case=case).first()
    if found is None:
        raise Http404
    return found
