"""What goes into an edition, and what is still missing for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _

from driehoek import law
from driehoek.access.identity import Identity
from driehoek.approach.models import Action, ActionState, Definition, Plan
from driehoek.approach.snapshot import ActionPart, Snapshot, TextPart
from driehoek.cases.models import Case, CompartmentKind, Participation
from driehoek.grounds.queries.sources import sources_of
from driehoek.parties.models import Organisation
from driehoek.web import formatting

DOCUMENT: Final = "nl"
DEFINITION_TEXTS: Final = ("what", "since", "why", "for_whom", "tried", "asked")
PLAN_TEXTS: Final = (
    "goal", "success", "scope", "decisions", "escalates", "communication", "costs", "scale_down",
)  # fmt: skip


def label_of(row: Model, name: str) -> str:
    """Return the words of a field."""
    return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # only columns are asked for


def missing_in(definition: Definition | None) -> list[str]:
    """Return the labels of what a definition still misses."""
    one = definition or Definition()
    empty = [
        label_of(one, name) for name in (*DEFINITION_TEXTS, "advice") if not str(getattr(one, name)).strip()
    ]
    return empty if len(one.options) >= 2 else [*empty, _("Twee tot vier keuzes")]


def missing_in_plan(plan: Plan | None) -> list[str]:
    """Return the labels of what a plan still misses before it can be adopted."""
    one = plan or Plan()
    empty = [label_of(one, name) for name in PLAN_TEXTS if not getattr(one, name).strip()]
    empty += [
        label_of(one, name) for name in ("review_on", "aftercare_owner") if getattr(one, f"{name}") is None
    ]
    return empty


def choices_text(options: Iterable[Mapping[str, str]]) -> str:
    """Write options with their consequences as lines."""
    return "\n".join(
        f"{number}. {one['option']}. {_('Gevolg')}: {one['consequence']}"
        for number, one in enumerate(options, start=1)
    )


def definition_texts(definition: Definition) -> tuple[TextPart, ...]:
    """Return the fields of a definition in the order of the page."""
    texts = [
        TextPart(name, label_of(definition, name), getattr(definition, name)) for name in DEFINITION_TEXTS
    ]
    texts.append(TextPart("options", _("Keuzes en gevolgen"), choices_text(definition.options)))
    texts.append(TextPart("advice", label_of(definition, "advice"), definition.advice))
    return tuple(texts)


def of_definition(definition: Definition) -> Snapshot:
    """Freeze a definition, in Dutch."""
    with translation.override(DOCUMENT):
        case = definition.case
        return Snapshot(case.problem.title, _municipality(case), definition_texts(definition))


def plan_texts(plan: Plan, definition: Definition | None) -> tuple[TextPart, ...]:
    """Return the fields of a plan in the order of the page, with the problem in front."""
    texts = [TextPart("problem", _("Het probleem"), definition.what if definition else "")]
    texts += [TextPart(name, label_of(plan, name), getattr(plan, name)) for name in PLAN_TEXTS]
    review = formatting.date_long(plan.review_on, language=DOCUMENT) if plan.review_on else ""
    texts.append(TextPart("review_on", label_of(plan, "review_on"), review))
    owner = plan.aftercare_owner.name if plan.aftercare_owner else ""
    texts.append(TextPart("aftercare", label_of(plan, "aftercare_owner"), owner))
    return tuple(texts)


def of_plan(identity: Identity, plan: Plan) -> Snapshot:
    """Freeze a plan with its legal basis, its partners and the actions of the shared compartment, in Dutch."""
    with translation.override(DOCUMENT):
        case = plan.case
        definition = Definition.objects.filter(pk=case.pk).first()
        shared = Action.objects.filter(case=case, compartment__kind=CompartmentKind.SHARED)
        actions = tuple(
            ActionPart(
                str(one.pk),
                one.title,
                one.owner.name,
                str(one.get_instrument_display()),
                one.due_on.isoformat(),
            )
            for one in shared.exclude(state=ActionState.DROPPED).select_related("owner")
        )
        return Snapshot(
            case.problem.title,
            _municipality(case),
            plan_texts(plan, definition),
            tuple(basis_of(identity, case)),
            tuple(partners_of(case)),
            actions,
        )


def basis_of(identity: Identity, case: Case) -> list[str]:
    """Say for each running source of personal data from whom, for which purpose and under which covenant."""
    purposes = law.load().words["purpose"]
    return [
        _("%(who)s: %(purpose)s, onder %(covenant)s")
        % {
            "who": one.organisation.name,
            "purpose": purposes[one.purpose].nl.lower(),
            "covenant": one.covenant.title,
        }
        for one in sources_of(identity, case.pk).filter(ended_at=None)
    ]


def partners_of(case: Case) -> list[str]:
    """Return the names of the organisations that take part now."""
    taking_part = Participation.objects.filter(case=case, ended_at=None).values("organisation")
    return list(
        Organisation.objects.filter(pk__in=taking_part).order_by("name").values_list("name", flat=True)
    )


def _municipality(case: Case) -> str:
    return str(case.municipality.name)
