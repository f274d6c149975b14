"""Addresses of the deadlines room."""

from __future__ import annotations

from django.urls import path

from driehoek.deadlines import views

app_name = "deadlines"
urlpatterns = [
    path("termijnen/", views.coming, name="coming"),
    path("termijnen/te-laat/", views.late, name="late"),
    path("termijnen/<uuid:deadline>/herinneren/", views.remind, name="remind"),
]
