"""Reading templates and trails: every read starts at what the reader may see."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.parties.models import Person
from driehoek.problems.queries import colleagues
from driehoek.theme_templates.files import built_in
from driehoek.theme_templates.models import Adoption, AdoptionState, Made, OwnTemplate, Step, StepState
from driehoek.theme_templates.templates import Template
from driehoek.theme_templates.words import APPLIERS, MAKERS, OWNERS, READERS_OF_TRAILS


def own_templates(identity: Identity) -> QuerySet[OwnTemplate]:
    """Return the municipality's own templates: makers see all, others what was published."""
    rows = OwnTemplate.objects.filter(municipality=identity.municipality).select_related("changed_by")
    if identity.holds(*MAKERS):
        return rows
    if identity.holds(*APPLIERS):
        return rows.exclude(published=None).filter(archived_at=None)
    return rows.none()


def own_or_none(identity: Identity, template: uuid.UUID) -> OwnTemplate | None:
    """Return one of the municipality's own templates that exists for the reader."""
    return own_templates(identity).filter(pk=template).first()


def template_or_none(identity: Identity, key: str) -> Template | None:
    """Return a template that can be taken over: a built-in one, or an own one as it was last published."""
    if key in built_in():
        return Template(key, built_in()[key])
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return None
    own = own_templates(identity).filter(pk=wanted, archived_at=None).exclude(published=None).first()
    return Template(str(own.pk), own.published or {}, own.pk, own.edition) if own else None


def visible_adoptions(identity: Identity) -> QuerySet[Adoption]:
    """Return the trails that the reader may see."""
    rows = Adoption.objects.filter(municipality=identity.municipality).select_related(
        "theme", "by", "closed_by"
    )
    return rows if identity.holds(*READERS_OF_TRAILS) else rows.none()


def with_progress(rows: QuerySet[Adoption]) -> QuerySet[Adoption]:
    """Count on each trail its `steps_in_all` and the `steps_closed`."""
    return rows.annotate(
        steps_in_all=Count("steps"),
        steps_closed=Count("steps", filter=~Q(steps__state=StepState.OPEN)),
    )


def running(identity: Identity) -> dict[str, Adoption]:
    """Return the running trails by the key of their template, with how far they are."""
    rows = with_progress(visible_adoptions(identity).filter(state=AdoptionState.RUNNING))
    return {row.template: row for row in rows}


def adoption_or_none(identity: Identity, adoption: uuid.UUID) -> Adoption | None:
    """Return a trail that exists for the reader."""
    return visible_adoptions(identity).select_related("previous", "next").filter(pk=adoption).first()


def steps_of(adoption: Adoption) -> list[Step]:
    """Return the steps of a trail in order, with who has them."""
    return list(Step.objects.filter(adoption=adoption).select_related("owner", "closed_by", "deadline"))


def step_or_none(identity: Identity, step: uuid.UUID) -> Step | None:
    """Return a step of a trail that exists for the reader."""
    rows = Step.objects.filter(adoption__in=visible_adoptions(identity).values("pk"), pk=step)
    return rows.select_related("adoption", "owner", "closed_by", "deadline").first()


def may_close(identity: Identity, step: Step) -> bool:
    """Tell whether the reader may say how a step goes: who keeps the position, and who has the step."""
    return identity.holds(*APPLIERS) or step.owner_id in identity.persons


def owners(identity: Identity) -> QuerySet[Person]:
    """Return the colleagues who can have a step: those who can open its page."""
    return (
        colleagues(identity)
        .filter(
            appointments__municipality=identity.municipality,
            appointments__function__in=[one.value for one in OWNERS],
        )
        .distinct()
    )


def made_in_rounds(adoption: Adoption) -> list[Made]:
    """Return what a trail and the rounds before it made, for those who keep the position."""
    earlier = Q(
        adoption__municipality=adoption.municipality_id,
        adoption__template=adoption.template,
        adoption__state=AdoptionState.EVALUATED,
        adoption__round__lt=adoption.round,
    )
    return list(
        Made.objects.filter(Q(adoption=adoption) | earlier).order_by("adoption__round", "kind", "key")
    )


def goals_of(identity: Identity) -> list[tuple[Adoption, dict[str, Any]]]:
    """Return the goals of the running trails, each with its trail; for year plans and quarterly reports."""
    rows = visible_adoptions(identity).filter(state=AdoptionState.RUNNING)
    return [(row, goal) for row in rows for goal in row.content.get("goals") or []]
