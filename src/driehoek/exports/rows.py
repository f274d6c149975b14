"""Rights, exports and patterns as rows and sentences for the screen."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.access.identity import Identity
from driehoek.exports import tables
from driehoek.exports.marks import Mark
from driehoek.exports.models import Export, ExportRight
from driehoek.exports.patterns import Pattern, Unusual, unusual
from driehoek.exports.words import count_of_rows, spoken
from driehoek.web import formatting
from driehoek.web.components import Action, Pair, Row, Tag


def which_lists(right: ExportRight) -> str:
    """Say to which lists a right is."""
    if not right.tables:
        return _("alle lijsten")
    return ", ".join(tables.title_of(key) for key in right.tables)


def reach(right: ExportRight) -> str:
    """Say how far a right goes: which lists, up to which mark, how many a day."""
    return _("%(lists)s, tot en met %(mark)s, hoogstens %(n)s per dag") % {
        "lists": which_lists(right),
        "mark": str(Mark(right.highest).label).lower(),
        "n": right.a_day,
    }


def right_row(right: ExportRight, *, may_end: bool) -> Row:
    """Return a right as a row for administrator and officer."""
    runs = is_running(right)
    actions = []
    if may_end and right.ended_at is None and right.valid_until > timezone.now():
        about = f"{right.person.name}, {reach(right)}"
        actions = [Action(_("Beëindig"), reverse("exports:right_end", args=[right.pk]), about=about)]
    return Row(
        title=right.person.name,
        text=f"{reach(right).capitalize()}. {right.reason}",
        tags=() if runs else (Tag(_state(right)),),
        meta=_("%(period)s · gegeven door %(who)s") % {"period": period(right), "who": right.given_by.name},
        actions=actions,
    )


def given_words(right: ExportRight) -> str:
    """Say that a right was given, and from when when that is later."""
    if right.valid_from > timezone.now():
        facts = {"name": right.person.name, "day": _day(right.valid_from)}
        return _("%(name)s mag exporteren vanaf %(day)s.") % facts
    return _("%(name)s mag nu exporteren.") % {"name": right.person.name}


def is_running(right: ExportRight) -> bool:
    """Tell whether a right counts now."""
    return right.ended_at is None and right.valid_from <= timezone.now() < right.valid_until


def period(right: ExportRight) -> str:
    """Say from when until when: "23 november 2026 tot en met 23 mei 2027"."""
    return _("%(first)s tot en met %(last)s") % {
        "first": _day(right.valid_from),
        "last": _day(right.valid_until),
    }


def right_pairs(right: ExportRight) -> list[Pair]:
    """Return a right in full."""
    return [
        Pair(_("Wie"), right.person.name),
        Pair(_("Wat"), reach(right)),
        Pair(_("Wanneer"), period(right)),
        Pair(_("Waarom"), right.reason),
    ]


def export_row(export: Export, *, with_person: bool) -> Row:
    """Return an export as a row; for the officer with who it was."""
    at = timezone.localtime(export.at)
    tags = [Tag(str(Mark(export.mark).label).lower(), "ask" if export.mark >= Mark.CONFIDENTIAL else "")]
    if export.training:
        tags.append(Tag(_("oefening")))
    if Unusual.AT_NIGHT in unusual(at, export.rows, Mark(export.mark)):
        tags.append(Tag(_("’s nachts"), "ask"))
    facts = [
        formatting.moment(at, language=spoken()),
        count_of_rows(export.rows),
        file_format(export),
        _("nr. %(number)s") % {"number": export.number},
    ]
    if with_person:
        facts.insert(0, export.by.name)
    return Row(
        title=tables.title_of(export.table_key),
        url=reverse("exports:made", args=[export.pk]),
        text=export.purpose,
        tags=tags,
        meta=" · ".join(facts),
    )


def file_format(export: Export) -> str:
    """Say the kind of file in a word."""
    return {"xlsx": "Excel", "csv_nl": "CSV", "csv": "CSV", "pdf": "PDF"}.get(
        export.file_format, export.file_format
    )


def export_pairs(identity: Identity, export: Export) -> list[Pair]:
    """Return an export in full: what, who, when, what for, and by what the file can be recognised."""
    table = tables.find(export.table_key)
    choices = tables.in_words(table, identity, export.filters) if table else list(export.filters.items())
    at = timezone.localtime(export.at)
    when = f"{formatting.date_long(at, language=spoken())}, {formatting.clock(at, language=spoken())}"
    return [
        Pair(_("Nummer"), str(export.number)),
        Pair(_("Wie"), export.by.name),
        Pair(_("Wanneer"), when),
        Pair(_("Waarvoor"), export.purpose),
        Pair(_("Keuze"), "; ".join(f"{label}: {words}" for label, words in choices) or _("alles")),
        Pair(_("Hoeveel"), count_of_rows(export.rows)),
        Pair(_("Vertrouwelijkheid"), _with_training(export)),
        Pair(_("Soort bestand"), str(export.get_file_format_display())),
        Pair(
            _("Grootte"), _("%(n)s kB") % {"n": formatting.number(-(-export.size // 1024), language=spoken())}
        ),
        Pair(_("Kenmerk van het bestand (SHA-256)"), export.sha256),
    ]


def pattern_row(found: Pattern) -> Row:
    """Say what is unusual in a sentence: who, how often, when."""
    words = {"n": found.count, "who": found.name}
    said = {
        Unusual.MANY_AT_ONCE: _("%(who)s maakte %(n)s exports kort na elkaar") % words,
        Unusual.AT_NIGHT: ngettext(
            "%(who)s maakte %(n)s export ’s nachts", "%(who)s maakte %(n)s exports ’s nachts", found.count
        )
        % words,
        Unusual.CONFIDENTIAL: ngettext(
            "%(who)s nam %(n)s vertrouwelijke lijst mee",
            "%(who)s nam %(n)s vertrouwelijke lijsten mee",
            found.count,
        )
        % words,
        Unusual.LARGE: ngettext(
            "%(who)s nam %(n)s grote lijst mee", "%(who)s nam %(n)s grote lijsten mee", found.count
        )
        % words,
    }
    first, last = (formatting.moment(at, language=spoken()) for at in (found.first, found.last))
    when = first if first == last else _("%(first)s tot %(last)s") % {"first": first, "last": last}
    return Row(title=said[found.kind], url=f"{reverse('exports:log')}?persoon={found.by}", meta=when)


def _with_training(export: Export) -> str:
    label = str(Mark(export.mark).label)
    return _("%(mark)s, oefening") % {"mark": label} if export.training else label


def _state(right: ExportRight) -> str:
    if right.ended_at is not None and right.ended_by is not None:
        return _("beëindigd %(day)s door %(who)s") % {"day": _day(right.ended_at), "who": right.ended_by.name}
    return _("begint nog") if right.valid_from > timezone.now() else _("verlopen")


def _day(moment: datetime) -> str:
    return formatting.date_long(timezone.localtime(moment), language=spoken())
