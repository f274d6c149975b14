"""Addresses of the problems room."""

from django.urls import path

from driehoek.problems import views
from driehoek.problems.views import access, opening, page, themes

app_name = "problems"
urlpatterns = [
    path("problemen/", views.problem_list, name="list"),
    path("problemen/nieuw/", opening.new, name="new"),
    path("problemen/nieuw/soort/", opening.questions, name="questions"),
    path("problemen/<uuid:problem>/", page.page, name="page"),
    path("problemen/<uuid:problem>/tijdlijn/", views.timeline, name="timeline"),
    path("problemen/<uuid:problem>/wijzigen/", views.change, name="change"),
    path("problemen/<uuid:problem>/status/", views.status, name="status"),
    path("problemen/<uuid:problem>/dossier/", views.dossier, name="dossier"),
    path("problemen/<uuid:problem>/openen/", access.open_with_purpose, name="open"),
    path("problemen/<uuid:problem>/toegang/", access.grants, name="access"),
    path("problemen/<uuid:problem>/toegang/<uuid:grant>/beeindigen/", access.end, name="access_end"),
    path("problemen/noodtoegang/", access.emergency, name="emergency"),
    path("themas/", themes.tree, name="themes"),
    path("themas/nieuw/", themes.new, name="theme_new"),
    path("themas/<uuid:theme>/", themes.change, name="theme_change"),
    path("themas/<uuid:theme>/beeindigen/", themes.end, name="theme_end"),
    path("themas/<uuid:theme>/terugzetten/", themes.restore, name="theme_restore"),
]
