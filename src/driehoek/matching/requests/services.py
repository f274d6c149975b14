"""Every write about requests of data subjects: one transaction, one line on the ledger, one step in the trail."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import at_local, local_day
from driehoek.deadlines.models import Deadline
from driehoek.deadlines.services import NewDeadline
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.matching.due import ANSWER, READY
from driehoek.matching.models import (
    Outcome,
    Place,
    RequestPerson,
    RequestState,
    RequestStep,
    RightsRequest,
)
from driehoek.matching.requests import grounds, queries, terms
from driehoek.parties.models import Person
from driehoek.subjects import services as subjects
from driehoek.subjects.services import reading

# The end of the day on which something is due.
CLOSING: Final = time(17, 0)


class NotAtThisStageError(Exception):
    """The request does not stand where this can be done: identify first, decide every place, then answer."""


class TooLateToExtendError(Exception):
    """The first month is over: the person must be told within it (AVG, article 12, part 3)."""


class NotCorrectedError(Exception):
    """The record has not been changed since it was found: correct it first, then say so."""


@dataclass(frozen=True)
class NewRequest:
    """A request as it came in.

    Attributes:
        kinds: values of `RequestKind`.
        channel: a value of `Channel`.
        received_on: the day on which it came in; the term runs from there.
        about: the details of the person (`subjects.details`), key → text.
        handler: who handles it.
        address: where the answer goes.
        asked: what was asked, in the words of the person.
        key: the id that it gets; the same key gives the same request.
    """

    kinds: Sequence[str]
    channel: str
    received_on: date
    about: Mapping[str, str]
    handler: Person
    address: str = ""
    asked: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def register(*, identity: Identity, new: NewRequest) -> RightsRequest:
    """Write a request down and let its term run; sent twice it stands there once.

    Raises:
        ProgrammingError: who acts does not handle requests.
    """
    there = RightsRequest.objects.filter(pk=new.key, municipality=identity.municipality).first()
    if there is not None:
        return there
    made = RightsRequest(
        id=new.key,
        municipality_id=identity.municipality,
        kinds=sorted(new.kinds),
        channel=new.channel,
        received_on=new.received_on,
        due_on=terms.answer_by(new.received_on),
        handler=new.handler,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    made.save(force_insert=True)
    made.refresh_from_db(fields=["number"])
    person = RequestPerson(request=made, municipality_id=identity.municipality)
    person.about = json.dumps(
        {key: value.strip() for key, value in new.about.items() if value.strip()}, ensure_ascii=False
    )
    person.address, person.asked = new.address.strip(), new.asked.strip()
    person.save(force_insert=True)
    for kind, days in ((ANSWER, 0), (READY, terms.READY_DAYS)):
        deadlines.set_deadline(
            new=NewDeadline(
                municipality=identity.municipality,
                kind=kind,
                subject=made.pk,
                due_at=at_local(made.due_on - timedelta(days=days), CLOSING),
                responsible=new.handler.pk,
            )
        )
    _step(identity, made, "registered")
    return made


@transaction.atomic
def identify(*, identity: Identity, request: RightsRequest, version: int, how: str) -> None:
    """Note that and how it was made sure that the person is who they say; no copy of a document is kept.

    Raises:
        VersionConflict: someone else changed the request first.
        NotAtThisStageError: it was identified already, or closed.
    """
    _require(request, RequestState.REGISTERED)
    _change(request, version, state=RequestState.IDENTIFIED, identity_check=how, identified_at=timezone.now())
    _step(identity, request, "identified", how)


@transaction.atomic
def extend(*, identity: Identity, request: RightsRequest, version: int, reason: str) -> None:
    """Extend the term by two months; the person was told of it, with the reason, within the first.

    Raises:
        VersionConflict: someone else changed the request first.
        TooLateToExtendError: the first month is over.
        NotAtThisStageError: it was extended already, or closed.
    """
    _require(request, RequestState.REGISTERED, RequestState.IDENTIFIED)
    if request.extended_at is not None:
        raise NotAtThisStageError
    now = timezone.now()
    if local_day(now) > request.due_on:
        raise TooLateToExtendError
    due = terms.extended_by(request.received_on)
    _change(request, version, due_on=due, extended_at=now, extension_reason=reason.strip())
    for kind, days in ((ANSWER, 0), (READY, terms.READY_DAYS)):
        for one in Deadline.objects.filter(kind=kind, subject=request.pk):
            deadlines.move(deadline=one, due_at=at_local(due - timedelta(days=days), CLOSING))
    _step(identity, request, "extended")


@transaction.atomic
def search(*, identity: Identity, request: RightsRequest, version: int) -> int:
    """Look for the person over the cases in which the handler may work; return how many places were new.

    Raises:
        VersionConflict: someone else changed the request first.
        NotAtThisStageError: the identity was not made sure of, or the request is closed.
    """
    _require(request, RequestState.IDENTIFIED)
    _change(request, version, searched_at=timezone.now())
    about = json.loads(request.about_person.about)
    found = queries.occurrences(identity, about)
    known = set(Place.objects.filter(request=request).values_list("subject", flat=True))
    new = [(subject, pair) for subject, pair in found if subject.pk not in known]
    name = _("Verzoek van een betrokkene: zoeken")
    with reading(municipality=identity.municipality, persons=[one.pk for one, _pair in new], name=name):
        Place.objects.bulk_create(
            Place(
                municipality_id=identity.municipality,
                request=request,
                case_id=subject.case_id,
                compartment_id=subject.compartment_id,
                subject=subject,
                strength=pair.strength,
                reasons=dict(pair.reasons),
                seen_version=subject.version,
                found_at=timezone.now(),
            )
            for subject, pair in new
        )
    _step(identity, request, "searched", str(len(new)))
    return len(new)


@dataclass(frozen=True)
class PlaceDecision:
    """What is decided about a place: the outcome, the ground when it is refused, and why."""

    outcome: Outcome
    reason: str
    ground: str = ""


@transaction.atomic
def decide(*, identity: Identity, place: Place, version: int, decision: PlaceDecision) -> None:
    """Decide about one place where the person occurs, and do what was decided.

    Restricting marks the record everywhere and keeps it out of comparisons; erasing takes away what it says. Both are
    done here, in the same transaction. Correcting is done on the record itself, before.

    Raises:
        VersionConflict: someone else decided first, or changed the record.
        NotAtThisStageError: the request is not being handled, or the record is erased.
        NotCorrectedError: the record has not been changed since it was found.
        ValueError: a refusal without a ground, a ground without a refusal, or no reason.
    """
    _require(place.request, RequestState.IDENTIFIED)
    refused = decision.outcome == Outcome.REFUSED
    if refused != (decision.ground in grounds.REFUSING) or not decision.reason.strip():
        raise ValueError("a refusal stands on a ground, and a decision on a reason")
    if place.outcome == Outcome.ERASED:
        raise NotAtThisStageError
    _carry_out(identity, place, decision)
    place.reason = decision.reason.strip()
    update_once(
        Place.objects.filter(municipality=identity.municipality),
        place,
        version,
        outcome=decision.outcome,
        ground=decision.ground,
        reason_locked=place.reason_locked,
        decided_by_id=identity.person,
        decided_at=timezone.now(),
    )
    place.outcome, place.ground = decision.outcome, decision.ground
    _step(identity, place.request, "decided", decision.outcome.value)


def _carry_out(identity: Identity, place: Place, decision: PlaceDecision) -> None:
    """Do to the record what was decided, and take back what an earlier decision did to it."""
    subject = place.subject
    restrict = decision.outcome == Outcome.RESTRICTED
    if restrict != (place.outcome == Outcome.RESTRICTED):
        subjects.restrict_subject(
            identity=identity, subject=subject, version=subject.version, restricted=restrict
        )
    if decision.outcome == Outcome.CORRECTED and subject.version <= place.seen_version:
        raise NotCorrectedError
    if decision.outcome == Outcome.ERASED:
        subjects.erase_subject(
            identity=identity,
            subject=subject,
            version=subject.version,
            reason=_("Gewist op verzoek van de betrokkene"),
            label=_("Gewist"),
        )


@transaction.atomic
def answer(*, identity: Identity, request: RightsRequest, version: int, letter: Mapping[str, Any]) -> None:
    """Close a request with the answer that was sent; the letter is kept as it was.

    Raises:
        VersionConflict: someone else changed the request first.
        NotAtThisStageError: nobody searched, or a place is not decided.
    """
    _require(request, RequestState.IDENTIFIED)
    if request.searched_at is None or Place.objects.filter(request=request, outcome="").exists():
        raise NotAtThisStageError
    request.letter = json.dumps(dict(letter), ensure_ascii=False)
    _change(
        request,
        version,
        state=RequestState.ANSWERED,
        closed_at=timezone.now(),
        letter_locked=request.letter_locked,
    )
    _met(request)
    _step(identity, request, "answered")


@transaction.atomic
def close(*, identity: Identity, request: RightsRequest, version: int, state: RequestState) -> None:
    """Close a request without an answer on its contents: it was withdrawn, or nobody could make sure who asks.

    Raises:
        VersionConflict: someone else changed the request first.
        NotAtThisStageError: it is closed, or who asks is known.
    """
    if state == RequestState.NOT_IDENTIFIED:
        _require(request, RequestState.REGISTERED)
    elif state == RequestState.WITHDRAWN:
        _require(request, RequestState.REGISTERED, RequestState.IDENTIFIED)
    else:
        raise NotAtThisStageError
    _change(request, version, state=state, closed_at=timezone.now())
    for one in Deadline.objects.filter(kind__in=(ANSWER, READY), subject=request.pk):
        deadlines.withdraw(deadline=one)
    _step(identity, request, "closed", state.value)


def _met(request: RightsRequest) -> None:
    for one in Deadline.objects.filter(kind__in=(ANSWER, READY), subject=request.pk):
        deadlines.meet(deadline=one)


def _require(request: RightsRequest, *states: RequestState) -> None:
    if request.state not in states:
        raise NotAtThisStageError


def _change(request: RightsRequest, version: int, **values: Any) -> None:
    rows = RightsRequest.objects.filter(municipality=request.municipality_id)
    update_once(rows, request, version, **values)
    for name, value in values.items():
        setattr(request, name, value)


def _step(identity: Identity, request: RightsRequest, verb: str, detail: str = "") -> None:
    """Add a step to the trail of a request, and its line to the ledger."""
    RequestStep.objects.create(
        municipality_id=request.municipality_id,
        request=request,
        verb=verb,
        detail=detail,
        taken_by_id=identity.person,
        taken_at=timezone.now(),
    )
    # A request is about no problem that others see: the line stands under the request itself.
    ledger.append(
        municipality=request.municipality_id,
        action=f"matching:request:{verb}",
        subject=request.pk,
        problem=request.pk,
        version=request.version,
        data={"step": detail} if detail else {},
    )
