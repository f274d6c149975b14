"""From an Altair chart to a clean SVG: no style, no fixed colour, words for who cannot see it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import vl_convert as vlc
from django.core.cache import caches
from django.utils.safestring import SafeString

from driehoek.web import formatting
from driehoek.web.charts import model

SVG: Final = "http://www.w3.org/2000/svg"
FONT: Final = "Source Sans 3"
NUMBER: Final = re.compile(r"-?\d+\.\d{3,}")
NOISE: Final = frozenset(
    {
        "role",
        "aria-roledescription",
        "aria-label",
        "aria-hidden",
        "pointer-events",
        "class",
        "stroke-miterlimit",
    }
)

CLASSES: Final[dict[str, str]] = {
    model.BAND: "dh-c-band",
    model.LIMIT: "dh-c-limit",
    model.LINE: "dh-c-line",
    model.ALARM: "dh-c-alarm",
    model.OPEN: "dh-c-open",
    model.LAST: "dh-c-last",
    model.GRID: "dh-c-grid",
    model.AXIS: "dh-c-axis",
    model.LABEL: "dh-c-label",
    model.VALUE: "dh-c-value",
    model.BAR: "dh-c-bar",
    model.BAR_ALARM: "dh-c-bar-alarm",
    model.REFERENCE: "dh-c-reference",
}
# The day colours of tokens.css, for paper; a test keeps the two equal.
PAPER: Final[dict[str, str]] = {
    model.BAND: "#d3e3ea",
    model.LIMIT: "#5f8294",
    model.LINE: "#14212b",
    model.ALARM: "#8a3b00",
    model.HALO: "#ffffff",
    model.OPEN: "#ffffff",
    model.LAST: "#14212b",
    model.GRID: "#dcdcd4",
    model.AXIS: "#6d7981",
    model.LABEL: "#46555f",
    model.VALUE: "#14212b",
    model.BAR: "#5f8294",
    model.BAR_ALARM: "#8a3b00",
    model.REFERENCE: "#14212b",
}

ET.register_namespace("", SVG)


def _code() -> str:
    """Name the code that draws, so that a drawing made by older code is never taken from the cache."""
    digest = hashlib.sha256(f"{version('altair')} {version('vl-convert-python')}".encode())
    for path in sorted([*Path(__file__).parent.glob("*.py"), Path(formatting.__file__)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


CODE: Final = _code()


def draw(
    build: Callable[[], dict[str, Any]],
    definition: tuple[Any, ...],
    *,
    css: str,
    title: str,
    description: str,
    standalone: bool,
) -> SafeString:
    """Draw a Vega-Lite specification, or take the same drawing from the cache.

    Args:
        build: makes the specification, with sentinel colours (see `charts.model`); called on a miss only.
        definition: all that the specification is made from; equal definitions give equal drawings.
        css: classes of the SVG element.
        title: short name, read by screen readers.
        description: the sentence that says what is to be seen.
        standalone: with fixed day colours and a size, for paper, instead of classes.
    """
    content = repr((CODE, definition, css, title, description, standalone))
    digest = hashlib.sha256(content.encode()).hexdigest()
    cache = caches["charts"]
    name = f"svg:{digest}"
    found: str | None = cache.get(name)
    if found is None:
        raw = vlc.vegalite_to_svg(build(), show_warnings=False)
        found = _clean(
            raw, css=css, title=title, description=description, standalone=standalone, ids=digest[:10]
        )
        cache.set(name, found)
    # The drawing is made of numbers and of text that the XML writer escaped.
    return SafeString(found)


def _clean(raw: str, *, css: str, title: str, description: str, standalone: bool, ids: str) -> str:
    root = ET.fromstring(raw)  # noqa: S314  (our own renderer wrote it)
    width, height = root.get("width", ""), root.get("height", "")
    view = root.get("viewBox", "")
    _prune(root)
    for element in root.iter():
        _strip(element, standalone=standalone)
    root.attrib.clear()
    root.attrib.update(
        {
            "viewBox": view,
            "role": "img",
            "aria-labelledby": f"t{ids} d{ids}" if description else f"t{ids}",
        }
    )
    root.attrib.update(
        {"width": width, "height": height} if standalone else {"class": css, "focusable": "false"}
    )
    drawing = ET.Element(f"{{{SVG}}}g", {"aria-hidden": "true"})
    drawing.extend(list(root))
    for child in list(root):
        root.remove(child)
    _words(root, "title", f"t{ids}", title)
    if description:
        _words(root, "desc", f"d{ids}", description)
    root.append(drawing)
    return ET.tostring(root, encoding="unicode")


def _words(root: ET.Element, tag: str, name: str, text: str) -> None:
    element = ET.SubElement(root, f"{{{SVG}}}{tag}", {"id": name})
    element.text = text


def _prune(parent: ET.Element) -> None:
    """Leave out what draws nothing: hidden paths, empty frames, empty groups."""
    for child in list(parent):
        _prune(child)
        tag = child.tag.removeprefix(f"{{{SVG}}}")
        invisible = child.get("display") == "none" or child.get("opacity") == "0"
        blank = tag == "path" and (
            child.get("d", "") in {"", "M0,0h0v0h0Z"} or child.get("class") == "background"
        )
        paper = tag == "rect" and child.get("fill") == "transparent"
        if invisible or blank or paper or (tag == "g" and len(child) == 0):
            parent.remove(child)


def _strip(element: ET.Element, *, standalone: bool) -> None:
    for name in NOISE & set(element.attrib):
        del element.attrib[name]
    if element.get("opacity") == "1":
        del element.attrib["opacity"]
    if element.tag == f"{{{SVG}}}text" and not standalone:
        element.attrib.pop("font-family", None)
    colours: dict[str, str] = {
        name: element.attrib[name].lower() for name in ("fill", "stroke") if name in element.attrib
    }
    if standalone:
        if colours.get("stroke") == model.HALO and element.tag == f"{{{SVG}}}text":
            element.set("paint-order", "stroke")
        element.attrib.update({name: PAPER[value] for name, value in colours.items() if value in PAPER})
    else:
        _to_class(element, colours)
    for name in ("d", "transform", "x", "y", "x1", "x2", "y1", "y2"):
        if name in element.attrib:
            element.set(name, NUMBER.sub(_short, element.attrib[name]))


def _to_class(element: ET.Element, colours: dict[str, str]) -> None:
    meant = [CLASSES[value] for value in colours.values() if value in CLASSES]
    if not meant:
        return
    element.set("class", meant[0])
    for name, value in colours.items():
        if value in CLASSES or value == model.HALO or value == "none":
            del element.attrib[name]


def _short(found: re.Match[str]) -> str:
    return f"{float(found.group()):.1f}".removesuffix(".0")
