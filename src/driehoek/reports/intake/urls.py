"""Addresses for reports from a file; included by the room's own."""

from django.urls import path

from driehoek.reports.intake import views

urlpatterns = [
    path("", views.upload, name="intake"),
    path("sjabloon.csv", views.template_csv, name="intake_csv"),
    path("sjabloon.xlsx", views.template_xlsx, name="intake_xlsx"),
    path("sjabloon/<uuid:agreement>.xlsx", views.template_xlsx, name="intake_xlsx_of"),
    path("<uuid:intake>/", views.intake, name="intake_run"),
    path("<uuid:intake>/bewaren/", views.confirm, name="intake_confirm"),
]
