"""Filing and checking reports of the police (CX14, CX16)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.cases.views import READERS
from driehoek.ledger.versions import VersionConflict
from driehoek.measures import report_rows as rows
from driehoek.measures import services
from driehoek.measures.completeness import completeness, missing_core
from driehoek.measures.forms.reports import ContentsForm, PlaceForm, QuestionForm, ReportForm, TargetForm
from driehoek.measures.models import PoliceReport, ReportState
from driehoek.measures.queries import reports as queries
from driehoek.measures.services.reports import target_days
from driehoek.measures.tables import report_groups
from driehoek.measures.views import may_check, report_or_404
from driehoek.measures.words import FILERS
from driehoek.parties.models import Function
from driehoek.subjects.services.reading import reading
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version
from driehoek.web.paging import keyset_cursor, next_page


@require_GET
@for_functions(*READERS)
def reports(request: IdentifiedRequest) -> HttpResponse:
    """List the reports that the reader sent, or that wait for the municipality."""
    identity = request.identity
    found, more = queries.page_of_reports(identity, keyset_cursor(request))
    target = target_days(identity.municipality)
    context = {
        "rows": [rows.report_row(one, target=target) for one in found],
        "next_url": next_page(request, found[-1].received_at, found[-1].pk) if more else "",
        "may_file": _may_file(request),
        "target": target,
        "may_set": identity.holds(Function.SAFETY_ADVISER),
    }
    return render(request, "measures/reports.html", context)


def _may_file(request: IdentifiedRequest) -> bool:
    identity = request.identity
    adviser = identity.holds(Function.SAFETY_ADVISER)
    return identity.holds(*FILERS) and (adviser or queries.own_sender(identity) is not None)


@require_http_methods(["GET", "POST"])
@for_functions(*FILERS)
def report_new(request: IdentifiedRequest) -> HttpResponse:
    """File a report, or register one that came in on paper."""
    if not _may_file(request):
        raise PermissionDenied(_("Alleen de politie dient een bestuurlijke rapportage in."))
    identity = request.identity
    form = ReportForm(request.POST or None, identity=identity, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = services.NewReport(
            sender=queries.own_sender(identity) or given["sender"],
            reference=given["reference"],
            found_on=given["found_on"],
            contents=form.contents(),
            none=form.none(),
        )
        made = services.file_report(identity=identity, new=new, key=given["key"])
        messages.success(request, _("De rapportage is ontvangen. U ziet hier wat ermee gebeurt."))
        return redirect("measures:report", made.pk)
    return _contents_page(request, form, title=_("Bestuurlijke rapportage"), back=reverse("measures:reports"))


@require_GET
@for_functions(*READERS)
def report(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Show a report: what is missing and why that matters, what was asked, what was done with it."""
    return _page(request, report_or_404(request, report))


@require_POST
@for_functions(*READERS)
def report_ask(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Ask the sender for what is missing."""
    found = report_or_404(request, report, works=True)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, question=form)
    given = form.cleaned_data
    try:
        services.ask_sender(
            identity=request.identity,
            report=found,
            version=given["version"],
            fields=given["fields_asked"],
            words=given["words"],
        )
    except VersionConflict:
        return _changed(request, found)
    messages.success(request, _("De vraag is verstuurd aan %(who)s.") % {"who": found.sender.name})
    return redirect("measures:report", found.pk)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def report_answer(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Answer the open question in the form in which the report was filed."""
    found = report_or_404(request, report)
    question = queries.open_question(found)
    own = found.sender_id in request.identity.organisations
    registrar = found.filed_by_id == request.identity.person
    if not own and not registrar:
        raise PermissionDenied(_("Alleen de afzender vult deze rapportage aan."))
    if question is None:
        messages.info(request, _("Er is nu geen vraag over deze rapportage."))
        return redirect("measures:report", found.pk)
    edition = queries.newest_edition(found)
    form = ContentsForm(
        request.POST or None,
        texts=queries.texts_of(edition),
        none=edition.none if edition else (),
        asked=question.fields,
        initial={"key": uuid.uuid4()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_question(
                identity=request.identity, question=question, contents=form.contents(), none=form.none()
            )
        except VersionConflict:
            return _changed(request, found)
        messages.success(request, _("De aanvulling is verstuurd. De gemeente kijkt opnieuw."))
        return redirect("measures:report", found.pk)
    return _contents_page(
        request,
        form,
        title=_("Rapportage aanvullen"),
        back=reverse("measures:report", args=[found.pk]),
        words=question.words,
    )


@require_POST
@for_functions(*READERS)
def report_checked(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Call a report complete."""
    found = report_or_404(request, report, works=True)
    try:
        services.mark_checked(identity=request.identity, report=found, version=posted_version(request))
    except VersionConflict:
        return _changed(request, found)
    except services.IncompleteError:
        messages.error(request, _("Er missen nog punten. Vraag ze aan de afzender."))
        return redirect("measures:report", found.pk)
    messages.success(request, _("De rapportage is volledig. De afzender ziet dat."))
    return redirect("measures:report", found.pk)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def report_place(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Lay a report in a case."""
    found = report_or_404(request, report, works=True)
    if found.case_id is not None:
        return redirect("measures:report", found.pk)
    form = PlaceForm(request.POST or None, identity=request.identity, initial={"version": found.version})
    back = reverse("measures:report", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["compartment"]
        try:
            services.place_report(
                identity=request.identity,
                report=found,
                version=form.cleaned_data["version"],
                case=chosen.case,
                compartment=chosen,
            )
        except VersionConflict:
            return _changed(request, found)
        messages.success(request, _("De rapportage ligt nu in de casus."))
        return redirect(back)
    return _form(request, form, title=_("In een casus leggen"), back=back, submit=_("Leg in de casus"))


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def report_close(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Say that no measure follows, after asking once."""
    found = report_or_404(request, report, works=True)
    back = reverse("measures:report", args=[found.pk])
    if request.method == "GET":
        return confirm_page(
            request,
            title=_("Geen maatregel na deze rapportage?"),
            consequence=_("De afzender ziet dat er geen maatregel komt. De tijd stopt."),
            submit=_("Ja, geen maatregel"),
            version=found.version,
            back=(back, _("Rapportage")),
        )
    try:
        services.close_report(identity=request.identity, report=found, version=posted_version(request))
        messages.success(request, _("Vastgelegd: geen maatregel."))
    except VersionConflict:
        return _changed(request, found)
    return redirect(back)


@require_http_methods(["GET", "POST"])
@for_functions(Function.SAFETY_ADVISER)
def target(request: IdentifiedRequest) -> HttpResponse:
    """Set how many days the municipality gives itself."""
    there = queries.target(request.identity.municipality)
    now = {"days": target_days(request.identity.municipality), "version": there.version if there else 1}
    form = TargetForm(request.POST or None, initial=now)
    back = reverse("measures:reports")
    if request.method == "POST" and form.is_valid():
        try:
            services.set_target(identity=request.identity, **form.cleaned_data)
        except VersionConflict:
            messages.error(request, _("Iemand anders wijzigde dit intussen. Kijk het nog eens na."))
            return redirect("measures:target")
        messages.success(request, _("De streeftijd is bewaard."))
        return redirect(back)
    return _form(request, form, title=_("Streeftijd"), back=back, submit=_("Bewaar"))


def _changed(request: IdentifiedRequest, found: PoliceReport) -> HttpResponse:
    messages.error(request, _("Deze rapportage is intussen gewijzigd. Kijk haar nog eens na."))
    return redirect("measures:report", found.pk)


def _form(request: IdentifiedRequest, form: object, *, title: str, back: str, submit: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back_url": back,
        "back_label": _("Terug"),
        "submit_label": submit,
        "cancel_url": back,
    }
    return render(request, "web/form_page.html", context)


def _contents_page(
    request: IdentifiedRequest, form: ContentsForm, *, title: str, back: str, words: str = ""
) -> HttpResponse:
    form.wanted()
    groups = [
        (group, [(form[f"text_{one.field.key}"], form[f"none_{one.field.key}"]) for one in stands.fields])
        for group, stands in zip(report_groups(), completeness(None), strict=True)
    ]
    head = [form[name] for name in ("sender", "reference", "found_on") if name in form.fields]
    context = {
        "form": form,
        "title": title,
        "lead": words or _("Vul in wat u weet. De gemeente vraagt om wat er nog mist."),
        "back_url": back,
        "back_label": _("Terug"),
        "submit_label": _("Verstuur"),
        "cancel_url": back,
        "head": head,
        "groups": groups,
    }
    return render(request, "measures/report_form.html", context)


def _page(
    request: IdentifiedRequest, found: PoliceReport, *, question: QuestionForm | None = None
) -> HttpResponse:
    works = may_check(request, found)
    edition = queries.newest_edition(found)
    waiting = queries.open_question(found)
    missing = missing_core(edition)
    with reading(
        municipality=found.municipality_id, persons=[found.pk], name=_("Bestuurlijke rapportage gelezen")
    ):
        groups = completeness(edition, queries.texts_of(edition), waiting.fields if waiting else ())
    open_now = found.state in (ReportState.RECEIVED, ReportState.CHECKED)
    own = found.sender_id in request.identity.organisations
    context = {
        "report": found,
        "title": _("Rapportage %(reference)s") % {"reference": found.reference},
        "says": rows.next_words(found),
        "tags": rows.tags_of(found, target=target_days(found.municipality_id)),
        "facts": rows.facts_of(found, in_case=works or not own),
        "groups": [(one, [rows.lacking_row(lack) for lack in one.lacking]) for one in groups],
        "missing": len(missing),
        "entries": rows.entries_of(found, list(found.editions.all()), list(found.questions.all())),
        "may_check": works and found.state == ReportState.RECEIVED and not missing,
        "may_place": works and found.case_id is None,
        "may_close": works and open_now,
        "may_answer": waiting is not None and (own or found.filed_by_id == request.identity.person),
        "question": (question or QuestionForm(missing=missing, initial={"version": found.version}))
        if works and open_now
        else None,
        "form": question,
    }
    return render(request, "measures/report.html", context)
