"""Objects of the rooms about figures, for tests that need one of each."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.analysis.models import Deviation, Follow, Mute, Rule, SignalValue
from driehoek.areas.models import Area, AreaLevel
from driehoek.deadlines import services as deadlines
from driehoek.figures.models import ImportRun, Indicator, Observation, Series, Source
from driehoek.parties.models import (
    Appointment,
    ContactStep,
    Municipality,
    Organisation,
    OrganisationKind,
)
from driehoek.problems.models import Theme


def figure_objects(identity: Identity, theme: Theme) -> dict[str, uuid.UUID | int | str]:
    """Make one of everything about figures and deviations; the names are those of the rights table."""
    home = Municipality.objects.get(pk=identity.municipality)
    area = Area.objects.create(
        year=2024,
        code="GM0599",
        name="Voorbeeldstad",
        level=AreaLevel.MUNICIPALITY,
        municipality_code="GM0599",
    )
    source = Source.objects.create(municipality=home, key="proef", name="Proef", attribution="Proefbron")
    run = ImportRun.objects.create(
        municipality=home, source=source, by_id=identity.person, file_name="proef.csv", sha256="0" * 64,
        shape="plain", outcome=ImportRun.Outcome.LOADED,
    )  # fmt: skip
    indicator = Indicator.objects.create(
        municipality=home, source=source, key="1.1.1", name="Proefdiefstal", theme=theme, unit="misdrijven"
    )
    series = Series.objects.create(municipality=home, indicator=indicator, area=area)
    Observation.objects.create(
        municipality=home, series=series, period=date(2024, 1, 1), value=9, status="d", run=run, line=2
    )
    deviation = Deviation.objects.create(
        municipality=home, series=series, period=date(2024, 1, 1), rule=Rule.FIXED, observed=9, rank=2.0,
        method={"name": "fixed", "version": 1, "parameters": {"threshold": 7.0}, "minimum_count": 5},
    )  # fmt: skip
    mute = Mute.objects.create(
        municipality=home, indicator=indicator, person_id=identity.person, reason="Bekende oorzaak",
        until=timezone.localdate() + timedelta(days=7),
    )  # fmt: skip
    follow = Follow.objects.create(municipality=home, person_id=identity.person, theme=theme)
    signal = SignalValue.objects.create(municipality=home, indicator=indicator, rule=Rule.FIXED, threshold=12)
    return {
        "run": run.pk,
        "indicator": indicator.pk,
        "deviation": deviation.pk,
        "mute": mute.pk,
        "follow": follow.pk,
        "signal_value": signal.pk,
    }


def deadline_objects(identity: Identity) -> dict[str, uuid.UUID | int | str]:
    """Make something that the police let pass, and a step of their contact route."""
    police = Organisation.objects.get(municipality=identity.municipality, kind=OrganisationKind.POLICE)
    chief = Appointment.objects.get(municipality=identity.municipality, organisation=police)
    deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=identity.municipality,
            kind="proef.levering",
            subject=uuid.uuid4(),
            due_at=timezone.now() - timedelta(days=9),
            organisation=police.pk,
            responsible=chief.person_id,
        )
    )
    step = ContactStep.objects.create(
        municipality_id=identity.municipality, organisation=police, place=1, person_id=chief.person_id
    )
    return {"deadline": deadline.pk, "organisation": police.pk, "contact_step": step.pk}
