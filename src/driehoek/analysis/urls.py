"""Addresses of the pages about deviations."""

from __future__ import annotations

from django.urls import path

from driehoek.analysis.views import acts, deviations, signal_values

app_name = "analysis"
urlpatterns = [
    path("afwijkingen/", deviations.deviation_list, name="deviations"),
    path("afwijkingen/volgen/", acts.follow, name="follow"),
    path("afwijkingen/volgen/<uuid:follow>/stoppen/", acts.unfollow, name="unfollow"),
    path("afwijkingen/dempingen/", acts.mutes, name="mutes"),
    path("afwijkingen/dempingen/<uuid:mute>/opheffen/", acts.end_mute, name="mute_end"),
    path("afwijkingen/signaalwaarden/", signal_values.signal_values, name="signal_values"),
    path("afwijkingen/signaalwaarden/nieuw/", signal_values.new, name="signal_value_new"),
    path("afwijkingen/signaalwaarden/<uuid:signal_value>/", signal_values.change, name="signal_value_change"),
    path(
        "afwijkingen/signaalwaarden/<uuid:signal_value>/beeindigen/",
        signal_values.end,
        name="signal_value_end",
    ),
    path("afwijkingen/<uuid:deviation>/", deviations.deviation, name="deviation"),
    path("afwijkingen/<uuid:deviation>/gezien/", acts.acknowledge, name="acknowledge"),
    path("afwijkingen/<uuid:deviation>/gezien/terug/", acts.undo_acknowledgement, name="acknowledge_undo"),
    path("afwijkingen/<uuid:deviation>/dempen/", acts.mute, name="mute"),
]
