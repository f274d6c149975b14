"""Stating what is needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation
from driehoek.position.models import InfoKind, Need, NeedState
from driehoek.problems.models import Problem, Theme

CHANGEABLE = ("sentence", "theme", "partner", "info_kind", "rhythm", "wanted_mark")


@dataclass(frozen=True)
class NewNeed:
    """A need in one sentence, with as much around it as is known; see the model for the fields."""

    sentence: str
    theme: Theme
    partner: Organisation | None = None
    problem: Problem | None = None
    info_kind: InfoKind = InfoKind.ANALYTICAL
    rhythm: str = ""
    wanted_mark: int = 4
    origin: str = ""
    origin_id: str = ""
    regime: str = ""
    stated_at: datetime | None = None


@transaction.atomic
def state_need(*, identity: Identity, new: NewNeed) -> Need:
    """State what is needed to know."""
    need = Need.objects.create(
        municipality_id=identity.municipality,
        sentence=new.sentence.strip(),
        theme=new.theme,
        partner=new.partner,
        problem=new.problem,
        info_kind=new.info_kind,
        rhythm=new.rhythm,
        wanted_mark=new.wanted_mark,
        origin=new.origin,
        origin_id=new.origin_id,
        regime=new.regime,
        stated_by_id=identity.person,
        stated_at=new.stated_at or timezone.now(),
    )
    record(need, "stated", {"origin": new.origin} if new.origin else None)
    return need


@transaction.atomic
def change_need(*, identity: Identity, need: Need, version: int, values: dict[str, Any]) -> list[str]:
    """Change a need that was read at `version`; return the names of what changed.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    changed = [name for name in CHANGEABLE if name in values and getattr(need, name) != values[name]]
    if not changed:
        return []
    update_once(Need.objects.all(), need, version, **{name: values[name] for name in changed})
    record(need, "changed", {"fields": changed})
    return changed


@transaction.atomic
def bar_need(*, identity: Identity, need: Need, version: int, reason: str) -> None:
    """Mark that the law forbids what is needed, and why; the gap then says so.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    open_needs = Need.objects.filter(state=NeedState.OPEN)
    update_once(open_needs, need, version, state=NeedState.BARRED, barred_reason=reason.strip())
    record(need, "barred")


@transaction.atomic
def end_need(*, identity: Identity, need: Need, version: int) -> None:
    """Say that something is no longer needed; running agreements about it are ended apart.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    update_once(
        Need.objects.exclude(state=NeedState.ENDED), need, version, state=NeedState.ENDED, ended_at=Now()
    )
    record(need, "ended")


@transaction.atomic
def reopen_need(*, identity: Identity, need: Need, version: int) -> None:
    """Need it again, after it was ended or barred.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    closed = Need.objects.exclude(state=NeedState.OPEN)
    update_once(closed, need, version, state=NeedState.OPEN, ended_at=None, barred_reason="")
    record(need, "reopened")


def record(need: Need, verb: str, data: ledger.EventData | None = None) -> None:
    """Put what happened to a need on the ledger."""
    ledger.append(
        municipality=need.municipality_id,
        action=f"position:need:{verb}",
        subject=need.pk,
        problem=need.problem_id,
        version=need.version,
        data=data,
    )
