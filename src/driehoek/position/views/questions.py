"""Pages for asking and answering."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import CONTENTLESS, KEEPERS_OF_POSITION
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.position import services
from driehoek.position.forms.questions import AnswerForm, DecisionForm, QuestionForm, first_choice
from driehoek.position.models import Question, QuestionKind, QuestionState
from driehoek.position.queries import questions as queries
from driehoek.position.question_rows import answered_by_when, question_row
from driehoek.position.services.questions import NewQuestion, NotYoursError, may_answer
from driehoek.position.subjects import Subject, subject
from driehoek.web.forms import posted_version, sent_again
from driehoek.web.paging import keyset_cursor, next_page

ASKERS = tuple(function for function in Function if function not in CONTENTLESS)
# Who prepares decisions for the mayor.
PREPARERS = (
    Function.SAFETY_ADVISER,
    Function.TEAM_CHIEF,
    Function.PROSECUTOR,
    Function.CASE_DIRECTOR,
    Function.DEPUTY,
)


@for_functions(*ASKERS)
@require_GET
def question_list(request: IdentifiedRequest) -> HttpResponse:
    """List questions: asked of the reader, by the reader, or all for who oversees them."""
    sides = [
        side
        for side in queries.Side
        if side != queries.Side.ALL or request.identity.holds(*KEEPERS_OF_POSITION)
    ]
    given = request.GET.get("kant", "")
    side = queries.Side(given) if given in {one.value for one in sides} else sides[0]
    found, more = queries.question_list(request.identity, side, after=keyset_cursor(request))
    context = {
        "rows": [question_row(question, request.identity) for question in found],
        "sides": [(one.value, one.label) for one in sides],
        "side": side,
        "next_url": next_page(request, found[-1].asked_at, found[-1].pk) if more else "",
    }
    return render(request, "position/question_list.html", context)


@for_functions(*ASKERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Ask a question at a line."""
    about = _about(request)
    people = list(queries.who_can_answer(request.identity, about))
    organisation = about.organisation if about.problem is None else None
    form = QuestionForm(
        request.POST or None,
        people=people,
        organisation=organisation,
        initial={"to": first_choice(people, about.person, organisation)},
    )
    if request.method == "POST" and form.is_valid():
        question = _ask(
            request,
            about,
            NewQuestion(
                text=form.cleaned_data["text"],
                due_at=form.due_at(),
                to_person=form.to_person(),
                to_organisation=form.to_organisation(),
            ),
        )
        messages.success(request, _("Uw vraag is gesteld. %(who)s") % {"who": answered_by_when(question)})
        return redirect("position:question", question.pk)
    return render(request, "position/question_new.html", _form_context(about, form, decision=False))


@for_functions(*PREPARERS)
@require_http_methods(["GET", "POST"])
def decision(request: IdentifiedRequest) -> HttpResponse:
    """Ask the mayor for a decision on a line."""
    about = _about(request)
    mayor = queries.mayor_of(request.identity)
    if mayor is None:
        messages.error(request, _("Er is nu geen burgemeester aangewezen. Vraag het de beheerder."))
        return redirect(about.url)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        question = _ask(
            request,
            about,
            NewQuestion(
                text=values["text"],
                due_at=form.due_at(),
                to_person=mayor,
                kind=QuestionKind.DECISION,
                options=values["options"],
                advice=values["advice"],
            ),
        )
        messages.success(request, _("Het besluit is gevraagd. %(who)s") % {"who": answered_by_when(question)})
        return redirect("position:question", question.pk)
    return render(request, "position/question_new.html", _form_context(about, form, decision=True))


@for_functions(*ASKERS)
@require_GET
def question(request: IdentifiedRequest, question: uuid.UUID) -> HttpResponse:
    """Show a question; the asker who sees the answer leaves a receipt."""
    found = _found(request, question)
    services.see_answer(identity=request.identity, question=found)
    return _page(request, found, AnswerForm(question=found, initial={"version": found.version}))


@for_functions(*ASKERS)
@require_POST
def answer(request: IdentifiedRequest, question: uuid.UUID) -> HttpResponse:
    """Answer a question, or take the decision that was asked."""
    found = _found(request, question)
    if not may_answer(request.identity, found):
        raise PermissionDenied(_("Deze vraag is aan iemand anders gesteld."))
    form = AnswerForm(request.POST, question=found)
    if not form.is_valid():
        return _page(request, found, form)
    values = form.cleaned_data
    try:
        services.answer(
            identity=request.identity,
            question=found,
            version=values["version"],
            text=values["text"],
            chosen=values.get("chosen"),
        )
    except VersionConflict:
        found = _found(request, question)
        return _page(
            request, found, AnswerForm(sent_again(request, found.version), question=found), late=True
        )
    messages.success(
        request, _("Uw besluit is vastgelegd.") if found.options else _("Uw antwoord is verstuurd.")
    )
    return redirect("position:question", found.pk)


@for_functions(*ASKERS)
@require_POST
def withdraw(request: IdentifiedRequest, question: uuid.UUID) -> HttpResponse:
    """Take a question back."""
    found = _found(request, question)
    try:
        services.withdraw_question(
            identity=request.identity, question=found, version=posted_version(request) or found.version
        )
        messages.success(request, _("De vraag is ingetrokken."))
    except NotYoursError as error:
        raise PermissionDenied(_("Alleen wie de vraag stelde, kan haar intrekken.")) from error
    except VersionConflict:
        messages.error(request, _("De vraag is net beantwoord of al ingetrokken."))
    return redirect("position:question", found.pk)


def _found(request: IdentifiedRequest, pk: uuid.UUID) -> Question:
    found = queries.questions(request.identity).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _about(request: IdentifiedRequest) -> Subject:
    """Return the line that is asked about, from `over` and `id`; what the reader cannot see does not exist."""
    about = subject(request.identity, request.GET.get("over", ""), request.GET.get("id", ""))
    if about is None:
        raise Http404
    return about


def _ask(request: IdentifiedRequest, about: Subject, new: NewQuestion) -> Question:
    filled = NewQuestion(
        **(
            vars(new)
            | {
                "about_kind": about.kind,
                "about_id": about.id,
                "about_title": about.title[:200],
                "about_url": about.url,
                "problem": about.problem,
            }
        )
    )
    return services.ask(identity=request.identity, new=filled)


def _form_context(about: Subject, form: Any, *, decision: bool) -> dict[str, Any]:
    return {
        "form": form,
        "about": about,
        "title": _("Besluit vragen") if decision else _("Vraag stellen"),
        "submit_label": _("Leg voor aan de burgemeester") if decision else _("Stel de vraag"),
        "cancel_url": about.url,
        "back_url": about.url,
        "back_label": about.title,
        "action": "?" + urlencode({"over": about.kind, "id": str(about.id)}),
    }


def _page(
    request: IdentifiedRequest, found: Question, form: AnswerForm, *, late: bool = False
) -> HttpResponse:
    is_open = found.state == QuestionState.OPEN
    context = {
        "question": found,
        "form": form,
        "late": late,
        "by_when": answered_by_when(found) if is_open else "",
        "choice": found.options[found.chosen] if found.chosen is not None else "",
        "may_answer": is_open and may_answer(request.identity, found),
        "may_withdraw": is_open and found.asked_by_id in request.identity.persons,
    }
    status = 409 if late else 200
    return render(request, "position/question.html", context, status=status)
