"""A fixed report on paper: PDF/UA-1, with its marks, figures, sources and receipts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.position.models import Item
from driehoek.reports import sentences
from driehoek.reports.models import Figure, Flag, Report
from driehoek.web import formatting
from driehoek.web.paper import compile_pdf

TEMPLATE = Path(__file__).parent / "templates" / "reports" / "report.typ"


def report_pdf(identity: Identity, report: Report) -> bytes:
    """Set a fixed report, tagged and in the language of the page; what was written stays in its own words."""
    content: dict[str, Any] = {
        "language": formatting.known(get_language()),
        "title": sentences.name_of(report),
        "place": identity.municipality_name,
        "lead": sentences.lead_of(report),
        "gist": report.gist,
        "edition": _("%(number)s, vastgesteld op %(when)s")
        % {"number": report.number, "when": _day(report.fixed_at)},
        "demo": _("VOORBEELD – verzonnen dossiers en personen.") if settings.DEMO else "",
        "handling": _mark(report.item),
        "status": _("Stand: %(status)s") % {"status": sentences.standing_tag(report).label}
        if report.status
        else "",
        "flags_title": _("Moest de burgemeester die dag weten"),
        "flags": [_flag(one) for one in report.flags.all()],
        "figures_title": _("Cijfers en wat ze betekenen"),
        "meaning_label": _("Wat betekent dit?"),
        "no_meaning": _("De leverancier schreef hier niets bij."),
        "figures": [_figure(one) for one in report.figures.all()],
        "sections": [{"title": one.label, "text": one.text} for one in report.sections.all() if one.text],
        "receipts_title": _("Hoe dit rapport tot stand kwam"),
        "receipts": _receipts(report),
    }
    return compile_pdf(TEMPLATE, content)


def _mark(item: Item | None) -> str:
    return str(item.get_classification_display()) if item is not None else ""


def _flag(flag: Flag) -> dict[str, str]:
    return {"title": flag.title, "text": flag.text, "seen": sentences.opened_words(flag, on_paper=True)}


def _figure(figure: Figure) -> dict[str, str | list[str]]:
    return {
        "title": figure.name,
        "value": sentences.value_of(figure),
        "said": [one for one in (figure.comparison, figure.deviation, figure.norm) if one],
        "source": figure.source,
        "meaning": figure.interpretation,
    }


def _receipts(report: Report) -> list[str]:
    """Say who did what and when: written, in, checked, fixed, read."""
    checked = report.checked_by.name if report.checked_by else "–"
    fixed = report.fixed_by.name if report.fixed_by else "–"
    lines = [
        _("Geschreven door %(who)s, %(party)s.") % {"who": report.author.name, "party": report.supplier.name},
        _("Formulier: %(form)s, versie %(version)s.")
        % {"form": report.form_name, "version": report.form_version},
        _("Binnen: %(when)s.") % {"when": sentences.received_words(report, on_paper=True)},
        _("Cijfers zoals bekend op %(when)s.") % {"when": _day(report.as_of)},
        _("Gecontroleerd door %(who)s op %(when)s.") % {"who": checked, "when": _day(report.checked_at)},
        _("Vastgesteld door %(who)s op %(when)s.") % {"who": fixed, "when": _day(report.fixed_at)},
    ]
    readings = report.item.readings.all() if report.item is not None else ()
    lines += [
        _("Gezien door %(who)s op %(when)s.") % {"who": one.person.name, "when": _day(moment)}
        for one in readings
        if (moment := one.opened_at or one.acknowledged_at)
    ]
    return lines


def _day(moment: datetime | None) -> str:
    return sentences.day_and_time(moment) if moment is not None else "–"
