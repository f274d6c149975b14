"""Making a briefing: choose, order, rewrite, see how full the A4 is, send."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.briefings import paper, queries, rows, services
from driehoek.briefings.forms import ComposeForm, LeadForm, LineForm, OwnLineForm, SendForm
from driehoek.briefings.proposals import propose_all
from driehoek.briefings.views import (
    briefing_or_404,
    changed,
    conflict_of,
    draft_url,
    line_or_404,
    making_or_404,
)
from driehoek.briefings.words import COMPOSERS, name_of
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version, sent_again


@for_functions(*COMPOSERS)
@require_http_methods(["GET", "POST"])
def compose(request: IdentifiedRequest) -> HttpResponse:
    """Choose among what the system proposes; what is most pressing is ticked already."""
    making = queries.in_the_making(request.identity)
    taken = queries.taken_keys(request.identity, making)
    groups = propose_all(request.identity, timezone.now(), leaving_out=taken)
    if request.method == "POST" and making and taken >= set(request.POST.getlist("chosen")):
        # The same form once more, or nothing to add: it stands there already.
        return redirect(draft_url(making))
    form = ComposeForm(request.POST or None, groups=groups)
    # A form with every tick taken away is sent as well: a quiet week is a briefing too.
    if request.method == "POST" and (form.is_valid() or not request.POST.getlist("chosen")):
        keys = set(request.POST.getlist("chosen"))
        chosen = [one for group in groups for one in group.proposals if one.key in keys]
        found = services.begin(identity=request.identity)
        services.take(identity=request.identity, briefing=found, proposals=chosen)
        return redirect(draft_url(found))
    ticked = set(request.POST.getlist("chosen")) if request.method == "POST" else None
    context = {
        "groups": [
            (group, [(one, _ticked(one, ticked, taken)) for one in group.proposals]) for group in groups
        ],
        "form": form,
        "making": making,
        "today": timezone.localdate(),
    }
    return render(request, "briefings/compose.html", context)


def _ticked(one: object, ticked: set[str] | None, taken: frozenset[str]) -> bool:
    """Tell whether a proposal is ticked: as it was sent, else by urgency, but not when choosing for a second time."""
    if ticked is not None:
        return getattr(one, "key", "") in ticked
    return not taken and bool(getattr(one, "chosen", False))


@for_functions(*COMPOSERS)
@require_GET
def draft(request: IdentifiedRequest, briefing: uuid.UUID) -> HttpResponse:
    """Show the briefing in the making: its lines with what the system proposed, and how full the A4 is."""
    found = briefing_or_404(request, briefing)
    if found.sent_at is not None:
        return redirect("briefings:briefing", found.pk)
    lines = queries.lines_of(request.identity, found)
    context = {
        "briefing": found,
        "title": name_of(found),
        "lines": [(line, rows.line_row(line)) for line in lines],
        "fit": paper.fit(request.identity, found, lines),
        "empty": rows.empty_words(),
    }
    return render(request, "briefings/draft.html", context)


@for_functions(*COMPOSERS)
@require_http_methods(["GET", "POST"])
def lead(request: IdentifiedRequest, briefing: uuid.UUID) -> HttpResponse:
    """Say the week in one sentence; a second editor is told, and keeps the text."""
    found, conflict = making_or_404(request, briefing), None
    form = LeadForm(request.POST or None, initial={"lead": found.lead, "version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_lead(
                identity=request.identity,
                briefing=found,
                version=posted_version(request),
                lead=form.cleaned_data["lead"],
            )
            return redirect(draft_url(found))
        except VersionConflict:
            found = making_or_404(request, briefing)
            conflict = conflict_of(found)
            form = LeadForm(sent_again(request, found.version))
    return _form_page(request, form, draft_url(found), _("De week in één zin"), _("Bewaren"), conflict)


@for_functions(*COMPOSERS)
@require_http_methods(["GET", "POST"])
def line_new(request: IdentifiedRequest, briefing: uuid.UUID) -> HttpResponse:
    """Add a line in one's own words, with its source."""
    found = making_or_404(request, briefing)
    form = OwnLineForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_line(identity=request.identity, briefing=found, new=form.new_line())
        except VersionConflict:
            return changed(request)
        messages.success(request, _("De regel staat onderaan. Zet hem met de pijlen op zijn plaats."))
        return redirect(draft_url(found))
    return _form_page(request, form, draft_url(found), _("Eigen regel"), _("Zet in de briefing"), None)


@for_functions(*COMPOSERS)
@require_http_methods(["GET", "POST"])
def line_change(request: IdentifiedRequest, line: uuid.UUID) -> HttpResponse:
    """Rewrite a line; what the system proposed stays in sight, and a second editor keeps the text."""
    found, conflict = line_or_404(request, line), None
    form = LineForm(request.POST or None, initial=LineForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_line(
                identity=request.identity, line=found, version=posted_version(request), values=form.values()
            )
            return redirect(draft_url(found.briefing))
        except VersionConflict:
            found = line_or_404(request, line)
            conflict = conflict_of(found.briefing)
            form = LineForm(sent_again(request, found.version))
    said = _("Driehoek stelde voor: “%(sentence)s”") % {"sentence": found.proposed} if found.proposed else ""
    back = draft_url(found.briefing)
    return _form_page(
        request, form, back, pgettext("briefing", "Regel wijzigen"), _("Bewaren"), conflict, lead=said
    )


@for_functions(*COMPOSERS)
@require_POST
def line_move(request: IdentifiedRequest, line: uuid.UUID) -> HttpResponse:
    """Move a line one place up or down."""
    found = line_or_404(request, line)
    direction = request.POST.get("direction")
    if direction not in {"up", "down"}:
        raise Http404
    try:
        services.move_line(
            identity=request.identity, line=found, direction="up" if direction == "up" else "down"
        )
    except VersionConflict:
        return changed(request)
    return redirect(f"{draft_url(found.briefing)}#regel-{found.pk}")


@for_functions(*COMPOSERS)
@require_POST
def line_remove(request: IdentifiedRequest, line: uuid.UUID) -> HttpResponse:
    """Take a line out; a proposal can be chosen again."""
    found = line_or_404(request, line)
    try:
        services.remove_line(identity=request.identity, line=found)
    except VersionConflict:
        return changed(request)
    again = _("De regel is eruit. Via “Meer voorstellen” zet u hem terug.")
    messages.success(request, again if found.proposed else _("De regel is eruit."))
    return redirect(draft_url(found.briefing))


@for_functions(*COMPOSERS)
@require_http_methods(["GET", "POST"])
def send(request: IdentifiedRequest, briefing: uuid.UUID) -> HttpResponse:
    """Say who gets it, and send it."""
    found = briefing_or_404(request, briefing)
    if found.sent_at is not None:
        return redirect("briefings:briefing", found.pk)
    people = queries.choosable_readers(request.identity)
    form = SendForm(request.POST or None, people=people, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.send(
                identity=request.identity,
                briefing=found,
                version=posted_version(request),
                readers=form.persons(),
            )
            messages.success(
                request, _("De briefing is verstuurd. Ieder kreeg een e-mail met alleen een link.")
            )
            return redirect("briefings:briefing", found.pk)
        except services.TooFullError as error:
            messages.error(request, too_full(error.rows))
        except VersionConflict:
            messages.error(request, _("Iemand anders was u voor. Kijk eerst wat er nu staat."))
        return redirect(draft_url(found))
    lines = queries.lines_of(request.identity, found)
    count = ngettext("%(n)s regel", "%(n)s regels", len(lines)) % {"n": len(lines)}
    context = {
        "form": form,
        "title": _("Weekbriefing versturen"),
        "consequence_title": _("Wat er gebeurt"),
        "consequence": _(
            "De briefing ligt daarna vast. Ieder krijgt een e-mail met alleen een link, zonder inhoud."
        ),
        "summary": [Pair(_("Briefing"), name_of(found)), Pair(_("Inhoud"), count)],
        "submit_label": _("Verstuur"),
        "cancel_url": draft_url(found),
    }
    return render(request, "web/confirm.html", context)


@for_functions(*COMPOSERS)
@require_http_methods(["GET", "POST"])
def discard(request: IdentifiedRequest, briefing: uuid.UUID) -> HttpResponse:
    """Ask once more, then throw the briefing in the making away."""
    found = making_or_404(request, briefing)
    if request.method == "POST":
        try:
            services.discard(identity=request.identity, briefing=found, version=posted_version(request))
            messages.success(request, _("Het concept is weggegooid."))
        except VersionConflict:
            return changed(request)
        return redirect("briefings:list")
    context = {
        "title": _("Concept weggooien?"),
        "consequence_title": _("Wat er gebeurt"),
        "consequence": _("De regels die u koos en schreef zijn dan weg. Niemand kreeg deze briefing."),
        "submit_label": _("Ja, gooi weg"),
        "cancel_url": draft_url(found),
        "version": found.version,
    }
    return render(request, "briefings/discard.html", context)


def too_full(over: int) -> str:
    """Say how much is to be cut."""
    words = ngettext(
        "De briefing past niet op één A4. Kort ongeveer %(n)s regel tekst in.",
        "De briefing past niet op één A4. Kort ongeveer %(n)s regels tekst in.",
        over,
    )
    return words % {"n": over}


def _form_page(
    request: IdentifiedRequest,
    form: object,
    back: str,
    title: str,
    submit: str,
    conflict: dict[str, object] | None,
    *,
    lead: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "conflict": conflict,
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Weekbriefing"),
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)
