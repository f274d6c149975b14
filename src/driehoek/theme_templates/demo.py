"""Templates in the demo municipality: nightlife half-way its seven steps, burglary taken over, and one of its own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines.calendar import at_local
from driehoek.standard.models import NormType
from driehoek.theme_templates import services
from driehoek.theme_templates.checking import Content
from driehoek.theme_templates.files import built_in
from driehoek.theme_templates.models import Adoption, MadeKind, OwnTemplate
from driehoek.theme_templates.plan import plan
from driehoek.theme_templates.services import Choice
from driehoek.theme_templates.templates import Template

# Orientation, initiative and analysis take eighteen weeks together, so the plan is at hand.
NIGHTLIFE_BEGAN: Final = timedelta(weeks=20)
BURGLARY_BEGAN: Final = timedelta(weeks=5)
FESTIVAL: Final = timedelta(weeks=9)
NOTES: Final = (
    "De startnotitie is besproken in de driehoek. Horeca en politie doen mee.",
    "Intentieverklaring getekend. De werkgroep heeft zes leden.",
    "De analyse ligt er: twee straten en het uur na sluitingstijd vallen op. Bezoekers geven een 6,4.",
)
# The demo's agenda is made elsewhere, and a norm without figures would say nothing in a demonstration.
WITH_FIGURES: Final = frozenset({NormType.SIGNAL, NormType.PROCESS})
FAIR: Final = {
    "name": "Najaarskermis Voorbeeldstad",
    "theme": ["Veilige evenementen", "Najaarskermis"],
    "purpose": "Elk jaar dezelfde kermis, met minder vergaderen en op tijd een besluit.",
}


def make_templates(identity: Identity) -> list[Adoption]:
    """Take two templates over and make an own one.

    Args:
        identity: the safety adviser of the demo municipality.
    """
    nightlife = _take(identity, "nightlife", NIGHTLIFE_BEGAN)
    steps = nightlife.steps.select_related("deadline").order_by("place")
    for step, note in zip(list(steps), NOTES, strict=False):
        services.close_step(
            identity=identity, step=step, version=step.version, note=note, at=_afternoon(step.due_on)
        )
    burglary = _take(identity, "burglary", BURGLARY_BEGAN)
    first = burglary.steps.select_related("deadline").order_by("place")[0]
    services.close_step(
        identity=identity,
        step=first,
        version=first.version,
        note="Het beeld per buurt is besproken met de politie en de corporatie.",
        at=_afternoon(first.due_on),
    )
    _own(identity)
    return [nightlife, burglary]


def _take(identity: Identity, key: str, began: timedelta) -> Adoption:
    template = Template(key, built_in()[key])
    found = plan(identity, template)
    chosen = frozenset(
        line.name
        for line in found.lines
        if line.kind is not MadeKind.POINT
        and (line.kind is not MadeKind.NORM or NormType(line.row["type"]) in WITH_FIGURES)
    )
    today = timezone.localdate()
    choice = Choice(
        starts_on=today - began,
        chosen=chosen,
        partners=found.partners,
        dates={"festival": today + FESTIVAL},
        owner=identity.person,
    )
    return services.adopt(identity=identity, template=template, choice=choice).adoption


def _own(identity: Identity) -> OwnTemplate:
    """Make the municipality's own template, published once and changed since."""
    content: Content = {**built_in()["events"], **FAIR}
    made = services.make_template(identity=identity, content=content, copied_from="events")
    services.publish(identity=identity, template=made, version=made.version)
    changed: dict[str, Any] = {
        "questions": [*content["questions"], "Is de buurt op tijd gehoord over geluid en afval?"]
    }
    services.change_template(identity=identity, template=made, version=made.version, values=changed)
    return made


def _afternoon(day: date) -> datetime:
    """Return an hour of a day that has passed."""
    return min(at_local(day, time(15, 0)), timezone.now())
