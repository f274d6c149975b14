"""Figures for the demo municipality: real ones of Rotterdam where the data is at hand, else simulated."""

from __future__ import annotations

from pathlib import Path

from driehoek.areas.services import import_code_list, import_geometry, import_inhabitants
from driehoek.figures.models import ImportRun, Source
from driehoek.figures.services import Offer, load_figures
from driehoek.figures.simulation import load_simulation
from driehoek.parties.models import Municipality

REAL = "GM0599"
FICTIONAL = "GM9901"
AREA_YEAR = 2022
CODES = "nl_crime/meta_47022NED_2022_WijkenEnBuurten.csv"
INHABITANTS = "nl_crime/population_85984NED_2024_buurt.csv"
SHAPES = "geo/geo_tmap_NLD_dist.gpkg"
OUTLINE = "geo/gemeente_gegeneraliseerd_2022_wgs84.geojson"
FIGURES = "nl_crime/rotterdam/47022NED_47024NED_rotterdam_buurt_monthly.csv"


def has_real_figures(shared: Path | None) -> bool:
    """Tell whether the open data of Rotterdam is in `shared`; the demo municipality is then GM0599."""
    return shared is not None and all((shared / name).is_file() for name in (CODES, FIGURES))


def load_demo_figures(municipality: Municipality, *, shared: Path | None) -> Source:
    """Load areas and figures for a demo municipality; running it again changes nothing.

    With code GM0599 and the open data in `shared`: the real neighbourhoods (division 2022), inhabitants
    (2024, where codes match), shapes of districts, and police figures of Rotterdam to August 2022. Otherwise
    the simulation. Needs an identity in that municipality (access.identity).

    Args:
        municipality: the demo municipality, with code GM0599 or a fictional one.
        shared: the folder with open data, or None.

    Returns:
        The source of the crime figures; its `simulated` tells which they are.

    Raises:
        RuntimeError: the figures were refused.
    """
    if shared is None or municipality.cbs_code != REAL or not has_real_figures(shared):
        return load_simulation(municipality)
    import_code_list(path=shared / CODES, year=AREA_YEAR, municipality_code=REAL)
    if (shared / INHABITANTS).is_file():
        import_inhabitants(path=shared / INHABITANTS, area_year=AREA_YEAR, year=2024)
    for name in (SHAPES, OUTLINE):
        if (shared / name).is_file():
            import_geometry(path=shared / name, year=AREA_YEAR, municipality_code=REAL)
    offer = Offer(municipality=municipality, file_name=Path(FIGURES).name, area_year=AREA_YEAR)
    with (shared / FIGURES).open("rb") as stream:
        run = load_figures(offer=offer, stream=stream).run
    if run.outcome == ImportRun.Outcome.REFUSED or run.source is None:
        raise RuntimeError(f"the figures of Rotterdam were refused: {run.problem}")
    return run.source
