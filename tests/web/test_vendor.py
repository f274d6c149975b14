"""Other people's front-end work is kept whole, pinned, licensed and unchanged."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "src/driehoek/web/static/vendor"
PAPER = ROOT / "src/driehoek/web/fonts"
TOOLS = Path(__file__).parent / "vendor"
PACKAGE = json.loads((ROOT / "frontend/package.json").read_text())


def listed(folder: Path) -> dict[str, str]:
    lines = (folder / "CHECKSUMS.sha256").read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def present(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "CHECKSUMS.sha256"]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


@pytest.mark.parametrize("folder", [VENDOR, PAPER, TOOLS], ids=["static", "paper", "test tools"])
def test_every_vendored_file_is_as_it_was_built(folder: Path) -> None:
    assert present(folder) == listed(folder)


@pytest.mark.parametrize("name", sorted(PACKAGE["dependencies"]))
def test_every_package_has_its_version_and_licence_text(name: str) -> None:
    version = PACKAGE["dependencies"][name]
    line = next(
        line for line in (VENDOR / "README.md").read_text().splitlines() if line.startswith(f"- {name} ")
    )
    found = re.fullmatch(rf"- {re.escape(name)} (\S+): (\S+), (licences/\S+)", line)
    assert found
    assert found[1] == version
    assert found[2] in {"EUPL-1.2", "OFL-1.1", "BSD-2-Clause", "MIT"}
    assert len((VENDOR / found[3]).read_text()) > 1000


def test_versions_are_exact() -> None:
    wanted = PACKAGE["dependencies"] | PACKAGE["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_lock_names_no_registry_and_has_every_checksum() -> None:
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert packages
    assert not [path for path, entry in packages.items() if "resolved" in entry]
    assert not [path for path, entry in packages.items() if not entry["integrity"].startswith("sha512-")]
    for name, version in (PACKAGE["dependencies"] | PACKAGE["devDependencies"]).items():
        assert packages[f"node_modules/{name}"]["version"] == version


def test_vendored_styles_load_nothing_from_elsewhere() -> None:
    for path in VENDOR.rglob("*.css"):
        for address in re.findall(r"url\(\s*[\"']?([^)\"']+)", path.read_text()):
            assert address.startswith(("data:", "#")) or (path.parent / address).is_file(), (
                f"{path.name}: {address}"
            )
