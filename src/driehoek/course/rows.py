"""How a case goes and ends, as rows and tables."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.course.domains import SCALE, UNKNOWN, Movement
from driehoek.course.models import Cooperation, Evaluation, GoalResult, RestAction, Result, ScaleDown, Scoring
from driehoek.course.queries import PersonCourse
from driehoek.course.questions import ANSWERS, STATEMENTS
from driehoek.web.components import Action, Cell, Column, Pair, Row, Tag
from driehoek.web.formatting import Language, date_long, date_short
from driehoek.web.formatting import known as known_language

RESULT_TAGS = {Result.REACHED: "calm", Result.PARTLY: "accent", Result.NOT: "ask", Result.UNKNOWN: "unknown"}


def _language() -> Language:
    return known_language(get_language())


def moved(movement: Movement) -> str:
    """Say in words which way a person went; steps back belong to it."""
    said = _("Vooruit op %(forward)s, gelijk op %(same)s, achteruit op %(back)s leefgebieden.") % {
        "forward": movement.forward,
        "same": movement.same,
        "back": movement.back,
    }
    if movement.unknown:
        said += " " + _("%(n)s niet te vergelijken.") % {"n": movement.unknown}
    return said + (" " + _("Terugval hoort erbij.") if movement.back else "")


def person_row(course: PersonCourse) -> Row:
    """Show a person with how they go, or what comes next."""
    planned = next((one for one in course.scorings if one.scored_at is None), None)
    when = ""
    if planned:
        when = _("Volgende moment: %(day)s") % {"day": date_long(planned.planned_on, language=_language())}
    if course.moved:
        text = moved(course.moved)
    elif course.scored:
        text = _("Eén keer gescoord; met een tweede keer is te zien hoe het gaat.")
    else:
        text = _("Nog niet gescoord.")
    late = planned is not None and planned.planned_on < timezone.localdate()
    return Row(
        title=course.subject.label,
        url=reverse("course:person", args=[course.subject.case_id, course.subject.pk]),
        text=text,
        tags=(Tag(_("te laat"), "ask"),) if late else (),
        meta=when,
    )


def domain_table(course: PersonCourse) -> tuple[list[Column], list[list[Cell]]]:
    """Return the scores of one person, a line per life domain and a column per moment."""
    scored = course.scored
    columns = [
        Column(_("Leefgebied")),
        *(Column(date_short(one.planned_on, language=_language())) for one in scored),
        Column(_("Richting")),
    ]
    rows = []
    for domain in SCALE.domains:
        values = [one.scores.get(domain.key, UNKNOWN) for one in scored]
        rows.append(
            [Cell(str(domain.name)), *(Cell(_step(value)) for value in values), Cell(_direction(values))]
        )
    return columns, rows


def _step(value: int) -> str:
    return _("niet bekend") if value == UNKNOWN else f"{value} – {SCALE.steps[value]}"


def _direction(values: list[int]) -> str:
    known = [value for value in values if value != UNKNOWN]
    if len(known) < 2:
        return "–"
    if known[-1] == known[0]:
        return _("gelijk")
    return _("vooruit") if known[-1] > known[0] else _("achteruit")


def total_table(totals: dict[str, Movement]) -> list[list[Cell]]:
    """Return how many persons went which way, a line per life domain."""
    return [
        [Cell(str(domain.name)), *(Cell(str(n)) for n in (one.forward, one.same, one.back, one.unknown))]
        for domain in SCALE.domains
        if (one := totals[domain.key])
    ]


def planned_row(scoring: Scoring) -> Row:
    """Show a moment to come, with what can be done about it."""
    about = date_long(scoring.planned_on, language=_language())
    return Row(
        title=about,
        kind=str(scoring.get_moment_display()).lower(),
        tags=(Tag(_("te laat"), "ask"),) if scoring.planned_on < timezone.localdate() else (),
        actions=(
            Action(
                _("Scoren"),
                reverse("course:score", args=[scoring.compartment.case_id, scoring.pk]),
                about=about,
            ),
            Action(
                _("Laat vervallen"),
                reverse("course:scoring_drop", args=[scoring.compartment.case_id, scoring.pk]),
                about=about,
            ),
        ),
    )


def scale_down_pairs(found: ScaleDown) -> list[Pair]:
    """Return how a case is scaled down, line by line."""
    return [
        Pair(_("Waarom het nu kan"), found.criterion),
        Pair(_("Wanneer de casus terugkomt"), found.reopen_when),
        Pair(_("Nazorg"), f"{found.aftercare.name}, {found.aftercare_contact}"),
        Pair(_("Nazorg tot en met"), date_long(found.aftercare_until, language=_language())),
        Pair(_("Bericht aan de partners"), found.message),
    ]


def rest_action_row(action: RestAction, *, may_work: bool, may_lead: bool) -> Row:
    """Show what is left, with one tap to tick it off or to take that back."""
    done = action.done_at is not None
    actions = []
    if may_work:
        actions.append(
            Action(
                _("Weer open") if done else _("Gedaan"),
                reverse("course:rest_action_mark", args=[action.case_id, action.pk]),
                post=True,
                values=(("done", "0" if done else "1"),),
                about=action.what,
            )
        )
    if may_lead and not done:
        actions.append(
            Action(
                _("Laat vervallen"),
                reverse("course:rest_action_drop", args=[action.case_id, action.pk]),
                about=action.what,
            )
        )
    late = not done and action.due_on < timezone.localdate()
    tags = (Tag(_("gedaan"), "calm"),) if done else (Tag(_("te laat"), "ask"),) if late else ()
    return Row(
        title=action.what,
        text=_("%(who)s, voor %(day)s")
        % {"who": action.organisation.name, "day": date_long(action.due_on, language=_language())},
        tags=tags,
        actions=actions,
    )


def goal_row(goal: GoalResult, *, may_drop: bool) -> Row:
    """Show a goal with how far it was reached and where that shows."""
    drop = Action(
        _("Opnieuw beoordelen"),
        reverse("course:goal_drop", args=[goal.case_id, goal.pk]),
        about=goal.goal,
    )
    return Row(
        title=goal.goal,
        text=goal.evidence,
        tags=(Tag(str(goal.get_result_display()), RESULT_TAGS[Result(goal.result)]),),  # type: ignore[arg-type]
        actions=(drop,) if may_drop else (),
    )


def cooperation_table(answers: list[Cooperation]) -> tuple[list[Column], list[list[Cell]]]:
    """Return what each organisation answered, a line per statement."""
    columns = [Column(_("Stelling")), *(Column(one.organisation.name) for one in answers)]
    rows = [
        [Cell(str(text)), *(Cell(str(ANSWERS[one.answers[key]])) for one in answers)]
        for key, text in STATEMENTS.items()
    ]
    return columns, rows


def lesson_row(found: Evaluation) -> Row:
    """Show what a case taught."""
    return Row(
        title=found.case.problem.title,
        url=reverse("course:page", args=[found.case_id]),
        text=found.lessons,
        kind=found.case.model.name,
        meta=date_long(found.settled_at, language=_language()) if found.settled_at else "",
    )
