"""What makes a scan what it is: order, comparison, versions, two people at once, and no personal data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.figures.models import Indicator
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.problems.models import SafetyField
from driehoek.scans import queries, services, words
from driehoek.scans.forms.places import NoPlace, read_place, write_place
from driehoek.scans.models import Basis, Finding, FindingKind, Priority, Scan, SessionKind, Trend, basis_of
from driehoek.scans.queries.patterns import Element, Part, Place, meeting
from driehoek.scans.services import PersonalNumber, SessionValues
from driehoek.standard import retyping
from driehoek.standard.queries.proposals import return_proposals
from tests.scans.conftest import ADVISER, MakeScan, Town
from tests.support.cast import Cast
from tests.support.scan_objects import finding_values

F = Function
BSN = "Het gaat om 111222333."


def acting(cast: Cast, function: Function = ADVISER) -> Any:
    return acting_as(person=cast.people[function].pk)


def test_the_next_scan_says_what_came_back_what_is_new_and_what_is_gone(cast: Cast, make: MakeScan) -> None:
    first = make("Stationsplein", "Kade", year=2024)
    second = make("Stationsplein", "Kade", year=2025, previous=first)
    third = make("Markt", "Stationsplein", year=2026, previous=second)
    with acting(cast) as identity:
        findings = queries.findings_of(identity, third)
        found = queries.compared(identity, third, findings)
        assert found is not None
        names = [[one.name for one in part] for part in (found.back, found.new, found.gone)]
        assert names == [["Stationsplein"], ["Markt"], ["Kade"]]
        times = queries.times_in_a_row(findings)
        assert {one.name: times[one.pk] for one in findings} == {"Stationsplein": 3, "Markt": 1}
        assert {one.name for one in queries.current_findings(identity)} == {"Stationsplein", "Markt"}
        assert [scan.number for scan in Scan.objects.order_by("year")] == [1, 2, 3]


def test_a_scan_that_begins_from_the_last_takes_places_along_and_no_knowledge(
    cast: Cast, make: MakeScan, town: Town
) -> None:
    last = make("Stationsplein", year=2025)
    with acting(cast) as identity:
        scan = services.begin_scan(
            identity=identity, values=services.ScanValues(year=2026, previous=Scan.objects.get(pk=last.pk))
        )
        finding = Finding.objects.get(scan=scan)
        assert (finding.name, finding.area_id) == ("Stationsplein", town.centre.pk)
        assert (finding.system_knowledge, finding.street_knowledge, finding.figures) == ("", "", [])
        assert finding.previous is not None
        assert finding.trend == Trend.UNKNOWN


def test_a_new_version_takes_everything_along_and_replaces_the_old_when_it_is_fixed(
    cast: Cast, make: MakeScan
) -> None:
    old = make("Stationsplein")
    with acting(cast) as identity:
        new = services.begin_correction(identity=identity, scan=old)
        assert services.begin_correction(identity=identity, scan=old).pk == new.pk, "asked twice gives one"
        assert Priority.objects.get(scan=new).findings.get().name == "Stationsplein"
        assert {one.kind for one in queries.sessions_of(new)} == set(SessionKind.values)
        assert [one.scan_id for one in queries.current_findings(identity)] == [old.pk]
        services.fix_scan(identity=identity, scan=new, version=new.version)
        assert [one.scan_id for one in queries.current_findings(identity)] == [new.pk]
        with pytest.raises(PermissionDenied):
            services.begin_correction(identity=identity, scan=old)
    page = cast.client(F.MAYOR).get(reverse("scans:page", args=[old.pk])).content.decode()
    assert "Er is een nieuwere versie" in page


def test_a_scan_without_its_sessions_is_not_fixed_and_says_what_it_lacks(cast: Cast, town: Town) -> None:
    with acting(cast) as identity:
        scan = services.begin_scan(identity=identity, values=services.ScanValues(year=2026))
        with pytest.raises(services.NotYet) as caught:
            services.fix_scan(identity=identity, scan=scan, version=scan.version)
    assert len(caught.value.reasons) == 5
    assert not scan.is_fixed


def test_two_people_at_once_the_second_is_told_and_keeps_the_text(cast: Cast, make: MakeScan) -> None:
    scan = make("Stationsplein", fixed=False)
    with acting(cast) as identity:
        finding = queries.findings_of(identity, scan)[0]
    address = reverse("scans:finding_change", args=[finding.pk])
    data = {"name": "Stationsplein", "theme": finding.theme_id, "area": finding.area_id, "certainty": "low"}
    first = cast.client(F.ANALYST).post(address, data | {"street_knowledge": "Eerst", "version": 1})
    assert first.status_code == 302
    second = cast.client(F.TEAM_CHIEF).post(address, data | {"street_knowledge": "Daarna", "version": 1})
    assert second.status_code == 409
    said = second.content.decode()
    assert "Iemand anders was u voor" in said
    assert "Daarna" in said
    assert 'name="version" value="2"' in said
    with acting(cast) as identity, pytest.raises(VersionConflict):
        services.hold_session(
            identity=identity, scan=scan, kind=SessionKind.STREET, version=0,
            values=SessionValues(timezone.localdate()),
        )  # fmt: skip


def test_priorities_move_and_close_up(cast: Cast, make: MakeScan, town: Town) -> None:
    scan = make("Stationsplein", fixed=False)
    with acting(cast) as identity:
        for title in ("Tweede", "Derde"):
            values = services.PriorityValues(title=title, theme=town.youth.pk, why="Daarom.")
            services.add_priority(identity=identity, scan=scan, values=values)
        first, second, third = Priority.objects.order_by("rank")
        assert services.move_priority(identity=identity, priority=third, direction="up")
        assert not services.move_priority(identity=identity, priority=first, direction="up")
        second.refresh_from_db()
        services.drop_priority(identity=identity, priority=first, version=first.version)
        rows = list(Priority.objects.order_by("rank").values_list("rank", "title"))
    assert rows == [(1, "Derde"), (2, "Tweede")]


def test_a_citizen_service_number_is_refused_in_the_form_and_behind_it(
    cast: Cast, make: MakeScan, town: Town
) -> None:
    scan = make("Stationsplein", fixed=False)
    address = reverse("scans:finding_new", args=[scan.pk, "group"])
    data = {"name": "Kadegroep", "theme": town.youth.pk, "area": town.north.pk, "certainty": "low"}
    answer = cast.client(ADVISER).post(address, data | {"street_knowledge": BSN, "personal_confirmed": "on"})
    assert "burgerservicenummer" in answer.content.decode()
    with acting(cast) as identity:
        assert not Finding.objects.filter(kind=FindingKind.GROUP).exists()
        with pytest.raises(PersonalNumber):
            services.add_finding(
                identity=identity, scan=scan, kind=FindingKind.GROUP,
                values=finding_values(town.youth, street_knowledge=BSN),
            )  # fmt: skip


def test_what_looks_like_personal_data_is_asked_about_once(cast: Cast, make: MakeScan, town: Town) -> None:
    scan = make("Stationsplein", fixed=False)
    client, address = cast.client(ADVISER), reverse("scans:finding_new", args=[scan.pk, "group"])
    data = {"name": "Kadegroep", "theme": town.youth.pk, "area": town.north.pk, "certainty": "low"}
    given = data | {"street_knowledge": "Bel de beheerder op 010-1234567."}
    assert "personal_confirmed" not in client.get(address).content.decode()
    answer = client.post(address, given).content.decode()
    assert "010-1234567" in answer
    assert 'type="checkbox" name="personal_confirmed"' in answer
    assert client.post(address, given | {"personal_confirmed": "on"}).status_code == 302


def test_figures_are_taken_over_as_they_stand_and_go_along_with_another_area(
    cast: Cast, make: MakeScan, town: Town, figures: Indicator
) -> None:
    scan = make("Stationsplein", fixed=False)
    with acting(cast) as identity:
        finding = queries.findings_of(identity, scan)[0]
        (figure,) = [queries.Figure.of(one) for one in finding.figures]
        assert (figure.indicator, figure.total, figure.before) == (str(figures.pk), 36.0, 24.0)
        assert (figure.period, figure.source) == (date(2021, 12, 1), "Politie/CBS 47022NED")
        elsewhere = finding_values(town.violence, "Stationsplein", area=town.north.pk)
        services.change_finding(identity=identity, finding=finding, version=finding.version, values=elsewhere)
        assert Finding.objects.get(pk=finding.pk).figures == []


def test_what_is_sent_twice_is_stored_once(cast: Cast, town: Town) -> None:
    client = cast.client(ADVISER)
    for _twice in range(2):
        client.post(reverse("scans:new"), {"year": 2026})
    with acting(cast):
        scan = Scan.objects.get()
    where = {"theme": town.youth.pk, "area": town.north.pk, "certainty": "low"}
    for _twice in range(2):
        spot = reverse("scans:finding_new", args=[scan.pk, "spot"])
        assert client.post(spot, {"name": "Kade"} | where).status_code == 302
        first = {"title": "Kade", "theme": town.youth.pk, "why": "Daarom."}
        assert client.post(reverse("scans:priority_new", args=[scan.pk]), first).status_code == 302
    client.post(reverse("scans:finding_new", args=[scan.pk, "spot"]), {"name": "Markt"} | where)
    with acting(cast):
        assert list(Finding.objects.order_by("number").values_list("name", flat=True)) == ["Kade", "Markt"]
        assert Priority.objects.count() == 1
        market = Finding.objects.get(name="Markt")
    renamed = client.post(
        reverse("scans:finding_change", args=[market.pk]), {"name": "Kade", "version": 1} | where
    )
    assert "Dit staat al in de scan" in renamed.content.decode()


def test_the_basis_says_what_a_priority_rests_on() -> None:
    assert basis_of(registers=True, street=True) == Basis.BOTH
    assert basis_of(registers=False, street=False) == Basis.NONE
    only = Finding(system_knowledge="Cijfers.", street_knowledge="  ")
    assert only.basis == Basis.REGISTERS


def test_the_page_warns_when_only_registers_speak(cast: Cast, make: MakeScan) -> None:
    scan = make("Stationsplein", street_knowledge="")
    page = cast.client(F.MAYOR).get(reverse("scans:page", args=[scan.pk])).content.decode()
    assert "Alle prioriteiten rusten alleen op registers" in page
    assert words.caveat([]) == words.warning([]) == ""


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("51.9050 4.4100", "Point"),
        ("51,9050; 4,4100", "Point"),
        ("51.90 4.40\n51.91 4.40\n51.91 4.41", "Polygon"),
    ],
)
def test_a_place_is_read_as_people_write_it_and_written_back(given: str, kind: str) -> None:
    shape = read_place(given)
    assert shape is not None
    assert shape["type"] == kind
    assert read_place(write_place(shape)) == shape


@pytest.mark.parametrize(
    "given",
    ["hier", "4.41 51.90", "51.9 4.4\n51.8 4.4", "51.90 4.40\n51.91 4.41\n51.91 4.40\n51.90 4.41", "0 0"],
)
def test_what_is_no_place_is_refused_with_what_to_do(given: str) -> None:
    with pytest.raises(NoPlace):
        read_place(given)


def test_a_place_outside_the_municipality_is_refused(cast: Cast, make: MakeScan, town: Town) -> None:
    scan = make("Stationsplein", fixed=False)
    address = reverse("scans:finding_new", args=[scan.pk, "spot"])
    data = {"name": "Elders", "theme": town.youth.pk, "place": "52.37000 4.89000", "certainty": "low"}
    assert "buiten de gemeente" in cast.client(ADVISER).post(address, data).content.decode()


@pytest.mark.story("ST22")
def test_a_hot_spot_that_returns_proposes_to_type_the_theme_anew(
    cast: Cast, make: MakeScan, town: Town
) -> None:
    first = make("Stationsplein", year=2025)
    mayor, address = cast.client(F.MAYOR), reverse("standard:theme", args=[town.violence.pk])
    assert "scans op rij" not in mayor.get(address).content.decode()
    make("Stationsplein", year=2026, previous=first)
    assert "“Stationsplein” staat in 2 gebiedsscans op rij." in mayor.get(address).content.decode()
    with acting(cast) as identity:
        (one,) = return_proposals(identity, town.violence)
        assert return_proposals(identity, town.youth) == []
    propose = reverse("standard:retyping_return", args=[town.violence.pk, one.rule.key])
    for _twice in range(2):
        mayor.post(propose, {"found": str(one.found.id)})
    assert "Staat op de agenda van de driehoek" in mayor.get(address).content.decode()
    with acting(cast):
        assert Event.objects.filter(action="meetings:point:proposed").count() == 1
        assert Event.objects.filter(action="standard:retyping:proposed", subject=town.violence.pk).exists()
    assert mayor.post(propose, {"found": "iets"}, follow=True).status_code == 200


def test_the_rule_about_what_returns_is_data() -> None:
    (rule,) = retyping.return_rules()
    assert not rule.fits(SafetyField.LIVING, rule.times - 1)
    assert rule.fits(SafetyField.LIVING, rule.times)
    with pytest.raises(ValueError, match=r"room\.what"):
        retyping.register("zonder-punt", lambda _identity, _theme: [])


def element(part: Part, code: str, theme: int | None, title: str = "x", year: int = 2025) -> Element:
    import uuid

    return Element(
        part=part, place=Place(code, code), theme=uuid.UUID(int=theme) if theme else None, theme_name=str(theme or ""),
        title=title, text="", url="/", since=date(year, 1, 1), sure="",
    )  # fmt: skip


def test_one_theme_goes_before_one_area_and_what_is_left_stands_beside() -> None:
    made = meeting(
        [
            element(Part.SPOT, "A", 1),
            element(Part.PROBLEM, "A", 1),
            element(Part.EXCEPTION, "", 1, "hele gemeente"),
            element(Part.EXCEPTION, "A", 2, "ook hier"),
            element(Part.SPOT, "B", 1, "alleen"),
            element(Part.SPOT, "C", 3),
            element(Part.MOMENT, "C", None),
            element(Part.EXCEPTION, "", 4, "nergens"),
        ]
    )
    said = [(one.place.code, one.theme is not None, [str(part) for part in one.parts]) for one in made]
    assert said == [
        ("A", True, ["exception", "problem", "spot"]),
        ("B", True, ["exception", "spot"]),
        ("C", False, ["spot", "moment"]),
    ]
    assert [one.title for one in made[0].beside] == ["ook hier"]
