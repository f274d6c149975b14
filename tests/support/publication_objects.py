"""Objects of the publications room, for tests that need one of each."""

from __future__ import annotations

import uuid
from typing import Any

from driehoek.access.identity import Identity, acting_as
from driehoek.parties.models import Function
from driehoek.problems.models import SafetyField, Theme
from driehoek.problems.services import ensure_theme
from driehoek.publications import services
from driehoek.publications.models import Audience, Edition, Publication
from tests.support.cast import Cast

TEXTS: dict[str, Any] = {
    "title": "Woninginbraak na de zomer",
    "asked": "Waarom stijgt het aantal inbraken?",
    "method": "Per maand geteld en vergeleken.",
    "sources": "Aangiften bij de politie.",
    "period": "januari tot en met augustus",
    "finding": "De stijging zit in twee buurten.",
    "comparison": "Andere buurten en dezelfde maanden vorig jaar.",
    "meaning": "Het lijkt één groep te zijn.",
    "advice": "Zet de wijkagent daar in.",
    "limits": "Niet alles wordt aangegeven.",
    "certainty_why": "De aantallen zijn klein.",
}


def draft_values(theme: Theme, **given: Any) -> dict[str, Any]:
    """Return the fields of a draft that is complete."""
    return TEXTS | {"theme": theme, "audience": Audience.FIGURES} | given


def write(cast: Cast, *, by: Function = Function.ANALYST, **given: Any) -> uuid.UUID:
    """Begin a complete analysis as someone who writes them."""
    with acting_as(person=cast.people[by].pk) as identity:
        theme = given.pop("theme", None) or any_theme(identity)
        return services.start(identity=identity, values=draft_values(theme, **given)).pk


def fresh(publication: uuid.UUID) -> Publication:
    """Read a publication again."""
    return Publication.objects.get(pk=publication)


def bring_out(cast: Cast, publication: uuid.UUID) -> Edition:
    """Offer as the analyst, check as the adviser, publish as the analyst."""
    people = cast.people
    with acting_as(person=people[Function.ANALYST].pk) as identity:
        found = fresh(publication)
        services.offer(identity=identity, publication=found, version=found.version)
    with acting_as(person=people[Function.SAFETY_ADVISER].pk) as identity:
        found = fresh(publication)
        services.approve(identity=identity, publication=found, version=found.version)
    with acting_as(person=people[Function.ANALYST].pk) as identity:
        found = fresh(publication)
        return services.publish(identity=identity, publication=found, version=found.version)


def any_theme(identity: Identity) -> Theme:
    """Return a theme to write about."""
    return ensure_theme(municipality=identity.municipality, field=SafetyField.LIVING, path=("Woninginbraak",))


def publication_objects(cast: Cast) -> dict[str, uuid.UUID | int | str]:
    """Make one in each state; the names are those of the rights table. What the analyst offers, the adviser checks."""
    draft, offered, out = (write(cast, title=f"Analyse {n}") for n in range(3))
    with acting_as(person=cast.people[Function.ANALYST].pk) as identity:
        found = fresh(offered)
        services.offer(identity=identity, publication=found, version=found.version)
    edition = bring_out(cast, out)
    return {
        "draft_publication": draft,
        "offered_publication": offered,
        "publication": out,
        "publication_edition": edition.number,
        "publication_figure": uuid.uuid4(),
    }
