"""Staff addresses of the room."""

from django.urls import path

from nahtlos.exchange.views import imports

app_name = "imports"
urlpatterns = [
    path("angebote/tabelle/", imports.new, name="new"),
    path("angebote/tabelle/muster.csv", imports.sample, name="sample"),
    path("angebote/tabelle/spalten/", imports.explained, name="explained"),
    path("angebote/tabelle/<str:code>/", imports.run, name="run"),
    path("angebote/tabelle/<str:code>/spalten/", imports.columns, name="columns"),
    path("angebote/tabelle/<str:code>/entscheiden/", imports.decide, name="decide"),
    path("angebote/tabelle/<str:code>/starten/", imports.start, name="start"),
    path("angebote/tabelle/<str:code>/zuruecknehmen/", imports.undo, name="undo"),
    path("angebote/tabelle/<str:code>/fehler.csv", imports.faults, name="faults"),
]
