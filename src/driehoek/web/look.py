"""The chosen look: light, dark, high contrast, or what the device asks for."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

THEME_COOKIE: Final = "thema"
DEFAULT_THEME: Final = "system"
THEMES: Final[tuple[tuple[str, Any], ...]] = (
    ("system", _("Als op dit apparaat")),
    ("light", _("Licht")),
    ("dark", _("Donker")),
    ("contrast", _("Hoog contrast")),
)


def theme_of(request: HttpRequest) -> str:
    """Read the chosen look from its cookie; anything unknown counts as no choice."""
    chosen = request.COOKIES.get(THEME_COOKIE, DEFAULT_THEME)
    return chosen if chosen in dict(THEMES) else DEFAULT_THEME
