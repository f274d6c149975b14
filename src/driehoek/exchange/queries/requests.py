"""Every read of requests; all of it begins at `requests`. What the database hides is not there (migration 0004).

`problem` is always joined, so that a problem which the reader may not see reads as None instead of failing.
"""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.queries import visible_problem_ids
from driehoek.exchange.models import Judgement, Request, RequestState
from driehoek.exchange.parties import PARTIES, RECEIVERS, home_of
from driehoek.web.paging import Cursor, page_of

WAITING = (RequestState.SUBMITTED, RequestState.JUDGING)
JOINED = ("from_organisation", "to_organisation", "theme", "problem", "made_by")


def requests(identity: Identity) -> QuerySet[Request]:
    """Return the requests that `identity` may see: own ones, drafts included, and those that were put to their side.

    Whoever takes part for the municipality needs a grant on the problem that a request is about.
    """
    if not identity.holds(*PARTIES):
        return Request.objects.none()
    home = list(home_of(identity).values_list("pk", flat=True))
    seen = Q(from_organisation__in=home) | (Q(to_organisation__in=home) & ~Q(state=RequestState.DRAFT))
    found = Request.objects.filter(seen, municipality=identity.municipality)
    if identity.holds(*RECEIVERS):
        found = found.filter(free_or_granted(identity) | ~_municipal(identity))
    return found.select_related(*JOINED)


def free_or_granted(identity: Identity) -> Q:
    """Return the condition that a row is about no problem, or about one that the reader may see."""
    return Q(problem=None) | Q(problem__in=visible_problem_ids(identity))


def _municipal(identity: Identity) -> Q:
    town = home_of(identity).filter(kind="municipality").values("pk")
    return Q(from_organisation__in=town) | Q(to_organisation__in=town)


def inbox(identity: Identity) -> QuerySet[Request]:
    """Return what waits for an answer of the reader's side, the soonest first; what was ruled on waits no more."""
    found = requests(identity).filter(to_organisation__in=home_of(identity).values("pk"), state__in=WAITING)
    return found.exclude(judgement__ruled_at__isnull=False).order_by("-urgent", "due_at", "id")


def page_of_own(identity: Identity, after: Cursor | None = None) -> tuple[list[Request], bool]:
    """Return a page of what the reader's side asked, the newest first, and whether more follows."""
    own = requests(identity).filter(from_organisation__in=home_of(identity).values("pk"))
    return page_of(own, "made_at", after)


def request_or_none(identity: Identity, request: uuid.UUID) -> Request | None:
    """Return one request that the reader may see."""
    return requests(identity).filter(pk=request).first()


def judgement_of(identity: Identity, request: Request) -> Judgement | None:
    """Return the working paper of a request, for the asked side alone."""
    rows = Judgement.objects.filter(request=request, organisation__in=home_of(identity).values("pk"))
    return rows.select_related("begun_by", "ruled_by").first()
