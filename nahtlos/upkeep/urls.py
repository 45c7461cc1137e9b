"""Staff addresses of the room."""

from django.urls import path

from nahtlos.upkeep.views import queue, reports

app_name = "upkeep"
urlpatterns = [
    path("bestaetigungen/", queue.queue, name="queue"),
    path("bestaetigungen/<slug:slug>/bitten/", queue.ask, name="ask"),
    path("bestaetigungen/<slug:slug>/oeffnen/", queue.open_for, name="open_for"),
    path("hinweise/", reports.reports, name="reports"),
    path("hinweise/<str:code>/", reports.report, name="one_report"),
    path("besuch/<slug:slug>/link/", queue.send_visits, name="send_visits"),
]
