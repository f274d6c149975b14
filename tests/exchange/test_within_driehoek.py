"""What the prosecutor marks as not to leave the driehoek, does not (CR14)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Kind, Provision
from driehoek.exchange.services import provisions
from driehoek.exchange.services.provision_values import NewProvision, ReleaseError
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.giving import POSTED, TEXT, fields_of, posted, submitted

pytestmark = pytest.mark.django_db
TICKS = {"record_written": "on", "secrecy_notice": "on"}


def given(cast: Cast, theme: Theme) -> Provision:
    """A provision that its giver keeps within the driehoek, through the screen."""
    asked = submitted(cast, theme)
    prosecutor = cast.client(Function.PROSECUTOR)
    judge = reverse("exchange:judge", args=[asked.pk])
    typed = fields_of(prosecutor.get(judge).content.decode()) | POSTED
    typed |= {
        "ruling": "grant",
        "part-headline_text": TEXT,
        "along-title": "Ontwikkeling in de zaak",
        "along-within_driehoek": "on",
        "along-readers": ["mayor", "safety_adviser"],
        "decide": "1",
    }
    decide = prosecutor.post(judge, typed).headers["Location"]
    assert "MAG DE DRIEHOEK NIET UIT" in prosecutor.get(decide).content.decode()
    assert posted(prosecutor, decide, **TICKS).status_code == 302
    with acting_as(person=cast.people[Function.MAYOR].pk):
        return Provision.objects.select_related("recipient", "giver", "theme").get(request=asked)


def new_for(found: Provision, to: Organisation, **values: object) -> NewProvision:
    """What the receiver would pass on."""
    return NewProvision(
        recipient=to,
        theme=found.theme,
        title="Doorgegeven",
        purpose=found.purpose,
        subject=found.subject,
        data_categories=found.data_categories,
        keep_until=timezone.localdate() + timedelta(days=5),
        kind=Kind.ONWARD,
    ).with_values(**values)


@pytest.mark.story("CR14")
def test_the_mark_stands_on_it_and_it_goes_on_to_nobody_outside(cast: Cast, theme: Theme) -> None:
    found = given(cast, theme)
    assert found.within_driehoek
    adviser = cast.client(Function.SAFETY_ADVISER)
    page = adviser.get(reverse("exchange:received", args=[found.pk])).content.decode()
    assert "mag de driehoek niet uit" in page
    onward = adviser.get(reverse("exchange:pass_on", args=[found.pk])).content.decode()
    assert "Politie" in onward
    for kind in (OrganisationKind.HOUSING, OrganisationKind.SAFETY_HOUSE):
        assert str(kind.label) not in onward.split("<main")[1]
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        outside = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.SAFETY_HOUSE)
        police = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.POLICE)
        with pytest.raises(ReleaseError, match="driehoek"):
            provisions.pass_on(identity=identity, provision=found, to=outside, new=new_for(found, outside))
        # The mark travels: whoever passes it on within the driehoek cannot take it off.
        kept = provisions.pass_on(identity=identity, provision=found, to=police, new=new_for(found, police))
        assert kept.within_driehoek


def test_the_database_holds_it_against_anyone(cast: Cast, theme: Theme) -> None:
    found = given(cast, theme)
    statements = (
        "UPDATE exchange_provision SET within_driehoek = false WHERE id = %s",
        (
            "UPDATE exchange_provision SET recipient_id = (SELECT id FROM parties_organisation"
            " WHERE kind = 'housing' LIMIT 1) WHERE id = %s"
        ),
    )
    for function in (Function.PROSECUTOR, Function.SAFETY_ADVISER):
        for statement in statements:
            with acting_as(person=cast.people[function].pk):
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute(statement, [found.pk])
                        assert cursor.rowcount == 0
                except DatabaseError:
                    continue
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        outside = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.SAFETY_HOUSE)
        wanted = new_for(found, outside, onward_of=found, giver=found.recipient)
        with pytest.raises(DatabaseError), transaction.atomic():
            provisions.draft_provision(identity=identity, new=wanted)
