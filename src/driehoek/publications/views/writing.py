"""Writing an analysis: begin, the page of the draft, change, its figures."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.publications import figures, queries, rows, services
from driehoek.publications.contents import content_of, missing
from driehoek.publications.figures import NoFigures
from driehoek.publications.forms import DraftForm, FigureForm
from driehoek.publications.models import Draft, State
from driehoek.publications.views import (
    WRITERS,
    conflict_of,
    draft_or_404,
    draft_url,
    form_page,
    tell_changed,
)
from driehoek.web.forms import posted_version, sent_again


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Begin an analysis; what is not known yet can wait."""
    initial = {"purpose": f"question:{request.GET.get('vraag', '')}"} if "vraag" in request.GET else {}
    form = DraftForm(request.POST or None, identity=request.identity, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.start(identity=request.identity, values=form.values(), purpose=form.serves())
        messages.success(request, _("Het concept is bewaard. Alleen wie analyses schrijft ziet het."))
        return redirect(draft_url(made))
    return form_page(
        request,
        form,
        title=_("Nieuwe analyse"),
        lead=_("Vul in wat u weet en bewaar. U kunt later verder schrijven."),
        submit_label=_("Bewaar het concept"),
        cancel_url=reverse("publications:list"),
        back_url=reverse("publications:list"),
        back_label=_("Analyses"),
    )


@for_functions(*WRITERS)
@require_GET
def draft(request: IdentifiedRequest, publication: uuid.UUID) -> HttpResponse:
    """Show the version in the making as it will be read, with what is to be done next."""
    found = draft_or_404(request, publication)
    head = found.publication
    if head.state not in queries.UNFINISHED:
        return redirect("publications:page", head.pk)
    charts, broken = _charts(request, found)
    content = found.frozen or content_of(found, areas=queries.area_names(found.areas), figures=[])
    wrote = bool({request.identity.person, *request.identity.persons} & {*found.hands, head.author_id})
    context = {
        "publication": head,
        "draft": found,
        "content": content,
        "parts": rows.parts(content),
        "certainty": rows.certainty_tag(content),
        "charts": charts,
        "broken": broken,
        "missing": missing(found),
        "facts": rows.draft_facts(found, queries.area_names(found.areas)),
        "state": rows.state_tag(head),
        "is_draft": head.state == State.DRAFT,
        "is_offered": head.state == State.OFFERED,
        "is_checked": head.state == State.CHECKED,
        "wrote": wrote,
    }
    return render(request, "publications/draft.html", context)


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, publication: uuid.UUID) -> HttpResponse:
    """Change the draft; a second editor is told, and keeps what was written."""
    found = draft_or_404(request, publication)
    head, conflict = found.publication, None
    if head.state != State.DRAFT:
        messages.info(request, _("Deze versie wacht op nakijken. Neem haar eerst terug."))
        return redirect(draft_url(head))
    form = DraftForm(
        request.POST or None,
        identity=request.identity,
        publication=head,
        initial=DraftForm.initial_of(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_draft(
                identity=request.identity,
                publication=head,
                version=posted_version(request),
                values=form.values(),
                purpose=form.serves(),
            )
        except VersionConflict:
            head.refresh_from_db()
            conflict = conflict_of(head)
            form = DraftForm(sent_again(request, head.version), identity=request.identity, publication=head)
        else:
            messages.success(request, _("Het concept is bewaard."))
            return redirect(draft_url(head))
    return form_page(
        request,
        form,
        status=409 if conflict else 200,
        conflict=conflict,
        title=_("Concept wijzigen"),
        submit_label=_("Bewaren"),
        cancel_url=draft_url(head),
        back_url=draft_url(head),
        back_label=found.title,
    )


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def figure_add(request: IdentifiedRequest, publication: uuid.UUID) -> HttpResponse:
    """Add a figure with a chart, taken from an indicator."""
    found = draft_or_404(request, publication)
    head = found.publication
    form = FigureForm(request.POST or None, identity=request.identity, initial={"version": head.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.add_figure(
                identity=request.identity,
                publication=head,
                version=posted_version(request),
                values=form.values(),
            )
        except NoFigures:
            form.add_error("indicator", _("Hiervan zijn geen cijfers om te tonen. Kies iets anders."))
        except services.TooManyFiguresError:
            form.add_error(None, _("Er staan al zes cijfers bij. Haal er eerst een weg."))
        except VersionConflict:
            tell_changed(request)
            return redirect(draft_url(head))
        else:
            messages.success(request, _("Het cijfer staat bij het concept."))
            return redirect(draft_url(head))
    return form_page(
        request,
        form,
        title=_("Cijfer toevoegen"),
        lead=_("De waarden worden vastgelegd als u de analyse aanbiedt om na te kijken."),
        submit_label=_("Voeg toe"),
        cancel_url=draft_url(head),
        back_url=draft_url(head),
        back_label=found.title,
    )


@for_functions(*WRITERS)
@require_POST
def figure_remove(request: IdentifiedRequest, publication: uuid.UUID, figure: uuid.UUID) -> HttpResponse:
    """Take a figure out of the draft."""
    found = draft_or_404(request, publication)
    try:
        services.remove_figure(
            identity=request.identity,
            publication=found.publication,
            version=posted_version(request),
            figure=figure,
        )
        messages.success(request, _("Het cijfer is weg. U kunt het opnieuw toevoegen."))
    except VersionConflict:
        tell_changed(request)
    return redirect(draft_url(found.publication))


def _charts(request: IdentifiedRequest, found: Draft) -> tuple[list[tuple[object, object]], bool]:
    """Draw the figures of a draft as they are now, or as they were offered; and tell whether one is empty."""
    own = list(found.figures.all())
    if found.frozen:
        drawn = found.frozen["figures"]
        return [(None, figures.draw(one, key=f"{found.pk}-{n}")) for n, one in enumerate(drawn)], False
    charts: list[tuple[object, object]] = []
    broken = False
    for place, figure in enumerate(own):
        try:
            [frozen] = figures.freeze(request.identity, [figure], found.audience)
        except NoFigures:
            broken = True
            charts.append((figure, None))
            continue
        charts.append((figure, figures.draw(frozen, key=f"{found.pk}-{place}")))
    return charts, broken
