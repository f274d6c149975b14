"""`driehoek detect` from end to end, and everything it refuses."""

import csv
import json
import math
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from driehoek.detect import main
from driehoek.statistics import EarsParameters, FarringtonParameters, ears, farrington_flexible
from tests.statistics.reference import UPPER, fixture_groups

HEADER = "series_id,period,observed\n"
COLUMNS = [
    "series_id", "period", "observed", "expected", "upperbound", "alarm", "score", "pvalue", "phi", "trend",
]  # fmt: skip
SETTINGS = '{"b": 5, "w": 1, "noPeriods": 10, "limit54": [0, 4]}'


def _months(n: int, year: int = 2014) -> list[str]:
    return [f"{year + i // 12}-{i % 12 + 1:02d}" for i in range(n)]


def _file(folder: Path, lines: list[str], header: str = HEADER, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _numbers(rows: list[dict[str, str]], column: str) -> np.ndarray:
    return np.array([float(row[column] or "nan") for row in rows])


def _refused(capsys: pytest.CaptureFixture[str], arguments: list[object], *words: str) -> None:
    assert main([str(argument) for argument in arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    for word in words:
        assert word in told.err


def test_reference_series_through_the_command(tmp_path: Path) -> None:
    group = next(g for g in fixture_groups() if g.variant == "basic_delta" and g.frequency == 12)
    lines = [
        f"s{row:02d},{t},{int(y)}"
        for row, counts in enumerate(group.counts)
        for t, y in enumerate(counts[~np.isnan(counts)], start=1)
    ]
    random.Random(4).shuffle(lines)
    source = _file(tmp_path, lines, "series_id,t,observed\n")
    points = group.values.shape[1]
    code = main([
        str(source), "--out", str(tmp_path / "out.csv"), "--algorithm", "farringtonFlexible",
        "--params", group.params, "--freq", "12", "--start", "2012-1", "--last", str(points),
    ])  # fmt: skip
    assert code == 0
    rows = _read(tmp_path / "out.csv")
    assert list(rows[0]) == [c if c != "period" else "t" for c in COLUMNS]
    assert [row["series_id"] for row in rows[::points]] == [f"s{i:02d}" for i in range(len(group.counts))]
    n = (~np.isnan(group.counts[0])).sum()
    assert [int(row["t"]) for row in rows[:points]] == list(range(n - points + 1, n + 1))
    for place, column in enumerate(("upperbound", "alarm", "phi", "pvalue", "trend")):
        theirs = group.values[..., place].ravel()
        np.testing.assert_allclose(_numbers(rows, column), theirs, rtol=1e-6, err_msg=column)


def test_classic_writes_zero_where_r_does(tmp_path: Path) -> None:
    group = next(g for g in fixture_groups() if g.algorithm == "farrington1996" and g.frequency == 12)
    lines = [
        f"{row},{t},{int(y)}"
        for row, counts in enumerate(group.counts)
        for t, y in enumerate(counts[~np.isnan(counts)], start=1)
    ]
    source = _file(tmp_path, lines, "series_id,t,observed\n")
    points = group.values.shape[1]
    for name in ("farrington", "farrington1996"):
        out = tmp_path / f"{name}.csv"
        arguments = [str(source), "--out", str(out), "--method", name, "--params", group.params]
        assert main([*arguments, "--freq", "12", "--last", str(points)]) == 0
    assert (tmp_path / "farrington.csv").read_bytes() == (tmp_path / "farrington1996.csv").read_bytes()
    order = sorted(range(len(group.counts)), key=str)
    theirs = group.values[order][..., UPPER].ravel()
    assert (theirs == 0).any()
    np.testing.assert_allclose(_numbers(_read(out), "upperbound"), theirs, rtol=1e-6)


def test_all_digits_survive(tmp_path: Path) -> None:
    counts = np.random.default_rng(1).poisson(5, 80).astype(float)
    lines = [f"a,{m},{int(y)}" for m, y in zip(_months(80), counts, strict=True)]
    out = tmp_path / "out.csv"
    assert main([str(_file(tmp_path, lines)), "--out", str(out), "--params", SETTINGS]) == 0
    answer = farrington_flexible(counts, frequency=12, parameters=FarringtonParameters.from_r(SETTINGS))
    rows = _read(out)
    assert [row["period"] for row in rows] == _months(80)
    for column, ours in (
        ("expected", answer.expected), ("upperbound", answer.upper_bound), ("score", answer.score),
        ("pvalue", answer.p_value), ("phi", answer.dispersion),
    ):  # fmt: skip
        np.testing.assert_array_equal(_numbers(rows, column), ours[0], err_msg=column)
    # The first five years and a month have no history: nothing is said, not even "no alarm".
    assert all(row["alarm"] == row["upperbound"] == row["trend"] == "" for row in rows[:61])
    assert {row["alarm"] for row in rows[61:]} <= {"0", "1"}


def test_a_missing_period_is_missing(tmp_path: Path) -> None:
    counts = np.random.default_rng(2).poisson(5, 80).astype(float)
    months = _months(80)
    whole = [f"a,{m},{int(y)}" for m, y in zip(months, counts, strict=True)]
    left_out = [line for i, line in enumerate(whole) if i not in (40, 78)]
    said = list(whole)
    said[40], said[78] = f"a,{months[40]},NA", f"a,{months[78]},"
    outs = []
    for name, lines in (("left", left_out), ("said", said)):
        outs.append(tmp_path / f"{name}.out.csv")
        source = _file(tmp_path, lines, name=f"{name}.csv")
        assert main([str(source), "--out", str(outs[-1]), "--last", "3", "--params", SETTINGS]) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()
    rows = _read(outs[0])
    assert [row["period"] for row in rows] == months[-3:]
    assert rows[1]["observed"] == rows[1]["alarm"] == ""
    assert float(rows[1]["upperbound"]) > 0
    counts[[40, 78]] = np.nan
    answer = farrington_flexible(
        counts, frequency=12, parameters=FarringtonParameters.from_r(SETTINGS), points=3
    )
    np.testing.assert_array_equal(_numbers(rows, "upperbound"), answer.upper_bound[0])


def test_series_may_begin_and_end_at_different_times(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    late, early = rng.poisson(4, 70).astype(float), rng.poisson(9, 100).astype(float)
    lines = [f"late,{m},{int(y)}" for m, y in zip(_months(70, 2016), late, strict=True)]
    lines += [f"early,{m},{int(y)}" for m, y in zip(_months(100, 2001), early, strict=True)]
    out = tmp_path / "out.csv"
    source = _file(tmp_path, lines)
    assert main([str(source), "--out", str(out), "--last", "2", "--params", SETTINGS]) == 0
    rows = _read(out)
    assert [(row["series_id"], row["period"]) for row in rows] == [
        ("early", "2009-03"), ("early", "2009-04"), ("late", "2021-09"), ("late", "2021-10"),
    ]  # fmt: skip
    parameters = FarringtonParameters.from_r(SETTINGS)
    for place, counts in ((slice(0, 2), early), (slice(2, 4), late)):
        alone = farrington_flexible(counts, frequency=12, parameters=parameters, points=2)
        np.testing.assert_array_equal(_numbers(rows[place], "upperbound"), alone.upper_bound[0])


def test_byte_order_mark_crlf_quotes_and_blank_lines(tmp_path: Path) -> None:
    lines = [f'"a, b",{m},{i % 7}' for i, m in enumerate(_months(75))]
    plain, excel = tmp_path / "plain.csv", tmp_path / "excel.csv"
    plain.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    excel.write_bytes(b"\xef\xbb\xbf" + (HEADER + "\n".join(lines) + "\n\n").replace("\n", "\r\n").encode())
    for path in (plain, excel):
        assert main([str(path), "--out", f"{path}.out", "--last", "1", "--params", SETTINGS]) == 0
    assert Path(f"{plain}.out").read_bytes() == Path(f"{excel}.out").read_bytes()
    assert _read(Path(f"{plain}.out"))[0]["series_id"] == "a, b"


def test_weeks_and_quarters_and_dates(tmp_path: Path) -> None:
    weeks = [f"2020-W{w:02d}" for w in range(1, 54)] + [f"2021-W{w:02d}" for w in range(1, 53)]
    source = _file(tmp_path, [f"a,{w},{i % 5}" for i, w in enumerate(weeks)])
    out = tmp_path / "out.csv"
    assert main([str(source), "--out", str(out), "--params", '{"b": 1}', "--last", "1"]) == 0
    assert _read(out)[0]["period"] == "2021-W52"
    assert _read(out)[0]["upperbound"] != ""
    quarters = [f"{2000 + i // 4}-{3 * (i % 4) + 1:02d}-01" for i in range(30) if i != 27]
    source = _file(tmp_path, [f"a,{q},{i % 5 + 3}" for i, q in enumerate(quarters)])
    settings = '{"w": 0, "noPeriods": 4}'
    assert main([str(source), "--out", str(out), "--params", settings, "--freq", "4"]) == 0
    assert [row["period"] for row in _read(out)][27:] == ["2006-10-01", "2007-01-01", "2007-04-01"]


def test_ears_needs_no_frequency(tmp_path: Path) -> None:
    counts = [3, 4, 5, 4, 3, 4, 5, 30]
    lines = [f"a,{t},{y}" for t, y in enumerate(counts, start=1)]
    source = _file(tmp_path, lines, "series_id,t,observed\n")
    out = tmp_path / "out.csv"
    assert main([str(source), "--out", str(out), "--algorithm", "earsC", "--params", '{"method":"C1"}']) == 0
    rows = _read(out)
    answer = ears(np.array(counts, float), parameters=EarsParameters())
    np.testing.assert_array_equal(_numbers(rows, "upperbound"), answer.upper_bound[0])
    assert [row["alarm"] for row in rows] == [""] * 7 + ["1"]


def test_population_offset(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    counts, sizes = rng.poisson(6, 75).astype(float), rng.uniform(900, 1100, 75)
    lines = [f"a,{m},{int(y)},{s:.17g}" for m, y, s in zip(_months(75), counts, sizes, strict=True)]
    source = _file(tmp_path, lines, "series_id,period,observed,population\n")
    settings = json.dumps({"w": 1, "populationOffset": True})
    out = tmp_path / "out.csv"
    assert main([str(source), "--out", str(out), "--params", settings, "--last", "2"]) == 0
    answer = farrington_flexible(
        counts, frequency=12, parameters=FarringtonParameters.from_r(settings), points=2, population=sizes
    )
    np.testing.assert_array_equal(_numbers(_read(out), "upperbound"), answer.upper_bound[0])
    assert math.isfinite(answer.upper_bound[0, 0])


@pytest.mark.parametrize("workers", ["1", "3"])
def test_any_number_of_threads_writes_the_same_file(tmp_path: Path, workers: str) -> None:
    rng = np.random.default_rng(6)
    months = _months(66)
    lines = [
        f"s{s:04d},{m},{y}" for s in range(1100) for m, y in zip(months, rng.poisson(3, 66), strict=True)
    ]
    source = _file(tmp_path, lines)
    out, usual = tmp_path / "out.csv", tmp_path / "usual.csv"
    assert main([str(source), "--out", str(usual), "--params", SETTINGS, "--last", "1"]) == 0
    arguments = [str(source), "--out", str(out), "--params", SETTINGS, "--last", "1", "--workers", workers]
    assert main(arguments) == 0
    assert out.read_bytes() == usual.read_bytes()
    assert len(_read(out)) == 1100


def test_on_a_cluster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    distributed = pytest.importorskip("distributed")
    lines = [f"s{s},{m},{(s + i) % 6}" for s in range(3) for i, m in enumerate(_months(66))]
    source = _file(tmp_path, lines)
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    assert main([str(source), "--out", str(here), "--params", SETTINGS]) == 0
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp", host="127.0.0.1",
        dashboard_address=None,
    ) as cluster:  # fmt: skip
        arguments = [str(source), "--out", str(there), "--params", SETTINGS]
        assert main([*arguments, "--cluster", cluster.scheduler_address]) == 0
    assert here.read_bytes() == there.read_bytes()
    capsys.readouterr()
    _refused(capsys, [source, "--out", there, "--cluster", "nonsense://x"], "no scheduler answers")


def test_cluster_without_the_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    source = _file(tmp_path, [f"a,{m},1" for m in _months(66)])
    _refused(
        capsys, [source, "--out", tmp_path / "o.csv", "--cluster", "tcp://127.0.0.1:1"], "driehoek[cluster]"
    )


GOOD = [f"a,{m},1" for m in _months(3)]


@pytest.mark.parametrize(
    ("header", "lines", "words"),
    [
        (HEADER, [*GOOD, "a,2014-02,3"], ["line 5", "column period", "'a'", "line 3"]),
        (HEADER, [*GOOD, "a,2014-04,-1"], ["line 5", "column observed", "negative"]),
        (HEADER, [*GOOD, "a,2014-04,1.5"], ["line 5", "column observed", "'1.5'"]),
        (HEADER, [*GOOD, "a,2014-04,veel"], ["line 5", "column observed", "'veel'"]),
        (HEADER, [*GOOD, "a,2014-04,inf"], ["line 5", "column observed", "'inf'"]),
        (HEADER, [*GOOD, "a,2014-04,1_0"], ["line 5", "column observed"]),
        (HEADER, [*GOOD, "a,2014-04,99999999999999999999"], ["line 5", "column observed"]),
        (HEADER, [*GOOD, "a,2014-13,1"], ["line 5", "column period", "'2014-13'"]),
        (HEADER, [*GOOD, "a,2014-W05,1"], ["line 5", "column period", "not a month"]),
        (HEADER, ["a,2014-01-01,1"], ["line 2", "column period", "--freq"]),
        (HEADER, [*GOOD, ",2014-04,1"], ["line 5", "column series_id"]),
        (HEADER, [*GOOD, "a,2014-04"], ["line 5", "2 values under 3 columns"]),
        (HEADER, [*GOOD, "a,2014-04,1,2"], ["line 5", "4 values under 3 columns"]),
        (HEADER, [*GOOD, 'a,2014-04,"1'], ["CSV"]),
        (HEADER, [*GOOD, "a,9014-04,1"], ["line 5", "periods"]),
        (HEADER, [], ["no rows"]),
        ("", [], ["line 1", "empty"]),
        ("series_id,period,observed,colour\n", GOOD, ["line 1", "column colour", "unknown column"]),
        ("series_id,period,observed,\n", GOOD, ["line 1", "unknown column"]),
        ("series_id,period,observed,observed\n", GOOD, ["line 1", "twice"]),
        ("series_id,observed\n", GOOD, ["line 1", "column period", "period and t"]),
        ("series_id,period,t,observed\n", GOOD, ["line 1", "period and t"]),
        ("series_id,period\n", GOOD, ["line 1", "column observed", "missing"]),
        ("series_id;period;observed\n", GOOD, ["line 1", "commas"]),
        ("series_id,t,observed\n", ["a,0,1"], ["line 2", "column t"]),
        ("series_id,t,observed\n", ["a,1.5,1"], ["line 2", "column t"]),
        ("series_id,t,observed\n", ["a,1,1", "a,1,1"], ["line 3", "column t", "line 2"]),
        ("series_id,t,observed\n", ["a,1,1"], ["--freq"]),
        ("series_id,period,observed,population\n", ["a,2014-01,1,0"], ["line 2", "column population"]),
        ("series_id,period,observed,population\n", ["a,2014-01,1,x"], ["line 2", "column population"]),
    ],
)
def test_bad_files_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str, lines: list[str], words: list[str]
) -> None:
    source = _file(tmp_path, lines, header)
    out = tmp_path / "out.csv"
    _refused(capsys, [source, "--out", out], str(source), *words)
    assert sorted(tmp_path.iterdir()) == [source]


def test_other_encodings_and_garbage_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(HEADER.encode() + b"a,2014-01,1\nJos\xe9,2014-01,1\n")
    _refused(capsys, [source, "--out", tmp_path / "o.csv"], str(source), "line 3", "UTF-8")
    source.write_bytes("series_id,period,observed\n".encode("utf-16"))
    _refused(capsys, [source, "--out", tmp_path / "o.csv"], "line 1", "UTF-8")
    source.write_bytes(HEADER.encode() + b"a,2014-01,\x00\n")
    _refused(capsys, [source, "--out", tmp_path / "o.csv"], "line 2")
    source.write_bytes(b"x" * 300_000)
    _refused(capsys, [source, "--out", tmp_path / "o.csv"], "line 1")
    assert sorted(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (["--algorithm", "magic"], ["'magic'", "farringtonFlexible"]),
        (["--params", "{b: 5}"], ["--params", "JSON"]),
        (["--params", '{"noperiods": 3}'], ["noperiods"]),
        (["--params", '{"w": 9}', "--freq", "12"], ["--params", "wider than a year"]),
        (["--params", '{"w": 9}'], ["--params", "wider than a year"]),
        (["--params", '{"w": 1, "populationOffset": true}'], ["column population", "missing"]),
        (["--freq", "7"], ["--freq"]),
        (["--last", "0"], ["--last"]),
        (["--workers", "0"], ["--workers"]),
        (["--start", "2014-1"], ["--start needs --freq"]),
        (["--start", "2014-1", "--params", '{"w": 1}', "--freq", "12"], ["--start goes with"]),
        (["--start", "2014-13", "--params", '{"w": 1}', "--freq", "12"], ["--start", "no month"]),
        (["--freq", "52"], ["line 2", "not a week"]),
        (["--colour"], ["--colour"]),
    ],
)
def test_wrong_use_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], extra: list[str], words: list[str]
) -> None:
    source = _file(tmp_path, GOOD)
    _refused(capsys, [source, "--out", tmp_path / "o.csv", *extra], *words)
    assert sorted(tmp_path.iterdir()) == [source]


def test_wrong_paths_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = _file(tmp_path, GOOD)
    _refused(capsys, [tmp_path / "none.csv", "--out", tmp_path / "o.csv"], "none.csv", "cannot be read")
    _refused(capsys, [source, "--out", tmp_path / "no" / "o.csv"], "there is no folder")
    _refused(capsys, [source, "--out", tmp_path], "is a folder")
    _refused(capsys, [source, "--out", source], "is the input file")
    _refused(capsys, [source], "--out")
    assert source.read_text(encoding="utf-8").startswith(HEADER)


def test_a_count_without_population_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["a,2014-01,1,10", "a,2014-02,1,"]
    source = _file(tmp_path, lines, "series_id,period,observed,population\n")
    settings = '{"w": 1, "populationOffset": true}'
    words = ["column population", "'a'", "2014-02"]
    _refused(capsys, [source, "--out", tmp_path / "o.csv", "--params", settings], *words)


def test_a_table_too_large_for_memory_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("driehoek.detect.table._LARGEST_TABLE", 100)
    source = _file(tmp_path, [*(f"s{i},2014-01,1" for i in range(30)), "s3,2014-05,2"])
    _refused(capsys, [source, "--out", tmp_path / "o.csv"], "line 32", "'s3' spans 5 periods", "30 series")


def test_progress_is_shown_on_a_terminal_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _file(tmp_path, [f"a,{m},1" for m in _months(66)])
    arguments = [str(source), "--out", str(tmp_path / "o.csv"), "--params", SETTINGS]
    assert main(arguments) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(arguments) == 0
    assert "1 of 1 series" in capsys.readouterr().err


def test_a_failed_write_leaves_the_old_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _file(tmp_path, [f"a,{m},1" for m in _months(66)])
    out = tmp_path / "o.csv"
    out.write_text("old", encoding="utf-8")

    def full_disk(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("driehoek.detect.output._number", full_disk)
    _refused(capsys, [source, "--out", out, "--params", SETTINGS], "--out", "No space left")
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(tmp_path.iterdir()) == [source, out]


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "--algorithm" in capsys.readouterr().out


def test_needs_no_django() -> None:
    script = (
        "import sys; import driehoek.detect, driehoek.statistics;"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'django']"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
