"""Every write of briefings: composing, sending, and what readers do with it (OV02)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.briefings import paper
from driehoek.briefings.models import Briefing, Line, Reader, Receipt
from driehoek.briefings.proposals import Proposal
from driehoek.briefings.queries import composes, in_the_making, lines_of, visible_lines
from driehoek.briefings.tasks import tell
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.position.models import Verdict

OWN: Final = "own"
LENGTHS: Final = {"since": 80, "certainty": 80, "from_whom": 140, "source": 200, "url": 300}


class TooFullError(Exception):
    """The lines do not fit on one A4 in the smallest type; `rows` says how many rows of text are too many."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


class NoReadersError(Exception):
    """A briefing is sent to someone."""


@dataclass(frozen=True)
class OwnLine:
    """A line in the adviser's own words; `source` is never empty."""

    sentence: str
    source: str
    since: str = ""
    certainty: str = ""
    from_whom: str = ""
    problem: uuid.UUID | None = None

    def values(self) -> dict[str, Any]:
        """Return the fields of the line."""
        return dict(vars(self))


@transaction.atomic
def begin(*, identity: Identity) -> Briefing:
    """Begin the briefing of this week, or return the one that is being made.

    Raises:
        PermissionDenied: the person does not make briefings.
    """
    _require_composer(identity)
    found = in_the_making(identity)
    if found is not None:
        return found
    week = Briefing.week_of(timezone.localdate())
    # Two advisers who begin at once: the second finds the first one's, as the database keeps one in the making.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"briefing {identity.municipality}"])
    found = in_the_making(identity)
    if found is not None:
        return found
    rows = Briefing.objects.filter(municipality=identity.municipality, week=week)
    last: int | None = rows.aggregate(last=Max("number"))["last"]
    made = Briefing.objects.create(
        municipality_id=identity.municipality,
        week=week,
        number=(last or 0) + 1,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    _record(made, "begun")
    return made


@transaction.atomic
def take(*, identity: Identity, briefing: Briefing, proposals: Sequence[Proposal]) -> int:
    """Put proposals at the end of a briefing in the order given; what stands there already is not put twice.

    Raises:
        VersionConflict: the briefing was sent meanwhile.
    """
    _lock_making(identity, briefing)
    place = _last_place(briefing)
    made = Line.objects.bulk_create(
        [
            Line(
                municipality_id=identity.municipality,
                briefing=briefing,
                place=place + step,
                kind=one.kind,
                origin_id=one.id,
                sentence=one.sentence,
                proposed=one.sentence,
                problem=one.problem,
                level=one.level,
                functions=[str(function) for function in one.functions],
                added_by_id=identity.person,
                **{name: getattr(one, name)[:most] for name, most in LENGTHS.items()},
            )
            for step, one in enumerate(proposals, start=1)
        ],
        ignore_conflicts=True,
    )
    _touch(briefing)
    _record(briefing, "lines_taken", {"lines": len(made)})
    return len(made)


@transaction.atomic
def change_lead(*, identity: Identity, briefing: Briefing, version: int, lead: str) -> None:
    """Say the week in one sentence, or take that sentence away.

    Raises:
        VersionConflict: the briefing was changed or sent meanwhile.
    """
    _lock_making(identity, briefing)
    update_once(Briefing.objects.filter(sent_at=None), briefing, version, lead=lead)
    _record(briefing, "lead_changed")


@transaction.atomic
def add_line(*, identity: Identity, briefing: Briefing, new: OwnLine) -> Line:
    """Put a line of one's own at the end; the same line from the same hand stands there once."""
    _lock_making(identity, briefing)
    before = visible_lines(identity).filter(briefing=briefing, kind=OWN, sentence=new.sentence).first()
    if before is not None:
        return before
    made = Line.objects.create(
        municipality_id=identity.municipality,
        briefing=briefing,
        place=_last_place(briefing) + 1,
        kind=OWN,
        added_by_id=identity.person,
        **new.values(),
    )
    _touch(briefing)
    _record(briefing, "line_added")
    return made


@transaction.atomic
def change_line(*, identity: Identity, line: Line, version: int, values: dict[str, Any]) -> None:
    """Rewrite a line that was read at `version`; what the system proposed stays beside it.

    Raises:
        VersionConflict: it was changed meanwhile, or the briefing was sent.
    """
    _lock_making(identity, line.briefing)
    update_once(visible_lines(identity).filter(briefing__sent_at=None), line, version, **values)
    _touch(line.briefing)
    _record(line.briefing, "line_changed")


@transaction.atomic
def move_line(*, identity: Identity, line: Line, direction: Literal["up", "down"]) -> None:
    """Let a line change places with the one above or below it, as far as the adviser sees; at the end it stays."""
    _lock_making(identity, line.briefing)
    order = lines_of(identity, line.briefing)
    at = next(place for place, one in enumerate(order) if one.pk == line.pk)
    to = at - 1 if direction == "up" else at + 1
    if not 0 <= to < len(order):
        return
    for one, place in ((order[at], order[to].place), (order[to], order[at].place)):
        Line.objects.filter(pk=one.pk).update(place=place)
    _touch(line.briefing)
    _record(line.briefing, "line_moved")


@transaction.atomic
def remove_line(*, identity: Identity, line: Line) -> None:
    """Take a line out; a proposal comes back among the proposals."""
    _lock_making(identity, line.briefing)
    line.delete()
    _touch(line.briefing)
    _record(line.briefing, "line_removed")


@transaction.atomic
def discard(*, identity: Identity, briefing: Briefing, version: int) -> None:
    """Throw away a briefing that was not sent.

    Raises:
        VersionConflict: it was changed or sent meanwhile.
    """
    _lock_making(identity, briefing)
    update_once(Briefing.objects.filter(sent_at=None), briefing, version)
    _record(briefing, "discarded")
    with connection.cursor() as cursor:
        # Also the lines that this adviser may not read.
        cursor.execute("SELECT briefings_empty(%s)", [briefing.pk])
    Briefing.objects.filter(pk=briefing.pk).delete()


@transaction.atomic
def send(*, identity: Identity, briefing: Briefing, version: int, readers: Sequence[uuid.UUID]) -> None:
    """Seal a briefing and mail its readers a link; from then on it does not change.

    Raises:
        VersionConflict: it was changed or sent meanwhile.
        NoReadersError: nobody would get it.
        TooFullError: it does not fit on one A4.
    """
    _lock_making(identity, briefing)
    if not readers:
        raise NoReadersError
    found = paper.fit(identity, briefing, lines_of(identity, briefing))
    if not found.fits:
        raise TooFullError(found.over)
    # First the version, so that of two who send at once one waits here and finds that it was sent.
    update_once(Briefing.objects.filter(sent_at=None), briefing, version)
    Reader.objects.bulk_create(
        Reader(municipality_id=identity.municipality, briefing=briefing, person_id=person)
        for person in sorted(set(readers))
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT briefings_seal(%s)", [briefing.pk])
        (seal,) = cursor.fetchone()
    Briefing.objects.filter(pk=briefing.pk).update(
        sent_at=timezone.now(), sent_by=identity.person, sha256=seal
    )
    briefing.refresh_from_db()
    _record(briefing, "sent", {"readers": len(set(readers)), "week": briefing.week_number})
    tell(municipality=identity.municipality, briefing=briefing.pk, persons=readers)


@transaction.atomic
def open_briefing(*, identity: Identity, briefing: Briefing) -> Receipt:
    """Note that a briefing was on the reader's screen or paper; only the first time counts."""
    receipt, made = Receipt.objects.get_or_create(
        briefing=briefing,
        person_id=identity.person,
        defaults={"municipality_id": identity.municipality, "opened_at": timezone.now()},
    )
    if made:
        _record(briefing, "opened")
    return receipt


@transaction.atomic
def rate(*, identity: Identity, briefing: Briefing, verdict: Verdict, note: str = "") -> None:
    """Say with one tap what the briefing was worth; rating again replaces it."""
    receipt = open_briefing(identity=identity, briefing=briefing)
    receipt.verdict, receipt.note, receipt.rated_at = verdict, note.strip(), timezone.now()
    receipt.save(update_fields=["verdict", "note", "rated_at"])
    _record(briefing, "rated", {"verdict": str(verdict)})


@transaction.atomic
def take_copy(*, identity: Identity, briefing: Briefing) -> None:  # noqa: ARG001 - the ledger names who acts
    """Note on the ledger that someone took a briefing as a document."""
    _record(briefing, "copied")


def _touch(briefing: Briefing) -> None:
    """Let who is about to send it see first that it changed."""
    Briefing.objects.filter(pk=briefing.pk).update(version=F("version") + 1)
    briefing.refresh_from_db(fields=["version"])


def _last_place(briefing: Briefing) -> int:
    last: int | None = Line.objects.filter(briefing=briefing).aggregate(last=Max("place"))["last"]
    return last or 0


def _require_composer(identity: Identity) -> None:
    if not composes(identity):
        raise PermissionDenied(_("De adviseur stelt de weekbriefing samen."))


def _lock_making(identity: Identity, briefing: Briefing) -> None:
    """Hold a briefing that is being made until the end of the transaction.

    Raises:
        VersionConflict: it was sent or thrown away meanwhile.
    """
    _require_composer(identity)
    if not Briefing.objects.select_for_update().filter(pk=briefing.pk, sent_at=None).exists():
        raise VersionConflict


def _record(briefing: Briefing, act: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=briefing.municipality_id,
        action=f"briefings:briefing:{act}",
        subject=briefing.pk,
        version=briefing.version,
        data=data,
    )
