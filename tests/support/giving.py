"""What tests of the giving side need: a request that waits, and forms filled in as a browser fills them in."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Detail, Provision, Request
from driehoek.exchange.services import provisions
from driehoek.exchange.services import requests as services
from driehoek.exchange.services.parts import NewPart
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.problems.models import Theme
from tests.support.cast import Cast

# What a prosecutor confirms about a convicted person of whom disorder is expected (wjsg-39f-1b).
ANSWERS = {
    "serious_disorder_expected": True,
    "whole_file": False,
    "weighty_interest_stated": True,
    "others_traceable": False,
    "recipient_own_ground": True,
    "proportionate": True,
    "minimised": True,
    "final_decision": "conviction_irrevocable",
}
POSTED = {
    f"fact-{key}": {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
    for key, value in ANSWERS.items()
}
TEXT = "De heer Verzonnen staat op 3 december terecht."


class _Form(HTMLParser):
    """The fields of the form that holds the marker, with what a browser would send."""

    def __init__(self, marker: str) -> None:
        super().__init__()
        self.marker, self.inside, self.fields = marker, False, {}
        self._area = self._select = ""
        self._first = ""

    fields: dict[str, Any]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = self.marker in given or given.get("class") == self.marker
        if not self.inside:
            return
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "select":
            self._select, self._first = name, ""
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.fields):
            self.fields[self._select] = value
        elif tag == "input" and name:
            self._input(given.get("type") or "text", name, value, "checked" in given)

    def _input(self, kind: str, name: str, value: str, checked: bool) -> None:
        if kind == "checkbox":
            if checked:
                self.fields.setdefault(name, []).append(value)
        elif kind != "radio" or checked:
            self.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data.lstrip("\n")


def fields_of(page: str, marker: str = "data-judging") -> dict[str, Any]:
    """Return what a browser would send of a form as it stands on the page, without its buttons."""
    form = _Form(marker)
    form.feed(page)
    assert form.fields, f"no form with {marker}"
    form.fields.pop("csrfmiddlewaretoken", None)
    return form.fields


def posted(client: Client, address: str, marker: str = "dh-form", **changes: Any) -> Any:
    """Open a page, change its form and send it."""
    page = client.get(address).content.decode()
    return client.post(address, fields_of(page, marker) | changes)


def organisation(kind: OrganisationKind, cast: Cast) -> Organisation:
    """Return an organisation of the home municipality; call it while acting as someone there."""
    return Organisation.objects.get(municipality=cast.home, kind=kind)


def submitted(cast: Cast, theme: Theme, **changes: Any) -> Request:
    """Return a request of the municipality that waits at the prosecution service."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        values: dict[str, Any] = {
            "to_organisation": organisation(OrganisationKind.PROSECUTION, cast),
            "theme": theme,
            "due_at": timezone.now() + timedelta(days=3),
            "purpose": "openbare_orde",
            "subject": "verdachte",
            "data_categories": ["strafvorderlijke_gegevens"],
            "decision_for": "Toezicht op het plein",
            "necessity": "Bewoners kondigen een actie aan.",
            "what": "Is er deze maand een zitting, en wanneer?",
            "detail": Detail.ESSENTIALS,
        }
        made = services.draft_request(identity=identity, new=services.NewRequest(**(values | changes)))
        return services.submit_request(identity=identity, request=made, version=made.version)


def drafted(
    cast: Cast, theme: Theme, *, function: Function = Function.PROSECUTOR, **changes: Any
) -> Provision:
    """Return a draft that nobody asked for, with a headline; of the prosecution service unless told otherwise."""
    parts = changes.pop("parts", [NewPart(Detail.HEADLINE, TEXT)])
    with acting_as(person=cast.people[function].pk) as identity:
        values: dict[str, Any] = {
            "recipient": organisation(OrganisationKind.MUNICIPALITY, cast),
            "theme": theme,
            "title": "Zitting in een zaak rond het plein",
            "purpose": "openbare_orde",
            "subject": "verdachte",
            "data_categories": ["strafvorderlijke_gegevens"],
            "keep_until": timezone.localdate() + timedelta(days=60),
            "kind": "unprompted",
            "readers": ["mayor", "deputy"],
            "facts": ANSWERS,
        }
        new = provisions.NewProvision(**(values | changes))
        return provisions.draft_provision(identity=identity, new=new, parts=parts)


def released(cast: Cast, theme: Theme, **changes: Any) -> Provision:
    """Return a provision that was let go."""
    draft = drafted(cast, theme, **changes)
    with acting_as(person=cast.people[changes.get("function", Function.PROSECUTOR)].pk) as identity:
        return provisions.release(
            identity=identity,
            provision=draft,
            version=draft.version,
            facts={"record_written": True, "secrecy_notice": True},
        )
