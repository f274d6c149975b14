"""Every read of notices of return; all of it begins at `notices` or `advices`. What the database hides is not there."""

from __future__ import annotations

import uuid

from django.db.models import Count, Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.rules import SUPPLIERS
from driehoek.exchange.asking import bases_between
from driehoek.exchange.models import Advice, Measure, Part, PartReading, ReturnNotice
from driehoek.exchange.parties import RECEIVERS, home_of
from driehoek.exchange.queries.requests import free_or_granted
from driehoek.exchange.services.returns import FRAME
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.problems.models import Theme
from driehoek.web.paging import Cursor, page_of

# Whom the municipality may ask; each answers without the person's facts.
ADVISERS = (OrganisationKind.POLICE, OrganisationKind.PROBATION)
GIVERS = (OrganisationKind.POLICE, OrganisationKind.OTHER)


def notices(identity: Identity) -> QuerySet[ReturnNotice]:
    """Return the notices of the reader's own municipality, for the mayor, the deputy and the adviser."""
    if not identity.holds(*RECEIVERS):
        return ReturnNotice.objects.none()
    found = ReturnNotice.objects.filter(
        free_or_granted(identity), organisation__in=home_of(identity), municipality=identity.municipality
    )
    return found.select_related(
        "provision__giver", "provision__theme", "organisation", "decided_by", "deadline"
    )


def page_of_notices(
    identity: Identity, *, running: bool, after: Cursor | None
) -> tuple[list[ReturnNotice], bool]:
    """Return a page of what is to be decided, or of what was, the newest first, and whether more follows."""
    to_decide = Q(measure=Measure.OPEN, provision__state="released")
    chosen = notices(identity).filter(to_decide if running else ~to_decide)
    counted = chosen.annotate(
        asked=Count("advices"), answered=Count("advices", filter=Q(advices__given_at__isnull=False))
    )
    return page_of(counted, "made_at", after)


def notice_or_none(identity: Identity, notice: uuid.UUID) -> ReturnNotice | None:
    """Return one notice of the reader's own municipality."""
    return notices(identity).filter(pk=notice).first()


def notice_of(identity: Identity, provision: uuid.UUID) -> ReturnNotice | None:
    """Return the notice that a received provision is."""
    return notices(identity).filter(provision=provision).first()


def advices_about(notice: ReturnNotice) -> list[Advice]:
    """Return what was asked about a notice, the first asked first."""
    found = notice.advices.select_related("organisation", "asked_by", "given_by", "deadline")
    return list(found.order_by("asked_at", "pk"))


def parts_of(notice: ReturnNotice) -> list[Part]:
    """Return the sealed texts about the person, without what they say."""
    found = Part.objects.filter(provision=notice.provision_id, body__isnull=False, let_go_at__isnull=False)
    return list(found.defer("body", "nonce").order_by("detail"))


def advices(identity: Identity) -> QuerySet[Advice]:
    """Return the advice that the reader's own organisation was asked for; nothing else of the notice is with it."""
    if not identity.holds(*SUPPLIERS):
        return Advice.objects.none()
    found = Advice.objects.filter(organisation__in=home_of(identity), municipality=identity.municipality)
    return found.select_related("organisation", "asked_by", "given_by", "deadline")


def advices_seen(identity: Identity) -> QuerySet[Advice]:
    """Return the advice that the reader was asked for, or waits for as the asking side."""
    waits = Q(notice__in=notices(identity).values("pk"))
    found = Advice.objects.filter(waits | Q(pk__in=advices(identity).values("pk")))
    return found.select_related("organisation")


def page_of_advices(identity: Identity, after: Cursor | None) -> tuple[list[Advice], bool]:
    """Return a page of what the reader's organisation was asked, the newest first, and whether more follows."""
    return page_of(advices(identity), "asked_at", after)


def givers(identity: Identity, recipient: Organisation) -> list[Organisation]:
    """Return the organisations from which a notice can come: those of the BIJ unit and of Justid."""
    found = Organisation.objects.filter(
        municipality=identity.municipality, kind__in=GIVERS, ended_at=None
    ).order_by("name")
    return [one for one in found if bases_between(one, recipient, FRAME["purpose"])]


def town_for(identity: Identity) -> Organisation | None:
    """Return the municipality to which the reader's own organisation may give a notice; None when there is no way."""
    own = list(home_of(identity).filter(kind__in=GIVERS))
    town = Organisation.objects.filter(
        municipality=identity.municipality, kind=OrganisationKind.MUNICIPALITY, ended_at=None
    ).first()
    fits = town is not None and any(bases_between(one, town, FRAME["purpose"]) for one in own)
    return town if fits else None


def advisers(notice: ReturnNotice) -> list[Organisation]:
    """Return whom the municipality can still ask for advice."""
    found = Organisation.objects.filter(
        municipality=notice.municipality_id, kind__in=ADVISERS, ended_at=None
    ).exclude(pk__in=notice.advices.values("organisation"))
    return list(found.order_by("kind", "name"))


def themes(identity: Identity) -> QuerySet[Theme]:
    """Return the themes that can be chosen."""
    return Theme.objects.filter(municipality=identity.municipality, ended_at=None).order_by("field", "name")


def openings(identity: Identity) -> QuerySet[PartReading]:
    """Return, for the officer, what was opened though it is kept for accountability only: by whom, when and why."""
    if not identity.holds(Function.DPO):
        return PartReading.objects.none()
    found = PartReading.objects.filter(municipality=identity.municipality).exclude(reason="")
    return found.select_related("person")
