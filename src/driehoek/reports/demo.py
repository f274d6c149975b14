"""Progress reports for the demo municipality: a quarter of week reports, one late, one returned, one to check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.deadlines.calendar import add_working_days, at_local, local_day
from driehoek.deadlines.recurrence import Rhythm
from driehoek.figures.models import Frequency, Indicator
from driehoek.parties.models import Function, Organisation, OrganisationKind, Person
from driehoek.position import services as position
from driehoek.position.models import Agreement, Delivery, DeliveryState, InfoKind, Item, Need
from driehoek.position.queries.deliveries import deliveries_of
from driehoek.reports import demo_texts, services
from driehoek.reports.demo_texts import Told
from driehoek.reports.models import Figure, Flag, Form, Remark, Report, ReportState, Section
from driehoek.reports.queries import headings_of, prefill
from driehoek.reports.services import Content

People = Mapping[Function, Person]
WEEKS: Final = 12
# Codes of the kinds of crime in the publisher's list; what is not there is left out.
FIGURES: Final = ("1.1.1", "1.4.5", "2.2.1")
POLICE_WEEK, MONTH_OF_NIGHTLIFE = "Weekbericht van het basisteam", "Maandbeeld uitgaan"
HOUSING = "Maandbericht woonoverlast"
BUSINESS: Final = "Voortgang van de afspraken met de horeca"


@dataclass(frozen=True)
class _Past:
    """A report of the past: on which delivery, by which item it was known, and what it says."""

    delivery: Delivery
    item: Item
    told: Told
    author: Person

    @property
    def received(self) -> datetime:
        """Return when it came."""
        return self.item.received_at

    @property
    def fixed(self) -> datetime:
        """Return when it was fixed: the working day after, a day later when it was returned first."""
        days = 2 if self.told.question else 1
        moment = at_local(add_working_days(local_day(self.received), days), self.received.time())
        return min(moment, timezone.now() - timedelta(minutes=30))


def make_reports(identity: Identity, people: People) -> None:
    """Give agreements of the demo a form, and let a quarter of reports have come under them.

    Args:
        identity: the safety adviser of the demo municipality.
        people: who works there.
    """
    agreements = {one.what: one for one in Agreement.objects.filter(municipality=identity.municipality)}
    figures = _indicators(identity)
    week = _choose(identity, agreements[POLICE_WEEK], "police_week", figures)
    _choose(identity, agreements[MONTH_OF_NIGHTLIFE], "generic", figures[1:2])
    housing = _choose(identity, agreements[HOUSING], "measure_progress")
    _agree_with_business(identity)
    chief, partner = people[Function.TEAM_CHIEF], people[Function.PARTNER]
    past = _past(identity, agreements[POLICE_WEEK], demo_texts.WEEKS, chief)
    past += _past(identity, agreements[HOUSING], demo_texts.HOUSING, partner)
    forms = {agreements[POLICE_WEEK].pk: week, agreements[HOUSING].pk: housing}
    # The oldest first, as the numbers run.
    for one in sorted(past, key=lambda one: one.received):
        _came(identity, one, forms[one.delivery.agreement_id], people)
    with acting_as(person=chief.pk, municipality=identity.municipality) as writer:
        _begin(writer, agreements[POLICE_WEEK])
        _send(writer, agreements[MONTH_OF_NIGHTLIFE])


def _choose(identity: Identity, agreement: Agreement, key: str, indicators: Sequence[Indicator] = ()) -> Form:
    form = services.take_form(identity=identity, key=key)
    services.choose_form(identity=identity, agreement=agreement, form=form, indicators=indicators)
    return form


def _indicators(identity: Identity) -> list[Indicator]:
    rows = Indicator.objects.filter(
        municipality=identity.municipality,
        frequency=Frequency.MONTH,
        key__in=FIGURES,
        ended_at=None,
        hidden=False,
    )
    return sorted(rows.select_related("source"), key=lambda one: FIGURES.index(one.key))


def _agree_with_business(identity: Identity) -> None:
    """Let the traders report on their measure from this month on."""
    need = Need.objects.filter(municipality=identity.municipality, theme__name="Veilig uitgaan").first()
    traders = Organisation.objects.filter(
        municipality=identity.municipality, kind=OrganisationKind.BUSINESS
    ).first()
    if need is None or traders is None:
        return
    agreement = position.make_agreement(
        identity=identity,
        need=need,
        new=position.NewAgreement(
            supplier=traders,
            what=BUSINESS,
            rhythm=Rhythm.MONTHLY,
            day=20,
            starts_on=timezone.localdate() + timedelta(days=1),
            info_kind=InfoKind.OPERATIONAL,
        ),
    )
    _choose(identity, agreement, "measure_progress")


def _past(identity: Identity, agreement: Agreement, told: Sequence[Told], author: Person) -> list[_Past]:
    """Join the last deliveries that came with what their reports say, newest first."""
    rows = deliveries_of(identity).filter(agreement=agreement, state=DeliveryState.RECEIVED)
    found = []
    for delivery, words in zip(rows.order_by("-period_end")[: len(told)], told, strict=False):
        item = Item.objects.filter(delivery=delivery).first()
        if item is not None:
            found.append(_Past(delivery, item, words, author))
    return found


def _came(identity: Identity, past: _Past, form: Form, people: People) -> None:
    """Put a report of the past in its tables with its own moments, through every state that it went through."""
    report = Report(
        municipality_id=identity.municipality,
        delivery=past.delivery,
        supplier_id=past.delivery.supplier_id,
        theme_id=past.delivery.theme_id,
        form=form,
        form_name=form.name,
        form_version=form.version,
        gist=past.told.gist,
        status=past.told.status,
        # Written by the supplier; put in by the adviser, who may, and then named right in the same step.
        author=people[Function.SAFETY_ADVISER],
        on_behalf=True,
        made_at=past.received,
        saved_at=past.received,
    )
    report.save(force_insert=True)
    _fill(identity, report, past, form, people)
    _go(
        report,
        state=ReportState.SENT,
        sent_at=past.received,
        as_of=past.received,
        author=past.author,
        on_behalf=False,
    )
    if past.told.question:
        _go(report, state=ReportState.RETURNED)
        _ask(report, past, people)
        _go(report, state=ReportState.SENT, sent_at=past.fixed - timedelta(hours=3))
    adviser = people[Function.SAFETY_ADVISER]
    _go(report, state=ReportState.CHECKED, checked_at=past.fixed, checked_by=adviser)
    _go(
        report,
        state=ReportState.FIXED,
        number=_number(past.fixed),
        item=past.item,
        fixed_at=past.fixed,
        fixed_by=adviser,
    )


def _go(report: Report, **values: object) -> None:
    Report.objects.filter(pk=report.pk).update(**values)


def _fill(identity: Identity, report: Report, past: _Past, form: Form, people: People) -> None:
    here = {"municipality_id": identity.municipality, "report": report}
    # The first heading says what the item said, so that both tell one story.
    written = {headings_of(form)[0].key: past.item.text} | dict(past.told.sections)
    Section.objects.bulk_create(
        Section(**here, key=one.key, label=one.label, place=place, text=written.get(one.key, ""))
        for place, one in enumerate(headings_of(form))
    )
    Figure.objects.bulk_create(
        Figure(
            **here,
            indicator=line.indicator,
            place=place,
            interpretation=past.told.meanings[place] if place < len(past.told.meanings) else "",
            **line.frozen(),
        )
        for place, line in enumerate(prefill(identity, past.delivery))
    )
    if past.told.must_know:
        _flag(report, past, people)


def _flag(report: Report, past: _Past, people: People) -> None:
    """Let the mayor have known at once, and have opened it within the hour."""
    item = Item(
        municipality_id=report.municipality_id,
        delivery=past.delivery,
        supplier_id=report.supplier_id,
        theme_id=report.theme_id,
        info_kind=past.item.info_kind,
        title=past.told.must_know,
        text=past.told.sections.get("arrests", ""),
        source=past.delivery.agreement.what,
        must_know=True,
        provided_by=past.author,
        received_at=past.received,
    )
    item.save(force_insert=True)
    Flag.objects.create(
        municipality_id=report.municipality_id, report=report, title=item.title, place=0, item=item
    )
    with acting_as(person=people[Function.MAYOR].pk, municipality=report.municipality_id) as mayor:
        position.acknowledge(identity=mayor, item=item, at=past.received + timedelta(minutes=24))


def _ask(report: Report, past: _Past, people: People) -> None:
    Remark.objects.create(
        municipality_id=report.municipality_id,
        report=report,
        heading="nuisance",
        label="Overlast",
        text=past.told.question,
        asked_by=people[Function.SAFETY_ADVISER],
        asked_at=past.received + timedelta(hours=2),
        answer=past.told.answer,
        answered_by=past.author,
        answered_at=past.fixed - timedelta(hours=3),
    )


def _number(moment: datetime) -> str:
    year = local_day(moment).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT reports_next_number(%s)", [year])
        found: tuple[int] = cursor.fetchone()
    return f"R-{year}-{found[0]:04d}"


def _next(agreement: Agreement) -> Delivery | None:
    rows = Delivery.objects.filter(agreement=agreement, state=DeliveryState.EXPECTED)
    return rows.select_related("agreement", "deadline").order_by("deadline__due_at").first()


def _begin(writer: Identity, agreement: Agreement) -> None:
    """Leave the report of this week half written."""
    delivery = _next(agreement)
    if delivery is not None:
        services.save(identity=writer, delivery=delivery, version=None, content=demo_texts.DRAFT)


def _send(writer: Identity, agreement: Agreement) -> None:
    """Let a report have been sent just now, for the adviser to check."""
    delivery = _next(agreement)
    if delivery is None:
        return
    content: Content = demo_texts.WAITING
    lines = prefill(writer, delivery)
    if lines:
        content = replace(content, interpretations={lines[0].indicator.key: demo_texts.WAITING_MEANS})
    report = services.save(identity=writer, delivery=delivery, version=None, content=content)
    services.send(identity=writer, report=report, version=report.version, confirmed=True)
