"""Addresses of the room `subjects`."""

from __future__ import annotations

from django.urls import path

from driehoek.subjects.views import linking, links, network, records, writing

app_name = "subjects"
CASE = "casussen/<uuid:problem>/"
urlpatterns = [
    path(f"{CASE}samenhang/", linking.related, name="related"),
    path(f"{CASE}samenhang/<uuid:subject>/<uuid:other>/", linking.together, name="together"),
    path(f"{CASE}samenhang/<uuid:subject>/<uuid:other>/terug/", linking.together_back, name="together_back"),
    path(f"{CASE}verschijnselen/<uuid:tag>/weg/", linking.phenomenon_end, name="phenomenon_end"),
    path(f"{CASE}netwerk/", network.network, name="network"),
    path(f"{CASE}records/", records.record_list, name="list"),
    path(f"{CASE}records/nieuw/", writing.add, name="add"),
    path(f"{CASE}records/<uuid:subject>/", records.record, name="one"),
    path(f"{CASE}records/<uuid:subject>/wijzigen/", writing.change, name="change"),
    path(f"{CASE}records/<uuid:subject>/afsluiten/", writing.end, name="end"),
    path(f"{CASE}records/<uuid:subject>/openen/", writing.reopen, name="reopen"),
    path(f"{CASE}records/<uuid:subject>/verbinding/", links.add, name="link_add"),
    path(f"{CASE}verbindingen/<uuid:link>/wijzigen/", links.change, name="link_change"),
    path(f"{CASE}verbindingen/<uuid:link>/weghalen/", links.end, name="link_end"),
    path(f"{CASE}verbindingen/<uuid:link>/terugzetten/", links.reopen, name="link_reopen"),
]
