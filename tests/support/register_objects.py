"""One of everything in the registers of the data-protection officer, for the table of rights."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.access.models import Level, Origin
from driehoek.access.services import Order, give
from driehoek.grounds import rulebook
from driehoek.grounds.models import ActivityVersion, Source
from driehoek.grounds.queries.samples import Quarter
from driehoek.grounds.services import activities, covenants, remarks, samples, sources
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.problems import services
from driehoek.problems.models import Kind, Problem, SafetyField
from driehoek.problems.services import ensure_theme
from tests.support.cast import Cast
from tests.support.ground_objects import ALLOWED
from tests.support.position_objects import make_agreement, make_need

RULE = "wpg-16-1b-burgemeester"


def register_objects(cast: Cast) -> dict[str, uuid.UUID | int | str]:
    """Make a covenant, activities, a remark, a lawyer's agreement, a sample, and what waits for the gate."""
    today = timezone.localdate()
    start, _end = Quarter.of(today).before.bounds()
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        order = Order(
            person=identity.person,
            problem=uuid.uuid4(),
            level=Level.FILE,
            origin=Origin.PURPOSE,
            reason="Besluit over een gebiedsverbod",
            valid_from=start + timedelta(days=1),
            valid_until=start + timedelta(days=1, hours=8),
        )
        give(municipality=cast.home.pk, orders=[order])
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        theme = ensure_theme(
            municipality=identity.municipality, field=SafetyField.BUSINESS, path=("Veilig uitgaan",)
        )
        need = make_need(identity, theme, sentence="Wie veroorzaakt steeds overlast op de kade?")
        gated = make_agreement(identity, need, what="Lijst van overlastgevers", personal_data=True)
        problem = services.open_problem(
            identity=identity,
            new=services.NewProblem(
                title="Dossier grutto", kind=Kind.STANDARD, theme=theme, owner=identity.person
            ),
        )
        source = make_source(identity, cast, problem)
    with acting_as(person=cast.people[Function.DPO].pk) as identity:
        parties = Organisation.objects.filter(municipality=cast.home, kind__in=["municipality", "housing"])
        covenant = covenants.make_covenant(
            identity=identity,
            values=covenants.CovenantValues(
                title="Convenant van de proef",
                parties=tuple(parties),
                purposes=("woonoverlast",),
                categories=("persoonsgegevens",),
                valid_from=today,
                valid_until=today + timedelta(days=200),
                location="Z-1",
                keeper=cast.people[Function.DPO],
            ),
        )
        activities.take_over_standard(identity=identity)
        activity = ActivityVersion.objects.filter(municipality=cast.home).first()
        assert activity is not None
        rule = rulebook.entry_of(rulebook.rules_in_force(), RULE)
        assert rule is not None
        remark = remarks.remark(identity=identity, entry=rule, text="Een opmerking van de proef.")
        remarks.sign_off(identity=identity, entry=rule, lawyer="mr. Proef")
        sample = samples.draw(identity=identity, quarter=Quarter.of(today).before, size=1)
        purpose = sample.purposes.get()
    return {
        "covenant": covenant.pk,
        "activity": activity.activity,
        "rule_remark": remark.pk,
        "sample": sample.pk,
        "sampled_purpose": purpose.pk,
        "gated_agreement": gated.pk,
        "source": source.pk,
        "decision": source.decision,
    }


def make_source(identity: Identity, cast: Cast, problem: Problem) -> Source:
    """Let the police be a source of a problem, with a covenant, a DPIA and a decision that allows it."""
    today = timezone.localdate()
    kinds = [OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE]
    parties = Organisation.objects.filter(municipality=cast.home, kind__in=kinds)
    covenants.make_covenant(
        identity=identity,
        values=covenants.CovenantValues(
            title="Convenant met de politie",
            parties=tuple(parties),
            purposes=("openbare_orde",),
            categories=("politiegegevens",),
            valid_from=today,
            valid_until=today + timedelta(days=200),
            location="Z-2",
            keeper=cast.people[Function.SAFETY_ADVISER],
            dpia_on=today,
            dpia_reference="D-2",
        ),
    )
    return sources.add_source(
        identity=identity,
        problem=problem,
        organisation=parties.get(kind=OrganisationKind.POLICE),
        proposal=ALLOWED,
    )
