"""`driehoek effect` from end to end: agreement with others' fits, every side of a comparison, every refusal."""

from __future__ import annotations

import csv
import json
import math
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import t as student

from driehoek import cli
from driehoek.detect.effect_command import main
from driehoek.statistics.interrupted import Problem, answer, as_data
from driehoek.statistics.interrupted_checks import judge
from driehoek.statistics.interrupted_design import days_in, month_number, segments
from driehoek.statistics.interrupted_trial import FIRST, SCENARIOS, simulate
from tests.statistics.reference import shared_reference

HEADER = "series_id,period,observed\n"
BREAK = "2023-01"  # The trial's series begin in 2018 and break after sixty months.
KINDS = {"0.0.0", "1.2.4", "3.7.2", "3.9.1"}
COMPARED = next(one for one in SCENARIOS if one.name == "compared, effect")


def _months(n: int, first: int = FIRST) -> list[str]:
    return [f"{one // 12}-{one % 12 + 1:02d}" for one in range(first, first + n)]


def _lines(name: str, counts: Sequence[float], first: int = FIRST) -> list[str]:
    months = _months(len(counts), first)
    return [f"{name},{m},{'NA' if math.isnan(y) else int(y)}" for m, y in zip(months, counts, strict=True)]


def _file(folder: Path, lines: list[str], header: str = HEADER, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def _answer(source: Path, *extra: object, start: str = BREAK, code: int = 0) -> dict[str, Any]:
    out = source.parent / "out.json"
    assert main([str(one) for one in (source, "--break", start, "--out", out, *extra)]) == code

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"), parse_constant=refuse)
    return found


def _refused(capsys: pytest.CaptureFixture[str], arguments: list[object], *words: str) -> None:
    assert main([str(argument) for argument in arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert told.err.startswith("driehoek effect: ")
    for word in words:
        assert word in told.err


def _world() -> tuple[np.ndarray, np.ndarray]:
    counts, areas = simulate(COMPARED, 1, seed=25)
    assert areas is not None
    return counts[0], areas[0]


def test_national_series_give_the_coefficients_of_r(tmp_path: Path) -> None:
    path = shared_reference() / "its_covid_2020_03.csv"
    national = shared_reference().parent / "nl_crime" / "47022NED_NL_monthly_2012_2022.csv"
    if not path.exists() or not national.exists():
        pytest.skip("the shared reference outputs are not here")
    with path.open() as file:
        # Each series is put to all checks, which takes a third of a second; a few will do, two of them restless.
        rows = {row["kind"]: row for row in csv.DictReader(file) if row["kind"] in KINDS}
    with national.open() as file:
        seen = [(row["crime_type_code"].strip(), row["date"][:7], row) for row in csv.DictReader(file)]
    # The counts of this file stand under the heading "frequency"; the reference ends with February 2021.
    lines = [
        f"{kind},{month},{row['frequency']}"
        for kind, month, row in seen
        if kind in rows and month < "2021-03"
    ]
    found = _answer(_file(tmp_path, lines), start="2020-03")
    assert [one["series_id"] for one in found["series"]] == sorted(rows)
    for one in found["series"]:
        theirs = {key: float(value) for key, value in rows[one["series_id"]].items() if key != "kind"}
        fitted = one["coefficients"]
        for name in ("step", "slope", "trend"):
            assert fitted["values"][name]["estimate"] == pytest.approx(theirs[name], abs=1e-6)
        step = fitted["values"]["step"]
        assert math.exp(step["estimate"]) == pytest.approx(theirs["IRR"], abs=1e-6)
        assert fitted["durbin_watson"] == pytest.approx(theirs["dw"], abs=1e-6)
        assert fitted["dispersion"] == pytest.approx(theirs["phi"], rel=1e-6)
        assert step["se_plain"] == pytest.approx(theirs["step_se"], rel=1e-6)
        assert fitted["values"]["slope"]["se_plain"] == pytest.approx(theirs["slope_se"], rel=1e-6)
        reach = 1.96 * step["se_plain"]
        assert math.exp(step["estimate"] - reach) == pytest.approx(theirs["lo"], rel=1e-6)
        assert math.exp(step["estimate"] + reach) == pytest.approx(theirs["hi"], rel=1e-6)
        tail = student.sf(abs(step["estimate"]) / step["se_plain"], fitted["degrees_plain"])
        assert 2 * tail == pytest.approx(theirs["step_p"], rel=1e-6)


@pytest.mark.parametrize("compared", [False, True])
def test_coefficients_are_those_of_statsmodels(tmp_path: Path, compared: bool) -> None:
    counts, areas = _world()
    counts[[7, 63]] = math.nan
    lines = _lines("a", counts) + (_lines("c", areas[0]) if compared else [])
    random.Random(4).shuffle(lines)
    found = _answer(_file(tmp_path, lines), *(["--controls", "c"] if compared else []))
    (one,) = found["series"]
    here = np.isfinite(counts)
    months = FIRST + np.arange(len(counts))
    design = segments(months, month_number(2023, 1), harmonics=2, centred=False)[here]
    if compared:
        both = np.column_stack([counts, areas[0]])[here]
        oracle = sm.GLM(both, design, family=sm.families.Binomial()).fit(scale="X2", tol=1e-12)
    else:
        offset = np.log(days_in(months))[here]
        oracle = sm.GLM(counts[here], design, family=sm.families.Poisson(), offset=offset)
        oracle = oracle.fit(scale="X2", tol=1e-12)
    values = one["coefficients"]["values"].values()
    assert [value["estimate"] for value in values] == pytest.approx(oracle.params, abs=1e-6)
    assert one["months_before"], one["months_after"] == (59, 17)
    assert one["coefficients"]["model"] == ("quasi-binomial" if compared else "quasi-Poisson")
    # Its scale leaves the number of trials out, so Pearson's statistic is written out here. It ends with other
    # weights than R, which tells in the sixth digit.
    total = counts[here] + areas[0][here] if compared else np.inf
    mean = oracle.mu * (total if compared else 1.0)
    pearson = ((counts[here] - mean) ** 2 / (mean * (1 - mean / total))).sum() / oracle.df_resid
    assert one["coefficients"]["dispersion"] == pytest.approx(pearson, rel=2e-5)
    errors = np.sqrt(pearson * np.diag(oracle.normalized_cov_params))
    assert [value["se_plain"] for value in values] == pytest.approx(errors, rel=2e-5)
    assert all(value["low"] < value["estimate"] < value["high"] for value in values)


def test_what_is_answered_is_the_answer_of_the_statistics(tmp_path: Path) -> None:
    counts, areas = _world()
    names = [f"c{place}" for place in range(len(areas))]
    lines = _lines("a", counts)
    for name, area in zip(names, areas, strict=True):
        lines += _lines(name, area)
    found = _answer(_file(tmp_path, lines), "--controls", ",".join(names))
    assert (found["method"], found["break"], found["controls"]) == ("its-1", BREAK, names)
    (one,) = found["series"]
    problem = Problem(FIRST + np.arange(len(counts)), month_number(2023, 1), counts, areas)
    theirs = answer(problem)
    assert theirs.estimate is not None
    for name in ("ratio", "low", "high", "p"):
        assert one["change"][name] == getattr(theirs.estimate, name)
    assert one["change"]["low"] < COMPARED.ratio < one["change"]["high"]
    verdict = judge(problem)
    assert one["certainty"] == verdict.certainty == "very_likely"
    assert one["checks"]["variants"] == as_data(verdict.variants)
    assert [warning["code"] for warning in one["warnings"]] == list(verdict.doubts)
    assert list(one["weights"].values()) == as_data(theirs.weights)
    assert sum(one["weights"].values()) == pytest.approx(1, abs=1e-5)
    assert [row["expected"] for row in one["expected"]] == as_data(theirs.expected)
    assert one["expected"][60]["period"] == BREAK
    assert one["checks"]["fake_places"]["tried"] == len(areas)


def test_a_restless_rate_is_described_but_not_concluded_upon(tmp_path: Path) -> None:
    counts, areas = _world()
    counts = np.round(counts * np.where(np.arange(len(counts)) % 5 < 2, 4.0, 0.5))
    source = _file(tmp_path, _lines("a", counts) + _lines("c", areas[0]))
    (one,) = _answer(source, "--controls", "c", code=1)["series"]
    assert [why["code"] for why in one["refusal"]] == ["wander"]
    assert one["change"] is None
    assert one["coefficients"]["values"]["step"]["se_plain"] > 0


def test_controls_may_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    counts, areas = _world()
    sides = {"c, one": areas[0], "c2": areas[1], "next": areas[2], "door": areas[3]}
    quoted = {name: f'"{name}"' for name in sides}
    own = _lines("a", counts)
    controls = _lines(quoted["c, one"], sides["c, one"]) + _lines("c2", sides["c2"])
    neighbours = _lines("next", sides["next"]) + _lines("door", sides["door"])
    together = _file(tmp_path, own + controls + neighbours)
    by_id = _answer(together, "--controls", '"c, one", c2', "--neighbours", "door,next")
    apart = _file(tmp_path, own, name="own.csv")
    there = _file(tmp_path, controls, name="there.csv")
    near = _file(tmp_path, neighbours, name="near.csv")
    by_file = _answer(apart, "--controls", there, "--neighbours", near)
    assert by_id == by_file
    assert by_id["controls"] == ["c, one", "c2"]
    (one,) = by_id["series"]
    months = FIRST + np.arange(len(counts))
    moved = answer(Problem(months, month_number(2023, 1), areas[2] + areas[3], areas[:2]))
    assert one["checks"]["displacement"]["estimate"] == as_data(moved.estimate)
    assert list(one["weights"]) == by_id["controls"]


def test_t_and_dates_and_marks_give_the_same(tmp_path: Path) -> None:
    counts, _areas = _world()
    plain = _answer(_file(tmp_path, _lines("a", counts)))
    lines = [f"a,{t},{int(y)}" for t, y in enumerate(counts, start=1)]
    by_t = _file(tmp_path, lines, "series_id,t,observed\n", "t.csv")
    assert _answer(by_t, "--start", "2018-1") == plain
    dated = [f"a,{month}-01,{int(y)}" for month, y in zip(_months(len(counts)), counts, strict=True)]
    excel = tmp_path / "excel.csv"
    excel.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([HEADER.strip(), *dated, ""]).encode())
    assert _answer(excel, start="2023-01-01") == plain


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    counts, areas = _world()
    longer = np.concatenate([np.full(70, 30.0), counts])
    control = areas[0].copy()
    control[[3, 4, 70]] = math.nan
    early = FIRST - 70
    lines = [f"{line},900" for line in _lines("a", longer, early) + _lines("c", np.full(70, 60.0), early)] + [
        f"{line},900" for line in _lines("c", control)
    ]
    source = _file(tmp_path, lines, "series_id,period,observed,population\n")
    (one,) = _answer(source, "--controls", "c")["series"]
    warnings = {warning["code"]: warning for warning in one["warnings"]}
    assert warnings["comparison_lacking"]["months"] == 3
    assert warnings["older_left_out"]["months"] == 10
    assert "population" in warnings["population_unused"]["words"]
    assert (one["months_before"], one["months_after"]) == (118, 17)
    assert one["expected"][0]["expected"] is None


def test_no_conclusion_at_all_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts, _areas = _world()
    thin = _lines("short", counts[45:64], FIRST + 45) + _lines("few", np.arange(78) % 3)
    found = _answer(_file(tmp_path, thin), code=1)
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "no series can be concluded upon (2 refused; 'few'" in told
    few, short = found["series"]
    assert few["certainty"] == short["certainty"] == "refused"
    (counted,) = few["refusal"]
    assert (counted["code"], counted["found"], counted["needed"]) == ("counts", pytest.approx(1.0), 5.0)
    assert [(one["code"], one["found"], one["needed"]) for one in short["refusal"]] == [
        ("months_before", 15, 24),
        ("months_after", 4, 6),
    ]
    assert "15, where 24" in short["refusal"][0]["words"]
    assert short["change"] is short["coefficients"] is None
    # One series that can carry a conclusion makes the whole fine, and the others stay refused.
    found = _answer(_file(tmp_path, [*thin, *_lines("whole", counts)]))
    assert [one["certainty"] == "refused" for one in found["series"]] == [True, True, False]
    assert capsys.readouterr().err == ""


def test_a_start_beyond_the_figures_is_refused_with_numbers(tmp_path: Path) -> None:
    counts, _areas = _world()
    source = _file(tmp_path, _lines("a", counts))
    for start, code in (("2030-01", "months_after"), ("1990-01", "months_before")):
        (one,) = _answer(source, start=start, code=1)["series"]
        assert [(why["code"], why["found"]) for why in one["refusal"]] == [(code, 0)]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("emptied", "extra"), [("a", []), ("a", ["--controls", "c"]), ("c", ["--controls", "c"])]
)
def test_a_side_without_cases_after_the_break_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], emptied: str, extra: list[str]
) -> None:
    counts, areas = _world()
    sides = {"a": counts, "c": areas[0]}
    sides[emptied][60:] = 0
    lines = _lines("a", counts) + (_lines("c", areas[0]) if extra else [])
    (one,) = _answer(_file(tmp_path, lines), *extra)["series"]
    assert "unbounded" in [warning["code"] for warning in one["warnings"]]
    assert one["change"]["high"] is None
    assert one["coefficients"] is None
    assert one["certainty"] == "unclear"
    assert capsys.readouterr().err == ""


def test_months_in_which_no_side_counted_and_controls_without_cases(tmp_path: Path) -> None:
    counts, areas = _world()
    counts[70] = areas[0][70] = 0
    lines = _lines("a", counts) + _lines("c", areas[0]) + _lines("zero", np.zeros(78))
    source = _file(tmp_path, lines)
    fitted = _answer(source, "--controls", "c", "--neighbours", "zero")["series"][0]["coefficients"]
    # A month in which neither side counted anything says nothing of a share.
    assert fitted["degrees_plain"] == 77 - 8
    assert fitted["values"]["step"]["se_plain"] > 0
    (one,) = _answer(source, "--controls", "c,zero", code=1)["series"]
    assert [why["code"] for why in one["refusal"]] == ["comparison_empty"]
    assert one["alone"]["ratio"] > 0


GOOD = [f"{name},{month},{5 + place % 3}" for name in "abc" for place, month in enumerate(_months(6))]


@pytest.mark.parametrize(
    ("header", "lines", "words"),
    [
        (HEADER, [*GOOD, "a,2018-02,3"], ["line 20", "column period", "'a'", "line 3"]),
        (HEADER, [*GOOD, "a,2019-04,-1"], ["line 20", "column observed", "negative"]),
        (HEADER, ["a,2018-W05,1"], ["line 2", "column period", "not a month"]),
        (HEADER, ["a,2018-Q1,1"], ["line 2", "column period", "not a month"]),
        (HEADER, ["a,2018-01-15,1"], ["line 2", "column period", "first day of a month"]),
        ("series_id,period,observed,colour\n", GOOD, ["line 1", "column colour", "unknown column"]),
        ("series_id,t,observed\n", ["a,1,1"], ["line 1", "column t", "--start"]),
    ],
)
def test_bad_files_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str, lines: list[str], words: list[str]
) -> None:
    source = _file(tmp_path, lines, header)
    out = tmp_path / "o.json"
    _refused(capsys, [source, "--break", BREAK, "--out", out], str(source), *words)
    good = _file(tmp_path, ["x,2018-01,1"], name="good.csv")
    _refused(capsys, [good, "--break", BREAK, "--out", out, "--controls", source], str(source), *words)
    assert sorted(tmp_path.iterdir()) == [good, source]


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (["--break", "2023-W02"], ["--break", "not a month"]),
        (["--break", "2023-13"], ["--break", "no month"]),
        (["--freq", "52"], ["--freq 52", "months"]),
        (["--start", "2018-1"], ["--start goes with"]),
        (["--start", "2018-13"], ["--start", "no month"]),
        (["--controls", "d"], ["--controls", "no series 'd'"]),
        (["--controls", "b,b"], ["'b' is already named in --controls"]),
        (["--controls", "b", "--neighbours", "b"], ["'b' is already named in --controls"]),
        (["--controls", "a,b,c"], ["none is left to judge"]),
        (["--controls", "a,,b"], ["--controls", "separated by commas"]),
        (["--controls", ""], ["--controls"]),
        (["--controls", 'a,"b'], ["--controls"]),
        (["--controls", "none.csv"], ["none.csv", "cannot be read"]),
        (["--colour"], ["--colour"]),
    ],
)
def test_wrong_use_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], extra: list[str], words: list[str]
) -> None:
    source = _file(tmp_path, GOOD)
    _refused(capsys, [source, "--break", BREAK, "--out", tmp_path / "o.json", *extra], *words)
    assert sorted(tmp_path.iterdir()) == [source]


def test_wrong_paths_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = _file(tmp_path, GOOD)
    start = ["--break", BREAK]
    _refused(capsys, [tmp_path / "none.csv", *start, "--out", tmp_path / "o"], "none.csv", "cannot be read")
    _refused(capsys, [source, *start, "--out", tmp_path / "no" / "o"], "there is no folder")
    _refused(capsys, [source, *start, "--out", source], "is the input file")
    other = _file(tmp_path, GOOD, name="other.csv")
    _refused(capsys, [source, *start, "--out", other, "--controls", other], "is the input file")
    words = ["'a' is both judged and a control"]
    _refused(capsys, [source, *start, "--out", tmp_path / "o", "--controls", other], *words)
    _refused(capsys, [source, "--out", tmp_path / "o"], "--break")
    far = _file(tmp_path, ["a,999999999,4"], "series_id,t,observed\n", "far.csv")
    _refused(capsys, [far, *start, "--out", tmp_path / "o", "--start", "2018-1"], "far.csv", "year 9999")
    assert sorted(tmp_path.iterdir()) == [far, source, other]


def test_a_failed_write_leaves_the_old_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _file(tmp_path, GOOD)
    out = tmp_path / "o.json"
    out.write_text("old", encoding="utf-8")

    def full_disk(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("driehoek.detect.output._give_usual_rights", full_disk)
    _refused(capsys, [source, "--break", BREAK, "--out", out], "--out", "No space left")
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(tmp_path.iterdir()) == [source, out]


def test_it_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert "  effect " in cli.overview()
    assert cli.main(["effect", "--help"]) == 0
    told = capsys.readouterr().out
    assert "--controls" in told
    assert "never an effect" in told
    assert cli.main(["effect"]) == 2


def test_help_and_refusals_wait_for_nothing_heavy() -> None:
    script = (
        "import sys; from driehoek.detect.effect_command import main; main(['--help']); main(['x']);"
        "assert not {'scipy.stats', 'scipy.optimize', 'django'} & set(sys.modules);"
        "import driehoek.detect.effect_answers;"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'django']"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
