"""Addresses of the problems room."""

from django.urls import path

from driehoek.problems import views
from driehoek.problems.views import access, opening, page, roles, themes, typing

app_name = "problems"
urlpatterns = [
    path("problemen/", views.problem_list, name="list"),
    path("problemen/nieuw/", opening.new, name="new"),
    path("problemen/nieuw/soort/", opening.questions, name="questions"),
    path("problemen/<uuid:problem>/", page.page, name="page"),
    path("problemen/<uuid:problem>/tijdlijn/", views.timeline, name="timeline"),
    path("problemen/<uuid:problem>/wijzigen/", views.change, name="change"),
    path("problemen/<uuid:problem>/soort/", typing.questions, name="typing"),
    path("problemen/<uuid:problem>/soort/voorstel/", typing.proposal, name="proposal"),
    path("problemen/<uuid:problem>/soort/besluit/", typing.retype, name="retype"),
    path("problemen/<uuid:problem>/rollen/", roles.roles, name="roles"),
    path("problemen/<uuid:problem>/rollen/voorstel/", roles.take_over, name="roles_take_over"),
    path("problemen/<uuid:problem>/rollen/<uuid:role>/", roles.change, name="role_change"),
    path("problemen/<uuid:problem>/rollen/<uuid:role>/beeindigen/", roles.end, name="role_end"),
    path("problemen/<uuid:problem>/rollen/<uuid:role>/terugzetten/", roles.restore, name="role_restore"),
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
