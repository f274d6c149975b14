"""Questions as rows of a list, in words."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.position.models import Question, QuestionKind, QuestionState
from driehoek.position.services.questions import may_answer
from driehoek.web import formatting
from driehoek.web.components import Row, Tag


def whom(question: Question) -> str:
    """Name who is asked."""
    if question.to_person is not None:
        return str(question.to_person)
    return str(question.to_organisation) if question.to_organisation else ""


def answered_by_when(question: Question) -> str:
    """Say who answers by when: “Teamchef antwoordt uiterlijk do 26 nov 17.00”."""
    if question.deadline is None:
        return _("%(who)s antwoordt.") % {"who": whom(question)}
    when = formatting.moment(question.deadline.due_at, language=formatting.known(get_language()))
    return _("%(who)s antwoordt uiterlijk %(when)s.") % {"who": whom(question), "when": when}


def question_row(question: Question, identity: Identity) -> Row:
    """Make a list row: the question, by when or its answer, about what, from whom."""
    language = formatting.known(get_language())
    asked = _("%(who)s vroeg dit %(when)s") % {
        "who": question.asked_by.name,
        "when": formatting.moment(question.asked_at, language=language),
    }
    return Row(
        title=question.text,
        url=reverse("position:question", args=[question.pk]),
        kind=_("besluit gevraagd") if question.kind == QuestionKind.DECISION else "",
        tags=_tags(question, identity, language),
        text=_answer_words(question),
        meta=" · ".join(part for part in (question.about_title, asked) if part),
    )


def _tags(question: Question, identity: Identity, language: formatting.Language) -> tuple[Tag, ...]:
    if question.state != QuestionState.OPEN:
        label = str(question.get_state_display()).lower()
        return (Tag(label, "calm" if question.state == QuestionState.ANSWERED else ""),)
    deadline = question.deadline
    if deadline is None:
        return (Tag(_("wacht op antwoord")),)
    when = formatting.moment(deadline.due_at, language=language)
    if deadline.late_after < timezone.now():
        return (Tag(_("te laat, had %(when)s gemoeten") % {"when": when}, "ask"),)
    mine = may_answer(identity, question)
    return (Tag(_("vóór %(when)s") % {"when": when}, "ask" if mine else ""),)


def _answer_words(question: Question) -> str:
    if question.state == QuestionState.ANSWERED:
        chosen = question.options[question.chosen] if question.chosen is not None else ""
        return " ".join(part for part in (chosen + "." if chosen else "", question.answer) if part)
    if question.state == QuestionState.OPEN:
        return answered_by_when(question)
    return ""
