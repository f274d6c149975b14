"""The definition and its decision, the plan and its editions, the picture and the products (CX06, CX07, CX12)."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.approach import differences, offers, requirements, services, snapshot
from driehoek.approach.models import GroupPicture, Plan, PlanEdition, Prioritisation
from driehoek.approach.services.plan import FIELDS as PLAN_FIELDS
from driehoek.cases.requirements import check
from driehoek.deadlines.models import Deadline
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Function
from tests.support.approach_objects import (
    DEFINITION,
    make_action,
    make_definition,
    make_plan,
    organisation_of,
)
from tests.support.cases import MadeCase
from tests.support.cast import Cast

DIRECTOR, PARTNER, MAYOR = Function.CASE_DIRECTOR, Function.PARTNER, Function.MAYOR
ADVISER, GUEST = Function.SAFETY_ADVISER, Function.GUEST


def sent_definition(**changes: str) -> dict[str, str]:
    """The form of a complete definition, as a browser sends it."""
    said = {name: text for name, text in DEFINITION.items() if isinstance(text, str)}
    for number, one in enumerate(DEFINITION["options"], start=1):
        said |= {f"option_{number}": one["option"], f"consequence_{number}": one["consequence"]}
    return said | {"version": "0"} | changes


@pytest.mark.story("CX06")
def test_the_driehoek_prioritises_on_one_page_with_advice(cast: Cast, made: MadeCase) -> None:
    director, adviser, mayor = (cast.client(one) for one in (DIRECTOR, ADVISER, MAYOR))
    change = reverse("approach:definition_change", args=[made.id])
    page, offer = (reverse(f"approach:{name}", args=[made.id]) for name in ("definition", "definition_offer"))
    assert director.post(change, sent_definition(advice="", option_2="", consequence_2="")).status_code == 302
    with acting_as(person=cast.people[DIRECTOR].pk):
        found = check(made.case, "approach.definition")
        assert not found.met
        assert "Advies" in found.text
    assert "nog niet af" in director.post(offer, {"version": "1"}, follow=True).content.decode()
    # Two people at once: the second is told and keeps the text; a service number goes nowhere.
    late = adviser.post(change, sent_definition(what="Mijn tekst die blijft"))
    assert late.status_code == 409
    assert "Mijn tekst die blijft" in late.content.decode()
    assert (
        "burgerservicenummer"
        in director.post(change, sent_definition(version="1", why="Nummer 111222333")).content.decode()
    )
    assert director.post(change, sent_definition(version="1")).status_code == 302
    assert "als voorstel" in director.post(offer, {"version": "2"}, follow=True).content.decode()
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        proposed = offers.definitions(identity, timezone.now())
        assert [one.origin_id for one in proposed] == [str(made.id)]
    # Who prepares the agenda puts it there at once, and twice is once.
    adviser.post(offer, {"version": "3"})
    adviser.post(offer, {"version": "4"})
    with acting_as(person=cast.people[ADVISER].pk):
        assert AgendaPoint.objects.filter(origin_id=str(made.id)).count() == 1
    paper = director.get(reverse("approach:definition_pdf", args=[made.id]))
    assert len(pikepdf.open(io.BytesIO(paper.content)).pages) == 1
    decide = reverse("approach:definition_decide", args=[made.id])
    today = timezone.localdate().isoformat()
    said = {"outcome": "later", "reason": "Eerst de zomer afwachten.", "decided_on": today}
    assert "Kies de dag" in mayor.post(decide, said).content.decode()
    again = (timezone.localdate() + timedelta(days=30)).isoformat()
    assert mayor.post(decide, said | {"again_on": again}).status_code == 302
    with acting_as(person=cast.people[DIRECTOR].pk):
        assert "later" in requirements.prioritised(made.case).text
    mayor.post(decide, said | {"outcome": "prioritised", "reason": "Het wordt erger."})
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        assert check(made.case, "approach.prioritised").met
        newest = Prioritisation.objects.filter(case=made.case)[0]
        assert newest.point is not None
        assert snapshot.digest(newest.contents) == newest.sha256
        assert offers.definitions(identity, timezone.now()) == []
        with connection.cursor() as cursor:
            cursor.execute("UPDATE approach_prioritisation SET reason = 'x' WHERE id = %s", [newest.pk])
            assert cursor.rowcount == 0
    assert "Het wordt erger." in mayor.get(page).content.decode()


def test_a_partner_reads_the_definition_and_decides_nothing(cast: Cast, made: MadeCase) -> None:
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        definition = make_definition(identity, made)
    partner = cast.client(PARTNER)
    page = partner.get(reverse("approach:definition", args=[made.id])).content.decode()
    assert DEFINITION["asked"] in page
    assert "Leg het besluit vast" not in page
    with acting_as(person=cast.people[PARTNER].pk) as identity:
        new = services.NewPrioritisation("prioritised", "Ik wil het", timezone.localdate())  # type: ignore[arg-type]
        with pytest.raises(ProgrammingError), transaction.atomic():
            services.prioritise(identity=identity, definition=definition, new=new)


@pytest.mark.story("CX07")
def test_a_plan_is_written_adopted_and_compared_word_by_word(cast: Cast, made: MadeCase) -> None:
    owner = None
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        owner = organisation_of(cast, DIRECTOR)
        make_definition(identity, made)
        plan = make_plan(identity, made, owner, goal="")
        with pytest.raises(services.IncompleteError):
            services.adopt_plan(identity=identity, plan=plan, version=plan.version)
        plan = Plan.objects.get(pk=made.id)
        assert not check(made.case, "approach.plan").met
        make_action(identity, made, owner, title="Lampen plaatsen")
        make_action(identity, made, owner, compartment=made.own["Zorg"], title="Gesprek met een gezin")
    director = cast.client(DIRECTOR)
    change, adopt = (reverse(f"approach:{name}", args=[made.id]) for name in ("plan_change", "plan_adopt"))
    day = timezone.localdate() + timedelta(days=40)
    texts = {name: getattr(plan, name) for name in PLAN_FIELDS if name != "aftercare_owner"}
    sent = texts | {
        "goal": "Een plein voor iedereen.",
        "review_on": day.isoformat(),
        "aftercare_owner": str(owner.pk),
        "version": "1",
    }
    assert director.post(change, sent).status_code == 302
    assert director.post(change, sent).status_code == 409
    with acting_as(person=cast.people[DIRECTOR].pk):
        due = Deadline.objects.get(kind="approach.plan_review", subject=made.id)
        assert timezone.localdate(due.due_at) == day
    assert director.post(adopt, {"version": "2", "note": ""}).status_code == 302
    director.post(adopt, {"version": "2", "note": ""})
    director.post(change, sent | {"version": "2", "goal": "Een rustig plein voor iedereen."})
    plan_page = director.get(reverse("approach:plan", args=[made.id])).content.decode()
    assert "Gewijzigd na de vaststelling" in plan_page
    assert director.post(adopt, {"version": "3", "note": "Na overleg"}).status_code == 302
    with acting_as(person=cast.people[DIRECTOR].pk):
        assert check(made.case, "approach.plan").met
        first, second = PlanEdition.objects.filter(case=made.case).order_by("number")
        old, new = snapshot.parse(first.contents), snapshot.parse(second.contents)
        assert snapshot.canonical(new) == second.contents
        changed = differences.between(old, new)
        assert [one.key for one in changed] == ["goal"]
        assert [(run.mark.value, run.text) for run in changed[0].runs][1] == ("added", " rustig")
        assert [one.title for one in new.actions] == ["Lampen plaatsen"]
        for statement in ("UPDATE approach_planedition SET note = 'x'", "DELETE FROM approach_planedition"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    edition = cast.client(GUEST).get(reverse("approach:edition", args=[made.id, 2])).content.decode()
    assert "<ins>" in edition
    assert "Gesprek met een gezin" not in edition


def test_the_plan_on_paper_holds_closed_actions_only_for_who_sees_them(
    cast: Cast, made: MadeCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, object]] = []

    def keep(_template: object, content: dict[str, object]) -> bytes:
        given.append(content)
        return b"%PDF"

    monkeypatch.setattr("driehoek.approach.paper.compile_pdf", keep)
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        owner = organisation_of(cast, DIRECTOR)
        plan = make_plan(identity, made, owner)
        make_action(identity, made, owner, compartment=made.own["Zorg"], title="Gesprek met een gezin")
        services.adopt_plan(identity=identity, plan=plan, version=plan.version)
    address = reverse("approach:edition_pdf", args=[made.id, 1])
    for function in (PARTNER, MAYOR, GUEST):
        assert cast.client(function).get(address).status_code == 200
    closed = [one["closed"] for one in given]
    assert "Gesprek met een gezin" in str(closed[0])
    assert closed[1:] == [[], []]


@pytest.mark.story("CX12")
def test_the_picture_lies_under_lock_in_the_shared_part_and_products_say_who_made_them(
    cast: Cast, made: MadeCase
) -> None:
    partner, director = cast.client(PARTNER), cast.client(DIRECTOR)
    change = reverse("approach:picture_change", args=[made.id])
    texts = {
        name: f"Beeld van {name} met Testnaam"
        for name in ("behaviour", "dynamics", "roles", "problems", "context", "causes")
    }
    plan = reverse("approach:plan", args=[made.id])
    assert partner.post(change, texts | {"version": "0", "causes": ""}).status_code == 302
    with acting_as(person=cast.people[DIRECTOR].pk):
        assert not check(made.case, "approach.group_picture").met
    assert director.post(change, texts | {"version": "0"}).status_code == 409
    assert director.post(change, texts | {"version": "1"}).status_code == 302
    with acting_as(person=cast.people[DIRECTOR].pk):
        assert check(made.case, "approach.group_picture").met
        row = GroupPicture.objects.values().get(pk=made.id)
        assert "Testnaam" not in str(row)
        assert GroupPicture.objects.get(pk=made.id).roles == texts["roles"]
    assert "Testnaam" in partner.get(reverse("approach:picture", args=[made.id])).content.decode()
    # The mayor has the overview: no picture, and no word of it anywhere.
    assert cast.client(MAYOR).get(reverse("approach:picture", args=[made.id])).status_code == 404
    assert "Testnaam" not in cast.client(MAYOR).get(plan).content.decode()
    mark = reverse("approach:product_mark", args=[made.id])
    sent = {"step": "signals", "product": "signals"}
    assert partner.post(mark, sent).status_code == 403
    director.post(mark, sent)
    director.post(mark, sent)
    page = director.get(plan).content.decode()
    assert page.count("Zet terug") == 1
    assert str(cast.people[DIRECTOR].name) in page
    director.post(mark, sent | {"made": "no"})
    # What the system keeps itself nobody ticks off.
    director.post(mark, {"step": "plan", "product": "plan"})
    assert "Zet terug" not in director.get(plan).content.decode()
