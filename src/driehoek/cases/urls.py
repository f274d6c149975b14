"""Addresses of the room `cases`."""

from __future__ import annotations

from django.urls import path

from driehoek.cases.views import pages

app_name = "cases"
urlpatterns = [
    path("casussen/", pages.mine, name="mine"),
    path("casussen/<uuid:problem>/", pages.page, name="page"),
]
