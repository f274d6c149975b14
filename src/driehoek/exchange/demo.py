"""What the exchange holds in the demo municipality: one of everything, recognisably made up, dated from today."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.exchange.demo_agreed import make_agreed
from driehoek.exchange.demo_returns import make_returns
from driehoek.exchange.models import Detail, Kind, Part, Provision, Request, Ruling
from driehoek.exchange.services import provisions, receiving
from driehoek.exchange.services import requests as services
from driehoek.exchange.services.expiring import expire_due
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.urgent import FRAMES, PURPOSE, ready_proposal
from driehoek.parties.models import Function, Organisation, OrganisationKind, Person
from driehoek.problems.models import SafetyField, Theme
from driehoek.problems.services import ensure_theme

People = Mapping[Function, Person]
THEME: Final = (SafetyField.LIVING, ("Drugsoverlast",))
READERS: Final = ("mayor", "deputy", "safety_adviser")
# What a prosecutor confirms of someone who was convicted and of whom disorder is expected (wjsg-39f-1b).
CONFIRMED: Final = {
    "serious_disorder_expected": True,
    "whole_file": False,
    "weighty_interest_stated": True,
    "others_traceable": False,
    "recipient_own_ground": True,
    "proportionate": True,
    "minimised": True,
    "final_decision": "conviction_irrevocable",
}
AT_RELEASE: Final = dict.fromkeys(provisions.AT_RELEASE, True)


@dataclass(frozen=True)
class Asked:
    """A request of the demo.

    Attributes:
        days: in how many days an answer is needed.
    """

    decision_for: str
    necessity: str
    what: str
    purpose: str = PURPOSE
    detail: str = Detail.ESSENTIALS
    days: int = 3
    urgent: bool = False


WAITING: Final = Asked(
    decision_for="Wel of geen extra toezicht op het Voorbeeldplein",
    necessity="Bewoners kondigen een bijeenkomst aan. Zonder de datum weet ik niet wanneer toezicht nodig is.",
    what="Is er deze maand een zitting in de zaak rond het Voorbeeldplein, en op welke dag?",
    days=2,
)
IN_PART: Final = Asked(
    decision_for="Sluiting van een pand aan de Verzonnen Kade",
    necessity="Voor het besluit moet vaststaan of er nog onrust bij het pand te verwachten is.",
    what="Wat is er sinds de aanhouding bekend dat voor de orde rond het pand van belang is?",
)
REFUSED: Final = Asked(
    decision_for="Gesprek met de buurt rond de Fictielaan",
    necessity="De buurt vraagt wat er gebeurd is.",
    what="Wie zijn er verhoord in de zaak rond de Fictielaan?",
    detail=Detail.EXTRACT,
)
ENDED: Final = Asked(
    decision_for="Noodbevel bij een demonstratie",
    necessity="De route liep langs het huis van een betrokkene.",
    what="Is er op de dag van de demonstratie een zitting?",
    detail=Detail.HEADLINE,
)


@dataclass
class Stage:
    """Who and what the demo's exchange is made with."""

    home: uuid.UUID
    people: People
    theme: Theme
    parties: dict[str, Organisation] = field(default_factory=dict)

    def acting(self, function: Function) -> Any:
        """Act as who holds a function in the demo municipality."""
        return acting_as(person=self.people[function].pk, municipality=self.home)


def make_exchange(home: uuid.UUID, people: People) -> None:
    """Ask, give, refuse, receive and let end: what a mayor and a prosecutor would want to see.

    Args:
        home: the demo municipality.
        people: who holds which function there.
    """
    field_, path = THEME
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=home):
        theme = ensure_theme(municipality=home, field=field_, path=path)
        parties = {one.kind: one for one in Organisation.objects.filter(municipality=home)}
    stage = Stage(home, people, theme, parties)
    _ended(stage)
    _refused(stage)
    _in_part(stage)
    _to_confirm(stage)
    _ask(stage, WAITING)
    make_agreed(home, people, theme, parties)
    make_returns(home, people, theme, parties, CONFIRMED)


def _ask(stage: Stage, asked: Asked) -> Request:
    with stage.acting(Function.SAFETY_ADVISER) as identity:
        new = services.NewRequest(
            from_organisation=stage.parties[OrganisationKind.MUNICIPALITY],
            to_organisation=stage.parties[OrganisationKind.PROSECUTION],
            theme=stage.theme,
            due_at=timezone.now() + timedelta(days=asked.days),
            purpose=asked.purpose,
            subject="verdachte",
            data_categories=("strafvorderlijke_gegevens",),
            decision_for=asked.decision_for,
            necessity=asked.necessity,
            what=asked.what,
            detail=asked.detail,
            urgent=asked.urgent,
        )
        request = services.draft_request(identity=identity, new=new)
        return services.submit_request(identity=identity, request=request, version=request.version)


def _answer(
    stage: Stage, request: Request, *, title: str, parts: Sequence[NewPart], ruling: str, words: str = ""
) -> Provision:
    """Give on a request and rule on it, as the prosecutor does on one screen."""
    with stage.acting(Function.PROSECUTOR) as identity:
        services.take_up(identity=identity, request=request)
        given = _give(
            identity,
            recipient=request.from_organisation,
            theme=stage.theme,
            title=title,
            request=request,
            purpose=request.purpose,
            subject=request.subject,
            data_categories=request.data_categories,
            facts=CONFIRMED,
            conditions="Bel de officier voordat u hier in het openbaar iets over zegt.",
            about="verzonnen betrokkene",
            parts=parts,
        )
        services.rule(
            identity=identity,
            request=request,
            version=request.version,
            ruling=ruling,
            words=words,
            refusal_grounds=("investigation",) if words else (),
            provision=given,
        )
    return given


def _give(identity: Identity, *, parts: Sequence[NewPart], **values: Any) -> Provision:
    usual: dict[str, Any] = {
        "keep_until": timezone.localdate() + timedelta(days=60),
        "readers": READERS,
    }
    new = provisions.NewProvision(**(usual | values))
    draft = provisions.draft_provision(identity=identity, new=new, parts=parts)
    return provisions.release(identity=identity, provision=draft, version=draft.version, facts=AT_RELEASE)


def _ended(stage: Stage) -> None:
    """One that was given, read, used and came to its end: what is left is that it was there."""
    given = _answer(
        stage,
        _ask(stage, ENDED),
        title="Zitting op de dag van een demonstratie",
        parts=[NewPart(Detail.HEADLINE, "Op die dag is er geen zitting in deze verzonnen zaak.")],
        ruling=Ruling.GRANT,
    )
    today = timezone.localdate()
    with stage.acting(Function.MAYOR) as identity:
        part = Part.objects.select_related("provision__recipient").get(provision=given)
        receiving.read_part(identity=identity, part=part)
        receiving.confirm_provision(identity=identity, provision=part.provision)
        use = receiving.NewUse("Geen noodbevel gegeven", today, feedback="Hielp om de route vrij te geven.")
        receiving.record_use(identity=identity, provision=part.provision, new=use)
    _end_today(stage, given, today)


def _end_today(stage: Stage, given: Provision, today: date) -> None:
    with stage.acting(Function.PROSECUTOR) as identity:
        given.refresh_from_db()
        provisions.shorten(identity=identity, provision=given, version=given.version, keep_until=today)
    with acting_as_system(municipality=stage.home):
        expire_due(municipality=stage.home)


def _refused(stage: Stage) -> None:
    request = _ask(stage, REFUSED)
    with stage.acting(Function.PROSECUTOR) as identity:
        services.rule(
            identity=identity,
            request=request,
            version=request.version,
            ruling=Ruling.REFUSE,
            words="Wie verhoord is, hoort bij het onderzoek. Wel kan: de dag van de zitting, zodra die vaststaat.",
            refusal_grounds=("investigation", "lighter"),
        )


def _in_part(stage: Stage) -> None:
    """The headline now, the essentials tomorrow morning, the extract kept back (OM10)."""
    _answer(
        stage,
        _ask(stage, IN_PART),
        title="Ontwikkeling in de zaak rond een pand",
        parts=[
            NewPart(Detail.HEADLINE, "De verdachte in deze verzonnen zaak komt deze week vrij."),
            NewPart(
                Detail.ESSENTIALS,
                "De verzonnen verdachte komt vrijdag vrij en mag niet in de buurt van het pand komen.",
                embargo_until=_tomorrow_morning(),
            ),
            NewPart(
                Detail.EXTRACT, "Uit de verzonnen beschikking: een gebiedsverbod van een maand.", let_go=False
            ),
        ],
        ruling=Ruling.PART,
        words="De namen van getuigen kan ik niet geven: dat raakt het onderzoek.",
    )


def _tomorrow_morning() -> datetime:
    at = timezone.localtime() + timedelta(days=1)
    return at.replace(hour=9, minute=0, second=0, microsecond=0)


def _to_confirm(stage: Stage) -> None:
    """What the police told unasked; the mayor still has to confirm it."""
    frame = {
        "provider": "politie",
        "recipient": "burgemeester",
        "purpose": PURPOSE,
        "frequency": "incidental",
        "trigger": "unprompted",
        **FRAMES["politie"],
    }
    ready = ready_proposal(
        {key: list(value) if isinstance(value, tuple) else value for key, value in frame.items()}
    )
    with stage.acting(Function.TEAM_CHIEF) as identity:
        _give(
            identity,
            kind=Kind.UNPROMPTED,
            recipient=stage.parties[OrganisationKind.MUNICIPALITY],
            theme=stage.theme,
            title="Aanhouding in de wijk, onrust mogelijk",
            purpose=PURPOSE,
            subject=ready["subject"],
            data_categories=ready["data_categories"],
            wpg_processing=ready["wpg_processing"],
            facts=ready["facts"],
            parts=[
                NewPart(
                    Detail.HEADLINE, "Vanmiddag is in deze verzonnen zaak iemand aangehouden bij het plein."
                )
            ],
        )
