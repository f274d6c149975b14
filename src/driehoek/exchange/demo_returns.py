"""Returns and what was told by word of mouth in the demo municipality: made up, and dated from today (OM06, OM07)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Detail, Measure, ReturnNotice
from driehoek.exchange.services import oral, returns
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import NewProvision
from driehoek.parties.models import Function, Organisation, OrganisationKind, Person
from driehoek.problems.models import Theme

Parties = Mapping[str, Organisation]
QUESTION: Final = "Welke onrust verwacht u in de wijk bij deze terugkeer, en wat helpt daartegen?"


def make_returns(
    home: uuid.UUID,
    people: Mapping[Function, Person],
    theme: Theme,
    parties: Parties,
    told: Mapping[str, Any],
) -> None:
    """Write down three returns and two talks: one decided, one ready to decide, one new; one allowed, one not.

    Args:
        home: the demo municipality.
        people: who holds which function there.
        theme: of all of them.
        parties: the organisations there, by kind.
        told: what a prosecutor confirms about what may be told.
    """
    today = timezone.localdate()

    def acting(function: Function) -> Any:
        return acting_as(person=people[function].pk, municipality=home)

    with acting(Function.SAFETY_ADVISER) as identity:
        days = ((40, -5), (12, 18), (1, 75))
        town, police = parties[OrganisationKind.MUNICIPALITY], parties[OrganisationKind.POLICE]
        decided, ready, _new = (
            returns.register_notice(
                identity=identity,
                recipient=town,
                new=_notice(police, theme, today - timedelta(days=ago), today + timedelta(days=ahead)),
            )
            for ago, ahead in days
        )
        for notice in (decided, ready):
            risk = "Slachtoffers wonen in dezelfde wijk. Bij het proces was er onrust op straat."
            returns.weigh(identity=identity, notice=notice, version=notice.version, order_risk=risk)
        asked = returns.ask_advice(identity=identity, notice=ready, organisation=police, question=QUESTION)
    with acting(Function.TEAM_CHIEF) as identity:
        words = "Wij verwachten onrust in de eerste week. Extra toezicht en een gesprek met de buurt helpen."
        returns.give_advice(identity=identity, advice=asked, version=asked.version, words=words)
    with acting(Function.MAYOR) as identity:
        decided = ReturnNotice.objects.select_related("provision").get(pk=decided.pk)
        returns.decide_measure(
            identity=identity,
            notice=decided,
            version=decided.version,
            measure=Measure.MEASURE,
            words="Toezicht in de wijk en een vast aanspreekpunt voor de buurt, zolang er onrust is.",
            until=today + timedelta(days=85),
        )
    with acting(Function.PROSECUTOR) as identity:
        for purpose, title in (
            ("openbare_orde", "Telefoon over een vrijlating rond het plein"),
            ("openbaarheid", "Gesprek over een zaak na een overleg"),
        ):
            oral.record_told(
                identity=identity,
                new=NewProvision(
                    recipient=town,
                    theme=theme,
                    title=title,
                    purpose=purpose,
                    subject="verdachte",
                    data_categories=("strafvorderlijke_gegevens",),
                    keep_until=today + timedelta(days=90),
                    facts=told,
                ),
                told_at=timezone.now() - timedelta(hours=3),
                parts=[
                    NewPart(Detail.ESSENTIALS, "Verteld in deze verzonnen zaak: vrijdag komt iemand vrij.")
                ],
            )


def _notice(giver: Organisation, theme: Theme, received_on: date, returns_on: date) -> returns.NewNotice:
    return returns.NewNotice(
        giver=giver,
        received_on=received_on,
        theme=theme,
        facts={
            "final_decision": "conviction_irrevocable",
            "return_offence_ground": "listed_offence",
            "juvenile_law_applied": False,
            "date_return": returns_on.isoformat(),
            "recipient_task_named": True,
        },
        text="Een verzonnen persoon komt na een verzonnen straf terug naar de Verzonnen Kade.",
        about=f"verzonnen-{returns_on.isoformat()}",
    )
