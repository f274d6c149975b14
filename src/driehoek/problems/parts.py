"""The page of a problem: rol – proces – informatie, to which rooms above add their own parts.

A room registers in its `AppConfig.ready`:

    parts.register(PagePart("needs", "information", 20, "position/parts/needs.html", needs_part))

where `needs_part(request, problem, level)` returns what the template needs, or None to show nothing. The template
is a `<section class="dh-section">` with a heading of level 3; it also has `problem`, `level` and `may_work`.
A part may ask the database a fixed number of questions.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.problems.models import Problem
from driehoek.web import parts
from driehoek.web.parts import Parts

# "asked" stands on top, above the three: what is asked of the reader now.
PartName = Literal["asked", "role", "process", "information"]
NAMES: Final[tuple[str, ...]] = get_args(PartName)
PagePart = parts.PagePart[[IdentifiedRequest, Problem, Level]]
PARTS: Final[Parts[[IdentifiedRequest, Problem, Level]]] = Parts(NAMES)
register = PARTS.register
unregister = PARTS.unregister
registered_parts = PARTS.registered
parts_for = PARTS.shown
