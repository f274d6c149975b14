"""Addresses of asking and receiving."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from driehoek.exchange.views import asking, front, own_requests, passing_on, receiving

PATTERNS: Final[list[URLPattern]] = [
    # Two names for one page, so that the bar can give it another place to who works with it daily.
    path("uitwisseling/", front.front, name="front"),
    path("uitwisseling/", front.front, name="desk"),
    path("uitwisseling/verzoeken/", own_requests.request_list, name="requests"),
    path("uitwisseling/verzoeken/nieuw/", asking.new, name="request_new"),
    path("uitwisseling/verzoeken/<uuid:own>/", own_requests.one_request, name="request"),
    path("uitwisseling/verzoeken/<uuid:own>/wijzigen/", asking.change, name="request_change"),
    path("uitwisseling/verzoeken/<uuid:own>/indienen/", asking.submit, name="request_submit"),
    path("uitwisseling/verzoeken/<uuid:own>/intrekken/", own_requests.withdraw, name="request_withdraw"),
    path(
        "uitwisseling/verzoeken/<uuid:own>/ontvangst/", own_requests.confirm_receipt, name="request_received"
    ),
    path("uitwisseling/ontvangen/", receiving.received_list, name="received_list"),
    path("uitwisseling/ontvangen/<uuid:provision>/", receiving.received, name="received"),
    path("uitwisseling/ontvangen/<uuid:provision>/lezen/<uuid:part>/", receiving.read, name="received_read"),
    path("uitwisseling/ontvangen/<uuid:provision>/bevestigen/", receiving.confirm, name="received_confirm"),
    path("uitwisseling/ontvangen/<uuid:provision>/gebruik/", receiving.use, name="received_use"),
    path("uitwisseling/ontvangen/<uuid:provision>/doorgeven/", passing_on.pass_on, name="pass_on"),
]
