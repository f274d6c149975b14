"""Makes a position with a past: needs, agreements, deliveries that came or did not, and what the mayor thought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.models import Deadline
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.position import services
from driehoek.position.models import Agreement, Delivery, DeliveryState, Item, Need, Verdict
from driehoek.position.services import NewAgreement, NewItem, NewNeed
from driehoek.problems.models import Kind, Problem, SafetyField, Theme
from driehoek.problems.services import NewProblem, ensure_theme, open_problem
from tests.support.cast import Cast


def ago(days: float) -> datetime:
    """The moment so many days ago."""
    return timezone.now() - timedelta(days=days)


@dataclass
class Past:
    """A short way to write what happened; everything by the adviser, ratings by `by`."""

    cast: Cast

    def organisation(self, kind: OrganisationKind) -> Organisation:
        with acting_as(person=self.cast.people[Function.SAFETY_ADVISER].pk):
            return Organisation.objects.get(municipality=self.cast.home, kind=kind)

    def theme(self, name: str = "Veilig uitgaan", field: SafetyField = SafetyField.BUSINESS) -> Theme:
        with acting_as(person=self.cast.people[Function.SAFETY_ADVISER].pk) as identity:
            return ensure_theme(municipality=identity.municipality, field=field, path=(name,))

    def problem(self, kind: Kind = Kind.COMPLEX, *, training: bool = False) -> Problem:
        adviser = self.cast.people[Function.SAFETY_ADVISER]
        theme = self.theme()
        with acting_as(person=adviser.pk) as identity:
            problem = open_problem(
                identity=identity,
                new=NewProblem(
                    title="Zaak Nachtvlinder", kind=kind, theme=theme, owner=adviser.pk, training=training
                ),
            )
            # What the regime of its kind asks by itself is left aside, so that tests count their own needs only.
            for need in Need.objects.filter(problem=problem, state="open"):
                services.end_need(identity=identity, need=need, version=need.version)
            Need.objects.filter(problem=problem).update(stated_at=timezone.now())
        return problem

    def need(
        self,
        sentence: str = "Hoe was het weekend?",
        *,
        kind: OrganisationKind | None = OrganisationKind.POLICE,
        theme: Theme | None = None,
        problem: Problem | None = None,
        stated: float = 800,
        wanted_mark: int = 4,
        rhythm: str = Rhythm.MONTHLY,
    ) -> Need:
        partner = self.organisation(kind) if kind else None
        theme = theme or self.theme()
        with acting_as(person=self.cast.people[Function.SAFETY_ADVISER].pk) as identity:
            return services.state_need(
                identity=identity,
                new=NewNeed(
                    sentence=sentence,
                    theme=theme,
                    partner=partner,
                    problem=problem,
                    wanted_mark=wanted_mark,
                    rhythm=rhythm,
                    stated_at=ago(stated),
                ),
            )

    def agree(
        self,
        need: Need,
        *,
        kind: OrganisationKind = OrganisationKind.POLICE,
        made: float = 700,
        rhythm: Rhythm = Rhythm.MONTHLY,
    ) -> Agreement:
        supplier = self.organisation(kind)
        with acting_as(person=self.cast.people[Function.SAFETY_ADVISER].pk) as identity:
            return services.make_agreement(
                identity=identity,
                need=need,
                new=NewAgreement(
                    supplier=supplier,
                    what="Bericht over " + need.sentence,
                    rhythm=rhythm,
                    starts_on=timezone.localdate(),
                    made_at=ago(made),
                ),
            )

    def due(
        self,
        agreement: Agreement,
        days_ago: float,
        *,
        received: float | None = None,
        title: str = "Bericht",
        grace: float = 2,
    ) -> Delivery:
        """Something was due so many days ago; it came `received` days ago, or not yet."""
        moment = ago(days_ago)
        with acting_as(person=self.cast.people[Function.SAFETY_ADVISER].pk) as identity:
            delivery = Delivery(
                municipality=self.cast.home,
                agreement=agreement,
                problem_id=agreement.problem_id,
                supplier_id=agreement.supplier_id,
                theme_id=Need.objects.get(pk=agreement.need_id).theme_id,
                period_start=moment.date() - timedelta(days=30),
                period_end=moment.date() - timedelta(days=1),
            )
            delivery.deadline = Deadline.objects.create(
                municipality=self.cast.home,
                kind="position.delivery",
                subject=delivery.pk,
                problem=agreement.problem_id,
                organisation_id=agreement.supplier_id,
                due_at=moment,
                late_after=moment + timedelta(days=grace),
            )
            delivery.save(force_insert=True)
            if received is not None:
                services.deliver(
                    identity=identity,
                    delivery=delivery,
                    version=delivery.version,
                    items=[NewItem(title=title)],
                    received_at=ago(received),
                )
        return delivery

    def rate(
        self,
        delivery: Delivery,
        verdict: Verdict = Verdict.USEFUL,
        *,
        mark: int | None = None,
        by: Function = Function.MAYOR,
        days_ago: float | None = None,
    ) -> None:
        with acting_as(person=self.cast.people[by].pk) as identity:
            item = Item.objects.get(delivery=delivery)
            at = ago(days_ago) if days_ago is not None else None
            services.rate(identity=identity, item=item, verdict=verdict, mark=mark, at=at)

    def drop(self, delivery: Delivery) -> None:
        with acting_as(person=self.cast.people[Function.SAFETY_ADVISER].pk) as identity:
            services.drop_delivery(identity=identity, delivery=delivery, version=delivery.version)

    def expected(self, agreement: Agreement) -> int:
        with acting_as(person=self.cast.people[Function.SAFETY_ADVISER].pk):
            return Delivery.objects.filter(agreement=agreement, state=DeliveryState.EXPECTED).count()
