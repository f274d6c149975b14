"""The approach in the demo's cases: a youth group halfway its plan, drug premises before the decision."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.approach import services
from driehoek.approach.models import Action, ActionState, Instrument, Outcome
from driehoek.approach.queries import weighing
from driehoek.cases.models import Case, Compartment, CompartmentKind
from driehoek.parties.models import Function, Organisation, OrganisationKind, Person

CARE: Final = "Zorg"


@dataclass(frozen=True)
class DemoAction:
    """An action: what, by which kind of organisation, with what, in how many days, and how it stands."""

    title: str
    owner: OrganisationKind
    instrument: Instrument
    days: int
    state: ActionState = ActionState.PLANNED
    compartment: str = ""


YOUTH_ACTIONS: Final = (
    DemoAction(
        "Elke avond twee rondes over het Proefplein",
        OrganisationKind.ENFORCEMENT,
        Instrument.ADMINISTRATIVE,
        20,
        ActionState.RUNNING,
    ),
    DemoAction(
        "Vaste agent op het plein, vrijdag en zaterdag",
        OrganisationKind.POLICE,
        Instrument.CRIMINAL,
        12,
        ActionState.RUNNING,
    ),
    DemoAction(
        "Afspraken over snelle afdoening van vernieling",
        OrganisationKind.PROSECUTION,
        Instrument.CRIMINAL,
        -6,
        ActionState.DONE,
    ),
    DemoAction(
        "Portieken verlichten en sloten vervangen",
        OrganisationKind.HOUSING,
        Instrument.PRIVATE_LAW,
        -3,
        ActionState.RUNNING,
    ),
    DemoAction("Avondprogramma in het buurthuis", OrganisationKind.OTHER, Instrument.CARE, 4),
    DemoAction(
        "Gesprekken thuis met de gezinnen",
        OrganisationKind.CARE,
        Instrument.CARE,
        9,
        ActionState.RUNNING,
        CARE,
    ),
    DemoAction(
        "Brief aan bewoners over de aanpak",
        OrganisationKind.SAFETY_HOUSE,
        Instrument.OTHER,
        -14,
        ActionState.DONE,
    ),
)
PREMISES_ACTIONS: Final = (
    DemoAction(
        "Rapportage naast de uitspraken leggen", OrganisationKind.MUNICIPALITY, Instrument.ADMINISTRATIVE, 2
    ),
    DemoAction("Nagaan of er kinderen wonen", OrganisationKind.SAFETY_HOUSE, Instrument.CARE, 1),
)
DEFINITION: Final = {
    "what": "Een wisselende groep jongeren zorgt in de avond voor overlast op het Proefplein: lawaai, vernieling"
    " en intimidatie van bewoners.",
    "since": "Sinds de zomer van vorig jaar, met een piek in de weekenden",
    "why": "Bewoners mijden het plein en twee ondernemers willen weg. De groep trekt jongere kinderen aan.",
    "for_whom": "Bewoners en ondernemers rond het plein, en de jongeren zelf.",
    "tried": "Extra toezicht en camera’s. Dat hielp zolang het duurde; daarna verplaatste de overlast zich.",
    "asked": "Geef deze aanpak een jaar prioriteit en maak bij elke partij een vaste contactpersoon vrij.",
    "options": [
        {
            "option": "Nu samen optreden met zorg, straf en bestuur",
            "consequence": "Kost politie en handhaving samen twintig uur per week.",
        },
        {"option": "Alleen meer toezicht", "consequence": "Snel merkbaar, maar de oorzaken blijven."},
        {
            "option": "Later beslissen",
            "consequence": "De winter wordt rustiger; in het voorjaar begint het opnieuw.",
        },
    ],
    "advice": "Nu samen optreden. De groep is nog los genoeg om te keren.",
}
PLAN: Final = {
    "goal": "Een Proefplein waar bewoners weer durven komen, en jongeren die school en werk weer oppakken.",
    "success": "Binnen een jaar de helft minder meldingen, en zes van de tien jongeren met een vaste dagbesteding.",
    "scope": "Het plein, de straten eromheen en het buurthuis. Niet: overlast elders in de wijk.",
    "decisions": "Elk kwartaal bespreekt de driehoek de voortgang. Na een half jaar: doorgaan of afschalen.",
    "escalates": "Bij geweld belt de politie de burgemeester. Dan ligt een gebiedsverbod klaar om te toetsen.",
    "communication": "De gemeente schrijft bewoners elke maand. De politie spreekt over strafzaken, niemand anders.",
    "costs": "Veertigduizend euro uit het veiligheidsbudget; de corporatie betaalt verlichting en sloten.",
    "scale_down": "Drie maanden achter elkaar minder dan tien meldingen per maand.",
}
PICTURE: Final = {
    "behaviour": "De groep komt na zeven uur bijeen, meest op vrijdag. Er is lawaai en vernieling; bedreiging komt van"
    " twee ouderen in de groep, de rest kijkt toe.",
    "dynamics": "Losse groep met een kern van vijf. Nieuwe kinderen komen mee met een broer of neef.",
    "roles": "Twee aanjagers, drie volgers in de kern, een wisselende rand van ongeveer tien.",
    "problems": "Schoolverzuim, schulden thuis, blowen. Geen wapens gezien.",
    "context": "Kleine woningen, een plein zonder banken, een buurthuis dat om acht uur sluit.",
    "causes": "Verveling, status bij elkaar, en weinig volwassenen die blijven.",
    "hierarchy": "Wie het langst op het plein komt, bepaalt. Er is geen vaste leider.",
    "online": "Afspreken gaat via besloten groepen. Partners volgen die niet.",
}
SCORES: Final = {
    "youth": {"seriousness": 4, "urgency": 3, "order_risk": 4, "reach": 4, "success": 4, "capacity": 4},
    "premises": {"seriousness": 4, "urgency": 5, "order_risk": 3, "reach": 2, "success": 5, "capacity": 2},
}
REASONS: Final = {
    "seriousness": "Bewoners worden bedreigd of lopen gevaar",
    "urgency": "Het wordt erger als niemand iets doet",
    "order_risk": "Er was de afgelopen maand twee keer onrust",
    "reach": "Het raakt de straten eromheen",
    "success": "De partijen willen en kunnen",
    "capacity": "Het vraagt vaste mensen per week",
}
HOURS: Final = {
    "youth": {OrganisationKind.POLICE: 12, OrganisationKind.SAFETY_HOUSE: 8},
    "premises": {OrganisationKind.POLICE: 10, OrganisationKind.SAFETY_HOUSE: 4},
}
HAS: Final = {OrganisationKind.POLICE: 20, OrganisationKind.SAFETY_HOUSE: 24}


def make_approach(home: uuid.UUID, people: Mapping[Function, Person], cases: Mapping[str, Case]) -> None:
    """Fill the approach of the demo's cases, as the process director; the partners' answers as themselves.

    Args:
        home: the demo municipality.
        people: who works there, by function.
        cases: the cases of `cases.demo.make_cases`.
    """
    youth, premises = cases["youth"], cases["premises"]
    director = people[Function.CASE_DIRECTOR]
    with acting_as(person=director.pk, municipality=home) as identity:
        owners = _owners(identity, youth)
        services.ensure_criteria(municipality=home)
        _weigh(identity, cases, owners)
        _write(identity, youth, owners)
        actions = {one.title: _add(identity, youth, one, owners) for one in YOUTH_ACTIONS}
        for one in PREMISES_ACTIONS:
            _add(identity, premises, one, owners)
        plan = youth.approach_plan
        services.adopt_plan(
            identity=identity, plan=plan, version=plan.version, note="Besproken met alle partners"
        )
        for step, product in (("signals", "signals"), ("signals", "contact"), ("gather", "interpreted")):
            services.mark_product(identity=identity, case=youth, step=step, product=product)
        hindered = actions["Avondprogramma in het buurthuis"]
        does_it = youth.participations.filter(organisation=hindered.owner)[0].person_id
    _hindered(home, director, hindered, does_it)


def _owners(identity: Identity, case: Case) -> dict[str, Organisation]:
    """Return the organisations by kind: those that take part before others of their kind."""
    rows = Organisation.objects.filter(municipality=identity.municipality, ended_at=None).order_by("name")
    part = [one.organisation for one in case.participations.select_related("organisation")]
    return {str(one.kind): one for one in (*rows, *part)}


def _weigh(identity: Identity, cases: Mapping[str, Case], owners: Mapping[str, Organisation]) -> None:
    today = timezone.localdate()
    for kind, hours in HAS.items():
        new = services.NewCapacity(owners[kind], today.replace(day=1), today + timedelta(days=120), hours)
        services.set_capacity(identity=identity, new=new)
    criteria = weighing.criteria(identity)
    for key, values in SCORES.items():
        given = [services.ScoreGiven(one, values[one.key], REASONS[one.key]) for one in criteria]
        services.weigh(identity=identity, case=cases[key], scores=given)
        asks = {owners[kind]: hours for kind, hours in HOURS[key].items()}
        services.state_demand(identity=identity, case=cases[key], hours=asks)


def _write(identity: Identity, case: Case, owners: Mapping[str, Organisation]) -> None:
    """Write the definition, what the driehoek decided, the picture and the plan of the youth group."""
    definition = services.save_definition(identity=identity, case=case, version=0, values=DEFINITION)
    services.prioritise(
        identity=identity,
        definition=definition,
        new=services.NewPrioritisation(
            Outcome.PRIORITISED,
            "De driehoek kiest voor samen optreden, een jaar lang.",
            timezone.localdate() - timedelta(days=70),
        ),
    )
    shared = case.compartments.get(kind=CompartmentKind.SHARED)
    services.save_picture(identity=identity, case=case, shared=shared, version=0, values=PICTURE)
    values = PLAN | {
        "review_on": timezone.localdate() + timedelta(days=45),
        "aftercare_owner": owners[OrganisationKind.CARE],
    }
    services.save_plan(identity=identity, case=case, version=0, values=values)


def _add(identity: Identity, case: Case, one: DemoAction, owners: Mapping[str, Organisation]) -> Action:
    where: Compartment = (
        case.compartments.get(name=one.compartment)
        if one.compartment
        else case.compartments.get(kind=CompartmentKind.SHARED)
    )
    action = services.add_action(
        identity=identity,
        case=case,
        compartment=where,
        values=services.ActionValues(
            one.title, owners[one.owner], one.instrument, timezone.localdate() + timedelta(days=one.days)
        ),
    )
    if one.state != ActionState.PLANNED:
        services.set_state(identity=identity, action=action, version=action.version, state=one.state)
    return action


def _hindered(home: uuid.UUID, director: Person, action: Action, does_it: uuid.UUID) -> None:
    """Let who does an action say why it does not get on, and the director ask the mayor about it."""
    with acting_as(person=does_it, municipality=home) as identity:
        bottleneck = services.report_bottleneck(
            identity=identity,
            action=action,
            version=action.version,
            text="Het buurthuis sluit om acht uur en heeft in de avond geen beheerder.",
        )
    with acting_as(person=director.pk, municipality=home) as identity:
        services.escalate(
            identity=identity,
            bottleneck=bottleneck,
            version=bottleneck.version,
            new=services.NewEscalation(
                question="Mag het buurthuis drie maanden langer open, tot tien uur?",
                options=[
                    (
                        "Ja, drie maanden op proef",
                        "Kost zesduizend euro; het avondprogramma begint volgende week.",
                    ),
                    (
                        "Alleen op vrijdag en zaterdag",
                        "Kost tweeduizend euro; door de week blijft de groep buiten.",
                    ),
                    ("Nee", "Het jongerenwerk zoekt een andere plek; dat duurt tot het voorjaar."),
                ],
                advice="Ja, op proef. Dit is de schakel waar de andere acties op wachten.",
                due_on=timezone.localdate() + timedelta(days=2),
            ),
        )
