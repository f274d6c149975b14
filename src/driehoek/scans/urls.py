"""Addresses of the room `scans`."""

from __future__ import annotations

from django.urls import path

from driehoek.scans import views
from driehoek.scans.views import findings, making, patterns, priorities

app_name = "scans"
urlpatterns = [
    path("gebiedsscan/", views.scan_list, name="list"),
    path("gebiedsscan/nieuw/", making.new, name="new"),
    path("gebiedsscan/gebieden.json", views.ground, name="ground"),
    path("gebiedsscan/<uuid:scan>/", views.page, name="page"),
    path("gebiedsscan/<uuid:scan>/kaart.json", views.map_data, name="map"),
    path("gebiedsscan/<uuid:scan>/pdf/", views.pdf, name="pdf"),
    path("gebiedsscan/<uuid:scan>/wijzigen/", making.change, name="change"),
    path("gebiedsscan/<uuid:scan>/sessie/<slug:kind>/", making.session, name="session"),
    path("gebiedsscan/<uuid:scan>/vaststellen/", making.fix, name="fix"),
    path("gebiedsscan/<uuid:scan>/nieuwe-versie/", making.correct, name="correct"),
    path("gebiedsscan/<uuid:scan>/weggooien/", making.discard, name="discard"),
    path("gebiedsscan/<uuid:scan>/nieuw/<slug:kind>/", findings.new, name="finding_new"),
    path("gebiedsscan/plek/<uuid:finding>/", findings.finding, name="finding"),
    path("gebiedsscan/plek/<uuid:finding>/wijzigen/", findings.change, name="finding_change"),
    path("gebiedsscan/plek/<uuid:finding>/cijfers/", findings.take_figures, name="finding_figures"),
    path("gebiedsscan/plek/<uuid:finding>/weghalen/", findings.drop, name="finding_drop"),
    path("gebiedsscan/<uuid:scan>/prioriteit/", priorities.new, name="priority_new"),
    path("gebiedsscan/prioriteit/<uuid:priority>/wijzigen/", priorities.change, name="priority_change"),
    path("gebiedsscan/prioriteit/<uuid:priority>/plaats/", priorities.move, name="priority_move"),
    path("gebiedsscan/prioriteit/<uuid:priority>/weghalen/", priorities.drop, name="priority_drop"),
    path("gebiedsscan/prioriteit/<uuid:priority>/agenda/", priorities.to_agenda, name="priority_agenda"),
    path("patronen/", patterns.patterns, name="patterns"),
    path("patronen/agenda/", patterns.to_agenda, name="pattern_agenda"),
]
