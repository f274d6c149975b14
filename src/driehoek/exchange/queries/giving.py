"""Every read of the side that gives: what waits, what was given, how it stands, what was given before (OM02, OM10)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.exchange.asking import can_give
from driehoek.exchange.models import (
    Part,
    PartReading,
    Provision,
    ProvisionState,
    Request,
    RequestState,
    StandingCase,
    StandingListState,
    Use,
)
from driehoek.exchange.parties import PARTIES, home_of
from driehoek.exchange.proposals import PROVISION
from driehoek.exchange.queries import provisions as given
from driehoek.exchange.queries import requests as asked
from driehoek.grounds.models import ApprovalRecord, ApprovalState
from driehoek.parties.models import Appointment, Organisation, OrganisationKind, Person
from driehoek.problems.models import Problem, Status, Theme
from driehoek.problems.queries import visible_to
from driehoek.web.paging import PAGE, Cursor, cut, page_of

WAITING: Final = asked.WAITING
FIRST: Final = (OrganisationKind.PROSECUTION, OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE)
# So many of each kind stand on the inbox beside the requests; the list of what was given has them all.
MOST: Final = 20


@dataclass(frozen=True)
class Inbox:
    """What waits at the reader's organisation.

    Attributes:
        urgent: requests that cannot wait, the soonest first.
        requests: the others, the soonest first; `more` tells whether a next page has them.
        approvals: drafts for which someone was asked to agree.
        drafts: what was begun without a request, the newest first.
        running: what was given of which something is still kept back or under embargo.
    """

    urgent: list[Request] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    more: bool = False
    approvals: list[Provision] = field(default_factory=list)
    drafts: list[Provision] = field(default_factory=list)
    running: list[Provision] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.urgent or self.requests or self.approvals or self.drafts or self.running)


def asked_of_us(identity: Identity) -> QuerySet[Request]:
    """Return the requests that were put to the reader's side; a draft exists for who asks alone."""
    found = asked.requests(identity).filter(to_organisation__in=home_of(identity).values("pk"))
    return found.exclude(state=RequestState.DRAFT)


def given_by_us(identity: Identity) -> QuerySet[Provision]:
    """Return what the reader's side gave or is about to give."""
    return given.given(identity).select_related(*given.JOINED, "standing_case", "released_by")


def request_or_none(identity: Identity, request: uuid.UUID) -> Request | None:
    """Return one request that was put to the reader's side."""
    return asked_of_us(identity).filter(pk=request).first()


def provision_or_none(identity: Identity, provision: uuid.UUID) -> Provision | None:
    """Return one provision of the reader's side, with who received and recalled it."""
    rows = given_by_us(identity).select_related(
        *given.JOINED, "standing_case", "released_by", "received_by", "recalled_by"
    )
    return rows.filter(pk=provision).first()


def parts_of(provision: Provision) -> list[Part]:
    """Return the parts of a provision with who read them, in the order of detail; two queries."""
    readings = PartReading.objects.select_related("person").order_by("at")
    rows = Part.objects.filter(provision=provision).select_related("provision", "let_go_by")
    order = ("headline", "essentials", "extract")
    found = rows.prefetch_related(Prefetch("readings", queryset=readings))
    return sorted(found, key=lambda part: order.index(part.detail))


def draft_for(identity: Identity, request: Request) -> Provision | None:
    """Return the draft that answers a request, when one was begun; the newest when there are several."""
    rows = given_by_us(identity).filter(request=request, state=ProvisionState.DRAFT)
    return rows.order_by("-made_at", "-pk").first()


def answered_with(identity: Identity, request: Request) -> list[Provision]:
    """Return what was given on a request."""
    rows = given_by_us(identity).filter(request=request, released_at__isnull=False)
    return list(with_stage(rows).order_by("-released_at", "-pk"))


def given_before(identity: Identity, *, about: Request | Provision) -> list[Provision]:
    """Return what the reader's side gave before to the same receiver about the same problem or theme.

    Each says whether its use was told back (`was_used`); the newest first.
    """
    if isinstance(about, Request):
        return given.given_before(identity, about)
    same = Q(problem=about.problem_id) if about.problem_id else Q(theme=about.theme_id)
    rows = given.given(identity).filter(
        same, recipient=about.recipient_id, giver=about.giver_id, released_at__isnull=False
    )
    used = Exists(Use.objects.filter(provision=OuterRef("pk")))
    return list(rows.exclude(pk=about.pk).annotate(was_used=used).order_by("-released_at", "-pk")[:MOST])


def with_stage(rows: QuerySet[Provision]) -> QuerySet[Provision]:
    """Mark which provisions have a part kept back (`held_back`) or under embargo (`under_embargo`)."""
    parts = Part.objects.filter(provision=OuterRef("pk"), destroyed_at=None)
    return rows.annotate(
        held_back=Exists(parts.filter(let_go_at=None, body__isnull=False)),
        under_embargo=Exists(parts.filter(let_go_at__isnull=False, embargo_until__gt=timezone.now())),
    )


def partners_of(identity: Identity, giver: Organisation) -> list[Organisation]:
    """Return to whom an organisation can give: every party with which the rules know anything; the driehoek first."""
    first = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(FIRST)), default=Value(len(FIRST))
    )
    others = Organisation.objects.filter(municipality=identity.municipality, ended_at=None).exclude(
        pk=giver.pk
    )
    found = others.order_by(first, "name")
    return [one for one in found if can_give(giver, one)]


def problems(identity: Identity) -> QuerySet[Problem]:
    """Return the problems that can be chosen."""
    return visible_to(identity).exclude(status=Status.CLOSED).select_related("theme").order_by("title")


def themes(identity: Identity) -> QuerySet[Theme]:
    """Return the themes that can be chosen."""
    return Theme.objects.filter(municipality=identity.municipality, ended_at=None).order_by("field", "name")


def usual_theme(identity: Identity) -> Theme | None:
    """Return the theme of what the reader's organisation rang about last, else of what it gave last."""
    last = given_by_us(identity).order_by("-urgent", "-made_at").first()
    return last.theme if last is not None else None


def colleagues(identity: Identity, giver: Organisation) -> QuerySet[Person]:
    """Return who else works for an organisation now, to be asked to agree."""
    now = timezone.now()
    running = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=now),
        municipality=identity.municipality,
        organisation=giver,
        function__in=PARTIES,
        valid_from__lte=now,
    )
    rows = Person.objects.filter(pk__in=running.values("person"), is_active=True)
    return rows.exclude(pk=identity.person).order_by("name")


def standing_case(identity: Identity, case: uuid.UUID) -> StandingCase | None:
    """Return a line of a list in force by which the reader's organisation gives."""
    return (
        StandingCase.objects.filter(
            pk=case,
            municipality=identity.municipality,
            standing_list__state=StandingListState.IN_FORCE,
            standing_list__giver__in=home_of(identity).values("pk"),
        )
        .select_related("standing_list__giver", "standing_list__recipient", "theme")
        .first()
    )


def page_of_given(identity: Identity, after: Cursor | None) -> tuple[list[Provision], bool]:
    """Return a page of what was given and what is in the making, the newest first."""
    return page_of(with_stage(given_by_us(identity)), "made_at", after)


def inbox(identity: Identity, *, after: Cursor | None = None) -> Inbox:
    """Return what waits: the most urgent first; a next page has only further requests. Six queries at most."""
    waiting = asked.inbox(identity)
    calm = waiting.filter(urgent=False)
    if after:
        at, last = after
        calm = calm.filter(Q(due_at__gt=at) | Q(due_at=at, pk__gt=last))
    requests, more = cut(calm.order_by("due_at", "pk")[: PAGE + 1])
    if after:
        return Inbox(requests=requests, more=more)
    ours = with_stage(given_by_us(identity))
    drafts = ours.filter(state=ProvisionState.DRAFT)
    wanted = ApprovalRecord.objects.filter(
        subject_kind=PROVISION, subject=OuterRef("pk"), state=ApprovalState.ASKED
    )
    begun = drafts.annotate(asks=Exists(wanted)).filter(Q(asks=True) | Q(request=None))
    found = list(begun.order_by("-asks", "-made_at", "-pk")[: 2 * MOST])
    running = ours.filter(state=ProvisionState.RELEASED).filter(Q(held_back=True) | Q(under_embargo=True))
    return Inbox(
        urgent=list(waiting.filter(urgent=True).order_by("due_at", "pk")[:PAGE]),
        requests=requests,
        more=more,
        approvals=[one for one in found if one.asks],
        drafts=[one for one in found if not one.asks],
        running=list(running.order_by("released_at", "pk")[:MOST]),
    )
