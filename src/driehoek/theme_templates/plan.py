"""What taking over a template would bring, held against what the municipality has already: nothing is made twice."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.areas.models import Area, AreaLevel
from driehoek.figures.catalogue import TABLES
from driehoek.figures.importing.shapes import Family
from driehoek.figures.models import Frequency, Indicator, Series
from driehoek.meetings.queries import open_points
from driehoek.moments.national import BY_KEY
from driehoek.moments.queries import visible_moments
from driehoek.parties.models import Organisation
from driehoek.position.models import Agreement, AgreementState, Need, NeedState
from driehoek.position.queries.agreements import agreements_of
from driehoek.position.queries.needs import needs_of
from driehoek.position.templates_data import ORIGIN as NEED_ORIGIN
from driehoek.problems.models import SafetyField, Theme
from driehoek.reports.models import Form
from driehoek.standard.models import Norm, NormType
from driehoek.standard.sets import sets
from driehoek.theme_templates.kinds import IndicatorSource
from driehoek.theme_templates.models import Adoption, AdoptionState, Made, MadeKind
from driehoek.theme_templates.templates import Template

SIMULATED: Final = "SIM-"
OWN_SOURCE: Final = "SJ-"
POINT_ORIGIN: Final = "theme_templates.point"
# Each part that makes something, in the order in which things rest on one another.
ORDER: Final = tuple(
    MadeKind(name) for name in ("indicators", "needs", "forms", "agreements", "norms", "moments", "points")
)


class Standing(Enum):
    """How a line stands before it is taken over."""

    NEW = "new"
    THERE = "there"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Line:
    """One thing that a template brings.

    Attributes:
        kind, key: which row of which part.
        row: what the template says of it.
        standing: whether it is new, there already, or cannot be made now.
        thing: the id of what is there already.
        why: why it cannot be made now.
    """

    kind: MadeKind
    key: str
    row: Mapping[str, Any]
    standing: Standing
    thing: uuid.UUID | None = None
    why: str = ""

    @property
    def name(self) -> str:
        """What a form sends when it is chosen."""
        return f"{self.kind.value}:{self.key}"


@dataclass(frozen=True)
class Plan:
    """Everything that a template brings to this municipality.

    Attributes:
        theme: the theme here; None when it is made along the way.
        lines: in the order in which they are made.
        partners: for each partner of the template, the organisation it is taken to be; None when left out.
        running: the trail that runs already, or None.
    """

    template: Template
    theme: Theme | None
    lines: tuple[Line, ...]
    partners: Mapping[str, Organisation | None]
    running: Adoption | None = None
    by_name: Mapping[str, Line] = field(default_factory=dict)

    def of(self, kind: MadeKind) -> list[Line]:
        """Return the lines of one kind."""
        return [line for line in self.lines if line.kind == kind]


def plan(
    identity: Identity,
    template: Template,
    *,
    theme: Theme | None = None,
    partners: Mapping[str, Organisation | None] | None = None,
) -> Plan:
    """Return what a template would bring; a fixed number of statements, whatever its length.

    Args:
        identity: who takes it over.
        template: what is taken over.
        theme: hang it on this theme; without one on the theme that the template names.
        partners: who the partners of the template are here; without it the one organisation of each kind.
    """
    there = _There(identity, template, theme or theme_of(identity, template), partners)
    lines = tuple(line for kind in ORDER for line in there.lines(kind))
    return Plan(
        template, there.theme, lines, there.partners, there.running, {line.name: line for line in lines}
    )


def theme_of(identity: Identity, template: Template) -> Theme | None:
    """Return the theme that a template names, where the municipality has it; one statement."""
    rows = Theme.objects.filter(
        municipality=identity.municipality,
        field=SafetyField(template.content["field"]),
        name__in=template.content["theme"],
        ended_at=None,
    )
    by_place = {(row.parent_id, row.name): row for row in rows}
    found: Theme | None = None
    for name in template.content["theme"]:
        found = by_place.get((found.pk if found else None, name))
        if found is None:
            return None
    return found


def origin_of(template: Template, key: str) -> str:
    """Return what names a row of a template as the origin of something."""
    return f"{template.key}:{key}"


class _There:
    """What the municipality has already, read once."""

    def __init__(
        self,
        identity: Identity,
        template: Template,
        theme: Theme | None,
        partners: Mapping[str, Organisation | None] | None,
    ) -> None:
        self.template, self.theme = template, theme
        self.running = Adoption.objects.filter(
            municipality=identity.municipality, template=template.key, state=AdoptionState.RUNNING
        ).first()
        self.partners = partners if partners is not None else _partners(identity, template)
        self._made = (
            {(row.kind, row.key): row.thing for row in Made.objects.filter(adoption=self.running)}
            if self.running
            else {}
        )
        self._indicators = _indicators(identity, template)
        self._needs = self._read_needs(identity)
        self._agreements = list(
            agreements_of(identity)
            .filter(need__in=list(self._needs.values()), problem=None)
            .exclude(state=AgreementState.ENDED)
        )
        self._norms = self._read_norms(identity)
        names = [row["name"] for row in template.rows("forms")]
        self._forms = {
            form.name.casefold(): form.pk
            for form in Form.objects.filter(municipality=identity.municipality, name__in=names)
        }
        self._moments = self._read_moments(identity)
        keys = [origin_of(template, row["key"]) for row in template.rows("points")]
        self._points = dict(
            open_points(identity)
            .filter(origin=POINT_ORIGIN, origin_id__in=keys)
            .values_list("origin_id", "pk")
        )
        self._references = _with_reference(template, self._indicators)

    def lines(self, kind: MadeKind) -> Iterable[Line]:
        """Return the lines of one kind."""
        judge = {
            MadeKind.INDICATOR: self._indicator,
            MadeKind.NEED: self._need,
            MadeKind.FORM: self._form,
            MadeKind.AGREEMENT: self._agreement,
            MadeKind.NORM: self._norm,
            MadeKind.MOMENT: self._moment,
            MadeKind.POINT: self._point,
        }[kind]
        for row in self.template.rows(kind.value):
            thing, why = judge(row)
            standing = Standing.THERE if thing else Standing.NOT_YET if why else Standing.NEW
            yield Line(kind, row["key"], row, standing, thing, why)

    def indicator_of(self, key: str) -> Indicator | None:
        """Return the running indicator that a row stands for."""
        found = self._indicators.get(key)
        return found if found and found.ended_at is None else None

    def _indicator(self, row: Mapping[str, Any]) -> tuple[uuid.UUID | None, str]:
        found = self.indicator_of(row["key"])
        if found:
            return found.pk, ""
        police = row["source"] in (IndicatorSource.CRIME, IndicatorSource.NUISANCE)
        return None, _("Komt vanzelf, zodra de politiecijfers zijn ingelezen.") if police else ""

    def _read_needs(self, identity: Identity) -> dict[str, Need]:
        """Return the running need of each row: one that came from it, or one with the same words."""
        if self.theme is None:
            return {}
        rows = needs_of(identity).filter(theme=self.theme, problem=None).exclude(state=NeedState.ENDED)
        by_origin, by_words = {}, {}
        for need in rows.order_by("-stated_at"):
            by_words[need.sentence.casefold()] = need
            if need.origin == NEED_ORIGIN:
                by_origin[need.origin_id] = need
        found = {}
        for row in self.template.rows("needs"):
            origin, words = origin_of(self.template, row["key"]), row["sentence"].casefold()
            known = by_origin.get(origin) or by_words.get(words)
            if known:
                found[row["key"]] = known
        return found

    def _need(self, row: Mapping[str, Any]) -> tuple[uuid.UUID | None, str]:
        found = self._needs.get(row["key"])
        return (found.pk if found else None), ""

    def _form(self, row: Mapping[str, Any]) -> tuple[uuid.UUID | None, str]:
        return self._forms.get(row["name"].casefold()), ""

    def agreement_of(self, row: Mapping[str, Any]) -> Agreement | None:
        """Return the agreement that runs already for what a row supplies."""
        need = self._needs.get(row["need"])
        return next(
            (
                one
                for one in self._agreements
                if need and one.need_id == need.pk and one.what.casefold() == row["what"].casefold()
            ),
            None,
        )

    def _agreement(self, row: Mapping[str, Any]) -> tuple[uuid.UUID | None, str]:
        found = self.agreement_of(row)
        if found:
            return found.pk, ""
        left_out = self.partners.get(row["partner"]) is None
        return None, _("Kies eerst een organisatie bij deze partner.") if left_out else ""

    def _read_norms(self, identity: Identity) -> list[Norm]:
        measured = [one.pk for one in self._indicators.values()]
        rows = Norm.objects.filter(municipality=identity.municipality, ended_at=None)
        about = rows.filter(indicator__in=measured, area=None)
        return list(about | rows.filter(agreement__in=[one.pk for one in self._agreements]))

    def _norm(self, row: Mapping[str, Any]) -> tuple[uuid.UUID | None, str]:
        kind = NormType(row["type"])
        if kind is NormType.PROCESS:
            agreement = self.agreement_of(self.template.named("agreements")[row["agreement"]])
            found = agreement and next((one for one in self._norms if one.agreement_id == agreement.pk), None)
            return (found.pk if found else None), ""
        indicator = self.indicator_of(row["indicator"])
        same = indicator and next(
            (one for one in self._norms if one.indicator_id == indicator.pk and one.type == kind), None
        )
        if same:
            return same.pk, ""
        police = self.template.named("indicators")[row["indicator"]]["source"] in ("crime", "nuisance")
        if indicator is None and police:
            return None, _("Eerst moeten de politiecijfers zijn ingelezen.")
        if kind is NormType.REFERENCE and row["indicator"] not in self._references:
            return None, _("Er zijn nog geen cijfers van Nederland bij deze indicator.")
        return None, ""

    def _read_moments(self, identity: Identity) -> dict[str, uuid.UUID]:
        """Return the moments that stand in the calendar: of the whole country, or made by this trail."""
        uids = {
            BY_KEY[row["national"]].uid: row["key"]
            for row in self.template.rows("moments")
            if row.get("national")
        }
        found = dict(visible_moments(identity).filter(uid__in=uids).values_list("uid", "pk"))
        return {key: found[uid] for uid, key in uids.items() if uid in found}

    def _moment(self, row: Mapping[str, Any]) -> tuple[uuid.UUID | None, str]:
        return self._moments.get(row["key"]) or self._made.get((MadeKind.MOMENT, row["key"])), ""

    def _point(self, row: Mapping[str, Any]) -> tuple[uuid.UUID | None, str]:
        # Once per trail: what was talked about is not put forward again by a second look at this page.
        stands = self._points.get(origin_of(self.template, row["key"]))
        return stands or self._made.get((MadeKind.POINT, row["key"])), ""


def _partners(identity: Identity, template: Template) -> dict[str, Organisation | None]:
    """Take each partner for the one running organisation of its kind; where there is a choice, nobody is taken."""
    by_kind: dict[str, list[Organisation]] = {}
    for one in Organisation.objects.filter(municipality=identity.municipality, ended_at=None):
        by_kind.setdefault(one.kind, []).append(one)
    found = {}
    for row in template.rows("partners"):
        choices = by_kind.get(row["kind"], [])
        found[row["key"]] = choices[0] if len(choices) == 1 and row["kind"] != "other" else None
    return found


def _indicators(identity: Identity, template: Template) -> dict[str, Indicator]:
    """Return the indicator of each row, ended ones as well; one statement."""
    codes = {code_of(template, row) for row in template.rows("indicators")}
    rows = Indicator.objects.filter(municipality=identity.municipality, key__in=codes).select_related(
        "source"
    )
    found = {}
    for row in template.rows("indicators"):
        fitting = [one for one in rows if _is(one, row)]
        # Running ones first, and of those the monthly: that is the one with deviations.
        fitting.sort(key=lambda one: (one.ended_at is not None, one.frequency != Frequency.MONTH))
        if fitting:
            found[row["key"]] = fitting[0]
    return found


def code_of(template: Template, row: Mapping[str, Any]) -> str:
    """Return the code that an indicator has, or gets, at its source."""
    own = row["source"] == IndicatorSource.OWN
    return f"{template.key[:24]}-{row['key']}"[:40] if own else str(row["code"])


def own_source_key(template: Template) -> str:
    """Return the source of a template's own counts: those of copies stay apart."""
    return f"{OWN_SOURCE}{template.key}"[:40]


def _is(one: Indicator, row: Mapping[str, Any]) -> bool:
    """Tell whether an indicator is the one that a row means."""
    source = IndicatorSource(row["source"])
    if source is IndicatorSource.OWN:
        # A copy of a template counts the same thing: its name then says so.
        return one.source.key.startswith(OWN_SOURCE) and one.name.casefold() == row["name"].casefold()
    if one.key != row["code"]:
        return False
    if source in (IndicatorSource.CRIME, IndicatorSource.NUISANCE):
        table = TABLES.get(one.source.key.removeprefix(SIMULATED))
        return table is not None and table.family == Family(source.value)
    return one.source.key == sets()[source.value].source_key


def _with_reference(template: Template, indicators: Mapping[str, Indicator]) -> frozenset[str]:
    """Return the rows whose indicator has figures of the country; one statement."""
    wanted = {
        row["indicator"]
        for row in template.rows("norms")
        if row["type"] == NormType.REFERENCE and row.get("indicator")
    }
    pks = {indicators[key].pk: key for key in wanted if key in indicators}
    with_country = Series.objects.filter(indicator__in=pks, area__level=AreaLevel.COUNTRY)
    return frozenset(pks[one] for one in with_country.values_list("indicator", flat=True).distinct())


def country_of(indicator: Indicator) -> Area | None:
    """Return the country in the newest division in which an indicator has figures."""
    rows = Area.objects.filter(
        level=AreaLevel.COUNTRY, pk__in=Series.objects.filter(indicator=indicator).values("area")
    )
    return rows.order_by("-year").first()
