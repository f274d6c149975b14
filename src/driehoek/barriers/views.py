"""Pages of barrier models (CX13): the list, the picture with its table, and making one by keyboard."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.barriers import picture, queries, rows, services
from driehoek.barriers.forms import ElementForm, ModelForm, StepForm
from driehoek.barriers.models import BarrierModel
from driehoek.barriers.rights import MAKERS, READERS_OF_MODELS
from driehoek.barriers.templates_known import TEMPLATES
from driehoek.cases.models import Case
from driehoek.cases.parts import tabs_for
from driehoek.cases.views import READERS, case_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Change, Conflict
from driehoek.web.forms import sent_again
from driehoek.web.paging import keyset_cursor, next_page, page_of

SHOWN_OF_CASE = 20


def model_or_404(request: IdentifiedRequest, model: uuid.UUID, *, change: bool = False) -> BarrierModel:
    """Return a model that the reader sees; with `change`, one that they may change.

    Raises:
        Http404: there is no such model for them.
        PermissionDenied: they read it, and may not change it.
    """
    found = queries.visible_to(request.identity).filter(pk=model).first()
    if found is None:
        raise Http404
    return changeable(request, found) if change else found


def changeable(request: IdentifiedRequest, model: BarrierModel) -> BarrierModel:
    """Return a model that the reader sees, when they may change it as well."""
    if not queries.may_change(request.identity, model):
        raise PermissionDenied(_("U mag dit barrièremodel lezen, maar niet wijzigen."))
    return model


@for_functions(*READERS_OF_MODELS)
@require_GET
def listed(request: IdentifiedRequest) -> HttpResponse:
    """List the models of the municipality."""
    found, more = page_of(queries.own(request.identity), "made_at", keyset_cursor(request))
    following = next_page(request, found[-1].made_at, found[-1].pk) if more else ""
    context = {
        "rows": [rows.model_row(one) for one in found],
        "next_url": following,
        "makes": request.identity.holds(*MAKERS),
    }
    return render(request, "barriers/models.html", context)


@for_functions(*READERS)
@require_GET
def of_case(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show the models that hang on a case, and those of the municipality that it can take over."""
    case = case_or_404(request, problem)
    found = list(queries.of_case(request.identity, case).order_by("-made_at")[:SHOWN_OF_CASE])
    works = _works(request, case)
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "barriers"),
        "rows": [rows.model_row(one) for one in found],
        "works": works,
        "ready": list(queries.own(request.identity).order_by("title")[:SHOWN_OF_CASE]) if works else [],
    }
    return render(request, "barriers/of_case.html", context)


def _works(request: IdentifiedRequest, case: Case) -> bool:
    return queries.may_change(request.identity, BarrierModel(case=case))


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Make a model of the municipality."""
    return _made(request, None, reverse("barriers:models"))


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def new_of_case(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Make a model for one case."""
    case = case_or_404(request, problem, Level.WORK)
    return _made(request, case, reverse("barriers:of_case", args=[problem]))


def _made(request: IdentifiedRequest, case: Case | None, back: str) -> HttpResponse:
    form = ModelForm(request.POST or None, new=True)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        template = TEMPLATES.get(given["start"])
        made = services.make_model(
            identity=request.identity,
            title=given["title"],
            summary=given["summary"],
            case=case,
            steps=[str(name) for name in template.steps] if template else [],
        )
        messages.success(request, _("Het model staat klaar. Vul nu de stappen."))
        return redirect("barriers:model", made.pk)
    return form_page(request, form, _("Nieuw barrièremodel"), _("Maken"), back)


@for_functions(*MAKERS)
@require_POST
def take_over(request: IdentifiedRequest, problem: uuid.UUID, model: uuid.UUID) -> HttpResponse:
    """Take a model of the municipality over in a case; once, however often it is sent."""
    case = case_or_404(request, problem, Level.WORK)
    found = queries.own(request.identity).filter(pk=model).first()
    if found is None:
        raise Http404
    before = queries.of_case(request.identity, case).filter(title=found.title).first()
    if before is not None:
        messages.info(request, _("Deze casus heeft dit model al."))
        return redirect("barriers:model", before.pk)
    made = services.take_over(identity=request.identity, model=found, case=case)
    messages.success(request, _("Overgenomen. Geef aan hoe de barrières er hier voor staan."))
    return redirect("barriers:model", made.pk)


@for_functions(*READERS)
@require_GET
def page(request: IdentifiedRequest, model: uuid.UUID) -> HttpResponse:
    """Show a model: the picture, the same as a table, and how it stands per partner."""
    found = model_or_404(request, model)
    steps = queries.steps_of(found)
    context = {
        "model": found,
        "steps": [rows.step_view(one, at, len(steps)) for at, one in enumerate(steps)],
        "picture": picture.draw(steps, title=f"{found.title}. {picture.summary(steps)}"),
        "narrow": picture.draw(steps, title=f"{found.title}. {picture.summary(steps)}", narrow=True),
        "summary": picture.summary(steps),
        "partner_header": rows.partner_header(),
        "partners": rows.partner_rows(queries.per_partner(steps)),
        "header": rows.header(),
        "table": rows.table_rows(steps),
        "changes": queries.may_change(request.identity, found),
        "full": len(steps) >= services.MOST_STEPS,
        "tabs": tabs_for(request, found.case, "barriers") if found.case else [],
    }
    return render(request, "barriers/model.html", context)


@for_functions(*READERS)
@require_GET
def paper(request: IdentifiedRequest, model: uuid.UUID) -> HttpResponse:
    """Give a model on A4, lying."""
    from driehoek.barriers.paper import model_pdf

    found = model_or_404(request, model)
    answer = HttpResponse(model_pdf(request.identity, found), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="barrieremodel.pdf"'
    return answer


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, model: uuid.UUID) -> HttpResponse:
    """Change the title and the words of a model."""
    found = model_or_404(request, model, change=True)
    initial = {"title": found.title, "summary": found.summary, "version": found.version}
    form = ModelForm(request.POST or None, new=False, initial=initial)

    def act() -> None:
        given = form.cleaned_data
        services.change_model(
            identity=request.identity,
            model=found,
            version=given["version"] or 0,
            title=given["title"],
            summary=given["summary"],
        )

    def again() -> HttpResponse:
        now = model_or_404(request, model, change=True)
        held = ModelForm(sent_again(request, now.version), new=False)
        stored = Conflict(changes=[Change(_("Titel"), now.title), Change(_("Kern"), now.summary)])
        return form_page(request, held, _("Model wijzigen"), _("Bewaren"), address(now), stored)

    if request.method == "POST" and form.is_valid():
        return saved(request, act, again, found)
    return form_page(request, form, _("Model wijzigen"), _("Bewaren"), address(found))


def saved(
    request: IdentifiedRequest,
    act: Callable[[], None],
    again: Callable[[], HttpResponse],
    model: BarrierModel,
) -> HttpResponse:
    """Do an act on what was read; when someone was first, answer with what `again` draws."""
    try:
        with transaction.atomic():
            act()
    except VersionConflict:
        return again()
    messages.success(request, _("Bewaard."))
    return redirect("barriers:model", model.pk)


def address(model: BarrierModel) -> str:
    """Return the address of a model."""
    return reverse("barriers:model", args=[model.pk])


def form_page(
    request: IdentifiedRequest,
    form: ModelForm | StepForm | ElementForm,
    title: str,
    submit: str,
    back: str,
    conflict: Conflict | None = None,
    *,
    template: str = "web/form_page.html",
    more: dict[str, object] | None = None,
) -> HttpResponse:
    """Draw a form of this room; with a conflict as 409."""
    context: dict[str, object] = {
        "title": title,
        "form": form,
        "submit_label": submit,
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Barrières"),
        "conflict": conflict,
        **(more or {}),
    }
    return render(request, template, context, status=409 if conflict else 200)
