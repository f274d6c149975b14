"""What is left out of the gathered static files is what no page loads."""

from __future__ import annotations

import re

from django.contrib.staticfiles.finders import get_finders

from driehoek.server.static import UNUSED
from tests.support.databases import ROOT

NAMED = re.compile(r"""{%\s*static\s+['"]([^'"]+)['"]|\bstatic\(\s*f?['"]([^'"{]+)['"]""")


def named_files() -> set[str]:
    """Every static file that a template or a module of ours names in full."""
    source = ROOT / "src" / "driehoek"
    texts = (path.read_text() for kind in ("*.html", "*.py") for path in source.rglob(kind))
    return {first or second for text in texts for first, second in NAMED.findall(text)}


def gathered_files() -> set[str]:
    """Every static file that is gathered."""
    return {path for finder in get_finders() for path, _storage in finder.list(UNUSED)}


def test_every_file_that_is_named_is_gathered() -> None:
    named = named_files()
    assert "django_htmx/htmx-2.min.js" in named
    assert named <= gathered_files()


def test_files_of_libraries_that_nothing_names_are_left_out() -> None:
    everything = {path for finder in get_finders() for path, _storage in finder.list([])}
    left_out = everything - gathered_files()
    assert any(path.startswith("rest_framework/") for path in left_out)
    assert all(path.startswith(("rest_framework/", "django_htmx/")) for path in left_out)
