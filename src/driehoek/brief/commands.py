"""`driehoek brief`: the mayor's page on the command line."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from pathlib import Path
from uuid import UUID

from django.utils import timezone, translation

from driehoek.access.identity import Identity, acting_as, acting_as_system, all_municipalities
from driehoek.brief import queries, rows, words
from driehoek.brief.pdf import brief_pdf
from driehoek.installation.arguments import Arguments, day
from driehoek.ledger.models import Head
from driehoek.parties.models import Appointment, Function, Person


def main(argv: list[str]) -> int:
    """Print a mayor's page, or write it as one A4. Return 0, or 2 when there is nobody to make it for."""
    parser = Arguments(prog="driehoek brief", description="The mayor's page, as text or one A4.")
    parser.add_argument("--on", type=day, help="as it was at the end of this day (YYYY-MM-DD)")
    parser.add_argument("--pdf", type=Path, help="write one A4 (PDF/UA-1) to this file")
    parser.add_argument("--for", dest="reader", help="e-mail address of the reader; the mayor when not named")
    parser.add_argument("--municipality", help="CBS code, when there are several municipalities")
    parser.add_argument("--language", choices=["nl", "en"], default="nl")
    options = parser.parse_args(argv)
    try:
        reader, municipality = _reader(options.reader, options.municipality)
    except LookupError as error:
        print(f"driehoek brief: {error.args[0]}", file=sys.stderr)
        return 2
    at = _end_of(options.on) if options.on else timezone.now()
    with (
        translation.override(options.language),
        acting_as(person=reader.pk, municipality=municipality) as identity,
    ):
        if options.pdf:
            return _write(options.pdf, brief_pdf(identity, reader.name, at=at, past=bool(options.on)))
        _print(identity, reader, at=at, past=bool(options.on))
    return 0


def _write(path: Path, content: bytes) -> int:
    try:
        path.write_bytes(content)
    except OSError as error:
        print(f"driehoek brief: --pdf {path}: {error.strerror}", file=sys.stderr)
        return 2
    print(path)
    return 0


def _print(identity: Identity, reader: Person, *, at: datetime, past: bool) -> None:
    page = queries.today(identity, at=at if past else None)
    print(words.greeting(identity, reader.name, at=at))
    print(words.one_breath(page))
    sections = (
        rows.asked(page),
        rows.going_on(page, at=at),
        rows.changed(page),
        rows.coming(page),
    )
    for section in sections:
        print(f"\n{section.title}" + (f" ({section.note})" if section.note else ""))
        for row in section.rows:
            tags = "".join(f"[{tag.label}] " for tag in row.tags)
            print(
                f"- {row.title}{f' ({row.kind})' if row.kind else ''}: {tags}{row.text} {row.meta}".rstrip()
            )
        if not section.rows:
            print(f"  {section.empty_title}. {section.empty_why}")


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def _reader(email: str | None, code: str | None) -> tuple[Person, UUID]:
    """Find the reader and the municipality; where several fit, the one with most on its ledger.

    Raises:
        LookupError: nobody fits; the message says who was looked for.
    """
    found: list[tuple[int, Person, UUID]] = []
    for municipality, _name in all_municipalities():
        with acting_as_system(municipality=municipality):
            held = Appointment.objects.filter(valid_from__lte=timezone.now()).exclude(
                valid_until__lte=timezone.now()
            )
            held = held.filter(municipality__cbs_code=code) if code else held
            held = held.filter(person__email=email.lower()) if email else held.filter(function=Function.MAYOR)
            appointment = held.select_related("person").first()
            if appointment:
                lines = Head.objects.values_list("sequence", flat=True).first() or 0
                found.append((lines, appointment.person, municipality))
    if not found:
        who = f"--for {email}" if email else "a mayor"
        raise LookupError(f"{who}: nobody with a function now{f' in {code}' if code else ''}")
    _lines, reader, municipality = max(found, key=lambda one: one[0])
    return reader, municipality
