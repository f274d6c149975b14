"""Addresses of the moments room."""

from __future__ import annotations

from django.urls import path

from driehoek.moments import views
from driehoek.moments.views import importing, keeping

app_name = "moments"
urlpatterns = [
    path("kalender/", views.calendar, name="calendar"),
    path("kalender/maand/", views.month, name="month"),
    path("kalender/afdruk/", views.on_paper, name="print"),
    path("kalender/nieuw/", keeping.new, name="new"),
    path("kalender/landelijk/", keeping.national, name="national"),
    path("kalender/landelijk/overnemen/", keeping.take_over, name="take_over"),
    path("kalender/downloaden/", keeping.export, name="export"),
    path("kalender/inlezen/", importing.upload, name="upload"),
    path("kalender/inlezen/<uuid:run>/", importing.run, name="run"),
    path("kalender/inlezen/<uuid:run>/bevestigen/", importing.confirm, name="confirm"),
    path("kalender/<uuid:moment>/", views.page, name="page"),
    path("kalender/<uuid:moment>/wijzigen/", keeping.change, name="change"),
    path("kalender/<uuid:moment>/vervalt/", keeping.cancel, name="cancel"),
    path("kalender/<uuid:moment>/toch/", keeping.restore, name="restore"),
]
