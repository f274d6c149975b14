"""Taking a template over: everything that was chosen, in one transaction, and nothing twice."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines.recurrence import Rhythm
from driehoek.figures.models import Base, Direction, Frequency, Indicator
from driehoek.figures.models import NormType as IndicatorNorm
from driehoek.figures.services import IndicatorValues, add_indicator, ensure_source, restore_indicator
from driehoek.ledger import services as ledger
from driehoek.meetings.models import AgendaPoint
from driehoek.meetings.services import put_forward
from driehoek.moments.models import Moment
from driehoek.moments.services import MomentValues, add_moment, take_over
from driehoek.parties.models import Municipality, Organisation
from driehoek.position import services as position
from driehoek.position.models import Agreement, Channel, InfoKind, Need
from driehoek.position.templates_data import ORIGIN as NEED_ORIGIN
from driehoek.problems.models import SafetyField, Theme
from driehoek.problems.services import ensure_theme
from driehoek.reports import services as reports
from driehoek.reports.models import Form
from driehoek.reports.ready_forms import Heading
from driehoek.reports.services.forms import MOST_INDICATORS
from driehoek.standard import services as standard
from driehoek.standard.models import Decider, Norm, NormType, Span
from driehoek.standard.sets import sets
from driehoek.theme_templates.kinds import IndicatorSource
from driehoek.theme_templates.models import Adoption, Made, MadeKind
from driehoek.theme_templates.plan import (
    POINT_ORIGIN,
    Line,
    Plan,
    Standing,
    code_of,
    country_of,
    origin_of,
    own_source_key,
    plan,
)
from driehoek.theme_templates.services.trail import lay_steps
from driehoek.theme_templates.templates import Template


@dataclass(frozen=True)
class Choice:
    """What someone chose to take over.

    Attributes:
        starts_on: the first day; norms hold from the first day of its year, since figures come per period.
        chosen: names of lines, as plan.Line.name.
        partners: who the partners of the template are here; None leaves one out, with its agreements.
        theme: hang it on this theme; None for the one that the template names.
        decided_by: who decided on the norms.
        dates: the day of each moment that the template cannot know.
        owner: who sees to the steps; None lays no steps.
    """

    starts_on: date
    chosen: Collection[str]
    partners: Mapping[str, Organisation | None]
    theme: Theme | None = None
    decided_by: Decider = Decider.DRIEHOEK
    dates: Mapping[str, date] = field(default_factory=dict)
    owner: uuid.UUID | None = None


@dataclass(frozen=True)
class Skipped:
    """A line that was chosen and could not be made, and why."""

    line: Line
    why: str


@dataclass(frozen=True)
class Taken:
    """What came of taking a template over.

    Attributes:
        adoption: its trail; the one that ran already when it was taken over before.
        made: how many things were added.
        skipped: what was chosen and could not be made.
        begun: whether the trail is new.
    """

    adoption: Adoption
    made: int
    skipped: tuple[Skipped, ...]
    begun: bool


class CannotError(Exception):
    """A line cannot be made; the message says why, in words for the screen."""


@transaction.atomic
def adopt(*, identity: Identity, template: Template, choice: Choice) -> Taken:
    """Take a template over. Who does so a second time adds what is missing to the trail that runs.

    Two people who do it at once take turns on the row of the municipality, so that nothing is made twice.
    """
    Municipality.objects.select_for_update().get(pk=identity.municipality)
    found = plan(identity, template, theme=choice.theme, partners=choice.partners)
    theme = found.theme or ensure_theme(
        municipality=identity.municipality,
        field=SafetyField(template.content["field"]),
        path=tuple(template.content["theme"]),
    )
    begun = found.running is None
    adoption = found.running or _begin(identity, template, choice, theme)
    maker = _Maker(identity, found, choice, adoption.theme, timezone.now())
    maker.make()
    Made.objects.bulk_create(
        Made(municipality_id=identity.municipality, adoption=adoption, kind=kind, key=key, thing=thing)
        for (kind, key), thing in maker.made.items()
    )
    if begun and choice.owner:
        lay_steps(adoption=adoption, rows=template.rows("steps"), owner=choice.owner)
    if begun or maker.made:
        ledger.append(
            municipality=identity.municipality,
            action=f"theme_templates:adoption:{'begun' if begun else 'extended'}",
            subject=adoption.pk,
            version=adoption.version,
            data={"template": template.key, "made": len(maker.made), "skipped": len(maker.skipped)},
        )
    return Taken(adoption, len(maker.made), tuple(maker.skipped), begun)


def _begin(identity: Identity, template: Template, choice: Choice, theme: Theme) -> Adoption:
    return Adoption.objects.create(
        municipality_id=identity.municipality,
        template=template.key,
        edition=template.edition,
        name=template.name,
        content=template.content,
        theme=theme,
        starts_on=choice.starts_on,
        by_id=identity.person,
        at=timezone.now(),
    )


class _Maker:
    """Makes the chosen lines in order; what rests on something that is not there is skipped with the reason."""

    def __init__(self, identity: Identity, found: Plan, choice: Choice, theme: Theme, now: datetime) -> None:
        self.identity, self.plan, self.choice, self.theme, self.now = identity, found, choice, theme, now
        self.template = found.template
        self.things: dict[tuple[MadeKind, str], Any] = {}
        self.made: dict[tuple[MadeKind, str], uuid.UUID] = {}
        self.skipped: list[Skipped] = []

    def make(self) -> None:
        """Make everything that was chosen and is not there."""
        for line in self.plan.lines:
            if line.standing is Standing.THERE or line.name not in self.choice.chosen:
                continue
            if line.standing is Standing.NOT_YET:
                self.skipped.append(Skipped(line, line.why))
                continue
            try:
                with transaction.atomic():
                    thing = _MAKERS[line.kind](self, line.row)
            except CannotError as error:
                self.skipped.append(Skipped(line, str(error)))
                continue
            self.things[line.kind, line.key] = thing
            self.made[line.kind, line.key] = thing.pk

    def found(self, kind: MadeKind, key: str, model: type[Any]) -> Any:
        """Return what a line rests on: made just now, or there already; None when neither."""
        if (kind, key) in self.things:
            return self.things[kind, key]
        line = self.plan.by_name.get(f"{kind.value}:{key}")
        if line is None or line.thing is None:
            return None
        self.things[kind, key] = model.objects.get(pk=line.thing)
        return self.things[kind, key]

    def indicator(self, row: Mapping[str, Any]) -> Indicator:
        """Add an indicator, or bring back the one that was ended."""
        source_kind = IndicatorSource(row["source"])
        values = (
            self._own_values(row)
            if source_kind is IndicatorSource.OWN
            else self._set_values(source_kind, row)
        )
        ended = Indicator.objects.filter(
            source=values.source, key=values.key, frequency=values.frequency
        ).first()
        if ended is None:
            return add_indicator(municipality=self.identity.municipality, values=values)
        restore_indicator(indicator=ended, version=ended.version)
        return ended

    def _own_values(self, row: Mapping[str, Any]) -> IndicatorValues:
        source = ensure_source(
            municipality=self.identity.municipality,
            key=own_source_key(self.template),
            name=f"Eigen telling: {self.template.name}",
        )
        return IndicatorValues(
            source=source,
            key=code_of(self.template, row),
            name=row["name"],
            theme=self.theme,
            unit=row["unit"],
            base=Base.PER_THOUSAND if row.get("per_thousand") else Base.ABSOLUTE,
            frequency=Frequency(row["frequency"]),
            direction=Direction(row["direction"]),
            norm_type=IndicatorNorm.NONE,
            decimals=row.get("decimals") or 0,
        )

    def _set_values(self, kind: IndicatorSource, row: Mapping[str, Any]) -> IndicatorValues:
        wanted = sets()[kind.value]
        ready = next(one for one in wanted.indicators if one.key == row["code"])
        here = self.identity.municipality
        return IndicatorValues(
            source=ensure_source(municipality=here, key=wanted.source_key, name=wanted.source_name),
            key=ready.key,
            name=ready.name,
            theme=ensure_theme(municipality=here, field=ready.field, path=ready.theme),
            unit=ready.unit,
            base=ready.base,
            frequency=ready.frequency,
            direction=ready.direction,
            norm_type=IndicatorNorm.NONE,
            decimals=ready.decimals,
        )

    def need(self, row: Mapping[str, Any]) -> Need:
        """State a need; a partner that was left out leaves it without one, so that the gap shows."""
        return position.state_need(
            identity=self.identity,
            new=position.NewNeed(
                sentence=row["sentence"],
                theme=self.theme,
                partner=self.choice.partners.get(row.get("partner") or ""),
                info_kind=InfoKind(row["info_kind"]),
                rhythm=row.get("rhythm") or "",
                wanted_mark=row["wanted_mark"],
                origin=NEED_ORIGIN,
                origin_id=origin_of(self.template, row["key"]),
                stated_at=self.now,
            ),
        )

    def form(self, row: Mapping[str, Any]) -> Form:
        """Make a report form with its headings."""
        headings = tuple(
            Heading(one["key"], one["label"], one.get("help") or "", bool(one.get("required")))
            for one in self.template.rows("headings")
            if one["form"] == row["key"]
        )
        new = reports.NewForm(
            row["name"], headings, bool(row.get("asks_status")), bool(row.get("with_figures"))
        )
        try:
            return reports.make_form(identity=self.identity, new=new)
        except reports.UnfitFormError as error:
            raise CannotError(_("Dit formulier past niet. Maak het zelf bij Rapportages.")) from error

    def agreement(self, row: Mapping[str, Any]) -> Agreement:
        """Agree on a supply, and choose the form that it comes in."""
        need = self.found(MadeKind.NEED, row["need"], Need)
        supplier = self.choice.partners.get(row["partner"])
        if need is None:
            raise CannotError(_("De behoefte waar deze afspraak bij hoort, is niet gekozen."))
        if supplier is None:
            raise CannotError(_("Voor deze partner is geen organisatie gekozen."))
        rhythm = Rhythm(row["rhythm"])
        made = position.make_agreement(
            identity=self.identity,
            need=need,
            new=position.NewAgreement(
                supplier=supplier,
                what=row["what"],
                rhythm=rhythm,
                starts_on=self.choice.starts_on,
                info_kind=InfoKind(need.info_kind),
                weekday=row["weekday"] - 1 if row.get("weekday") else None,
                day=row.get("day") or None,
                grace_days=row["grace_days"],
                channel=Channel(row["channel"]),
                threshold=row.get("threshold") or "",
                moment=row.get("moment") or "",
            ),
        )
        if row.get("form"):
            self._choose_form(made, row["form"])
        return made

    def _choose_form(self, agreement: Agreement, key: str) -> None:
        form = self.found(MadeKind.FORM, key, Form)
        if form is not None:
            indicators = [
                found
                for one in self.template.rows("indicators")
                if (found := self.found(MadeKind.INDICATOR, one["key"], Indicator)) is not None
            ]
            # A supplier is shown the figures that the template is about, one of each code.
            by_key = {one.key: one for one in reversed(indicators)}
            shown = [one for one in indicators if by_key[one.key] is one]
            reports.choose_form(
                identity=self.identity,
                agreement=agreement,
                form=form,
                indicators=shown[:MOST_INDICATORS],
            )

    def norm(self, row: Mapping[str, Any]) -> Norm:
        """Lay down a norm."""
        kind = NormType(row["type"])
        values: dict[str, Any] = {"target": row.get("target"), "percentage": row.get("percentage")}
        if kind is NormType.PROCESS:
            values["agreement"] = self.found(MadeKind.AGREEMENT, row["agreement"], Agreement)
        else:
            values["indicator"] = self.found(MadeKind.INDICATOR, row["indicator"], Indicator)
        if not (values.get("agreement") or values.get("indicator")):
            raise CannotError(_("Waar deze norm over gaat, is niet gekozen."))
        if kind is NormType.TREND:
            values["base_year"] = self.choice.starts_on.year - row["years_back"]
        if kind is NormType.REFERENCE:
            values["reference_area"] = country_of(values["indicator"])
        new = standard.NewNorm(
            type=kind,
            decided_on=self.choice.starts_on,
            decided_by=self.choice.decided_by,
            valid_from=self.choice.starts_on.replace(month=1, day=1),
            reason=row["reason"],
            span=Span(row.get("span") or Span.PERIOD),
            **values,
        )
        try:
            return standard.set_norm(identity=self.identity, new=new)
        except (standard.UnfitNormError, standard.AlreadySetError) as error:
            raise CannotError(
                _("Deze norm past niet bij het cijfer. Leg haar zelf vast bij Normen.")
            ) from error

    def moment(self, row: Mapping[str, Any]) -> Moment:
        """Put a moment in the calendar: the country's own, or on the day that was chosen."""
        if row.get("national"):
            return take_over(identity=self.identity, key=row["national"])
        day = self.choice.dates.get(row["key"])
        if day is None:
            raise CannotError(_("Er is geen datum gekozen."))
        return add_moment(
            identity=self.identity,
            values=MomentValues(
                kind=row["kind"],
                title=row["title"],
                what=row["what"],
                starts_on=day,
                ends_on=day,
                theme=self.theme.pk,
                source=f"Sjabloon {self.template.name}"[:80],
            ),
        )

    def point(self, row: Mapping[str, Any]) -> AgendaPoint:
        """Put a point forward for the next driehoek."""
        return put_forward(
            identity=self.identity,
            title=row["title"],
            text=row["text"],
            origin=POINT_ORIGIN,
            origin_id=origin_of(self.template, row["key"]),
            origin_url=reverse("theme_templates:template", args=[self.template.key]),
        )


_MAKERS: Final = {
    MadeKind.INDICATOR: _Maker.indicator,
    MadeKind.NEED: _Maker.need,
    MadeKind.FORM: _Maker.form,
    MadeKind.AGREEMENT: _Maker.agreement,
    MadeKind.NORM: _Maker.norm,
    MadeKind.MOMENT: _Maker.moment,
    MadeKind.POINT: _Maker.point,
}
