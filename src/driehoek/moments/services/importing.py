"""Reading a calendar file in: offered, looked at, and only then loaded; again gives nothing new."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.areas.models import Area
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.moments.importing import Found, Read, Reject, UnusableFile, read_calendar
from driehoek.moments.models import Moment, MomentArea, MomentImport, MomentState
from driehoek.moments.queries import visible_moments
from driehoek.moments.rights import INSIDERS
from driehoek.moments.services.keeping import MomentValues, hidden_words, record, require_writer
from driehoek.problems.queries import areas_of

KEPT: Final = timedelta(days=1)
MOST_BYTES: Final = 2 * 1024 * 1024
UID_PREFIX: Final = "bestand:"
Outcome = MomentImport.Outcome


@dataclass
class Plan:
    """What reading a file in comes to."""

    new: list[Found] = field(default_factory=list)
    changed: list[tuple[Found, Moment, dict[str, Any]]] = field(default_factory=list)
    same: int = 0
    rejects: list[Reject] = field(default_factory=list)


@transaction.atomic
def offer(
    *,
    identity: Identity,
    file_name: str,
    content: bytes,
    kind: str,
    source: str = "",
    confidential: bool = False,
) -> MomentImport:
    """Look at a file without reading it in; keep it for a day, for this person alone.

    A file that cannot be used gives a run with outcome REFUSED, with the reason as its only reject.

    Raises:
        PermissionDenied: not a keeper of the calendar, or not one who sees what is confidential.
    """
    require_writer(identity)
    if confidential and not identity.holds(*INSIDERS):
        raise PermissionDenied(_("Een vertrouwelijk moment is voor de driehoek. U kunt het niet zo bewaren."))
    run = MomentImport(
        municipality_id=identity.municipality,
        by_id=identity.person,
        file_name=file_name[:200],
        kind=kind,
        confidential=confidential,
        source=source[:80],
        outcome=Outcome.REFUSED,
    )
    try:
        plan = _plan(identity, run, _read(content, kind))
    except UnusableFile as error:
        run.rejects = [Reject(0, str(error)).as_data()]
        run.save(force_insert=True)
        return run
    _count(run, plan)
    if plan.new or plan.changed or plan.same:
        run.outcome, run.content = Outcome.PREVIEWED, zlib.compress(content)
    run.save(force_insert=True)
    _record(run, "previewed")
    return run


@transaction.atomic
def confirm(*, identity: Identity, run: MomentImport) -> MomentImport:
    """Read a file in that was looked at: new moments are added, known ones follow the file.

    What people added here stays: text, theme, problem, owner, who may see it, and what was cancelled by hand.

    Raises:
        PermissionDenied: not a keeper of the calendar.
        UnusableFile: the file is no longer kept, or was read in already.
    """
    require_writer(identity)
    held = MomentImport.objects.select_for_update().filter(
        pk=run.pk, by=identity.person, outcome=Outcome.PREVIEWED
    )
    found = held.first()
    if found is None or found.content is None:
        raise UnusableFile(_("Dit bestand is al ingelezen of niet meer bewaard. Kies het opnieuw."))
    read = read_calendar(zlib.decompress(bytes(found.content)), kind=found.kind)
    plan = _plan(identity, found, read)
    places = _Places(identity)
    _add(identity, found, plan, places)
    _change(identity, plan, places)
    places.save()
    _count(found, plan)
    found.outcome, found.content = Outcome.LOADED, None
    found.save()
    _record(found, "loaded")
    return found


@transaction.atomic
def drop_offers(*, municipality: uuid.UUID) -> int:
    """Throw away the files that were offered more than a day ago and never read in; return how many.

    For a job of the municipality (access.identity.acting_as_system): a person sees no other's files.
    """
    old = MomentImport.objects.filter(municipality=municipality, at__lt=timezone.now() - KEPT)
    count, _rows = old.exclude(outcome=Outcome.LOADED).delete()
    if count:
        ledger.append(
            municipality=municipality,
            action="moments:import:dropped",
            subject=municipality,
            data={"count": count},
        )
    return count


def preview(identity: Identity, run: MomentImport) -> list[Found]:
    """Return what would be new when a file that was looked at is read in, as it stands in the file."""
    if run.content is None:
        return []
    read = read_calendar(zlib.decompress(bytes(run.content)), kind=run.kind)
    return _plan(identity, run, read).new


def _read(content: bytes, kind: str) -> Read:
    if len(content) > MOST_BYTES:
        raise UnusableFile(_("Dit bestand is groter dan 2 MB. Maak het kleiner."))
    return read_calendar(content, kind=kind)


def _plan(identity: Identity, run: MomentImport, read: Read) -> Plan:
    """Lay what a file holds beside what this person sees in the calendar."""
    plan = Plan(rejects=list(read.rejects))
    names = [UID_PREFIX + one.uid for one in read.found]
    known = {row.uid: row for row in visible_moments(identity).filter(uid__in=names)}
    for one in read.found:
        moment = known.get(UID_PREFIX + one.uid)
        if moment is None:
            plan.new.append(one)
        elif columns := _different(moment, run, one):
            plan.changed.append((one, moment, columns))
        else:
            plan.same += 1
    return plan


def _different(moment: Moment, run: MomentImport, one: Found) -> dict[str, Any]:
    """Return the columns in which a file differs from the calendar, of those that follow the file."""
    told = _values(run, one).as_columns()
    follows = ["kind", "title", "starts_on", "starts_time", "ends_on", "ends_time", "rule", "extra_days"]
    follows += ["skipped_days", "reach_from", "reach_until"]
    if one.expected is not None:
        follows.append("expected")
    moved_on = one.state == MomentState.CONFIRMED and moment.state == MomentState.PLANNED
    if one.state == MomentState.CANCELLED or moved_on:
        follows.append("state")
    return {name: told[name] for name in follows if getattr(moment, name) != told[name]}


def _values(run: MomentImport, one: Found) -> MomentValues:
    when = one.schedule
    return MomentValues(
        kind=one.kind,
        title=one.title,
        what=one.what,
        starts_on=when.starts_on,
        starts_time=when.starts_time,
        ends_on=when.ends_on,
        ends_time=when.ends_time,
        rule=when.rule,
        extra_days=when.extra_days,
        skipped_days=when.skipped_days,
        confidential=run.confidential,
        expected=one.expected,
        source=run.source or run.file_name[:80],
        state=one.state,
    )


def _add(identity: Identity, run: MomentImport, plan: Plan, places: _Places) -> None:
    """Add what is new; what stands there already where this person may not see it is refused."""
    rows = [
        Moment(
            municipality_id=identity.municipality,
            made_by_id=identity.person,
            uid=UID_PREFIX + one.uid,
            **_values(run, one).as_columns(),
        )
        for one in plan.new
    ]
    Moment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    stored = set(Moment.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    # Someone else read the same list in at this very moment, or it stands there out of sight.
    lost = [row.uid for row in rows if row.pk not in stored]
    seen = set(visible_moments(identity).filter(uid__in=lost).values_list("uid", flat=True))
    added: list[Found] = []
    for one, row in zip(plan.new, rows, strict=True):
        if row.pk in stored:
            added.append(one)
            places.put(row, one.place)
        elif row.uid in seen:
            plan.same += 1
        else:
            plan.rejects.append(Reject(one.line, hidden_words()))
    plan.new = added


def _change(identity: Identity, plan: Plan, places: _Places) -> None:
    """Let what is known follow the file, unless someone changed it in this very moment."""
    done = []
    for one, moment, columns in plan.changed:
        try:
            update_once(visible_moments(identity), moment, moment.version, **columns)
        except VersionConflict:
            reason = _("Iemand anders heeft dit moment net gewijzigd. Lees het bestand nog eens in.")
            plan.rejects.append(Reject(one.line, reason))
            continue
        places.put(moment, one.place)
        record(moment, "changed", {"changed": sorted(columns)})
        done.append((one, moment, columns))
    plan.changed = done


class _Places:
    """The areas that a file names, by name or code; a place that is no area here is left out."""

    def __init__(self, identity: Identity) -> None:
        self._areas: dict[str, Area] = {}
        for area in areas_of(identity):
            self._areas[area.code.lower()] = area
            self._areas[area.name.lower()] = area
        self._waiting: list[MomentArea] = []

    def put(self, moment: Moment, place: str) -> None:
        """Note that a moment takes place somewhere."""
        area = self._areas.get(place.lower())
        if area:
            self._waiting.append(MomentArea(moment=moment, area=area))

    def save(self) -> None:
        """Write down what was noted."""
        MomentArea.objects.bulk_create(self._waiting, ignore_conflicts=True, batch_size=500)
        self._waiting = []


def _count(run: MomentImport, plan: Plan) -> None:
    run.new, run.changed, run.same = len(plan.new), len(plan.changed), plan.same
    run.rejects = [one.as_data() for one in _in_order(plan.rejects)]


def _in_order(rejects: Iterable[Reject]) -> list[Reject]:
    return sorted(rejects, key=lambda one: one.line)


def _record(run: MomentImport, act: str) -> None:
    ledger.append(
        municipality=run.municipality_id,
        action=f"moments:import:{act}",
        subject=run.pk,
        data={"new": run.new, "changed": run.changed, "same": run.same, "rejected": len(run.rejects)},
    )
