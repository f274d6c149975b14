"""Addresses of the room `documents`."""

from __future__ import annotations

from django.urls import URLPattern, path

from driehoek.documents.views import changing, locking, reading, redacting, searching

app_name = "documents"
ALL = "casussen/<uuid:problem>/documenten/"
ONE = f"{ALL}<uuid:document>/"
STATE = f"{ONE}versies/<uuid:version>/"
urlpatterns: list[URLPattern] = [
    path("zoeken/", searching.search_page, name="search"),
    path(ALL, reading.document_list, name="list"),
    path(f"{ALL}nieuw/", changing.new, name="new"),
    path(ONE, reading.document_page, name="document"),
    path(f"{ONE}wijzigen/", changing.change, name="change"),
    path(f"{ONE}nieuwe-versie/", changing.new_version, name="new_version"),
    path(f"{ONE}agenda/", changing.agenda, name="agenda"),
    path(f"{ONE}vastzetten/", locking.lock, name="lock"),
    path(f"{ONE}vrijgeven/", locking.release, name="release"),
    path(f"{ONE}verbreken/", locking.break_lock, name="break_lock"),
    path(f"{STATE}bestand/", reading.download, name="download"),
    path(f"{STATE}bekijken/", reading.look, name="look"),
    path(f"{STATE}afbeelding/", reading.picture, name="picture"),
    path(f"{STATE}lakken/", redacting.redact, name="redact"),
    path(f"{ONE}lakken/<uuid:redaction>/", redacting.redaction_page, name="redaction"),
    path(f"{ONE}lakken/<uuid:redaction>/oordeel/", redacting.judge, name="judge"),
]
