"""Addresses of the figures room."""

from django.urls import path

from driehoek.figures.views import imports, indicators

app_name = "figures"
urlpatterns = [
    path("cijfers/", indicators.indicator_list, name="list"),
    path("cijfers/nieuw/", indicators.new, name="new"),
    path("cijfers/inlezen/", imports.upload, name="upload"),
    path("cijfers/inlezen/<uuid:run>/", imports.run, name="run"),
    path("cijfers/inlezen/<uuid:run>/bevestigen/", imports.confirm, name="confirm"),
    path("cijfers/inlezen/<uuid:run>/afgewezen.csv", imports.rejects, name="rejects"),
    path("cijfers/<uuid:indicator>/", indicators.indicator, name="indicator"),
    path("cijfers/<uuid:indicator>/wijzigen/", indicators.change, name="change"),
    path("cijfers/<uuid:indicator>/beeindigen/", indicators.end, name="end"),
    path("cijfers/<uuid:indicator>/terugzetten/", indicators.restore, name="restore"),
]
