"""What is agreed in the demo on the needs that come with complex problems and the crisis, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from driehoek.access.identity import Identity, acting_as
from driehoek.deadlines.calendar import local_day
from driehoek.deadlines.recurrence import Rhythm
from driehoek.demo.stage import HANDS_OVER, Stage
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position import services
from driehoek.position.models import Agreement, Certainty, InfoKind, Moment, Need
from driehoek.position.services.regime import REGIME
from driehoek.problems.models import Classification, Kind, Problem
from driehoek.problems.regimes import regime_of

FIRST_PICTURE: Final = "crisis-first-hour"
# Lines of the regimes on which the parties have agreed, with what is supplied; the others are gaps.
AGREED: Final = {
    "complex-overview": "Maandoverzicht van de aanpak, zonder namen",
    "complex-order": "Bericht bij een risico voor de openbare orde",
    "complex-criminal": "Bericht bij een stap in het strafrecht",
    FIRST_PICTURE: "Eerste beeld, en elke verandering daarna",
    "crisis-criminal": "Bericht over het onderzoek, voor wat naar buiten mag",
}
MOMENTS: Final = {"complex-criminal": Moment.ARREST, "crisis-criminal": Moment.ARREST}


def agree_on_cases(identity: Identity, stage: Stage) -> None:
    """Agree, case after case, on a part of what the regimes ask for; the first overviews are yet to come."""
    _needed_since_the_beginning()
    needs = Need.objects.filter(origin_id__in=AGREED, problem__training=False).select_related("problem")
    for place, need in enumerate(needs.order_by("problem__opened_at", "origin_id")):
        line = regime_of(need.regime).line(need.origin_id)
        kind = OrganisationKind(line.supplier)
        rhythm = Rhythm(line.rhythm)
        services.make_agreement(
            identity=identity,
            need=need,
            new=services.NewAgreement(
                supplier=stage.organisations[kind],
                what=AGREED[line.key],
                rhythm=rhythm,
                starts_on=local_day(stage.now),
                info_kind=InfoKind(line.info_kind),
                day=12 + place,
                grace_days=line.grace_days,
                contact=stage.people[HANDS_OVER[kind]],
                threshold=line.threshold,
                moment=MOMENTS.get(line.key, Moment.OTHER) if rhythm == Rhythm.EVENT else "",
                regime=need.regime,
                made_at=_agreed_at(stage, need, place, rhythm),
            ),
        )


def _needed_since_the_beginning() -> None:
    """Let the needs of a case be as old as the case: the demo opens on one day what began over a year."""
    for problem in Problem.objects.filter(needs__origin=REGIME).distinct():
        Need.objects.filter(problem=problem, origin=REGIME).update(stated_at=problem.opened_at)


def _agreed_at(stage: Stage, need: Need, place: int, rhythm: Rhythm) -> datetime:
    """Return when a need was agreed on: in the last months, overviews in the last days, a crisis at once."""
    begun = need.stated_at + timedelta(hours=2)
    ago = timedelta(days=3) if rhythm != Rhythm.EVENT else timedelta(weeks=13 - place)
    return max(begun, stage.now - ago)


def report_on_the_crisis(stage: Stage) -> None:
    """Let the team chief tell how it stands, with what is sure and what is not."""
    chief = stage.people[Function.TEAM_CHIEF]
    with acting_as(person=chief.pk, municipality=stage.municipality) as identity:
        agreement = Agreement.objects.select_related("need__theme", "supplier", "problem").get(
            need__origin_id=FIRST_PICTURE, regime=Kind.CRISIS
        )
        services.provide(
            identity=identity,
            new=services.NewItem(
                title="Beeld na de explosie: portiek weer open, toedracht onbekend",
                text="Het portiek is vrijgegeven. Een getuige zag iemand wegrennen. Dat is nog niet nagegaan.",
                meaning="Herhaling is niet uit te sluiten. Wij rijden vannacht vaker langs.",
                fact_on=local_day(stage.now),
                certainty=Certainty.LIKELY,
                classification=Classification.CONFIDENTIAL,
                source="Politie ter plaatse",
            ),
            supplier=agreement.supplier,
            theme=agreement.need.theme,
            agreement=agreement,
            received_at=stage.now - timedelta(hours=3),
        )
