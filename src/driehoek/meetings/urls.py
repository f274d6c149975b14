"""Addresses of the meetings room."""

from __future__ import annotations

from django.urls import path

from driehoek.meetings import views
from driehoek.meetings.views import actions, acts, composing, feeds, gatherings, minutes, series

app_name = "meetings"
urlpatterns = [
    path("driehoek/agenda/", views.agenda, name="agenda"),
    path("driehoek/agenda/afdruk/", views.on_paper, name="print"),
    path("driehoek/agenda/besproken/", views.settled, name="settled"),
    path("driehoek/agenda/nieuw/", acts.new, name="new"),
    path("driehoek/agenda/<uuid:point>/wijzigen/", acts.change, name="change"),
    path("driehoek/agenda/<uuid:point>/besproken/", acts.handle, name="handle"),
    path("driehoek/agenda/<uuid:point>/vervalt/", acts.drop, name="drop"),
    path("driehoek/agenda/<uuid:point>/verplaatsen/", acts.move, name="move"),
    path("driehoek/agenda/<uuid:point>/terugzetten/", acts.reopen, name="reopen"),
    path("driehoek/agenda/<uuid:point>/van-agenda/", composing.take_off, name="take_off"),
    path("driehoek/overleg/", gatherings.meeting_list, name="meetings"),
    path("driehoek/overleg/geweest/", gatherings.past, name="past"),
    path("driehoek/overleg/koppeling/", feeds.page, name="feed"),
    path("driehoek/overleg/koppeling/maken/", feeds.make, name="feed_make"),
    path("driehoek/overleg/koppeling/intrekken/", feeds.revoke, name="feed_revoke"),
    path("driehoek/overleg/kalender/<str:secret>.ics", feeds.calendar, name="calendar"),
    path("driehoek/overleg/<uuid:meeting>/", gatherings.meeting, name="meeting"),
    path("driehoek/overleg/<uuid:meeting>/verzetten/", gatherings.change, name="meeting_change"),
    path("driehoek/overleg/<uuid:meeting>/afzeggen/", gatherings.cancel, name="cancel"),
    path("driehoek/overleg/<uuid:meeting>/toch-door/", gatherings.restore, name="restore"),
    path("driehoek/overleg/<uuid:meeting>/ik-kom/", gatherings.accept, name="accept"),
    path("driehoek/overleg/<uuid:meeting>/ik-kom-niet/", gatherings.decline, name="decline"),
    path("driehoek/overleg/<uuid:meeting>/samenstellen/", composing.compose, name="compose"),
    path("driehoek/overleg/<uuid:meeting>/punt/", composing.add, name="point_add"),
    path("driehoek/overleg/<uuid:meeting>/versturen/", composing.send, name="send"),
    path("driehoek/overleg/<uuid:meeting>/stukken/<int:number>/", composing.pack, name="pack"),
    path("driehoek/overleg/<uuid:meeting>/stukken/<int:number>/pdf/", composing.pack_pdf, name="pack_pdf"),
    path("driehoek/overleg/<uuid:meeting>/verslag/", minutes.minutes, name="minutes"),
    path("driehoek/overleg/<uuid:meeting>/verslag/vaststellen/", minutes.confirm, name="confirm"),
    path("driehoek/overleg/<uuid:meeting>/verslag/<uuid:point>/", minutes.entry, name="entry"),
    path("driehoek/verslag/<uuid:entry>/actie/", minutes.action_new, name="action_new"),
    path("driehoek/verslag/<uuid:entry>/aanvulling/", minutes.addition, name="addition"),
    path(
        "driehoek/verslag/<uuid:entry>/actie/<uuid:draft>/weg/", minutes.action_remove, name="action_remove"
    ),
    path("driehoek/reeksen/", series.series_list, name="series_list"),
    path("driehoek/reeksen/nieuw/", series.new, name="series_new"),
    path("driehoek/reeksen/<uuid:series>/", series.series, name="series"),
    path("driehoek/reeksen/<uuid:series>/wijzigen/", series.change, name="series_change"),
    path("driehoek/reeksen/<uuid:series>/einde/", series.end, name="series_end"),
    path("driehoek/reeksen/<uuid:series>/plannen/", series.plan, name="series_plan"),
    path("driehoek/reeksen/<uuid:series>/overleg/", series.plan_one, name="series_plan_one"),
    path("driehoek/reeksen/<uuid:series>/vast-punt/", series.fixed_add, name="fixed_add"),
    path("driehoek/reeksen/<uuid:series>/vast-punt/<uuid:fixed>/", series.fixed_remove, name="fixed_remove"),
    path("driehoek/acties/", actions.action_list, name="actions"),
    path("driehoek/acties/gedaan/", actions.done_list, name="actions_done"),
    path("driehoek/acties/<uuid:action>/", actions.action, name="action"),
    path("driehoek/acties/<uuid:action>/gedaan/", actions.done, name="action_done"),
    path("driehoek/acties/<uuid:action>/toch-niet/", actions.undo, name="action_undo"),
    path("driehoek/acties/<uuid:action>/verzetten/", actions.move, name="action_move"),
]
