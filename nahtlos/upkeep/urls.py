"""Staff addresses of the room."""

from django.urls import path

from nahtlos.upkeep.views import addresses, queue, reports

app_name = "upkeep"
urlpatterns = [
    path("bestaetigungen/", queue.queue, name="queue"),
    path("bestaetigungen/adressen/", addresses.addresses, name="addresses"),
    path("bestaetigungen/adressen/<uuid:key>/", addresses.take_over, name="take_over"),
    path("bestaetigungen/<slug:slug>/bitten/", queue.ask, name="ask"),
    path("bestaetigungen/<slug:slug>/oeffnen/", queue.open_for, name="open_for"),
    path("hinweise/", reports.reports, name="reports"),
    path("hinweise/<str:code>/", reports.report, name="one_report"),
    path("besuch/<slug:slug>/link/", queue.send_visits, name="send_visits"),
]
