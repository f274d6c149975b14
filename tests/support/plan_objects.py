"""Objects of the plans room, for tests that need one of each."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.parties.models import Organisation, OrganisationKind
from driehoek.plans import queries, services
from driehoek.plans.models import Plan
from driehoek.plans.services import Adoption, NewAction, NewGoal, PartWords
from driehoek.problems.models import Theme
from driehoek.standard.models import Decider

YEAR = 2026


def new_action(owner: Organisation, **values: object) -> NewAction:
    """An action of this year for an organisation."""
    known: dict[str, object] = {
        "what": "Extra toezicht in de avond",
        "owner": owner,
        "starts_on": date(YEAR, 1, 1),
        "due_on": date(YEAR, 12, 1),
    }
    return NewAction(**(known | values))  # type: ignore[arg-type]


def new_goal(theme: Theme, **values: object) -> NewGoal:
    """A goal that is measured otherwise than by a norm."""
    known: dict[str, object] = {
        "theme": theme,
        "sentence": "Minder overlast in de avond",
        "decider": Decider.DRIEHOEK,
        "measured_how": "Met het aantal meldingen.",
    }
    return NewGoal(**(known | values))  # type: ignore[arg-type]


def adopt(identity: Identity, plan: Plan, reason: str = "") -> uuid.UUID:
    """Adopt a plan as it stands; return the id of its edition."""
    plan.refresh_from_db()
    seen = queries.proof(queries.snapshot_of_plan(identity, plan)).digest
    edition = services.adopt_plan(
        identity=identity,
        plan=plan,
        version=plan.version,
        seen=seen,
        adoption=Adoption(by=Decider.DRIEHOEK, on=timezone.localdate(), where="Driehoek", reason=reason),
    )
    return edition.pk


def plan_objects(identity: Identity, theme: uuid.UUID) -> dict[str, uuid.UUID | int | str]:
    """Make an adopted plan with an action of the municipality, and a fixed report; the names are those of the table."""
    about = Theme.objects.get(pk=theme)
    owner = Organisation.objects.get(municipality=identity.municipality, kind=OrganisationKind.MUNICIPALITY)
    plan = services.make_plan(identity=identity, year=YEAR, title="Uitvoeringsplan veiligheid")
    goal = services.add_goal(identity=identity, plan=plan, new=new_goal(about))
    action = services.add_action(identity=identity, goal=goal, new=new_action(owner))
    adopt(identity, plan)
    draft = services.make_plan(identity=identity, year=YEAR + 1, title="Concept")
    draft_goal = services.add_goal(identity=identity, plan=draft, new=new_goal(about))
    draft_action = services.add_action(
        identity=identity,
        goal=draft_goal,
        new=new_action(owner, starts_on=date(YEAR + 1, 1, 1), due_on=date(YEAR + 1, 12, 1)),
    )
    report = services.start_report(identity=identity, year=YEAR, quarter=2)
    services.save_part(
        identity=identity,
        report=report,
        theme=None,
        version=1,
        words=PartWords(text="Een rustig kwartaal."),
        offered=(),
    )
    seen = queries.proof(queries.snapshot_of_report(identity, report)).digest
    edition = services.freeze_report(identity=identity, report=report, seen=seen)
    return {
        "year_plan": plan.pk,
        "plan_goal": goal.pk,
        "plan_action": action.pk,
        "plan_draft_action": draft_action.pk,
        "quarterly_report": report.pk,
        "plan_edition": edition.pk,
    }
