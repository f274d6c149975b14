"""Filling the demo's information position through the services that people use, with half a year behind it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import F
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import add_working_days, at_local, local_day
from driehoek.deadlines.models import Deadline
from driehoek.deadlines.recurrence import Rhythm
from driehoek.demo.agenda import plan_the_driehoek, put_points_forward
from driehoek.demo.cases import agree_on_cases, report_on_the_crisis
from driehoek.demo.needs import NEEDS
from driehoek.demo.needs.shapes import Agreed, Came, Due, Needed
from driehoek.demo.questions import ask_questions
from driehoek.demo.stage import HANDS_OVER, Arrived, People, Stage
from driehoek.oversight.services import add_step
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.position import services
from driehoek.position.models import (
    Agreement,
    Delivery,
    DeliveryState,
    InfoKind,
    Need,
)
from driehoek.problems.services import ensure_theme
from driehoek.web import formatting

# Three working days ago and two of grace: late since the last working day, and so with its reminder behind it.
LATE_SINCE: Final = -3
SOON: Final = 4
# The adviser sees what came in this time too; what is older no longer stands on a first page.
ADVISER_LOOKS_BACK: Final = timedelta(days=50)
# Fictional numbers: no subscriber has them.
ROUTES: Final[dict[OrganisationKind, tuple[tuple[Function, int, str, str], ...]]] = {
    OrganisationKind.POLICE: (
        (
            Function.TEAM_CHIEF,
            1,
            "088 000 00 01",
            "Op werkdagen tot 18.00 uur. Daarna de officier van dienst.",
        ),
        (Function.SAFETY_ADVISER, 2, "088 000 00 02", "Belt de teamchef."),
        (Function.MAYOR, 2, "088 000 00 03", "Bespreekt het in de driehoek."),
    ),
    OrganisationKind.HOUSING: (
        (Function.PARTNER, 1, "088 000 00 04", "Op werkdagen tot 17.00 uur."),
        (Function.SAFETY_ADVISER, 3, "088 000 00 02", "Belt de wijkconsulent."),
        (Function.DEPUTY, 2, "088 000 00 05", "Spreekt de directeur van de corporatie."),
    ),
}


def make_position(municipality: uuid.UUID, people: People) -> None:
    """State needs, agree on them, and let half a year of deliveries, ratings, questions and a reminder happen.

    What the driehoek is to talk about follows from it.
    """
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=municipality) as identity:
        organisations = {one.kind: one for one in Organisation.objects.filter(municipality=municipality)}
        stage = Stage(municipality, people, organisations, timezone.now())
        made = [(needed, agreed, agreement) for needed, agreed, agreement in _agree(identity, stage)]
        agree_on_cases(identity, stage)
        _arrange_routes(identity, stage)
    arrived: list[Arrived] = []
    for needed, agreed, agreement in made:
        arrived += _deliver(stage, needed, agreed, agreement)
    report_on_the_crisis(stage)
    _read_and_rate(stage, arrived)
    ask_questions(stage, {needed.key: agreement for needed, _agreed, agreement in made})
    _remind(stage)
    put_points_forward(stage)
    plan_the_driehoek(stage)


def _agree(identity: Identity, stage: Stage) -> Iterator[tuple[Needed, Agreed, Agreement]]:
    for needed in NEEDS:
        need = _state(identity, stage, needed)
        for agreed in needed.agreed:
            agreement = services.make_agreement(
                identity=identity, need=need, new=_new_agreement(stage, needed, agreed)
            )
            if agreed.rhythm not in (Rhythm.ONCE, Rhythm.EVENT):
                services.plan_deliveries(
                    agreement=agreement, since=agreement.starts_on, until=local_day(stage.now)
                )
            yield needed, agreed, agreement


def _state(identity: Identity, stage: Stage, needed: Needed) -> Need:
    field, path = needed.theme
    need = services.state_need(
        identity=identity,
        new=services.NewNeed(
            sentence=needed.sentence,
            theme=ensure_theme(municipality=stage.municipality, field=field, path=path),
            partner=stage.organisations[needed.party] if needed.party else None,
            info_kind=needed.info_kind,
            rhythm=needed.rhythm,
            wanted_mark=needed.wanted_mark,
            stated_at=stage.now - timedelta(weeks=needed.weeks),
        ),
    )
    if needed.barred:
        services.bar_need(identity=identity, need=need, version=need.version, reason=needed.barred)
    return need


def _new_agreement(stage: Stage, needed: Needed, agreed: Agreed) -> services.NewAgreement:
    today = local_day(stage.now)
    begun = stage.now - timedelta(weeks=agreed.weeks)
    late = add_working_days(today, LATE_SINCE)
    soon = agreed.due is Due.SOON
    return services.NewAgreement(
        supplier=stage.organisations[needed.supplier],
        what=agreed.what,
        rhythm=agreed.rhythm,
        starts_on=add_working_days(today, SOON) if soon else begun.date(),
        info_kind=needed.info_kind,
        weekday=agreed.weekday,
        day=late.day if agreed.due is Due.LATE_NOW else agreed.day,
        channel=agreed.channel,
        contact=stage.people[HANDS_OVER[needed.supplier]] if needed.supplier in HANDS_OVER else None,
        threshold=agreed.threshold,
        moment=agreed.moment or "",
        personal_data=agreed.personal_data,
        review_on=today + timedelta(weeks=26),
        made_at=begun,
    )


def _arrange_routes(identity: Identity, stage: Stage) -> None:
    for kind, steps in ROUTES.items():
        for function, wait, phone, note in steps:
            add_step(
                identity=identity,
                organisation=stage.organisations[kind],
                person=stage.people[function],
                wait_days=wait,
                phone=phone,
                note=note,
            )


def _deliver(stage: Stage, needed: Needed, agreed: Agreed, agreement: Agreement) -> list[Arrived]:
    """Let everything come that was due, but for the last one where that is late; and what came at an event."""
    found: list[Arrived] = []
    supplier = stage.supplier(needed.supplier)
    with acting_as(person=supplier.pk, municipality=stage.municipality) as identity:
        for days_ago, came in agreed.event:
            moment = at_local(local_day(stage.now) - timedelta(days=days_ago), time(8, 40))
            item = services.provide(
                identity=identity,
                new=_new_item(needed, came, "", local_day(moment)),
                supplier=agreement.supplier,
                theme=agreement.need.theme,
                agreement=agreement,
                received_at=moment,
            )
            found.append(Arrived(item, came, newest=True))
        for place, (delivery, due_at) in enumerate(_due(stage, agreed, agreement)):
            came = _came(agreed, place)
            moment = _moment(stage, due_at, came, place)
            items = services.deliver(
                identity=identity,
                delivery=delivery,
                version=delivery.version,
                items=[_new_item(needed, came, _period(agreed.rhythm, delivery), delivery.period_end)],
                received_at=moment,
            )
            found += [Arrived(item, came, newest=place == 0) for item in items]
    return found


def _due(stage: Stage, agreed: Agreed, agreement: Agreement) -> list[tuple[Delivery, datetime]]:
    """Return what was due and is to have come, newest first, with when it was due."""
    rows = Delivery.objects.filter(
        agreement=agreement, state=DeliveryState.EXPECTED, deadline__due_at__lt=stage.now
    ).select_related("deadline", "agreement")
    found = [(row, row.deadline.due_at) for row in rows.order_by("-deadline__due_at") if row.deadline]
    return found[1:] if agreed.due is Due.LATE_NOW else found


def _came(agreed: Agreed, place: int) -> Came:
    """Return what came so many deliveries ago; what is not told anew repeats, but never the newest."""
    told = len(agreed.came)
    if place < told:
        return agreed.came[place]
    return agreed.came[1 + (place - 1) % (told - 1) if agreed.rhythm == Rhythm.WEEKLY else -1]


def _moment(stage: Stage, due_at: datetime, came: Came, place: int) -> datetime:
    """Return when something came: so many working days after it was due, at an hour that differs a little."""
    day = add_working_days(local_day(due_at), came.days)
    return min(at_local(day, time(9 + place % 7, 12 * (place % 5))), stage.now - timedelta(hours=1))


def _new_item(needed: Needed, came: Came, period: str, fact_on: date | None) -> services.NewItem:
    return services.NewItem(
        title=came.title.format(period=period),
        text=came.text,
        meaning=came.meaning,
        info_kind=needed.info_kind,
        fact_on=fact_on,
        period=period,
        comparison=came.comparison,
        limits=came.limits,
        source="Eigen registratie" if needed.info_kind == InfoKind.ANALYTICAL else "Eigen waarneming",
    )


def _period(rhythm: Rhythm, delivery: Delivery) -> str:
    start = delivery.period_start
    if start is None:
        return ""
    if rhythm == Rhythm.WEEKLY:
        return f"week {start.isocalendar().week}"
    if rhythm == Rhythm.HALF_YEARLY:
        return f"{'eerste' if start.month == 1 else 'tweede'} helft van {start.year}"
    return formatting.period(start, "quarter" if rhythm == Rhythm.QUARTERLY else "month")


def _read_and_rate(stage: Stage, arrived: list[Arrived]) -> None:
    """Let the mayor read and rate what came, and the adviser see the part of it that is still fresh."""
    with acting_as(person=stage.people[Function.MAYOR].pk, municipality=stage.municipality) as identity:
        for one in arrived:
            if one.came.rated:
                rated = one.came.rated
                services.rate(
                    identity=identity,
                    item=one.item,
                    verdict=rated.verdict,
                    mark=rated.mark,
                    note=rated.note,
                    at=_read_at(stage, one),
                )
            elif not one.is_unread:
                services.acknowledge(identity=identity, item=one.item, at=_read_at(stage, one))
    with acting_as(
        person=stage.people[Function.SAFETY_ADVISER].pk, municipality=stage.municipality
    ) as identity:
        for one in arrived:
            fresh = one.item.received_at > stage.now - ADVISER_LOOKS_BACK
            if fresh and not one.is_unread and one.item.provided_by_id != identity.person:
                services.acknowledge(identity=identity, item=one.item, at=_read_at(stage, one))


def _read_at(stage: Stage, one: Arrived) -> datetime:
    """Return when the mayor read something: the working day after it came, or a few days ago."""
    came = one.item.received_at
    moment = at_local(add_working_days(local_day(came), 1), time(8, 20))
    if one.newest and one.came.rated and one.came.rated.recent:
        moment = max(came, stage.now - timedelta(days=2))
    return min(moment, stage.now - timedelta(minutes=20))


def _remind(stage: Stage) -> None:
    """Let the one reminder of what is late go out at the moment at which it went by itself."""
    with acting_as_system(municipality=stage.municipality):
        late = Deadline.objects.filter(remind_at=F("late_after"), late_after__lt=stage.now, reminded_at=None)
        moments = sorted(set(late.filter(state="open").values_list("late_after", flat=True)))
        for moment in moments:
            deadlines.sweep(municipality=stage.municipality, now=moment)
