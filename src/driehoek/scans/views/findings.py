"""Hot spots, hot groups and hot facilities: looking, adding, changing, taking out."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.analysis import sentences
from driehoek.ledger.versions import VersionConflict
from driehoek.scans import places, queries, services, words
from driehoek.scans.forms import FindingForm, StartForm
from driehoek.scans.models import FindingKind, Scan
from driehoek.scans.queries.figures import Figure, deviations_in, figures_for
from driehoek.scans.rights import READERS, WRITERS
from driehoek.scans.rows import figure_row, figure_words, finding_pairs, source_words
from driehoek.scans.views.common import (
    already_there,
    conflict_of,
    finding_or_404,
    form_page,
    kind_or_404,
    open_scan,
    page_url,
    require_open,
)
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version, sent_again


@for_functions(*READERS)
@require_GET
def finding(request: IdentifiedRequest, finding: uuid.UUID) -> HttpResponse:
    """Show what is known of a finding, from the registers and from the street side by side."""
    found = finding_or_404(request, finding)
    times = queries.times_in_a_row([found]).get(found.pk, 1)
    context = {
        "finding": found,
        "kind": str(FindingKind(found.kind).label).lower(),
        "scan_name": words.name(found.scan),
        "tags": [words.basis_tag(found.basis), words.trend_tag(found)],
        "facts": finding_pairs(found, times=times),
        "figures": [figure_row(Figure.of(one)) for one in found.figures],
        "priorities": list(found.priorities.all()),
        "may_write": queries.may_write(request.identity) and not found.scan.is_fixed,
    }
    return render(request, "scans/finding.html", context)


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest, scan: uuid.UUID, kind: str) -> HttpResponse:
    """Add a finding; area and theme in the address bring what the registers say."""
    which = kind_or_404(kind)
    found = open_scan(request, scan)
    start = StartForm(request.GET or None, identity=request.identity)
    known = _known(request, start) if start.is_valid() else {}
    form = FindingForm(
        request.POST or None,
        identity=request.identity,
        scan=found,
        kind=which,
        initial=known.get("initial"),
    )
    if request.method == "POST" and form.is_valid():
        values = form.values()
        # Sent twice, it stands there already: the same answer, and nothing is stored twice.
        with contextlib.suppress(services.AlreadyThere):
            services.add_finding(identity=request.identity, scan=found, kind=which, values=values)
        messages.success(request, _("“%(name)s” staat in de scan.") % {"name": values.name})
        return redirect(page_url(found))
    return _form(
        request,
        form,
        found,
        which,
        title=_("%(kind)s toevoegen") % {"kind": which.label},
        start=start,
        figures=known.get("figures", ()),
        deviations=known.get("deviations", ()),
    )


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, finding: uuid.UUID) -> HttpResponse:
    """Change a finding; a second editor is told, and keeps the text."""
    found = finding_or_404(request, finding)
    require_open(found.scan)
    which = FindingKind(found.kind)
    shared: dict[str, Any] = {
        "identity": request.identity,
        "scan": found.scan,
        "kind": which,
        "finding": found,
    }
    form = FindingForm(request.POST or None, initial=FindingForm.initial_of(found), **shared)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_finding(
                identity=request.identity,
                finding=found,
                version=posted_version(request),
                values=form.values(),
            )
        except services.AlreadyThere:
            form.add_error("name", already_there())
        except VersionConflict:
            found = finding_or_404(request, finding)
            conflict = conflict_of(found.pk, found.municipality_id)
            form = FindingForm(sent_again(request, found.version), **(shared | {"finding": found}))
        else:
            messages.success(request, _("De wijziging is bewaard."))
            return redirect("scans:finding", found.pk)
    return _form(
        request,
        form,
        found.scan,
        which,
        title=_("%(kind)s wijzigen") % {"kind": which.label},
        conflict=conflict,
        figures=[Figure.of(one) for one in found.figures],
    )


@for_functions(*WRITERS)
@require_POST
def take_figures(request: IdentifiedRequest, finding: uuid.UUID) -> HttpResponse:
    """Take the figures over as they stand now."""
    found = finding_or_404(request, finding)
    try:
        count = services.take_figures(
            identity=request.identity, finding=found, version=posted_version(request)
        )
    except VersionConflict:
        messages.error(request, _("Dit is net gewijzigd. Kijk nog eens."))
    else:
        messages.success(
            request,
            _("De cijfers zijn opnieuw opgehaald.")
            if count
            else _("Er zijn geen cijfers voor dit gebied en dit thema."),
        )
    return redirect("scans:finding", found.pk)


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def drop(request: IdentifiedRequest, finding: uuid.UUID) -> HttpResponse:
    """Take a finding out of the scan, after asking."""
    found = finding_or_404(request, finding)
    require_open(found.scan)
    back = reverse("scans:finding", args=[found.pk])
    if request.method == "POST":
        try:
            services.drop_finding(identity=request.identity, finding=found, version=posted_version(request))
        except VersionConflict:
            messages.error(request, _("Dit is net gewijzigd. Kijk nog eens."))
            return redirect(back)
        messages.success(request, _("“%(name)s” is uit de scan gehaald.") % {"name": found.name})
        return redirect(page_url(found.scan))
    context = {
        "title": _("Uit de scan halen"),
        "consequence_title": found.name,
        "consequence": _(
            "Wat hierover is ingevuld, gaat weg. Prioriteiten die hierop rusten, blijven staan."
        ),
        "summary": [Pair(_("Waar"), words.where(found)), Pair(_("Thema"), found.theme.name)],
        "version": found.version,
        "submit_label": _("Haal weg"),
        "negative": True,
        "cancel_url": back,
        "back_url": back,
        "back_label": found.name,
    }
    return render(request, "scans/confirm.html", context)


def _known(request: IdentifiedRequest, start: StartForm) -> dict[str, Any]:
    """Return what the registers say of the chosen area and theme, as a beginning to write on from."""
    area, theme = start.cleaned_data["gebied"], start.cleaned_data["thema"]
    initial: dict[str, Any] = {"area": area, "theme": theme}
    if area is None or theme is None:
        return {"initial": initial}
    figures = figures_for(request.identity, area, theme)
    deviations = deviations_in(request.identity, area, theme.pk)
    said = [f"{one.name}: {figure_words(one)}." for one in figures if one.total is not None][:3]
    said += [f"{sentences.title(one)}. {sentences.sentence(one)}" for one in deviations[:2]]
    if figures:
        initial["source"] = source_words(figures[0])
    return {
        "initial": initial | {"system_knowledge": "\n".join(said)},
        "figures": figures,
        "deviations": [sentences.title(one) for one in deviations],
    }


def _form(
    request: IdentifiedRequest, form: FindingForm, scan: Scan, kind: FindingKind, **more: Any
) -> HttpResponse:
    figures = [figure_row(one) for one in more.pop("figures", ())]
    return form_page(
        request,
        form,
        template="scans/finding_form.html",
        submit=_("Bewaar"),
        scan=scan,
        map=places.pick_view(),
        figures=figures,
        is_group=kind == FindingKind.GROUP,
        **more,
    )
