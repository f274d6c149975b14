"""The gap in sentences: the whole in two of them, and each need with why it stands as it does."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from driehoek.deadlines.recurrence import Rhythm
from driehoek.position.gap import GAPS, URGENCY, GapKind, Seat
from driehoek.position.models import Verdict
from driehoek.position.queries.matrix_shapes import Cell, Line, Matrix, Partner, Tally
from driehoek.web import formatting
from driehoek.web.formatting import Language


def language() -> Language:
    """Return the language of the page."""
    return formatting.known(get_language())


def count(value: int) -> str:
    """Write a whole number in the language of the page."""
    return formatting.number(value, language=language())


def day(value: date | datetime) -> str:
    """Write a day in the language of the page."""
    return formatting.date_long(value, language=language())


def month(value: date | datetime) -> str:
    """Write a month in the language of the page."""
    return formatting.month(value, language=language())


def partner_name(partner: Partner) -> str:
    """Return the name of a partner; needs without one are of nobody yet."""
    return partner.name if partner.id else _("Nog niemand")


def covered_words(tally: Tally) -> str:
    """Say how many needs are covered: "12 van de 31 behoeften zijn gedekt."."""
    facts = {"covered": count(tally.covered), "total": count(tally.total)}
    if tally.total == 0:
        return ""
    if tally.total == 1:
        return _("De enige behoefte is gedekt.") if tally.covered else _("De enige behoefte is niet gedekt.")
    if tally.covered == 0:
        return _("Geen van de %(total)s behoeften is gedekt.") % facts
    if tally.covered == tally.total:
        return _("Alle %(total)s behoeften zijn gedekt.") % facts
    return (
        ngettext(
            "%(covered)s van de %(total)s behoeften is gedekt.",
            "%(covered)s van de %(total)s behoeften zijn gedekt.",
            tally.covered,
        )
        % facts
    )


def barred_words(tally: Tally) -> str:
    """Say how many needs the law bars; nothing when it bars none."""
    number = tally.kinds[GapKind.BARRED]
    words = ngettext(
        "Daarnaast mag %(number)s niet van de wet.", "Daarnaast mogen %(number)s niet van de wet.", number
    )
    return words % {"number": count(number)} if number else ""


def kinds_words(tally: Tally) -> str:
    """Say the gaps by kind: "2 te laat, 1 niet afgesproken"."""
    return ", ".join(
        f"{count(tally.kinds[kind])} {kind.label}" for kind in URGENCY if kind in GAPS and tally.kinds[kind]
    )


def summary(found: Matrix) -> str:
    """Say the whole matrix in two or three sentences."""
    parts = [covered_words(found.tally)]
    biggest = found.biggest
    if biggest:
        partner, theme, cell = biggest
        facts = {
            "partner": partner_name(partner),
            "theme": theme.name,
            "what": kinds_words(cell.tally),
        }
        parts.append(_("Het grootste gat: %(partner)s bij %(theme)s, %(what)s.") % facts)
    parts.append(barred_words(found.tally))
    return " ".join(part for part in parts if part)


def cell_summary(cell: Cell) -> str:
    """Say one cell: how many of its needs are covered, and the gaps by kind."""
    gaps = kinds_words(cell.tally)
    parts = [covered_words(cell.tally), f"{gaps[:1].upper()}{gaps[1:]}." if gaps else ""]
    return " ".join(part for part in [*parts, barred_words(cell.tally)] if part)


def why(line: Line, *, seat: Seat, due: datetime | None = None) -> str:
    """Explain the kind of one need: what happened, and when.

    Args:
        line: the need.
        seat: from where it is looked at.
        due: when the next delivery is due, where one is planned.
    """
    if line.kind == GapKind.LATE:
        return _late(line)
    if line.kind == GapKind.INSUFFICIENT:
        return _insufficient(line)
    if line.kind == GapKind.NOT_AGREED:
        return _not_agreed(line)
    if line.kind == GapKind.BARRED:
        return _barred(line, seat)
    came = _("Laatste bericht: %(day)s.") % {"day": day(line.since)} if line.kind == GapKind.ARRIVED else ""
    return f"{came} {_agreed(line, due)}".strip()


def _late(line: Line) -> str:
    facts = {"day": day(line.since), "number": count(line.late_number)}
    if line.late_number > 1:
        return _("%(number)s leveringen zijn te laat. De oudste moest er zijn op %(day)s.") % facts
    return _("De levering moest er zijn op %(day)s.") % facts


def _insufficient(line: Line) -> str:
    if line.verdict != Verdict.USEFUL:
        verdict = Verdict(line.verdict).label
        return _("Oordeel over het laatste bericht: %(verdict)s (%(day)s).") % {
            "verdict": str(verdict).lower(),
            "day": day(line.since),
        }
    facts = {"mark": line.mark, "wanted": line.wanted_mark, "day": day(line.since)}
    return _("Het laatste bericht kreeg een %(mark)s; gewenst is een %(wanted)s (%(day)s).") % facts


def _not_agreed(line: Line) -> str:
    facts = {"day": day(line.since), "what": line.what}
    if line.resting:
        return _("De afspraak “%(what)s” rust.") % facts
    return _("Genoemd op %(day)s. Er loopt geen afspraak.") % facts


def _barred(line: Line, seat: Seat) -> str:
    if seat is Seat.SUPPLIER:
        return line.barred_reason
    instead = _("Vraag het anders: aantallen en hoofdlijnen, zonder namen, mogen vaak wel.")
    return f"{line.barred_reason.rstrip('.')}. {instead}"


def _agreed(line: Line, due: datetime | None) -> str:
    rhythm = str(Rhythm(line.agreed_rhythm).label).lower() if line.agreed_rhythm else ""
    agreed = _("Afgesproken: %(what)s, %(rhythm)s.") % {"what": line.what.rstrip("."), "rhythm": rhythm}
    if due is None:
        return agreed
    return f"{agreed} " + _("De volgende komt uiterlijk op %(day)s.") % {"day": day(due)}
