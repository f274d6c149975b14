"""The position's lines on the first page as rows: what is asked, late, coming, arrived, answered, rated."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.brief import words
from driehoek.deadlines.calendar import local_day, working_days_between
from driehoek.position.models import Verdict
from driehoek.position.queries.first_page import FirstPage, Line
from driehoek.position.services.must_know import MUST_KNOW
from driehoek.web import formatting
from driehoek.web.components import Action, Row, Tag

PAGES = {
    "position.question": "position:question",
    "position.delivery": "position:delivery",
    "position.item": "position:item",
}


def asked(page: FirstPage) -> list[Row]:
    """What the reader is to answer, decide or deliver, and where they were called in; the soonest first."""
    lines = sorted(
        page.lines("asked") + page.lines("called"), key=lambda line: (line.kind != MUST_KNOW, line.at)
    )
    return [_asked_row(line, page) for line in lines]


def late(page: FirstPage) -> list[Row]:
    """What others are late with."""
    return [
        Row(
            title=line.title,
            url=_url(line, page),
            kind=line.from_whom,
            tags=(Tag(lateness(line, page.now), "ask"),),
            text=_reminded(line),
            meta=line.about,
            subject=_subject(line) if line.kind in PAGES else "",
        )
        for line in page.lines("late")
    ]


def coming(page: FirstPage) -> list[tuple[datetime, Row]]:
    """What is to arrive in the coming week, each with when."""
    return [
        (
            line.at,
            Row(
                title=_coming_title(line),
                url=_url(line, page),
                kind=line.from_whom,
                tags=(Tag(_day(line.at)),),
                meta=line.about,
            ),
        )
        for line in page.lines("coming")
    ]


def _coming_title(line: Line) -> str:
    if line.kind == "position.question":
        return _("Antwoord op: %(question)s") % {"question": line.title}
    return line.title


def arrived(page: FirstPage) -> list[Row]:
    """Answers to the reader's questions, verdicts on what the reader delivered, and items not yet seen."""
    rows = [_answer_row(line) for line in page.lines("answered")]
    rows += [_rated_row(line) for line in page.lines("rated")]
    return rows + [_item_row(line) for line in page.lines("unread")]


def lateness(line: Line, now: datetime) -> str:
    """Say how late something is, in working days since it was due."""
    days = working_days_between(local_day(line.at), local_day(now))
    if days < 1:
        return _("te laat")
    return ngettext("%(n)s werkdag te laat", "%(n)s werkdagen te laat", days) % {"n": days}


def _asked_row(line: Line, page: FirstPage) -> Row:
    now = page.now
    if line.kind == MUST_KNOW:
        return _must_know_row(line, page)
    is_late = line.late_after is not None and line.late_after < now
    due = Tag(_("vóór %(when)s") % {"when": _moment(line.at)}, "ask")
    return Row(
        title=_asked_title(line),
        url=_url(line, page),
        kind=_("besluit") if line.detail == "decision" else "",
        tags=(Tag(lateness(line, now), "ask"),) if is_late else (due,),
        text=_asked_text(line),
        meta=line.about,
        subject=_subject(line) if line.kind == "position.delivery" else "",
    )


def _must_know_row(line: Line, page: FirstPage) -> Row:
    called = line.part == "called"
    return Row(
        title=line.title,
        url=page.urls.get(line.subject, ""),
        kind=_("vandaag weten"),
        tags=(Tag(_("bel de burgemeester") if called else _("nog niet geopend"), "ask"),),
        text=_("De burgemeester opende dit nog niet. Vertel het, en leg dat vast.") if called else "",
        meta=line.about,
    )


def _asked_title(line: Line) -> str:
    if line.kind != "position.delivery":
        return line.title
    if line.part == "called":
        return _("Bel over wat te laat is: %(what)s") % {"what": line.title}
    return _("Lever: %(what)s") % {"what": line.title}


def _asked_text(line: Line) -> str:
    if line.part == "called":
        return _("Van %(whom)s. Herinnerd en nog niet binnen; u bent nu aan de beurt om te bellen.") % {
            "whom": line.from_whom
        }
    if line.kind == "position.question":
        return _("Van: %(who)s.") % {"who": line.by}
    if line.reminded_at and line.kind == "position.delivery":
        return _("U bent herinnerd: %(when)s.") % {"when": _moment(line.reminded_at)}
    return ""


def _answer_row(line: Line) -> Row:
    return Row(
        title=_("Antwoord: %(question)s") % {"question": line.title},
        url=_own_url(line),
        tags=(Tag(_("nieuw"), "accent"),),
        text=line.about[:160],
        meta=f"{line.by} · {_moment(line.at)}",
    )


def _rated_row(line: Line) -> Row:
    verdict = str(Verdict(line.detail).label).lower()
    return Row(
        title=_("%(who)s vond “%(title)s”: %(verdict)s")
        % {"who": line.by, "title": line.title, "verdict": verdict},
        url=_own_url(line),
        tags=() if line.detail == Verdict.USEFUL else (Tag(verdict, "ask"),),
        text=line.about,
        meta=_moment(line.at),
    )


def _item_row(line: Line) -> Row:
    rate = reverse("position:item_rate", args=[line.subject])
    here = ("next", reverse("brief:today"))
    return Row(
        title=line.title,
        url=_own_url(line),
        kind=line.from_whom,
        tags=(Tag(_("nieuw"), "accent"),),
        text="" if line.detail else _("Zonder uitleg wat het betekent."),
        meta=f"{line.about} · {_moment(line.at)}",
        subject=_subject(line),
        actions=tuple(
            Action(
                str(verdict.label),
                rate,
                post=True,
                values=(("verdict", verdict.value), here),
                about=line.title,
            )
            for verdict in (Verdict.USEFUL, Verdict.NO_MEANING)
        ),
    )


def _reminded(line: Line) -> str:
    if not line.reminded_at:
        return _("Nog niet herinnerd.")
    said = _("Herinnerd %(when)s.") % {"when": _moment(line.reminded_at)}
    if line.step:
        said += " " + ngettext(
            "Daarna is één ander gebeld of gevraagd.", "Daarna zijn %(n)s anderen gevraagd.", line.step
        ) % {"n": line.step}
    return said


def _url(line: Line, page: FirstPage) -> str:
    """Return where a line leads: the page that its own room names, else the position's."""
    return page.urls[line.subject] if line.subject in page.urls else _own_url(line)


def _own_url(line: Line) -> str:
    return reverse(PAGES[line.kind], args=[line.subject])


def _subject(line: Line) -> str:
    return f"{line.kind}:{line.subject}"


def _moment(moment: datetime) -> str:
    return formatting.moment(moment, language=words.language())


def _day(moment: datetime) -> str:
    return formatting.relative_day(moment, language=words.language())
