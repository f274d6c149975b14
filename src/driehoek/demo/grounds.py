"""The registers of the officer in the demo municipality: covenants, activities, remarks, purposes, what waits."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.access.models import Level, Origin
from driehoek.access.services import Order, give
from driehoek.grounds import rulebook
from driehoek.grounds.models import Covenant, Verdict
from driehoek.grounds.queries.samples import Quarter, stated
from driehoek.grounds.services import activities, covenants, remarks, samples, sources
from driehoek.grounds.services.activities import ActivityValues
from driehoek.grounds.services.covenants import CovenantValues
from driehoek.parties.models import Function, Organisation, OrganisationKind, Person
from driehoek.position.models import Agreement, Gate
from driehoek.position.services.judging_term import AGREEMENT
from driehoek.problems.models import Kind, Problem, Status

K: Final = OrganisationKind
People = dict[Function, Person]
NUISANCE: Final = "Convenant aanpak woonoverlast"
STREET: Final = "Convenant veilige straat en plein"
# Title, parties beside the municipality, purposes, data, days since the begin and until the end, age of the DPIA.
COVENANTS: Final = (
    (NUISANCE, (K.POLICE, K.HOUSING), ("woonoverlast", "openbare_orde"), ("persoonsgegevens", "politiegegevens"),
     300, 41, 280),
    (STREET, (K.POLICE, K.PROSECUTION, K.ENFORCEMENT), ("openbare_orde", "gezag_over_politie"),
     ("persoonsgegevens", "politiegegevens"), 120, 600, 130),
    ("Convenant Zorg- en Veiligheidshuis", (K.SAFETY_HOUSE, K.POLICE, K.PROSECUTION, K.CARE),
     ("complexe_casus_zvh",), ("persoonsgegevens", "politiegegevens", "bijzondere_persoonsgegevens"), 500, 230, 480),
    ("Convenant ondernemers binnenstad", (K.BUSINESS,), ("openbare_orde",), ("persoonsgegevens",), 800, -12, 0),
)  # fmt: skip
# Power and words, by who opened a file in the last quarter; the fourth names no power on purpose.
PURPOSES: Final = (
    (Function.MAYOR, "openbare_orde", "Besluit over een gebiedsverbod, artikel 172a Gemeentewet"),
    (
        Function.MAYOR,
        "bestuurlijk_besluit",
        "Zienswijze gelezen voor het besluit over sluiting, 13b Opiumwet",
    ),
    (Function.MAYOR, "openbare_orde", "Gesprek met de driehoek voorbereid over het plein"),
    (Function.PROSECUTOR, "", "Wilde even weten hoe het ermee staat"),
    (Function.MAYOR, "tijdelijk_huisverbod", "Verlenging van een huisverbod beoordeeld, artikel 9 Wth"),
    (
        Function.TEAM_CHIEF,
        "gezag_over_politie",
        "Inzet van het team in het weekend met de burgemeester besproken",
    ),
)
REMARKS: Final = (
    (Function.PROSECUTOR, "wjsg-39f-1b-orde-veiligheid",
     "Noem hier ook dat de gebiedsofficier in een spoedgeval eerst mondeling mag besluiten."),
    (Function.SAFETY_ADVISER, "rule-secrecy-notice",
     "Kan Driehoek de ontvanger zelf op de geheimhouding wijzen? Dat scheelt een handeling."),
)  # fmt: skip
SIGNED: Final = ("wpg-16-1b-burgemeester", "avg-6-1-e-eigen-taak")


def make_grounds(home: uuid.UUID, people: People) -> None:
    """Make covenants, activities, remarks and agreement on the rules, a source, and a sample half rated."""
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=home) as identity:
        made = _covenants(identity, people)
        _sources(identity)
        _resting(identity, made)
    _remarks(home, people)
    _purposes(home, people)
    with acting_as(person=people[Function.DPO].pk, municipality=home) as identity:
        _activities(identity, made[NUISANCE])
        _signed(identity)
        _sample(identity)


def _covenants(identity: Identity, people: People) -> dict[str, Covenant]:
    today = timezone.localdate()
    organisations = {one.kind: one for one in Organisation.objects.filter(municipality=identity.municipality)}
    found: dict[str, Covenant] = {}
    for number, (title, parties, purposes, categories, begun, left, dpia) in enumerate(COVENANTS, 1):
        values = CovenantValues(
            title=title,
            parties=(organisations[K.MUNICIPALITY], *(organisations[kind] for kind in parties)),
            purposes=purposes,
            categories=categories,
            valid_from=today - timedelta(days=begun),
            valid_until=today + timedelta(days=left),
            location=f"Z-{today.year}-00{number}",
            keeper=people[Function.SAFETY_ADVISER],
            dpia_on=today - timedelta(days=dpia) if dpia else None,
            dpia_reference=f"DPIA-{number}" if dpia else "",
            dpia_review_by=today + timedelta(days=400) if dpia else None,
        )
        found[title] = covenants.make_covenant(identity=identity, values=values)
    return found


def _sources(identity: Identity) -> None:
    """Let the police be a source of the case about the square, for public order."""
    police = Organisation.objects.get(municipality=identity.municipality, kind=K.POLICE)
    facts = ("necessary", "recipient_task_named", "om_coordination_done", "minimised", "quality_checked")
    cases = Problem.objects.filter(
        municipality=identity.municipality,
        kind=Kind.COMPLEX,
        status=Status.OPEN,
        title__contains="Proefplein",
    )
    for problem in cases.order_by("number")[:1]:
        sources.add_source(
            identity=identity,
            problem=problem,
            organisation=police,
            proposal={
                "provider": "politie",
                "recipient": "burgemeester",
                "purpose": "openbare_orde",
                "data_categories": ["politiegegevens"],
                "subject": "overlastgever",
                "frequency": "structural",
                "trigger": "on_request",
                "wpg_processing": ["8"],
                "facts": dict.fromkeys(facts, True),
            },
        )


def _resting(identity: Identity, made: dict[str, Covenant]) -> None:
    """Let the first agreement with personal data rest on the covenant about the street."""
    agreement = (
        Agreement.objects.filter(
            municipality=identity.municipality,
            gate=Gate.UNTESTED,
            supplier__kind__in=[K.POLICE, K.PROSECUTION],
        )
        .order_by("made_at")
        .first()
    )
    if agreement is not None:
        covenants.rest_on(
            identity=identity,
            covenant=made[STREET],
            subject_kind=AGREEMENT,
            subject=agreement.pk,
            problem=agreement.problem_id,
        )


def _remarks(home: uuid.UUID, people: People) -> None:
    rules = rulebook.rules_in_force()
    for function, rule, text in REMARKS:
        entry = rulebook.entry_of(rules, rule)
        if entry is not None:
            with acting_as(person=people[function].pk, municipality=home) as identity:
                remarks.remark(identity=identity, entry=entry, text=text)


def _signed(identity: Identity) -> None:
    rules = rulebook.rules_in_force()
    for rule in SIGNED:
        entry = rulebook.entry_of(rules, rule)
        if entry is not None:
            remarks.sign_off(identity=identity, entry=entry, lawyer="mr. V. Voorbeeld, jurist openbare orde")


def _activities(identity: Identity, nuisance: Covenant) -> None:
    activities.take_over_standard(identity=identity)
    today = timezone.localdate()
    activities.register_activity(
        identity=identity,
        values=ActivityValues(
            name="Aanpak woonoverlast",
            purpose="Ernstige overlast in en om de woning stoppen, eerst met hulp en dan met een maatregel.",
            legal_basis="avg-6-1-e-eigen-taak",
            categories=("persoonsgegevens",),
            subjects=("overlastgever", "slachtoffer"),
            recipients=("woningcorporatie", "politie"),
            retention_period="P2Y",
            valid_from=today - timedelta(days=300),
            measures="Alleen wie aan de zaak werkt ziet het dossier. Na de termijn wordt het gewist.",
            covenant=nuisance,
            dpia_on=today - timedelta(days=280),
            dpia_reference="DPIA-1",
            expires_on=today + timedelta(days=41),
        ),
    )


def _purposes(home: uuid.UUID, people: People) -> None:
    """Let people have opened files in the last quarter; the files themselves are long since closed."""
    start, _end = Quarter.of(timezone.localdate()).before.bounds()
    for number, (function, power, reason) in enumerate(PURPOSES):
        begun = start + timedelta(days=12 * number + 3, hours=10)
        with acting_as(person=people[function].pk, municipality=home) as identity:
            order = Order(
                person=identity.person,
                problem=uuid.uuid4(),
                level=Level.FILE,
                origin=Origin.PURPOSE,
                reason=reason,
                power=power,
                valid_from=begun,
                valid_until=begun + timedelta(hours=8),
            )
            give(municipality=home, orders=[order])


def _sample(identity: Identity) -> None:
    quarter = Quarter.of(timezone.localdate()).before
    sample = samples.draw(identity=identity, quarter=quarter, size=4)
    for one in stated(identity, sample)[:2]:
        samples.rate(
            identity=identity,
            purpose=one.purpose,
            version=1,
            verdict=Verdict.GOOD if one.power else Verdict.POOR,
            note="" if one.power else "Nieuwsgierigheid is geen doel. Besproken met de betrokkene.",
        )
