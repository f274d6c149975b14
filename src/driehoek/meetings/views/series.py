"""Pages about series: making, changing, planning ahead, fixed points."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.deadlines import recurrence
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.forms.meetings import FixedPointForm, SeriesForm, WhenForm
from driehoek.meetings.models import FixedPoint, Series
from driehoek.meetings.queries import gatherings
from driehoek.meetings.services import series as services
from driehoek.meetings.views.common import conflict_of, form_page, meeting_url
from driehoek.meetings.views.gatherings import tell_changed
from driehoek.web.components import Action, Pair, Row, Tag
from driehoek.web.forms import posted_version, sent_again


@for_functions(*KEEPERS_OF_POSITION)
@require_GET
def series_list(request: IdentifiedRequest) -> HttpResponse:
    """List the series."""
    rows = [
        Row(
            one.name,
            reverse("meetings:series", args=[one.pk]),
            recurrence.words(one.rhythm, one.rule),
            kind=str(one.get_kind_display()).lower(),
            tags=[Tag(_("beëindigd"), "barred")] if one.ended_at else [],
            meta=_("Voorzitter: %(name)s") % {"name": one.chair.name},
        )
        for one in gatherings.series_list(request.identity)
    ]
    return render(request, "meetings/series_list.html", {"rows": rows})


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Make a series; its meetings of the next quarter are planned at once."""
    usual = SeriesForm.usual(request.identity)
    form = SeriesForm(request.POST or None, identity=request.identity, initial=usual)
    if request.method == "POST" and form.is_valid():
        made = services.make_series(identity=request.identity, new=form.new_series())
        messages.success(
            request, _("De reeks staat er. De overleggen van het komende kwartaal zijn gepland.")
        )
        return redirect("meetings:series", made.pk)
    back = reverse("meetings:series_list")
    return form_page(
        request,
        form,
        title=_("Nieuwe reeks"),
        submit=_("Maak de reeks"),
        back=back,
        back_label=_("Reeksen"),
    )


@for_functions(*KEEPERS_OF_POSITION)
@require_GET
def series(request: IdentifiedRequest, series: uuid.UUID) -> HttpResponse:
    """Show a series: who, how often, its fixed points and what is planned."""
    return _page(request, _series_or_404(request, series), FixedPointForm(), WhenForm())


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, series: uuid.UUID) -> HttpResponse:
    """Change a series; a second editor is told, and keeps what was filled in."""
    found = _series_or_404(request, series)
    form = SeriesForm(request.POST or None, identity=request.identity, initial=SeriesForm.initial_of(found))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_series(
                identity=request.identity,
                series=found,
                version=form.cleaned_data["version"] or 0,
                new=form.new_series(),
            )
        except VersionConflict:
            conflict = conflict_of(found.pk, found.municipality_id) | {"changes": []}
            form = SeriesForm(sent_again(request, found.version), identity=request.identity)
        else:
            messages.success(request, _("De wijziging is bewaard. Geplande overleggen houden hun tijd."))
            return redirect("meetings:series", found.pk)
    return form_page(
        request,
        form,
        title=_("Reeks wijzigen"),
        submit=_("Bewaren"),
        lead=_("Wie erbij komt of weggaat, geldt voor alle overleggen die nog komen."),
        back=reverse("meetings:series", args=[found.pk]),
        back_label=found.name,
        conflict=conflict,
    )


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def end(request: IdentifiedRequest, series: uuid.UUID) -> HttpResponse:
    """End a series, or let it go on; both are one tap to take back."""
    found = _series_or_404(request, series)
    version = posted_version(request)
    try:
        if found.ended_at:
            services.restore_series(identity=request.identity, series=found, version=version)
            messages.success(request, _("De reeks gaat weer door."))
        else:
            services.end_series(identity=request.identity, series=found, version=version)
            messages.success(request, _("De reeks is beëindigd. Wat gepland staat, blijft staan."))
    except VersionConflict:
        tell_changed(request)
    return redirect("meetings:series", found.pk)


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def plan(request: IdentifiedRequest, series: uuid.UUID) -> HttpResponse:
    """Plan the meetings of another quarter."""
    found = _series_or_404(request, series)
    number = services.plan_ahead(identity=request.identity, series=found)
    words = ngettext("Er is %(n)s overleg bij gepland.", "Er zijn %(n)s overleggen bij gepland.", number)
    messages.success(request, words % {"n": number})
    return redirect("meetings:series", found.pk)


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def plan_one(request: IdentifiedRequest, series: uuid.UUID) -> HttpResponse:
    """Plan one meeting by hand."""
    found = _series_or_404(request, series)
    form = WhenForm(request.POST)
    if not form.is_valid():
        return _page(request, found, FixedPointForm(), form)
    made = services.plan_meeting(identity=request.identity, series=found, starts_at=form.starts_at())
    messages.success(request, _("Het overleg is gepland."))
    return redirect(meeting_url(made))


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def fixed_add(request: IdentifiedRequest, series: uuid.UUID) -> HttpResponse:
    """Add a fixed point."""
    found = _series_or_404(request, series)
    form = FixedPointForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, WhenForm())
    services.add_fixed_point(identity=request.identity, series=found, **form.cleaned_data)
    messages.success(request, _("Het vaste punt staat erbij. Het geldt voor agenda's die u nog samenstelt."))
    return redirect("meetings:series", found.pk)


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def fixed_remove(request: IdentifiedRequest, series: uuid.UUID, fixed: uuid.UUID) -> HttpResponse:
    """Take a fixed point off; a second tap changes nothing more."""
    found = _series_or_404(request, series)
    point = FixedPoint.objects.filter(series=found, pk=fixed).select_related("series").first()
    if point is not None:
        services.remove_fixed_point(identity=request.identity, point=point)
        messages.success(request, _("Het vaste punt is eraf: %(title)s.") % {"title": point.title})
    return redirect("meetings:series", found.pk)


def _series_or_404(request: IdentifiedRequest, series: uuid.UUID) -> Series:
    found = gatherings.find_series(request.identity, series)
    if found is None:
        raise Http404
    return found


def _page(request: IdentifiedRequest, found: Series, fixed: FixedPointForm, moment: WhenForm) -> HttpResponse:
    context = gatherings.series_page(request.identity, found)
    members = ", ".join(
        one.person.name if one.closed else _("%(name)s (open deel)") % {"name": one.person.name}
        for one in context.members
    )
    return render(
        request,
        "meetings/series.html",
        {
            "series": found,
            "pairs": [
                Pair(_("Soort"), str(found.get_kind_display())),
                Pair(_("Hoe vaak"), recurrence.words(found.rhythm, found.rule)),
                Pair(_("Van"), f"{found.starts_at:%H.%M} · {found.minutes} min"),
                Pair(_("Plaats"), found.place),
                Pair(_("Voorzitter"), found.chair.name),
                Pair(_("Aan tafel"), members),
            ],
            "fixed": [_fixed_row(found, one) for one in context.fixed],
            "meetings": context.meetings,
            "fixed_form": fixed,
            "when_form": moment,
            "form": fixed if fixed.errors else moment,
        },
    )


def _fixed_row(found: Series, one: FixedPoint) -> Row:
    url = reverse("meetings:fixed_remove", args=[found.pk, one.pk])
    return Row(
        one.title,
        kind=_("%(n)s min") % {"n": one.minutes},
        tags=[Tag(_("besloten"))] if one.confidential else [],
        actions=[Action(_("Haal weg"), url, post=True, about=one.title)],
    )
