"""What re-typing a problem does to its information: the regime of the new kind takes over."""

from __future__ import annotations

import uuid

from django.db import transaction

from driehoek.access.identity import Identity, acting_as_system
from driehoek.parties.models import Organisation
from driehoek.position.models import Agreement, AgreementState, InfoKind, Need, NeedState
from driehoek.position.services.agreements import pause_agreement, resume_agreement
from driehoek.position.services.needs import NewNeed, end_need, reopen_need, state_need
from driehoek.problems.models import Kind, Problem
from driehoek.problems.regimes import RegimeLine, regime_of

REGIME = "regime"


@transaction.atomic
def apply_regime(*, identity: Identity, problem: Problem, kind: Kind) -> None:
    """Let the information of a problem follow its kind (domain.md, section 1.2).

    Needs and agreements of another regime rest, those of this one come back, and what this regime asks
    for and nobody stated yet is stated as a need. What people agreed on outside every regime stays.
    The one who re-types may lose sight of the problem by it, so the municipality itself carries it out.
    """
    with acting_as_system(municipality=identity.municipality):
        _rest(identity, problem, kind)
        _return(identity, problem, kind)
        _state_what_is_missing(identity, problem, kind)


def _rest(identity: Identity, problem: Problem, kind: Kind) -> None:
    others = Agreement.objects.filter(problem=problem, state=AgreementState.ACTIVE).exclude(
        regime__in=["", kind]
    )
    for agreement in others.select_related("need"):
        pause_agreement(identity=identity, agreement=agreement, version=agreement.version)
    for need in Need.objects.filter(problem=problem, state=NeedState.OPEN).exclude(regime__in=["", kind]):
        end_need(identity=identity, need=need, version=need.version)


def _return(identity: Identity, problem: Problem, kind: Kind) -> None:
    for need in Need.objects.filter(problem=problem, state=NeedState.ENDED, regime=kind):
        reopen_need(identity=identity, need=need, version=need.version)
    resting = Agreement.objects.filter(problem=problem, state=AgreementState.PAUSED, regime=kind)
    for agreement in resting.select_related("need"):
        resume_agreement(identity=identity, agreement=agreement, version=agreement.version)


def _state_what_is_missing(identity: Identity, problem: Problem, kind: Kind) -> None:
    stated = set(
        Need.objects.filter(problem=problem, regime=kind, origin=REGIME).values_list("origin_id", flat=True)
    )
    partners = _partners(identity.municipality)
    for line in regime_of(kind).lines:
        if line.key not in stated:
            state_need(identity=identity, new=_new_need(problem, kind, line, partners.get(line.supplier)))


def _new_need(problem: Problem, kind: Kind, line: RegimeLine, partner: Organisation | None) -> NewNeed:
    return NewNeed(
        sentence=line.sentence,
        theme=problem.theme,
        partner=partner,
        problem=problem,
        info_kind=InfoKind(line.info_kind),
        rhythm=line.rhythm,
        origin=REGIME,
        origin_id=line.key,
        regime=kind,
    )


def _partners(municipality: uuid.UUID) -> dict[str, Organisation]:
    """Return one running organisation for each kind of partner, the first by name."""
    found: dict[str, Organisation] = {}
    for organisation in Organisation.objects.filter(municipality=municipality, ended_at=None):
        found.setdefault(organisation.kind, organisation)
    return found
