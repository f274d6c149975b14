"""Addresses of the brief room."""

from django.urls import path

from driehoek.brief import views

app_name = "brief"
urlpatterns = [
    path("", views.home, name="home"),
    path("vandaag/", views.today, name="today"),
    path("vandaag/a4/", views.pdf, name="pdf"),
]
