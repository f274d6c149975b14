"""The definition, the plan with its editions, the picture and the products of a case."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from driehoek.access.identity import Identity
from driehoek.approach.models import Definition, GroupPicture, Plan, PlanEdition, Prioritisation, ProductMark
from driehoek.cases import table
from driehoek.cases.models import Case, CompartmentKind
from driehoek.cases.queries import compartments_open_to
from driehoek.meetings.models import AgendaPoint
from driehoek.meetings.queries.points import visible_points

PRODUCTS: Final = Path(__file__).parents[1] / "data" / "products.yaml"
# What the system itself can tell of a product, by the key under `proof`.
PROOFS: Final = ("definition", "prioritised", "plan", "group_picture", "actions")


def definition_of(case: Case) -> Definition | None:
    """Return the definition of a case; None when nobody wrote one."""
    return Definition.objects.select_related("case__problem", "changed_by").filter(pk=case.pk).first()


def decisions_on(case: Case) -> list[Prioritisation]:
    """Return what the driehoek decided on a case, the newest first."""
    return list(Prioritisation.objects.filter(case=case).select_related("recorded_by"))


def points_about(identity: Identity, case: Case) -> list[AgendaPoint]:
    """Return the points on the agenda that came from the definition of a case, the newest first."""
    from driehoek.approach.services.definition import ORIGIN

    rows = visible_points(identity).filter(origin=ORIGIN, origin_id=str(case.pk))
    return list(rows.select_related("meeting").order_by("-proposed_at")[:5])


def plan_of(case: Case) -> Plan | None:
    """Return the plan of a case; None when nobody wrote one."""
    rows = Plan.objects.select_related("case__problem", "aftercare_owner", "changed_by", "review_deadline")
    return rows.filter(pk=case.pk).first()


def editions_of(case: Case) -> list[PlanEdition]:
    """Return the editions of a plan, the newest first."""
    return list(PlanEdition.objects.filter(case=case).select_related("adopted_by"))


def picture_of(identity: Identity, case: Case) -> GroupPicture | None:
    """Return the picture of the group, where the shared compartment is open to the reader."""
    if not compartments_open_to(identity, case).filter(kind=CompartmentKind.SHARED).exists():
        return None
    return GroupPicture.objects.select_related("changed_by").filter(pk=case.pk).first()


@dataclass(frozen=True)
class Product:
    """A product of a step.

    Attributes:
        key: unique within its step.
        text: what it is.
        proof: which thing of this room is the product itself; empty when a person says that it is made.
    """

    key: str
    text: str
    proof: str = ""


@dataclass(frozen=True)
class StepProducts:
    """The products of a step of the process model, with who made what."""

    key: str
    name: str
    here: bool
    products: list[tuple[Product, ProductMark | None, bool]]

    @property
    def made(self) -> int:
        """How many of them are made."""
        return sum(done for _product, _mark, done in self.products)


@lru_cache(maxsize=1)
def known_products() -> dict[str, dict[str, tuple[Product, ...]]]:
    """Return the products by model and step."""
    data: dict[str, Any] = yaml.safe_load(PRODUCTS.read_text(encoding="utf-8"))["models"]
    return {
        model: {step: tuple(Product(**one) for one in products) for step, products in steps.items()}
        for model, steps in data.items()
    }


def products_of(case: Case) -> list[StepProducts]:
    """Return the steps of a case's model that have products, each with what is made; a fixed number of queries."""
    known = known_products().get(case.model.key, {})
    marks = {
        (one.step, one.product): one
        for one in ProductMark.objects.filter(case=case, withdrawn_at=None).select_related("made_by")
    }
    there = proofs(case) if known else set()
    return [
        StepProducts(
            state.key,
            state.name,
            state.key == case.stage,
            [
                (one, marks.get((state.key, one.key)), one.proof in there or (state.key, one.key) in marks)
                for one in known[state.key]
            ],
        )
        for state in table.read(case.model.data).states
        if state.key in known
    ]


def product(case: Case, step: str, key: str) -> Product | None:
    """Return a product that a person can mark in this case's model; None for one that is not there."""
    found = known_products().get(case.model.key, {}).get(step, ())
    return next((one for one in found if one.key == key and not one.proof), None)


def proofs(case: Case) -> set[str]:
    """Return which of PROOFS are there for a case."""
    from driehoek.approach import requirements

    found = {
        "definition": requirements.definition(case).met,
        "prioritised": requirements.prioritised(case).met,
        "plan": requirements.plan(case).met,
        "group_picture": requirements.group_picture(case).met,
        "actions": case.approach_actions.exists(),
    }
    return {name for name, met in found.items() if met}
