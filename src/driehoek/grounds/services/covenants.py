"""Keeping covenants: making, changing, renewing and ending them, and closing what rested on one that lapsed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as_system
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import at_local
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.grounds.due_covenants import COVENANT
from driehoek.grounds.models.covenants import Covenant, CovenantParty, Resting
from driehoek.grounds.queries.covenants import holds_on
from driehoek.grounds.signals import covenant_lapsed, covenant_renewed
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation, Person

# So long before its end a covenant asks to be renewed: time for the parties to sign a new one.
WARN: Final = timedelta(days=60)
DUE_AT: Final = time(9, 0)


@dataclass(frozen=True)
class CovenantValues:
    """What a covenant says; see the model for the fields. `parties` are organisations, at least two."""

    title: str
    parties: tuple[Organisation, ...]
    purposes: tuple[str, ...]
    categories: tuple[str, ...]
    valid_from: date
    valid_until: date
    location: str
    keeper: Person
    dpia_on: date | None = None
    dpia_reference: str = ""
    dpia_review_by: date | None = None
    activity: uuid.UUID | None = None

    def columns(self) -> dict[str, Any]:
        """Return the values of the row itself."""
        found = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "parties"}
        return found | {"purposes": sorted(self.purposes), "categories": sorted(self.categories)}


@transaction.atomic
def make_covenant(*, identity: Identity, values: CovenantValues) -> Covenant:
    """Put a covenant in the register; its keeper is reminded sixty days before it ends."""
    made = Covenant.objects.create(
        municipality_id=identity.municipality,
        made_by_id=identity.person,
        made_at=timezone.now(),
        **values.columns(),
    )
    _set_parties(made, values.parties)
    deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=identity.municipality,
            kind=COVENANT,
            subject=made.pk,
            due_at=_warned_at(made.valid_until),
            responsible=values.keeper.pk,
        )
    )
    _record(made, "made")
    return made


@transaction.atomic
def change_covenant(
    *, identity: Identity, covenant: Covenant, version: int, values: CovenantValues
) -> Covenant:
    """Change or renew a covenant that was read at `version`; what rested on it opens again when it holds now.

    Raises:
        VersionConflict: it was changed or ended meanwhile.
    """
    running = Covenant.objects.filter(municipality=identity.municipality, ended_on=None)
    renewed = values.valid_until > covenant.valid_until
    update_once(running, covenant, version, **values.columns())
    covenant.refresh_from_db()
    _set_parties(covenant, values.parties)
    for one in Deadline.objects.filter(kind=COVENANT, subject=covenant.pk):
        if one.state != DeadlineState.OPEN:
            deadlines.reopen(deadline=one)
        Deadline.objects.filter(pk=one.pk).update(responsible=values.keeper)
        deadlines.move(deadline=one, due_at=_warned_at(covenant.valid_until))
    _record(covenant, "renewed" if renewed else "changed")
    settle(covenants=[covenant])
    return covenant


@transaction.atomic
def end_covenant(*, identity: Identity, covenant: Covenant, version: int) -> None:
    """End a covenant before its time: from today nothing rests on it.

    Raises:
        VersionConflict: it was changed or ended meanwhile.
    """
    running = Covenant.objects.filter(municipality=identity.municipality, ended_on=None)
    update_once(running, covenant, version, ended_on=timezone.localdate())
    covenant.ended_on = timezone.localdate()
    for one in Deadline.objects.filter(kind=COVENANT, subject=covenant.pk):
        deadlines.withdraw(deadline=one)
    _record(covenant, "ended")
    settle(covenants=[covenant])


@transaction.atomic
def rest_on(
    *,
    identity: Identity,
    covenant: Covenant,
    subject_kind: str,
    subject: uuid.UUID,
    problem: uuid.UUID | None = None,
) -> Resting:
    """Let something rest on a covenant; on another one than before when it did already.

    Args:
        identity: who says so.
        covenant: the covenant; one that does not hold closes the thing at once.
        subject_kind: `room.thing`, such as "position.agreement".
        subject: the thing's id.
        problem: the problem it is about, if any.
    """
    row, _made = Resting.objects.update_or_create(
        subject_kind=subject_kind,
        subject=subject,
        defaults={"covenant": covenant},
        create_defaults={
            "municipality_id": identity.municipality,
            "covenant": covenant,
            "problem": problem,
            "made_by_id": identity.person,
            "made_at": timezone.now(),
        },
    )
    ledger.append(
        municipality=identity.municipality,
        action="grounds:covenant:relied_on",
        subject=covenant.pk,
        problem=problem,
        data={"kind": subject_kind, "subject": str(subject)},
    )
    settle(covenants=[covenant])
    return row


@transaction.atomic
def rest_no_more(*, identity: Identity, subject_kind: str, subject: uuid.UUID) -> bool:
    """Let something rest on no covenant any more; it opens when it was closed. Tell whether it did rest on one."""
    row = Resting.objects.filter(subject_kind=subject_kind, subject=subject).first()
    if row is None:
        return False
    row.delete()
    if row.acted:
        with acting_as_system(municipality=identity.municipality):
            covenant_renewed.send(sender=Resting, resting=[row])
    ledger.append(
        municipality=identity.municipality,
        action="grounds:covenant:let_go",
        subject=row.covenant_id,
        problem=row.problem,
        data={"kind": subject_kind, "subject": str(subject)},
    )
    return True


@transaction.atomic
def settle(*, covenants: Iterable[Covenant]) -> int:
    """Close what rests on covenants that do not hold today, and open what rests on those that do; return how many.

    What rests on a covenant is for its own room and readers; here it is the system that closes it, whoever changed
    the covenant.
    """
    found = list(covenants)
    if not found:
        return 0
    with acting_as_system(municipality=found[0].municipality_id):
        return _settle(found)


def _settle(covenants: list[Covenant]) -> int:
    today, changed = timezone.localdate(), 0
    for covenant in covenants:
        open_now = holds_on(covenant, today)
        rows = Resting.objects.filter(covenant=covenant, closed_at__isnull=not open_now).select_for_update()
        resting = list(rows)
        if not resting:
            continue
        if open_now:
            _open(resting)
        else:
            _close(resting)
        _record(covenant, "opened" if open_now else "closed", {"count": len(resting)})
        changed += len(resting)
    return changed


def _close(resting: list[Resting]) -> None:
    """Close what rests on a covenant; note of which things that changed something."""
    answers = covenant_lapsed.send(sender=Resting, resting=resting)
    changed = {subject for _receiver, subjects in answers for subject in subjects or ()}
    rows = Resting.objects.filter(pk__in=[one.pk for one in resting])
    rows.update(closed_at=Now())
    rows.filter(subject__in=changed).update(acted=True)


def _open(resting: list[Resting]) -> None:
    """Open what was closed with a covenant; what rested already before stays at rest."""
    Resting.objects.filter(pk__in=[one.pk for one in resting]).update(closed_at=None, acted=False)
    covenant_renewed.send(sender=Resting, resting=[one for one in resting if one.acted])


def settle_all(*, municipality: uuid.UUID) -> int:
    """Settle every covenant of a municipality on which something rests; for the nightly job."""
    found = Covenant.objects.filter(municipality=municipality, resting__isnull=False).distinct()
    return settle(covenants=list(found))


def _set_parties(covenant: Covenant, parties: Iterable[Organisation]) -> None:
    wanted = {one.pk for one in parties}
    CovenantParty.objects.filter(covenant=covenant).exclude(organisation__in=wanted).delete()
    there = set(CovenantParty.objects.filter(covenant=covenant).values_list("organisation", flat=True))
    CovenantParty.objects.bulk_create(
        CovenantParty(municipality_id=covenant.municipality_id, covenant=covenant, organisation_id=one)
        for one in wanted - there
    )


def _warned_at(last: date) -> Any:
    return at_local(last - WARN, DUE_AT)


def _record(covenant: Covenant, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=covenant.municipality_id,
        action=f"grounds:covenant:{verb}",
        subject=covenant.pk,
        version=covenant.version,
        data=data,
    )
