"""Pages for composing an agenda and sending the pack."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings import paper
from driehoek.meetings.forms.meetings import ComposeForm, MeetingPointForm
from driehoek.meetings.models import Invitation, Meeting
from driehoek.meetings.proposals import Group, Proposal, propose_all
from driehoek.meetings.queries import gatherings, packs, points
from driehoek.meetings.services import composing
from driehoek.meetings.services import packs as pack_services
from driehoek.meetings.services.composing import OPEN_STATES, PointWords
from driehoek.meetings.services.gatherings import NotAtThisStage, require_state
from driehoek.meetings.views import point_or_404
from driehoek.meetings.views.common import SEATED, form_page, kept_or_403, meeting_or_404, meeting_url, when
from driehoek.meetings.views.gatherings import tell_changed
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version

WAITING: Final = "meetings.point"


@for_functions(*SEATED)
@require_http_methods(["GET", "POST"])
def compose(request: IdentifiedRequest, meeting: uuid.UUID) -> HttpResponse:
    """Choose from everything that could be talked about, and put it on the agenda of this meeting."""
    found = kept_or_403(request, meeting)
    require_state(found, *OPEN_STATES)
    waiting = {f"{WAITING}:{point.pk}": point for point in points.waiting_points(request.identity)}
    groups = _groups(request, found, list(waiting.values()))
    form = ComposeForm(request.POST or None, groups=groups)
    if request.method == "POST" and form.is_valid():
        keys = set(form.cleaned_data["chosen"])
        offered = [one for group in groups[1 if waiting else 0 :] for one in group.proposals]
        number = composing.put_on_agenda(
            identity=request.identity,
            meeting=found,
            points=[point for key, point in waiting.items() if key in keys],
            proposals=[one for one in offered if one.key in keys],
        )
        words = ngettext("%(n)s punt staat op de agenda.", "%(n)s punten staan op de agenda.", number)
        messages.success(request, words % {"n": number})
        return redirect(meeting_url(found))
    chosen = set(request.POST.getlist("chosen"))
    context = {
        "meeting": found,
        "when": when(found.starts_at),
        "groups": [(group, [(one, one.key in chosen) for one in group.proposals]) for group in groups],
        "form": form,
    }
    return render(request, "meetings/compose.html", context)


@for_functions(*SEATED)
@require_http_methods(["GET", "POST"])
def add(request: IdentifiedRequest, meeting: uuid.UUID) -> HttpResponse:
    """Put a point of one's own on the agenda of this meeting."""
    found = kept_or_403(request, meeting)
    require_state(found, *OPEN_STATES)
    form = MeetingPointForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        problem = values.pop("problem")
        composing.add_point(
            identity=request.identity,
            meeting=found,
            words=PointWords(**values),
            problem=problem.pk if problem else None,
        )
        messages.success(request, _("Het punt staat op de agenda."))
        return redirect(meeting_url(found))
    return form_page(
        request,
        form,
        title=_("Punt toevoegen"),
        submit=_("Zet op de agenda"),
        back=meeting_url(found),
        back_label=found.series.name,
    )


@for_functions(*SEATED)
@require_POST
def take_off(request: IdentifiedRequest, point: uuid.UUID) -> HttpResponse:
    """Take a point off the agenda of its meeting."""
    found = point_or_404(request, point)
    meeting = found.meeting
    if meeting is None:
        raise Http404
    try:
        composing.take_off(identity=request.identity, point=found, version=posted_version(request))
        messages.success(
            request, _("Het punt is van deze agenda gehaald: %(title)s.") % {"title": found.title}
        )
    except VersionConflict:
        tell_changed(request)
    return redirect("meetings:meeting", meeting.pk)


@for_functions(*SEATED)
@require_http_methods(["GET", "POST"])
def send(request: IdentifiedRequest, meeting: uuid.UUID) -> HttpResponse:
    """Say who gets the pack, and send it."""
    found = kept_or_403(request, meeting)
    if request.method == "POST":
        return _sent(request, found)
    people = [seat for seat in gatherings.attendees(found) if seat.invitation != Invitation.DECLINED]
    context = {
        "title": _("Stukken versturen"),
        "consequence_title": _("Wat er gebeurt"),
        "consequence": _(
            "Deze versie ligt daarna vast. Ieder krijgt een e-mail met een link, zonder inhoud. Wijzigt er later "
            "iets, dan verstuurt u een nieuwe versie."
        ),
        "summary": [
            Pair(found.series.name, when(found.starts_at)),
            Pair(_("Naar"), ", ".join(seat.person.name for seat in people)),
        ],
        "submit_label": _("Verstuur"),
        "action": reverse("meetings:send", args=[found.pk]),
        "cancel_url": meeting_url(found),
        "version": found.version,
    }
    return render(request, "meetings/confirm.html", context)


@for_functions(*SEATED)
@require_GET
def pack(request: IdentifiedRequest, meeting: uuid.UUID, number: int) -> HttpResponse:
    """Show an edition of the pack as the reader may see it, with what changed since the one before."""
    found = meeting_or_404(request, meeting)
    seen = packs.pack(request.identity, found, number)
    if seen is None:
        raise Http404
    return render(request, "meetings/pack.html", _pack_context(request, found, seen))


@for_functions(*SEATED)
@require_GET
def pack_pdf(request: IdentifiedRequest, meeting: uuid.UUID, number: int) -> HttpResponse:
    """Hand out an edition as a PDF, with only what the reader may see; that it was taken stands on the ledger."""
    found = meeting_or_404(request, meeting)
    seen = packs.pack(request.identity, found, number)
    if seen is None:
        raise Http404
    content = paper.pack_pdf(request.identity, found, seen)
    pack_services.take_copy(identity=request.identity, edition=seen.edition)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="stukken-vertrouwelijk-versie-{number}.pdf"'
    return answer


def _sent(request: IdentifiedRequest, found: Meeting) -> HttpResponse:
    try:
        edition = pack_services.send_pack(
            identity=request.identity, meeting=found, version=posted_version(request)
        )
        messages.success(request, _("Versie %(number)s is verstuurd.") % {"number": edition.number})
    except VersionConflict:
        tell_changed(request)
    except (pack_services.EmptyAgenda, NotAtThisStage) as error:
        messages.error(request, str(error))
    return redirect(meeting_url(found))


def _groups(request: IdentifiedRequest, found: Meeting, waiting: list[Any]) -> list[Group]:
    """Return what waits, then what each room proposes less what stands on an agenda already."""
    own = [
        Proposal(
            title=point.title,
            why=point.text,
            origin=WAITING,
            origin_id=str(point.pk),
            origin_url=point.origin_url,
            problem=point.problem,
            confidential=point.confidential,
        )
        for point in waiting
    ]
    taken = frozenset(
        f"{origin}:{key}"
        for origin, key in points.open_points(request.identity)
        .exclude(origin="")
        .values_list("origin", "origin_id")
    )
    offered = propose_all(request.identity, found.starts_at, leaving_out=taken)
    first = [Group(WAITING, _("Ingebrachte punten"), own)] if own else []
    return first + offered


def _pack_context(request: IdentifiedRequest, found: Meeting, seen: packs.Pack) -> dict[str, Any]:
    named = points.problems_of(request.identity, [line.point for line in seen.lines])
    lines = [(line, named.get(line.point.problem) if line.point.problem else None) for line in seen.lines]
    return {
        "meeting": found,
        "pack": seen,
        "when": when(seen.edition.starts_at),
        "sent": when(seen.edition.sent_at),
        "parts": [
            (closed, [one for one in lines if one[0].point.confidential == closed])
            for closed in (False, True)
            if any(one[0].point.confidential == closed for one in lines)
        ],
        "minutes": sum(line.point.minutes for line in seen.lines),
    }
