"""Addresses of the oversight room."""

from django.urls import path

from driehoek.oversight import views
from driehoek.oversight.views import people, routes

app_name = "oversight"
urlpatterns = [
    path("beheer/mensen/", people.people_list, name="people"),
    path("beheer/mensen/nieuw/", people.new, name="person_new"),
    path("beheer/mensen/<uuid:person>/functie/", people.appoint, name="appoint"),
    path("beheer/functies/<uuid:appointment>/beeindigen/", people.end_appointment, name="appointment_end"),
    path("beheer/vervanging/", people.substitutions, name="substitutions"),
    path(
        "beheer/vervanging/<uuid:substitution>/beeindigen/", people.end_substitution, name="substitution_end"
    ),
    path("beheer/organisaties/", people.organisations, name="organisations"),
    path("beheer/contactroutes/", routes.route_list, name="routes"),
    path("beheer/contactroutes/<uuid:organisation>/", routes.route, name="route"),
    path("beheer/contactroutes/stap/<uuid:step>/", routes.change, name="route_step"),
    path("beheer/contactroutes/stap/<uuid:step>/verplaatsen/", routes.move, name="route_move"),
    path("beheer/contactroutes/stap/<uuid:step>/weghalen/", routes.remove, name="route_remove"),
    path("toezicht/logboek/", views.chain, name="chain"),
    path("toezicht/gebeurtenissen/", views.events, name="events"),
    path("toezicht/geopend/", views.openings, name="openings"),
]
