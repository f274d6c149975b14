"""The evaluation of a case on paper: PDF/UA-1, without names."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.cases.models import Case
from driehoek.course import queries
from driehoek.course.questions import ANSWERS, STATEMENTS
from driehoek.problems.models import Classification
from driehoek.web import formatting
from driehoek.web.paper import compile_pdf

TEMPLATE = Path(__file__).parent / "templates" / "course" / "evaluation.typ"


def evaluation_pdf(identity: Identity, case: Case) -> bytes:
    """Set the evaluation of a case; one that was not settled says that it is a draft.

    Raises:
        Http404: there is none yet.
    """
    found = queries.evaluation_of(case)
    if found is None:
        raise Http404
    language = formatting.known(get_language())
    settled = (
        _("Vastgesteld op %(when)s") % {"when": formatting.date_long(found.settled_at, language=language)}
        if found.settled_at
        else _("Concept")
    )
    goals = [
        {"title": one.goal, "tag": str(one.get_result_display()), "text": one.evidence}
        for one in queries.goals_of(case)
    ]
    answers = [
        {
            "title": one.organisation.name,
            "lines": [f"{text} {ANSWERS[one.answers[key]]}." for key, text in STATEMENTS.items()],
            "remark": one.remark,
        }
        for one in queries.cooperation_of(case)
    ]
    return compile_pdf(
        TEMPLATE,
        {
            "language": language,
            "demo": _("VOORBEELD – verzonnen dossiers en personen.") if settings.DEMO else "",
            "training": _("OEFENING") if case.problem.training else "",
            "title": _("Evaluatie: %(title)s") % {"title": case.problem.title},
            "place": identity.municipality_name,
            "state": settled,
            "handling": str(Classification(case.problem.classification).label),
            "summary": found.summary,
            "lessons_title": _("Wat wij leerden"),
            "lessons": found.lessons,
            "goals_title": _("Doelen"),
            "goals": goals,
            "answers_title": _("Samenwerking"),
            "answers": answers,
        },
    )
