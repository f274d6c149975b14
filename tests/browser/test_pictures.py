"""The pictures of the README: taken from the running demo on demand, and otherwise checked to be there.

`DRIEHOEK_UPDATE_IMAGES=1 pytest tests/browser/test_pictures.py` takes them anew.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.desk import MAYOR

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "images"
LARGEST = 200_000
LINK = re.compile(r"!\[[^\]]+\]\((docs/images/[^)]+\.png)\)")


def today(page: Page) -> None:
    expect(page.get_by_role("heading", name="Wat speelt er")).to_be_visible()


def evidence(page: Page) -> None:
    page.locator("section[aria-labelledby='going-on-title'] a.dh-row--chart").first.click()
    expect(page.locator("figure.dh-chart svg:visible").first).to_be_visible()


# Name, width and height of the window, dots per pixel, and how to get to the page from the mayor's first.
PICTURES: tuple[tuple[str, int, int, int, Callable[[Page], None]], ...] = (
    ("today-360.png", 360, 780, 2, today),
    ("today-1280.png", 1280, 900, 1, today),
    ("deviation-1280.png", 1280, 1000, 1, evidence),
)


def take(sign_in: SignIn) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, width, height, dots, reach in PICTURES:
        page = sign_in(MAYOR, width=width, color_scheme="light", device_scale_factor=dots)
        page.set_viewport_size({"width": width, "height": height})
        reach(page)
        expect(page.locator("#live-state")).to_have_text("live")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=FOLDER / name, animations="disabled")


def test_the_pictures_are_there_and_the_readme_shows_them(request: pytest.FixtureRequest) -> None:
    if os.environ.get("DRIEHOEK_UPDATE_IMAGES") == "1":
        take(request.getfixturevalue("sign_in"))
    for name, width, height, dots, _reach in PICTURES:
        content = (FOLDER / name).read_bytes()
        assert len(content) < LARGEST, f"{name}: {len(content)} bytes is too large"
        assert struct.unpack(">II", content[16:24]) == (width * dots, height * dots), name
    shown = LINK.findall((ROOT / "README.md").read_text())
    assert shown, "README.md shows no picture"
    made = {f"docs/images/{name}" for name, *_rest in PICTURES}
    assert set(shown) <= made, "README.md shows a picture that no test makes"
