"""Two area scans of the demo municipality, of last year and of this year: made up, and made as people make them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.areas.models import Area, AreaLevel
from driehoek.areas.queries import AreaShape, shapes_of
from driehoek.deadlines.calendar import at_local
from driehoek.parties.models import Organisation, OrganisationKind
from driehoek.problems.models import Theme
from driehoek.scans import services
from driehoek.scans.models import FacilityKind, Finding, FindingKind, Scan, SessionKind, Trend
from driehoek.scans.queries.figures import figures_for
from driehoek.scans.rows import figure_words
from driehoek.scans.services import FindingValues, PriorityValues, ScanValues, SessionValues

SPOT, GROUP, FACILITY = FindingKind.SPOT, FindingKind.GROUP, FindingKind.FACILITY
NIGHTLIFE, YOUTH, VIOLENCE = "Veilig uitgaan", "Jeugdoverlast en jeugdgroepen", "Geweld"
SHOPS, CONFUSED, NUISANCE = "Veilig winkelgebied", "Personen met onbegrepen gedrag", "Woonoverlast"
TRAFFIC, BICYCLES, BURGLARY = "Verkeersveiligheid", "Fietsdiefstal", "Woninginbraak"
WORK, SCHOOL = "Veilige bedrijventerreinen", "Veilig in en om de school"
WEEKEND, SCHOOL_DAYS = (4, 5), (0, 1, 2, 3, 4)
AROUND: Final = 6
LAST_YEAR_ONLY: Final = "last"
THIS_YEAR_ONLY: Final = "this"


@dataclass(frozen=True)
class DemoFinding:
    """A finding of the demo.

    Attributes:
        area: in which of the districts around the middle of the town it lies.
        corner: in which quarter of that district its mark stands; None when only the district is known.
        zone: whether it is a zone instead of a point.
        years: in which of the two scans it stands; empty for both.
        registers: whether the registers say something of it.
    """

    kind: FindingKind
    name: str
    theme: str
    area: int
    corner: int | None
    street: str = ""
    registers: bool = True
    trend: Trend = Trend.SAME
    certainty: str = "fair"
    days: tuple[int, ...] = ()
    hours: tuple[int, int] | None = None
    zone: bool = False
    years: str = ""
    source: str = "Politiecijfers en wijkagent"
    more: dict[str, Any] = field(default_factory=dict)


FINDINGS: Final = (
    DemoFinding(
        SPOT, "Stationsplein Voorbeeld", VIOLENCE, 0, 0,
        "Ruzies tussen groepen na de laatste trein. Ondernemers melden niet alles: zij zien er geen gevolg van.",
        trend=Trend.WORSE, certainty="high", days=WEEKEND, hours=(22, 4), zone=True,
    ),
    DemoFinding(
        SPOT, "Het Proefplein", YOUTH, 1, 0,
        "Jongeren hangen rond bij de bankjes. Bewoners gaan ’s avonds een blokje om.",
        trend=Trend.SAME, certainty="high", days=(2, 4, 5), hours=(19, 24),
    ),
    DemoFinding(
        SPOT, "Uitgaanskade", NIGHTLIFE, 0, 3,
        "Portiers zien meer messen dan vorig jaar. In de cijfers is dat niet te zien.",
        registers=False, trend=Trend.WORSE, certainty="low", days=WEEKEND, hours=(23, 5),
        source="Portiers en horeca-ondernemers",
    ),
    DemoFinding(
        SPOT, "Marktgang en passage", SHOPS, 2, 1,
        "Winkeliers herkennen een vaste groep. Personeel durft niet altijd aangifte te doen.",
        trend=Trend.BETTER, days=(3, 5), hours=(12, 18),
    ),
    DemoFinding(
        SPOT, "Fietsenstalling Noordeind", BICYCLES, 3, 2, "", trend=Trend.SAME, days=SCHOOL_DAYS, hours=(8, 19),
        source="Politiecijfers",
    ),
    DemoFinding(
        SPOT, "Rondweg bij de sporthal", TRAFFIC, 4, 0,
        "Straatraces op zondagavond. Er is bijna niets gemeld, maar de boa’s zien het elke week.",
        registers=False, trend=Trend.NEW, certainty="fair", days=(6,), hours=(21, 24),
        source="Boa’s en bewoners", years=THIS_YEAR_ONLY,
    ),
    DemoFinding(
        SPOT, "Loodsen aan de Voorbeeldweg", WORK, 5, 1,
        "Leegstand, nachtelijk vrachtverkeer en camera’s zonder vergunning.", trend=Trend.WORSE, hours=(0, 6),
        days=(0, 1, 2, 3, 4, 5, 6),
    ),
    DemoFinding(
        SPOT, "Flats aan het Oefenpad", BURGLARY, 1, None, "", trend=Trend.NEW, certainty="fair",
        source="Politiecijfers", years=THIS_YEAR_ONLY,
    ),
    DemoFinding(
        SPOT, "Speeltuin De Proef", NUISANCE, 2, 3, "Dealen bij het hek, ook overdag.", trend=Trend.SAME,
        years=LAST_YEAR_ONLY,
    ),
    DemoFinding(
        GROUP, "Groep van het Proefplein", YOUTH, 1, 2,
        "Wisselende samenstelling. Een kleine kern zoekt de ruzie op; de meesten willen een eigen plek.",
        registers=False, trend=Trend.SAME, certainty="high", days=(2, 4, 5), hours=(19, 24),
        source="Jongerenwerk en wijkagent",
        more={"size_from": 12, "size_until": 20, "age_from": 14, "age_until": 19, "places": "plein en trappen"},
    ),
    DemoFinding(
        GROUP, "Kadegroep", NIGHTLIFE, 0, 2, "Komt van buiten de gemeente. Alleen op zaterdag.",
        registers=False, trend=Trend.NEW, certainty="low", days=(5,), hours=(23, 4), source="Portiers",
        years=THIS_YEAR_ONLY,
        more={"size_from": 6, "size_until": 10, "age_from": 18, "age_until": 25, "places": "kade, taxistandplaats"},
    ),
    DemoFinding(
        GROUP, "Scootergroep Zuidrand", TRAFFIC, 4, 3, "Rijdt hard door het park. Minder dan vorig jaar.",
        registers=False, trend=Trend.BETTER, certainty="fair", hours=(16, 22), days=(2, 5, 6),
        source="Boa’s",
        more={"size_from": 5, "size_until": 8, "age_from": 15, "age_until": 18, "places": "park, rondweg"},
    ),
    DemoFinding(
        FACILITY, "Scholengemeenschap De Oefening", SCHOOL, 3, 0,
        "Conciërge en wijkagent spreken elkaar elke week. Na schooltijd is er vechten om de hoek.",
        registers=False, trend=Trend.WORSE, certainty="fair", days=SCHOOL_DAYS, hours=(14, 17),
        source="School en wijkagent", more={"facility": FacilityKind.SCHOOL},
    ),
    DemoFinding(
        FACILITY, "Station Voorbeeld", CONFUSED, 0, 1,
        "Beveiliging belt vaker. Meestal gaat het om dezelfde paar mensen die hulp missen.",
        trend=Trend.WORSE, certainty="high", hours=(6, 24), days=(0, 1, 2, 3, 4, 5, 6),
        source="Politiecijfers en vervoerder", more={"facility": FacilityKind.STATION},
    ),
    DemoFinding(
        FACILITY, "Nachtopvang De Proeftuin", NUISANCE, 2, 2, "Buren en opvang hebben een vast overleg. Dat helpt.",
        trend=Trend.BETTER, certainty="fair", hours=(17, 23), days=(0, 1, 2, 3, 4, 5, 6),
        source="Opvang en buurtoverleg", more={"facility": FacilityKind.SHELTER},
    ),
)  # fmt: skip


@dataclass(frozen=True)
class DemoPriority:
    """A priority of the demo, with the names of what it rests on."""

    title: str
    theme: str
    why: str
    approach: str
    rests_on: tuple[str, ...]
    lead: OrganisationKind
    national: bool = False


PRIORITIES: Final = (
    DemoPriority(
        "Geweld rond het station in het weekend", VIOLENCE,
        "Het neemt toe, het treft veel mensen, en de cijfers en de straat zeggen hetzelfde.",
        "Vaste ploeg op vrijdag en zaterdag, en een afspraak met de vervoerder over de laatste trein.",
        ("Stationsplein Voorbeeld",), OrganisationKind.POLICE, national=True,
    ),
    DemoPriority(
        "Rust op het Proefplein", YOUTH,
        "De plek en de groep staan voor het tweede jaar in de scan. De gewone aanpak is niet genoeg.",
        "Jongerenwerk krijgt een ruimte; de kleine kern gaat naar het casusoverleg.",
        ("Het Proefplein", "Groep van het Proefplein"), OrganisationKind.MUNICIPALITY,
    ),
    DemoPriority(
        "Wapens in het uitgaansleven", NIGHTLIFE,
        "Portiers zien meer messen. Er wordt weinig gemeld, dus in de cijfers ontbreekt het.",
        "Afspraken met de horeca over melden; daarna opnieuw kijken.",
        ("Uitgaanskade", "Kadegroep"), OrganisationKind.MUNICIPALITY,
    ),
    DemoPriority(
        "Hulp bij onbegrepen gedrag op het station", CONFUSED,
        "Steeds dezelfde meldingen. Het is een zorgvraag en geen politiezaak.",
        "Zorg en veiligheidshuis maken met de vervoerder een belafspraak.",
        ("Station Voorbeeld",), OrganisationKind.SAFETY_HOUSE,
    ),
    DemoPriority(
        "Loodsen aan de Voorbeeldweg", WORK,
        "Signalen van drie partners wijzen dezelfde kant op.",
        "Gezamenlijke controle met de omgevingsdienst en de brandweer.",
        ("Loodsen aan de Voorbeeldweg",), OrganisationKind.MUNICIPALITY, national=True,
    ),
)  # fmt: skip
CONCLUSIONS: Final = {
    SessionKind.SYSTEM: "De cijfers wijzen naar het station, het winkelgebied en de fietsenstallingen.",
    SessionKind.STREET: "Wijkagenten, boa’s en portiers noemen drie plekken die niet in de cijfers staan.",
    SessionKind.PRIORITIES: "Vijf prioriteiten. Twee daarvan komen alleen van de straat.",
}


def make_scans(identity: Identity) -> list[Scan]:
    """Make and fix the scan of last year and the one of this year; none where no area has a shape.

    Args:
        identity: the safety adviser of the demo municipality.
    """
    shapes = shapes_of(identity.cbs_code)
    inside = [one for one in shapes if one.level != AreaLevel.MUNICIPALITY]
    if not inside:
        return []
    today = timezone.localdate()
    middle = _around_the_middle(inside)
    last = _scan(identity, middle, today - timedelta(days=410), previous=None)
    return [last, _scan(identity, middle, today - timedelta(days=45), previous=last)]


def _scan(identity: Identity, shapes: list[AreaShape], day: date, *, previous: Scan | None) -> Scan:
    """Make a scan that was fixed on `day`, through the services that people use."""
    values = ScanValues(
        year=day.year, question="De jaarlijkse scan, voor het jaarplan van de driehoek.", previous=previous
    )
    scan = services.begin_scan(identity=identity, values=values, take_over=False)
    begun = at_local(day - timedelta(days=40), timezone.localtime().time())
    Scan.objects.filter(pk=scan.pk).update(made_at=begun)
    found = _findings(identity, scan, shapes, previous)
    _priorities(identity, scan, found, first=previous is None)
    organisations = tuple(
        Organisation.objects.filter(municipality=identity.municipality).order_by("name")[:5]
    )
    for weeks, kind in zip((5, 3, 1), SessionKind, strict=True):
        services.hold_session(
            identity=identity,
            scan=scan,
            kind=kind,
            version=0,
            values=SessionValues(day - timedelta(weeks=weeks), organisations, CONCLUSIONS[kind]),
        )
    at = at_local(day, timezone.localtime().time())
    services.fix_scan(identity=identity, scan=scan, version=scan.version, at=at)
    scan.refresh_from_db()
    return scan


def _findings(
    identity: Identity, scan: Scan, shapes: list[AreaShape], previous: Scan | None
) -> dict[str, Finding]:
    before = {row.name: row.pk for row in Finding.objects.filter(scan=previous)} if previous else {}
    themes = {row.name: row for row in Theme.objects.filter(municipality=identity.municipality)}
    absent = THIS_YEAR_ONLY if previous is None else LAST_YEAR_ONLY
    found = {}
    for item in FINDINGS:
        if item.years == absent or item.theme not in themes:
            continue
        values = _values(identity, item, shapes[item.area % len(shapes)], themes[item.theme])
        known = previous is not None
        values = replace(
            values,
            trend=item.trend if known else Trend.UNKNOWN,
            previous=before.get(item.name),
            period=f"{scan.year}",
        )
        found[item.name] = services.add_finding(
            identity=identity, scan=scan, kind=item.kind, values=values, with_figures=item.registers
        )
    return found


def _values(identity: Identity, item: DemoFinding, shape: AreaShape, theme: Theme) -> FindingValues:
    area = Area.objects.defer("geometry").get(pk=shape.id)
    said = ""
    if item.registers:
        figures = [one for one in figures_for(identity, area, theme) if one.total is not None]
        said = "\n".join(f"{one.name}: {figure_words(one)}." for one in figures[:2])
    begins, ends = item.hours or (None, None)
    return FindingValues(
        name=item.name,
        theme=theme.pk,
        area=area.pk,
        shape=_place(shape, item),
        weekdays=item.days,
        hour_from=begins,
        hour_until=ends,
        system_knowledge=said,
        street_knowledge=item.street,
        source=item.source,
        certainty=item.certainty,
        **item.more,
    )


def _place(shape: AreaShape, item: DemoFinding) -> dict[str, Any] | None:
    """Return a point inside a quarter of a district, or a small zone around it."""
    if item.corner is None:
        return None
    from shapely.geometry import box
    from shapely.geometry import shape as polygon_of

    whole = polygon_of(shape.geometry).buffer(0)
    west, south, east, north = whole.bounds
    x, y = (west + east) / 2, (south + north) / 2
    quarters = (
        box(west, y, x, north),
        box(x, y, east, north),
        box(west, south, x, y),
        box(x, south, east, y),
    )
    part = whole.intersection(quarters[item.corner])
    inside = (whole if part.is_empty else part).representative_point()
    if not item.zone:
        return {"type": "Point", "coordinates": [round(inside.x, 5), round(inside.y, 5)]}
    near = [(-0.0035, -0.0015), (0.003, -0.002), (0.0035, 0.0014), (-0.0028, 0.0018)]
    ring = [[round(inside.x + right, 5), round(inside.y + up, 5)] for right, up in near]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _priorities(identity: Identity, scan: Scan, found: dict[str, Finding], *, first: bool) -> None:
    themes = {row.name: row.pk for row in Theme.objects.filter(municipality=identity.municipality)}
    leads = {row.kind: row.pk for row in Organisation.objects.filter(municipality=identity.municipality)}
    for item in PRIORITIES[: 3 if first else None]:
        if item.theme not in themes:
            continue
        services.add_priority(
            identity=identity,
            scan=scan,
            values=PriorityValues(
                title=item.title,
                theme=themes[item.theme],
                why=item.why,
                approach=item.approach,
                findings=tuple(found[name] for name in item.rests_on if name in found),
                lead=leads.get(item.lead),
                by_when=date(scan.year + 1, 7, 1),
                national=item.national,
            ),
        )


def _around_the_middle(shapes: list[AreaShape]) -> list[AreaShape]:
    """Return the districts where most people live, from the middle of the town outwards."""
    people = dict(Area.objects.filter(pk__in=[one.id for one in shapes]).values_list("pk", "inhabitants"))
    lived_in = sorted(shapes, key=lambda one: -(people[one.id] or 0))[: AROUND + 2]
    longitudes = sorted(one.point[0] for one in lived_in)
    latitudes = sorted(one.point[1] for one in lived_in)
    x, y = longitudes[len(lived_in) // 2], latitudes[len(lived_in) // 2]
    near = sorted(lived_in, key=lambda one: (one.point[0] - x) ** 2 + ((one.point[1] - y) * 1.6) ** 2)
    return near[:AROUND]
