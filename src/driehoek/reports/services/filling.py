"""Putting what came in into a report: judged against its form, nothing dropped silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.ledger.versions import VersionConflict
from driehoek.reports.content import (
    Content,
    IncompleteError,
    Screened,
    ScreenedError,
    UnknownPlaceError,
    texts,
)
from driehoek.reports.models import Figure, Flag, Form, Remark, Report, Section, Standing
from driehoek.reports.queries.figures import FigureLine, prefill
from driehoek.reports.queries.forms import headings_for
from driehoek.reports.ready_forms import Heading
from driehoek.screening import screen


def fill(identity: Identity, report: Report, form: Form, content: Content) -> None:
    """Replace the words of a draft or returned report, and freeze the figures as they are now.

    Raises:
        UnknownPlaceError: something is named that this report does not have.
    """
    lines = prefill(identity, report.delivery, report)
    headings = headings_for(form, report)
    remarks = {str(one.pk): one for one in Remark.objects.filter(report=report)}
    _require_known(content, form, headings, lines, remarks)
    _sections(report, headings, content)
    _figures(report, lines, content)
    _flags(report, content)
    for key, answer in content.answers.items():
        _answer(identity, remarks[key], answer.strip())


def same(report: Report, content: Content) -> bool:
    """Tell whether a report holds exactly this already, as when a form is sent twice."""
    sections = {one.key: one.text for one in report.sections.all() if one.text}
    figures = {one.indicator.key: one.interpretation for one in _written(report)}
    flags = [(one.title, one.text) for one in report.flags.all()]
    return (
        sections == _stripped(content.sections)
        and figures == _stripped(content.interpretations)
        and flags == [(one.title.strip(), one.text.strip()) for one in content.flags]
        and (report.gist, report.status) == (content.gist.strip(), content.status)
    )


def require_complete(report: Report, form: Form, content: Content) -> None:
    """Refuse to send a report in which something that must be there is not; a supplement only may not be empty.

    Raises:
        IncompleteError: naming each place.
    """
    missing = [
        ("flag", _("Wat de burgemeester vandaag moet weten"))
        for one in content.flags
        if not one.title.strip()
    ]
    if report.supplements_id is not None:
        if not any(text.strip() for _key, _label, text in texts(content, {})):
            missing.append(("gist", _("In één regel")))
    else:
        missing += [
            (one.key, one.label)
            for one in headings_for(form, report)
            if one.required and not content.sections.get(one.key, "").strip()
        ]
        if form.asks_status and not content.status:
            missing.append(("status", _("Hoe staat de maatregel ervoor?")))
    if missing:
        raise IncompleteError(missing)


def require_screened(
    content: Content, labels: Mapping[str, str], *, confirmed: bool, drafting: bool = False
) -> None:
    """Hold every free text against the screening: an identity number refuses, the rest asks to be sure once.

    Args:
        content: what is to be stored or sent.
        labels: words for the places.
        confirmed: the writer has looked at the warnings and is sure.
        drafting: only refuse; a draft is not sent to anyone yet.

    Raises:
        ScreenedError: with everything that was found.
    """
    found = [
        Screened(key, label, finding)
        for key, label, text in texts(content, labels)
        for finding in screen(text)
        if finding.refuse or not (confirmed or drafting)
    ]
    if found:
        raise ScreenedError(found)


def _require_known(
    content: Content,
    form: Form,
    headings: Iterable[Heading],
    lines: Iterable[FigureLine],
    remarks: Mapping[str, Remark],
) -> None:
    unknown = sorted(set(content.sections) - {one.key for one in headings})
    unknown += sorted(set(content.interpretations) - {line.indicator.key for line in lines})
    unknown += sorted(set(content.answers) - set(remarks))
    if content.status and (not form.asks_status or content.status not in Standing.values):
        unknown.append(content.status)
    if unknown:
        raise UnknownPlaceError(unknown)


def _sections(report: Report, headings: Iterable[Heading], content: Content) -> None:
    Section.objects.filter(report=report).delete()
    Section.objects.bulk_create(
        Section(
            municipality_id=report.municipality_id,
            report=report,
            key=heading.key,
            label=heading.label,
            place=place,
            text=content.sections.get(heading.key, "").strip(),
        )
        for place, heading in enumerate(headings)
    )


def _figures(report: Report, lines: Iterable[FigureLine], content: Content) -> None:
    Figure.objects.filter(report=report).delete()
    Figure.objects.bulk_create(
        Figure(
            municipality_id=report.municipality_id,
            report=report,
            indicator=line.indicator,
            place=place,
            interpretation=content.interpretations.get(line.indicator.key, "").strip(),
            **line.frozen(),
        )
        for place, line in enumerate(lines)
    )


def _flags(report: Report, content: Content) -> None:
    """Keep what the mayor was told, and replace what is still to be told."""
    told = set(Flag.objects.filter(report=report, item__isnull=False).values_list("title", "text"))
    Flag.objects.filter(report=report, item=None).delete()
    new = [(one.title.strip(), one.text.strip()) for one in content.flags]
    Flag.objects.bulk_create(
        Flag(
            municipality_id=report.municipality_id,
            report=report,
            title=title,
            text=text,
            place=len(told) + place,
        )
        for place, (title, text) in enumerate(dict.fromkeys(new))
        if (title, text) not in told
    )


def _answer(identity: Identity, remark: Remark, answer: str) -> None:
    if answer == remark.answer:
        return
    values = {"answer": answer, "answered_by_id": identity.person, "answered_at": Now()}
    if not answer:
        values = {"answer": "", "answered_by_id": None, "answered_at": None}
    if not Remark.objects.filter(pk=remark.pk).update(**values):
        raise VersionConflict


def _written(report: Report) -> list[Figure]:
    return [one for one in report.figures.all() if one.interpretation]


def _stripped(given: Mapping[str, str]) -> dict[str, str]:
    return {key: text.strip() for key, text in given.items() if text.strip()}
