"""Addresses of the small site for the browser tests."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from django import forms
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from driehoek.web import menu
from driehoek.web.forms import PlainErrors
from tests.web.site import refuse

turns = count(1)
# Places in the bar, as rooms would register them.
menu.register_place(menu.MenuEntry("Vandaag", "brief:today", order=10))
menu.register_place(menu.MenuEntry("Problemen", "problems:list", order=20))
if __name__ == settings.ROOT_URLCONF:
    # Only on the small site itself: a test of the real pages would get these in their place.
    menu.register_place(menu.MenuEntry("Afwijkingen", "analysis:deviations", order=40))
    menu.register_place(menu.MenuEntry("Cijfers", "figures:list", order=60))


class Note(PlainErrors, forms.Form):
    """One text and one choice."""

    text = forms.CharField(label="Tekst", widget=forms.Textarea)
    kind = forms.ChoiceField(label="Soort", choices=(("a", "Een"), ("b", "Twee")), widget=forms.RadioSelect)


def live(request: HttpRequest) -> HttpResponse:
    """Show how often this part was fetched; a fragment when htmx asks."""
    name = "live_part.html" if request.headers.get("HX-Request") else "live_page.html"
    return render(request, name, {"turn": next(turns)})


def moved(request: HttpRequest) -> HttpResponse:
    """Send a fragment elsewhere, as the sign-in does when a session is over."""
    return redirect("/niets-meer/") if request.headers.get("HX-Request") else live(request)


def note(request: HttpRequest) -> HttpResponse:
    """Take a text; a good one is stored, a wrong one comes back."""
    form = Note(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return HttpResponse("bewaard")
    context = {"title": "Notitie", "form": form, "submit_label": "Tekst bewaren", "cancel_url": "/meer/"}
    return render(request, "web/form_page.html", context)


def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for a last yes."""
    context = {
        "title": "Wilt u het dossier sluiten?",
        "consequence_title": "Dit heeft gevolgen",
        "consequence": "Niemand kan daarna nog iets toevoegen.",
        "submit_label": "Dossier sluiten",
        "negative": True,
        "cancel_url": "/meer/",
    }
    return render(request, "web/confirm.html", context)


def away(request: HttpRequest) -> HttpResponse:
    """Fail as long as the database is away."""
    if Path(request.GET["file"]).exists():
        return HttpResponse("<!doctype html><title>terug</title><h1>Terug</h1>")
    raise OperationalError


def nothing(_request: HttpRequest) -> HttpResponse:
    """Answer with as good as nothing."""
    return HttpResponse("<!doctype html><title>leeg</title>")


urlpatterns = [
    path("", include(([path("vandaag/", nothing, name="today")], "brief"))),
    path("problemen/", include(([path("", nothing, name="list")], "problems"))),
    path("afwijkingen/", include(([path("", nothing, name="deviations")], "analysis"))),
    path("cijfers/", include(([path("", nothing, name="list")], "figures"))),
    path("live/", live),
    path("verhuisd/", moved),
    path("niets-meer/", nothing),
    path("notitie/", note),
    path("bevestigen/", confirm),
    path("weg/", away),
    path("niets/", refuse),
    path("", include("driehoek.web.urls")),
]
handler404 = "driehoek.web.errors.not_found"
handler500 = "driehoek.web.errors.server_error"
