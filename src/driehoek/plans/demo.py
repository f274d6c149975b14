"""A year plan and quarterly reports for the demo municipality: fictional, and told from the last full quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines.calendar import at_local
from driehoek.parties.models import Function, Organisation, OrganisationKind, Person
from driehoek.plans import queries, services
from driehoek.plans.models import Action, ActionStatus, Edition, Goal, Plan, QuarterlyReport
from driehoek.plans.quarters import Quarter, quarter_of
from driehoek.plans.services import Adoption, NewAction, NewGoal, PartWords
from driehoek.problems.models import SafetyField
from driehoek.problems.services import ensure_theme
from driehoek.standard.models import Decider, Norm, NormType

POLICE, TOWN = OrganisationKind.POLICE, OrganisationKind.MUNICIPALITY
WATCH, HOUSING = OrganisationKind.ENFORCEMENT, OrganisationKind.HOUSING
CARE, SHOPS = OrganisationKind.CARE, OrganisationKind.BUSINESS
ANSWERS: Final = {POLICE: Function.TEAM_CHIEF, HOUSING: Function.PARTNER}
S = ActionStatus


@dataclass(frozen=True)
class DemoAction:
    """An action; `due` and `told` are days from the end of the last full quarter."""

    what: str
    owner: OrganisationKind
    due: int
    status: ActionStatus = S.PLANNED
    note: str = ""
    told: int = -20
    instrument: str = ""
    effect: str = ""


@dataclass(frozen=True)
class DemoGoal:
    """A goal with its actions; `key` is the kind in the publisher's list that its norm is on."""

    sentence: str
    field: SafetyField
    theme: tuple[str, ...]
    actions: tuple[DemoAction, ...]
    key: str = ""
    measured: str = "Met de cijfers van de Veiligheidsmonitor, om het jaar."
    decider: Decider = Decider.DRIEHOEK
    decides: int = 75


GOALS: Final = (
    DemoGoal(
        "Minder inbraken in woningen, ook in de donkere maanden",
        SafetyField.LIVING,
        ("Objectieve veiligheid", "Woninginbraak"),
        (
            DemoAction(
                "Extra surveillance in de wijken met de meeste inbraken",
                POLICE,
                70,
                S.RUNNING,
                "Twee diensten per week, volgens rooster.",
                instrument="toezicht",
                effect="Inbrekers mijden de wijk.",
            ),
            DemoAction(
                "Sloten en verlichting verbeteren in 120 portieken",
                HOUSING,
                -12,
                S.DELAYED,
                "De aannemer begint een maand later. Er zijn nu 70 portieken klaar.",
                instrument="investering",
                effect="Een woning kost meer tijd om in te breken.",
            ),
            DemoAction(
                "Buurtpreventie in vier wijken begeleiden",
                TOWN,
                60,
                S.RUNNING,
                "In drie wijken loopt het.",
                instrument="subsidie",
                effect="Bewoners zien meer en melden sneller.",
            ),
        ),
        key="1.1.1",
    ),
    DemoGoal(
        "Minder mishandelingen in het uitgaansgebied",
        SafetyField.LIVING,
        ("Objectieve veiligheid", "Geweld"),
        (
            DemoAction(
                "Convenant met de horeca vernieuwen",
                TOWN,
                -40,
                S.DONE,
                "Getekend door 18 van de 20 zaken.",
                told=-45,
                instrument="convenant",
            ),
            DemoAction(
                "Vaste ploeg in de uitgaansnachten",
                POLICE,
                80,
                S.RUNNING,
                "Elke vrijdag en zaterdag bezet.",
                instrument="toezicht",
                effect="Ruzies worden eerder gezien.",
            ),
            DemoAction(
                "Portiers trainen in het voorkomen van ruzies",
                SHOPS,
                62,
                S.AT_RISK,
                "Nog te weinig aanmeldingen.",
                instrument="training",
            ),
        ),
        key="1.4.5",
    ),
    DemoGoal(
        "Minder inbraken op de bedrijventerreinen",
        SafetyField.BUSINESS,
        ("Veilige bedrijventerreinen",),
        (
            DemoAction(
                "Keurmerk Veilig Ondernemen voor twee terreinen",
                SHOPS,
                85,
                S.RUNNING,
                "Eén terrein heeft het keurmerk.",
                instrument="keurmerk",
            ),
            DemoAction(
                "Nachtelijke afsluiting van terrein Zuid", TOWN, 55, S.PLANNED, instrument="verkeersbesluit"
            ),
        ),
        key="2.5.1",
    ),
    DemoGoal(
        "Jongeren in twee wijken hebben een plek, en bewoners ervaren minder overlast",
        SafetyField.YOUTH,
        ("Jeugdoverlast en jeugdgroepen",),
        (
            DemoAction(
                "Jongerenwerk op vier avonden in de week",
                CARE,
                80,
                S.RUNNING,
                "Drie van de vier avonden zijn bezet.",
                instrument="subsidie",
            ),
            DemoAction(
                "Toezicht door boa’s bij de winkelstraat",
                WATCH,
                65,
                S.RUNNING,
                "Volgens afspraak.",
                instrument="toezicht",
            ),
            DemoAction(
                "Ontmoetingsplek in Noord openen",
                TOWN,
                -6,
                S.AT_RISK,
                "De vergunning voor de plek laat op zich wachten.",
                instrument="voorziening",
            ),
        ),
        decider=Decider.COUNCIL,
        decides=-15,
    ),
    DemoGoal(
        "Wij zien eerder waar criminelen een pand gebruiken, en handelen dan samen",
        SafetyField.INTEGRITY,
        ("Ondermijnende criminaliteit",),
        (
            DemoAction(
                "Zes gezamenlijke controles op kwetsbare panden",
                WATCH,
                75,
                S.RUNNING,
                "Vier van de zes gedaan.",
                instrument="controle",
            ),
            DemoAction(
                "Meldpunt voor ondernemers en bewoners bekendmaken",
                TOWN,
                -30,
                S.DONE,
                "De campagne is geweest.",
                told=-32,
                instrument="communicatie",
            ),
            DemoAction(
                "Training signalen herkennen voor de balie",
                TOWN,
                50,
                S.STOPPED,
                "Gaat op in de landelijke training van volgend jaar.",
                instrument="training",
            ),
        ),
        measured="Met het aantal signalen dat tot een controle leidde.",
    ),
)
CORE: Final = (
    "Het kwartaal verliep rustig. De inzet tegen inbraken ligt op koers, behalve bij de portieken. "
    "In Noord wacht de ontmoetingsplek op een vergunning."
)
OUTLOOK: Final = "De donkere maanden beginnen. In november start de campagne tegen inbraken."
MEANING: Final = (
    "De politie surveilleert volgens rooster. De verbetering van de portieken loopt een maand achter. "
    "Of de cijfers daardoor anders zijn, is niet te zeggen."
)
BETTER: Final = (
    "De politie surveilleert volgens rooster. De verbetering van de portieken loopt zes weken achter, "
    "want de aannemer begon later. Of de cijfers daardoor anders zijn, is niet te zeggen."
)
CLOSED: Final = "Over de vergunning in Noord loopt nog een gesprek met de eigenaar van het pand."
CORRECTION: Final = "De achterstand bij de portieken is zes weken, niet een maand."


def make_plans(identity: Identity, people: Mapping[Function, Person]) -> Plan:
    """Make this year's plan, the report about the last full quarter with a correction, and a draft of this one.

    In the first quarter the plan of the year before is taken over, as one would then.

    Args:
        identity: the safety adviser of the demo municipality.
        people: who answers for the actions of police and housing.
    """
    today = timezone.localdate()
    last = quarter_of(today).previous()
    plan = services.make_plan(
        identity=identity, year=last.year, title=f"Uitvoeringsplan veiligheid {last.year}"
    )
    owners = {one.kind: one for one in Organisation.objects.filter(municipality=identity.municipality)}
    actions: list[tuple[Action, DemoAction]] = []
    for item in GOALS:
        goal = services.add_goal(identity=identity, plan=plan, new=_goal(identity, item, last))
        actions += [(_add(identity, goal, one, last, owners, people), one) for one in item.actions]
    begun = at_local(Quarter(last.year, 1).first, time(10))
    _adopt(identity, plan, begun)
    for action, one in actions:
        if one.status != S.PLANNED:
            _tell(identity, action, one.status, one.note, _moment(last, one.told))
    _report(identity, last)
    _tell(identity, actions[2][0], S.RUNNING, "Nu ook in de vierde wijk begonnen.", _moment(last, 30))
    services.start_report(identity=identity, year=quarter_of(today).year, quarter=quarter_of(today).number)
    if today.year == plan.year:
        return plan
    title = f"Uitvoeringsplan veiligheid {today.year}"
    copied = services.copy_plan(identity=identity, plan=plan, year=today.year, title=title)
    _adopt(identity, copied, timezone.now())
    return copied


def _goal(identity: Identity, item: DemoGoal, last: Quarter) -> NewGoal:
    norm = (
        Norm.objects.filter(
            municipality=identity.municipality, indicator__key=item.key, type=NormType.TREND, ended_at=None
        )
        .select_related("indicator__theme")
        .first()
    )
    theme = (
        norm.indicator.theme
        if norm is not None and norm.indicator is not None
        else ensure_theme(municipality=identity.municipality, field=item.field, path=item.theme)
    )
    return NewGoal(
        theme=theme,
        sentence=item.sentence,
        decider=item.decider,
        norm=norm,
        measured_how="" if norm else item.measured,
        decision_on=last.last + timedelta(days=item.decides),
    )


def _add(
    identity: Identity,
    goal: Goal,
    one: DemoAction,
    last: Quarter,
    owners: Mapping[str, Organisation],
    people: Mapping[Function, Person],
) -> Action:
    due = last.last + timedelta(days=one.due)
    answers = ANSWERS.get(one.owner)
    return services.add_action(
        identity=identity,
        goal=goal,
        new=NewAction(
            what=one.what,
            owner=owners[one.owner],
            person=people[answers] if answers else None,
            starts_on=min(Quarter(last.year, 1).first, due),
            due_on=due,
            instrument=one.instrument,
            expected_effect=one.effect,
        ),
    )


def _adopt(identity: Identity, plan: Plan, at: datetime) -> None:
    seen = queries.proof(queries.snapshot_of_plan(identity, plan)).digest
    services.adopt_plan(
        identity=identity,
        plan=plan,
        version=plan.version,
        seen=seen,
        adoption=Adoption(by=Decider.DRIEHOEK, on=timezone.localdate(at), where="Driehoek Voorbeeldstad"),
        at=at,
    )


def _tell(identity: Identity, action: Action, status: ActionStatus, note: str, at: datetime) -> None:
    action.refresh_from_db()
    services.set_status(
        identity=identity, action=action, version=action.version, status=status, note=note, at=at
    )


def _report(identity: Identity, last: Quarter) -> None:
    """Write the report about the last full quarter, fix it, and correct it two weeks later."""
    report = services.start_report(identity=identity, year=last.year, quarter=last.number)
    _write(identity, report, 0, PartWords(text=CORE, outlook=OUTLOOK, closed=CLOSED))
    _write(identity, report, 1, PartWords(text=MEANING))
    _freeze(identity, report, "", _moment(last, 12))
    _write(identity, report, 1, PartWords(text=BETTER))
    _freeze(identity, report, CORRECTION, _moment(last, 26))


def _write(identity: Identity, report: QuarterlyReport, place: int, words: PartWords) -> None:
    """Write the part over all themes (0), or that of the first theme that has an action (1)."""
    parts = queries.parts_of(identity, report)
    with_action = [
        one for key, one in parts.items() if key and any(name.startswith("action:") for name in one.chosen)
    ]
    with_action.sort(key=lambda one: one.theme.name if one.theme else "", reverse=True)
    part = parts[None] if not place or not with_action else with_action[0]
    services.save_part(
        identity=identity,
        report=report,
        theme=part.theme,
        version=part.version,
        words=PartWords(
            text=words.text, outlook=words.outlook, closed=words.closed, chosen=tuple(part.chosen)
        ),
        offered=part.offered,
    )


def _freeze(identity: Identity, report: QuarterlyReport, reason: str, at: datetime) -> Edition:
    seen = queries.proof(queries.snapshot_of_report(identity, report)).digest
    return services.freeze_report(identity=identity, report=report, seen=seen, reason=reason, at=at)


def _moment(last: Quarter, days: int) -> datetime:
    """Return a moment so many days after the end of the last full quarter, never one that is still to come."""
    return min(at_local(last.last + timedelta(days=days), time(14)), timezone.now())
