"""Briefings for the demo municipality: three that were sent, and one in the making."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.briefings import services
from driehoek.briefings.models import Briefing, Reader
from driehoek.briefings.proposals import propose_all
from driehoek.briefings.services import OwnLine
from driehoek.parties.models import Function, Person
from driehoek.position.models import Verdict

# Weeks ago, the week in one sentence, and the lines as the adviser wrote them.
SENT: Final = (
    (
        3,
        "Een rustige week; let op de avonden rond het plein.",
        (
            OwnLine(
                "Rond het plein was het vier avonden onrustig. De jongerenwerkers kennen de groep.",
                "overleg met jongerenwerk, verslag van woensdag",
                certainty="waarschijnlijk",
                from_whom="Jongerenwerk",
            ),
            OwnLine(
                "De proef met extra verlichting op het achterpad in de Vogelbuurt is begonnen.",
                "mededeling van de corporatie",
                certainty="bevestigd",
                from_whom="Woningcorporatie",
            ),
            OwnLine(
                "Zaterdag speelt de club thuis. De politie verwacht geen bijzonderheden.",
                "draaiboek thuiswedstrijden",
                certainty="bevestigd",
                from_whom="Politie",
            ),
        ),
    ),
    (
        2,
        "De inbraken vragen deze week uw aandacht.",
        (
            OwnLine(
                "Het aantal woninginbraken loopt op in twee wijken. De analist zoekt uit waarom.",
                "maandcijfers van de politie",
                certainty="waarschijnlijk",
                from_whom="Analist",
            ),
            OwnLine(
                "De bewonersavond over het hotel werd door zestig mensen bezocht. De sfeer was goed.",
                "verslag van de wijkmanager",
                certainty="bevestigd",
                from_whom="Wijkmanager",
            ),
            OwnLine(
                "De vergunning voor het winterfestijn ligt volgende week bij u voor.",
                "planning van de afdeling vergunningen",
                from_whom="Vergunningen",
            ),
        ),
    ),
    (
        1,
        "De jaarwisseling vraagt deze week uw aandacht; de rest loopt.",
        (
            OwnLine(
                "De driehoek spreekt donderdag over de jaarwisseling. De opzet van vorig jaar ligt voor.",
                "agenda van de driehoek",
                from_whom="Adviseur",
            ),
            OwnLine(
                "In het centrum bleef het na sluitingstijd rustig, voor de derde week op rij.",
                "weekbericht van de politie",
                certainty="bevestigd",
                from_whom="Politie",
            ),
        ),
    ),
)  # fmt: skip
READERS: Final = (Function.MAYOR, Function.DEPUTY)
READ: Final = {3: Verdict.USEFUL, 2: Verdict.USEFUL}


def make_briefings(municipality: uuid.UUID, people: dict[Function, Person]) -> list[Briefing]:
    """Send three briefings as the adviser, read and rated by the mayor, and begin the one of this week."""
    adviser, mayor = people[Function.SAFETY_ADVISER], people[Function.MAYOR]
    for weeks, lead, lines in SENT:
        made = _sent(municipality, adviser, people, weeks, lead, lines)
        if weeks in READ:
            with acting_as(person=mayor.pk, municipality=municipality) as identity:
                services.rate(identity=identity, briefing=made, verdict=READ[weeks])
    with acting_as(person=adviser.pk, municipality=municipality) as identity:
        making = services.begin(identity=identity)
        groups = propose_all(identity, timezone.now())
        chosen = [one for group in groups for one in group.proposals if one.chosen]
        services.take(identity=identity, briefing=making, proposals=chosen)
        return list(Briefing.objects.filter(municipality=municipality))


def _sent(
    municipality: uuid.UUID,
    adviser: Person,
    people: dict[Function, Person],
    weeks: int,
    lead: str,
    lines: tuple[OwnLine, ...],
) -> Briefing:
    """Make a briefing of an earlier week as it would have been sent on its Monday; no mail goes out for it."""
    moment = timezone.now() - timedelta(weeks=weeks)
    with acting_as(person=adviser.pk, municipality=municipality) as identity:
        made = Briefing.objects.create(
            municipality_id=municipality,
            week=Briefing.week_of(timezone.localtime(moment).date()),
            lead=lead,
            made_by=adviser,
            made_at=moment,
        )
        for line in lines:
            services.add_line(identity=identity, briefing=made, new=line)
        for function in READERS:
            Reader.objects.create(municipality_id=municipality, briefing=made, person=people[function])
        with connection.cursor() as cursor:
            cursor.execute("SELECT briefings_seal(%s)", [made.pk])
            (seal,) = cursor.fetchone()
        Briefing.objects.filter(pk=made.pk).update(sent_at=moment, sent_by=adviser, sha256=seal)
        made.refresh_from_db()
        return made
