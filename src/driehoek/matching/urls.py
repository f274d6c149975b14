"""Addresses of the room `matching`."""

from __future__ import annotations

from django.urls import path

from driehoek.matching.views import informing, pairs, requests

app_name = "matching"
CASE = "casussen/<uuid:problem>/"
REQUEST = "verzoeken-van-betrokkenen/<uuid:request_id>/"
urlpatterns = [
    path(f"{CASE}dubbel/", pairs.pair_list, name="pairs"),
    path(f"{CASE}dubbel/zoeken/", pairs.search, name="search"),
    path(f"{CASE}dubbel/<uuid:pair>/", pairs.pair_page, name="pair"),
    path(f"{CASE}dubbel/<uuid:pair>/terugdraaien/", pairs.part, name="part"),
    path(f"{CASE}informeren/", informing.informing_list, name="informing"),
    path(f"{CASE}informeren/<uuid:subject>/", informing.inform, name="inform"),
    path("verzoeken-van-betrokkenen/", requests.request_list, name="requests"),
    path("verzoeken-van-betrokkenen/nieuw/", requests.register, name="register"),
    path(REQUEST, requests.request_page, name="request"),
    path(f"{REQUEST}identiteit/", requests.identify, name="identify"),
    path(f"{REQUEST}verlengen/", requests.extend, name="extend"),
    path(f"{REQUEST}zoeken/", requests.search, name="request_search"),
    path(f"{REQUEST}plekken/<uuid:place>/", requests.place, name="place"),
    path(f"{REQUEST}antwoord/", requests.answer, name="answer"),
    path(f"{REQUEST}sluiten/", requests.close, name="close"),
    path(f"{REQUEST}brief.pdf", requests.letter_pdf, name="letter_pdf"),
    path(f"{REQUEST}brief.docx", requests.letter_docx, name="letter_docx"),
]
