"""Pages that belong to no other room: the rest of the menu, the look, the style guide."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from driehoek.web.look import DEFAULT_THEME, THEME_COOKIE, THEMES
from driehoek.web.menu import rows
from driehoek.web.styleguide import styleguide_context

YEAR = 365 * 24 * 3600


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember the chosen look in a cookie for a year and go back to the page it was chosen on."""
    chosen = request.POST.get("theme", DEFAULT_THEME)
    response = HttpResponseRedirect(_back(request))
    if chosen not in dict(THEMES) or chosen == DEFAULT_THEME:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
        return response
    response.set_cookie(
        THEME_COOKIE,
        chosen,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """Show what has no place of its own in the bar: account, look, language, explanation."""
    return render(request, "web/more.html", {"more_rows": rows(request)})


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state with fictional content."""
    return render(request, "web/styleguide.html", styleguide_context())


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
