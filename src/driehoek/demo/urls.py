"""Addresses that exist in demo mode only."""

from django.urls import path

from driehoek.demo import views

app_name = "demo"
urlpatterns = [path("demo/", views.sign_in, name="sign_in")]
