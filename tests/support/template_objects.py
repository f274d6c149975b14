"""Objects of the room of theme templates, for tests that need one of each."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.standard import services as standard
from driehoek.theme_templates import services
from driehoek.theme_templates.files import built_in
from driehoek.theme_templates.models import Adoption, OwnTemplate
from driehoek.theme_templates.plan import plan
from driehoek.theme_templates.services import Choice, Taken
from driehoek.theme_templates.templates import Template


def ready(key: str = "nightlife") -> Template:
    """Return a template that comes along with Driehoek."""
    return Template(key, built_in()[key])


def take(identity: Identity, template: Template | None = None, **values: Any) -> Taken:
    """Take a template over with everything that is new, beginning today."""
    template = template or ready()
    found = plan(identity, template, partners=values.get("partners"))
    usual: dict[str, Any] = {
        "starts_on": timezone.localdate(),
        "chosen": frozenset(line.name for line in found.lines),
        "partners": found.partners,
        "owner": identity.person,
    }
    return services.adopt(identity=identity, template=template, choice=Choice(**(usual | values)))


def own_template(identity: Identity, *, published: bool = True, key: str = "burglary") -> OwnTemplate:
    """Make a template of the municipality's own as a copy, and publish it."""
    content = {**built_in()[key], "name": "Eigen aanpak inbraak"}
    made = services.make_template(identity=identity, content=content, copied_from=key)
    if published:
        services.publish(identity=identity, template=made, version=made.version)
    return made


def template_objects(identity: Identity) -> dict[str, uuid.UUID | int | str]:
    """Take the nightlife template over and make an own one; the names are those of the rights table."""
    adoption: Adoption = take(identity).adoption
    own, archived = own_template(identity), own_template(identity, key="traffic")
    services.archive(identity=identity, template=archived, version=archived.version)
    rule = standard.keep_rule(
        identity=identity,
        key="eigen-proef",
        version=0,
        values=standard.RuleValues(propose="complex", norms=("absolute",), fields=("living",), month=6),
    )
    return {
        "retyping_rule": rule.key,
        "adoption": adoption.pk,
        "template_step": adoption.steps.all()[0].pk,
        "own_template": own.pk,
        "archived_template": archived.pk,
        "template_part": "partners",
    }
