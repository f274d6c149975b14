"""Addresses of the room `exports`."""

from __future__ import annotations

from django.urls import path

from driehoek.exports import views
from driehoek.exports.views import oversight

app_name = "exports"
urlpatterns = [
    path("exporteren/", views.own, name="own"),
    path("exporteren/gemaakt/<uuid:export>/", views.made, name="made"),
    path("exporteren/<slug:key>/", views.table, name="table"),
    path("beheer/exportrechten/", oversight.rights, name="rights"),
    path("beheer/exportrechten/nieuw/", oversight.right_new, name="right_new"),
    path("beheer/exportrechten/<uuid:right>/beeindigen/", oversight.right_end, name="right_end"),
    path("toezicht/exports/", oversight.log, name="log"),
]
