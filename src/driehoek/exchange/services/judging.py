"""Judging a request: taken up, weighed in a paper of one's own, and ruled on (OM02)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.exchange.models import Judgement, Provision, ProvisionState, Request, RequestState, Ruling
from driehoek.exchange.refusals import WEIGHED
from driehoek.exchange.services import in_position, urgency
from driehoek.exchange.services.asking import WAITING, record
from driehoek.exchange.services.parts import discard
from driehoek.exchange.services.sides import require_side
from driehoek.ledger.versions import VersionConflict, update_once

STATES = {Ruling.GRANT: RequestState.GRANTED, Ruling.PART: RequestState.PART}


class RulingError(ValueError):
    """A ruling that cannot be given like this; the message is a code, the views have the words.

    Codes: `words` (less than was asked needs reasons), `provision` (nothing was given that belongs to this request),
    `over` (it was answered or withdrawn).
    """


@dataclass(frozen=True)
class JudgementValues:
    """What the working paper holds; see the model."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    wpg_processing: Sequence[str] = ()
    ruling: str = ""
    words: str = ""
    notes: str = ""
    refusal_grounds: Sequence[str] = ()


@transaction.atomic
def take_up(*, identity: Identity, request: Request) -> Judgement:
    """Begin to judge a request; the asking side sees that. Doing it twice gives the same paper.

    Raises:
        VersionConflict: it was withdrawn meanwhile.
        PermissionDenied: for who does not judge for the asked side.
    """
    require_side(identity, request.to_organisation_id)
    there = Judgement.objects.filter(request=request).first()
    if there is not None:
        return there
    now = timezone.now()
    update_once(
        Request.objects.filter(state=RequestState.SUBMITTED),
        request,
        request.version,
        state=RequestState.JUDGING,
        taken_up_at=now,
        taken_up_by_id=identity.person,
    )
    request.state, request.taken_up_at, request.taken_up_by_id = RequestState.JUDGING, now, identity.person
    try:
        with transaction.atomic():
            made = Judgement.objects.create(
                municipality_id=request.municipality_id,
                request=request,
                organisation_id=request.to_organisation_id,
                begun_by_id=identity.person,
                begun_at=now,
            )
    except IntegrityError as error:
        raise VersionConflict from error
    urgency.stop(request, met=True)
    record(request, "taken_up")
    return made


@transaction.atomic
def save_judgement(
    *, identity: Identity, judgement: Judgement, version: int, values: JudgementValues
) -> Judgement:
    """Keep the working paper; nobody outside the asked side ever reads it.

    Raises:
        VersionConflict: a colleague saved it meanwhile, or it was decided.
        PermissionDenied: for who does not judge for the asked side.
    """
    require_side(identity, judgement.organisation_id)
    kept: dict[str, Any] = {
        "facts": dict(values.facts),
        "wpg_processing": list(values.wpg_processing),
        "ruling": values.ruling,
        "words": values.words.strip(),
        "notes": values.notes.strip(),
        "refusal_grounds": list(values.refusal_grounds),
    }
    update_once(Judgement.objects.filter(ruled_at=None), judgement, version, **kept)
    for name, value in kept.items():
        setattr(judgement, name, value)
    record(judgement.request, "judged")
    return judgement


@transaction.atomic
def rule(
    *,
    identity: Identity,
    request: Request,
    version: int,
    ruling: str,
    words: str = "",
    refusal_grounds: Sequence[str] = (),
    provision: Provision | None = None,
) -> Request:
    """Answer a request. What was given under it must be released first (services.provisions.release).

    While nothing of it is free the asking side does not hear of the answer: it comes with the first part.

    Args:
        identity: someone of the asked side.
        request: as it was read at `version`.
        version: of the request.
        ruling: grant, part or refuse.
        words: the reasons as the asking side reads them; needed for part and refuse.
        refusal_grounds: ids of rules of the law, or weighings (exchange.refusals).
        provision: what was given; None for a refusal.

    Raises:
        RulingError: with a code.
        VersionConflict: it was withdrawn or answered meanwhile.
        PermissionDenied: for who does not judge for the asked side.
    """
    require_side(identity, request.to_organisation_id)
    chosen = Ruling(ruling)
    if request.state not in WAITING:
        raise RulingError("over")
    if chosen != Ruling.GRANT and not words.strip():
        raise RulingError("words")
    if request.version != version:
        raise VersionConflict
    paper = take_up(identity=identity, request=request)
    if paper.ruled_at is not None:
        raise RulingError("over")
    version = request.version
    _note(identity, paper, chosen, words, refusal_grounds)
    now = timezone.now()
    if chosen == Ruling.REFUSE:
        return answer(request, version, paper, now)
    if provision is None or provision.request_id != request.pk or provision.state != ProvisionState.RELEASED:
        raise RulingError("provision")
    if provision.known_from is not None and provision.known_from <= now:
        return answer(request, version, paper, now)
    # The version moves, so that a second ruling from another screen finds it changed.
    update_once(Request.objects.filter(state__in=WAITING), request, version)
    return request


def answer(request: Request, version: int, paper: Judgement, at: datetime) -> Request:
    """Let the asking side have the answer that the working paper holds.

    Raises:
        VersionConflict: it was withdrawn or answered meanwhile.
    """
    ruling = Ruling(paper.ruling)
    update_once(
        Request.objects.filter(state__in=WAITING),
        request,
        version,
        state=STATES.get(ruling, RequestState.REFUSED),
        answered_at=at,
        answered_by_id=paper.ruled_by_id,
        ruling_words=paper.words,
        refusal_grounds=paper.refusal_grounds,
    )
    request.refresh_from_db()
    if ruling == Ruling.REFUSE:
        # What was written to be given is given to nobody any more.
        for draft in Provision.objects.filter(request=request, state=ProvisionState.DRAFT):
            discard(draft)
        in_position.forget(request, met=True, barred=_barred(request))
    elif request.deadline is not None:
        deadlines.meet(deadline=request.deadline, at=at)
    record(request, str(request.state), {"grounds": list(request.refusal_grounds)})
    return request


def _note(identity: Identity, paper: Judgement, ruling: Ruling, words: str, grounds: Sequence[str]) -> None:
    update_once(
        Judgement.objects.filter(ruled_at=None),
        paper,
        paper.version,
        ruling=ruling,
        words=words.strip(),
        refusal_grounds=list(grounds),
        ruled_at=timezone.now(),
        ruled_by_id=identity.person,
    )
    paper.refresh_from_db()


def _barred(request: Request) -> str:
    """Return why the law forbids it, for the gap; empty when it was refused for another reason."""
    if all(one in WEIGHED for one in request.refusal_grounds):
        return ""
    return _("Mag niet van de wet: %(why)s") % {"why": request.ruling_words}


def waiting_answer(request: uuid.UUID) -> Judgement | None:
    """Return the paper of a request that was ruled on and whose answer still waits, or None."""
    found = Judgement.objects.filter(
        request=request, ruled_at__isnull=False, request__state__in=WAITING
    ).exclude(ruling=Ruling.REFUSE)
    return found.select_related("request").first()
