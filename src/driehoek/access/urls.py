"""Addresses of the access room."""

from django.urls import path

from driehoek.access import views

app_name = "access"
urlpatterns = [path("gemeente/", views.municipality, name="municipality")]
