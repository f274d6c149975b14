"""Addresses of the room `effects`."""

from __future__ import annotations

from django.urls import path

from driehoek.effects.views import cases, incidents, studies

app_name = "effects"
urlpatterns = [
    path("effect/", studies.listing, name="list"),
    path("effect/nieuw/", studies.new, name="new"),
    path("effect/<uuid:study>/", studies.page, name="study"),
    path("effect/<uuid:study>/vergelijking/", studies.comparison, name="comparison"),
    path("effect/<uuid:study>/uitrekenen/", studies.run, name="run"),
    path("effect/<uuid:study>/<int:number>/", studies.outcome, name="run_page"),
    path("effect/<uuid:study>/<int:number>/pdf/", studies.pdf, name="pdf"),
    path("casussen/<uuid:problem>/effect/", cases.of_case, name="of_case"),
    path("casussen/<uuid:problem>/effect/erbij/", cases.link, name="link"),
    path("casussen/<uuid:problem>/effect/<uuid:study>/weg/", cases.unlink, name="unlink"),
    path("cijfers-op-de-kaart/", incidents.page, name="map"),
    path("cijfers-op-de-kaart/gegevens/", incidents.data, name="map_data"),
]
