"""One tap from a tip or a statement to something that holds (HR04)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK, KEEPERS_OF_POSITION
from driehoek.deadlines.recurrence import Rhythm
from driehoek.guide.forms.acts import StandingForm, first_of_kind, initial_of
from driehoek.guide.queries.texts import texts
from driehoek.guide.services import acts as services
from driehoek.guide.shapes import Action, ActionKind, Question, Section, Tip
from driehoek.guide.views import back_path
from driehoek.guide.words import ACTION_LABELS
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.models import AgendaPoint
from driehoek.meetings.queries import visible_points
from driehoek.position.models import InfoKind
from driehoek.problems.models import Problem
from driehoek.problems.queries import visible_to

ORIGINS = {Section.TIP: "tip", Section.QUESTION: "scan"}


@for_functions(*DRIEHOEK)
@require_POST
def act(request: IdentifiedRequest, section: str, key: str) -> HttpResponse:
    """Do what a tip or a statement proposes: at once on the agenda, else in a form that is filled in."""
    text = actionable(request, section, key)
    problem = problem_at_hand(request, request.POST.get("problem", ""))
    back = back_path(request, reverse("guide:overview"))
    if text.action.kind == ActionKind.AGENDA:
        point = services.put_on_agenda(
            identity=request.identity,
            title=text.action.title,
            text=text.action.text,
            origin=services.From(ORIGINS[Section(section)], _identifier(request, key), back),
            problem=problem.pk if problem else None,
        )
        return redirect(f"{reverse('guide:acted', args=[point.pk])}?{urlencode({'terug': back})}")
    if text.action.kind == ActionKind.NONE:
        raise Http404
    if not request.identity.holds(*KEEPERS_OF_POSITION):
        raise PermissionDenied(
            _("Een behoefte of afspraak legt de burgemeester vast, de loco of de adviseur.")
        )
    if services.standing_kind(text.action):
        about = {"terug": back} | ({"probleem": str(problem.pk)} if problem else {})
        return redirect(f"{reverse('guide:standing', args=[section, key])}?{urlencode(about)}")
    return redirect(need_address(request, text, section, problem))


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def standing(request: IdentifiedRequest, section: str, key: str) -> HttpResponse:
    """State a need and agree on it at once, filled in from a tip or a statement."""
    text = actionable(request, section, key)
    if not services.standing_kind(text.action):
        raise Http404
    problem = problem_at_hand(request, request.GET.get("probleem", ""))
    theme = problem.theme_id if problem else None
    form = StandingForm(
        request.POST or None,
        identity=request.identity,
        initial=initial_of(request.identity, text.action, theme=theme),
    )
    back = back_path(request, reverse("guide:overview"))
    if request.method == "POST" and form.is_valid():
        agreement = services.make_standing(
            identity=request.identity,
            new=new_standing(form.cleaned_data, problem),
            origin=services.From(ORIGINS[Section(section)], key),
        )
        messages.success(request, _("De afspraak is gemaakt. Hier ziet u wat u verwacht en wanneer."))
        return redirect("position:agreement", agreement.pk)
    context = {
        "form": form,
        "title": str(ACTION_LABELS[text.action.kind]),
        "lead": _("Alles staat al ingevuld. Kijk het na en pas aan wat anders moet."),
        "submit_label": _("Vastleggen"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Terug"),
    }
    return render(request, "web/form_page.html", context)


@for_functions(*DRIEHOEK)
@require_GET
def acted(request: IdentifiedRequest, point: uuid.UUID) -> HttpResponse:
    """Say that a point stands on the agenda, and offer to take it back."""
    found = _point_or_404(request, point)
    context = {"point": found, "back_url": back_path(request, reverse("guide:overview"))}
    return render(request, "guide/acted.html", context)


@for_functions(*DRIEHOEK)
@require_POST
def take_back(request: IdentifiedRequest, point: uuid.UUID) -> HttpResponse:
    """Take a point off the agenda that this reader just put there."""
    found = _point_or_404(request, point)
    if found.proposed_by_id != request.identity.person:
        raise Http404
    try:
        services.take_off_agenda(identity=request.identity, point=found)
        messages.success(request, _("Teruggenomen. Het punt staat niet meer op de agenda."))
    except VersionConflict:
        messages.error(request, _("Iemand heeft dit punt net gewijzigd. Bekijk het op de agenda."))
    return redirect(back_path(request, reverse("guide:overview")))


def actionable(request: IdentifiedRequest, section: str, key: str) -> Tip | Question:
    """Return a tip or a statement of this municipality; others do not exist."""
    if section not in ORIGINS:
        raise Http404
    text = texts(request.identity, Section(section)).get(key)
    if not isinstance(text, Tip | Question):
        raise Http404
    return text


def problem_at_hand(request: IdentifiedRequest, given: str) -> Problem | None:
    """Return the problem that a page was about; one that is not visible does not exist."""
    if not given:
        return None
    try:
        found = visible_to(request.identity).filter(pk=uuid.UUID(given)).first()
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def need_address(
    request: IdentifiedRequest, text: Tip | Question, section: str, problem: Problem | None
) -> str:
    """Return the address of the form for a need, filled in with what a text proposes."""
    action: Action = text.action
    partner = first_of_kind(request.identity, action.partner)
    values = {
        "zin": action.sentence,
        "soort": action.info_kind,
        "ritme": action.rhythm,
        "partner": str(partner.pk) if partner else "",
        "thema": str(problem.theme_id) if problem else "",
        "probleem": str(problem.pk) if problem else "",
        "herkomst": ORIGINS[Section(section)],
        "herkomst_id": text.key,
    }
    filled = {name: value for name, value in values.items() if value}
    return f"{reverse('position:need_new')}?{urlencode(filled)}"


def new_standing(values: dict[str, Any], problem: Problem | None = None) -> services.NewStanding:
    """Return what a form about a need with its agreement holds."""
    return services.NewStanding(
        sentence=values["sentence"],
        theme=values["theme"],
        supplier=values["supplier"],
        what=values["what"],
        rhythm=Rhythm(values["rhythm"]),
        starts_on=values["starts_on"],
        info_kind=InfoKind(values["info_kind"]),
        problem=problem,
        threshold=values["threshold"],
        moment=values["moment"],
        personal_data=values["personal_data"],
    )


def _identifier(request: IdentifiedRequest, key: str) -> str:
    """Return what makes a point the same one: a tip, for one problem or for none."""
    problem = request.POST.get("problem", "")
    return f"{key}:{problem}"[:80] if problem else key


def _point_or_404(request: IdentifiedRequest, point: uuid.UUID) -> AgendaPoint:
    found = visible_points(request.identity).filter(pk=point, origin__startswith="guide.").first()
    if found is None:
        raise Http404
    return found
