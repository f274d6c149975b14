"""The form of a hot spot, hot group or hot facility, with the same fields where they are the same thing."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.analysis.sentences import Certainty
from driehoek.areas.models import Area, AreaLevel
from driehoek.areas.queries import shape_at, shapes_of
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Theme
from driehoek.scans.forms.places import NoPlace, read_place, require_inside, write_place
from driehoek.scans.models import FacilityKind, Finding, FindingKind, Scan, Trend
from driehoek.scans.queries import choosable_areas, visible_findings
from driehoek.scans.services import FindingValues
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

DAYS: Final = (
    ("0", _("maandag")),
    ("1", _("dinsdag")),
    ("2", _("woensdag")),
    ("3", _("donderdag")),
    ("4", _("vrijdag")),
    ("5", _("zaterdag")),
    ("6", _("zondag")),
)
# What one kind alone has; the other kinds do without.
ONLY: Final[dict[str, tuple[str, ...]]] = {
    FindingKind.GROUP: ("size_from", "size_until", "age_from", "age_until", "places"),
    FindingKind.FACILITY: ("facility",),
}
WHERE: Final = ("area", "place", "places")
WHEN: Final = ("weekdays", "hour_from", "hour_until")
KNOWN: Final = ("system_knowledge", "street_knowledge", "source", "period", "certainty")
BEFORE: Final = ("previous", "trend")
# What is stored as it is typed.
PLAIN: Final = (
    "name",
    "facility",
    "size_from",
    "size_until",
    "age_from",
    "age_until",
    "places",
    "hour_from",
    "hour_until",
    "system_knowledge",
    "street_knowledge",
    "source",
    "period",
    "certainty",
    "trend",
)


class AreaChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A district, or a neighbourhood under it."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, set in for a neighbourhood."""
        return f"– {obj.name}" if obj.level == AreaLevel.NEIGHBOURHOOD else str(obj.name)


class StartForm(PlainErrors, forms.Form):
    """Where and on what, so that the figures can be looked up before anything is written."""

    gebied = AreaChoice(
        label=_("Gebied"), queryset=Area.objects.none(), required=False, empty_label=_("Kies een gebied")
    )
    thema = ThemeChoice(
        label=_("Thema"), queryset=Theme.objects.none(), required=False, empty_label=_("Kies een thema")
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "gebied", choosable_areas(identity))
        offer(self, "thema", running_themes(identity))


class FindingForm(ScreenedForm, PlainErrors, forms.Form):
    """Everything about a finding of one kind."""

    screened = ("name", "places", "system_knowledge", "street_knowledge", "source", "period")
    name = forms.CharField(label=_("Naam"), max_length=120)
    facility = forms.ChoiceField(
        label=_("Wat voor voorziening?"), choices=[("", _("Maak een keuze")), *FacilityKind.choices]
    )
    theme = ThemeChoice(label=_("Thema"), queryset=Theme.objects.none(), empty_label=_("Kies een thema"))
    size_from = forms.IntegerField(label=_("Van hoeveel mensen"), required=False, min_value=2, max_value=500)
    size_until = forms.IntegerField(label=_("Tot hoeveel mensen"), required=False, min_value=2, max_value=500)
    age_from = forms.IntegerField(label=_("Leeftijd van"), required=False, min_value=4, max_value=100)
    age_until = forms.IntegerField(label=_("Leeftijd tot"), required=False, min_value=4, max_value=100)
    area = AreaChoice(
        label=_("Gebied"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("Kies een gebied"),
        help_text=_("Is de plek zelf niet bekend? Dan is het gebied genoeg."),
    )
    place = forms.CharField(
        label=_("Coördinaten"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "Breedte en lengte, zoals 51.92250 4.47917. Eén regel is een punt; drie of meer regels zijn een vlak."
        ),
    )
    places = forms.CharField(
        label=_("Plekken"),
        max_length=300,
        required=False,
        help_text=_("Waar de groep wordt gezien, in woorden. Geen woonadressen."),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Dagen"), choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    hour_from = forms.IntegerField(
        label=_("Van hoe laat"),
        required=False,
        min_value=0,
        max_value=23,
        help_text=_("Een heel uur, van 0 tot 23."),
    )
    hour_until = forms.IntegerField(
        label=_("Tot hoe laat"),
        required=False,
        min_value=0,
        max_value=24,
        help_text=_("Een heel uur, van 0 tot 24."),
    )
    system_knowledge = forms.CharField(
        label=_("Wat de registers zeggen"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Wat betekenen de cijfers hier? Geen persoonsgegevens."),
    )
    street_knowledge = forms.CharField(
        label=_("Wat mensen op straat weten"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Van wijkagent, boa, jongerenwerk, bewoners en ondernemers. Geen persoonsgegevens."),
    )
    source = forms.CharField(
        label=_("Bron"),
        max_length=160,
        required=False,
        help_text=_("Bijvoorbeeld: politiecijfers en wijkagent."),
    )
    period = forms.CharField(
        label=_("Over welke periode?"),
        max_length=80,
        required=False,
        help_text=_("Bijvoorbeeld: zomer 2026."),
    )
    certainty = forms.ChoiceField(
        label=_("Hoe zeker is het?"), choices=Certainty.choices, initial=Certainty.UNKNOWN
    )
    previous = forms.ModelChoiceField(
        label=_("Stond dit in de vorige scan?"),
        queryset=Finding.objects.none(),
        required=False,
        empty_label=_("Nee, of onbekend"),
    )
    trend = forms.ChoiceField(
        label=_("Vergeleken met de vorige scan"), choices=Trend.choices, initial=Trend.UNKNOWN
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        identity: Identity,
        scan: Scan,
        kind: FindingKind,
        finding: Finding | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._identity = identity
        for other, names in ONLY.items():
            for name in names if other != kind else ():
                del self.fields[name]
        if kind == FindingKind.GROUP:
            self.fields["name"].help_text = _(
                "Zoals de partners de groep noemen. Nooit de naam van een persoon."
            )
        themes, areas = running_themes(identity), choosable_areas(identity)
        if finding is not None:
            # What it has stays to choose, also when the theme ended or the area is of an older division.
            themes = Theme.objects.filter(pk__in=[*themes.values_list("pk", flat=True), finding.theme_id])
            areas = areas if finding.area_id is None else _with(areas, finding.area_id)
        offer(self, "theme", themes.order_by("field", "name"))
        offer(self, "area", areas)
        if scan.previous_id is None:
            del self.fields["previous"], self.fields["trend"]
        else:
            offer(
                self,
                "previous",
                visible_findings(identity).filter(scan=scan.previous_id, kind=kind).order_by("number"),
            )

    def clean_place(self) -> dict[str, Any] | None:
        """Read a point or a zone, and refuse one outside the municipality."""
        try:
            shape = read_place(self.cleaned_data["place"])
            if shape is not None:
                require_inside(shape, shapes_of(self._identity.cbs_code))
        except NoPlace as error:
            raise forms.ValidationError(str(error)) from error
        return shape

    def clean(self) -> dict[str, Any]:
        """Check what belongs together; a point tells its area when that was not chosen."""
        values = super().clean()
        for first, last in (("size_from", "size_until"), ("age_from", "age_until")):
            self._in_order(values, first, last)
        if (values.get("hour_from") is None) != (values.get("hour_until") is None):
            self.add_error("hour_until", gettext("Vul allebei de uren in, of geen van beide."))
        shape = values.get("place")
        if shape and not values.get("area") and "place" not in self.errors:
            values["area"] = self._area_of(shape)
        if not shape and not values.get("area") and not {"place", "area"} & set(self.errors):
            self.add_error("area", gettext("Kies een gebied, of geef de plek aan."))
        return values

    def _in_order(self, values: dict[str, Any], first: str, last: str) -> None:
        low, high = values.get(first), values.get(last)
        if high is not None and (low is None or high < low):
            self.add_error(last, gettext("Vul eerst het laagste getal in, dan het hoogste."))

    def _area_of(self, shape: dict[str, Any]) -> Area | None:
        from shapely.geometry import shape as polygon_of

        inside = polygon_of(shape).representative_point()
        shapes = [one for one in shapes_of(self._identity.cbs_code) if one.level != AreaLevel.MUNICIPALITY]
        found = shape_at(shapes, (inside.x, inside.y))
        return choosable_areas(self._identity).filter(pk=found.id).first() if found else None

    def values(self) -> FindingValues:
        """Return what was filled in."""
        given = dict(self.cleaned_data)
        plain = {name: given[name] for name in PLAIN if name in given}
        previous = given.get("previous")
        return FindingValues(
            theme=given["theme"].pk,
            area=given["area"].pk if given["area"] else None,
            shape=given["place"],
            weekdays=tuple(sorted(int(day) for day in given["weekdays"])),
            previous=previous.pk if previous else None,
            **plain,
        )

    def group(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        """Return the fields of `names` that this kind has."""
        return [self[name] for name in names if name in self.fields]

    @property
    def first(self) -> list[forms.BoundField]:
        """What it is."""
        return self.group(("name", "facility", "theme", "size_from", "size_until", "age_from", "age_until"))

    @property
    def where(self) -> list[forms.BoundField]:
        """Where it is."""
        return self.group(WHERE)

    @property
    def when(self) -> list[forms.BoundField]:
        """When it happens."""
        return self.group(WHEN)

    @property
    def known(self) -> list[forms.BoundField]:
        """What is known, by whom and how sure."""
        return self.group(KNOWN)

    @property
    def before(self) -> list[forms.BoundField]:
        """How it was in the scan before."""
        return self.group(BEFORE)

    @staticmethod
    def initial_of(finding: Finding) -> dict[str, Any]:
        """Return the values that a finding has now."""
        return {name: getattr(finding, name) for name in (*PLAIN, "version")} | {
            "theme": finding.theme_id,
            "area": finding.area_id,
            "place": write_place(finding.shape),
            "weekdays": [str(day) for day in finding.weekdays],
            "previous": finding.previous_id,
        }


def running_themes(identity: Identity) -> Any:
    """Return the themes that can be chosen."""
    return Theme.objects.filter(municipality=identity.municipality, ended_at=None).order_by("field", "name")


def offer(form: forms.Form, name: str, rows: Any) -> None:
    """Let a field choose among `rows`."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows


def _with(areas: Any, more: int) -> Any:
    return (
        Area.objects.filter(pk__in=[*areas.values_list("pk", flat=True), more])
        .defer("geometry")
        .order_by("code")
    )
