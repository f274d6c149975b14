"""Addresses of the pages that belong to no other room."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from driehoek.web import views

urlpatterns = [
    path("meer/", views.more, name="more"),
    path("stijlgids/", views.styleguide, name="styleguide"),
    path("thema/", views.set_theme, name="set_theme"),
    path("taal/", set_language, name="set_language"),
]
