"""The list of cases that are always shared: proposed, judged by the law line by line, agreed by both sides (OM04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from driehoek import law
from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import at_local
from driehoek.exchange.models import Detail, StandingCase, StandingList, StandingListState
from driehoek.exchange.parties import provider_for, recipient_of
from driehoek.exchange.services.sides import require_side, stands_for
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation
from driehoek.problems.models import Theme

REVIEW: Final = "exchange.standing_review"
REVIEW_AT: Final = time(17, 0)
LINE: Final = (
    "name", "theme_id", "moments", "purpose", "subject", "data_categories", "detail", "within_hours",
)  # fmt: skip


class NotAgreedError(ValueError):
    """An edition that cannot be agreed to; the message is a code, the views have the words.

    Codes: `empty` (it has no lines), `law` (the law does not allow one of its lines), `twice` (this side agreed).
    """


@dataclass(frozen=True)
class NewCase:
    """One line of the list; see the model for the fields."""

    name: str
    theme: Theme
    moments: tuple[str, ...]
    purpose: str
    subject: str
    data_categories: tuple[str, ...]
    detail: Detail = Detail.HEADLINE
    within_hours: int = 24


def judge_case(case: StandingCase) -> law.Decision:
    """Ask the law about a line, before any case is known: what it does not allow now, it will not allow then."""
    edition = case.standing_list
    recipient = recipient_of(edition.recipient)
    proposal: dict[str, Any] = {
        "provider": provider_for(edition.giver, recipient, case.purpose, case.data_categories),
        "recipient": recipient,
        "purpose": case.purpose,
        "data_categories": sorted(case.data_categories),
        "subject": case.subject,
        # The list says when to think of it; each case is weighed by itself (Wjsg 39f).
        "frequency": "incidental",
        "trigger": "unprompted",
        # The daily task is the usual article; at each provision the police say by which one they hold the data.
        "wpg_processing": ["8"] if "politiegegevens" in case.data_categories else None,
    }
    return law.check(proposal)


@transaction.atomic
def propose_edition(*, identity: Identity, giver: Organisation, recipient: Organisation) -> StandingList:
    """Begin a new edition between two parties, with the lines of the one in force; an open proposal is returned.

    Raises:
        PermissionDenied: the reader belongs to neither side.
    """
    require_side(identity, giver.pk if stands_for(identity, giver.pk) else recipient.pk)
    pair = StandingList.objects.filter(giver=giver, recipient=recipient).select_for_update()
    there = list(pair)
    open_one = next((one for one in there if one.state == StandingListState.DRAFT), None)
    if open_one is not None:
        return open_one
    made = StandingList.objects.create(
        municipality_id=identity.municipality,
        giver=giver,
        recipient=recipient,
        edition=(pair.aggregate(last=Max("edition"))["last"] or 0) + 1,
        proposed_by_id=identity.person,
        proposed_at=timezone.now(),
    )
    current = next((one for one in there if one.state == StandingListState.IN_FORCE), None)
    for case in current.cases.all() if current else []:
        StandingCase.objects.create(
            municipality_id=identity.municipality,
            standing_list=made,
            **{name: getattr(case, name) for name in LINE},
        )
    _record(made, "proposed", {"edition": made.edition})
    return made


@transaction.atomic
def save_case(
    *, identity: Identity, edition: StandingList, version: int, new: NewCase, case: StandingCase | None = None
) -> StandingCase:
    """Add a line to a proposal or change one; who agreed before is asked again.

    Raises:
        VersionConflict: the proposal was changed or agreed meanwhile.
    """
    _reopen(identity, edition, version)
    values = {
        name: getattr(new, name) for name in LINE if name not in ("theme_id", "moments", "data_categories")
    }
    values |= {
        "name": new.name.strip(),
        "theme_id": new.theme.pk,
        "moments": list(new.moments),
        "data_categories": list(new.data_categories),
    }
    if case is None:
        case = StandingCase.objects.create(
            municipality_id=identity.municipality, standing_list=edition, **values
        )
    else:
        StandingCase.objects.filter(pk=case.pk, standing_list=edition).update(**values)
        case.refresh_from_db()
    _record(edition, "changed", {"line": str(case.pk)})
    return case


@transaction.atomic
def remove_case(*, identity: Identity, edition: StandingList, version: int, case: StandingCase) -> None:
    """Take a line out of a proposal; who agreed before is asked again.

    Raises:
        VersionConflict: the proposal was changed or agreed meanwhile.
    """
    _reopen(identity, edition, version)
    StandingCase.objects.filter(pk=case.pk, standing_list=edition).delete()
    _record(edition, "changed", {"line": str(case.pk)})


@transaction.atomic
def agree(*, identity: Identity, edition: StandingList, version: int) -> None:
    """Agree for one's own side; when both did, it is in force from today and is looked at again within a year.

    Raises:
        PermissionDenied: the reader belongs to neither side.
        NotAgreedError: it is empty, the law forbids a line, or this side agreed already.
        VersionConflict: it was changed meanwhile.
    """
    side = side_of(identity, edition)
    if getattr(edition, f"{side}_agreed_at") is not None:
        raise NotAgreedError("twice")
    cases = list(edition.cases.select_related("standing_list__giver", "standing_list__recipient"))
    if not cases:
        raise NotAgreedError("empty")
    if any(judge_case(case).outcome == law.Outcome.NOT_ALLOWED for case in cases):
        raise NotAgreedError("law")
    now = timezone.now()
    values: dict[str, Any] = {f"{side}_agreed_by_id": identity.person, f"{side}_agreed_at": now}
    other = "recipient" if side == "giver" else "giver"
    if getattr(edition, f"{other}_agreed_at") is not None:
        values |= _into_force(edition)
    update_once(_drafts(), edition, version, **values)
    edition.refresh_from_db()
    _record(edition, "agreed", {"side": side, "in_force": edition.state == StandingListState.IN_FORCE})


@transaction.atomic
def end_list(*, identity: Identity, edition: StandingList, version: int) -> None:
    """End an edition that is in force, or throw away a proposal; either side may.

    Raises:
        PermissionDenied: the reader belongs to neither side.
        VersionConflict: it was changed, replaced or ended meanwhile.
    """
    side_of(identity, edition)
    open_ones = StandingList.objects.filter(state__in=[StandingListState.DRAFT, StandingListState.IN_FORCE])
    update_once(open_ones, edition, version, state=StandingListState.ENDED, ended_at=timezone.now())
    edition.refresh_from_db()
    if edition.deadline is not None:
        deadlines.withdraw(deadline=edition.deadline)
    _record(edition, "ended")


def side_of(identity: Identity, edition: StandingList) -> str:
    """Return "giver" or "recipient": for which side someone acts.

    Raises:
        PermissionDenied: for neither.
    """
    if stands_for(identity, edition.giver_id):
        return "giver"
    require_side(identity, edition.recipient_id)
    return "recipient"


def _into_force(edition: StandingList) -> dict[str, Any]:
    """Replace the edition in force, and watch the day on which this one is looked at again."""
    today = timezone.localdate()
    for old in StandingList.objects.filter(
        giver=edition.giver_id, recipient=edition.recipient_id, state=StandingListState.IN_FORCE
    ).select_related("deadline"):
        update_once(StandingList.objects.all(), old, old.version, state=StandingListState.REPLACED)
        if old.deadline is not None:
            deadlines.meet(deadline=old.deadline)
    review_on = a_year_after(today)
    deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=edition.municipality_id,
            kind=REVIEW,
            subject=edition.pk,
            due_at=at_local(review_on, REVIEW_AT),
            organisation=edition.recipient_id,
        )
    )
    return {
        "state": StandingListState.IN_FORCE,
        "in_force_from": today,
        "review_on": review_on,
        "deadline": deadline,
    }


def a_year_after(day: date) -> date:
    """Return the last day on which the yearly look is in time."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        # The twenty-ninth of February has no anniversary.
        return day + timedelta(days=365)


def _reopen(identity: Identity, edition: StandingList, version: int) -> None:
    side_of(identity, edition)
    agreed = dict.fromkeys(
        ("giver_agreed_by", "giver_agreed_at", "recipient_agreed_by", "recipient_agreed_at"), None
    )
    update_once(_drafts(), edition, version, **agreed)


def _drafts() -> QuerySet[StandingList]:
    return StandingList.objects.filter(state=StandingListState.DRAFT)


def _record(edition: StandingList, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=edition.municipality_id,
        action=f"exchange:standing:{verb}",
        subject=edition.pk,
        version=edition.version,
        data=data,
    )
