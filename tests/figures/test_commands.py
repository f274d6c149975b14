"""`driehoek figures import`: statuses, reports, one line for what is wrong; two at once take turns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from driehoek.areas.models import Area
from driehoek.figures.models import Observation
from tests.figures.conftest import gebieden
from tests.support.databases import TestCluster

GOOD = "Oude Haven,Totaal misdrijven,2022MM08,5"
BAD = "Nergens,Totaal misdrijven,2022MM08,5"


def written(folder: Path, content: str | bytes, name: str = "cijfers.csv") -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_good_rows_are_loaded_and_rejects_told(make_command: Any, tmp_path: Path) -> None:
    code, out, err = make_command("import", written(tmp_path, gebieden(GOOD, BAD)))
    assert (code, err) == (0, "")
    assert "loaded; 2 read, 1 new" in out
    assert "line 3, gebied: 'Nergens'" in out


def test_the_report_as_json(make_command: Any, tmp_path: Path) -> None:
    code, out, _err = make_command(
        "import", written(tmp_path, gebieden(GOOD, BAD)), "--json", "--provisional"
    )
    told = json.loads(out)
    assert code == 0
    assert (told["outcome"], told["rows_new"], told["rows_rejected"]) == ("loaded", 1, 1)
    assert told["rejects"][0] | {"reason": ""} == {
        "line": 3,
        "column": "gebied",
        "value": "Nergens",
        "reason": "",
    }
    assert Observation.objects.get().status == "p"


def test_a_source_of_another_name(make_command: Any, tmp_path: Path) -> None:
    make_command("import", written(tmp_path, gebieden(GOOD)), "--source", "EIGEN")
    assert Observation.objects.get().series.indicator.source.key == "EIGEN"


def test_all_rows_refused_is_a_no(make_command: Any, tmp_path: Path) -> None:
    code, out, _err = make_command("import", written(tmp_path, gebieden(BAD)))
    assert code == 1
    assert "refused" in out
    assert not Observation.objects.exists()


@pytest.mark.parametrize(("content", "says"), [(b"", "leeg"), ("a,b\n1,2\n", "kopregel")])
def test_an_unusable_file_gives_one_line_and_status_two(
    make_command: Any, tmp_path: Path, content: str | bytes, says: str
) -> None:
    code, out, err = make_command("import", written(tmp_path, content))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_a_missing_file_and_an_unknown_municipality(
    make_command: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from driehoek.figures.commands import main

    assert make_command("import", str(tmp_path / "weg.csv"))[0] == 2
    assert main(["import", written(tmp_path, gebieden(GOOD)), "--municipality", "GM0001"]) == 2
    assert "GM0001" in capsys.readouterr().err
    # There are two municipalities here, so one has to be named.
    assert main(["import", written(tmp_path, gebieden(GOOD))]) == 2
    assert "--municipality CODE" in capsys.readouterr().err


PREPARE = """
import uuid
from driehoek.access.identity import acting_as_system
from driehoek.parties.models import Municipality
from tests.figures.conftest import make_areas
make_areas()
place = uuid.uuid4()
with acting_as_system(municipality=place):
    Municipality(id=place, cbs_code="GM0599", name="Voorbeeldstad").save(force_insert=True)
"""
IMPORT = """
import sys
from driehoek.figures.commands import main
sys.exit(main(["import", sys.argv[1], "--json"]))
"""


@pytest.mark.database
def test_two_imports_of_one_file_at_once_load_it_once(cluster: TestCluster, tmp_path: Path) -> None:
    months = [f"{year}MM{month:02d}" for year in range(2000, 2022) for month in range(1, 13)]
    areas = ("Oude Haven", "Marktkwartier")
    rows = [f"{area},Totaal misdrijven,{month},7" for area in areas for month in months]
    path = written(tmp_path, gebieden(*rows))
    root = Path(__file__).resolve().parents[2]
    with cluster.temporary() as address:
        environment = os.environ | {"DRIEHOEK_APP_URL": address.app_url, "PYTHONPATH": str(root)}
        start = (
            "import django, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'driehoek.settings'; django.setup()\n"
        )
        subprocess.run([sys.executable, "-c", start + PREPARE], check=True, env=environment)
        both = [
            subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", start + IMPORT, path],
                env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for _ in range(2)
        ]  # fmt: skip
        told = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    reports = [json.loads(out) for out, _err in told]
    assert sorted(report["outcome"] for report in reports) == ["loaded", "unchanged"]
    assert sorted(report["rows_new"] for report in reports) == [0, len(rows)]


def test_the_only_municipality_with_areas_need_not_be_named(make_command: Any, tmp_path: Path) -> None:
    from driehoek.figures.commands import main

    Area.objects.filter(municipality_code="GM0363").delete()
    assert main(["import", written(tmp_path, gebieden(GOOD))]) == 0
    assert Observation.objects.count() == 1
