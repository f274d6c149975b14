"""Objects of the room `approach`, for tests that need one of each: made by who directs the case."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.approach import services
from driehoek.approach.models import Action, Bottleneck, Definition, Escalation, Instrument, Plan
from driehoek.cases.models import Compartment
from driehoek.parties.models import Appointment, Function, Organisation
from tests.support.cases import MadeCase
from tests.support.cast import Cast

DEFINITION: dict[str, Any] = {
    "what": "Een groep jongeren zorgt elke avond voor overlast op het Voorbeeldplein.",
    "since": "Sinds de zomer",
    "why": "Bewoners mijden het plein.",
    "for_whom": "Bewoners en ondernemers rond het plein.",
    "tried": "Extra toezicht in het weekend.",
    "asked": "Geef deze aanpak prioriteit.",
    "options": [
        {"option": "Nu beginnen", "consequence": "Kost politie acht uur per week."},
        {"option": "Wachten tot januari", "consequence": "De overlast gaat door."},
    ],
    "advice": "Nu beginnen.",
}
PLAN: dict[str, Any] = {
    "goal": "Een plein waar iedereen durft te komen.",
    "success": "De helft minder meldingen in zes maanden.",
    "scope": "Het plein en de straten eromheen.",
    "decisions": "In maart besluit de driehoek over doorgaan.",
    "escalates": "Bij geweld belt de politie de burgemeester.",
    "communication": "De gemeente vertelt bewoners elke maand hoe het gaat.",
    "costs": "Binnen de begroting.",
    "scale_down": "Drie maanden minder dan tien meldingen.",
}


def organisation_of(cast: Cast, function: Function) -> Organisation:
    """The organisation for which someone of the cast works."""
    return Appointment.objects.get(municipality=cast.home, person=cast.people[function]).organisation


def make_definition(identity: Identity, made: MadeCase, **changes: Any) -> Definition:
    """A complete definition."""
    return services.save_definition(identity=identity, case=made.case, version=0, values=DEFINITION | changes)


def make_plan(identity: Identity, made: MadeCase, owner: Organisation, **changes: Any) -> Plan:
    """A complete plan."""
    given = {"review_on": timezone.localdate() + timedelta(days=60), "aftercare_owner": owner}
    return services.save_plan(identity=identity, case=made.case, version=0, values=PLAN | given | changes)


def make_action(
    identity: Identity, made: MadeCase, owner: Organisation, *, compartment: Compartment | None = None,
    title: str = "Elke avond langs het plein lopen", days: int = 10,
) -> Action:  # fmt: skip
    """An action, in the shared compartment unless said otherwise."""
    return services.add_action(
        identity=identity,
        case=made.case,
        compartment=compartment or made.shared,
        values=services.ActionValues(
            title=title,
            owner=owner,
            instrument=Instrument.CARE,
            due_on=timezone.localdate() + timedelta(days=days),
        ),
    )


def make_escalation(identity: Identity, bottleneck: Bottleneck) -> Escalation:
    """A question to the mayor with two options."""
    return services.escalate(
        identity=identity,
        bottleneck=bottleneck,
        version=bottleneck.version,
        new=services.NewEscalation(
            question="Mag het buurthuis langer open?",
            options=[("Ja, tot tien uur", "Kost toezicht."), ("Nee", "De groep blijft op het plein.")],
            advice="Ja.",
            due_on=timezone.localdate() + timedelta(days=3),
        ),
    )


def approach_objects(cast: Cast, made: MadeCase) -> dict[str, uuid.UUID | int]:
    """One of everything that stands in addresses of this room, in the case of the table of rights."""
    director = cast.people[Function.CASE_DIRECTOR]
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        services.ensure_criteria(municipality=cast.home.pk)
        owner = organisation_of(cast, Function.CASE_DIRECTOR)
        make_definition(identity, made)
        plan = make_plan(identity, made, owner)
        services.adopt_plan(identity=identity, plan=plan, version=plan.version)
        shared = make_action(identity, made, owner)
        closed = make_action(identity, made, owner, compartment=made.own["Zorg"], title="Gesprek thuis")
        bottleneck = services.report_bottleneck(
            identity=identity,
            action=shared,
            version=shared.version,
            text="Het buurthuis gaat om acht uur dicht.",
        )
        other = services.report_bottleneck(
            identity=identity, action=closed, version=closed.version, text="Er is geen plek."
        )
        escalation = make_escalation(identity, bottleneck)
    return {
        "case_action": shared.pk,
        "closed_action": closed.pk,
        "case_bottleneck": bottleneck.pk,
        "closed_bottleneck": other.pk,
        "case_question": escalation.pk,
        "case_edition": 1,
    }
