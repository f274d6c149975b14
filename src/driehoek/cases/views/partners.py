"""Pages about who takes part in a case, and about its compartments (CX04)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.cases import own_parts, queries, rows, services
from driehoek.cases.forms import CompartmentForm, InviteForm, SoonerForm
from driehoek.cases.models import Case, Participation
from driehoek.cases.parts import tabs_for
from driehoek.cases.views import READERS, case_or_404
from driehoek.cases.views.moving import frame
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Action, Cell, Pair, Row
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version


def _taking_part(request: IdentifiedRequest, problem: uuid.UUID) -> Case:
    """Return a case in which the reader takes part; the overview alone is not enough for who else does.

    Raises:
        Http404: there is no such case for this reader.
        PermissionDenied: they have the overview alone.
    """
    case = case_or_404(request, problem)
    if not own_parts.takes_part(request, case):
        raise PermissionDenied(_("Wie er meedoet, zien alleen de deelnemers. U ziet het overzicht."))
    return case


@for_functions(*READERS)
@require_GET
def partners(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """List who takes part, until when and why; for who leads, also who sees what."""
    case = _taking_part(request, problem)
    leads = level_on(request.identity, problem) == Level.LEAD
    people = list(queries.participations(case))
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "partners"),
        "rows": [_partner_row(case, one, leads) for one in people],
        "leads": leads,
        "sight": _sight(request, case, people) if leads else None,
    }
    return render(request, "cases/partners.html", context)


def _partner_row(case: Case, one: Participation, leads: bool) -> Row:
    actions = (
        Action(
            _("Eerder laten eindigen"), reverse("cases:sooner", args=[case.pk, one.pk]), about=one.person.name
        ),
        Action(_("Stop nu"), reverse("cases:partner_end", args=[case.pk, one.pk]), about=one.person.name),
    )
    return Row(
        title=one.person.name,
        kind=one.organisation.name,
        text=one.reason,
        meta=_("tot en met %(day)s") % {"day": rows.day(one.until)},
        actions=actions if leads else (),
    )


def _sight(request: IdentifiedRequest, case: Case, people: list[Participation]) -> dict[str, Any]:
    """Who sees what, as a table: a line for each person, a column for each compartment that the reader leads."""
    parts = own_parts.open_compartments(request, case)
    names = {one.person_id: one.organisation.name for one in people}
    lines = []
    for one in queries.sight_of(request.identity, parts):
        cells = [Cell(_level_words(one.levels.get(part.pk))) for part in parts]
        lines.append([Cell(one.person.name), Cell(names.get(one.person.pk, _("regie"))), *cells])
    return {"header": [_("Wie"), _("Namens"), *(part.name for part in parts)], "rows": lines}


def _level_words(level: Level | None) -> str:
    if level is None:
        return _("ziet niets")
    return {
        Level.OVERVIEW: _("leest"),
        Level.FILE: _("leest"),
        Level.WORK: _("leest en werkt"),
        Level.LEAD: _("leidt"),
    }[level]


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def invite(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Let a partner in, with an end date and only the compartments that are needed."""
    case = case_or_404(request, problem, Level.LEAD)
    form = InviteForm(request.POST or None, identity=request.identity, case=case)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        partner = values["partner"]
        new = services.Invitation(
            person=partner.person,
            organisation=partner.organisation,
            until=values["until"],
            reason=values["reason"],
            compartments=list(values.get("compartments") or ()),
            level=Level(int(values["level"])),
        )
        try:
            with transaction.atomic():
                services.invite(identity=request.identity, case=case, new=new)
        except IntegrityError:
            messages.info(request, _("%(name)s doet al mee.") % {"name": partner.person.name})
        else:
            messages.success(request, _("%(name)s doet nu mee.") % {"name": partner.person.name})
        return redirect("cases:partners", problem)
    lead = _("Nodig alleen wie nodig is. Een partner ziet het overzicht, wat gedeeld is en wat u aanvinkt.")
    context = frame(case, _("Partner uitnodigen"), _("Uitnodigen"), lead) | {"form": form}
    return render(request, "web/form_page.html", context | _back(case))


def _back(case: Case) -> dict[str, str]:
    url = reverse("cases:partners", args=[case.pk])
    return {"cancel_url": url, "back_url": url, "back_label": _("Partners")}


def _participation(case: Case, identifier: uuid.UUID) -> Participation:
    found = queries.participations(case).filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def sooner(request: IdentifiedRequest, problem: uuid.UUID, participation: uuid.UUID) -> HttpResponse:
    """Let an invitation end sooner than it said."""
    case = case_or_404(request, problem, Level.LEAD)
    found = _participation(case, participation)
    form = SoonerForm(request.POST or None, until=found.until, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_sooner(
                identity=request.identity,
                participation=found,
                version=form.cleaned_data["version"],
                until=form.cleaned_data["until"],
            )
        except VersionConflict:
            messages.info(request, _("Dit is intussen gewijzigd. Kijk eerst hoe het nu staat."))
        else:
            messages.success(request, _("De deelname eindigt eerder."))
        return redirect("cases:partners", problem)
    lead = _("%(name)s doet nu mee tot en met %(day)s.") % {
        "name": found.person.name,
        "day": rows.day(found.until),
    }
    context = frame(case, _("Eerder laten eindigen"), _("Bewaren"), lead) | {"form": form}
    return render(request, "web/form_page.html", context | _back(case))


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def partner_end(request: IdentifiedRequest, problem: uuid.UUID, participation: uuid.UUID) -> HttpResponse:
    """End what a partner sees now, after asking once more."""
    case = case_or_404(request, problem, Level.LEAD)
    found = _participation(case, participation)
    if request.method == "POST":
        if posted_version(request) != found.version:
            messages.info(request, _("Dit is intussen gewijzigd. Kijk eerst hoe het nu staat."))
        else:
            services.end_participation(identity=request.identity, participation=found)
            messages.success(request, _("%(name)s ziet de casus niet meer.") % {"name": found.person.name})
        return redirect("cases:partners", problem)
    return confirm_page(
        request,
        title=_("Deelname nu stoppen?"),
        consequence=_("Deze partner ziet meteen niets meer van deze casus. U kunt later opnieuw uitnodigen."),
        submit=_("Ja, stop nu"),
        version=found.version,
        back=(reverse("cases:partners", args=[problem]), _("Partners")),
        summary=[Pair(_("Wie"), found.person.name), Pair(_("Namens"), found.organisation.name)],
    )


@for_functions(*READERS)
@require_GET
def compartments(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """List the compartments that are open to the reader."""
    case = _taking_part(request, problem)
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "compartments"),
        "rows": [own_parts.compartment_row(one) for one in own_parts.open_compartments(request, case)],
        "leads": level_on(request.identity, problem) == Level.LEAD,
    }
    return render(request, "cases/compartments.html", context)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def compartment_new(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Make a compartment."""
    case = case_or_404(request, problem, Level.LEAD)
    form = CompartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            with transaction.atomic():
                services.add_compartment(
                    identity=request.identity, case=case, name=values["name"], purpose=values["purpose"]
                )
        except IntegrityError:
            form.add_error("name", _("Er is al een compartiment met deze naam."))
        else:
            messages.success(request, _("Het compartiment is er. Nodig nu uit wie erin mag."))
            return redirect("cases:compartments", problem)
    back = reverse("cases:compartments", args=[problem])
    lead = _(
        "Alleen wie u uitnodigt, ziet wat hierin ligt. Ook in lijsten en aantallen bestaat het voor anderen niet."
    )
    context = frame(case, _("Compartiment toevoegen"), _("Toevoegen"), lead) | {
        "form": form,
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Compartimenten"),
    }
    return render(request, "web/form_page.html", context)
