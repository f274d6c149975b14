"""Addresses of the room `theme_templates`."""

from __future__ import annotations

from django.urls import path

from driehoek.theme_templates.views import adopting, editing, files, lists, own, trails

app_name = "theme_templates"
urlpatterns = [
    path("sjablonen/", lists.templates, name="list"),
    path("sjablonen/nieuw/", own.new, name="new"),
    path("sjablonen/inlezen/", files.bring_in, name="import"),
    path("sjablonen/eigen/<uuid:template>/", own.template, name="own"),
    path("sjablonen/eigen/<uuid:template>/hoofd/", editing.head, name="head"),
    path("sjablonen/eigen/<uuid:template>/deel/<slug:part>/", editing.part, name="part"),
    path("sjablonen/eigen/<uuid:template>/publiceren/", own.publish, name="publish"),
    path("sjablonen/eigen/<uuid:template>/archiveren/", own.archive, name="archive"),
    path("sjablonen/eigen/<uuid:template>/terughalen/", own.restore, name="restore"),
    path("sjablonen/eigen/<uuid:template>/bestand/", files.own_file, name="own_file"),
    path("sjablonen/sporen/", trails.trails, name="trails"),
    path("sjablonen/sporen/<uuid:adoption>/", trails.trail, name="trail"),
    path("sjablonen/sporen/<uuid:adoption>/evalueren/", trails.evaluate, name="evaluate"),
    path("sjablonen/sporen/<uuid:adoption>/terugdraaien/", trails.undo, name="undo"),
    path("sjablonen/sporen/<uuid:adoption>/beeindigen/", trails.end, name="end"),
    path("sjablonen/stap/<uuid:step>/", trails.step, name="step"),
    path("sjablonen/stap/<uuid:step>/klaar/", trails.close, name="step_close"),
    path("sjablonen/stap/<uuid:step>/heropenen/", trails.reopen, name="step_reopen"),
    path("sjablonen/stap/<uuid:step>/verzetten/", trails.change, name="step_change"),
    path("sjablonen/<slug:key>/", lists.template, name="template"),
    path("sjablonen/<slug:key>/overnemen/", adopting.adopt, name="adopt"),
    path("sjablonen/<slug:key>/kopie/", own.copy, name="copy"),
    path("sjablonen/<slug:key>/bestand/", files.file, name="file"),
]
