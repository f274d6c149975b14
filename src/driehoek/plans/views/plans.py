"""Pages of the year plan: the list, the plan with effort beside effect, and what is done with a plan as a whole."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.plans import queries, rows, services
from driehoek.plans.forms import AdoptForm, PlanForm
from driehoek.plans.models import ActionStatus, Edition, Plan, PlanState
from driehoek.plans.queries.plans import LATE, PlanFilter
from driehoek.plans.reading import sections
from driehoek.plans.views.common import (
    conflict_of,
    form_page,
    plan_or_404,
    sent_twice,
    tell_changed,
)
from driehoek.web.components import Pair
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version, sent_again

# A drawing costs some tens of milliseconds the first time; more of them on one page help nobody.
DRAWN: Final = 8


@for_functions(*queries.READERS)
@require_GET
def plans(request: IdentifiedRequest) -> HttpResponse:
    """List the plans, the newest year first."""
    context = {
        "rows": [rows.plan_row(plan) for plan in queries.plans_of(request.identity)],
        "keeps": queries.may_keep(request.identity),
    }
    return render(request, "plans/plans.html", context)


@for_functions(*queries.READERS)
@require_GET
def plan(request: IdentifiedRequest, plan: uuid.UUID) -> HttpResponse:
    """Show a plan: per goal what is done, beside how it stands with what was to be reached."""
    found = plan_or_404(request, plan)
    chosen = _chosen(request)
    lines = queries.effort_beside_effect(request.identity, found, chosen)
    editions = queries.editions_of(request.identity, plan=found)
    keeps = queries.may_keep(request.identity)
    context = {
        "plan": found,
        "tag": rows.plan_tag(found),
        "adopted": rows.adoption_words(found),
        "count": rows.count_words(queries.counted(request.identity, found)),
        "blocks": [rows.goal_block(line, drawn=place < DRAWN) for place, line in enumerate(lines)],
        "chosen": chosen,
        "subjects": queries.themes_of(request.identity, found),
        "owners": queries.owners_of(request.identity, found),
        "states": [(LATE, _("Te laat")), *ActionStatus.choices],
        "keeps": keeps and found.state != PlanState.CLOSED,
        "may_reopen": keeps and found.state == PlanState.CLOSED,
        "copies": keeps,
        "editions": [rows.edition_row(edition) for edition in editions],
        "changed": keeps and bool(editions) and _changed_since(request, editions[0], found),
    }
    return render(request, "plans/plan.html", context)


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Begin a plan for a year."""
    year = timezone.localdate().year
    form = PlanForm(request.POST or None, initial={"year": year, "title": _title(year)})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = services.make_plan(identity=request.identity, year=values["year"], title=values["title"])
        except services.PlanExistsError as error:
            messages.info(request, _("Voor dat jaar is er al een plan. Hier staat het."))
            return redirect("plans:plan", error.existing.pk)
        messages.success(request, _("Het plan is begonnen. Zet er nu een doel in."))
        return redirect("plans:plan", made.pk)
    return form_page(request, form, title=_("Nieuw jaarplan"), submit=_("Begin het plan"), back=_to_list())


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, plan: uuid.UUID) -> HttpResponse:
    """Give a plan another title; a second editor is told, and keeps what was filled in."""
    found = plan_or_404(request, plan)
    services.require_open(found)
    initial = {"title": found.title, "version": found.version}
    form, conflict = PlanForm(request.POST or None, with_year=False, initial=initial), None
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_plan(
                identity=request.identity,
                plan=found,
                version=posted_version(request),
                title=form.cleaned_data["title"],
            )
        except VersionConflict:
            found = plan_or_404(request, plan)
            conflict = conflict_of(request, found.pk, [(_("Titel"), found.title)])
            form = PlanForm(sent_again(request, found.version), with_year=False)
        else:
            messages.success(request, _("De titel is gewijzigd."))
            return redirect("plans:plan", found.pk)
    return form_page(
        request,
        form,
        title=_("Titel wijzigen"),
        submit=_("Bewaren"),
        back=_to_plan(found),
        conflict=conflict,
    )


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def copy(request: IdentifiedRequest, plan: uuid.UUID) -> HttpResponse:
    """Take a plan over to another year."""
    found = plan_or_404(request, plan)
    year = found.year + 1
    form = PlanForm(request.POST or None, initial={"year": year, "title": _title(year)})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = services.copy_plan(
                identity=request.identity, plan=found, year=values["year"], title=values["title"]
            )
        except services.PlanExistsError:
            form.add_error("year", _("Voor dat jaar is er al een plan. Kies een ander jaar."))
        else:
            messages.success(
                request, _("Overgenomen als concept. Loop de doelen en de data na voor u het vaststelt.")
            )
            return redirect("plans:plan", made.pk)
    return form_page(
        request,
        form,
        title=_("Overnemen naar een ander jaar"),
        lead=_("De doelen en de maatregelen die nog lopen komen mee. De data schuiven mee op."),
        submit=_("Neem over"),
        back=_to_plan(found),
    )


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def adopt(request: IdentifiedRequest, plan: uuid.UUID) -> HttpResponse:
    """Show what would be fixed, and write down who adopted it."""
    found = plan_or_404(request, plan)
    services.require_open(found)
    if (made := _adopted_already(request, found)) is not None:
        return redirect("plans:edition", made.pk)
    proof = queries.proof(queries.snapshot_of_plan(request.identity, found))
    again = found.state != PlanState.DRAFT
    hidden = {"version": found.version, "seen": proof.digest}
    form, stale = AdoptForm(request.POST or None, again=again, initial=hidden), False
    if request.method == "POST" and form.is_valid():
        try:
            edition = services.adopt_plan(
                identity=request.identity,
                plan=found,
                version=posted_version(request),
                seen=form.cleaned_data["seen"],
                adoption=form.adoption(),
            )
        except (VersionConflict, services.ChangedSinceSeenError):
            found = plan_or_404(request, plan)
            proof = queries.proof(queries.snapshot_of_plan(request.identity, found))
            data = sent_again(request, found.version)
            data["seen"] = proof.digest
            form, stale = AdoptForm(data, again=again), True
        except services.NothingChangedError:
            messages.info(request, _("Er is niets veranderd sinds de laatste versie."))
            return redirect("plans:plan", found.pk)
        else:
            messages.success(
                request,
                _("Vastgesteld als versie %(n)s. Deze versie verandert niet meer.") % {"n": edition.number},
            )
            return redirect("plans:edition", edition.pk)
    context = {
        "plan": found,
        "form": form,
        "sections": sections(proof.snapshot),
        "stale": stale,
        "again": again,
        "back_url": _to_plan(found)[0],
    }
    return render(request, "plans/adopt.html", context, status=409 if stale else 200)


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def close(request: IdentifiedRequest, plan: uuid.UUID) -> HttpResponse:
    """Ask once more, then close a plan."""
    found = plan_or_404(request, plan)
    if request.method == "POST":
        try:
            services.close_plan(identity=request.identity, plan=found, version=posted_version(request))
            messages.success(request, _("Het plan is afgesloten. U kunt het op deze pagina weer openen."))
        except VersionConflict:
            tell_changed(request)
        return redirect("plans:plan", found.pk)
    return confirm_page(
        request,
        title=_("Jaarplan afsluiten?"),
        consequence=_(
            "Daarna verandert er niets meer aan doelen en maatregelen. Wat nog niet klaar is, vervalt als taak."
        ),
        submit=_("Ja, sluit het plan af"),
        version=found.version,
        back=_to_plan(found),
        summary=[Pair(_("Jaarplan"), found.title)],
    )


@for_functions(*queries.KEEPERS)
@require_http_methods(["POST"])
def reopen(request: IdentifiedRequest, plan: uuid.UUID) -> HttpResponse:
    """Open a closed plan again."""
    found = plan_or_404(request, plan)
    try:
        services.reopen_plan(identity=request.identity, plan=found, version=posted_version(request))
        messages.success(request, _("Het plan is weer open. Wat niet klaar is, staat weer als taak."))
    except VersionConflict:
        tell_changed(request)
    return redirect("plans:plan", found.pk)


def _adopted_already(request: IdentifiedRequest, plan: Plan) -> Edition | None:
    """Return the last edition when it is what was seen: a form that was sent twice."""
    if request.method != "POST":
        return None
    last = next(iter(queries.editions_of(request.identity, plan=plan)), None)
    if last is None:
        return None
    content = queries.proof(replace(last.snapshot, texts=()))
    return last if sent_twice(request, last, content.digest) else None


def _chosen(request: IdentifiedRequest) -> PlanFilter:
    status = request.GET.get("stand", "")
    return PlanFilter(
        theme=_identifier(request, "thema"),
        owner=_identifier(request, "wie"),
        status=status if status in {LATE, *ActionStatus.values} else "",
        goal=_identifier(request, "doel"),
    )


def _identifier(request: IdentifiedRequest, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _changed_since(request: IdentifiedRequest, last: Edition, plan: Plan) -> bool:
    """Tell whether the plan says something else than its last edition does."""
    return last.snapshot.themes != queries.snapshot_of_plan(request.identity, plan).themes


def _title(year: int) -> str:
    return _("Uitvoeringsplan veiligheid %(year)s") % {"year": year}


def _to_list() -> tuple[str, str]:
    return reverse("plans:plans"), _("Jaarplannen")


def _to_plan(plan: Plan) -> tuple[str, str]:
    return reverse("plans:plan", args=[plan.pk]), plan.title
