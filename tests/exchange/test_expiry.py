"""The end of a provision: warned of before, destroyed on its day, found nowhere in the database afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.exchange import crypt
from driehoek.exchange.models import Detail, Part, PartKey, PartReading, Provision, ProvisionState
from driehoek.exchange.queries import provisions as reading
from driehoek.exchange.services import provisions, receiving
from driehoek.exchange.services.expiring import EXPIRY, WARN_DAYS, expire_due, warn_of_expiry
from driehoek.exchange.services.parts import NewPart
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from driehoek.position.services import expire_items
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.giving import drafted, released

pytestmark = pytest.mark.django_db
MARK = "KIEVITSBLOEM-7731"


def ended(cast: Cast, given: Provision) -> None:
    """Let a provision reach its day: it is shortened to today, and the night's work runs."""
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        given.refresh_from_db()
        provisions.shorten(
            identity=identity, provision=given, version=given.version, keep_until=timezone.localdate()
        )
    with acting_as_system(municipality=cast.home.pk):
        assert expire_due(municipality=cast.home.pk) == 1
        assert expire_due(municipality=cast.home.pk) == 0


def everything() -> bytes:
    """Every column of every row of every table that this session can reach, as text; binary columns as they are."""
    found = bytearray()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT has_table_privilege(current_user, 'public.{table}', 'SELECT')")
            if cursor.fetchone() == (True,):
                cursor.execute(f"SELECT t FROM (SELECT * FROM {table}) s, LATERAL (SELECT s::text) x (t)")
                for (row,) in cursor.fetchall():
                    found += row.encode()
    return bytes(found)


def hidden_in(haystack: bytes, text: str) -> bool:
    """Whether a text stands in it, as it is, as hexadecimal or as base64."""
    import base64

    raw = text.encode()
    return any(form in haystack for form in (raw, raw.hex().encode(), base64.b64encode(raw)[:-4]))


def test_on_its_day_the_text_is_gone_for_everyone_and_what_happened_stays(cast: Cast, theme: Theme) -> None:
    text = f"{MARK} staat op 3 december terecht."
    given = released(
        cast, theme, parts=[NewPart(Detail.HEADLINE, text), NewPart(Detail.EXTRACT, text, let_go=False)]
    )
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        part = Part.objects.select_related("provision__recipient").get(detail=Detail.HEADLINE)
        assert receiving.read_part(identity=identity, part=part) == text
    body, wrapped = bytes(part.body or b""), b""
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        wrapped = bytes(PartKey.objects.get(part=part).wrapped)
        assert body.hex().encode() in everything()
    ended(cast, given)

    for function in (Function.MAYOR, Function.PROSECUTOR):
        with acting_as(person=cast.people[function].pk) as identity:
            assert not PartKey.objects.exists()
            for one in Part.objects.all():
                assert (one.body, one.nonce) == (None, None)
                assert one.destroyed_at is not None
            found = reading.provision_or_none(identity, given.pk)
            assert found is not None
            assert (found.state, found.title) == (ProvisionState.EXPIRED, given.title)
            assert PartReading.objects.get().person_id == cast.people[Function.MAYOR].pk
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        for one in Part.objects.select_related("provision"):
            with pytest.raises(crypt.UnreadableError):
                receiving.own_text(identity=identity, part=one)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        (gone,) = Part.objects.select_related("provision__recipient")
        with pytest.raises(receiving.NotReadableError, match="ended"):
            receiving.read_part(identity=identity, part=gone)
    for function in (Function.MAYOR, Function.PROSECUTOR, Function.DPO, Function.SAFETY_ADVISER):
        with acting_as(person=cast.people[function].pk):
            all_of_it = everything()
        assert not hidden_in(all_of_it, MARK)
        assert body.hex().encode() not in all_of_it
        assert wrapped.hex().encode() not in all_of_it


def test_the_ledger_says_that_it_ended_and_nothing_of_what_it_was(cast: Cast, theme: Theme) -> None:
    given = released(cast, theme, parts=[NewPart(Detail.HEADLINE, f"{MARK} is aangehouden.")])
    ended(cast, given)
    with acting_as_system(municipality=cast.home.pk):
        lines = Event.objects.filter(subject=given.pk).values_list("action", "data")
        assert ("exchange:provision:expired", '{"parts":1}') in list(lines)
        assert not any(MARK in data or given.title in data for _action, data in lines)


def test_the_position_closes_its_own_item_on_the_same_day(cast: Cast, theme: Theme) -> None:
    given = released(cast, theme)
    with acting_as(person=cast.people[Function.MAYOR].pk):
        from driehoek.position.models import Item

        item = Item.objects.get(pk=given.item_id)
        assert item.text == ""
        assert item.expires_on == given.keep_until
    with acting_as_system(municipality=cast.home.pk):
        assert expire_items(municipality=cast.home.pk, on=given.keep_until) == 1


def test_the_receiver_is_warned_once_a_fortnight_before(cast: Cast, theme: Theme) -> None:
    today = timezone.localdate()
    soon = released(cast, theme, keep_until=today + timedelta(days=WARN_DAYS))
    later = released(cast, theme, keep_until=today + timedelta(days=WARN_DAYS + 1))
    with acting_as_system(municipality=cast.home.pk):
        assert warn_of_expiry(municipality=cast.home.pk) == 1
        assert warn_of_expiry(municipality=cast.home.pk) == 0
    with acting_as(person=cast.people[Function.MAYOR].pk):
        (due,) = Deadline.objects.filter(kind=EXPIRY)
        assert due.subject == soon.pk
        assert due.subject != later.pk
    ended(cast, soon)
    with acting_as(person=cast.people[Function.MAYOR].pk):
        due.refresh_from_db()
        assert due.state == DeadlineState.MET


def test_a_draft_that_nobody_threw_away_is_emptied_on_its_day_too(cast: Cast, theme: Theme) -> None:
    left = drafted(cast, theme, keep_until=timezone.localdate())
    thrown = drafted(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        provisions.drop_provision(identity=identity, provision=thrown, version=thrown.version)
        assert Part.objects.get(provision=thrown).body is None
    with acting_as_system(municipality=cast.home.pk):
        assert expire_due(municipality=cast.home.pk) == 1
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        assert not PartKey.objects.exists()
        left.refresh_from_db()
        assert left.state == ProvisionState.DROPPED
