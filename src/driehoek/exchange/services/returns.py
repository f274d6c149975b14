"""The return of a convicted person (BIJ): the notice written down, weighed, advised on and decided (OM07, Bjsg 11a).

The person's facts are a sealed text of the provision and end with it. What is weighed stands beside it and names
nobody.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek import law
from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import add_working_days, at_local, end_of_working_day
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.exchange.models import (
    Advice,
    Channel,
    Detail,
    Kind,
    Measure,
    Provision,
    ProvisionState,
    ReturnNotice,
)
from driehoek.exchange.parties import RECEIVERS
from driehoek.exchange.proposals import UNPROMPTED, proposal_of
from driehoek.exchange.services import provisions
from driehoek.exchange.services.expiring import EXPIRY
from driehoek.exchange.services.notices import (
    DATE_RETURN,
    destroyed_on,
    given_on,
    is_shielded,
    out_of_use_on,
)
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import NewProvision, ReleaseError
from driehoek.exchange.services.sides import require_side
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.parties.models import Organisation
from driehoek.problems.models import Classification, Theme
from driehoek.web import formatting

__all__ = [
    "ADVICE",
    "NewNotice",
    "NotDecidedError",
    "ask_advice",
    "decide_measure",
    "frame_of",
    "give_advice",
    "register_notice",
    "weigh",
]

# Until when police or probation answer; its subject is the advice.
ADVICE: Final = "exchange.return_advice"
ADVICE_DAYS: Final = 5
# What a notice of return is to the law (bjsg-11a-bij).
FRAME: Final[Mapping[str, Any]] = {
    "purpose": "terugkeer_gedetineerde",
    "subject": "terugkerende_dader",
    "data_categories": ("justitiele_gegevens",),
}
NOON: Final = time(12, 0)
LEAST_WORDS: Final = 10


class NotDecidedError(ValueError):
    """A decision that cannot be taken; the message is a code, the views have the words.

    Codes: `risk` (the risk for public order was not weighed), `words` (too few), `until` (a measure ends on a day to
    come, and before the notice goes out of use), `over` (the notice is out of use or destroyed).
    """


@dataclass(frozen=True)
class NewNotice:
    """A notice that came in outside Driehoek.

    Attributes:
        giver: the organisation of the BIJ unit of the police, or of Justid.
        received_on: the day on which it came in; the terms of the law count from it.
        facts: what was answered for the law, `date_return` among them.
        text: what it says about the person; it is sealed.
        about: whom it is about, as an identifier; only a pseudonym is kept.
        key: of the form it came with, so that sending it twice makes one.
    """

    giver: Organisation
    received_on: date
    theme: Theme
    facts: Mapping[str, Any]
    text: str
    about: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)


def frame_of(giver: Organisation, recipient: Organisation, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the proposal for the legal check of a notice from an organisation."""
    return proposal_of(
        Provision(
            giver=giver,
            recipient=recipient,
            purpose=FRAME["purpose"],
            subject=FRAME["subject"],
            data_categories=list(FRAME["data_categories"]),
            trigger=UNPROMPTED,
            facts=dict(facts),
        )
    )


@transaction.atomic
def register_notice(*, identity: Identity, recipient: Organisation, new: NewNotice) -> ReturnNotice:
    """Write a notice down that came in outside Driehoek; the same key gives the same notice.

    Args:
        identity: someone of the municipality.
        recipient: the municipality's own organisation.
        new: the notice.

    Raises:
        ReleaseError: `law`, it may not be here by the law of today or of the day it came in; `keep_until`, its term is
            over; `told_at`, that day is still to come; `empty`, nothing was written.
        PermissionDenied: for who does not receive for the municipality.
    """
    require_side(identity, recipient.pk)
    there = ReturnNotice.objects.filter(provision__key=new.key).first()
    if there is not None:
        return there
    _require_lawful(new, recipient)
    draft = provisions.draft_provision(
        identity=identity,
        new=NewProvision(
            kind=Kind.RETURN,
            channel=Channel.REGISTERED,
            giver=new.giver,
            recipient=recipient,
            theme=new.theme,
            title=_("Terugkeer op %(day)s") % {"day": _day(date.fromisoformat(new.facts[DATE_RETURN]))},
            purpose=FRAME["purpose"],
            subject=FRAME["subject"],
            data_categories=FRAME["data_categories"],
            trigger=UNPROMPTED,
            facts=new.facts,
            about=new.about,
            mark=Classification.STRICT,
            readers=RECEIVERS,
            keep_until=out_of_use_on(new.received_on),
            key=new.key,
        ),
        parts=[NewPart(Detail.ESSENTIALS, new.text)],
    )
    came_at = min(at_local(new.received_on, NOON), timezone.now())
    provision = provisions.release(
        identity=identity, provision=draft, version=draft.version, given_at=came_at
    )
    Provision.objects.filter(pk=provision.pk).update(
        received_at=timezone.now(), received_by_id=identity.person, version=F("version") + 1
    )
    notice = ReturnNotice.objects.select_related("provision__recipient").get(provision=provision)
    _record(notice, "registered", {"provision": str(provision.pk)})
    return notice


def _require_lawful(new: NewNotice, recipient: Organisation) -> None:
    """Refuse what should not have come: then it is sent back and destroyed, not written down."""
    if new.received_on > timezone.localdate():
        raise ReleaseError("told_at")
    if out_of_use_on(new.received_on) <= timezone.localdate():
        raise ReleaseError("keep_until")
    proposal = frame_of(new.giver, recipient, new.facts)
    then = law.check(proposal, on=new.received_on)
    if then.outcome != law.Outcome.ALLOWED or not new.facts.get(DATE_RETURN):
        raise ReleaseError("law")


@transaction.atomic
def weigh(*, identity: Identity, notice: ReturnNotice, version: int, order_risk: str) -> None:
    """Write down the risk for public order, in words without the person.

    Raises:
        VersionConflict: it was changed or decided meanwhile.
        NotDecidedError: `over`.
        PermissionDenied: for who does not receive for the municipality.
    """
    require_side(identity, notice.organisation_id)
    _require_running(notice)
    update_once(_open(), notice, version, order_risk=order_risk.strip())
    notice.refresh_from_db()
    _record(notice, "weighed")


@transaction.atomic
def ask_advice(
    *, identity: Identity, notice: ReturnNotice, organisation: Organisation, question: str
) -> Advice:
    """Ask police or probation for advice, without the person's facts; asking twice is asking once.

    Raises:
        NotDecidedError: `over`, it was decided or is out of use; `words`, no question.
        PermissionDenied: for who does not receive for the municipality.
    """
    require_side(identity, notice.organisation_id)
    if notice.measure != Measure.OPEN:
        raise NotDecidedError("over")
    _require_running(notice)
    if len(question.strip()) < LEAST_WORDS:
        raise NotDecidedError("words")
    there = Advice.objects.filter(notice=notice, organisation=organisation).first()
    if there is not None:
        return there
    now = timezone.now()
    advice = Advice.objects.create(
        municipality_id=notice.municipality_id,
        notice=notice,
        organisation=organisation,
        asked_by_id=identity.person,
        asked_at=now,
        question=question.strip(),
    )
    advice.deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=notice.municipality_id,
            kind=ADVICE,
            subject=advice.pk,
            due_at=end_of_working_day(add_working_days(timezone.localdate(now), ADVICE_DAYS)),
            organisation=organisation.pk,
        )
    )
    Advice.objects.filter(pk=advice.pk).update(deadline=advice.deadline)
    advice.refresh_from_db()
    _record(notice, "advice_asked", {"organisation": str(organisation.pk)})
    return advice


@transaction.atomic
def give_advice(*, identity: Identity, advice: Advice, version: int, words: str) -> None:
    """Give the advice that was asked, once.

    Raises:
        VersionConflict: a colleague gave it meanwhile.
        NotDecidedError: `words`.
        PermissionDenied: for who does not supply for the asked organisation.
    """
    require_side(identity, advice.organisation_id)
    if len(words.strip()) < LEAST_WORDS:
        raise NotDecidedError("words")
    now = timezone.now()
    waiting = Advice.objects.filter(given_at=None)
    update_once(waiting, advice, version, words=words.strip(), given_by_id=identity.person, given_at=now)
    advice.refresh_from_db()
    if advice.deadline is not None:
        deadlines.meet(deadline=advice.deadline, at=now)
    ledger.append(
        municipality=advice.municipality_id,
        action="exchange:return:advised",
        subject=advice.notice_id,
        version=advice.version,
        data={"organisation": str(advice.organisation_id)},
    )


@transaction.atomic
def decide_measure(
    *,
    identity: Identity,
    notice: ReturnNotice,
    version: int,
    measure: Measure,
    words: str,
    until: date | None = None,
) -> None:
    """Write down the mayor's decision; with a measure the facts are kept for accountability after nine months.

    Args:
        identity: the mayor, or who takes the mayor's place; the database asks the same.
        notice: as it was read at `version`.
        version: of the notice.
        measure: a measure, or none.
        words: which measure and why, or why none; without the person.
        until: the day on which the measure ends.

    Raises:
        NotDecidedError: with a code.
        VersionConflict: it was weighed or decided meanwhile.
        PermissionDenied: for who does not receive for the municipality.
    """
    require_side(identity, notice.organisation_id)
    if notice.measure != Measure.OPEN:
        raise VersionConflict
    _require_running(notice)
    if not notice.order_risk:
        raise NotDecidedError("risk")
    if len(words.strip()) < LEAST_WORDS:
        raise NotDecidedError("words")
    if measure == Measure.MEASURE and (until is None or until < timezone.localdate()):
        raise NotDecidedError("until")
    update_once(
        _open(),
        notice,
        version,
        measure=measure,
        measure_words=words.strip(),
        measure_until=until if measure == Measure.MEASURE else None,
        decided_by_id=identity.person,
        decided_at=timezone.now(),
    )
    notice.refresh_from_db()
    if measure == Measure.MEASURE:
        _keep_for_account(notice.provision)
    _stop_waiting(notice)
    _record(notice, "decided", {"measure": str(measure)})


def _keep_for_account(provision: Provision) -> None:
    """Keep the sealed text for accountability for as long as the law says: the database allows that day alone."""
    Provision.objects.filter(pk=provision.pk, state=ProvisionState.RELEASED).update(
        keep_until=destroyed_on(given_on(provision)), version=F("version") + 1
    )
    warned = Deadline.objects.filter(kind=EXPIRY, subject=provision.pk, state=DeadlineState.OPEN).first()
    if warned is not None:
        deadlines.withdraw(deadline=warned)


def _stop_waiting(notice: ReturnNotice) -> None:
    if notice.deadline is not None:
        deadlines.meet(deadline=notice.deadline, at=notice.decided_at)
    for advice in notice.advices.filter(given_at=None).select_related("deadline"):
        if advice.deadline is not None:
            deadlines.withdraw(deadline=advice.deadline)


def _require_running(notice: ReturnNotice) -> None:
    provision = notice.provision
    if provision.state != ProvisionState.RELEASED or is_shielded(provision):
        raise NotDecidedError("over")


def _open() -> Any:
    return ReturnNotice.objects.filter(measure=Measure.OPEN)


def _day(day: date) -> str:
    return formatting.date_long(day, language=formatting.known(get_language()))


def _record(notice: ReturnNotice, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=notice.municipality_id,
        action=f"exchange:return:{verb}",
        subject=notice.pk,
        version=notice.version,
        data=data,
    )
