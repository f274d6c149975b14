"""Measures of the demo municipality: a closure to which someone objects, another that waits for the mayor.

A report with two gaps waits for the police. Everything is fictional.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.cases.models import Case, CompartmentKind
from driehoek.measures import services
from driehoek.measures.models import AdministrativeMeasure, LetterKind, MeasureFile, PoliceReport
from driehoek.measures.queries.measures import own_municipality
from driehoek.measures.queries.reports import own_sender
from driehoek.measures.tables import kinds
from driehoek.parties.models import Function, Person

People = Mapping[Function, Person]
WHY: Final = "De handel vanuit het pand verstoort de buurt; een waarschuwing is niet genoeg."
FULL: Final = {
    "reason": "Melding van de netbeheerder over een te hoog stroomverbruik.",
    "finding": "Kwekerij op de eerste verdieping, in werking.",
    "quantity": "212 planten en 1,4 kilo gedroogde toppen.",
    "kind": "Hennep, lijst II. Vastgesteld met een indicatieve test.",
    "goods": "Twee weegschalen, 300 gripzakjes en een geldtelmachine.",
    "weapons": "Geen.",
    "nuisance": "Zes meldingen van stank en aanloop in drie maanden.",
    "danger": "Stroom buiten de meter om; de brandweer noemt het brandgevaarlijk.",
    "order_risk": "In mei probeerden drie onbekenden binnen te komen.",
    "minors": "Geen minderjarigen aangetroffen of ingeschreven.",
    "living": "Niemand staat ingeschreven; er was geen slaapplek.",
    "blame": "De huurder verklaarde van de kwekerij te weten.",
}
GAPS: Final = ("minors", "living")
PROPOSAL: Final = {
    "provider": "politie",
    "recipient": "burgemeester",
    "purpose": "openbare_orde",
    "data_categories": ["politiegegevens"],
    "subject": "verdachte",
    "frequency": "incidental",
    "trigger": "unprompted",
    "wpg_processing": ["8"],
}
FACTS: Final = {
    "recipient_task_named": True,
    "om_coordination_done": True,
    "necessary": True,
    "minimised": True,
    "quality_checked": True,
}
ADVISER, MAYOR = Function.SAFETY_ADVISER, Function.MAYOR
# Step, who takes it, how many days ago.
Steps = tuple[tuple[str, Function, int], ...]
CLOSED: Final[Steps] = (
    ("intend", ADVISER, 27),
    ("hear", ADVISER, 14),
    ("ask", ADVISER, 14),
    ("decide", MAYOR, 12),
    ("announce", ADVISER, 11),
    ("execute", ADVISER, 9),
    ("object", ADVISER, 4),
)
WAITS: Final[Steps] = (("intend", ADVISER, 16), ("hear", ADVISER, 2), ("ask", ADVISER, 1))


def make_measures(home: uuid.UUID, people: People, cases: Mapping[str, Case]) -> None:
    """Make the demo's reports and measures, in the case of the drug premises.

    Args:
        home: the demo municipality.
        people: who works there.
        cases: those of the demo; "premises" is used.
    """
    case = cases["premises"]
    today = timezone.localdate()
    report = _report(home, people, "PL-VB-2026-117", today - timedelta(days=30), FULL)
    _handled(home, people, case, report)
    _report_with_gaps(home, people, today)
    closed = _closure(home, people, case, report, today)
    _take(home, people, closed, CLOSED, today)
    _letters(home, people, closed)
    waits = _area_ban(home, people, case, today)
    _take(home, people, waits, WAITS, today)


def _report(
    home: uuid.UUID, people: People, reference: str, found_on: date, contents: Mapping[str, str]
) -> PoliceReport:
    with acting_as(person=people[Function.TEAM_CHIEF].pk, municipality=home) as identity:
        sender = own_sender(identity)
        if sender is None:
            raise LookupError("the demo has no police")
        new = services.NewReport(
            sender=sender, reference=reference, found_on=found_on, contents=contents, none=("weapons",)
        )
        return services.file_report(identity=identity, new=new, key=uuid.uuid4())


def _handled(home: uuid.UUID, people: People, case: Case, report: PoliceReport) -> None:
    """Lay the report in the case and find it complete."""
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=home) as identity:
        shared = case.compartments.get(kind=CompartmentKind.SHARED)
        services.place_report(
            identity=identity, report=report, version=report.version, case=case, compartment=shared
        )
        report.refresh_from_db()
        services.mark_checked(identity=identity, report=report, version=report.version)


def _report_with_gaps(home: uuid.UUID, people: People, today: date) -> None:
    """File a report in which two points are missing, and ask the police for them."""
    thin = {key: text for key, text in FULL.items() if key not in GAPS}
    report = _report(home, people, "PL-VB-2026-131", today - timedelta(days=6), thin)
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=home) as identity:
        services.ask_sender(
            identity=identity,
            report=report,
            version=report.version,
            fields=GAPS,
            words="Zonder deze twee punten kan de rechter de sluiting onevenredig vinden.",
        )


def _closure(
    home: uuid.UUID, people: People, case: Case, report: PoliceReport, today: date
) -> AdministrativeMeasure:
    values = services.MeasureValues(
        kind="closure_13b",
        title="Sluiting van het pand aan de Proefkade",
        begins_on=today - timedelta(days=9),
        ends_on=today + timedelta(days=82),
        committee=True,
        report=report,
    )
    words = services.FileWords(
        addressee="De heer V. Voorbeeld\nProefkade 1\n1234 AB Voorbeeldstad",
        place="Proefkade 1, Voorbeeldstad",
        grounds=WHY,
        views="De betrokkene vindt drie maanden te lang. De handel maakt die duur nodig.",
    )
    return _open(home, people, case, values, words, today - timedelta(days=28))


def _area_ban(home: uuid.UUID, people: People, case: Case, today: date) -> AdministrativeMeasure:
    values = services.MeasureValues(
        kind="area_ban",
        title="Gebiedsverbod rond de Proefkade",
        begins_on=today + timedelta(days=3),
        ends_on=today + timedelta(days=60),
    )
    words = services.FileWords(
        addressee="De heer W. Voorbeeld\nTestlaan 2\n1234 AB Voorbeeldstad",
        place="De Proefkade en de straten eromheen",
        grounds="Drie keer in twee maanden overlast en bedreiging bij het pand.",
    )
    return _open(home, people, case, values, words, today - timedelta(days=17))


def _open(
    home: uuid.UUID,
    people: People,
    case: Case,
    values: services.MeasureValues,
    words: services.FileWords,
    on: date,
) -> AdministrativeMeasure:
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=home) as identity:
        return services.open_measure(
            identity=identity,
            case=case,
            compartment=case.compartments.get(kind=CompartmentKind.SHARED),
            new=values,
            words=words,
            key=uuid.uuid4(),
            on=on,
        )


def _take(home: uuid.UUID, people: People, measure: AdministrativeMeasure, steps: Steps, today: date) -> None:
    for step, function, days in steps:
        with acting_as(person=people[function].pk, municipality=home) as identity:
            measure.refresh_from_db()
            if step == "ask":
                _judge(identity, measure)
            services.take_step(
                identity=identity,
                measure=measure,
                version=measure.version,
                step=step,
                on=today - timedelta(days=days),
                reason=WHY,
            )


def _judge(identity: Identity, measure: AdministrativeMeasure) -> None:
    """Let the law say that the data of the police may carry the measure."""
    organisation = own_municipality(identity)
    if organisation is None:
        raise LookupError("the adviser works for no municipality")
    services.judge_measure(
        identity=identity,
        measure=measure,
        version=measure.version,
        organisation=organisation.pk,
        proposal={**PROPOSAL, "facts": {**FACTS, "decision_basis": kinds()[measure.kind].basis}},
    )


def _letters(home: uuid.UUID, people: People, measure: AdministrativeMeasure) -> None:
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=home) as identity:
        file = MeasureFile.objects.select_related(
            "measure__case", "measure__municipality", "compartment"
        ).get(pk=measure.pk)
        for kind in (LetterKind.DECISION, LetterKind.ANNOUNCEMENT):
            services.make_letter(identity=identity, file=file, kind=kind)
