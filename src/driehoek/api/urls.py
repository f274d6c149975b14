"""Addresses of the room `api`: the pages about keys, and the API itself."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from driehoek.api.rest.schema import nothing
from driehoek.api.rest.urls import addresses
from driehoek.api.views import keys

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api-sleutels/", keys.keys, name="keys"),
    path("api-sleutels/<uuid:key>/intrekken/", keys.revoke, name="revoke"),
    path("beheer/api-sleutels/", keys.all_keys, name="all_keys"),
    path("api/v1/", include(addresses)),
    path("api/<path:rest>", nothing, name="nothing"),
]
