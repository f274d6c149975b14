"""The register: the same number of questions however long, no names in what leaves the house."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.deadlines.kinds import describe_all
from driehoek.deadlines.models import Deadline
from driehoek.exports import tables
from driehoek.measures.models import PoliceReport
from driehoek.parties.models import Function
from tests.support.cases import make_case
from tests.support.cast import Cast
from tests.support.measure_objects import SECRET, as_person, closure, filed, go, placed

pytestmark = pytest.mark.django_db


def count(cast: Cast, *addresses: str) -> list[int]:
    mayor, found = cast.client(Function.MAYOR), []
    for address in addresses:
        mayor.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert mayor.get(address).status_code == 200
        found.append(len(queries))
    return found


def test_the_register_asks_no_more_of_ten_than_of_one_and_tells_no_names(cast: Cast) -> None:
    made = make_case(cast)
    first = closure(cast, made)
    addresses = (reverse("measures:register") + "?toon=alles", reverse("measures:of_case", args=[made.id]))
    one = count(cast, *addresses)
    for number in range(9):
        closure(cast, made, title=f"Sluiting {number}", kind="closure_174a" if number % 2 else "closure_13b")
    assert count(cast, *addresses) == one
    go(cast, first, "intend")

    table = tables.find("measures")
    assert table is not None
    with as_person(cast, Function.MAYOR) as identity:
        lines = list(table.rows(identity, {"toon": "alles", "soort": "closure_13b"}))
    assert len(lines) == 6
    assert SECRET not in str(lines)
    mayor = cast.client(Function.MAYOR)
    listed = mayor.get(reverse("measures:register") + "?soort=closure_174a").content.decode()
    assert "Sluiting 1" in listed
    assert "Sluiting 2" not in listed


def test_due_dates_say_what_is_due_without_what_a_reader_may_not_see(cast: Cast) -> None:
    made = make_case(cast)
    report = placed(cast, made, filed(cast))
    measure = closure(cast, made)
    go(cast, measure, "intend")
    with as_person(cast, Function.MAYOR) as identity:
        rows = list(Deadline.objects.filter(kind__startswith="measures."))
        words = {row.kind: describe_all(identity, rows)[row.pk] for row in rows}
        assert report.reference not in str(words)
        assert measure.title in words["measures.clock"].title
        assert not PoliceReport.objects.exists()
    with as_person(cast, Function.SAFETY_ADVISER) as identity:
        told = describe_all(identity, rows)
        assert report.reference in str(told)
