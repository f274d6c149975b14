"""Cases as rows, steps and pairs, for the pages of this room."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from driehoek.cases.models import ENDED_PHASES, Case, Phase
from driehoek.cases.queries.process import overstayed, table_of
from driehoek.cases.services import Checked
from driehoek.problems.models import Problem
from driehoek.web.components import Pair, Row, Step, Tag
from driehoek.web.formatting import date_long, date_short, duration, known

# States beside the main road: a case comes there by not going on.
ASIDE: Final = (Phase.REJECTED, Phase.REFERRED)


def day(value: datetime) -> str:
    """Write a day in the reader's language."""
    return date_long(value, language=known(get_language()))


def stage_name(case: Case) -> str:
    """Return the name of the stage in the words of the case's own model."""
    return next((one.name for one in table_of(case.model).states if one.key == case.stage), case.stage)


def standing_tags(case: Case) -> tuple[Tag, ...]:
    """Return what stands out about a case: that it is stuck, or stands longer in its stage than usual."""
    if case.stuck_since is not None:
        return (Tag(_("zit vast"), "ask"),)
    if overstayed(case) is not None:
        return (Tag(_("staat lang stil"), "unknown"),)
    return ()


def standing_words(case: Case) -> str:
    """Say in a sentence why it is stuck, or how long it stands still; empty when it goes as it should."""
    if case.stuck_since is not None:
        values = {"day": day(case.stuck_since), "why": case.stuck_reason}
        return _("Sinds %(day)s: %(why)s") % values
    limit = overstayed(case)
    if limit is None:
        return ""
    days = (timezone.now() - case.stage_since).days
    return _("Staat %(days)s dagen in deze stap. Gebruikelijk is hoogstens %(limit)s.") % {
        "days": days,
        "limit": limit,
    }


def decision_words(case: Case) -> str:
    """Say what is decided next and when; empty when that is not known."""
    if not case.next_decision:
        return ""
    if case.next_decision_on is None:
        return _("Volgende besluit: %(what)s") % {"what": case.next_decision}
    when = date_short(case.next_decision_on, language=known(get_language()))
    return _("Volgende besluit: %(what)s (%(when)s)") % {"what": case.next_decision, "when": when}


def complex_row(problem: Problem, case: Case | None, partners: int) -> Row:
    """A complex problem as the mayor oversees it: where it stands, since when, why it is stuck, what comes (CX10)."""
    days = ((problem.closed_at or timezone.now()) - problem.opened_at).days
    age = duration(timedelta(days=days)) if days else _("vandaag begonnen")
    if case is None:
        return Row(
            title=problem.title,
            url=reverse("problems:page", args=[problem.pk]),
            kind=age,
            tags=(Tag(_("nog geen proces"), "unknown"),),
            text=_("Er is nog geen casus met een procesmodel."),
            meta=problem.theme.name,
        )
    meta = [
        problem.theme.name,
        str(case.get_phase_display()),
        ngettext("%(n)s partij", "%(n)s partijen", partners) % {"n": partners}
        if partners
        else _("nog geen partners"),
    ]
    said = [
        _("%(stage)s, sinds %(day)s.") % {"stage": stage_name(case), "day": day(case.stage_since)},
        _ended(standing_words(case)),
        _ended(decision_words(case)),
    ]
    return Row(
        title=problem.title,
        url=reverse("cases:page", args=[problem.pk]),
        kind=age,
        tags=standing_tags(case),
        text=" ".join(filter(None, said)),
        meta=" · ".join(meta),
    )


def _ended(sentence: str) -> str:
    """End a sentence that someone wrote with a full stop, where it has no end of its own."""
    return sentence if not sentence or sentence[-1] in ".!?" else f"{sentence}."


def case_row(case: Case) -> Row:
    """A case in one's own list."""
    return Row(
        title=case.problem.title,
        url=reverse("cases:page", args=[case.problem_id]),
        kind=stage_name(case),
        tags=standing_tags(case),
        text=standing_words(case) or decision_words(case),
        meta=_("in deze stap sinds %(day)s") % {"day": day(case.stage_since)},
    )


def stage_steps(case: Case) -> list[Step]:
    """Return the main road of the model with where the case stands on it; what lies aside only when it is there."""
    states = [
        state for state in table_of(case.model).states if state.phase not in ASIDE or state.key == case.stage
    ]
    here = next((place for place, state in enumerate(states) if state.key == case.stage), 0)
    ended = case.phase in ENDED_PHASES
    found = []
    for place, state in enumerate(states):
        if place == here:
            words = _("afgelopen") if ended else _("hier staat het")
            found.append(Step(state.name, "done" if ended else "now", words=words))
        elif place < here and case.phase not in ASIDE:
            found.append(Step(state.name, "done", words=_("geweest")))
        else:
            found.append(Step(state.name, "todo"))
    return found


def check_steps(checks: list[Checked], *, links: bool) -> list[Step]:
    """Return the requirements of a move; each leads to where it is mended, for who may."""
    return [
        Step(
            one.label,
            "done" if one.met else "barred",
            url=one.url if links and not one.met else "",
            words=_("in orde") if one.met else one.text,
        )
        for one in checks
    ]


def facts(case: Case, *, may_lead: bool) -> list[Pair]:
    """What everyone with the overview knows of a case."""
    change = reverse("cases:standing", args=[case.problem_id]) if may_lead else ""
    directors = reverse("cases:directors", args=[case.problem_id]) if may_lead else ""
    values = [
        Pair(_("Stap"), f"{stage_name(case)} ({str(case.get_phase_display()).lower()})"),
        Pair(_("In deze stap sinds"), day(case.stage_since)),
        Pair(_("Gaat het door?"), standing_words(case) or _("Ja"), change),
        Pair(_("Volgende besluit"), _decided(case), change),
        Pair(_("Procesregisseur"), case.process_director.name, directors),
        Pair(
            _("Casusregisseur"),
            case.content_director.name if case.content_director else _("nog niemand"),
            directors,
        ),
        Pair(_("Procesmodel"), f"{case.model.name}, " + _("versie %(n)s") % {"n": case.model.number}),
    ]
    if case.keep_until is not None:
        values.append(
            Pair(_("Bewaren tot en met"), date_long(case.keep_until, language=known(get_language())))
        )
    return values


def _decided(case: Case) -> str:
    if not case.next_decision:
        return _("nog niet bekend")
    if case.next_decision_on is None:
        return case.next_decision
    when = date_long(case.next_decision_on, language=known(get_language()))
    return _("%(what)s, op %(when)s") % {"what": case.next_decision, "when": when}
