"""The first page's three answers as rows, for screen and paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.brief import position_rows, words
from driehoek.brief.queries import LINES, Changed, RunningProblem, Today
from driehoek.moments.rows import row as moment_row
from driehoek.web import formatting
from driehoek.web.components import Action, Row, Tag

# So many lines of the exchange stand before what else arrived; the others come after it.
FROM_THE_EXCHANGE = 2
# Where one tap on a change leads that is not about a problem.
PLACES = {
    "figures:import:loaded": "figures:list",
    "analysis:deviation:found": "analysis:deviations",
    "analysis:deviation:withdrawn": "analysis:deviations",
    words.BRIEFING: "briefings:latest",
}


@dataclass(frozen=True)
class Section:
    """One answer: its rows, what is left out, and what to say when there are none."""

    title: str
    note: str
    rows: list[Row]
    more_url: str = ""
    more_label: str = ""
    empty_title: str = ""
    empty_why: str = ""


def asked(page: Today) -> Section:
    """Answer: what is asked of me, and by when?"""
    rows: list[Row] = [
        Row(
            title=_("Lees het laatste over: %(title)s") % {"title": crisis.title},
            url=reverse("problems:page", args=[crisis.pk]),
            tags=(Tag(_("nu"), "crisis"),),
            text=_("Er is iets veranderd sinds u keek."),
            meta=_("gewijzigd %(at)s")
            % {"at": formatting.moment(crisis.changed_at, language=words.language())},
        )
        for crisis in page.unread_crises
    ]
    rows += position_rows.asked(page.position)
    total = len(page.unread_crises) + page.position.total("asked") + page.position.total("called")
    waiting = len(page.deviations) + page.more_deviations
    if waiting:
        total += 1
        rows.append(
            Row(
                title=ngettext("Neem kennis van één afwijking", "Neem kennis van %(n)s afwijkingen", waiting)
                % {"n": waiting},
                url=reverse("analysis:deviations"),
                tags=(Tag(_("geen termijn"), ""),),
                text=_("Tik bij elke op “Gezien”, met uw reden. Dan staat vast dat u het weet."),
            )
        )
    return Section(
        title=_("Wat wordt van u gevraagd"),
        note=str(total) if total else "",
        rows=rows[:LINES],
        more_url=reverse("position:questions") if total > LINES else "",
        more_label=_("Alle vragen en besluiten"),
        empty_title=_("Niemand vraagt nu iets van u"),
        empty_why=_("Geen vraag, geen besluit en geen levering wacht op u, en u hebt elke crisis gelezen."),
    )


def going_on(page: Today, *, at: datetime) -> Section:
    """Answer: what is going on?"""
    crises = [_problem_row(crisis, at=at) for crisis in page.crises[:LINES]]
    # One line is kept for what is late and one for a problem: figures never crowd out the work itself.
    late = position_rows.late(page.position)
    room = LINES - len(crises) - bool(page.problems) - bool(late)
    deviations = list(page.deviations[: max(room, 0)])
    late = late[: max(LINES - len(crises) - len(deviations) - bool(page.problems), 0)]
    room = max(LINES - len(crises) - len(deviations) - len(late), 0)
    problems = [_problem_row(problem, at=at) for problem in page.problems[:room]]
    rows = [askable(row) for row in crises + deviations + late + problems]
    shown = len(crises) + len(problems)
    note = ""
    if page.open_problems:
        note = ngettext(
            "%(shown)s van %(n)s probleem", "%(shown)s van %(n)s problemen", page.open_problems
        ) % {"shown": shown, "n": page.open_problems}
    return Section(
        title=_("Wat speelt er"),
        note=note,
        rows=rows,
        more_url=reverse("problems:list"),
        more_label=_("Alle problemen"),
        empty_title=_("Er speelt niets dat u kunt zien"),
        empty_why=_("Er wijkt niets af en er loopt geen probleem waar u bij betrokken bent."),
    )


def changed(page: Today) -> Section:
    """Answer: what has changed since I looked?"""
    since = (
        formatting.since(page.visit.since_at, language=words.language())
        if page.visit.since_at
        else _("in de afgelopen week")
    )
    arrived = [askable(row) for row in position_rows.arrived(page.position)]
    # The briefing was made for this reader, so what else arrived never crowds it out.
    briefed = [_changed_row(change) for change in page.changed if change.action == words.BRIEFING]
    others = [_changed_row(change) for change in page.changed if change.action != words.BRIEFING]
    first, rest = page.exchanged[:FROM_THE_EXCHANGE], page.exchanged[FROM_THE_EXCHANGE:]
    rows = (briefed + first + arrived + rest + others)[:LINES]
    left = page.more_changed + len(page.changed) + len(arrived) + len(page.exchanged) - len(rows)
    more = ""
    if left:
        more = ngettext("En nog één verandering", "En nog %(n)s veranderingen", left) % {"n": left}
    return Section(
        title=_("Veranderd"),
        note=since,
        rows=rows,
        more_url=reverse("problems:list") if more else "",
        more_label=more,
        empty_title=_("Er is niets veranderd"),
        empty_why=_("Niemand heeft iets gewijzigd en er zijn geen nieuwe cijfers."),
    )


def coming(page: Today) -> Section:
    """Answer: what is coming? Risk moments and deliveries, the soonest first."""
    dated = position_rows.coming(page.position)
    dated += [(one.starts_at, moment_row(one)) for one in page.moments]
    dated.sort(key=lambda pair: pair[0])
    left = page.position.total("coming") + len(page.moments) - LINES
    return Section(
        title=_("Wat komt eraan"),
        note=_("in de komende week") if dated else "",
        rows=[row for _moment, row in dated[:LINES]],
        more_url=reverse("moments:calendar" if page.moments else "deadlines:coming") if left > 0 else "",
        more_label=_("Kalender") if page.moments else _("Alles wat komt"),
        empty_title=_("Er wordt deze week niets verwacht"),
        empty_why=_("Geen risicomoment en geen levering in de komende zeven dagen."),
    )


def askable(row: Row) -> Row:
    """Let the reader ask a question at a line (ST03)."""
    if not row.subject:
        return row
    kind, _sep, given = row.subject.partition(":")
    address = reverse("position:question_new") + "?" + urlencode({"over": kind, "id": given})
    return replace(row, actions=(*row.actions, Action(_("Vraag"), address, about=row.title)))


def _problem_row(problem: RunningProblem, *, at: datetime) -> Row:
    tags = (Tag(_("crisis"), "crisis"),) if problem.kind == "crisis" else ()
    if problem.stuck_since is not None:
        return _stuck_row(problem, problem.stuck_since, at=at)
    return Row(
        title=problem.title,
        url=reverse("problems:page", args=[problem.pk]),
        kind=words.problem_age(problem, at=at),
        tags=tags,
        text=problem.summary,
        subject=f"problems.problem:{problem.pk}",
        meta=f"{problem.theme} · "
        + _("gewijzigd %(at)s") % {"at": formatting.moment(problem.changed_at, language=words.language())},
    )


def _stuck_row(problem: RunningProblem, since: datetime, *, at: datetime) -> Row:
    """A complex problem whose approach does not get on: since when and why, one tap from its case."""
    when = formatting.date_long(since, language=words.language())
    return Row(
        title=problem.title,
        url=reverse("cases:page", args=[problem.pk]),
        kind=words.problem_age(problem, at=at),
        tags=(Tag(_("zit vast"), "ask"),),
        text=_("Sinds %(day)s: %(why)s") % {"day": when, "why": problem.stuck_reason},
        subject=f"problems.problem:{problem.pk}",
        meta=problem.theme,
    )


def _changed_row(change: Changed) -> Row:
    name = PLACES.get(change.action, "")
    url = (
        reverse("problems:page", args=[change.problem.pk])
        if change.problem
        else (reverse(name) if name else "")
    )
    return Row(
        title=words.changed_title(change),
        url=url,
        text=words.changed_text(change),
        meta=formatting.moment(change.at, language=words.language()),
    )
