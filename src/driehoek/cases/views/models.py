"""The process models of the municipality: the list, one as a table, and adapting it."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.cases import queries, requirements, services, table
from driehoek.cases.forms_models import WHO, ModelEditor
from driehoek.cases.models import Phase, ProcessModel
from driehoek.cases.rows import day
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.web.components import Cell, Conflict, Row

KEEPERS: Final = (Function.ADMIN, Function.CASE_DIRECTOR, Function.SAFETY_ADVISER)
# What is wrong with a table, with the names of what it is about (table.TableError).
WRONG: Final[dict[str, str | Promise]] = {
    "missing": gettext_lazy("Er ontbreekt iets: %(where)s."),
    "unknown_question": gettext_lazy("De criteria noemen een vraag die er niet is: %(where)s."),
    "twice": gettext_lazy("Deze stap staat er twee keer in: %(where)s."),
    "unknown_state": gettext_lazy("Een overgang of het begin noemt een stap die er niet is: %(where)s."),
    "who": gettext_lazy("Kies wie de overgang mag maken: %(where)s."),
    "unreached": gettext_lazy("Geen overgang leidt naar: %(where)s. Voeg er een toe of haal de stap weg."),
    "no_end": gettext_lazy("Geen enkele stap is een einde: uit elke stap gaat een overgang verder."),
    "phase": gettext_lazy("Kies een fase voor: %(where)s."),
    "days": gettext_lazy("Vul bij deze stap een aantal dagen in, of niets: %(where)s."),
}


@for_functions(*KEEPERS)
@require_GET
def model_list(request: IdentifiedRequest) -> HttpResponse:
    """List the process models, the newest version of each."""
    there = queries.latest_models(request.identity)
    coming = [data for key, data in table.templates().items() if key not in {one.key for one in there}]
    context = {
        "rows": [_row(one) for one in there],
        "coming": [Row(one["name"], text=one.get("short", "")) for one in coming],
    }
    return render(request, "cases/models.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["POST"])
def take_over(request: IdentifiedRequest) -> HttpResponse:
    """Put the process models that come with Driehoek into the municipality, so that they can be adapted."""
    made = services.ensure_models(municipality=request.identity.municipality)
    messages.success(request, _("%(n)s procesmodellen overgenomen.") % {"n": len(made)})
    return redirect("cases:models")


def _row(one: ProcessModel) -> Row:
    changed = (
        _("aangepast op %(day)s") % {"day": day(one.made_at)}
        if one.number > 1
        else _("zoals het met Driehoek komt")
    )
    return Row(
        title=one.name,
        url=reverse("cases:model", args=[one.pk]),
        kind=_("versie %(n)s") % {"n": one.number},
        text=str(one.data.get("short", "")),
        meta=changed,
    )


def _model_or_404(request: IdentifiedRequest, identifier: uuid.UUID) -> ProcessModel:
    found = ProcessModel.objects.filter(municipality=request.identity.municipality, pk=identifier).first()
    if found is None:
        raise Http404
    return found


@for_functions(*KEEPERS)
@require_GET
def model(request: IdentifiedRequest, model: uuid.UUID) -> HttpResponse:
    """Show one version as a table of states and a table of moves."""
    found = _model_or_404(request, model)
    read = queries.table_of(found)
    names = {state.key: state.name for state in read.states}
    newest = services.latest_model(identity=request.identity, key=found.key)
    context = {
        "model": found,
        "states": _states(read),
        "steps": _steps(read, names),
        "questions": list(read.criteria.questions.values()),
        "newest_url": reverse("cases:model", args=[newest.pk]) if newest.pk != found.pk else "",
    }
    return render(request, "cases/model.html", context)


def _states(read: table.ModelTable) -> dict[str, Any]:
    phases = dict(Phase.choices)
    return {
        "header": [_("Stap"), _("Fase"), _("Hoogstens (dagen)"), _("Bewaren (jaren)")],
        "rows": [
            [
                Cell(state.name),
                Cell(str(phases[state.phase])),
                Cell(str(state.max_days or "–")),
                Cell(str(read.keep_years.get(state.key, "–"))),
            ]
            for state in read.states
        ],
    }


def _steps(read: table.ModelTable, names: dict[str, str]) -> dict[str, Any]:
    who = {key: str(label) for key, label in WHO}
    rows = []
    for step in read.steps:
        needed = [requirements.label_of(key) for key in step.requires]
        if step.reason:
            needed.append(_("Een reden."))
        cells = (step.label, names[step.before], names[step.after], who[step.who], " ".join(needed) or "–")
        rows.append([Cell(text) for text in cells])
    return {"header": [_("Overgang"), _("Van"), _("Naar"), _("Wie"), _("Wat nodig is")], "rows": rows}


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def adapt(request: IdentifiedRequest, model: uuid.UUID) -> HttpResponse:
    """Adapt a process model: what is stored is the next version; cases keep theirs."""
    found = _model_or_404(request, model)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and posted.get("add"):
        # One more empty line in one of the lists, without storing anything.
        return _editor(request, found, ModelEditor(found.data, _with_another(posted)), adding=True)
    editor = ModelEditor(found.data, posted)
    if posted is None or not editor.is_valid():
        return _editor(request, found, editor)
    try:
        made = services.adapt_model(
            identity=request.identity,
            model=found,
            data=editor.table(),
            note=editor.main.cleaned_data["note"],
        )
    except table.TableError as error:
        editor.main.add_error(None, str(WRONG[error.code]) % {"where": ", ".join(error.where)})
        return _editor(request, found, editor)
    except VersionConflict:
        return _editor(request, found, editor, conflict=True)
    messages.success(
        request, _("Versie %(n)s is bewaard. Lopende casussen houden hun versie.") % {"n": made.number}
    )
    return redirect("cases:model", made.pk)


def _with_another(posted: QueryDict) -> QueryDict:
    """Return what was sent with one line more in the list that was asked."""
    data = posted.copy()
    name = f"{posted['add']}-TOTAL_FORMS"
    given = posted.get(name, "")
    if given.isascii() and given.isdigit() and len(given) < 4:
        data[name] = str(int(given) + 1)
    return data


def _editor(
    request: IdentifiedRequest,
    found: ProcessModel,
    editor: ModelEditor,
    *,
    adding: bool = False,
    conflict: bool = False,
) -> HttpResponse:
    context = {
        "model": found,
        "editor": editor,
        "form": editor.main,
        "adding": adding,
        "conflict": Conflict() if conflict else None,
    }
    return render(request, "cases/model_adapt.html", context, status=409 if conflict else 200)
