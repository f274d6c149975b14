"""Which links someone sees: those whose own compartment and both ends are open to them."""

from __future__ import annotations

import uuid

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, QuerySet, UUIDField

from driehoek.access.identity import Identity
from driehoek.cases.models import Case
from driehoek.cases.queries import compartments_open_to
from driehoek.subjects.models import Link, Subject


def visible_links(identity: Identity, case: Case, *, ended: bool = False) -> QuerySet[Link]:
    """Return the links of a case of which the reader sees both ends; with `ended` also what has ended."""
    # The three are asked at once: a case has few compartments, and each question of its own has walls to pass.
    lies_in = Func(
        F("compartment_id"),
        F("from_part_id"),
        F("to_part_id"),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(UUIDField()),
    )
    # An array asks in the order of its model unless told otherwise, which would need the case to be in sight as well.
    parts = compartments_open_to(identity, case).order_by().values("pk")
    rows = (
        Link.objects.alias(lies_in=lies_in)
        .filter(
            municipality=identity.municipality,
            case=case,
            lies_in__contained_by=ArraySubquery(parts),
        )
        .select_related("source")
    )
    return rows if ended else rows.filter(ended_at=None)


def links_in(identity: Identity, case: Case) -> QuerySet[Link]:
    """Return the running links between running records of a case, in the order of making."""
    rows = visible_links(identity, case)
    return rows.filter(from_subject__ended_at=None, to_subject__ended_at=None).order_by("made_at", "id")


def links_of(identity: Identity, subject: Subject, *, ended: bool = True) -> QuerySet[Link]:
    """Return the visible links of a record, newest first, with both ends."""
    rows = visible_links(identity, subject.case, ended=ended)
    here = Q(from_subject=subject) | Q(to_subject=subject)
    return (
        rows.filter(here).select_related("from_subject", "to_subject", "source").order_by("-made_at", "-id")
    )


def link(identity: Identity, case: Case, identifier: uuid.UUID) -> Link | None:
    """Return a link of a case that the reader may see, ended or not."""
    rows = visible_links(identity, case, ended=True)
    return rows.select_related("from_subject", "to_subject", "compartment").filter(pk=identifier).first()
