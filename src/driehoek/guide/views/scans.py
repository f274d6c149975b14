"""Pages of the scan: the rounds, answering, one's own outcome."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK, KEEPERS_OF_POSITION
from driehoek.guide.forms import ScanForm
from driehoek.guide.models import SEATS, Scan, ScanAnswer, ScanSeat
from driehoek.guide.queries import scans as queries
from driehoek.guide.queries.texts import texts
from driehoek.guide.queries.tips import may_act
from driehoek.guide.services import scans as services
from driehoek.guide.shapes import GuideKind, Part, Question, Section
from driehoek.guide.words import ACTION_LABELS, LEVELS, SCALE
from driehoek.parties.models import Function
from driehoek.web.components import Step

LOW = 2
UNKNOWN = "?"


@dataclass(frozen=True)
class Asked:
    """A statement on the page with what this seat answered so far."""

    number: int
    question: Question
    chosen: str
    note: str


@dataclass(frozen=True)
class Outcome:
    """A statement in one's own outcome.

    Attributes:
        why: what this answer tells.
        do_label: the words of the button, empty when there is nothing for this reader to do.
    """

    question: Question
    answer: str
    tag: str
    why: str
    do_label: str


@dataclass(frozen=True)
class Group:
    """One part of one chapter with its level."""

    kind: GuideKind
    part: Part
    level: str
    label: str
    outcomes: list[Outcome]


def scan_or_404(request: IdentifiedRequest, scan: uuid.UUID) -> Scan:
    """Return a round of this municipality."""
    found = queries.scan_of(request.identity, scan)
    if found is None:
        raise Http404
    return found


@for_functions(*DRIEHOEK)
@require_GET
def scan_list(request: IdentifiedRequest) -> HttpResponse:
    """Show the open round with who sits where, and the rounds before it."""
    found = queries.rounds(request.identity)
    current = next((scan for scan in found if scan.closed_at is None), None)
    seat = queries.seat_of(request.identity)
    mine = _seat_among(current, seat) if current and seat else None
    context = {
        "current": current,
        "seats": _seat_steps(current) if current else [],
        "earlier": [scan for scan in found if scan.closed_at is not None],
        "has_seat": seat is not None,
        "begun": mine is not None,
        "handed_in": mine is not None and mine.submitted_at is not None,
        "may_compare": current is not None and queries.may_compare(request.identity, current),
        "may_open": request.identity.holds(*KEEPERS_OF_POSITION),
        "first": _open_block(current, mine),
    }
    return render(request, "guide/scans.html", context)


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def open_scan(request: IdentifiedRequest) -> HttpResponse:
    """Open a round for the whole table."""
    form = ScanForm(request.POST or None, initial=ScanForm.initial_values())
    if request.method == "POST" and form.is_valid():
        try:
            services.open_scan(identity=request.identity, **form.cleaned_data)
        except services.RoundOpen:
            form.add_error(None, _("Er loopt al een ronde. Sluit die eerst."))
        else:
            messages.success(request, _("De ronde is open. Iedereen aan de driehoek kan nu beginnen."))
            return redirect("guide:scans")
    context = {
        "form": form,
        "title": _("Ronde openen"),
        "lead": _(
            "Burgemeester, officier, teamchef en adviseur beantwoorden dezelfde stellingen, ieder voor zich."
        ),
        "submit_label": _("Ronde openen"),
        "cancel_url": reverse("guide:scans"),
        "back_url": reverse("guide:scans"),
        "back_label": _("Scan"),
    }
    return render(request, "web/form_page.html", context)


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def close_scan(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Close a round; asks first, since nobody can answer afterwards."""
    found = scan_or_404(request, scan)
    if request.method == "POST":
        try:
            services.close_scan(identity=request.identity, scan=found)
            messages.success(request, _("De ronde is gesloten."))
        except services.RoundClosed:
            messages.info(request, _("De ronde was al gesloten."))
        return redirect("guide:scan_together", found.pk)
    context = {
        "title": _("Ronde sluiten"),
        "consequence_title": _("Daarna kan niemand meer antwoorden"),
        "consequence": _("Wat is ingeleverd, ziet dan iedereen aan de driehoek. De rest telt niet mee."),
        "submit_label": _("Sluit de ronde"),
        "cancel_url": reverse("guide:scans"),
    }
    return render(request, "web/confirm.html", context)


@for_functions(*DRIEHOEK)
@require_http_methods(["GET", "POST"])
def block(request: IdentifiedRequest, scan: uuid.UUID, kind: str) -> HttpResponse:
    """Ask the statements of one chapter; each answer is kept as soon as it is given."""
    found = scan_or_404(request, scan)
    if kind not in GuideKind.values:
        raise Http404
    if found.closed_at is not None:
        messages.info(request, _("Deze ronde is gesloten. Antwoorden kan niet meer."))
        return _leave(request, reverse("guide:scan_together", args=[found.pk]))
    questions = queries.questions_of(found)
    if request.method == "POST":
        return _keep(request, found, questions, GuideKind(kind))
    if queries.seat_of(request.identity) is None:
        return render(request, "guide/no_seat.html", {"scan": found})
    seat = queries.seat_in(request.identity, found)
    if seat and seat.submitted_at:
        return redirect("guide:scan_result", found.pk)
    known = queries.answers_in(seat) if seat else {}
    context = _block_context(found, questions, GuideKind(kind), known)
    return render(request, "guide/scan_block.html", context)


@for_functions(*DRIEHOEK)
@require_GET
def result(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Show one's own outcome: strong, weak and why, per chapter and part."""
    found = scan_or_404(request, scan)
    seat = queries.seat_in(request.identity, found)
    if seat is None:
        return render(request, "guide/no_seat.html", {"scan": found})
    questions, known = queries.questions_of(found), queries.answers_in(seat)
    answered = [one for one in questions if one.key in known]
    groups = _groups(request, answered, known)
    context = {
        "scan": found,
        "seat": seat,
        "groups": groups,
        "weakest": [group for group in groups if group.level in {"weak", "unknown"}],
        "strongest": [group for group in groups if group.level == "strong"],
        "left": len(questions) - len(answered),
        "next_block": _first_open(questions, known),
        "may_hand_in": seat.submitted_at is None and found.closed_at is None,
        "back": request.path,
    }
    return render(request, "guide/scan_result.html", context)


@for_functions(*DRIEHOEK)
@require_POST
def submit(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Hand in: the answers stand, and the others' come into sight."""
    found = scan_or_404(request, scan)
    try:
        services.submit(identity=request.identity, scan=found)
    except services.Unanswered as error:
        messages.error(
            request,
            ngettext(
                "Nog %(left)d stelling heeft geen antwoord. “Weet ik niet” mag ook.",
                "Nog %(left)d stellingen hebben geen antwoord. “Weet ik niet” mag ook.",
                error.left,
            )
            % {"left": error.left},
        )
        return redirect("guide:scan_result", found.pk)
    except services.RoundClosed:
        messages.error(request, _("De ronde is gesloten. Inleveren kan niet meer."))
        return redirect("guide:scans")
    except services.HandedIn:
        messages.info(request, _("Deze scan was al ingeleverd."))
    else:
        messages.success(request, _("Ingeleverd. U ziet nu ook wat de anderen vinden."))
    return redirect("guide:scan_together", found.pk)


def _keep(request: IdentifiedRequest, scan: Scan, questions: list[Question], kind: GuideKind) -> HttpResponse:
    """Keep the answers of a chapter, then go where the button says; a script only asks how far one is."""
    given = {
        one.key: answer
        for one in questions
        if one.kind == kind and (answer := _given(request, one.key)) is not None
    }
    try:
        seat = services.answer(identity=request.identity, scan=scan, given=given)
    except services.HandedIn:
        messages.info(request, _("U hebt deze scan al ingeleverd; uw antwoorden staan vast."))
        return _leave(request, reverse("guide:scan_result", args=[scan.pk]))
    except services.RoundClosed:
        messages.error(request, _("Deze ronde is gesloten. Antwoorden kan niet meer."))
        return _leave(request, reverse("guide:scans"))
    if request.headers.get("HX-Request"):
        return render(request, "guide/scan_progress.html", _progress(questions, queries.answers_in(seat)))
    if loose := _loose_notes(request, questions, kind):
        known = queries.answers_in(seat)
        context = _block_context(scan, questions, kind, known, loose) | {"loose": True}
        return render(request, "guide/scan_block.html", context)
    order = list(GuideKind)
    place = order.index(kind) + (-1 if request.POST.get("go") == "back" else 1)
    if place < 0:
        return redirect("guide:scans")
    if place >= len(order):
        return redirect("guide:scan_result", scan.pk)
    return redirect("guide:scan_block", scan.pk, order[place])


def _leave(request: IdentifiedRequest, address: str) -> HttpResponse:
    """Send the reader elsewhere, also when a script asked on behalf of the page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _given(request: IdentifiedRequest, key: str) -> services.Given | None:
    chosen = request.POST.get(f"answer-{key}", "")
    if chosen not in {code for code, _words in SCALE}:
        return None
    note = request.POST.get(f"note-{key}", "").strip()[: services.NOTE_LENGTH]
    return services.Given(None if chosen == UNKNOWN else int(chosen), note)


def _loose_notes(request: IdentifiedRequest, questions: list[Question], kind: GuideKind) -> dict[str, str]:
    """Return the remarks that came without an answer, so that none is thrown away."""
    typed = {
        one.key: request.POST.get(f"note-{one.key}", "").strip() for one in questions if one.kind == kind
    }
    return {key: note for key, note in typed.items() if note and _given(request, key) is None}


def _block_context(
    scan: Scan,
    questions: list[Question],
    kind: GuideKind,
    known: dict[str, ScanAnswer],
    typed: dict[str, str] | None = None,
) -> dict[str, object]:
    order, notes = list(GuideKind), {key: answer.note for key, answer in known.items()} | (typed or {})
    asked = [
        Asked(number, one, _chosen(known.get(one.key)), notes.get(one.key, ""))
        for number, one in enumerate(questions, start=1)
        if one.kind == kind
    ]
    return {
        "scan": scan,
        "kind": kind,
        "asked": asked,
        "scale": SCALE,
        "place": order.index(kind) + 1,
        "places": len(order),
        "is_first": kind == order[0],
        "is_last": kind == order[-1],
        "blocks": [(one, one == kind) for one in order],
    } | _progress(questions, known)


def _progress(questions: list[Question], known: dict[str, ScanAnswer]) -> dict[str, object]:
    return {"done": sum(1 for one in questions if one.key in known), "total": len(questions)}


def _chosen(answer: ScanAnswer | None) -> str:
    if answer is None:
        return ""
    return UNKNOWN if answer.value is None else str(answer.value)


def _groups(
    request: IdentifiedRequest, questions: list[Question], known: dict[str, ScanAnswer]
) -> list[Group]:
    """Gather one's answers per chapter and part; only low and unknown answers ask for something to be done."""
    there = texts(request.identity, Section.QUESTION)
    found = []
    for cell in queries.cells(questions, {key: [answer.value] for key, answer in known.items()}):
        outcomes = [
            _outcome(request, one, known[one.key], one.key in there)
            for one in questions
            if one.kind == cell.kind and one.part == cell.part
        ]
        found.append(Group(cell.kind, cell.part, cell.level, str(LEVELS[cell.level]), outcomes))
    return found


def _outcome(request: IdentifiedRequest, question: Question, answer: ScanAnswer, there: bool) -> Outcome:
    value = answer.value
    low = value is None or value <= LOW
    may = there and low and may_act(request.identity, question.action.kind)
    return Outcome(
        question,
        _("weet ik niet") if value is None else _("%(value)d van 5") % {"value": value},
        "unknown" if value is None else "ask" if low else "calm" if value >= queries.STRONG else "",
        question.strong if value is not None and value >= queries.STRONG else question.weak,
        str(ACTION_LABELS[question.action.kind]) if may else "",
    )


def _first_open(questions: list[Question], known: dict[str, ScanAnswer]) -> GuideKind:
    return next((one.kind for one in questions if one.key not in known), GuideKind.STANDARD)


def _open_block(scan: Scan | None, seat: ScanSeat | None) -> GuideKind:
    """Return where to go on: the first chapter with a statement that has no answer."""
    if scan is None or seat is None or seat.submitted_at is not None:
        return GuideKind.STANDARD
    return _first_open(queries.questions_of(scan), queries.answers_in(seat))


def _seat_among(scan: Scan, seat: Function) -> ScanSeat | None:
    return next((one for one in scan.seats.all() if one.function == seat), None)


def _seat_steps(scan: Scan) -> list[Step]:
    """Say of each seat how far it is; never what it answered."""
    steps = []
    for seat in SEATS:
        taken = _seat_among(scan, seat)
        done = taken is not None and taken.submitted_at is not None
        words = _("ingeleverd") if done else _("bezig") if taken else _("nog niet begonnen")
        steps.append(Step(str(seat.label), "done" if done else "now" if taken else "todo", words=words))
    return steps
