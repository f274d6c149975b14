"""Need profiles on the screen: wanted against received, and an example to begin with."""

from __future__ import annotations

import uuid
from datetime import timedelta
from itertools import groupby
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.deadlines.recurrence import Rhythm
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Municipality, Organisation
from driehoek.position import gap_words, services
from driehoek.position.gap import TAGS, Seat, next_step
from driehoek.position.models import InfoKind
from driehoek.position.queries.matrix_shapes import tally
from driehoek.position.queries.measuring import VIEWERS, reads_ratings, scope_of
from driehoek.position.queries.profile import Example, ProfileLine, examples, partners_in_sight, profile
from driehoek.position.services import NewNeed
from driehoek.position.templates_data import ORIGIN
from driehoek.position.views import need_or_404
from driehoek.problems.models import Theme
from driehoek.problems.queries import theme_tree
from driehoek.web import formatting
from driehoek.web.components import Cell, Column, Row
from driehoek.web.forms import posted_version

MARKS: Final = (1, 2, 3, 4, 5)
# Younger than this a need is shown since when it was stated instead of over a year.
NEARLY_A_YEAR: Final = timedelta(days=360)


@for_functions(*VIEWERS)
@require_GET
def page(request: IdentifiedRequest) -> HttpResponse:
    """Show what is wanted from a partner on a theme against what was received; without a partner, whom to choose."""
    identity = request.identity
    partners = partners_in_sight(identity)
    chosen = _partner(request, partners)
    theme = _theme(request)
    if chosen is None and len(partners) == 1:
        chosen = partners[0]
    lines = profile(identity, partner=chosen.pk if chosen else None, theme=theme.pk if theme else None)
    seat = scope_of(identity).seat
    context = {
        "partners": partners,
        "partner": chosen,
        "themes": theme_tree(identity),
        "theme": theme,
        "lead": gap_words.covered_words(tally(one.line for one in lines)) or _("Hier is nog niets gevraagd."),
        "columns": _columns(seat),
        "rows": [_row(one, seat) for one in lines] if chosen else [],
        "choices": [] if chosen else _choices(partners, lines),
        "marks": MARKS,
        "lines": lines if chosen and seat is Seat.KEEPER else [],
        "examples": _examples(request, chosen, theme) if chosen and seat is Seat.KEEPER else [],
        "seat": seat.value,
        "ratings_hidden": not reads_ratings(identity),
        "here": request.get_full_path(),
    }
    return render(request, "position/profile.html", context)


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def add(request: IdentifiedRequest) -> HttpResponse:
    """State the needs that were ticked in the example; what is there already is not stated twice."""
    identity = request.identity
    partner = _partner(request, partners_in_sight(identity))
    if partner is None:
        raise Http404
    theme = _theme(request)
    wanted = set(request.POST.getlist("line"))
    with transaction.atomic():
        # Two who tick the same example at the same moment take turns, so that nothing is stated twice.
        Municipality.objects.select_for_update().get(pk=identity.municipality)
        chosen = [
            one
            for one in examples(identity, partner=partner, theme=theme)
            if one.line.key in wanted and not one.stated
        ]
        for one in chosen:
            services.state_need(identity=identity, new=_new_need(one, partner))
    if chosen:
        words = ngettext(
            "%(number)s behoefte genoemd. Maak er nu een afspraak over.",
            "%(number)s behoeften genoemd. Maak er nu afspraken over.",
            len(chosen),
        )
        messages.success(request, words % {"number": gap_words.count(len(chosen))})
    else:
        messages.info(request, _("Er is niets toegevoegd. Vink eerst aan wat u wilt weten."))
    return redirect(_profile_url(partner, theme))


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def set_mark(request: IdentifiedRequest, need: uuid.UUID) -> HttpResponse:
    """Say how good the content of what is needed should be, 1 to 5."""
    found = need_or_404(request, need)
    given = request.POST.get("mark", "")
    back = _back(request)
    if given not in {str(mark) for mark in MARKS}:
        messages.error(request, _("Kies een cijfer van 1 tot en met 5."))
        return redirect(back)
    try:
        services.change_need(
            identity=request.identity,
            need=found,
            version=posted_version(request),
            values={"wanted_mark": int(given)},
        )
    except VersionConflict:
        messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
    else:
        messages.success(request, _("Bewaard: het gewenste cijfer is een %(mark)s.") % {"mark": given})
    return redirect(back)


def _new_need(one: Example, partner: Organisation) -> NewNeed:
    return NewNeed(
        sentence=one.line.sentence,
        theme=one.theme,
        partner=partner,
        info_kind=one.line.info_kind,
        rhythm=one.line.rhythm,
        wanted_mark=one.line.wanted_mark,
        origin=ORIGIN,
        origin_id=one.line.key,
    )


def _columns(seat: Seat) -> list[Column]:
    columns = [
        Column(_("Wat nodig is")),
        Column(_("Gewenst")),
        Column(_("Gekregen")),
        Column(_("Cijfer voor de inhoud")),
        Column(_("Stand")),
    ]
    return columns if seat is Seat.READER else [*columns, Column(_("Volgende stap"))]


def _row(one: ProfileLine, seat: Seat) -> list[Cell]:
    line = one.line
    step = next_step(line.kind, line.handles, seat=seat)
    title_url = "" if seat is Seat.SUPPLIER else reverse("position:need", args=[line.need])
    cells = [
        Cell(_title(one), url=title_url),
        Cell(_wanted_words(one)),
        Cell(_received_words(one)),
        Cell(_mark_words(one)),
        Cell(str(line.kind.label), tag=TAGS[line.kind] or "accent"),
    ]
    return cells if seat is Seat.READER else [*cells, Cell(step.words, url=step.url)]


def _title(one: ProfileLine) -> str:
    """Return the sentence of a need, with the problem it is about: one regime asks the same of several."""
    line = one.line
    return f"{line.sentence} ({line.problem_title})" if line.problem_title else line.sentence


def _wanted_words(one: ProfileLine) -> str:
    rhythm = one.line.rhythm or one.line.agreed_rhythm
    if not rhythm:
        return _("niet gezegd hoe vaak")
    words = str(Rhythm(rhythm).label)
    words = words[:1].lower() + words[1:]
    if not one.wanted_times or rhythm == Rhythm.ONCE:
        return words
    times = ngettext("%(number)s keer", "%(number)s keer", one.wanted_times)
    return f"{words} ({times % {'number': gap_words.count(one.wanted_times)}})"


def _received_words(one: ProfileLine) -> str:
    times = ngettext("%(number)s keer", "%(number)s keer", one.received_times)
    words = times % {"number": gap_words.count(one.received_times)}
    if timezone.now() - one.since >= NEARLY_A_YEAR:
        return _("%(times)s in 12 maanden") % {"times": words}
    return _("%(times)s sinds %(day)s") % {"times": words, "day": gap_words.day(one.since)}


def _mark_words(one: ProfileLine) -> str:
    wanted = one.line.wanted_mark
    if one.mean_mark is None:
        return _("nog geen cijfer; gewenst %(wanted)s") % {"wanted": wanted}
    facts = {
        "mark": formatting.number(one.mean_mark, 1, language=gap_words.language()),
        "wanted": wanted,
        "marks": gap_words.count(one.marks),
    }
    words = ngettext(
        "%(mark)s (%(marks)s cijfer); gewenst %(wanted)s",
        "%(mark)s (%(marks)s cijfers); gewenst %(wanted)s",
        one.marks,
    )
    return words % facts


def _choices(partners: list[Organisation], lines: list[ProfileLine]) -> list[Row]:
    """List the partners to choose from, those with a need first, each with how it stands."""
    rows = []
    for partner in partners:
        found = tally(one.line for one in lines if one.line.partner == partner.pk)
        gaps = gap_words.kinds_words(found)
        covered = gap_words.covered_words(found)
        text = f"{covered} {gaps[:1].upper()}{gaps[1:]}." if gaps else covered
        rows.append(
            (
                not covered,
                Row(
                    title=partner.name,
                    url=_profile_url(partner, None),
                    kind=partner.get_kind_display() if partner.get_kind_display() != partner.name else "",
                    text=text or _("Nog niets gevraagd."),
                ),
            )
        )
    return [row for _without, row in sorted(rows, key=lambda pair: pair[0])]


def _examples(
    request: IdentifiedRequest, partner: Organisation, theme: Theme | None
) -> list[tuple[str, list[tuple[Example, str]]]]:
    """Return the lines of the example under their theme, each with what kind of information and how often."""
    found = examples(request.identity, partner=partner, theme=theme)
    found.sort(key=lambda one: one.theme.name.casefold())
    return [
        (name, [(one, _example_words(one)) for one in group])
        for name, group in groupby(found, key=lambda one: one.theme.name)
    ]


def _example_words(one: Example) -> str:
    basis = {
        "S": _("uit onderzoek of praktijk"),
        "R": _("afgeleid uit onderzoek"),
        "K": _("uit vakkennis"),
    }[one.line.basis.mark]
    parts = [InfoKind(one.line.info_kind).label, Rhythm(one.line.rhythm).label, basis]
    return " · ".join(str(part) for part in parts)


def _partner(request: HttpRequest, partners: list[Organisation]) -> Organisation | None:
    """Return the partner that the address or form names; one that is not in sight does not exist."""
    given = request.POST.get("partner", "") or request.GET.get("partner", "")
    if not given:
        return None
    found = next((one for one in partners if str(one.pk) == given), None)
    if found is None:
        raise Http404
    return found


def _theme(request: IdentifiedRequest) -> Theme | None:
    given = request.POST.get("thema", "") or request.GET.get("thema", "")
    if not given:
        return None
    try:
        wanted = uuid.UUID(given)
    except ValueError as error:
        raise Http404 from error
    found = Theme.objects.filter(municipality=request.identity.municipality, pk=wanted).first()
    if found is None:
        raise Http404
    return found


def _profile_url(partner: Organisation, theme: Theme | None) -> str:
    query = {"partner": str(partner.pk)} | ({"thema": str(theme.pk)} if theme else {})
    return f"{reverse('position:profile')}?{urlencode(query)}"


def _back(request: HttpRequest) -> str:
    """Return the profile that a mark was set on."""
    own = reverse("position:profile")
    wanted = request.POST.get("next", "")
    return wanted if wanted == own or wanted.startswith(f"{own}?") else own
