"""Measures and reports for tests: the case director's case, a report of the police, a closure on it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.cases.models import CompartmentKind
from driehoek.measures import services
from driehoek.measures.models import (
    AdministrativeMeasure,
    LetterKind,
    MeasureFile,
    PoliceReport,
)
from driehoek.measures.queries.measures import own_municipality
from driehoek.measures.queries.reports import own_sender
from driehoek.measures.tables import report_fields
from driehoek.parties.models import Function, Organisation
from tests.support.cases import MadeCase
from tests.support.cast import Cast

SECRET = "Voorbeeldpersoon Nachtvlinder"
REASON = "De situatie is ernstig en een lichter middel is niet genoeg."
ALLOWED: dict[str, Any] = {
    "provider": "politie",
    "recipient": "burgemeester",
    "purpose": "openbare_orde",
    "data_categories": ["politiegegevens"],
    "subject": "verdachte",
    "frequency": "incidental",
    "trigger": "unprompted",
    "wpg_processing": ["8"],
    "facts": {
        "decision_basis": "opiumwet_13b",
        "recipient_task_named": True,
        "om_coordination_done": True,
        "necessary": True,
        "minimised": True,
        "quality_checked": True,
    },
}


def full_contents() -> dict[str, str]:
    """Return a report in which every field says something."""
    return {name: f"{SECRET}: {field.name}" for name, field in report_fields().items()}


def as_person(cast: Cast, function: Function) -> Any:
    """Act as someone of the cast."""
    return acting_as(person=cast.people[function].pk, municipality=cast.home.pk)


def filed(cast: Cast, *, without: tuple[str, ...] = ()) -> PoliceReport:
    """Let the police file a report without some fields; it lies in no case yet."""
    with as_person(cast, Function.TEAM_CHIEF) as identity:
        sender = own_sender(identity)
        assert sender is not None
        contents = {key: text for key, text in full_contents().items() if key not in without}
        new = services.NewReport(
            sender=sender,
            reference=f"PL-{uuid.uuid4().hex[:6]}",
            found_on=timezone.localdate() - timedelta(days=10),
            contents=contents,
        )
        return services.file_report(identity=identity, new=new, key=uuid.uuid4())


def placed(cast: Cast, made: MadeCase, report: PoliceReport) -> PoliceReport:
    """Let the adviser lay a report in the shared compartment of a case."""
    with as_person(cast, Function.SAFETY_ADVISER) as identity:
        shared = made.case.compartments.get(kind=CompartmentKind.SHARED)
        services.place_report(
            identity=identity, report=report, version=report.version, case=made.case, compartment=shared
        )
        report.refresh_from_db()
    return report


def closure(
    cast: Cast, made: MadeCase, *, title: str = "Sluiting van een pand", **values: Any
) -> AdministrativeMeasure:
    """Let the adviser begin a closure of three months, from today."""
    today = timezone.localdate()
    given: dict[str, Any] = {
        "kind": "closure_13b",
        "title": title,
        "begins_on": today,
        "ends_on": today + timedelta(days=90),
    }
    with as_person(cast, Function.SAFETY_ADVISER) as identity:
        return services.open_measure(
            identity=identity,
            case=made.case,
            compartment=made.shared,
            new=services.MeasureValues(**(given | values)),
            words=services.FileWords(addressee=SECRET, place="Proefkade, hoekpand", grounds=REASON),
            key=uuid.uuid4(),
        )


def judged(identity: Identity, measure: AdministrativeMeasure) -> None:
    """Keep an allowed legal judgement with a measure."""
    organisation = own_municipality(identity)
    assert isinstance(organisation, Organisation)
    measure.refresh_from_db()
    made = services.judge_measure(
        identity=identity,
        measure=measure,
        version=measure.version,
        organisation=organisation.pk,
        proposal=ALLOWED,
    )
    assert made.releasable


def go(cast: Cast, measure: AdministrativeMeasure, *steps: str, reason: str = REASON, **values: Any) -> None:
    """Take steps, each as who takes it: the mayor or the adviser; the law is asked before the mayor is."""
    mayors = {"decide", "refuse", "send_back", "prolong", "withdraw"}
    for step in steps:
        with as_person(cast, Function.MAYOR if step in mayors else Function.SAFETY_ADVISER) as identity:
            if step.startswith("ask") and step != "ask_relief" and measure.uses_police_data:
                judged(identity, measure)
            measure.refresh_from_db()
            services.take_step(
                identity=identity,
                measure=measure,
                version=measure.version,
                step=step,
                reason=reason,
                **values,
            )


def letter_of(
    cast: Cast, measure: AdministrativeMeasure, kind: LetterKind = LetterKind.INTENTION
) -> uuid.UUID:
    """Make a letter about a measure."""
    with as_person(cast, Function.SAFETY_ADVISER) as identity:
        file = MeasureFile.objects.select_related(
            "measure__case", "measure__municipality", "compartment"
        ).get(pk=measure.pk)
        return services.make_letter(identity=identity, file=file, kind=kind).pk


def measure_objects(cast: Cast, made: MadeCase) -> dict[str, uuid.UUID | int | str]:
    """Return the ids and names that stand in addresses of this room."""
    report = placed(cast, made, filed(cast, without=("minors",)))
    measure = closure(cast, made)
    with as_person(cast, Function.SAFETY_ADVISER) as identity:
        template = services.keep_template(
            identity=identity, kind=LetterKind.END, body=_template(LetterKind.END)
        )
    return {
        "police_report": report.pk,
        "measure": measure.pk,
        "measure_letter": letter_of(cast, measure),
        "letter_template": template.pk,
        "letter_form": "pdf",
        "measure_step": "intend",
    }


def _template(kind: LetterKind) -> bytes:
    from driehoek.measures.letters import standard_template

    return standard_template(kind)
