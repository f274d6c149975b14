"""One measure: its page, changing it, the legal judgement, its steps (CX15)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.cases.views import READERS, case_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.measures import measure_rows as rows
from driehoek.measures import services
from driehoek.measures.forms.measures import VALUES, FileForm, MeasureForm, NewMeasureForm, StepForm
from driehoek.measures.models import AdministrativeMeasure, LetterKind, MeasureFile
from driehoek.measures.queries import measures as queries
from driehoek.measures.services.measures import CHANGEABLE
from driehoek.measures.tables import Step, kinds, procedure
from driehoek.measures.views import file_or_404, measure_or_404
from driehoek.measures.ways import in_the_way, possible_steps
from driehoek.measures.words import WAYS
from driehoek.parties.models import Function
from driehoek.subjects.services.reading import reading
from driehoek.web.components import Conflict, Pair
from driehoek.web.forms import sent_again


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def new(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Begin a measure in a case."""
    case = case_or_404(request, problem, Level.WORK)
    identity = request.identity
    form = NewMeasureForm(request.POST or None, identity=identity, case=case, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        made = services.open_measure(
            identity=identity,
            case=case,
            compartment=form.cleaned_data["compartment"],
            new=form.values(),
            words=services.FileWords(),
            key=form.cleaned_data["key"],
        )
        messages.success(request, _("De maatregel staat in het register. Vul nu het dossier."))
        return redirect("measures:measure", made.pk)
    back = reverse("measures:of_case", args=[problem])
    return _form(request, form, title=_("Nieuwe maatregel"), back=back, submit=_("Bewaar"))


@require_GET
@for_functions(*READERS)
def measure(request: IdentifiedRequest, measure: uuid.UUID) -> HttpResponse:
    """Show a measure: where it stands, what is asked, its terms, its life; the file for who may see it."""
    found = measure_or_404(request, measure)
    identity = request.identity
    mayor = identity.holds(Function.MAYOR, Function.DEPUTY)
    works = (level_on(identity, found.case_id) or 0) >= Level.WORK
    keys = [
        one.key
        for who in ((True,) if mayor else ()) + ((False,) if works else ())
        for one in possible_steps(found, mayor=who)
    ]
    file = queries.file_open_to(identity, found)
    judgement = queries.judgement_of(identity, found)
    context = {
        "measure": found,
        "tags": rows.tags_of(found),
        "says": rows.state_words(found),
        "decides": mayor and found.state == "asked",
        "actions": rows.step_actions(found, keys),
        "facts": rows.facts_of(found, identity),
        "clocks": rows.clock_rows(queries.clocks_of(found)),
        "entries": rows.timeline_of(queries.steps_of(found)),
        "file": file,
        "file_facts": _file_facts(found, file),
        "may_file": works and queries.file_open_to(identity, found, Level.WORK) is not None,
        "may_change": works and found.state in CHANGEABLE,
        "judgement": judgement,
        "judged": judgement is not None and judgement.releasable,
        "letters": [rows.letter_row(one) for one in queries.letters_of(found, file)] if file else [],
        "letter_kinds": LetterKind.choices,
        "open_url": reverse("problems:open", args=[found.case_id]) if mayor and file is None else "",
    }
    return render(request, "measures/measure.html", context)


def _file_facts(measure: AdministrativeMeasure, file: MeasureFile | None) -> list[Pair]:
    """Read the file out of the lock, with a line in the processing log."""
    if file is None:
        return []
    read = file.subject_id or file.pk
    with reading(
        municipality=measure.municipality_id, persons=[read], name=_("Dossier van een maatregel gelezen")
    ):
        pairs = [
            (_("Wie of wat"), file.subject.label if file.subject else ""),
            (_("Brieven aan"), ", ".join(file.addressee.splitlines())),
            (_("Pand of gebied"), file.place),
            (_("Redenen"), file.grounds),
            (_("Zienswijze"), file.views),
        ]
    return [Pair(label, value) for label, value in pairs if value]


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def change(request: IdentifiedRequest, measure: uuid.UUID) -> HttpResponse:
    """Change what everyone sees, as long as it was not put to the mayor."""
    found = measure_or_404(request, measure, Level.WORK)
    back = reverse("measures:measure", args=[found.pk])
    if found.state not in CHANGEABLE:
        messages.info(request, _("Deze maatregel ligt bij de burgemeester of is besloten. Zij staat vast."))
        return redirect(back)
    initial = {name: getattr(found, name) for name in VALUES} | {"version": found.version}
    form = MeasureForm(request.POST or None, identity=request.identity, case=found.case, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_measure(
                identity=request.identity,
                measure=found,
                version=form.cleaned_data["version"] or 0,
                values=form.values(),
            )
        except VersionConflict:
            again = measure_or_404(request, measure, Level.WORK)
            data = sent_again(request, again.version)
            form = MeasureForm(data, identity=request.identity, case=found.case)
            conflict = Conflict()
        else:
            messages.success(request, _("De maatregel is gewijzigd."))
            return redirect(back)
    return _form(
        request, form, title=_("Maatregel wijzigen"), back=back, submit=_("Bewaar"), conflict=conflict
    )


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def file(request: IdentifiedRequest, measure: uuid.UUID) -> HttpResponse:
    """Write down whom it concerns and why."""
    found = measure_or_404(request, measure)
    there = file_or_404(request, found)
    back = reverse("measures:measure", args=[found.pk])
    with reading(
        municipality=found.municipality_id,
        persons=[there.subject_id or there.pk],
        name=_("Dossier van een maatregel geopend om te wijzigen"),
    ):
        initial = {
            "subject": there.subject_id,
            "addressee": there.addressee,
            "place": there.place,
            "grounds": there.grounds,
            "views": there.views,
            "file_version": there.version,
        }
    form = FileForm(request.POST or None, identity=request.identity, case=found.case, initial=initial)
    if found.decided_on:
        for name in ("subject", "place", "grounds", "views"):
            form.fields[name].disabled = True
            form.fields[name].help_text = _("Dit staat vast sinds het besluit.")
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_file(
                identity=request.identity,
                file=there,
                version=form.cleaned_data["file_version"] or 0,
                words=form.words(),
            )
        except VersionConflict:
            data = request.POST.copy()
            data["file_version"] = str(file_or_404(request, found).version)
            form = FileForm(data, identity=request.identity, case=found.case)
            conflict = Conflict()
        else:
            messages.success(request, _("Het dossier is bewaard."))
            return redirect(back)
    return _form(
        request, form, title=_("Dossier van de maatregel"), back=back, submit=_("Bewaar"), conflict=conflict
    )


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def step(request: IdentifiedRequest, measure: uuid.UUID, step: str) -> HttpResponse:
    """Take a step, after a look at what it asks and starts."""
    taken = procedure().steps.get(step)
    if taken is None:
        raise Http404
    mayor = taken.who == "mayor"
    found = measure_or_404(request, measure, Level.OVERVIEW if mayor else Level.WORK)
    if mayor and not request.identity.holds(Function.MAYOR, Function.DEPUTY):
        raise PermissionDenied(WAYS["mayor"])
    back = reverse("measures:measure", args=[found.pk])
    if taken not in possible_steps(found, mayor=mayor):
        messages.info(request, _("Deze stap kan nu niet. Kijk waar de maatregel staat."))
        return redirect(back)
    form = StepForm(
        request.POST or None, step=taken, initial={"version": found.version, "on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid() and _take(request, found, taken, form):
        return redirect(back)
    return _step_page(request, found, taken, form, back)


def _take(request: IdentifiedRequest, found: AdministrativeMeasure, taken: Step, form: StepForm) -> bool:
    """Take the step that was asked; False when something is in the way, said at the form."""
    given = form.cleaned_data
    try:
        services.take_step(
            identity=request.identity,
            measure=found,
            version=given["version"],
            step=taken.key,
            on=given.get("on"),
            reason=given.get("reason", ""),
            ends_on=given.get("ends_on"),
        )
    except services.StepNotNowError as error:
        places = {"reason": "reason", "future": "on", "before": "on", "ended_day": "on", "new_end": "ends_on"}
        for code in error.codes:
            place = places.get(code)
            form.add_error(place if place in form.fields else None, str(WAYS[code]))
        return False
    except VersionConflict:
        messages.error(request, _("Deze maatregel is intussen gewijzigd. Kijk haar nog eens na."))
        return True
    messages.success(request, _("Vastgelegd: %(what)s.") % {"what": taken.done})
    return True


def _step_page(
    request: IdentifiedRequest, found: AdministrativeMeasure, taken: Step, form: StepForm, back: str
) -> HttpResponse:
    clock = procedure().clocks.get(taken.starts)
    first = "" if form.is_bound else _first_way(request, found, taken)
    context = {
        "form": form,
        "title": taken.label,
        "lead": found.title,
        "article": taken.article,
        "clock": clock,
        "way": first,
        "kind": kinds()[found.kind],
        "facts": [Pair(_("Geldt"), rows.span(found))] if rows.span(found) else [],
        "back_url": back,
        "back_label": _("Maatregel"),
        "submit_label": taken.label,
        "cancel_url": back,
        "judge_url": reverse("measures:judge", args=[found.pk]) if "judgement" in taken.needs else "",
    }
    return render(request, "measures/step.html", context)


def _first_way(request: IdentifiedRequest, found: AdministrativeMeasure, taken: Step) -> str:
    """Say beforehand what is in the way, except for what the form itself asks."""
    reason = "x" * 20
    codes = in_the_way(request.identity, found, taken, on=timezone.localdate(), reason=reason)
    shown = [code for code in codes if code not in ("new_end", "before")]
    return str(WAYS[shown[0]]) if shown else ""


def _form(
    request: IdentifiedRequest,
    form: object,
    *,
    title: str,
    back: str,
    submit: str,
    conflict: Conflict | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back_url": back,
        "back_label": _("Terug"),
        "submit_label": submit,
        "cancel_url": back,
        "conflict": conflict,
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)
