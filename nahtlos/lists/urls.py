"""Staff addresses of release lists."""

from django.urls import path

from nahtlos.lists.views import choose, columns, new, show, start, undo

app_name = "lists"
urlpatterns = [
    path("listen/", new, name="new"),
    path("listen/<str:code>/", show, name="list"),
    path("listen/<str:code>/spalten/", columns, name="columns"),
    path("listen/<str:code>/entscheiden/", choose, name="choose"),
    path("listen/<str:code>/uebernehmen/", start, name="start"),
    path("listen/<str:code>/zuruecknehmen/", undo, name="undo"),
]
