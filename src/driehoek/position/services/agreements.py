"""Agreeing who supplies what, and planning what is to be expected from it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines import recurrence
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import at_local
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.deadlines.recurrence import Occurrence, Rhythm
from driehoek.grounds.queries.covenants import resting_of
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation, Person
from driehoek.position.models import (
    Agreement,
    AgreementState,
    Channel,
    Delivery,
    DeliveryState,
    Gate,
    InfoKind,
    Need,
)
from driehoek.position.services.judging_term import AGREEMENT, await_judgement

DELIVERY: Final = "position.delivery"
# Where a need came from whose answer is judged at every provision (the room `exchange`).
EXCHANGE: Final = "exchange"
DUE_AT: Final = time(17, 0)
# How far ahead deliveries are planned; what recurs less often always has its next one planned.
AHEAD: Final = timedelta(days=92)
FARTHEST: Final = timedelta(days=400)
CHANGEABLE: Final = (
    "what", "info_kind", "rhythm", "rule", "starts_on", "grace_days", "channel", "contact", "substitute",
    "threshold", "moment", "personal_data", "gate", "review_on",
)  # fmt: skip
# When one of these changes, it is another agreement than the one that was found to be allowed.
JUDGED: Final = frozenset({"what", "rhythm", "moment", "info_kind"})
SCHEDULE: Final = frozenset({"rhythm", "rule", "starts_on", "grace_days"})


@dataclass(frozen=True)
class NewAgreement:
    """What is agreed; see the model for the fields.

    Attributes:
        weekday: 0 (Monday) to 6, for what recurs by the week.
        day: day of the month, for what recurs by the month or longer; 31 is the last day.
        made_at: when it was agreed, if that was earlier.
    """

    supplier: Organisation
    what: str
    rhythm: Rhythm
    starts_on: date
    info_kind: InfoKind = InfoKind.ANALYTICAL
    weekday: int | None = None
    day: int | None = None
    grace_days: int = 2
    channel: Channel = Channel.DRIEHOEK
    contact: Person | None = None
    substitute: Person | None = None
    threshold: str = ""
    moment: str = ""
    personal_data: bool = False
    regime: str = ""
    review_on: date | None = None
    made_at: datetime | None = None


@transaction.atomic
def make_agreement(*, identity: Identity, need: Need, new: NewAgreement) -> Agreement:
    """Agree on a supply for a need; what is to be expected is planned at once.

    An agreement with personal data is marked as not yet judged by the legal gate.
    """
    agreement = Agreement.objects.create(
        municipality_id=identity.municipality,
        need=need,
        problem_id=need.problem_id,
        supplier=new.supplier,
        what=new.what.strip(),
        info_kind=new.info_kind,
        rhythm=new.rhythm,
        rule=recurrence.rule_for(new.rhythm, weekday=new.weekday, day=new.day),
        starts_on=new.starts_on,
        grace_days=new.grace_days,
        channel=new.channel,
        contact=new.contact,
        substitute=new.substitute,
        threshold=new.threshold.strip(),
        moment=new.moment if new.rhythm == Rhythm.EVENT else "",
        personal_data=new.personal_data,
        gate=gate_for(new.personal_data, need.origin),
        regime=new.regime,
        review_on=new.review_on,
        made_by_id=identity.person,
        made_at=new.made_at or timezone.now(),
    )
    record(agreement, "made", {"need": str(need.pk), "rhythm": str(new.rhythm)})
    await_judgement(agreement)
    plan_deliveries(agreement=agreement)
    return agreement


def gate_for(personal_data: bool, origin: str) -> Gate:
    """Return what the legal gate has said of a new agreement: with personal data, nothing yet.

    What comes from the exchange (`origin`) is judged there at every provision, so nobody judges it here as well.
    """
    if not personal_data:
        return Gate.NOT_NEEDED
    return Gate.EACH_TIME if origin == EXCHANGE else Gate.UNTESTED


@transaction.atomic
def change_agreement(
    *,
    identity: Identity,
    agreement: Agreement,
    version: int,
    values: dict[str, Any],
) -> list[str]:
    """Change an agreement that was read at `version`; return the names of what changed.

    `values` may hold `weekday` and `day`, from which the rule is made. When the rhythm changes, what was
    planned and is not yet due is planned anew; when the contact changes, running deadlines go to the new one.

    Raises:
        VersionConflict: it was changed or ended meanwhile.
        PermissionDenied: it was stopped, and is now said to be without personal data.
    """
    wanted = dict(values)
    weekday, day = wanted.pop("weekday", None), wanted.pop("day", None)
    if "rhythm" in wanted:
        wanted["rule"] = recurrence.rule_for(Rhythm(wanted["rhythm"]), weekday=weekday, day=day)
        if wanted["rhythm"] != Rhythm.EVENT:
            wanted["moment"] = ""
    if "personal_data" in wanted and wanted["personal_data"] != agreement.personal_data:
        wanted["gate"] = _gate_after(agreement, personal_data=wanted["personal_data"])
    changed = _changed(agreement, wanted)
    if agreement.gate == Gate.ALLOWED and JUDGED & set(changed):
        wanted.setdefault("gate", Gate.UNTESTED)
        changed = _changed(agreement, wanted)
    if not changed:
        return []
    running = Agreement.objects.exclude(state=AgreementState.ENDED)
    update_once(running, agreement, version, **{name: wanted[name] for name in changed})
    for name in changed:
        setattr(agreement, name, wanted[name])
    if SCHEDULE & set(changed):
        drop_what_is_not_due(agreement)
        plan_deliveries(agreement=agreement)
    elif {"contact", "substitute"} & set(changed):
        _open_deadlines(agreement).update(responsible=agreement.contact, substitute=agreement.substitute)
    record(agreement, "changed", {"fields": changed})
    if "gate" in changed:
        await_judgement(agreement)
    return changed


def _gate_after(agreement: Agreement, *, personal_data: bool) -> Gate:
    """Return what the gate says once an agreement is with or without personal data; what was stopped stays stopped."""
    if agreement.gate == Gate.STOPPED:
        raise PermissionDenied(
            _(
                "De functionaris heeft deze afspraak gestopt. Maak een nieuwe afspraak zonder persoonsgegevens."
            )
        )
    return gate_for(personal_data, agreement.need.origin)


def _changed(agreement: Agreement, wanted: dict[str, Any]) -> list[str]:
    return [name for name in CHANGEABLE if name in wanted and getattr(agreement, name) != wanted[name]]


@transaction.atomic
def pause_agreement(*, identity: Identity, agreement: Agreement, version: int) -> None:
    """Let an agreement rest: nothing new is expected, what is due already stays.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    active = Agreement.objects.filter(state=AgreementState.ACTIVE)
    update_once(active, agreement, version, state=AgreementState.PAUSED)
    agreement.state = AgreementState.PAUSED
    drop_what_is_not_due(agreement)
    record(agreement, "paused")


@transaction.atomic
def resume_agreement(*, identity: Identity, agreement: Agreement, version: int) -> None:
    """Let a resting or ended agreement run again from today.

    Raises:
        VersionConflict: it was changed meanwhile.
        PermissionDenied: it rests because the covenant under it does not hold.
    """
    under = resting_of(AGREEMENT, agreement.pk)
    if under is not None and under.closed_at is not None:
        raise PermissionDenied(
            _("Deze afspraak rust, want het convenant eronder geldt niet meer. Verleng eerst het convenant.")
        )
    resting = Agreement.objects.exclude(state=AgreementState.ACTIVE)
    update_once(resting, agreement, version, state=AgreementState.ACTIVE, ended_at=None)
    agreement.state, agreement.ended_at = AgreementState.ACTIVE, None
    plan_deliveries(agreement=agreement)
    record(agreement, "resumed")


@transaction.atomic
def end_agreement(*, identity: Identity, agreement: Agreement, version: int) -> None:
    """End an agreement: nothing is expected any more, also not what was due.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    running = Agreement.objects.exclude(state=AgreementState.ENDED)
    update_once(running, agreement, version, state=AgreementState.ENDED, ended_at=Now())
    agreement.state = AgreementState.ENDED
    drop_expected(agreement=agreement)
    record(agreement, "ended")


@transaction.atomic
def plan_deliveries(*, agreement: Agreement, since: date | None = None, until: date | None = None) -> int:
    """Plan what is to be expected under an agreement; return how many deliveries that adds.

    Args:
        agreement: an active one with dates; others plan nothing.
        since: plan also what was due from this day on, for an agreement that ran before it was registered.
        until: how far ahead; three months when not said, and always the next one.
    """
    return _plan([agreement], since=since, until=until)


def plan_all(*, municipality: uuid.UUID) -> int:
    """Plan ahead for every active agreement of a municipality; return how many deliveries that adds."""
    active = Agreement.objects.filter(municipality=municipality, state=AgreementState.ACTIVE).exclude(rule="")
    return _plan(list(active.select_related("need")))


def _plan(agreements: list[Agreement], *, since: date | None = None, until: date | None = None) -> int:
    """Plan for several agreements at once: two inserts, whatever their number."""
    active = [one for one in agreements if one.state == AgreementState.ACTIVE and one.gate != Gate.STOPPED]
    last = dict(
        Delivery.objects.filter(agreement__in=active)
        .values("agreement")
        .annotate(last=Max("deadline__due_at"))
        .values_list("agreement", "last")
    )
    wanted: list[tuple[Delivery, deadlines.NewDeadline]] = []
    for agreement in active:
        for time_ in _times(agreement, last.get(agreement.pk) if since is None else None, since, until):
            delivery = _expected(agreement, time_)
            wanted.append((delivery, _deadline(agreement, delivery, time_.due)))
    new = _not_there(wanted)
    made = deadlines.set_deadlines(new=[deadline for _delivery, deadline in new])
    for (delivery, _planned), deadline in zip(new, made, strict=True):
        delivery.deadline = deadline
    Delivery.objects.bulk_create([delivery for delivery, _planned in new])
    return len(new)


def _not_there(
    wanted: list[tuple[Delivery, deadlines.NewDeadline]],
) -> list[tuple[Delivery, deadlines.NewDeadline]]:
    """Leave out periods that have a delivery: after a change of rhythm old and new periods can meet."""
    there = set(
        Delivery.objects.filter(
            agreement__in={delivery.agreement_id for delivery, _planned in wanted},
            period_end__in={delivery.period_end for delivery, _planned in wanted},
        ).values_list("agreement", "period_end")
    )
    found = []
    for delivery, deadline in wanted:
        key = (delivery.agreement_id, delivery.period_end)
        if key not in there:
            there.add(key)
            found.append((delivery, deadline))
    return found


def _times(
    agreement: Agreement, last: datetime | None, since: date | None, until: date | None
) -> Iterable[Occurrence]:
    """Return when deliveries are due that have not been planned."""
    today = timezone.localdate()
    if agreement.rhythm == Rhythm.ONCE:
        return [] if last else [Occurrence(agreement.starts_on, agreement.starts_on)]
    if not agreement.rule:
        return []
    begin = since or max(today, agreement.starts_on)
    after = max(begin - timedelta(days=1), timezone.localdate(last)) if last else begin - timedelta(days=1)
    end = until or today + AHEAD
    times = recurrence.occurrences(agreement.rule, starts_on=agreement.starts_on, after=after, until=end)
    if not times and last is None and until is None:
        times = recurrence.occurrences(
            agreement.rule, starts_on=agreement.starts_on, after=after, until=today + FARTHEST
        )[:1]
    return times


def _expected(agreement: Agreement, time_: Occurrence) -> Delivery:
    # The period follows the day that the rule names, not the working day to which a holiday moves it.
    start, end = time_.nominal, time_.nominal
    if agreement.rhythm != Rhythm.ONCE:
        start, end = recurrence.period_of(Rhythm(agreement.rhythm), time_.nominal)
    return Delivery(
        municipality_id=agreement.municipality_id,
        agreement=agreement,
        problem_id=agreement.problem_id,
        supplier_id=agreement.supplier_id,
        theme_id=agreement.need.theme_id,
        period_start=start,
        period_end=end,
    )


def _deadline(agreement: Agreement, delivery: Delivery, day: date) -> deadlines.NewDeadline:
    return deadlines.NewDeadline(
        municipality=agreement.municipality_id,
        kind=DELIVERY,
        subject=delivery.pk,
        due_at=at_local(day, DUE_AT),
        grace_days=agreement.grace_days,
        organisation=agreement.supplier_id,
        responsible=agreement.contact_id,
        substitute=agreement.substitute_id,
        problem=agreement.problem_id,
    )


def _open_deadlines(agreement: Agreement) -> Any:
    return Deadline.objects.filter(delivery__agreement=agreement, state=DeadlineState.OPEN)


def drop_expected(*, agreement: Agreement) -> None:
    """Expect nothing any more under an agreement, also not what was due."""
    _drop(Delivery.objects.filter(agreement=agreement, state=DeliveryState.EXPECTED))


def drop_what_is_not_due(agreement: Agreement) -> None:
    """Take back what is planned and not due yet."""
    expected = Delivery.objects.filter(agreement=agreement, state=DeliveryState.EXPECTED)
    # What someone is writing stays expected: nobody's work disappears because a rhythm changes.
    _drop(expected.filter(deadline__due_at__gt=timezone.now(), begun_at=None))


def _drop(deliveries: Any) -> None:
    """Take back what was planned: a plan that was never due, nor begun on, leaves no trace of its own."""
    rows = list(deliveries.values_list("pk", "deadline", "deadline__due_at", "begun_at"))
    now = timezone.now()
    future = [row for row in rows if row[3] is None and (row[2] is None or row[2] > now)]
    past = [row for row in rows if row[3] is not None or (row[2] is not None and row[2] <= now)]
    Delivery.objects.filter(pk__in=[row[0] for row in future]).delete()
    deadlines.delete_unreached(ids=[row[1] for row in future])
    Delivery.objects.filter(pk__in=[row[0] for row in past]).update(state=DeliveryState.DROPPED)
    deadlines.withdraw_many(ids=[row[1] for row in past])


def record(agreement: Agreement, verb: str, data: ledger.EventData | None = None) -> None:
    """Put what happened to an agreement on the ledger."""
    ledger.append(
        municipality=agreement.municipality_id,
        action=f"position:agreement:{verb}",
        subject=agreement.pk,
        problem=agreement.problem_id,
        version=agreement.version,
        data=data,
    )
