"""The demo's scans: two of them, fixed, beside each other, with every mark inside its own district."""

from __future__ import annotations

from shapely.geometry import shape as polygon_of

from driehoek.access.identity import acting_as
from driehoek.demo.problems import THEMES
from driehoek.problems.services import ensure_theme
from driehoek.scans import queries
from driehoek.scans.demo import make_scans
from driehoek.scans.models import Basis, Finding, FindingKind
from tests.scans.conftest import ADVISER, Town
from tests.support.cast import Cast


def test_the_demo_has_last_years_scan_and_this_years(cast: Cast, town: Town) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        for field, paths in THEMES.items():
            for path in paths:
                ensure_theme(municipality=identity.municipality, field=field, path=path)
        last, this = make_scans(identity)
        assert (last.number, this.number, this.previous_id) == (1, 2, last.pk)
        assert last.fixed_at is not None
        assert this.fixed_at is not None
        assert last.fixed_at < this.fixed_at
        findings = queries.findings_of(identity, this)
        kinds = [one.kind for one in findings]
        assert [kinds.count(kind) for kind in FindingKind.values] == [8, 3, 3]
        priorities = queries.priorities_of(identity, this)
        assert len(priorities) == 5
        # The test town has no figures, so here all of it is what the street knows.
        assert {one.basis for one in priorities} == {Basis.STREET}
        found = queries.compared(identity, this, findings)
        assert found is not None
        assert [one.name for one in found.gone] == ["Speeltuin De Proef"]
        for one in Finding.objects.exclude(shape=None).select_related("area"):
            assert one.area is not None
            assert polygon_of(one.area.geometry).intersects(polygon_of(one.shape))


def test_without_shapes_the_demo_makes_no_scan(cast: Cast) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        assert make_scans(identity) == []
